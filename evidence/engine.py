"""The engine that answers questions about evidence: DuckDB in this process.

Expressions are written once, over the unbound tables of ``tables()``. A session binds their names to the current rows of one
evidence view, of one partner or of all, and runs their compiled text, which is kept (``statements``).
"""

import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.types import StringValue, Table

from evidence import datasets, lookups, reading, shared
from evidence.pruning import pruned
from evidence.statements import Statement, kept
from evidence.view import EvidenceView

_local = threading.local()
T = TypeVar("T")

# Small tables that a question brings along: which months are compared for whom (partners of one cohort have evidence of the same
# months); the day it is asked for, and the last day on which a certificate may have been earned to count on it.
Columns = Mapping[str, pa.DataType]
PERIODS: Columns = {"cohort": pa.int64(), "period": pa.string(), "month": pa.date32()}
SCOPE: Columns = {"as_of": pa.date32(), "earned_by": pa.date32()}
_SMALL = {"periods": PERIODS, "scope": SCOPE}


@ibis.udf.scalar.builtin(name="plain_text")  # type: ignore[untyped-decorator]
def _plain_text(text: str) -> str:  # type: ignore[empty-body]
    """A function that every engine gives its sessions."""


# Ibis makes a class of it that no module has; there it is found again when an expression is kept for another process.
_operation = type(_plain_text(ibis.null("string")).op())
globals()[_operation.__name__] = _operation


def plain(stored: StringValue) -> StringValue:
    """A stored text without case, spaces, underscores and hyphens (decision 7), as the rulebook's ``normalise`` makes it.

    Of a dataset's column alone, as it is stored: a bulk session holds it plain already.
    """
    return _plain_text(stored)


@dataclass(frozen=True)
class Session:
    """One look at the evidence: the names of the tables stand for the current rows of ``view``.

    A ``bulk`` session is for the scores of many partners: what no figure is made of cannot be read there. ``lookups`` are those
    that the backend has.
    """

    backend: Backend
    view: EvidenceView
    lookups: set[str]
    bulk: bool = False
    _bound: dict[str, Hashable] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict)
    _stands: dict[str, Any] = field(default_factory=dict)
    _tables: list[str] = field(default_factory=list)

    def bind(self, name: str, rows: list[dict[str, Any]], columns: Columns) -> None:
        """Let a small table's name stand for these rows."""
        told = tuple(tuple(row[column] for column in columns) for row in rows)
        if self._bound.get(name) != told:
            self.bind_table(name, pa.Table.from_pylist(rows, pa.schema(columns)))
            self._bound[name] = told

    def bind_table(self, name: str, rows: pa.Table) -> None:
        """Let a table's name stand for these rows."""
        self.backend.con.register(name, rows)

    def keep(self, *names: str) -> None:
        """Read these datasets once for all that is asked of them: worth it where one partner is asked many things."""
        for name in names:
            self.backend.con.execute(f'CREATE OR REPLACE TEMP TABLE {name}_kept AS FROM "{name}"')
            self.backend.con.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS FROM {name}_kept')

    def statement(self, key: Hashable, build: Callable[[], tuple[Table, Any]]) -> Statement:
        """The statement kept under ``key``, which must say everything that the expression depends on; else built now."""

        def make() -> Statement:
            expression, notes = build()
            return Statement(str(self.backend.compile(expression)), notes)

        return kept(key, make)

    def rows(self, statement: Statement) -> list[dict[str, Any]]:
        """Run a statement; its rows as dictionaries (amounts as Decimal, dates as date)."""
        answer = self._run(statement)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def tuples(self, statement: Statement) -> list[tuple[Any, ...]]:
        """Run a statement; its rows as tuples, in the order of its columns."""
        found: list[tuple[Any, ...]] = self._run(statement).fetchall()
        return found

    def answer(self, statement: Statement, more: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of a statement's rows: once for its text, what is bound to the names in it, and ``more``."""
        return self.once((statement.sql, self._bound_in(statement.sql), more), make)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made under ``key``, which is made once in this session."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def _run(self, statement: Statement) -> Any:
        self._prepare(statement.sql)
        return self.backend.con.execute(_narrowed(statement.sql) if self.bulk else statement.sql)

    def _prepare(self, sql: str) -> None:
        """See to it that every name in a statement stands for its rows."""
        for name, table in lookups.named_in(sql):
            if name not in self.lookups:
                self.bind_table(name, table)
                self.lookups.add(name)
        for name in shared.named_in(sql):
            self._share(name, self._shared(name))

    def _share(self, name: str, text: str) -> None:
        rows = self.once(("shared", name, self._bound_in(text)), lambda: self._worked_out(name, text))
        if self._stands.get(name) is not rows:
            self._let_stand(name, rows)
            self._stands[name] = rows

    def _shared(self, name: str) -> str:
        """The text of shared rows; in bulk without what only a Why shows."""

        def build() -> tuple[Table, None]:
            rows = shared.expression(name)
            return (rows.select(_in_bulk(rows)) if self.bulk else rows), None

        return self.statement(("shared", name, self.bulk), build).sql

    def _bound_in(self, sql: str) -> Hashable:
        """What the small tables stand for that a statement reads, itself or through shared rows."""
        texts = (sql, *map(self._shared, shared.named_in(sql)))
        return tuple(self._bound.get(name) for name in _SMALL if any(name in text for text in texts))

    def _worked_out(self, name: str, text: str) -> Any:
        """Work shared rows out, for as long as the session lasts. Returns where they are.

        In bulk they are not kept: copying millions of rows takes longer than reading them again.
        """
        self._prepare(text)
        if self.bulk:
            return f"({_narrowed(text)})"
        table = f"{name}_{len(self._made)}"
        self.backend.con.execute(f"CREATE TEMP TABLE {table} AS {text}")
        self._tables.append(table)
        return table

    def _let_stand(self, name: str, rows: Any) -> None:
        self.backend.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {rows}")

    def forget(self) -> None:
        """Give back the memory of what was worked out for this session."""
        for table in self._tables:
            self.backend.con.execute(f"DROP TABLE {table}")


def _narrowed(sql: str) -> str:
    """A statement about scores without what its answer does not need."""

    def make() -> Statement:
        columns = {name: table.columns for name, table in tables_of_scores().items()}
        columns |= {name: rows.schema.names for name, rows in lookups.named_in(sql)}
        columns |= {name: shared.expression(name).columns for name in shared.named_in(sql)}
        return Statement(pruned(sql, columns, "duckdb"), None)

    return kept(("narrowed", sql), make).sql


def _in_bulk(rows: Table) -> list[str]:
    return [name for name in rows.columns if name not in reading.SHOWN]


@cache
def tables() -> Mapping[str, Table]:
    """Every dataset, ``periods`` and ``scope`` as unbound tables. Each row has the ``cohort`` of its partner."""
    return {name: _unbound(name, tuple(dataset.schema)) for name, dataset in datasets.DATASETS.items()} | _small()


@cache
def tables_of_scores() -> Mapping[str, Table]:
    """The same with only the columns that scores and their Why read: what is not there need not be compiled."""
    origin = ("partner", "month", "run", "row")
    return {name: _unbound(name, (*origin, *read)) for name, read in reading.SCORES_READ.items()} | _small()


def _unbound(dataset: str, columns: tuple[str, ...]) -> Table:
    kinds = datasets.DATASETS[dataset].schema
    return ibis.table({column: _TYPES[kinds[column]] for column in columns} | {"cohort": "int64"}, name=dataset)


def _small() -> dict[str, Table]:
    return {name: ibis.table(pa.schema(columns), name=name) for name, columns in _SMALL.items()}


_TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "BIGINT": "int64",
    "BOOLEAN": "boolean",
    "DECIMAL(28,10)": "decimal(28, 10)",
}


