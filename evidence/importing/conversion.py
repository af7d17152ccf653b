"""Run the statement over a file and write what comes out: Parquet for the facts, a CSV for the rejections."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evidence.datasets.declaration import Stored
from partnerhub.rulebook.text import normalise

from .feeds import Feed, direct, line_by_line
from .notations import MACROS, quoted
from .source import Build, Source
from .statement import PROBLEM, Reading, select

PART = "part-0.parquet"
REJECTIONS = "rejections.csv"
MEMORY, THREADS = "512MB", 2
# Rows that are written together, as one row group.
BATCH = 122_880
# The same in a file of the whole programme, of which most readers want one partner's rows.
SORTED_BATCH = 30_720
# Readers look for these, so only they need to know which row groups to pass over.
STATISTICS = ["partner", "month", "tenant"]

# Hears how many rows are done.
Told = Callable[[int], None]


@dataclass(frozen=True)
class Rejection:
    """One row that cannot be used: its number, and the first thing that is wrong with it."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Converted:
    """What became of a file. ``months`` counts accepted rows by month."""

    accepted: int = 0
    rejected: int = 0
    months: Counter[date] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.accepted + self.rejected


class _Untrue(Exception):
    """The file was read, but its row numbers cannot be right."""


def convert(source: Source, build: Build, reading: Reading, folder: Path, told: Told = lambda rows: None) -> Converted:
    """Write ``part-0.parquet`` and, where rows are rejected, ``rejections.csv`` into ``folder``.

    Raises OSError or duckdb.OutOfMemoryException when disk or memory do not suffice.
    """
    converted = _read(source, build, reading, folder, told)
    if reading.partner is None and converted.accepted:
        sort_by_partner(folder)
    return converted


def _read(source: Source, build: Build, reading: Reading, folder: Path, told: Told) -> Converted:
    wanted = sorted(reading.positions.values())
    if source.plain and not build.odd:
        try:
            return _expected(_convert(direct(source, build, wanted), reading, folder, told), build)
        except (duckdb.OutOfMemoryException, duckdb.IOException):
            raise
        except (duckdb.Error, _Untrue):
            # DuckDB names the first damaged line only, and does not count blank ones. Start again, line by line.
            (folder / REJECTIONS).unlink(missing_ok=True)
    return _convert(line_by_line(source, wanted), reading, folder, told)


def _expected(converted: Converted, build: Build) -> Converted:
    """The same, if every line below the header was a row: then their numbers are true."""
    if converted.rows != build.lines - 1:
        raise _Untrue
    return converted


def _convert(feed: Feed, reading: Reading, folder: Path, told: Told) -> Converted:
    result = Converted()
    with _connection(folder) as connection:
        statement = select(reading, feed.select(connection))
        if not (feed.numbered or in_order(connection, statement)):
            raise _Untrue
        batches = connection.sql(statement).to_arrow_reader(BATCH)
        facts = batches.schema.remove(batches.schema.get_field_index(PROBLEM))
        with _Facts(folder / PART, facts) as writer:
            for batch in _ahead(batches):
                rows = batch if feed.numbered else _numbered(batch, result.rows + 2)
                _sort_out(_looked_up(rows, reading), writer, folder, result)
                told(result.rows)
    if not result.accepted:
        (folder / PART).unlink()
    return result


def in_order(connection: duckdb.DuckDBPyConnection, statement: str) -> bool:
    """Whether the rows of a statement come in the order of the file: it only reads and projects.

    DuckDB promises the order for the whole language used here, but plans a join for a long IN, and joins lose it.
    """
    plan = connection.execute(f"EXPLAIN (FORMAT json) {statement}").fetchall()[0][1]
    return set(re.findall(r'"name": "\s*(\w+)\s*"', plan)) == {"PROJECTION", "READ_CSV"}


