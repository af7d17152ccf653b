"""The daily review in a real worker: the pass that names whom to review, and the reviews themselves."""

from datetime import timedelta

import pytest

from partnerhub import clock
from partnerhub.models import Job, Partner
from scoring.actions import enrol
from specializations import tasks
from specializations.award_actions import record_award
from specializations.models import Attestation, Award, Reminder
from tests import workers
from tests.lake_rows import put
from tests.people import people

ATTESTED = ("performance", "skilling")


@pytest.mark.django_db(transaction=True)
def test_night_in_a_worker_awards_what_is_complete_and_reminds_of_what_is_held() -> None:
    """The stranger's partner has evidence, and nothing that a day could decide."""
    team, today = people(), clock.today()
    stranger = Partner.objects.get(members__user=team.stranger)
    for partner in (team.partner, stranger):
        put(
            partner, {"azure_usage": [{"month": today.replace(day=1), "tenant": "t1", "customer": "Litware", "acr": 5}]}
        )
    enrol(team.partner, "business_applications", team.manager, starts=today - timedelta(days=9))
    Attestation.objects.bulk_create(
        Attestation(
            partner=team.partner,
            specialization="sales",
            requirement=requirement,
            reason="Seen on paper.",
            valid_from=today - timedelta(days=9),
            attested_at=clock.now(),
        )
        for requirement in ATTESTED
    )
    record_award(
        team.partner, "calling_for_microsoft_teams", team.manager, starts=today - timedelta(days=365), note="Letter."
    )
    with workers.running(vanished=60):
        for _night in range(2):
            tasks.review_everyone.delay()
            done = Job.objects.filter(task=tasks.review.name, state=Job.State.SUCCEEDED)
            before = done.count()
            assert workers.until(lambda: done.count() > before, 120)  # noqa: B023  # asked at once
    assert [(job.arguments, job.result["partners"], job.result["failed"]) for job in done] == [
        ({"partners": [team.partner.mpn_id]}, 1, 0)
    ] * 2
    assert [job.result["changes"] for job in done.order_by("created_at")] == [1, 0]
    assert Award.objects.filter(specialization="sales", partner=team.partner).count() == 1
    assert Reminder.objects.values("distance").distinct().count() == Reminder.objects.count() > 0
