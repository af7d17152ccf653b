"""The score of a whole programme against SQL written by hand, and against PostgreSQL's own COPY of the same rows.

The evidence of so many partners, about 20 customers each over two years of months, is generated into a lake of its own. Then,
one after the other on the same machine, each in processes of its own:

- **by hand** (``programme.sql``): the metrics of all six designations from the same Parquet files with DuckDB, nothing written;
- **the batch**: two processes, as a worker with two of them would, share the ranges of partners: every designation on both bases,
  kept in PostgreSQL;
- **COPY**: the rows that the batch has kept, copied once more into the emptied table.

The batch may take 1.5 times as long as the other two together, and 4 GiB; a programme four times as large, four times as
long. A sample of the answers has to be the same by hand. Everything happens in a database beside that of ``DATABASE_URL``,
which is dropped in the end.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import duckdb
import psycopg
from psycopg.conninfo import make_conninfo

from bench.programme_data import AS_OF, SMALLEST_ID, generate
from bench.rounds import BATCH, BY_HAND, Benchmark, measured, own_folder

WORKERS = 2
MOST_TIMES, MOST_MEMORY = 1.5, 4 << 30
# Seconds per partner of the larger programme to those of one a quarter its size, where the machine is not quite steady.
MOST_GROWTH = 1.1
SAMPLE = 500
# What adding up floating point numbers may lose.
EPSILON = 1e-9
DATABASE = "partnerhub_bench_programme"
HAND_SQL = Path(__file__).with_name("programme.sql")
# What a row says besides its number.
COLUMNS = (
    "partner_id, designation, basis, inputs, as_of, computed_at, track, points, shown, qualified, metrics, details"
)


def prepare(folder: Path, partners: int) -> dict[str, Any]:
    """The lake, and what PostgreSQL knows of it."""
    from django.core.management import call_command

    from evidence.models import Run, RunMonth
    from partnerhub.models import Partner

    files = generate(folder / "lake", partners)
    call_command("migrate", verbosity=0)
    names = (Partner(mpn_id=str(SMALLEST_ID + number), name=f"Contoso {number}") for number in range(partners))
    Partner.objects.bulk_create(names, batch_size=5000)
    for file in files:
        known, rows = datetime.combine(max(file.months), datetime.min.time(), UTC), sum(file.months.values())
        told = {"dataset": file.dataset, "recorded_at": known + timedelta(days=50)}
        run = Run.objects.create(
            pk=file.run, **told, digest=f"{file.run:064}", size=1, status="published", accepted=rows, rejected=0
        )
        RunMonth.objects.bulk_create(
            RunMonth(run=run, **told, month=one, rows=count) for one, count in file.months.items()
        )
    return {"rows": sum(sum(file.months.values()) for file in files)}


def by_hand(folder: Path, partners: int) -> dict[str, Any]:
    """The metrics alone, in one process with both cores; then a sample of them for ``check``."""
    with duckdb.connect(
        config={"threads": WORKERS, "memory_limit": "3GB", "temp_directory": str(folder / "spill")}
    ) as connection:
        for dataset in sorted(path.name for path in (folder / "lake").iterdir()):
            files = f"read_parquet('{folder}/lake/{dataset}/run=*/part-*.parquet', hive_partitioning = false)"
            connection.execute(f"CREATE VIEW {dataset} AS FROM {files}")
        known = f"SELECT ({SMALLEST_ID} + i)::VARCHAR AS partner FROM range({partners}) r(i)"
        connection.execute(f"CREATE VIEW partners AS {known}")
        with measured() as told:
            connection.execute(HAND_SQL.read_text())
        step = max(1, partners // SAMPLE)
        connection.execute(f"COPY (FROM answers WHERE partner::INT % {step} = 0) TO '{folder / 'sample.parquet'}'")
    return told


def batch(folder: Path, partners: int) -> dict[str, Any]:
    """The ranges of partners, shared by two processes that have started already."""
    from partnerhub.models import Partner
    from scoring.refresh import ranges

    ids = list(Partner.objects.values_list("mpn_id", flat=True))
    with get_context("spawn").Pool(WORKERS, _start_worker) as pool:
        pool.map(time.sleep, [1] * WORKERS, chunksize=1)
        with measured() as told:
            told["answers"] = sum(pool.imap_unordered(_score, ranges(ids)))
    return told


def _start_worker() -> None:
    django.setup()
    from scoring import tasks  # noqa: F401  # what a worker has imported before its first job


def _score(mpn_ids: list[str]) -> int:
    from scoring.refresh import recompute

    return int(recompute(mpn_ids, AS_OF.isoformat(), lambda percent, step: None)["snapshots"])


def copy(folder: Path, partners: int) -> dict[str, Any]:
    """The same rows into the same table, which is emptied before."""
    from django.conf import settings

    file, table = folder / "rows.copy", "scoring_scoresnapshot"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection, connection.cursor() as cursor:
        with (
            file.open("wb") as stream,
            cursor.copy(f"COPY (SELECT {COLUMNS} FROM {table} ORDER BY id) TO STDOUT") as out,
        ):
            for block in out:
                stream.write(block)
        cursor.execute(f"TRUNCATE {table}")
        with measured() as told, file.open("rb") as stream, cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as into:
            while block := stream.read(1 << 20):
                into.write(block)
    return told | {"bytes": file.stat().st_size}


def check(folder: Path, partners: int) -> dict[str, Any]:
    """Every total of the sample, by hand and as kept."""
    from scoring.models import ScoreSnapshot

    names, found = _sample(folder / "sample.parquet")
    rows = ScoreSnapshot.objects.filter(partner__mpn_id__in={partner for partner, _ in found})
    kept = list(rows.values_list("partner__mpn_id", "basis", "designation", "points"))
    assert len(kept) == len(names) * len(found), (len(kept), len(names), len(found))
    for partner, basis, designation, points in kept:
        expected = found[partner, basis][designation]
        assert abs(float(points) - expected) < EPSILON, (partner, basis, designation, points, expected)
    return {"compared": len(kept)}


def _sample(path: Path) -> tuple[list[str], dict[tuple[str, str], dict[str, float]]]:
    from partnerhub import rules

    names = list(rules.book().scored)
    rows = duckdb.execute(f"SELECT partner, basis, {', '.join(names)} FROM '{path}'").fetchall()
    return names, {(partner, basis): dict(zip(names, totals, strict=True)) for partner, basis, *totals in rows}


BENCHMARK = Benchmark(
    "bench.programme",
    "partners",
    100_000,
    {"prepare": prepare, BY_HAND: by_hand, BATCH: batch, "check": check, "COPY": copy},
)


def compare(folder: Path, partners: int) -> tuple[bool, float]:
    """Measure a programme of this size. Returns whether it stays below its limits, and the seconds of its batch."""
    with _database() as address:
        environment = {**os.environ, "DATABASE_URL": address, "LAKE_URL": str(folder / "lake"), "PARTNERHUB_HTTP": "1"}
        told = {work: BENCHMARK.told(work, folder, partners, environment) for work in BENCHMARK.work}
    hand, taken, copied = (told[work] for work in (BY_HAND, BATCH, "COPY"))
    times = taken["seconds"] / (hand["seconds"] + copied["seconds"])
    print(
        f"{partners:,} partners, {told['prepare']['rows']:,} rows of evidence, {taken['answers']:,} answers "
        f"({copied['bytes'] >> 20} MB), {told['check']['compared']:,} of them the same by hand"
    )
    for work, one in ((BY_HAND, hand), ("COPY", copied), (BATCH, taken)):
        print(f"  {work:<8} {one['seconds']:7.2f} s  {one['memory'] >> 20:5} MB")
    print(
        f"  {times:.2f} times by hand and COPY together (at most {MOST_TIMES}), peak memory {taken['memory'] >> 20} MB "
        f"(at most {MOST_MEMORY >> 20})",
        flush=True,
    )
    return times <= MOST_TIMES and taken["memory"] < MOST_MEMORY, taken["seconds"]


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty database beside the installation's own; gone afterwards."""
    from partnerhub.settings import DATABASE_URL

    def execute(statement: str) -> None:
        with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
            connection.execute(statement)

    execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    execute(f"CREATE DATABASE {DATABASE}")
    try:
        yield make_conninfo(DATABASE_URL, dbname=DATABASE)
    finally:
        execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when a limit is passed."""
    options = BENCHMARK.options(arguments, __doc__)
    sizes = (options.size // 4, options.size)
    # Of the smaller one only the seconds matter: with so few ranges one process waits for the other.
    (_, first), (good, last) = (_in_a_folder(size) for size in sizes)
    growth = (last / sizes[1]) / (first / sizes[0])
    print(f"  {growth:.2f} times as long per partner as in a programme of {sizes[0]:,} (at most {MOST_GROWTH})")
    if not (good and growth <= MOST_GROWTH):
        sys.exit(1)


def _in_a_folder(partners: int) -> tuple[bool, float]:
    with own_folder(f"programme-{partners}") as folder:
        (folder / "lake").mkdir()
        return compare(folder, partners)


if __name__ == "__main__":
    main()
