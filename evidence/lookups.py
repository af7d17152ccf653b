"""Small tables of names that an expression joins: what files write, and what the rulebook calls it.

A statement's text names them by their content, so that they need not be told to the engine with every question.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import ibis
import pyarrow as pa
from ibis.expr.types import Table

# Texts whose names are remembered.
REMEMBERED = 4000
_tables: dict[str, pa.Table] = {}
_NAME = re.compile(r"\blookup_[0-9a-f]{16}\b")


def lookup(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Table:
    """A table of texts to join with, as an unbound expression."""
    found = list(rows)
    schema = pa.schema([(column, pa.string()) for column in columns])
    arrays = [pa.array([row[place] for row in found], pa.string()) for place in range(len(columns))]
    digest = hashlib.sha256(repr((tuple(columns), found)).encode()).hexdigest()
    name = f"lookup_{digest[:16]}"
    _tables[name] = pa.Table.from_arrays(arrays, schema=schema)
    return ibis.table(schema, name=name)


def named_in(sql: str) -> list[tuple[str, pa.Table]]:
    """The lookups that a statement's text names, with their rows."""
    return [(name, _tables[name]) for name in _names_in(sql)]


@lru_cache(REMEMBERED)
def _names_in(sql: str) -> list[str]:
    return sorted(set(_NAME.findall(sql)))


def remember(tables: Mapping[str, pa.Table]) -> None:
    """Know the rows of lookups that another process made."""
    _tables.update(tables)
