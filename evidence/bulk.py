"""Sessions for the scores of many partners: narrow rows in memory, and statements without what no figure is made of."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ibis.expr.types import Table

from evidence import engine, reading, shared
from evidence.engine import Connection, connect, narrowed, opened
from evidence.statements import Statement
from evidence.view import EvidenceView

_local = threading.local()


class Session(engine.Session):
    """One look at the evidence of many partners. What only a Why shows cannot be read."""

    def _run(self, statement: Statement) -> Any:
        self._prepare(statement.sql)
        return self.connection.execute(narrowed(statement.sql))

    def _shared(self, name: str) -> str:
        def build() -> tuple[Table, None]:
            rows = shared.expression(name)
            return rows.select([name for name in rows.columns if name not in reading.SHOWN]), None

        return self.statement(("shared in bulk", name), build).sql

    def _worked_out(self, name: str, text: str) -> str:
        """Most shared rows are not kept: copying millions of them takes longer than reading them again."""
        if shared.is_costly(name):
            return str(super()._worked_out(name, narrowed(text)))
        self._prepare(text)
        return f"({narrowed(text)})"

    def _open(self, dataset: str) -> None:
        table = f"{dataset}_rows"
        self.connection.execute(f"CREATE TEMP TABLE {table} AS {reading.narrow_rows(self.view, dataset)}")
        self._tables.append(table)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {reading.widened(dataset, table)}')


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        # Texts are plain as soon as they are read.
        _local.connection = Connection(connect(threads=2, plain_text="text"))
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found
