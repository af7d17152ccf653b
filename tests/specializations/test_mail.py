"""Letters about an audit: to the side that has to know, in words of its own."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Letter
from partnerhub.permissions import Role
from specializations import mail
from specializations.actions import Said, take_step
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.models import Audit
from tests.factories import person
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.test_actions import asked


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY
    settings.PUBLIC_URL = "https://partnerhub.example.com"


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    return asked(team.partner, team.owner)


def test_request_is_told_to_everyone_who_may_accept_it(audit: Audit, team: People) -> None:
    other = person(None, Role.AUDITOR)
    person(None, Role.AUDITOR, is_active=False)
    letters = mail.of_request(audit)
    assert sorted(one.to for one in letters) == sorted((team.auditor.email, other.email))
    assert (
        letters[0].subject == f"Audit requested: Infra and Database Migration to Microsoft Azure, {team.partner.name}"
    )
    assert f"https://partnerhub.example.com{reverse('audit', args=[audit.pk])}" in letters[0].text


def test_step_is_told_to_the_other_side_alone(audit: Audit, team: People) -> None:
    take_step(audit, AUDITOR, "accept", team.auditor)
    take_step(audit, AUDITOR, "propose", team.auditor, Said(day=date(2023, 8, 7)))
    take_step(audit, PARTNER, "agree", team.owner)
    accepted, proposed, agreed = map(mail.of_step, audit.steps.select_related("audit__auditor", "audit__partner"))
    assert [one.to for one in accepted] == [one.to for one in proposed] == ["mei@example.com", team.owner.email]
    assert "7 Aug 2023" in proposed[0].text
    assert reverse("audit-request", args=[team.partner.mpn_id, IDB]) in proposed[0].text
    assert {one.to for one in agreed} == {"mei@example.com", team.owner.email, team.auditor.email}


def test_request_and_step_put_their_letters_into_the_outbox(audit: Audit, team: People) -> None:
    take_step(audit, AUDITOR, "accept", team.auditor)
    found = Letter.objects.filter(about=f"audit:{audit.pk}").values_list("to", "subject")
    assert [(to, subject.split(":")[0]) for to, subject in found] == [
        (team.auditor.email, "Audit requested"),
        ("mei@example.com", "Accepted by the auditor"),
        (team.owner.email, "Accepted by the auditor"),
    ]
