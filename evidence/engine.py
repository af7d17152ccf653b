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

from evidence import datasets, lookups
from evidence.view import ACCUMULATING, EVERY_PARTNER, EvidenceView, run_folder

# Up to so many partners are named in a statement itself.
FEW = 20
_local = threading.local()
_statements: dict[Hashable, "Statement"] = {}
MAX_STATEMENTS = 2000

# Small tables that a question brings along: which months are compared for whom; the day it is asked for, and the last
# day on which a certificate may have been earned to count on it.
Columns = Mapping[str, pa.DataType]
PERIODS: Columns = {"partner": pa.string(), "period": pa.string(), "month": pa.date32()}
SCOPE: Columns = {"as_of": pa.date32(), "earned_by": pa.date32()}
_SMALL = {"periods": PERIODS, "scope": SCOPE}


_KEPT = (
    'CREATE OR REPLACE TEMP TABLE "{name}_kept" AS SELECT * FROM "{name}"',
    'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT * FROM "{name}_kept"',
)


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
        self.bind_table(name, pa.Table.from_pylist(rows, pa.schema(columns)))

    def bind_table(self, name: str, rows: pa.Table) -> None:
        """Let a small table's name stand for these rows."""
        self.backend.con.register(name, rows)

    def keep(self, *names: str) -> None:
        """Read these datasets once for all that is asked of them: worth it where one partner is asked many things."""
        for name in names:
            for statement in _KEPT:
                self.backend.con.execute(statement.format(name=name))

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
        answer = self._run(statement)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def tuples(self, statement: Statement) -> list[tuple[Any, ...]]:
        """Run a statement; its rows as tuples, in the order of its columns."""
        found: list[tuple[Any, ...]] = self._run(statement).fetchall()
        return found

    def _run(self, statement: Statement) -> Any:
        for name, table in lookups.named_in(statement.sql):
            if name not in _local.lookups:
                self.backend.con.register(name, table)
                _local.lookups.add(name)
        return self.backend.con.execute(statement.sql)


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
        opened.bind("session_partners", [{"partner": partner} for partner in view.partners], _PARTNERS)
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
        _local.lookups = set()
    backend: Backend = _local.backend
    return backend


def _bind(opened: Session, dataset: str) -> None:
    """Let the dataset's name stand for its current rows: those of a month from the run that speaks for it."""
    opened.bind(f"{dataset}_slices", [s.row() for s in opened.view.slices(dataset)], _SLICES)
    rows = f"({' UNION ALL BY NAME '.join(_spoken(opened.view, dataset))})"
    key = ACCUMULATING.get(dataset)
    select = (_ACCUMULATED if key else _SUPERSEDED).format(rows=rows, key=key)
    opened.backend.con.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {select}')


_PARTNERS: Columns = {"partner": pa.string()}
_SLICES: Columns = {"partner": pa.string(), "month": pa.date32(), "run": pa.int64(), "rank": pa.int64()}

_SUPERSEDED = "SELECT * EXCLUDE (rank) FROM {rows}"

# Facts that accumulate: every run counts, and of the same fact the one known last.
_ACCUMULATED = """
SELECT * EXCLUDE (rank) FROM {rows} f
QUALIFY row_number() OVER (PARTITION BY f.partner, {key} ORDER BY f.rank DESC, f.row DESC) = 1
"""

_OWN = """
SELECT f.*, s.rank FROM {files} f JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
"""

_OF_EVERY_PARTNER = """
SELECT f.*, s.rank FROM {files} f
JOIN {dataset}_slices s ON s.partner = '{every_partner}' AND f.run = s.run AND f.month = s.month
WHERE {wanted}
"""

# A month for which a partner's own run speaks is not read from the programme's file.
_NOT_ANSWERED = """
NOT EXISTS (SELECT 1 FROM {dataset}_slices o WHERE o.partner = f.partner AND o.month = f.month)
"""

_BETWEEN = "f.partner BETWEEN {first} AND {last} AND f.partner IN (SELECT partner FROM session_partners)"


def _spoken(view: EvidenceView, dataset: str) -> Iterator[str]:
    """The rows that slices speak for, each with the rank of its run: partners' own and the programme's."""
    # What no file has, because it was written before there was such a column, is NULL.
    yield _empty(dataset)
    slices = view.slices(dataset)
    own = {s.run for s in slices if s.partner != EVERY_PARTNER}
    shared = {s.run for s in slices if s.partner == EVERY_PARTNER}
    if own:
        yield _OWN.format(files=_files(view, dataset, own), dataset=dataset)
    if shared:
        wanted = [_of_partners(view)]
        if own and dataset not in ACCUMULATING:
            wanted.append(_NOT_ANSWERED.format(dataset=dataset))
        yield _OF_EVERY_PARTNER.format(
            files=_files(view, dataset, shared),
            dataset=dataset,
            every_partner=EVERY_PARTNER,
            wanted=" AND ".join(wanted),
        )


def _of_partners(view: EvidenceView) -> str:
    """Which rows of the programme's file are read. Sorted by partner, it has other row groups that need not be."""
    if len(view.partners) <= FEW:
        return f"f.partner IN ({', '.join(map(_quoted, view.partners))})"
    return _BETWEEN.format(first=_quoted(min(view.partners)), last=_quoted(max(view.partners)))


def _files(view: EvidenceView, dataset: str, runs: set[int]) -> str:
    paths = [f"{_literally(run_folder(view.lake, dataset, run))}/part-*.parquet" for run in sorted(runs)]
    return f"read_parquet([{', '.join(map(_quoted, paths))}], union_by_name=true, hive_partitioning=false)"


def _literally(folder: Path) -> str:
    """A path in which DuckDB finds no pattern to fill in."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _empty(dataset: str) -> str:
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in datasets.DATASETS[dataset].schema.items())
    return f"SELECT {columns}, NULL::BIGINT AS rank WHERE false"
