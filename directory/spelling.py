"""Words that nobody has, and those that are meant: the likest by their trigrams, as far as any is like enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from directory.words import trigrams

# As PostgreSQL's own extension for trigrams has it.
LIKE_ENOUGH = 0.3
_SHORTEST, _MOST = 4, 3
# So many letters more or less a misspelt word has at most.
_LETTERS = 3
# By byte, as the index of beginnings has them; no letter comes after the last one.
_UNKNOWN = """
    SELECT asked.word FROM unnest(%s::text[]) WITH ORDINALITY AS asked(word, place) WHERE NOT EXISTS (
        SELECT FROM directory_word WHERE text ~>=~ asked.word AND text ~<~ (asked.word || chr(1114111))
    ) ORDER BY asked.place
"""
# The first trigram is the first letter alone, which too many words have.
_LIKE = """
    SELECT text, likeness FROM (
        SELECT text, common::float / (cardinality(trigrams) + %(count)s - common) AS likeness
        FROM directory_word,
            LATERAL (SELECT count(*) AS common FROM unnest(trigrams) AS one WHERE one = ANY(%(trigrams)s)) AS same
        WHERE trigrams && %(inner)s::varchar[] AND length(text) BETWEEN %(shortest)s AND %(longest)s
    ) AS every WHERE likeness >= %(least)s ORDER BY likeness DESC, text LIMIT 3
"""


@dataclass(frozen=True)
class Spelt:
    """For each word the spellings to look for, and the words that stand for unknown ones, to be told."""

    spellings: list[list[str]]
    told: str = ""


def corrections(asked: Sequence[str]) -> Spelt:
    """What to look for instead of words that no published profile has. Words of letters and digits only."""
    if not asked:
        return Spelt([])
    unknown = [word for word in _unknown(asked) if word.isalpha() and len(word) >= _SHORTEST][:_MOST]
    meant = {word: found for word in unknown if (found := _like(word))}
    return Spelt([meant.get(word, [word]) for word in asked], ", ".join(found[0] for found in meant.values()))


def _unknown(asked: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [list(asked)])
        return [word for (word,) in cursor.fetchall()]


def _like(word: str) -> list[str]:
    own = trigrams(word)
    inner = [one for one in own if not one.startswith("  ")]
    asked: dict[str, Any] = {"trigrams": own, "inner": inner, "count": len(own), "least": LIKE_ENOUGH}
    asked |= {"shortest": len(word) - _LETTERS, "longest": len(word) + _LETTERS}
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, asked)
        return [text for text, _likeness in cursor.fetchall()]
