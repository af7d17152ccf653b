"""The daily review as jobs: everyone's turn comes, and what changes a standing starts one at once."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub import clock
from partnerhub.models import Job
from scoring import actions as scoring
from specializations import calendar, tasks
from specializations.actions import enrol
from specializations.award_actions import record_award
from specializations.models import Attestation, Award, AwardRenewal, Reminder, StatusEntry
from tests.factories import PartnerFactory
from tests.lake_rows import put
from tests.people import People

KEY = "networking_services_in_microsoft_azure"


@pytest.fixture(autouse=True)
def _today(demo_day: date) -> None:
    """The demo's day, 25 July 2023."""


def done(job: Job) -> Job:
    tasks.review(str(job.pk))
    job.refresh_from_db()
    return job


def test_review_of_everyone_takes_those_for_whom_the_day_may_decide_something(team: People, settings: Settings) -> None:
    """The stranger's partner has nothing yet, and is left out."""
    for partner in (team.partner, PartnerFactory()):
        record_award(partner, KEY, team.manager, starts=date(2022, 10, 23), note="Award letter.")
    (job,) = calendar.start_for_all()
    assert done(job).result == {"partners": 2, "changes": 0, "reminders": 2, "failed": 0}
    assert Reminder.objects.count() == 2
    settings.DEMO_TODAY = date(2023, 11, 23)
    (later,) = calendar.start_for_all()
    assert done(later).result == {"partners": 2, "changes": 2, "reminders": 0, "failed": 0}
    assert set(StatusEntry.objects.filter(after="expired").values_list("day", flat=True)) == {date(2023, 11, 23)}


def test_partner_that_cannot_be_reviewed_keeps_nobody_from_theirs(team: People) -> None:
    broken, fine = PartnerFactory(mpn_id="1"), team.partner
    for partner in (broken, fine):
        record_award(partner, KEY, team.manager, starts=date(2022, 10, 23), note="Award letter.")
    # A day before any rule.
    award, long_ago = Award.objects.get(partner=broken), date(1991, 1, 1)
    AwardRenewal.objects.create(award=award, anniversary=long_ago, decided_on=long_ago, validated=False)
    job = calendar.start_for_all()[0]
    assert done(job).result["failed"] == 1
    assert Reminder.objects.get().award.partner == fine


def test_evidence_that_cannot_be_read_keeps_nobody_else_from_theirs(team: People, settings: Settings) -> None:
    """The pass over all partners stumbles over it, so every partner is reviewed by itself."""
    broken = PartnerFactory()
    run = put(broken, {"azure_usage": [{"month": date(2023, 6, 1), "tenant": "t1", "acr": 5}]})["azure_usage"]
    shutil.rmtree(Path(settings.LAKE_URL) / "azure_usage" / f"run={run.pk}")
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 23), note="Award letter.")
    (job,) = calendar.start_for_all()
    assert done(job).result == {"partners": 3, "changes": 0, "reminders": 1, "failed": 1}
    assert Reminder.objects.get().award.partner == team.partner


def test_enrolment_starts_a_review_of_its_partner(team: People) -> None:
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 1))
    job = Job.objects.get(task="specializations.tasks.review")
    assert (job.partner, job.arguments) == (team.partner, {"partners": [team.partner.mpn_id]})


def test_partner_that_has_just_completed_something_is_reviewed(team: People) -> None:
    partner = team.partner
    scoring.enrol(partner, "business_applications", team.manager, starts=date(2023, 7, 1))
    for requirement in ("performance", "skilling"):
        Attestation.objects.create(
            partner=partner,
            specialization="sales",
            requirement=requirement,
            reason="Seen on paper.",
            valid_from=date(2023, 7, 1),
            attested_at=clock.now(),
        )
    (job,) = calendar.start_for_all()
    assert done(job).result == {"partners": 1, "changes": 1, "reminders": 0, "failed": 0}
    assert Award.objects.get().specialization == "sales"
    assert calendar.start_for_all()[0].arguments == {"partners": [partner.mpn_id]}
