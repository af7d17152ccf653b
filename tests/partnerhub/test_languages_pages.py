"""Every page in a language that puts every text of ours in brackets: what stands outside is data, or nobody can translate it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from django.conf import settings

from directory import vocabulary
from partnerhub import rulebook
from partnerhub.rulebook import Filter
from partnerhub.rulebook_words import FAMILIES
from tests import pseudo
from tests.directory.profiles import FIELDS, MESSAGE, TOWNS
from tests.filled import Filled, filled
from tests.partnerhub.test_pages import QUERIES
from tests.people import People

pytestmark = pytest.mark.slow

TOLD_BY = {"alt", "title", "aria-label", "placeholder", "data-label", "aria-valuetext", "aria-description"}
# What programs read of a page: numbers with a dot, whatever the reader's language.
FIGURES = {
    "value",
    "max",
    "min",
    "step",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "width",
    "height",
    "viewbox",
    "points",
    "d",
    "r",
}
# Words that are the same in every language; then what the rows of this test are called.
SAME = """partnerhub MPN USD MCV ACR UTC KB bytes EN NL FR English Nederlands Français PDF PNG JPEG CSV"""
ROWS = [
    "Contoso",
    "Person",
    "Litware",
    "Gilda",
    "Mei",
    "Lin",
    "Scores",
    "Utrecht",
    "Netherlands",
    "Windows",
    "t0",
    "p0",
    "Ulm",
    *TOWNS,
    *(sentence for sentence in FIELDS["description"].splitlines() if sentence),
    *FIELDS["solutions"].split(", "),
    MESSAGE["message"],
]
SENTENCES = ("Forty meeting rooms, and their support.", "Teams Rooms", "Seen on paper.", "Cloud Platform")
FILES_AND_ADDRESSES = re.compile(r"\S+@\S+|\S+\.(csv|pdf|png|tsv)\b")
# A text that was cut short ends within a name.
CUT = re.compile(r"[^,;(\n⟦⟧]*⟦…[^⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def names() -> re.Pattern[str]:
    """Everything that the programme calls by a name, and countries as the reader's language has them; the longest first."""
    book = rulebook.load()
    found = {*SAME.split(), *ROWS, *SENTENCES, *map(str, FAMILIES.values())}
    found |= {str(one) for one in (*vocabulary.PRODUCTS.values(), *Locale(pseudo.LANGUAGE).territories.values())}
    listed: list[Any] = [book.designations, book.workload_list, book.association_list, book.sources, book.acr_fields]
    found |= {one.title for titles in listed for one in titles.values()}
    found |= {name for one in book.certificate_list.values() for name in (one.title, *one.exams)}
    for entry in (entry for chain in book.chains.values() for entry in chain):
        if isinstance(entry.value, Filter):
            found |= set(_values(entry.value))
        elif isinstance(entry.value, tuple):
            found |= set(entry.value)
        elif isinstance(entry.value, str):
            found.add(entry.value)
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(found, key=len, reverse=True)))


def _values(node: Filter) -> Iterator[str]:
    yield from node.values or ()
    for inner in (*(node.all_of or ()), *(node.any_of or ())):
        yield from _values(inner)


class Shown(HTMLParser):
    """The texts that a page shows or reads out, and what programs read of it as numbers."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.data: list[str] = []
        self.figures: list[str] = []
        self.silent = 0
        # A place where a long name may break does not end it.
        self.feed(source.replace("<wbr>", ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag == "code"
        self.told += [value for name, value in attrs if name in TOLD_BY and value]
        self.figures += [value for name, value in attrs if name in FIGURES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.data.append(data)

    def untold(self) -> list[str]:
        """What stands in no brackets and is no name."""
        shown = CUT.sub(" ", "\n".join(self.data))
        texts = [*pseudo.outside(shown).splitlines(), *map(pseudo.outside, self.told)]
        rests = (names().sub(" ", FILES_AND_ADDRESSES.sub(" ", text)) for text in texts)
        return [" ".join(text.split()) for text, rest in zip(texts, rests, strict=False) if WORD.search(rest)]


def seen(pages: Filled, name: str, language: str) -> str:
    """A page as a reader of this language sees it."""
    client = pages.client(name)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(pages.url(name))
    assert (name, response.status_code, response["Content-Language"]) == (name, 200, language)
    return response.content.decode()


def test_page_shows_no_text_that_nobody_can_translate(team: People, tmp_path: Path, demo_day: date) -> None:
    """All pages in one test, as filling the tables is what takes long; they only read.

    Somebody else reads each page before, in English: whatever this process remembers is told to each in their own language.
    """
    pages, untold, unread = filled(team, tmp_path, 1), [], []
    with pseudo.speaking():
        for name in QUERIES:
            seen(pages, name, "en")
            page = Shown(seen(pages, name, pseudo.LANGUAGE))
            untold += [(name, text) for text in page.untold()]
            unread += [(name, one) for one in page.figures if re.search(r"\d[,\u00a0\u202f]\d", one)]
    assert untold == []
    assert unread == []
