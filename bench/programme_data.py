"""The evidence of a whole programme, written straight into a lake (``programme_data.sql`` says what is in it).

About 20 customers each over two years of months, in the six datasets that designations read: one run per dataset and month, as
the programme's monthly files would be, and one for trainings. Customers come, grow and go; rows are duplicates, of other
associations or of offers that do not count, blank, or spelled in other ways: no metric has only rows that count.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from evidence.datasets import DATASETS
from evidence.importing.conversion import PART, SORTED_BATCH
from evidence.view import run_folder

# Of which month the newest file is, the programme has published on this day.
AS_OF = date(2023, 7, 25)
MONTHS = 24
SMALLEST_ID = 1_000_000
MONTHLY = ("azure_usage", "office_usage", "mobility_usage", "business_apps_revenue", "business_apps_usage")
SQL = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True)
class File:
    """A run of the generated programme: its number, what it is of, and how many rows name each month."""

    run: int
    dataset: str
    months: dict[date, int]


def generate(lake: Path, partners: int) -> list[File]:
    """Write the programme's evidence. Returns its runs, numbered from 1; partners have the ids from ``SMALLEST_ID`` on."""
    sources = [(dataset, f"{dataset}({month})") for dataset in MONTHLY for month in range(MONTHS)]
    sources.append(("trainings", "trainings()"))
    with duckdb.connect(config={"threads": 2, "memory_limit": "3GB"}) as connection, ThreadPoolExecutor(2) as pool:
        connection.execute(f"SET VARIABLE partners = {partners}")
        connection.execute(SQL.read_text())
        numbered = enumerate(sources, start=1)
        return list(pool.map(lambda one: written(connection.cursor(), lake, one[0], *one[1]), numbered))


def written(connection: duckdb.DuckDBPyConnection, lake: Path, run: int, dataset: str, source: str) -> File:
    """Write the rows of a source as a run of the lake."""
    folder = run_folder(lake, dataset, run)
    folder.mkdir(parents=True)
    connection.execute(f"COPY ({_rows(connection, run, dataset, source)}) TO '{folder / PART}' {_FORMAT}")
    counted = connection.execute(f"SELECT month, count(*) FROM '{folder / PART}' GROUP BY month ORDER BY month")
    return File(run, dataset, dict(counted.fetchall()))


_FORMAT = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {SORTED_BATCH})"


def _rows(connection: duckdb.DuckDBPyConnection, run: int, dataset: str, source: str) -> str:
    """SELECT of a file's rows with every column that is stored; those of which the source says nothing are blank."""
    told = [column[0] for column in connection.execute(f"FROM {source} LIMIT 0").description]
    origin = {"run": str(run), "row": "1 + row_number() OVER ()"}
    columns = {name: origin.get(name, name if name in told else "NULL") for name in DATASETS[dataset].schema}
    stored = ((f'"{name}"', columns[name], kind) for name, kind in DATASETS[dataset].schema.items())
    return f"SELECT {', '.join(f'({value})::{kind} AS {name}' for name, value, kind in stored)} FROM {source}"
