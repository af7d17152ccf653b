"""Reading a page for what all pages promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Elements that need no end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Html(HTMLParser):
    """A page, read for what all pages promise."""

    source: str
    elements: list[tuple[str, Mapping[str, str | None]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.close()
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        for tag in {*self.open}:
            self.texts.setdefault(tag, []).append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def text(self, tag: str) -> str:
        return " ".join("".join(self.texts.get(tag, [])).split())

    def inline(self) -> list[str]:
        """Whatever the policy would not let a browser run or apply."""
        found = [
            tag for tag, attributes in self.elements if tag == "style" or (tag == "script" and "src" not in attributes)
        ]
        names = [name for _, attributes in self.elements for name in attributes]
        found += [name for name in names if name == "style" or name.startswith(("on", "hx-on"))]
        values = [value for _, attributes in self.elements for value in attributes.values() if value]
        return found + [value for value in values if value.strip().lower().startswith("javascript:")]

    def twice(self) -> list[str]:
        """Ids that more than one element has."""
        ids = [attributes["id"] for _, attributes in self.elements if attributes.get("id")]
        return sorted({name for name in ids if name and ids.count(name) > 1})


def check_page(response: Any, *, plain: bool = False, referrer: str = "same-origin", language: str = "en") -> None:
    """One heading, a title (of its own unless plain), a main part, well-formed, and nothing inline under the strictest policy."""
    page = Html(response.content.decode())
    assert (page.count("h1"), page.count("main"), page.count("title")) == (1, 1, 1)
    title, _, product = page.text("title").rpartition(" · ")
    assert (product, title != "", page.text("h1") != "") == ("partnerhub", not plain, True)
    assert (page.unbalanced, page.twice(), page.inline()) == ([], [], [])
    assert [attributes.get("lang") for tag, attributes in page.elements if tag == "html"] == [language]
    check_headers(response, referrer)


def check_headers(response: Any, referrer: str = "same-origin") -> None:
    policy = response.headers["Content-Security-Policy"]
    assert dict(one.strip().split(" ", 1) for one in policy.split(";")) == POLICY
    names = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    assert [response.headers[name] for name in names] == ["DENY", "nosniff", referrer]
