"""The lake's folders: published in one step, left-overs cleared away."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence import lake
from evidence.models import Run
from tests.factories import PartnerFactory

NOW = datetime(2023, 7, 25, 12, tzinfo=UTC)


def run(**fields: object) -> Run:
    told = {"dataset": "focus", "status": "published", "size": 1, "accepted": 1, "rejected": 0, "recorded_at": NOW}
    return Run.objects.create(partner=PartnerFactory(), **(told | fields))


def aged(folder: Path, age: timedelta) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "part-0.parquet").write_bytes(b"x")
    moment = (NOW - age).timestamp()
    os.utime(folder, (moment, moment))
    return folder


def test_publish_moves_the_staged_folder() -> None:
    staged = lake.stage()
    (staged / "part-0.parquet").write_bytes(b"x")
    published = lake.publish(staged, "focus", 5)
    assert (published, published.is_dir(), staged.exists()) == (lake.root() / "focus" / "run=5", True, False)


def test_publish_replaces_what_an_undone_run_left() -> None:
    aged(lake.run_folder("focus", 5), timedelta(0))
    staged = lake.stage()
    (staged / "part-0.parquet").write_bytes(b"new")
    assert (lake.publish(staged, "focus", 5) / "part-0.parquet").read_bytes() == b"new"


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "removed"), [(timedelta(hours=23, minutes=59), 0), (timedelta(days=1, seconds=1), 2)])
def test_sweep_removes_left_overs_a_day_after(age: timedelta, removed: int) -> None:
    left = [aged(lake.root() / "_staging" / "x", age), aged(lake.run_folder("focus", 999), age)]
    known = aged(lake.run_folder("focus", run().pk), age)
    assert lake.sweep(NOW) == removed
    assert [folder.exists() for folder in left] == [not removed] * 2
    assert known.exists()


@pytest.mark.django_db
def test_rejections_are_the_first_of_the_runs_file() -> None:
    rejected = run(rejected=2)
    folder = aged(lake.run_folder("focus", rejected.pk), timedelta(0))
    (folder / "rejections.csv").write_text("row,column,value,reason\n2,a,,missing\n3,b,x,not a number\n")
    assert lake.rejections(rejected, 1) == [lake.Rejection(2, "a", "", "missing")]
    assert [rejection.row for rejection in lake.rejections(rejected, 100)] == [2, 3]


@pytest.mark.django_db
def test_rejections_of_a_clean_run_are_none() -> None:
    assert lake.rejections(run(), 100) == []
