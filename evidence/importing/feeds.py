"""The two ways of a file's rows into DuckDB: DuckDB reads it itself, or Python does, line by line."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from .notations import quoted
from .records import Record, Records
from .source import Build, Source
from .statement import DAMAGE, DAMAGED, ROW, cell

# Rows that are handed over together.
BATCH = 30_720
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Feed:
    """``select`` makes a file's rows known to a connection, and gives the SELECT of them: row number, damage, wanted cells.

    Where they are not ``numbered``, they come in the order of the file, without a row missing, and have no numbers.
    """

    select: Callable[[duckdb.DuckDBPyConnection], str]
    numbered: bool


def direct(source: Source, build: Build, wanted: Sequence[int]) -> Feed:
    """DuckDB reads the file itself; the first line that is not as it should be raises duckdb.Error.

    Short rows may be padded only where no quoted line break can look like one.
    """
    columns = ", ".join(f"{quoted(cell(n))}: 'VARCHAR'" for n in range(len(source.header)))
    cells = "".join(f", {cell(n)}" for n in wanted)
    # Numbering them here would keep DuckDB from reading with several threads.
    query = f"""SELECT NULL::BIGINT AS {ROW}, NULL::VARCHAR AS {DAMAGE}, NULL::VARCHAR AS {DAMAGED}{cells}
        FROM read_csv({quoted(_literally(source.path))}, auto_detect = false, columns = {{{columns}}}, header = false, skip = 1,
        delim = {quoted(source.separator)}, quote = '"', escape = '"', nullstr = '', null_padding = {not build.quotes},
        compression = '{"gzip" if source.packed else "none"}')"""  # noqa: S608  # every name is ours, every text quoted
    return Feed(lambda connection: query, numbered=False)


def _literally(path: Path) -> str:
    """A path in which DuckDB finds no pattern to fill in."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def line_by_line(source: Source, wanted: Sequence[int]) -> Feed:
    """Python reads the file; a line that is not as it should be is handed over as damaged."""

    def register(connection: duckdb.DuckDBPyConnection) -> str:
        texts = (DAMAGE, DAMAGED, *(cell(n) for n in wanted))
        fields: list[pa.Field[Any]] = [pa.field(ROW, pa.int64()), *(pa.field(name, pa.string()) for name in texts)]
        schema = pa.schema(fields)
        connection.register("records", pa.RecordBatchReader.from_batches(schema, _batches(source, wanted, schema)))
        return "SELECT * FROM records"

    return Feed(register, numbered=True)


def _batches(source: Source, wanted: Sequence[int], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows: list[list[int | str | None]] = []
    with source.open_text() as stream:
        records = Records(stream, source.separator)
        for record in dropwhile(lambda record: record.row <= source.header_row, records):
            rows.append(_row(record, wanted, len(source.header)))
            if len(rows) == BATCH:
                yield _batch(rows, schema)
                rows = []
    yield _batch(rows, schema)


def _row(record: Record, wanted: Sequence[int], width: int) -> list[int | str | None]:
    if record.damage:
        return _damaged(record, record.damage, record.text, wanted)
    cells = record.cells
    # Blank cells beyond the last column are what a trailing separator makes.
    if extra := next((text for text in cells[width:] if text.strip()), None):
        return _damaged(record, "too many cells", extra, wanted)
    cells += [""] * (width - len(cells))
    kept = [cells[n] for n in wanted]
    if _UNREADABLE.search("\n".join(kept)):
        return _damaged(record, "unreadable characters", next(filter(_UNREADABLE.search, kept)), wanted)
    return [record.row, None, None, *kept]


def _damaged(record: Record, damage: str, text: str, wanted: Sequence[int]) -> list[int | str | None]:
    return [record.row, damage, _UNREADABLE.sub("\ufffd", text[:1000]), *[None] * len(wanted)]


def _batch(rows: list[list[int | str | None]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.record_batch([pa.array(column, f.type) for column, f in zip(columns, schema, strict=True)], schema=schema)
