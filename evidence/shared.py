"""Beginnings that statements share: an expression that a session works out once, and whose rows the statements then read.

A statement's text names it by its content, as it does a lookup.
"""

import hashlib
import re
from collections.abc import Hashable, Mapping
from functools import lru_cache

import ibis
from ibis.expr.operations import UnboundTable
from ibis.expr.types import Table

from evidence.lookups import REMEMBERED

_expressions: dict[str, Table] = {}
_names: dict[Hashable, str] = {}
_NAME = re.compile(r"\b(?:shared|costly)_[0-9a-f]{16}\b")


def shared(rows: Table, *, costly: bool = False) -> Table:
    """The same rows as an unbound table. What they are of may be datasets, lookups, ``periods`` and ``scope``.

    ``costly`` are few rows that take long to work out: they are worth keeping also where there are many partners.
    """
    operation = rows.op()
    if operation not in _names:
        text = str(ibis.to_sql(rows, dialect="duckdb"))
        name = f"{'costly' if costly else 'shared'}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        _names[operation], _expressions[name] = name, rows
    return ibis.table(rows.schema(), name=_names[operation])


def expression(name: str) -> Table:
    """What a name in a statement's text stands for."""
    return _expressions[name]


def tables_in(rows: Table) -> list[str]:
    """The names of the tables that an expression is of."""
    return [table.name for table in rows.op().find(UnboundTable)]


@lru_cache(REMEMBERED)
def named_in(sql: str) -> list[str]:
    """The shared rows that a statement's text names."""
    return sorted(set(_NAME.findall(sql)))


def behind(text: str) -> dict[str, Table]:
    """What the names in a text stand for, and those that these are made of."""
    found: dict[str, Table] = {}
    for name in named_in(text):
        found |= {name: expression(name)} | behind(" ".join(tables_in(expression(name))))
    return found


def is_costly(name: str) -> bool:
    """Whether the rows that a name stands for are worth keeping."""
    return name.startswith("costly")


def remember(expressions: Mapping[str, Table]) -> None:
    """Know what names stand for that another process gave."""
    _expressions.update(expressions)
