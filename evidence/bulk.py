"""Sessions for the scores of many partners: narrow rows in memory, and statements without what no figure is made of."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ibis.expr.types import Table

from evidence import engine, reading, shared
from evidence.datasets import DATASETS
from evidence.engine import Connection, connect, narrowed, opened
from evidence.lookups import REMEMBERED
from evidence.reading import Months
from evidence.statements import Statement
from evidence.view import ACCUMULATING, EvidenceView

_local = threading.local()
_DATASETS = re.compile(rf"\b(?:{'|'.join(DATASETS)})\b")
# Months that are compared are few if there are so many times as many.
FEW_OF = 3


@dataclass(frozen=True)
class Session(engine.Session):
    """One look at the evidence of many partners. What only a Why shows cannot be read."""

    _months: dict[str, set[date]] = field(default_factory=dict)

    def open(self, names: Sequence[str]) -> None:
        """Say whose rows are read. Of which months, statements say."""
        self.bind("session_partners", self._partners(), reading.PARTNERS)

    def _run(self, statement: Statement) -> Any:
        for dataset in datasets_in(statement.sql):
            self._read(dataset)
        self._prepare(statement.sql)
        return self.connection.execute(narrowed(statement.sql))

    def _shared(self, name: str) -> str:
        def build() -> tuple[Table, None]:
            rows = shared.expression(name)
            return rows.select([name for name in rows.columns if name not in reading.SHOWN]), None

        return self.statement(("shared in bulk", name), build).sql

    def _worked_out(self, name: str, text: str) -> str:
        """Shared rows are kept where they are few. Copying millions of them would take longer than reading them again."""
        read = datasets_in(text)
        if "periods" not in text and not ACCUMULATING.keys() & set(read):
            return self._straight_from_files(name, text, read)
        compared = {month for _cohort, _period, month in self._bound.get("periods", ())}
        for dataset in read:
            self._read(dataset, compared)
        if shared.is_costly(name) or all(len(compared) * FEW_OF <= len(self._known(dataset)) for dataset in read):
            return str(super()._worked_out(name, narrowed(text)))
        self._prepare(text)
        return f"({narrowed(text)})"

    def _straight_from_files(self, name: str, text: str, read: Sequence[str]) -> str:
        """What takes a little of all months: they need not be in memory for it."""
        for dataset in read:
            self._let_read(dataset, f"({self._rows(dataset, self._known(dataset))})")
        worked_out = super()._worked_out(name, narrowed(text))
        for dataset in read:
            if dataset in self._months:
                self._let_read(dataset, f"{dataset}_rows")
        return str(worked_out)

    def _known(self, dataset: str) -> set[date]:
        return {one.month for one in self.view.slices(dataset)}

    def _read(self, dataset: str, months: Months = None) -> None:
        """Read what is not read yet of these months (None: of all)."""
        there, table = self._months.get(dataset, set()), f"{dataset}_rows"
        every = self._known(dataset)
        wanted = (every if months is None or dataset in ACCUMULATING else every & set(months)) - there
        if dataset not in self._months:
            self.connection.execute(f"CREATE TEMP TABLE {table} AS {self._rows(dataset, wanted)}")
            self._tables.append(table)
        elif wanted:
            self.connection.execute(f"INSERT INTO {table} {self._rows(dataset, wanted)}")
        self._let_read(dataset, table)
        self._months[dataset] = there | wanted

    def _rows(self, dataset: str, months: set[date]) -> str:
        rows = [one.row() for one in reading.slices(self.view, dataset, months)]
        self.bind(f"{dataset}_slices", rows, reading.SLICES)
        return reading.narrow_rows(self.view, dataset, months)

    def _let_read(self, dataset: str, rows: str) -> None:
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {reading.widened(dataset, rows)}')


@lru_cache(REMEMBERED)
def datasets_in(sql: str) -> list[str]:
    """The datasets that a statement's text names itself."""
    return sorted(set(_DATASETS.findall(sql)))


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        # Texts are plain as soon as they are read.
        _local.connection = Connection(connect(threads=1, plain_text="text"))
        # Joins are written with the smaller side last; DuckDB's estimates turn some of them round.
        _local.connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found
