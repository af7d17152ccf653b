"""``make gallery``: every page as every role sees it, in all languages, light and dark, on three widths, to look through.

Starts the product with its demo (``--url`` takes one that runs), follows the links of each person's pages, one page of every
kind, and takes pictures of the whole of each into ``var/gallery``, with an ``index.html``. Filters: ``--page``, ``--role``,
``--language``, ``--theme``, ``--width`` (each may be repeated).
"""

import argparse
import asyncio
import html
import os
import re
import shutil
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from playwright.async_api import Browser, async_playwright

from bench.product import BASE_DIR, CHROMIUM, SWITCHES, Product, running

# Whose pages are looked at, by role; nobody signed in is "anyone".
PEOPLE = {
    "admin": "Gilda Ashgrove",
    "partner-admin": "Owen Tansyfield",
    "colleague": "Runa Jarrowby",
    "programme": "Piers Kingsmarsh",
    "auditor": "Alva Lindqvale",
    "reviewer": "Rhea Marlstone",
    "profile-admin": "Petra Hollowell",
    "billing-admin": "Bodo Elderfell",
}
ANYONE = "anyone"
STARTS = {ANYONE: ("/", "/accounts/login/", "/accounts/password/reset/", "/demo/", "/not-there/")}
# Addresses that lead no further: what is downloaded, what signs out, what is for machines.
LEFT_OUT = re.compile(
    r"\.(csv|ics|xlsx|svg|png|pdf|json)$|/accounts/logout|/api/|/static/|/documents/|/reports/|/healthz|/readyz"
)
THEMES, WIDTHS = ("light", "dark"), (320, 768, 1440)
MOST_PAGES, MOST_READ, AT_ONCE = 80, 400, 4
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_HREF = re.compile(r'href="([^"#]+)')


@dataclass(frozen=True)
class Page:
    """A page of a kind, as a role sees it."""

    role: str
    name: str
    path: str


Kind = Callable[[str], str]


def site() -> tuple[Kind, list[str], str]:
    """What tells one kind of page from another (the site map), the languages there are, and the cookie that chooses one."""
    with TemporaryDirectory() as folder:
        # Only the site map is asked for: no database is opened.
        known = {"DATABASE_URL": "postgresql://", "VAR_DIR": folder, "PARTNERHUB_DEMO": "1"}
        before = {name: os.environ.get(name) for name in known}
        os.environ.update({**known, "DJANGO_SETTINGS_MODULE": "partnerhub.settings"})
        import django
        from django.conf import settings
        from django.urls import Resolver404, resolve

        django.setup()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})

    def kind(path: str) -> str:
        try:
            return resolve(path).url_name or "other"
        except Resolver404:
            return "not-found"

    return kind, [code for code, _name in settings.LANGUAGES], settings.LANGUAGE_COOKIE_NAME


def pages_of(product: Product, role: str, cookies: dict[str, str], kind: Kind) -> Iterator[Page]:
    """One page of every kind that this person comes to by following links."""
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    waiting = deque(STARTS.get(role, ("/",)))
    known, found = set(waiting), set[str]()
    for _turn in range(MOST_READ):
        if not waiting or len(found) >= MOST_PAGES:
            return
        path = waiting.popleft()
        text = _read(product.url + path, told)
        if text is None:
            continue
        name = kind(urlsplit(path).path)
        if name not in found:
            found.add(name)
            yield Page(role, name, path)
        links = dict.fromkeys(_links(product.url, path, text))
        # What is of a new kind first, so that few pages are read.
        fresh = [link for link in links if link not in known]
        known.update(fresh)
        waiting.extendleft(link for link in reversed(fresh) if kind(urlsplit(link).path) not in found)


def _read(url: str, cookies: str) -> str | None:
    """The text of a page, one that says no included; None where it is none."""
    asked = urllib.request.Request(url, headers={"Cookie": cookies} if cookies else {})
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            is_page = response.headers.get_content_type() == "text/html"
            return response.read().decode() if is_page else None
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode() if refusal.code in {403, 404} else None


def _links(url: str, path: str, text: str) -> Iterator[str]:
    for href in _HREF.findall(text):
        target = urlsplit(urljoin(url + path, html.unescape(href)))
        if f"{target.scheme}://{target.netloc}" == url and not LEFT_OUT.search(target.path):
            # An address that asks for a day or a page more is no other page.
            yield target.path


@dataclass(frozen=True)
class Wanted:
    """Which pictures are taken, and where they go. ``cookie`` chooses the language."""

    cookie: str
    languages: list[str]
    themes: list[str]
    widths: list[int]
    folder: Path


