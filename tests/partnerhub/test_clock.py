"""Today: the wall clock's in UTC, or the demo's fixed day."""

from datetime import UTC, date, datetime, timedelta

from pytest_django import Settings

from partnerhub import clock


def test_today_without_demo_is_the_day_in_utc(settings: Settings) -> None:
    settings.DEMO_TODAY = None
    before = datetime.now(UTC)
    assert before.date() <= clock.today() <= (before + timedelta(seconds=5)).date()
    assert before <= clock.now() <= before + timedelta(seconds=5)


def test_today_in_the_demo_is_its_day(settings: Settings) -> None:
    settings.DEMO_TODAY = date(2023, 7, 25)
    now = clock.now()
    assert (clock.today(), now.date(), now.utcoffset()) == (date(2023, 7, 25), date(2023, 7, 25), timedelta(0))
