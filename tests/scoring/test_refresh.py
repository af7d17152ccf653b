"""Recomputing after an import and on the programme's calendar, each as a Job that everyone can see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from celery.schedules import crontab
from pytest_django import Settings

from partnerhub.celery import app
from partnerhub.models import Job
from scoring import refresh, tasks
from scoring.models import ScoreSnapshot
from tests.cases_format import import_table
from tests.factories import JobFactory, PartnerFactory

Capture = Callable[..., AbstractContextManager[list[Any]]]
REVENUE = """
    FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2022-06         | a                | Sales     | CSP Tier 1             | 100
    2023-06         | {a,b}            | Sales     | CSP Tier 1             | 2000
"""


def jobs() -> list[tuple[str, str, str | None, dict[str, Any]]]:
    rows = Job.objects.select_related("partner").order_by("created_at")
    return [(row.task, row.title, row.partner.mpn_id if row.partner else None, row.arguments) for row in rows]


def test_import_starts_the_scores_of_its_partner(
    db: None, tmp_path: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    partner = PartnerFactory()
    PartnerFactory()
    with django_capture_on_commit_callbacks(execute=True):
        run = import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    title = f"Scores after the import of {run.file_name}"
    # What is above the scores is looked at again, too.
    assert jobs() == [
        ("scoring.tasks.recompute", title, partner.mpn_id, {"partners": [partner.mpn_id]}),
        ("specializations.tasks.review", "Specializations reviewed", partner.mpn_id, {"partners": [partner.mpn_id]}),
    ]


def test_same_file_again_starts_nothing(db: None, tmp_path: Path, django_capture_on_commit_callbacks: Capture) -> None:
    partner = PartnerFactory()
    import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    with django_capture_on_commit_callbacks(execute=True):
        import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    assert jobs() == []


def test_recompute_scores_the_partners_of_its_job(db: None, tmp_path: Path) -> None:
    partner, other = PartnerFactory(), PartnerFactory()
    import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    job = JobFactory(partner=partner, arguments={"partners": [partner.mpn_id], "as_of": "2023-07-25"})
    tasks.recompute(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (
        "succeeded",
        100,
        {"partners": 1, "snapshots": 12, "as_of": "2023-07-25"},
    )
    found = ScoreSnapshot.objects.exclude(shown=0).values_list("partner", "as_of", "shown")
    assert set(found) == {(partner.pk, date(2023, 7, 25), 6)}
    assert not other.scores.exists()


def test_recompute_delivered_twice_works_once(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    job = JobFactory(partner=partner, arguments={"partners": [partner.mpn_id], "as_of": "2023-07-25"})
    tasks.recompute(str(job.pk))
    tasks.recompute(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts, ScoreSnapshot.objects.count()) == ("succeeded", 1, 12)


def test_recompute_without_a_day_takes_today(db: None, settings: Settings) -> None:
    settings.DEMO_TODAY = date(2023, 7, 26)
    partner = PartnerFactory()
    job = JobFactory(partner=partner, arguments={"partners": [partner.mpn_id]})
    tasks.recompute(str(job.pk))
    assert set(ScoreSnapshot.objects.values_list("as_of", flat=True)) == {date(2023, 7, 26)}


@pytest.mark.parametrize("partners", [0, 1, 3])
def test_refresh_for_all_shares_the_partners_among_jobs(
    db: None, monkeypatch: pytest.MonkeyPatch, partners: int
) -> None:
    monkeypatch.setattr(refresh, "PARTNERS_PER_JOB", 2)
    ids = [PartnerFactory().mpn_id for _ in range(partners)]
    refresh.start_for_all("Daily skilling refresh")
    found = [(title, of, arguments["partners"]) for _, title, of, arguments in jobs()]
    expected = [("Daily skilling refresh", None, ids[start : start + 2]) for start in range(0, partners, 2)]
    assert found == expected


def test_skilling_is_refreshed_every_day(db: None) -> None:
    PartnerFactory()
    tasks.refresh_skilling()
    assert [title for _, title, _, _ in jobs()] == ["Daily skilling refresh"]


@pytest.mark.parametrize(
    ("today", "refreshed"),
    [
        (date(2023, 4, 14), False),
        (date(2023, 4, 15), True),
        (date(2023, 4, 20), False),
        (date(2023, 6, 15), False),
        (date(2023, 6, 20), True),
        (date(2023, 7, 15), False),
        (date(2023, 7, 20), True),
        (date(2023, 7, 21), False),
    ],
)
def test_performance_is_refreshed_on_the_day_of_the_rulebook(
    db: None, settings: Settings, today: date, refreshed: bool
) -> None:
    settings.DEMO_TODAY = today
    PartnerFactory()
    tasks.refresh_performance()
    assert [title for _, title, _, _ in jobs()] == ["Monthly performance refresh"] * refreshed


def test_schedule_asks_daily_for_skilling_and_on_both_days_for_performance() -> None:
    schedule = app.conf.beat_schedule
    assert schedule["refresh-skilling"] == {
        "task": tasks.refresh_skilling.name,
        "schedule": crontab(hour="3", minute="10"),
    }
    assert schedule["refresh-performance"] == {
        "task": tasks.refresh_performance.name,
        "schedule": crontab(day_of_month="15,20", hour="4", minute="10"),
    }
