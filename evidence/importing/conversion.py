"""Run the statement over a file and write what comes out: Parquet for the facts, a CSV for the rejections."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evidence.datasets.declaration import Stored
from partnerhub.rulebook.text import normalise

from .notations import MACROS, quoted
from .records import Record, Records
from .source import Build, Source
from .statement import DAMAGE, DAMAGED, PROBLEM, ROW, Reading, cell, select

PART = "part-0.parquet"
REJECTIONS = "rejections.csv"
MEMORY, THREADS = "512MB", 2
BATCH = 122_880


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


Told = Callable[[int], None]


def convert(source: Source, build: Build, reading: Reading, folder: Path, told: Told = lambda rows: None) -> Converted:
    """Write ``part-0.parquet`` and, where rows are rejected, ``rejections.csv`` into ``folder``.

    ``told`` hears the number of rows done. Raises OSError or duckdb.Error when the disk or memory does not suffice.
    """
    if build.plain:
        try:
            return _convert(_direct(source, build, reading), reading, folder, told)
        except duckdb.InvalidInputException:
            # DuckDB tells the first damaged line only. Start again, line by line.
            (folder / REJECTIONS).unlink(missing_ok=True)
    return _convert(_line_by_line(source, reading), reading, folder, told)


def _direct(source: Source, build: Build, reading: Reading) -> Callable[[duckdb.DuckDBPyConnection], str]:
    """DuckDB reads the file itself. Blank cells may pad short rows only where no quoted line break can look like one."""
    columns = ", ".join(f"{quoted(cell(n))}: 'VARCHAR'" for n in range(len(source.header)))
    wanted = "".join(f", {cell(n)}" for n in sorted(reading.positions.values()))
    query = f"""SELECT row_number() OVER () + 1 AS {ROW}, NULL::VARCHAR AS {DAMAGE}, NULL::VARCHAR AS {DAMAGED}{wanted}
        FROM read_csv({quoted(str(source.path))}, auto_detect = false, columns = {{{columns}}}, header = false, skip = 1,
        delim = {quoted(source.separator)}, quote = '"', escape = '"', nullstr = '', null_padding = {not build.quotes},
        compression = '{"gzip" if source.packed else "none"}')"""
    return lambda connection: query


def _line_by_line(source: Source, reading: Reading) -> Callable[[duckdb.DuckDBPyConnection], str]:
    def register(connection: duckdb.DuckDBPyConnection) -> str:
        wanted = sorted(reading.positions.values())
        schema = pa.schema([(ROW, pa.int64()), (DAMAGE, pa.string()), (DAMAGED, pa.string())])
        for position in wanted:
            schema = schema.append(pa.field(cell(position), pa.string()))
        batches = _batches(source, wanted, schema)
        connection.register("records", pa.RecordBatchReader.from_batches(schema, batches))
        return "SELECT * FROM records"

    return register


def _batches(source: Source, wanted: list[int], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    with source.open_text() as stream:
        records = iter(Records(stream, source.separator))
        next(records)
        rows: list[list[Any]] = []
        for record in records:
            rows.append(_row(record, wanted, len(source.header)))
            if len(rows) == BATCH // 4:
                yield _batch(rows, schema)
                rows = []
        yield _batch(rows, schema)


def _row(record: Record, wanted: list[int], width: int) -> list[Any]:
    cells = record.cells
    if len(cells) > width:
        return [record.row, "too many cells", cells[width], *[None] * len(wanted)]
    if record.damage:
        return [record.row, record.damage, record.text[:1000], *[None] * len(wanted)]
    return [record.row, None, None, *[cells[n] if n < len(cells) else None for n in wanted]]


def _batch(rows: list[list[Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.record_batch([pa.array(column, f.type) for column, f in zip(columns, schema, strict=True)], schema)


def _convert(
    source_of: Callable[[duckdb.DuckDBPyConnection], str], reading: Reading, folder: Path, told: Told
) -> Converted:
    result = Converted()
    with _connection(folder) as connection:
        batches = connection.sql(select(reading, source_of(connection))).to_arrow_reader(BATCH)
        facts = batches.schema.remove(batches.schema.get_field_index(PROBLEM))
        words = [field.name for field in facts if pa.types.is_string(field.type)]
        with pq.ParquetWriter(folder / PART, facts, compression="zstd", use_dictionary=words) as writer:
            for batch in batches:
                _sort_out(_looked_up(batch, reading), writer, folder, result)
                told(result.accepted + result.rejected)
    return result


@contextmanager
def _connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = folder / "spill"
    settings = {"memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(spill)}
    with duckdb.connect(config=settings) as connection:
        for macro in MACROS:
            connection.execute(macro)
        yield connection
    if spill.exists():
        spill.rmdir()


def _sort_out(batch: pa.RecordBatch, writer: pq.ParquetWriter, folder: Path, result: Converted) -> None:
    problems = batch.column(PROBLEM)
    if problems.null_count < len(batch):
        _reject(batch, folder, result)
        batch = batch.filter(problems.is_null())
    accepted = batch.drop_columns([PROBLEM])
    if accepted.num_rows:
        writer.write_batch(accepted)
    result.accepted += accepted.num_rows
    for counted in pc.value_counts(accepted.column("month")).to_pylist():
        result.months[counted["values"]] += counted["counts"]


def _looked_up(batch: pa.RecordBatch, reading: Reading) -> pa.RecordBatch:
    """Replace the texts of the columns that stand for rulebook keys by those keys. Few texts occur, in many rows."""
    for item in reading.dataset.stored:
        if isinstance(item, Stored) and item.words:
            place = batch.schema.get_field_index(item.name)
            texts = batch.column(place).dictionary_encode()
            keys = [reading.words[item.words].get(normalise(text)) for text in texts.dictionary.to_pylist()]
            batch = batch.set_column(place, item.name, pa.array(keys, pa.string()).take(texts.indices))
    return batch


def _reject(batch: pa.RecordBatch, folder: Path, result: Converted) -> None:
    rejected = batch.select(["row", PROBLEM]).filter(batch.column(PROBLEM).is_valid())
    with (folder / REJECTIONS).open("a", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        if not result.rejected:
            lines.writerow(["row", "column", "value", "reason"])
        for one in rejected.to_pylist():
            lines.writerow([one["row"], *one[PROBLEM].values()])
    result.rejected += rejected.num_rows


def first_rejections(path: Path, limit: int) -> list[Rejection]:
    """The first rejected rows of a ``rejections.csv``."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = islice(csv.DictReader(stream), limit)
        return [Rejection(int(row["row"]), row["column"], row["value"], row["reason"]) for row in rows]