def sort_by_partner(folder: Path) -> None:
    """Write the facts again in the order of their partners: who reads one partner's passes over the row groups of others."""
    part, unsorted = folder / PART, folder / "unsorted.parquet"
    part.rename(unsorted)
    with _connection(folder) as connection:
        connection.execute(
            f"COPY (FROM read_parquet({quoted(str(unsorted))}) ORDER BY partner, month, row) TO {quoted(str(part))}"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {SORTED_BATCH})"
        )
    unsorted.unlink()


class _Facts:
    """The Parquet file of a run's facts, written in row groups of about ``BATCH`` rows."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        words = [field.name for field in schema if pa.types.is_string(field.type)]
        settings: dict[str, Any] = {"use_dictionary": words, "write_statistics": STATISTICS}
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", **settings)
        self._waiting: list[pa.RecordBatch] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._write()
        finally:
            self._writer.close()

    def add(self, batch: pa.RecordBatch) -> None:
        """Take some rows over."""
        self._waiting.append(batch)
        if sum(one.num_rows for one in self._waiting) >= BATCH:
            self._write()

    def _write(self) -> None:
        if any(one.num_rows for one in self._waiting):
            self._writer.write_table(pa.Table.from_batches(self._waiting))
        self._waiting = []


@contextmanager
def _connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = folder / "spill"
    settings = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(spill),
        "preserve_insertion_order": True,
    }
    with duckdb.connect(config=settings) as connection:
        for macro in MACROS:
            connection.execute(macro)
        yield connection
    shutil.rmtree(spill, ignore_errors=True)


def _ahead(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches; while one is written, the next one is read."""
    waiting = iter(batches)
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, waiting, None)
        while (batch := coming.result()) is not None:
            coming = thread.submit(next, waiting, None)
            yield batch


def _numbered(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
    """Number rows as a spreadsheet does; the first one below the header has number 2."""
    numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
    return batch.set_column(batch.schema.get_field_index("row"), "row", numbers)


def _looked_up(batch: pa.RecordBatch, reading: Reading) -> pa.RecordBatch:
    """Replace the texts in columns that stand for rulebook keys by those keys. Few texts occur, in many rows."""
    for item in reading.dataset.stored:
        if isinstance(item, Stored) and item.words:
            place = batch.schema.get_field_index(item.name)
            texts = batch.column(place).dictionary_encode()
            keys = [reading.words[item.words].get(normalise(str(text))) for text in texts.dictionary.to_pylist()]
            batch = batch.set_column(place, item.name, pa.array(keys, pa.string()).take(texts.indices))
    return batch


def _sort_out(batch: pa.RecordBatch, writer: "_Facts", folder: Path, result: Converted) -> None:
    problems = batch.column(PROBLEM)
    if problems.null_count < len(batch):
        _reject(batch.select(["row", PROBLEM]).filter(problems.is_valid()), folder, result)
        batch = batch.filter(problems.is_null())
    accepted = batch.drop_columns([PROBLEM])
    writer.add(accepted)
    result.accepted += accepted.num_rows
    counted = pc.value_counts(accepted.column("month"))
    months: list[Any] = counted.field("values").to_pylist()
    rows: list[Any] = counted.field("counts").to_pylist()
    result.months.update(dict(zip(months, rows, strict=True)))


def _reject(rejected: pa.RecordBatch, folder: Path, result: Converted) -> None:
    with (folder / REJECTIONS).open("a", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        if not result.rejected:
            lines.writerow(["row", "column", "value", "reason"])
        numbers, problems = rejected.to_pydict().values()
        lines.writerows([row, *problem.values()] for row, problem in zip(numbers, problems, strict=True))
    result.rejected += rejected.num_rows


def first_rejections(path: Path, limit: int) -> list[Rejection]:
    """The first rejected rows of a ``rejections.csv``."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = islice(csv.DictReader(stream), limit)
        return [Rejection(int(row["row"]), row["column"], row["value"], row["reason"]) for row in rows]
