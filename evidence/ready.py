"""Sessions for the scores of one partner and everything behind them: many statements about few rows.

For these DuckDB takes longer to plan than to answer. So rows are read once, and stay for the next session of the same view; texts
stay parsed; and the optimizer rests: it would look for better plans longer than these run.
"""

import threading
import warnings
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from evidence import engine, reading
from evidence.engine import connect, narrowed, opened
from evidence.statements import MAX_STATEMENTS, Statement
from evidence.view import EvidenceView

_local = threading.local()
# Asking through a relation instead would plan every statement twice.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result makes an extra copy", UserWarning)


@dataclass
class Connection(engine.Connection):
    """Also parsed statements by their texts, and the tables that are there, each with what it depends on besides ``view``."""

    parsed: dict[str, duckdb.Statement] = field(default_factory=dict)
    view: EvidenceView | None = None
    held: dict[str, Hashable] = field(default_factory=dict)


@dataclass(frozen=True)
class Session(engine.Session):
    """One look at the evidence of a partner. Of its datasets can be read what scores and their Why need."""

    connection: Connection

    def table(self, statement: Statement) -> pa.Table:
        """Run a statement; its rows by column, of which a large answer makes what is looked at."""
        found: pa.Table = self._run(statement).to_arrow_table()
        return found

    def _run(self, statement: Statement) -> Any:
        self._prepare(statement.sql)
        return self.connection.execute(self._parsed(statement.sql))

    def _parsed(self, sql: str) -> duckdb.Statement:
        parsed = self.connection.parsed
        if sql not in parsed:
            if len(parsed) >= MAX_STATEMENTS:
                parsed.clear()
            (parsed[sql],) = self.connection.backend.con.extract_statements(narrowed(sql))
        return parsed[sql]

    def _share(self, name: str) -> None:
        text = self._shared(name)
        bound = self._bound_in(text)
        if self.connection.held.get(name, ...) != bound:
            self._prepare(text)
            self._hold(name, bound, narrowed(text))

    def open(self, names: Sequence[str]) -> None:
        """Let the names of these datasets stand for their current rows. What was read for another view goes."""
        if self.connection.view != self.view:
            for name in self.connection.held:
                self.connection.execute(f'DROP TABLE "{name}"')
            self.connection.held.clear()
            self.connection.view = self.view
        super().open([name for name in names if name not in self.connection.held])

    def _open(self, dataset: str) -> None:
        # Which row groups of a programme's file have the partner's rows, only the optimizer finds.
        self.connection.execute("PRAGMA enable_optimizer")
        self._hold(dataset, None, reading.rows_of_scores(self.view, dataset))
        self.connection.execute("PRAGMA disable_optimizer")

    def _hold(self, name: str, depends_on: Hashable, select: str) -> None:
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {select}')
        self.connection.held[name] = depends_on


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        _local.connection = Connection(connect(threads=1, plain_text=reading.plain("text")))
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found
