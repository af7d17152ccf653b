"""The audits of a partner in a list: what each waits for, whose step it is, and until when."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from specializations.actions import Said, take_step
from specializations.audit_steps import AUDITOR
from specializations.models import Audit
from specializations.own_audits import OwnRow, own_audits
from tests.html import check_page
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.test_actions import asked

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    return asked(team.partner, team.owner)


def only(team: People) -> OwnRow:
    page = own_audits(team.partner, DAY)
    (found,) = [*page.going_on, *page.over]
    return found


def test_what_can_be_scheduled_is_offered_until_it_is_asked_for(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    url = reverse("audit-request", args=[team.partner.mpn_id, IDB])
    assert own_audits(team.partner, DAY).possible == [("Infra and Database Migration to Microsoft Azure", url)]
    asked(team.partner, team.owner)
    assert own_audits(team.partner, DAY).possible == []


def test_audit_tells_whose_step_it_is(team: People, audit: Audit) -> None:
    found = only(team)
    assert (found.is_open, found.is_ours, found.next, found.auditor) == (
        True, False, "an auditor to accept it", "nobody has accepted yet",
    )  # fmt: skip
    take_step(audit, AUDITOR, "accept", team.auditor)
    assert only(team).next == "the auditor to propose a day"
    take_step(audit, AUDITOR, "propose", team.auditor, Said(day=date(2023, 8, 2)))
    found = only(team)
    assert (found.is_ours, found.next, found.day) == (True, "Your turn: Agree to the day", date(2023, 8, 2))


def test_audit_that_ended_waits_for_nothing(team: People, audit: Audit) -> None:
    take_step(audit, AUDITOR, "decline", team.auditor, Said(note="No time this year."))
    page = own_audits(team.partner, DAY)
    assert (page.going_on, [(one.state, one.next, one.day) for one in page.over]) == (
        [], [("Declined by the auditor", "", DAY)],
    )  # fmt: skip


def test_programme_sees_the_audits_without_a_way_to_request_one(team: People, audit: Audit, client: Client) -> None:
    client.force_login(team.manager)
    response = client.get(reverse("own-audits", args=[team.partner.mpn_id]))
    check_page(response)
    assert reverse("audit-request", args=[team.partner.mpn_id, IDB]) not in response.content.decode()
