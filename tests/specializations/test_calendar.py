"""The daily review as jobs: everyone's turn comes, and what changes a standing starts one at once."""

from datetime import date

import pytest
from pytest_django import Settings

from partnerhub.models import Job
from specializations import calendar, tasks
from specializations.actions import enrol
from specializations.award_actions import record_award
from specializations.models import Award, AwardRenewal, Reminder, StatusEntry
from tests.factories import PartnerFactory
from tests.people import People

KEY = "networking_services_in_microsoft_azure"


@pytest.fixture(autouse=True)
def _today(demo_day: date) -> None:
    """The demo's day, 25 July 2023."""


def done(job: Job) -> Job:
    tasks.review(str(job.pk))
    job.refresh_from_db()
    return job


def test_review_of_everyone_takes_every_partner(team: People, settings: Settings) -> None:
    """The stranger's partner is there too."""
    for partner in (team.partner, PartnerFactory()):
        record_award(partner, KEY, team.manager, starts=date(2022, 10, 23), note="Award letter.")
    (job,) = calendar.start_for_all()
    assert done(job).result == {"partners": 3, "changes": 0, "reminders": 2, "failed": 0}
    assert Reminder.objects.count() == 2
    settings.DEMO_TODAY = date(2023, 11, 23)
    (later,) = calendar.start_for_all()
    assert done(later).result == {"partners": 3, "changes": 2, "reminders": 0, "failed": 0}
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


def test_enrolment_starts_a_review_of_its_partner(team: People) -> None:
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 1))
    job = Job.objects.get(task="specializations.tasks.review")
    assert (job.partner, job.arguments) == (team.partner, {"partners": [team.partner.mpn_id]})
