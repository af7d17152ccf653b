"""The credit of a month for all partners, against a range join written by hand.

Ten million daily lines (320,000 resources in 60,000 resource groups) and 200,000 access intervals of one hundred partners are
generated: open ends, changes in the middle of the month, denies, readers, unknown roles, resellers, excluded products and
duplicates. Then, in turns on the same machine, each in a process of its own:

- **by hand** (``credit.sql``): every line's verdict and worth from the same Parquet files, added up by subscription and verdict;
- **the batch**: the same through ``credit/eligibility.py``.

Afterwards both answers are compared row by row. The batch may take twice as long, and 3 GiB.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from bench.programme_data import written
from bench.rounds import BATCH, BY_HAND, Benchmark, compared, measured, own_folder
from evidence.datasets import NO_MONTH
from evidence.view import EVERY_PARTNER, EvidenceView, Slice

MONTH = date(2023, 7, 1)
PARTNERS, GROUPS = 100, 60_000
MOST_TIMES, MOST_MEMORY = 2.0, 3 << 30
THREADS = 2
HAND_SQL, DATA_SQL = (Path(__file__).with_name(name) for name in ("credit.sql", "credit_data.sql"))
COLUMNS = "partner, tenant, subscription, verdict, billed::DECIMAL(28, 10) AS billed, lines::BIGINT AS lines, worth"


def prepare(folder: Path, lines: int) -> dict[str, Any]:
    """The lake."""
    with duckdb.connect(config={"threads": THREADS, "memory_limit": "3GB"}) as connection:
        connection.execute(f"SET VARIABLE lines = {lines}")
        connection.execute(f"SET VARIABLE intervals = {lines // 50}")
        connection.execute(f"SET VARIABLE groups = {max(50, GROUPS * lines // 10_000_000)}")
        connection.execute(f"SET VARIABLE partners = {PARTNERS}")
        connection.execute(DATA_SQL.read_text())
        sources = [("daily_rated_usage", "usage_lines()"), ("access_grants", "intervals()")]
        files = [written(connection, folder / "lake", run, *source) for run, source in enumerate(sources, start=1)]
    return {file.dataset: sum(file.months.values()) for file in files}


def by_hand(folder: Path, _lines: int) -> dict[str, Any]:
    """In one process with both cores."""
    settings = {"threads": THREADS, "memory_limit": "3GB", "temp_directory": str(folder / "spill")}
    with duckdb.connect(config=settings) as connection:
        for name, dataset in (("usage", "daily_rated_usage"), ("access", "access_grants")):
            files = f"read_parquet('{folder}/lake/{dataset}/run=*/part-*.parquet', hive_partitioning = false)"
            connection.execute(f"CREATE VIEW {name} AS FROM {files}")
        connection.execute("CREATE TABLE roles (name VARCHAR, earns BOOLEAN)")
        connection.executemany("INSERT INTO roles VALUES (?, ?)", [list(one) for one in _terms().roles.items()])
        connection.execute("CREATE TABLE kinds (partner VARCHAR, kind VARCHAR)")
        connection.executemany("INSERT INTO kinds VALUES (?, ?)", [list(one) for one in _kinds().items()])
        with measured() as told:
            connection.execute(HAND_SQL.read_text())
        connection.execute(f"COPY (SELECT {COLUMNS} FROM answer) TO '{folder / 'hand.parquet'}'")
    return told


def batch(folder: Path, _lines: int) -> dict[str, Any]:
    """The same through the product's own door, its statements compiled as a worker has them that answered yesterday."""
    from credit import eligibility

    partners = list(_kinds())
    with _asked(folder, partners[:1]) as question:
        question.session.rows(question.statement("totals", eligibility.totals, _terms()))
    with measured() as told, _asked(folder, partners) as question:
        statement = question.statement("totals", eligibility.totals, _terms())
        found = question.session.table(statement)
        told["rows"] = found.num_rows
    keys = "partner, tenant, subscription, verdict, billed"
    added = f"SELECT {keys}, sum(lines) AS lines, sum(worth) AS worth FROM found GROUP BY ALL"
    duckdb.sql(f"COPY (SELECT {COLUMNS} FROM ({added})) TO '{folder / 'batch.parquet'}'")
    return told


def _terms() -> Any:
    from credit.terms import terms
    from partnerhub.rulebook import load

    (found,) = terms(load(), MONTH)
    return found


def _kinds() -> dict[str, str]:
    kinds = ("direct_bill", "indirect_provider", "indirect_provider", "indirect_reseller")
    return {f"P{number}": kinds[number % len(kinds)] for number in range(PARTNERS)}


def _asked(folder: Path, partners: list[str]) -> Any:
    """A question without a database: the lake's files are the programme's own."""
    from contextlib import contextmanager

    from credit.access import ACCOUNTS, LAPSES, PARTNERS
    from credit.asking import DATASETS, Question
    from evidence import queries
    from evidence.engine import DAYS
    from partnerhub.rulebook import load

    slices = (
        Slice("access_grants", EVERY_PARTNER, NO_MONTH, 2, 2),
        Slice("daily_rated_usage", EVERY_PARTNER, MONTH, 1, 1),
    )
    kinds = _kinds()

    @contextmanager
    def opened() -> Any:
        view = EvidenceView(folder / "lake", tuple(partners), None, slices)
        with queries.session(view, DATASETS, queries.WRITTEN) as session:
            session.bind("credit_partners", [{"partner": one, "kind": kinds[one]} for one in partners], PARTNERS)
            session.bind("credit_accounts", [], ACCOUNTS)
            session.bind("credit_lapses", [], LAPSES)
            session.bind("days", [{"day": MONTH + timedelta(days=number)} for number in range(31)], DAYS)
            yield Question(session, load(), MONTH)

    return opened()


def check(folder: Path, _lines: int) -> dict[str, Any]:
    """Every row of both answers."""
    hand, batch = (f"(SELECT {COLUMNS} FROM '{folder / name}.parquet')" for name in ("hand", "batch"))
    for ours, theirs in ((hand, batch), (batch, hand)):
        wrong = duckdb.sql(f"FROM {ours} EXCEPT FROM {theirs} LIMIT 5").fetchall()
        assert not wrong, wrong
    verdicts = dict(duckdb.sql(f"SELECT verdict, sum(lines)::BIGINT FROM {batch} GROUP BY verdict").fetchall())
    ((rows,),) = duckdb.sql(f"SELECT count(*) FROM {batch}").fetchall()
    return {"rows": rows, "verdicts": verdicts}


BENCHMARK = Benchmark(
    "bench.credit", "lines", 10_000_000, {"prepare": prepare, BY_HAND: by_hand, BATCH: batch, "check": check}
)


def compare(folder: Path, lines: int, rounds: int) -> bool:
    """Measure a month of this size. Returns whether it stays below its limits."""
    prepared = BENCHMARK.told("prepare", folder, lines)
    found = BENCHMARK.in_turns(folder, lines, rounds)
    checked = BENCHMARK.told("check", folder, lines)
    print(
        f"{prepared['daily_rated_usage']:,} lines, {prepared['access_grants']:,} intervals: "
        f"{checked['rows']:,} sums the same by hand"
    )
    print(f"  {', '.join(f'{count:,} {verdict}' for verdict, count in sorted(checked['verdicts'].items()))}")
    times, memory = compared(found, MOST_TIMES)
    return times <= MOST_TIMES and memory <= MOST_MEMORY


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when a limit is passed."""
    options = BENCHMARK.options(arguments, __doc__)
    with own_folder("credit") as folder:
        good = compare(folder, options.size, options.rounds)
    if not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
