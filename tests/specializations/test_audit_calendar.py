"""The calendar entry of an audit: put there, moved, taken off, and sent to both sides."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from pytest_django import Settings

from partnerhub.models import Letter
from specializations import audit_calendar
from specializations.actions import Said, take_step
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.models import Audit
from tests.people import People
from tests.specializations.evidence import DAY, ready
from tests.specializations.test_actions import asked

AGREED = Said(day=date(2023, 8, 7), begins=time(9, 30))


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY
    settings.PUBLIC_URL = "https://partnerhub.example.com"


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    found = asked(team.partner, team.owner)
    Audit.objects.update(time_zone="Europe/Amsterdam", modules="both")
    take_step(found, AUDITOR, "accept", team.auditor)
    take_step(found, AUDITOR, "propose", team.auditor, AGREED)
    return take_step(found, PARTNER, "agree", team.owner)


def read(text: str) -> tuple[str, dict[str, object]]:
    """The method of a calendar, and what matters of its one event."""
    found = Calendar.from_ical(text)
    (event,) = found.walk("VEVENT")
    names = ("uid", "sequence", "status", "summary")
    days = {"starts": event.decoded("dtstart"), "ends": event.decoded("dtend")}
    return str(found["method"]), {name: str(event[name]) for name in names} | days


def test_agreed_day_is_an_entry_in_the_contacts_own_time(audit: Audit, team: People) -> None:
    method, event = read(audit_calendar.entry(audit))
    assert method == "REQUEST"
    assert event == {
        "uid": f"audit-{audit.pk}@partnerhub.example.com",
        "sequence": "1",
        "status": "CONFIRMED",
        "summary": f"Audit: Infra and Database Migration to Microsoft Azure, {team.partner.name}",
        # Half past nine in the summer of Amsterdam.
        "starts": datetime(2023, 8, 7, 7, 30, tzinfo=UTC),
        "ends": datetime(2023, 8, 7, 15, 30, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("day", "zone", "starts"),
    [
        (date(2023, 10, 27), "Europe/Amsterdam", datetime(2023, 10, 27, 7, tzinfo=UTC)),
        (date(2023, 10, 30), "Europe/Amsterdam", datetime(2023, 10, 30, 8, tzinfo=UTC)),
        (date(2024, 2, 29), "Asia/Tokyo", datetime(2024, 2, 29, 0, tzinfo=UTC)),
        (date(2023, 12, 29), "America/New_York", datetime(2023, 12, 29, 14, tzinfo=UTC)),
    ],
)
def test_entry_follows_the_clocks_of_its_zone(audit: Audit, day: date, zone: str, starts: datetime) -> None:
    audit.day, audit.begins, audit.time_zone = day, None, zone
    assert read(audit_calendar.entry(audit))[1]["starts"] == starts


def test_workload_alone_takes_half_as_long(audit: Audit) -> None:
    audit.modules = "workload"
    _, event = read(audit_calendar.entry(audit))
    assert event["ends"] - event["starts"] == timedelta(hours=4)  # type: ignore[operator]


def calendars(audit: Audit, step: str) -> dict[str, tuple[str, dict[str, object]]]:
    """Who got which entry with a step."""
    pk = audit.steps.filter(step=step).latest("pk").pk
    letters = Letter.objects.filter(key__startswith=f"audit:{audit.pk}:step-{pk}:").exclude(calendar="")
    return {one.to: read(one.calendar) for one in letters}


def test_both_sides_get_the_entry(audit: Audit, team: People) -> None:
    found = calendars(audit, "agree")
    assert set(found) == {team.auditor.email, "mei@example.com", team.owner.email}
    assert {method for method, _ in found.values()} == {"REQUEST"}


def test_another_day_takes_the_entry_off_and_puts_it_back_changed(audit: Audit, team: People) -> None:
    take_step(audit, PARTNER, "propose", team.owner, Said(day=date(2023, 8, 9), begins=time(13)))
    found = calendars(audit, "propose")
    assert set(found) == {team.auditor.email, "mei@example.com", team.owner.email}
    assert {(method, event["status"], event["sequence"]) for method, event in found.values()} == {
        ("CANCEL", "CANCELLED", "2")
    }
    take_step(audit, AUDITOR, "agree", team.auditor)
    again = calendars(audit, "agree")
    assert {(method, event["sequence"], event["starts"]) for method, event in again.values()} == {
        ("REQUEST", "3", datetime(2023, 8, 9, 11, tzinfo=UTC))
    }


def test_withdrawal_takes_the_entry_off(audit: Audit, team: People) -> None:
    take_step(audit, PARTNER, "withdraw", team.owner, Said(note="Our architect left."))
    assert {method for method, _ in calendars(audit, "withdraw").values()} == {"CANCEL"}


def test_step_that_leaves_the_day_alone_sends_no_entry(audit: Audit, team: People, settings: Settings) -> None:
    settings.DEMO_TODAY = date(2023, 8, 7)
    take_step(audit, AUDITOR, "hold", team.auditor)
    assert calendars(audit, "hold") == {}