@contextmanager
def session(view: EvidenceView, names: tuple[str, ...], *, bulk: bool = False) -> Iterator[Session]:
    """Open these datasets of an evidence view, in ``bulk`` for the scores of many partners. One session per thread at a time."""
    opened = Session(_backend(), view, _local.lookups, bulk)
    try:
        partners = [{"partner": partner, "cohort": view.cohort(partner)} for partner in view.partners]
        opened.bind("session_partners", partners, reading.PARTNERS)
        for name in names:
            opened.bind(f"{name}_slices", [s.row() for s in view.slices(name)], reading.SLICES)
            (_read_in_bulk if bulk else _look_at)(opened, name)
        yield opened
        opened.forget()
        if bulk:
            _forget(opened, names)
    except BaseException:
        # A statement that was broken off leaves its connection unusable; the next session gets a new one.
        del _local.backend
        raise


def _backend() -> Backend:
    if not hasattr(_local, "backend"):
        spill = str(Path(tempfile.gettempdir(), "partnerhub-duckdb"))
        _local.backend = ibis.duckdb.connect(threads=2, memory_limit="1GB", temp_directory=spill)
        _local.backend.con.execute("SET enable_progress_bar = false")
        _local.lookups = set()
        _compare(_local.backend, reading.plain("text"))
    backend: Backend = _local.backend
    return backend


def _look_at(opened: Session, dataset: str) -> None:
    """Let the dataset's name stand for its current rows, which are read with each statement."""
    select = reading.current_rows(opened.view, dataset)
    opened.backend.con.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {select}')


def _read_in_bulk(opened: Session, dataset: str) -> None:
    """Let it stand for a table in memory, as narrow as figures need it and with plain texts."""
    connection = opened.backend.con
    connection.execute(f"CREATE TEMP TABLE {dataset}_rows AS {reading.narrow_rows(opened.view, dataset)}")
    widened = reading.widened(dataset, f"{dataset}_rows")
    connection.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {widened}')
    _compare(opened.backend, "text")


def _forget(opened: Session, names: tuple[str, ...]) -> None:
    for name in names:
        opened.backend.con.execute(f"DROP TABLE {name}_rows")
    _compare(opened.backend, reading.plain("text"))


def _compare(backend: Backend, plain_text: str) -> None:
    """Define what texts are compared by."""
    backend.con.execute(f"CREATE OR REPLACE TEMP MACRO plain_text(text) AS {plain_text}")