async def take(browser: Browser, product: Product, page: Page, cookies: dict[str, str], wanted: Wanted) -> None:
    """The pictures of one page: loaded once for each language, then seen in every theme on every width."""
    for language in wanted.languages:
        context = await browser.new_context(base_url=product.url, reduced_motion="reduce")
        told = {**cookies, wanted.cookie: language}
        await context.add_cookies([{"name": name, "value": value, "url": product.url} for name, value in told.items()])
        tab = await context.new_page()
        await tab.goto(page.path, wait_until="load")
        if (shown := await tab.evaluate("document.documentElement.lang")) != language:
            raise RuntimeError(f"{page.path} is in {shown} for {page.role}, and not in {language}")
        for theme in wanted.themes:
            await tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            await tab.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for width in wanted.widths:
                await tab.set_viewport_size({"width": width, "height": 900})
                # What changed is drawn in the next frame: an earlier picture shows half of it.
                await tab.evaluate(DRAWN)
                target = picture(wanted.folder, page, language, theme, width)
                target.parent.mkdir(parents=True, exist_ok=True)
                await tab.screenshot(path=target, full_page=True)
        await context.close()


def picture(folder: Path, page: Page, language: str, theme: str, width: int) -> Path:
    """Where a picture lies."""
    return folder / language / theme / str(width) / f"{page.role}--{page.name}.png"


async def take_all(product: Product, pages: list[Page], people: dict[str, dict[str, str]], wanted: Wanted) -> None:
    """Several pages at once, in one browser."""
    turns = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)

        async def taken(page: Page) -> None:
            async with turns:
                await take(browser, product, page, people[page.role], wanted)
                print(f"  {page.role:<14}{page.name:<26}{page.path}", flush=True)

        await asyncio.gather(*map(taken, pages))
        await browser.close()


def index(pages: list[Page], wanted: Wanted) -> None:
    """A page to look through them all: a row per page, a picture per language, theme and width."""
    rows = []
    for page in pages:
        shown = [
            f'<figure><a href="{source}"><img loading="lazy" src="{source}" alt=""></a>'
            f"<figcaption>{language}, {theme}, {width}</figcaption></figure>"
            for language in wanted.languages
            for theme in wanted.themes
            for width in wanted.widths
            for source in [picture(wanted.folder, page, language, theme, width).relative_to(wanted.folder).as_posix()]
        ]
        title = html.escape(f"{page.role}: {page.name}")
        rows.append(f"<section><h2>{title}</h2><p>{html.escape(page.path)}</p><div>{''.join(shown)}</div></section>")
    style = (
        "body{font:14px system-ui;margin:1rem}div{display:flex;gap:.5rem;overflow-x:auto;align-items:flex-start}"
        "figure{margin:0}img{height:22rem;border:1px solid #888;background:#fff}figcaption{color:#666}"
    )
    text = f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style>{''.join(rows)}"
    (wanted.folder / "index.html").write_text(text)


def main(arguments: list[str] | None = None) -> None:
    """Look at everything and take the pictures."""
    kind, languages, cookie = site()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--url", default="", help="of a product that runs with its demo; default: one is started")
    parser.add_argument("--page", action="append", help="a page by its name in the site map, as customers")
    parser.add_argument("--role", action="append", choices=(ANYONE, *PEOPLE))
    parser.add_argument("--language", action="append", choices=languages)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--folder", type=Path, default=Path(os.environ.get("VAR_DIR") or BASE_DIR / "var") / "gallery")
    asked = parser.parse_args(arguments)
    themes, widths = asked.theme or [*THEMES], asked.width or [*WIDTHS]
    wanted = Wanted(cookie, asked.language or languages, themes, widths, asked.folder)
    shutil.rmtree(wanted.folder, ignore_errors=True)
    wanted.folder.mkdir(parents=True)
    with running(asked.url) as product:
        people = {role: product.cookies(name) for role, name in PEOPLE.items() if role in (asked.role or PEOPLE)}
        people |= {ANYONE: {}} if ANYONE in (asked.role or [ANYONE]) else {}
        every = [page for role, cookies in people.items() for page in pages_of(product, role, cookies, kind)]
        pages = [page for page in every if not asked.page or page.name in asked.page]
        asyncio.run(take_all(product, pages, people, wanted))
    index(pages, wanted)
    count = len(pages) * len(wanted.languages) * len(wanted.themes) * len(wanted.widths)
    print(f"{count} pictures of {len(pages)} pages: {wanted.folder / 'index.html'}")


if __name__ == "__main__":
    main()
