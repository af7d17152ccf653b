"""Words as they are searched for: without case and accents, found by their beginning, and by their trigrams where misspelt.

The PostgreSQL that comes with the installer has no extension for trigrams or accents, so both are worked out here: one way for
every server.
"""

import re
from collections.abc import Iterable

from partnerhub.folding import bare

# Longer questions are cut off: nobody types them.
MOST_WORDS, LONGEST_WORD = 8, 40
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, folded, each once, in their order."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(bare(text))))


def asked(text: str) -> list[str]:
    """The words of a question, as many as are looked for."""
    return words(text)[:MOST_WORDS]


def beginnings(found: Iterable[Iterable[str]], *, weight: str = "") -> str:
    """A query of PostgreSQL's text search: each word or one of its other spellings, by their beginning; empty for no words.

    ``weight``: only in that part of the text. Words consist of letters and digits, so nothing in them can be an operator.
    """
    each = [[f"{word}:*{weight}" for word in spellings] for spellings in found]
    return " & ".join(f"({' | '.join(one)})" for one in each if one)


def trigrams(word: str) -> list[str]:
    """Every three letters in a row, with the word's beginning and end: what misspelt words still have in common."""
    padded = f"  {word} "
    return sorted({padded[place : place + 3] for place in range(len(padded) - 2)})
