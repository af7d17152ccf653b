"""The pages of an audit: the partner's, and the auditor's desk."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.permissions import Role
from specializations.models import Audit
from tests.factories import person
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.test_actions import asked


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    return asked(team.partner, team.owner)


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_two_sides_agree_on_a_day(audit: Audit, team: People) -> None:
    auditor, partner = browser(team.auditor), browser(team.owner)
    url = reverse("audit", args=[audit.pk])
    own = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    assert audit.partner.name in auditor.get(reverse("audits")).content.decode()
    auditor.post(url, {"step": "accept"})
    auditor.post(url, {"step": "propose", "day": "2023-08-07"})
    page = partner.get(reverse("audit-request", args=[team.partner.mpn_id, IDB])).content.decode()
    assert "Agree to the day" in page and "7 Aug 2023" in page and str(team.auditor) in page
    partner.post(own, {"step": "agree"})
    audit.refresh_from_db()
    assert (audit.state, audit.day) == ("agreed", date(2023, 8, 7))
    assert "Day agreed" in partner.get(reverse("specialization", args=[team.partner.mpn_id, IDB])).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [("2023-07-24", "in the past"), ("2023-08-05", "weekend day"), ("soon", "valid date"), ("", "required")],
)
def test_day_that_will_not_do_is_said_beside_the_field(audit: Audit, team: People, day: str, words: str) -> None:
    Audit.objects.update(state="accepted", auditor=team.auditor)
    response = browser(team.auditor).post(reverse("audit", args=[audit.pk]), {"step": "propose", "day": day})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert not audit.steps.exists()


def test_words_that_were_typed_are_kept_when_they_are_too_long(audit: Audit, team: People) -> None:
    url = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    response = browser(team.owner).post(url, {"step": "withdraw", "note": "Contoso " * 600})
    assert (response.status_code, "Contoso Contoso" in response.content.decode()) == (422, True)


def test_step_that_came_too_late_is_told(audit: Audit, team: People) -> None:
    url = reverse("audit", args=[audit.pk])
    client = browser(team.auditor)
    client.post(url, {"step": "accept"})
    assert "not possible now" in client.post(url, {"step": "accept"}, follow=True).content.decode()
    assert client.post(url, {"step": "applaud"}).status_code == 404


def test_audit_that_another_auditor_accepted_does_not_exist(audit: Audit, team: People) -> None:
    other = browser(person(None, Role.AUDITOR))
    url = reverse("audit", args=[audit.pk])
    assert other.get(url).status_code == 200
    browser(team.auditor).post(url, {"step": "accept"})
    assert (other.get(url).status_code, other.post(url, {"step": "pass"}).status_code) == (404, 404)
    assert "No audit waits" in other.get(reverse("audits")).content.decode()


def test_partner_without_an_open_audit_has_no_step_to_take(audit: Audit, team: People) -> None:
    Audit.objects.update(state="withdrawn", ended_on=DAY)
    url = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    assert browser(team.owner).post(url, {"step": "withdraw", "note": "Again"}).status_code == 404


def test_audit_that_ended_stays_to_be_read(audit: Audit, team: People) -> None:
    client = browser(team.owner)
    client.post(
        reverse("audit-step", args=[team.partner.mpn_id, IDB]), {"step": "withdraw", "note": "Our architect left."}
    )
    page = client.get(reverse("audit-request", args=[team.partner.mpn_id, IDB])).content.decode()
    assert [words in page for words in ("Our architect left.", "No audit can be scheduled now", "after a week")] == [
        True
    ] * 3
    assert "<textarea" not in page
