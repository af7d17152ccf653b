"""Where all partners stand for all specializations, against SQL written by hand.

Five months of usage (about 33 rows a month for each partner), training completions and records are generated
(``standings_data.sql``). Then, in turns on the same machine, each in a process of its own:

- **by hand** (``standings.sql``): every requirement of every partner from the same Parquet files with DuckDB;
- **the batch**: the same through ``specializations/programme.py``, from the rulebook with an overlay that publishes some figures.

Both say who meets every prerequisite of what, and then read every requirement of every partner (state, amount, customers) so many
at a time. Afterwards both answers are compared row by row. The batch may take 1.5 times as long as the SQL by hand.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench.programme_data import SMALLEST_ID, written
from bench.rounds import BATCH, BY_HAND, Benchmark, compared, measured, own_folder

if TYPE_CHECKING:
    from evidence.view import EvidenceView
    from specializations.programme import Programme, Records

AS_OF = date(2023, 7, 25)
# Of which the window has the middle three.
MONTHS = [date(2023, month, 1) for month in range(3, 8)]
SOURCES = [("azure_usage", f"azure_usage({place})") for place in range(len(MONTHS))] + [("trainings", "trainings()")]
RECORDS = ("held", "attested", "audits")
MOST_TIMES = 1.5
THREADS = 2
HAND_SQL, DATA_SQL = (Path(__file__).with_name(name) for name in ("standings.sql", "standings_data.sql"))
ROWS_READ = 100_000
COLUMNS = (
    "partner, specialization, requirement, qualified, state, measured::DECIMAL(38, 10) AS measured, "
    "customers::BIGINT AS customers"
)
OWN = "{from: 2023-07-11, source: own, value:"
OVERLAY = {
    "sources.yaml": "own:\n  title: Figures of this benchmark\n  kind: operator\n  published: null\n  read: 2026-11-20\n",
    "specializations/infra_and_database_migration.yaml": f"""
requirements:
  skilling:
    people: [{OWN} 2}}]
    each: [{OWN} 1}}]
    certificates: [{OWN} [azure_administrator_associate, azure_solutions_architect_expert]}}]
""",
    "specializations/kubernetes.yaml": f"""
requirements:
  aks_acr:
    minimum: [{OWN} 1000}}]
    customers: [{OWN} 2}}]
""",
    "specializations/threat_protection.yaml": f"""
requirements:
  sentinel_acr:
    minimum: [{OWN} 500}}]
""",
    "specializations/cloud_security.yaml": f"""
requirements:
  skilling:
    people: [{OWN} 1}}]
    certificates: [{OWN} [azure_security_engineer_associate]}}]
""",
}


def prepare(folder: Path, partners: int) -> dict[str, Any]:
    """The lake, the records, and the overlay."""
    for name, text in OVERLAY.items():
        (folder / "overlay" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "overlay" / name).write_text(text)
    with duckdb.connect(config={"threads": THREADS, "memory_limit": "3GB"}) as connection:
        connection.execute(f"SET VARIABLE partners = {partners}")
        connection.execute(DATA_SQL.read_text())
        files = [
            written(connection, folder / "lake", run, dataset, source)
            for run, (dataset, source) in enumerate(SOURCES, start=1)
        ]
        for name in RECORDS:
            connection.execute(f"COPY (FROM {name}()) TO '{folder / name}.parquet'")
    rows = {month: count for file in files if file.dataset == "azure_usage" for month, count in file.months.items()}
    return {"usage": sum(rows.values()), "looked_at": sum(rows[month] for month in MONTHS[1:4])}


def by_hand(folder: Path, partners: int) -> dict[str, Any]:
    """Everything in one process with both cores."""
    with duckdb.connect(
        config={"threads": THREADS, "memory_limit": "3GB", "temp_directory": str(folder / "spill")}
    ) as connection:
        for dataset in ("azure_usage", "trainings"):
            files = f"read_parquet('{folder}/lake/{dataset}/run=*/part-*.parquet', hive_partitioning = false)"
            connection.execute(f"CREATE VIEW {dataset} AS FROM {files}")
        for name in RECORDS:
            connection.execute(f"CREATE TABLE {name} AS FROM '{folder / name}.parquet'")
        known = f"SELECT ({SMALLEST_ID} + i)::VARCHAR AS partner FROM range({partners}) r(i)"
        connection.execute(f"CREATE TABLE partners AS {known}")
        every = """
            SELECT a.* EXCLUDE (kind), q.partner IS NOT NULL AS qualified
            FROM answers('every_pair') a LEFT JOIN qualified q ON q.partner = a.partner AND q.specialization = a.specialization
        """
        with measured() as told:
            connection.execute(HAND_SQL.read_text())
            told["rows"] = _count(connection.sql(every).to_arrow_reader(ROWS_READ))
        connection.execute(f"COPY (SELECT {COLUMNS} FROM ({every})) TO '{folder / 'hand.parquet'}'")
        connection.execute(f"COPY qualified TO '{folder / 'hand_qualified.parquet'}'")
    return told


def batch(folder: Path, partners: int) -> dict[str, Any]:
    """The same through the product's own door, in a process that has answered for a few partners before."""
    from evidence import queries
    from partnerhub.rulebook import load
    from partnerhub.rulebook.loading import REPO_RULEBOOKS
    from specializations.programme import programme, within_windows
    from specializations.standing import datasets

    rules = load(REPO_RULEBOOKS, folder / "overlay").on(AS_OF)
    records = _records(folder)

    def answer(size: int, write: Callable[["Programme"], int]) -> int:
        view = within_windows(_view(folder, size), rules)
        with queries.session(view, datasets(rules), queries.STREAMED) as session:
            found = programme(session, rules, records)
            qualified = found.qualified()
            rows = write(found)
        pq.write_table(qualified, folder / "batch_qualified.parquet")
        return rows

    # Compiles the statements, as a worker has that answered yesterday.
    answer(10, lambda found: _count(found.requirements()))
    with measured() as told:
        told["rows"] = answer(partners, lambda found: _count(found.requirements()))
    answer(partners, lambda found: _written(found.requirements(), folder / "batch.parquet"))
    return told


