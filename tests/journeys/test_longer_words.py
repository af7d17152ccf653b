"""Every page with words that are longer than ours (tests/pseudo.py): nothing sticks out, lies on something else, or is cut off.

Pages are asked for first and shown to the browser afterwards, from memory: no server, and the database is done with by then.
"""

import mimetypes
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests import pseudo
from tests.filled import filled
from tests.journeys.conftest import chromium
from tests.partnerhub.test_pages import QUERIES
from tests.people import People

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1440)
# What is wrong with the page as it is shown. A partner's name may be cut: it is no word of ours, and stands in the lede too.
WRONG = """() => {
  const root = document.documentElement, wrong = [];
  const words = one => (one.textContent || one.id).trim().replace(/\\s+/g, ' ').slice(0, 60);
  const told = one => `${one.className || one.tagName}: ${words(one)}`;
  const shown = one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.visually-hidden, .skip-link');
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) {
    const last = [...document.querySelectorAll('main *, footer *, header *')]
      .filter(one => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest('.table-scroll'));
    wrong.push(`${over} pixels wider than the window: ${last.slice(-1).map(told)}`);
  }
  for (const bar of document.querySelectorAll('.topbar, .breadcrumbs, .navigation, .tabs, .page-head, .button-row')) {
    const parts = [...bar.querySelectorAll('a, button, input, .demo-badge, .topbar-partner, h1')].filter(shown);
    const boxes = parts.map(one => one.getBoundingClientRect());
    parts.forEach((one, first) => {
      if (boxes[first].left < -1 || boxes[first].right > root.clientWidth + 1) wrong.push(`out of the window: ${told(one)}`);
      for (let second = first + 1; second < parts.length; second++) {
        const [a, b] = [boxes[first], boxes[second]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const apart = one.contains(parts[second]) || one.closest('[popover]') !== parts[second].closest('[popover]');
        if (across > 1 && down > 1 && !apart) wrong.push(`on one another: ${told(one)} and ${told(parts[second])}`);
      }
    });
  }
  const alone = '.button, .pill, .tag, .nav-link, .tabs a, .demo-badge, .topbar-link, .breadcrumbs li, label, legend, h1, h2, h3';
  for (const one of [...document.querySelectorAll(alone)].filter(shown)) {
    if (one.clientWidth && one.scrollWidth > one.clientWidth + 1) wrong.push(`cut off or too long: ${told(one)}`);
  }
  return wrong;
}"""
OPEN = "document.getElementById('navigation')?.showPopover()"


def longer(team: People, folder: Path) -> dict[str, str]:
    """Every page by its name, in longer words."""
    pages, found = filled(team, folder, 1), {}
    with pseudo.speaking():
        for name in QUERIES:
            client = pages.client(name)
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo.LANGUAGE
            found[name] = client.get(pages.url(name)).content.decode()
            assert pseudo.OPEN in found[name], name
    return found


def answer(route: Route, pages: Mapping[str, str]) -> None:
    """What a server would say: a page, a static file, or nothing."""
    path = urlsplit(route.request.url).path.lstrip("/")
    static = settings.STATIC_URL.lstrip("/")
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    elif path.startswith(static) and (file := finders.find(path.removeprefix(static))):
        route.fulfill(path=str(file), content_type=mimetypes.guess_type(path)[0] or "text/plain")
    else:
        route.fulfill(status=204)


def wrong_with(page: Page, name: str) -> list[Any]:
    """What is wrong with a page on every width; where the navigation is folded away, also with it unfolded."""
    page.goto(f"http://partnerhub.example.com/{name}")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, told) for told in page.evaluate(WRONG)]
    return found


def shown_to(browser: Browser, pages: Mapping[str, str]) -> dict[str, list[Any]]:
    """What is wrong with each page."""
    page = browser.new_page()
    page.route("**/*", lambda route: answer(route, pages))
    found = {name: wrong_with(page, name) for name in pages}
    page.set_viewport_size({"width": min(WIDTHS), "height": 900})
    page.goto("http://partnerhub.example.com/membership")
    page.evaluate(OPEN)
    found["navigation"] = page.evaluate(WRONG)
    return {name: one for name, one in found.items() if one}


def test_longer_words_have_room_on_every_page(team: People, tmp_path: Path, demo_day: date) -> None:
    pages = longer(team, tmp_path)
    with chromium() as browser:
        assert shown_to(browser, pages) == {}
