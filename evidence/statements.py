"""Compiled statements: made once, then kept in memory and, where there is a place for them, for the next process.

Building an expression and compiling it takes longer than answering it for one partner.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from evidence import lookups, shared

MAX_STATEMENTS = 2000
_memory: dict[Hashable, "Statement"] = {}
# Whose code decides what a statement says.
_SOURCES = ("evidence", "scoring", "specializations", "credit", "partnerhub/rulebook")
_COMPILERS = ("ibis-framework", "sqlglot", "duckdb")


@dataclass(frozen=True)
class Statement:
    """A compiled expression and what its builder noted about it."""

    sql: str
    notes: Any


class Store(Protocol):
    """A place that outlives the process."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any) -> None: ...


class _Place:
    store: Store | None = None


def keep_in(store: Store | None) -> None:
    """Keep statements in this place from now on (None: in memory alone)."""
    _Place.store = store


def kept(key: Hashable, make: Callable[[], Statement]) -> Statement:
    """The statement kept under ``key``, which must say everything that it depends on besides the code; else made now."""
    if key not in _memory:
        if len(_memory) >= MAX_STATEMENTS:
            _memory.clear()
        _memory[key] = _recalled(_Place.store, key, make) if _Place.store else make()
    return _memory[key]


def _recalled(store: Store, key: Hashable, make: Callable[[], Statement]) -> Statement:
    """The statement from the place that outlives the process, with the rows and expressions that it names."""
    name = hashlib.sha256(f"{_made_by()} {key!r}".encode()).hexdigest()
    if found := store.get(name):
        statement, tables, expressions = found
        lookups.remember(tables)
        shared.remember(expressions)
    else:
        statement = make()
        expressions = shared.behind(statement.sql)
        texts = (statement.sql, *(one for rows in expressions.values() for one in shared.tables_in(rows)))
        store.set(name, (statement, dict(lookups.named_in(" ".join(texts))), expressions))
    made: Statement = statement
    return made


@cache
def _made_by() -> str:
    """What the text of a statement depends on besides its key: the code, and the libraries that compile it."""
    home = Path(__file__).parent.parent
    files = sorted(path for folder in _SOURCES for path in (home / folder).rglob("*.py"))
    digest = hashlib.sha256(repr([version(name) for name in _COMPILERS]).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
