"""What a session on Spark shows of a lake: the rows that DuckDB shows, and no others."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest
from django.test import override_settings
from ibis.expr.types import Table

from evidence import engine, queries
from evidence.datasets import DATASETS
from evidence.view import EVERY_PARTNER, EvidenceView, Slice, run_folder
from scoring.metrics.common import AMOUNT
from tests.scoring.generated import write
from tests.spark.asked import MARKS

pytestmark = MARKS
MAY, JUNE = date(2023, 5, 1), date(2023, 6, 1)
USAGE, TRAININGS = "azure_usage", "trainings"
# Its last digit is lost where the product may be rounded before it is asked to be.
RATE = ibis.literal(Decimal("9.4995"), "decimal(10, 4)")


def usage(run: int, *rows: tuple[str, date, str]) -> list[dict[str, Any]]:
    """Rows of (partner, month, ACR)."""
    return [
        _row(USAGE, run, row, partner=of, month=month, acr=Decimal(acr))
        for row, (of, month, acr) in enumerate(rows, start=2)
    ]


def trainings(run: int, *rows: tuple[str, str, date | None]) -> list[dict[str, Any]]:
    """Rows of (partner, title, expires), of one person and day."""
    told = {"month": MAY, "person": "p1", "completed": MAY}
    return [
        _row(TRAININGS, run, row, partner=of, title=title, expires=expires, **told)
        for row, (of, title, expires) in enumerate(rows, start=2)
    ]


def _row(dataset: str, run: int, row: int, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(DATASETS[dataset].schema) | {"run": run, "row": row} | values


def slices(dataset: str, *spoken: tuple[str, date, int]) -> list[Slice]:
    """What speaks: (partner, month, run), later runs known later."""
    return [Slice(dataset, partner, month, run, run) for partner, month, run in spoken]


def current(
    lake: Path, spoken: Sequence[Slice], dataset: str, *partners: str, column: str = "acr"
) -> list[tuple[Any, ...]]:
    """(partner, month, run, value) of every current row, on which both engines agree."""
    view = EvidenceView(lake, partners, None, tuple(spoken))
    found = {name: _rows(name, view, dataset) for name in ("duckdb", "spark")}
    assert found["spark"] == found["duckdb"]
    return sorted((row["partner"], row["month"].month, row["run"], str(row[column])) for row in found["spark"])


def _rows(name: str, view: EvidenceView, dataset: str) -> list[Mapping[str, Any]]:
    with override_settings(EVIDENCE_ENGINE=name), queries.session(view, (dataset,)) as session:
        statement = session.statement(("every row", dataset), lambda: (engine.tables()[dataset], None))
        return sorted(session.rows(statement), key=lambda row: (row["run"], row["row"]))


def test_session_shows_what_the_runs_in_force_say(tmp_path: Path) -> None:
    write(tmp_path, USAGE, 1, usage(1, ("8001", MAY, "1"), ("8001", JUNE, "2")))
    write(tmp_path, USAGE, 2, usage(2, ("8001", JUNE, "3"), ("8002", JUNE, "4")))
    spoken = slices(USAGE, ("8001", MAY, 1), ("8001", JUNE, 2))
    assert current(tmp_path, spoken, USAGE, "8001") == [("8001", 5, 1, "1.0000000000"), ("8001", 6, 2, "3.0000000000")]


def test_session_shows_a_partners_own_month_instead_of_the_programmes(tmp_path: Path) -> None:
    rows = [(of, month, "1") for of in ("8001", "8002", "8003") for month in (MAY, JUNE)]
    write(tmp_path, USAGE, 1, usage(1, *rows))
    write(tmp_path, USAGE, 2, usage(2, ("8001", JUNE, "2")))
    spoken = slices(USAGE, (EVERY_PARTNER, MAY, 1), (EVERY_PARTNER, JUNE, 1), ("8001", JUNE, 2))
    assert [row[:3] for row in current(tmp_path, spoken, USAGE, "8001", "8002")] == [
        ("8001", 5, 1),
        ("8001", 6, 2),
        ("8002", 5, 1),
        ("8002", 6, 1),
    ]


def test_session_shows_facts_that_accumulate_as_known_last(tmp_path: Path) -> None:
    first, second = date(2024, 5, 1), date(2025, 5, 1)
    write(tmp_path, TRAININGS, 1, trainings(1, ("8001", "A", first), ("8001", "B", first), ("8001", "B", None)))
    write(tmp_path, TRAININGS, 2, trainings(2, ("8001", "a", second), ("8002", "A", second), ("8003", "A", second)))
    spoken = slices(TRAININGS, ("8001", MAY, 1), (EVERY_PARTNER, MAY, 2))
    assert current(tmp_path, spoken, TRAININGS, "8001", "8002", column="expires") == [
        ("8001", 5, 1, "None"),
        ("8001", 5, 2, "2025-05-01"),
        ("8002", 5, 2, "2025-05-01"),
    ]


def test_session_without_any_run_is_empty(tmp_path: Path) -> None:
    assert [current(tmp_path, [], name, "8001") for name in (USAGE, TRAININGS)] == [[], []]


def test_session_shows_what_older_files_do_not_have_as_null(tmp_path: Path) -> None:
    for run in (1, 2):
        write(tmp_path, USAGE, run, usage(run, ("8001", (MAY, JUNE)[run - 1], "1")))
    file = run_folder(tmp_path, USAGE, 1) / "part-0.parquet"
    pq.write_table(pq.read_table(file, partitioning=None).drop_columns(["acr"]), file)
    spoken = slices(USAGE, ("8001", MAY, 1), ("8001", JUNE, 2))
    assert current(tmp_path, spoken, USAGE, "8001") == [("8001", 5, 1, "None"), ("8001", 6, 2, "1.0000000000")]


def test_session_reads_a_lake_whose_folder_looks_like_a_pattern(tmp_path: Path) -> None:
    lake = tmp_path / "it's [a] {lake}? 100%"
    write(lake, USAGE, 1, usage(1, ("8001", MAY, "1")))
    assert current(lake, slices(USAGE, ("8001", MAY, 1)), USAGE, "8001") == [("8001", 5, 1, "1.0000000000")]


def test_session_multiplies_without_losing_a_digit(tmp_path: Path) -> None:
    product = engine.tables()[USAGE].select(amount=lambda rows: (rows.acr * RATE).cast(AMOUNT))
    found = [_asked(name, tmp_path, "12345678.0000000001", product) for name in ("duckdb", "spark")]
    assert found == [[(Decimal("117277768.1610000009"),)]] * 2


def test_session_refuses_an_amount_that_does_not_fit(tmp_path: Path) -> None:
    from pyspark.errors import ArithmeticException

    square = engine.tables()[USAGE].select(amount=lambda rows: rows.acr.cast(AMOUNT) * rows.acr.cast(AMOUNT))
    with pytest.raises(ArithmeticException, match="NUMERIC_VALUE_OUT_OF_RANGE"):
        _asked("spark", tmp_path, "100000000000000000", square)


def _asked(name: str, folder: Path, acr: str, asked: Table) -> list[tuple[Any, ...]]:
    """What an engine answers about the one amount."""
    write(folder / name, USAGE, 1, usage(1, ("8001", MAY, acr)))
    view = EvidenceView(folder / name, ("8001",), None, tuple(slices(USAGE, ("8001", MAY, 1))))
    with override_settings(EVIDENCE_ENGINE=name), queries.session(view, (USAGE,)) as session:
        return session.tuples(session.statement(("asked", asked), lambda: (asked, None)))
