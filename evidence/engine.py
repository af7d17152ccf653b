"""The engine that answers questions about evidence: DuckDB in this process.

Expressions are written once, over the unbound tables of ``tables()``. A session binds their names to the current rows of one
evidence view, of one partner or of all, and runs their compiled text. Building and compiling an expression takes longer than
answering it for one partner, so compiled statements are kept.
"""

import re
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from evidence import datasets
from evidence.view import ACCUMULATING, EvidenceView, run_folder

_local = threading.local()
_statements: dict[Hashable, "Statement"] = {}
MAX_STATEMENTS = 2000

# Small tables that a question brings along: which months are compared for whom; the day it is asked for, and the last
# day on which a certificate may have been earned to count on it.
Columns = Mapping[str, pa.DataType]
PERIODS: Columns = {"partner": pa.string(), "period": pa.string(), "month": pa.date32()}
SCOPE: Columns = {"as_of": pa.date32(), "earned_by": pa.date32()}
_SMALL = {"periods": PERIODS, "scope": SCOPE}


@dataclass(frozen=True)
class Statement:
    """A compiled expression, and what its builder noted along the way (the rules that it read)."""

    sql: str
    notes: Any


@dataclass(frozen=True)
class Session:
    """One look at the evidence: the names of the tables stand for the current rows of ``view``."""

    backend: Backend
    view: EvidenceView

    def bind(self, name: str, rows: list[dict[str, Any]], columns: Columns) -> None:
        """Let a small table's name stand for these rows."""
        self.backend.con.register(name, pa.Table.from_pylist(rows, pa.schema(columns)))

    def statement(self, key: Hashable, build: Callable[[], tuple[Table, Any]]) -> Statement:
        """The statement kept under ``key``, which must say everything that the expression depends on; else built now."""
        if key not in _statements:
            if len(_statements) >= MAX_STATEMENTS:
                _statements.clear()
            expression, notes = build()
            _statements[key] = Statement(str(self.backend.compile(expression)), notes)
        return _statements[key]

    def rows(self, statement: Statement) -> list[dict[str, Any]]:
        """Run a statement; its rows as dictionaries (amounts as Decimal, dates as date)."""
        answer = self.backend.con.execute(statement.sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cache
def tables() -> Mapping[str, Table]:
    """Every dataset, ``periods`` and ``scope`` as unbound tables."""
    stored = {
        name: ibis.table({column: _TYPES[kind] for column, kind in dataset.schema.items()}, name=name)
        for name, dataset in datasets.DATASETS.items()
    }
    return stored | {name: ibis.table(pa.schema(columns), name=name) for name, columns in _SMALL.items()}


_TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "BIGINT": "int64",
    "BOOLEAN": "boolean",
    "DECIMAL(28,10)": "decimal(28, 10)",
}


@contextmanager
def session(view: EvidenceView, names: tuple[str, ...]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    backend = _backend()
    opened = Session(backend, view)
    try:
        for name in names:
            _bind(opened, name)
        yield opened
    except BaseException:
        # A statement that was broken off leaves its connection unusable; the next session gets a new one.
        del _local.backend
        raise


def _backend() -> Backend:
    if not hasattr(_local, "backend"):
        _local.backend = ibis.duckdb.connect(threads=2, memory_limit="1GB")
    backend: Backend = _local.backend
    return backend


def _bind(opened: Session, dataset: str) -> None:
    """Let the dataset's name stand for its current rows: those of a month from the run that speaks for it."""
    slices = opened.view.slices(dataset)
    opened.bind(f"{dataset}_slices", [s.row() for s in slices], _SLICES)
    source = _files(opened.view, dataset, sorted({s.run for s in slices})) or _empty(dataset)
    key = ACCUMULATING.get(dataset)
    select = (_ACCUMULATED if key else _SUPERSEDED).format(source=source, dataset=dataset, key=key)
    opened.backend.con.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {select}')


_SLICES: Columns = {"partner": pa.string(), "month": pa.date32(), "run": pa.int64(), "rank": pa.int64()}

_SUPERSEDED = """
SELECT f.* FROM {source} f SEMI JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
"""

# Facts that accumulate: every run counts, and of the same fact the one known last.
_ACCUMULATED = """
SELECT f.* FROM {source} f JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
QUALIFY row_number() OVER (PARTITION BY f.partner, {key} ORDER BY s.rank DESC, f.row DESC) = 1
"""


def _files(view: EvidenceView, dataset: str, runs: list[int]) -> str:
    quoted = ", ".join(f"'{_literally(run_folder(view.lake, dataset, run))}/part-*.parquet'" for run in runs)
    return f"read_parquet([{quoted}], union_by_name=true, hive_partitioning=false)" if runs else ""


def _literally(folder: Path) -> str:
    """A path in which DuckDB finds neither a pattern to fill in nor the end of a text."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder)).replace("'", "''")


def _empty(dataset: str) -> str:
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in datasets.DATASETS[dataset].schema.items())
    return f"(SELECT {columns} WHERE false)"
