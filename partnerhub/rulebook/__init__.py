"""The programme's rules as dated, cited data. Start with `load()`, then `book.on(day)`. No Django in here."""

from .book import Rulebook, Rules
from .entries import Entry, Value
from .errors import NotInForce, Problem, RulebookError, Unpublished
from .filters import Filter, either
from .loading import load
from .text import IGNORED, normalise

__all__ = [
    "IGNORED",
    "Entry",
    "Filter",
    "NotInForce",
    "Problem",
    "Rulebook",
    "RulebookError",
    "Rules",
    "Unpublished",
    "Value",
    "either",
    "load",
    "normalise",
]
