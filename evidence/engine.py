"""The engine that answers questions about evidence: DuckDB in this process.

A session offers the current rows of one evidence view as Ibis tables; the same expressions serve one partner and all.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from evidence import datasets
from evidence.view import ACCUMULATING, EvidenceView, run_folder

_local = threading.local()


@dataclass(frozen=True)
class Session:
    """One look at the evidence. ``tables`` holds an Ibis table per dataset, with the current rows only."""

    backend: Backend
    view: EvidenceView
    tables: Mapping[str, Table]

    def register(self, name: str, rows: pa.Table) -> Table:
        """Offer a small table (periods, partners of a track) to the expressions of this session."""
        self.backend.con.register(name, rows)
        return self.backend.table(name)

    def rows(self, expression: Table) -> list[dict[str, Any]]:
        """Run an expression; its rows as dictionaries (amounts as Decimal, dates as date)."""
        return list(self.backend.to_pyarrow(expression).to_pylist())


@contextmanager
def session(view: EvidenceView, names: tuple[str, ...] | None = None) -> Iterator[Session]:
    """Open the datasets (all, or only those named) of an evidence view. One session per thread at a time."""
    backend = _backend()
    tables = {name: _table(backend, view, name) for name in names or tuple(datasets.DATASETS)}
    yield Session(backend, view, tables)


def _backend() -> Backend:
    if not hasattr(_local, "backend"):
        _local.backend = ibis.duckdb.connect(threads=2, memory_limit="1GB")
    return _local.backend


def _table(backend: Backend, view: EvidenceView, dataset: str) -> Table:
    """The current rows of a dataset as a view of that name: rows of a month from the run that speaks for it."""
    slices = view.slices(dataset)
    backend.con.register(f"{dataset}_slices", pa.Table.from_pylist([s.row() for s in slices], _SLICES))
    source = _files(view, dataset, sorted({s.run for s in slices})) or _empty(dataset)
    key = ACCUMULATING.get(dataset)
    select = _ACCUMULATED if key else _SUPERSEDED
    backend.raw_sql(
        f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS ' + select.format(source=source, dataset=dataset, key=key)
    )
    return backend.table(dataset)


_SLICES = pa.schema([("partner", pa.string()), ("month", pa.date32()), ("run", pa.int64()), ("rank", pa.int64())])

_SUPERSEDED = """
SELECT f.* FROM {source} f SEMI JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
"""

# Facts that accumulate: every run counts, and of the same fact the one known last.
_ACCUMULATED = """
SELECT f.* FROM {source} f JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
QUALIFY row_number() OVER (PARTITION BY f.partner, {key} ORDER BY s.rank DESC, f.row DESC) = 1
"""


def _files(view: EvidenceView, dataset: str, runs: list[int]) -> str:
    quoted = [str(run_folder(view.lake, dataset, run) / "part-*.parquet").replace("'", "''") for run in runs]
    return (
        f"read_parquet([{', '.join(map(repr, quoted))}], union_by_name=true, hive_partitioning=false)" if quoted else ""
    )


def _empty(dataset: str) -> str:
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in datasets.DATASETS[dataset].schema.items())
    return f"(SELECT {columns} WHERE false)"
