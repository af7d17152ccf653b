"""A language that nobody speaks, in place of Dutch: every text of ours in brackets, and longer.

What pages show outside the brackets was never given to the catalogs: it is data, or a text that nobody can translate. The
brackets close around what stands in a placeholder, so that such texts are seen there too. Brackets and length also show which
layouts break on longer words.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR

from scripts.messages import messages

LANGUAGE = "nl"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
_PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%[sd])")


@cache
def known() -> frozenset[str]:
    """Every text that the catalogs hold, in both numbers."""
    return frozenset(text for _context, *texts in messages() for text in texts if text)


def pseudo(text: str) -> str:
    """A text as the language has it."""
    pieces = _PLACEHOLDER.split(text + _padding(len(text)))
    return "".join(one if _PLACEHOLDER.fullmatch(one) else f"{OPEN}{one}{CLOSE}" for one in pieces if one)


def _padding(length: int) -> str:
    return "ë" * max(1, round(length * LONGER)) if length <= 20 else " ëëëëë" * max(1, round(length * LONGER / 6))


def outside(text: str) -> str:
    """What of a shown text stands in no brackets."""
    return re.sub(rf"{OPEN}[^{CLOSE}]*{CLOSE}", " ", text)


class _Pseudo:
    """Dutch as Django has it, with our texts in brackets."""

    def __init__(self, dutch: Any) -> None:
        self._dutch = dutch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dutch, name)

    def gettext(self, message: str) -> str:
        text = message.rpartition(CONTEXT_SEPARATOR)[2]
        dutch = self._dutch.gettext(message)
        return pseudo(text) if text in known() else pseudo(dutch) if dutch != message else message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        text = (singular if number == 1 else plural).rpartition(CONTEXT_SEPARATOR)[2]
        dutch = self._dutch.ngettext(singular, plural, number)
        return pseudo(text) if text in known() else pseudo(dutch) if dutch not in {singular, plural} else dutch


@contextmanager
def speaking() -> Iterator[None]:
    """While this lasts, who reads Dutch reads this language: in this process, so also on a live server of a test."""
    dutch = trans_real.translation(LANGUAGE)
    trans_real._translations[LANGUAGE] = _Pseudo(dutch)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        trans_real._translations[LANGUAGE] = dutch  # type: ignore[attr-defined]
