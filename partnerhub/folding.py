"""Texts as they are searched: without case and accents, one apostrophe for all, and umlauts also as they are written out.

“Muenchen” and “Munchen” find “München”, and “L'Atelier” finds “L’Atelier”. ``partnerhub/folding_sql.py`` does the same in
PostgreSQL.
"""

import unicodedata
from collections.abc import Sequence

# What does not come apart into a letter and its accent.
LETTERS = {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
APOSTROPHES = "’‘ʼ´`′"
# How letters are written where a keyboard lacks them.
WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
# What only texts as they are written out have more of.
PAIRS = tuple(sorted(set(WRITTEN_OUT.values())))
_LETTERS = str.maketrans(LETTERS)
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_WRITTEN_OUT = str.maketrans(WRITTEN_OUT)
# The ways to write a text that is looked for.
Sought = tuple[str, ...]


def bare(text: str) -> str:
    """A text without case and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def fold(text: str) -> str:
    """A text without case, accents and kinds of apostrophes."""
    # Some apostrophes come apart into a space and an accent.
    return bare(text.translate(_APOSTROPHES))


def spellings(text: str) -> Sought:
    """A text folded; then as it is written out, where that is something else."""
    folded = fold(text)
    return (folded,) if text.isascii() else tuple(dict.fromkeys((folded, fold(written_out(text)))))


def written_out(text: str) -> str:
    """A text with its umlauts as two letters each."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_WRITTEN_OUT)


def has_all(text: str, wanted: Sequence[Sought]) -> bool:
    """Whether everything that is looked for stands in a text, in one of its spellings."""
    own = spellings(text)
    return all(any(one in spelt for one in sought for spelt in own) for sought in wanted)


def begins(text: str, sought: Sought) -> bool:
    """Whether a text begins with what is looked for."""
    return any(spelt.startswith(sought) for spelt in spellings(text))


def found_in(text: str, wanted: Sequence[Sought]) -> list[bool]:
    """Of each character of a text, whether it belongs to something that is looked for."""
    found = [False] * len(text)
    for way in (fold, lambda letter: fold(written_out(letter))):
        folded = [way(letter) for letter in text]
        places = [place for place, letters in enumerate(folded) for _ in letters]
        for sought in (one for spelt in wanted for one in spelt if one):
            for begin in _begins("".join(folded), sought):
                first, last = places[begin], places[begin + len(sought) - 1]
                found[first : last + 1] = [True] * (last + 1 - first)
    return found


def _begins(text: str, sought: str) -> list[int]:
    found, place = [], text.find(sought)
    while place >= 0:
        found.append(place)
        place = text.find(sought, place + len(sought))
    return found
