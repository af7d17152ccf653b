"""The engine that answers questions about evidence: DuckDB in this process.

Expressions are written once, over the unbound tables of ``tables()``. A session binds their names to the current rows of one
evidence view and runs their compiled text, which is kept (``statements``). Here are sessions that read the files with each
statement; scores have sessions of their own, for one partner (``ready``) and for many (``bulk``).
"""

import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
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
# Rows that are handed over together.
BATCH = 100_000

# Small tables that a question brings along: which months are compared for whom (partners of one cohort have evidence of the same
# months); the day it is asked for, and the last day on which a certificate may have been earned to count on it; one customer or
# person that is wanted; the days that are looked at.
Columns = Mapping[str, pa.DataType]
PERIODS: Columns = {"cohort": pa.int64(), "period": pa.string(), "month": pa.date32()}
SCOPE: Columns = {"as_of": pa.date32(), "earned_by": pa.date32()}
WANTED: Columns = {"wanted": pa.string()}
DAYS: Columns = {"day": pa.date32()}
_SMALL = {"periods": PERIODS, "scope": SCOPE, "wanted": WANTED, "days": DAYS}


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


@dataclass
class Connection:
    """What lasts in a thread from session to session: ``lookups`` are the names of those that the backend has."""

    backend: Backend
    lookups: set[str] = field(default_factory=set)

    def execute(self, sql: Any) -> Any:
        return self.backend.con.execute(sql)


@dataclass(frozen=True)
class Session:
    """One look at the evidence: the names of the tables stand for the current rows of ``view``, read with each statement."""

    connection: Connection
    view: EvidenceView
    _bound: dict[str, tuple[tuple[Any, ...], ...]] = field(default_factory=dict)
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
        self.connection.backend.con.register(name, rows)

    def statement(self, key: Hashable, build: Callable[[], tuple[Table, Any]]) -> Statement:
        """The statement kept under ``key``, which must say everything that the expression depends on; else built now."""

        def make() -> Statement:
            expression, notes = build()
            return Statement(str(self.connection.backend.compile(expression)), notes)

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

    def table(self, statement: Statement) -> pa.Table:
        """Run a statement; its rows by column, of which a large answer makes what is looked at."""
        self._prepare(statement.sql)
        found: pa.Table = self.connection.backend.con.sql(statement.sql).to_arrow_table()
        return found

    def batches(self, statement: Statement) -> Iterator[pa.RecordBatch]:
        """Run a statement; its rows by column, so many at a time that few are in memory. No other may run meanwhile."""
        self._prepare(statement.sql)
        yield from self.connection.backend.con.sql(statement.sql).to_arrow_reader(BATCH)

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
        return self.connection.execute(statement.sql)

    def _prepare(self, sql: str) -> None:
        """See to it that every name in a statement stands for its rows."""
        for name, table in lookups.named_in(sql):
            if name not in self.connection.lookups:
                self.bind_table(name, table)
                self.connection.lookups.add(name)
        for name in shared.named_in(sql):
            self._share(name)

    def _share(self, name: str) -> None:
        text = self._shared(name)
        rows = self.once(("shared", name, self._bound_in(text)), lambda: self._worked_out(name, text))
        if self._stands.get(name) is not rows:
            self._let_stand(name, rows)
            self._stands[name] = rows

    def _shared(self, name: str) -> str:
        """The text of shared rows."""
        return self.statement(("shared", name), lambda: (shared.expression(name), None)).sql

    def _bound_in(self, sql: str) -> Hashable:
        """What the small tables stand for that a statement reads, itself or through shared rows."""
        texts = tuple(self._texts(sql))
        return tuple(self._bound.get(name) for name in _SMALL if any(name in text for text in texts))

    def _texts(self, sql: str) -> Iterator[str]:
        """A statement, and those of the shared rows that it names, itself or through others."""
        yield sql
        for name in shared.named_in(sql):
            yield from self._texts(self._shared(name))

    def _worked_out(self, name: str, text: str) -> Any:
        """Work shared rows out, for as long as the session lasts. Returns where they are."""
        self._prepare(text)
        table = f"{name}_{len(self._made)}"
        self.connection.execute(f"CREATE TEMP TABLE {table} AS {text}")
        self._tables.append(table)
        return table

    def _let_stand(self, name: str, rows: Any) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {rows}")

    def open(self, names: Sequence[str]) -> None:
        """Let the names of these datasets stand for their current rows."""
        self.bind("session_partners", self._partners(), reading.PARTNERS)
        for name in names:
            self.bind(f"{name}_slices", [s.row() for s in self.view.slices(name)], reading.SLICES)
            self._open(name)

    def _partners(self) -> list[dict[str, Any]]:
        return [{"partner": partner, "cohort": self.view.cohort(partner)} for partner in self.view.partners]

    def _open(self, dataset: str) -> None:
        select = reading.current_rows(self.view, dataset)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {select}')

    def forget(self) -> None:
        """Give back the memory of what was worked out for this session, which answers may outlive."""
        for table in self._tables:
            self.connection.execute(f'DROP TABLE "{table}"')
        self._made.clear()


@cache
def tables() -> Mapping[str, Table]:
    """Every dataset, and the small tables that a question brings along, as unbound tables.

    Each row of a dataset has the ``cohort`` of its partner.
    """
    return {name: _unbound(name, tuple(dataset.schema)) for name, dataset in datasets.DATASETS.items()} | _small()


@cache
def tables_of_scores() -> Mapping[str, Table]:
    """The same with only the columns that scores and their Why read: what is not there need not be compiled."""
    return {name: _unbound(name, reading.scores_read(name)) for name in reading.SCORES_READ} | _small()


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
    "TIMESTAMP": "timestamp",
    "DECIMAL(28,10)": "decimal(28, 10)",
    "DECIMAL(28,12)": "decimal(28, 12)",
    "DECIMAL(28,14)": "decimal(28, 14)",
}


def narrowed(sql: str) -> str:
    """A statement about scores without the columns that its answer does not need, of which there are many on the way."""

    def make() -> Statement:
        columns = {name: table.columns for name, table in tables_of_scores().items()}
        columns |= {name: rows.schema.names for name, rows in lookups.named_in(sql)}
        columns |= {name: shared.expression(name).columns for name in shared.named_in(sql)}
        return Statement(pruned(sql, columns, "duckdb"), None)

    return kept(("narrowed", sql), make).sql


S = TypeVar("S", bound=Session)


@contextmanager
def opened(session: S, names: Sequence[str], local: threading.local) -> Iterator[S]:
    """Open these datasets in a session, and give back what it took. ``local`` has the thread's connection."""
    try:
        session.open(names)
        yield session
        session.forget()
    except BaseException:
        # A statement that was broken off leaves its connection unusable; the next session gets a new one.
        vars(local).clear()
        raise


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        _local.connection = Connection(connect(threads=2, plain_text=reading.plain("text")))
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found


def connect(*, threads: int, plain_text: str) -> Backend:
    """A DuckDB of one's own; ``plain_text`` is the SQL by which texts are compared."""
    spill = str(Path(tempfile.gettempdir(), "partnerhub-duckdb"))
    backend = ibis.duckdb.connect(threads=threads, memory_limit="1GB", temp_directory=spill)
    backend.con.execute("SET enable_progress_bar = false")
    backend.con.execute(f"CREATE TEMP MACRO plain_text(text) AS {plain_text}")
    return backend
