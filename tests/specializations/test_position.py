"""What is kept of a partner's position, when it is kept anew, and what the shell shows of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from partnerhub.models import Job
from scoring import refresh
from scoring.actions import take_snapshots
from specializations import calendar, position, tasks
from specializations.actions import AuditWish, request_audit
from specializations.award_actions import record_award, review
from specializations.models import Position
from specializations.overview import overview
from specializations.pages import areas
from specializations.position_actions import keep
from specializations.reference_actions import delete_reference
from tests.cases_format import import_table
from tests.factories import JobFactory, PartnerFactory
from tests.people import People
from tests.specializations.evidence import DAY, IDB, SHORT, ready
from tests.specializations.references import drafted

pytestmark = pytest.mark.slow
WISH = AuditWish(contact_name="Mei Lin", contact_email="mei@example.com")


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def no_progress(percent: int, step: str) -> None:
    """Nobody watches."""


def row(team: People) -> Position:
    return Position.objects.get(partner=team.partner)


def test_partner_of_whom_nothing_was_kept_is_worked_out(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    assert position.kept(team.partner, DAY) is None
    assert position.glance(team.partner) == position.NOTHING
    assert [need.kind for need in overview(team.partner, DAY).needs] == ["Audit"]


def test_kept_position_tells_what_is_worked_out(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    take_snapshots([team.partner], DAY)
    worked_out, needs = areas(team.partner, DAY), overview(team.partner, DAY).needs
    keep(team.partner)
    assert areas(team.partner, DAY) == worked_out
    assert overview(team.partner, DAY).needs == needs
    found = position.glance(team.partner)
    assert (found.areas["azure"], found.needs, found.audits, found.references) == ((0, 13), len(needs), 0, 0)
    assert found.scores == {
        one.designation: one.shown for one in team.partner.scores.filter(basis="published") if one.is_measured
    }
    assert found.scores.keys() == {"data_ai", "infrastructure", "digital_app_innovation"}


def test_kept_position_asks_no_evidence(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    take_snapshots([team.partner], DAY)
    keep(team.partner)
    with CaptureQueriesContext(connection) as asked:
        overview(team.partner, DAY)
    assert not any("evidence_runmonth" in query["sql"] for query in asked)


def test_position_of_a_later_day_says_nothing_of_an_earlier_one(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    keep(team.partner)
    assert position.kept(team.partner, DAY - timedelta(days=1)) is None
    assert position.kept(team.partner, DAY + timedelta(days=1)) == row(team)


def test_review_of_everything_keeps_the_position_once_committed(
    team: People, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ready(team.partner, tmp_path, team.manager)
    with django_capture_on_commit_callbacks(execute=True):
        review(team.partner)
        assert not Position.objects.exists()
    assert (row(team).day, row(team).figures["areas"]["azure"]) == (DAY, [0, 13])


def test_review_of_one_changes_that_one_alone(
    team: People, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    import_table(tmp_path, team.partner, "azure_usage", SHORT)
    keep(team.partner)
    before = {one["key"]: one for one in row(team).standings}
    with django_capture_on_commit_callbacks(execute=True):
        ready(team.partner, tmp_path, team.manager)  # attests, which reviews this one
    after = {one["key"]: one for one in row(team).standings}
    assert {key for key in after if after[key] != before[key]} == {IDB}
    assert (after[IDB]["ready"], row(team).figures["needs"]) == (True, 1)


def test_audit_and_reference_are_counted_as_they_come_and_go(
    team: People, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ready(team.partner, tmp_path, team.manager)
    keep(team.partner)
    with django_capture_on_commit_callbacks(execute=True):
        request_audit(team.partner, IDB, team.owner, WISH)
        draft = drafted(team.partner, team.owner)
    assert [position.glance(team.partner).audits, position.glance(team.partner).references] == [1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        delete_reference(draft)
    assert position.glance(team.partner).references == 0


def test_award_is_counted_on_its_day_without_asking_again(
    team: People, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ready(team.partner, tmp_path, team.manager)
    keep(team.partner)
    with django_capture_on_commit_callbacks(execute=True):
        record_award(team.partner, IDB, team.manager, starts=date(2022, 9, 1), note="Held before.")
    (azure, *_others) = areas(team.partner, DAY)
    assert (azure.active, azure.not_started) == (1, 12)
    assert position.glance(team.partner).areas["azure"] == (1, 13)


def test_specialization_that_lapsed_since_is_expired(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    record_award(team.partner, IDB, team.manager, starts=date(2022, 9, 1), note="Held before.")
    keep(team.partner)
    days = {day: areas(team.partner, day)[0] for day in (date(2023, 10, 1), date(2023, 10, 2))}
    labels = [str(one.status.label) for area in days.values() for one in area.specializations if one.key == IDB]
    assert labels == ["Active, renewal overdue", "Expired"]


def test_scores_taken_of_one_partner_keep_its_position(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    refresh.recompute([team.partner.mpn_id], None, no_progress)
    assert row(team).figures["scores"].keys() == {
        one.designation for one in team.partner.scores.all() if one.is_measured
    }


def test_scores_taken_of_many_leave_it_to_the_daily_review(team: People) -> None:
    refresh.recompute([team.partner.mpn_id, PartnerFactory().mpn_id], None, no_progress)
    assert not Position.objects.exists()


def test_partner_has_a_position_as_soon_as_it_is_added(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        partner = PartnerFactory()
    assert position.glance(partner).areas["azure"] == (0, 13)
    with django_capture_on_commit_callbacks(execute=True):
        partner.save()
    assert Position.objects.get().partner == partner


def test_night_keeps_the_positions_that_are_not_kept_yet(team: People, tmp_path: Path) -> None:
    other = PartnerFactory()
    keep(team.partner)
    (job,) = calendar.start_for_unkept()
    assert other.mpn_id in job.arguments["partners"] and team.partner.mpn_id not in job.arguments["partners"]
    tasks.keep(str(job.pk))
    job.refresh_from_db()
    assert job.result == {"partners": len(job.arguments["partners"]), "failed": 0}
    assert position.glance(other).areas["azure"] == (0, 13)
    assert calendar.start_for_unkept() == []


def test_jobs_at_work_are_told_until_they_are_done(team: People) -> None:
    for state in (Job.State.QUEUED, Job.State.RUNNING, Job.State.SUCCEEDED, Job.State.FAILED):
        JobFactory(partner=team.partner, state=state)
    JobFactory(state=Job.State.RUNNING)
    assert position.glance(team.partner).at_work == 2
    keep(team.partner)
    assert position.glance(team.partner).at_work == 2


def test_feed_that_stopped_is_late_and_needed(team: People, tmp_path: Path) -> None:
    old = "Month | CustomerTenantId | ServiceLevel2 | PartnerAttributionType | ACR_USD\n2023-04 | a | Synapse | CSP Tier 1 | 5"
    import_table(tmp_path, team.partner, "azure_usage", old)
    keep(team.partner)
    assert (row(team).late, position.glance(team.partner).late) == (["azure_usage"], 1)
    told = [need.text for need in overview(team.partner, DAY).needs]
    assert told == ["Azure usage is late: what came since its last file is unknown, not zero."]
