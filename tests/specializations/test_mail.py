"""Letters about an audit: to the side that has to know, in words of its own."""

from datetime import date
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Job
from partnerhub.permissions import Role
from specializations import mail
from specializations.actions import take_step
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
    letter = mail.of_request(audit)
    assert sorted(letter.to) == sorted((team.auditor.email, other.email))
    assert letter.subject == f"Audit requested: Infra and Database Migration to Microsoft Azure, {team.partner.name}"
    assert f"https://partnerhub.example.com{reverse('audit', args=[audit.pk])}" in letter.text


def test_step_is_told_to_the_other_side_alone(audit: Audit, team: People) -> None:
    take_step(audit, AUDITOR, "accept", team.auditor)
    take_step(audit, AUDITOR, "propose", team.auditor, day=date(2023, 8, 7))
    take_step(audit, PARTNER, "agree", team.owner)
    accepted, proposed, agreed = map(mail.of_step, audit.steps.select_related("audit__auditor", "audit__partner"))
    assert accepted.to == proposed.to == ("mei@example.com", team.owner.email)
    assert "7 Aug 2023" in proposed.text
    assert reverse("audit-request", args=[team.partner.mpn_id, IDB]) in proposed.text
    assert agreed.to == (team.auditor.email,)


def test_letter_goes_to_each_on_their_own(audit: Audit, team: People) -> None:
    """As a job, so that what could not be sent is seen."""
    take_step(audit, AUDITOR, "accept", team.auditor)
    from specializations.tasks import tell_of_step

    job = Job.objects.get(task="specializations.tasks.tell_of_step")
    tell_of_step(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result, job.partner) == ("succeeded", {"sent": 2}, team.partner)
    assert [one.to for one in outbox.outbox] == [["mei@example.com"], [team.owner.email]]