def _records(folder: Path) -> "Records":
    """What is on record, as it comes out of PostgreSQL."""
    from specializations.programme import Records
    from specializations.requirements.audit import Outcome
    from specializations.standing import Record

    held, attested, audits = (duckdb.sql(f"FROM '{folder / name}.parquet'").fetchall() for name in RECORDS)
    outcomes = {(partner, of): Record((), (), [Outcome(ended, passed)]) for partner, of, ended, passed in audits}
    return Records(held, attested, outcomes)


def _view(folder: Path, partners: int) -> "EvidenceView":
    """The lake, of which every file is the programme's own."""
    from evidence.view import EVERY_PARTNER, EvidenceView, Slice

    months = duckdb.sql(f"SELECT DISTINCT month FROM '{folder}/lake/trainings/run=*/part-*.parquet'").fetchall()
    slices = [Slice("azure_usage", EVERY_PARTNER, month, run, run) for run, month in enumerate(MONTHS, start=1)]
    slices += [Slice("trainings", EVERY_PARTNER, month, len(SOURCES), len(SOURCES)) for (month,) in months]
    ids = tuple(str(SMALLEST_ID + number) for number in range(partners))
    return EvidenceView(folder / "lake", ids, None, tuple(sorted(slices)))


def _count(batches: Iterator[pa.RecordBatch]) -> int:
    return sum(one.num_rows for one in batches)


def _written(batches: Iterator[pa.RecordBatch], path: Path) -> int:
    first = next(batches)
    rows = 0
    with pq.ParquetWriter(path, first.schema) as writer:
        for one in (first, *batches):
            writer.write_batch(one)
            rows += one.num_rows
    return rows


def check(folder: Path, partners: int) -> dict[str, Any]:
    """Every row of both answers."""
    hand, batch = (f"(SELECT {COLUMNS} FROM '{folder / name}.parquet')" for name in ("hand", "batch"))
    for ours, theirs in ((hand, batch), (batch, hand)):
        wrong = duckdb.sql(f"FROM {ours} EXCEPT FROM {theirs} LIMIT 5").fetchall()
        assert not wrong, wrong
    qualified = [
        f"(SELECT partner, specialization, active FROM '{folder / name}_qualified.parquet')"
        for name in ("hand", "batch")
    ]
    assert not duckdb.sql(f"FROM {qualified[0]} EXCEPT FROM {qualified[1]}").fetchall()
    states = dict(duckdb.sql(f"SELECT state, count(*) FROM {batch} GROUP BY state").fetchall())
    ((found, active),) = duckdb.sql(f"SELECT count(*), count(*) FILTER (active) FROM {qualified[1]}").fetchall()
    return {"compared": sum(states.values()), "states": states, "qualified": found, "active": active}


BENCHMARK = Benchmark(
    "bench.standings", "partners", 100_000, {"prepare": prepare, BY_HAND: by_hand, BATCH: batch, "check": check}
)


def compare(folder: Path, partners: int, rounds: int) -> bool:
    """Measure a programme of this size. Returns whether it stays below its limit."""
    prepared = BENCHMARK.told("prepare", folder, partners)
    found = BENCHMARK.in_turns(folder, partners, rounds)
    checked = BENCHMARK.told("check", folder, partners)
    print(
        f"{partners:,} partners, 31 specializations, {prepared['usage']:,} rows of usage "
        f"({prepared['looked_at']:,} in the window): {checked['compared']:,} requirements the same by hand"
    )
    print(f"  {', '.join(f'{count:,} {state}' for state, count in sorted(checked['states'].items()))}")
    print(f"  {checked['qualified']:,} times every prerequisite met, {checked['active']:,} of them active")
    times, _memory = compared(found, MOST_TIMES)
    return times <= MOST_TIMES


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when the limit is passed."""
    options = BENCHMARK.options(arguments, __doc__)
    with own_folder("standings") as folder:
        good = compare(folder, options.size, options.rounds)
    if not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
