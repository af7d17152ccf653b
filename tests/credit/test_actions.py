"""Months are kept once, whoever asks and however often; imports and nights start the jobs that do it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from credit import actions, queries, refresh, tasks
from credit.models import AgreementLapse, CreditMonth, CreditShare
from partnerhub.celery import app
from partnerhub.models import Job, Partner
from tests.credit.evidence import JULY, OWNER, access, usage
from tests.evidence_files import KNOWN
from tests.factories import JobFactory, LocationFactory, PartnerFactory

Capture = Callable[..., AbstractContextManager[list[Any]]]


class Killed(BaseException):
    """What nobody catches on the way."""


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory(mpn_id="MPN1", kind=Partner.Kind.DIRECT_BILL)


def told() -> list[tuple[str, str, dict[str, Any]]]:
    rows = Job.objects.filter(task__startswith="credit.").order_by("created_at")
    return [(row.task, row.title, row.arguments) for row in rows]


def test_month_taken_twice_is_kept_once(partner: Partner, tmp_path: Path) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner)
    assert [actions.take_month([partner], JULY) for _again in range(2)] == [1, 0]
    assert (CreditMonth.objects.count(), len(set(CreditShare.objects.values_list("credit_month", flat=True)))) == (1, 1)
    assert actions.take_month([partner], date(2023, 6, 1)) == 0


def test_month_of_partners_at_once_is_that_of_each(partner: Partner, tmp_path: Path) -> None:
    other = PartnerFactory(mpn_id="MPN2", kind=Partner.Kind.INDIRECT_RESELLER)
    nobody = PartnerFactory(mpn_id="MPN3")
    for one in (partner, other):
        usage(tmp_path, one)
        access(tmp_path, one)
    assert actions.take_month([partner, other, nobody], JULY) == 2
    for one in (partner, other):
        kept, alone = queries.newest(one, JULY), queries.month(one, JULY)
        assert kept is not None
        assert (kept.earned, kept.possible, kept.lines) == (alone.earned, alone.possible, alone.lines)
    assert (queries.newest(nobody, JULY), CreditMonth.objects.count()) == (None, 2)


@pytest.mark.parametrize("change", ["kind", "location", "lapse", "access"])
def test_month_is_worked_out_again_when_what_it_rests_on_changes(partner: Partner, tmp_path: Path, change: str) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner, OWNER.replace("MPN1", "EAST"))
    actions.take_month([partner], JULY)
    match change:
        case "kind":
            Partner.objects.update(kind=Partner.Kind.INDIRECT_RESELLER)
        case "location":
            LocationFactory(partner=partner, mpn_id="EAST")
        case "lapse":
            actions.record_lapse(partner, None, starts=date(2023, 6, 1), ends=JULY)
        case "access":
            access(tmp_path, partner, OWNER, known=KNOWN + timedelta(days=1))
    partner.refresh_from_db()
    assert actions.take_month([partner], JULY) == 1
    kept = queries.newest(partner, JULY)
    assert kept is not None
    verdicts = {name: one["lines"] for name, one in kept.details["verdicts"].items()}
    assert (
        verdicts
        == {
            "kind": {"partner_kind": 14},
            "location": {"earned": 12, "no_access": 2},
            "lapse": {"agreement": 2, "other_partner": 11, "no_access": 1},
            "access": {"earned": 12, "no_access": 2},
        }[change]
    )


def test_month_that_holds_again_speaks_again(partner: Partner, tmp_path: Path) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner)
    actions.take_month([partner], JULY)
    lapse = actions.record_lapse(partner, None, starts=JULY)
    actions.take_month([partner], JULY)
    lapse.delete()
    assert actions.take_month([partner], JULY) == 0
    kept = queries.newest(partner, JULY)
    assert kept is not None
    assert (kept.earned, CreditMonth.objects.count()) == (Decimal(18), 2)


def test_lapse_recorded_twice_is_one(partner: Partner) -> None:
    for _again in range(2):
        actions.record_lapse(partner, None, starts=JULY, ends=JULY)
    assert AgreementLapse.objects.count() == 1


def test_lapse_recorded_later_is_not_known_before(partner: Partner, tmp_path: Path) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner)
    lapse = actions.record_lapse(partner, None, starts=JULY)
    before = lapse.recorded_at - timedelta(seconds=1)
    assert set(queries.month(partner, JULY).verdicts) == {"agreement"}
    assert "agreement" not in queries.month(partner, JULY, known_at=before).verdicts


def test_import_of_usage_starts_its_months(
    partner: Partner, tmp_path: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = usage(tmp_path, partner)
    title = f"Credit after the import of {run.file_name}"
    assert told() == [("credit.tasks.recompute", title, {"partners": ["MPN1"], "months": ["2023-07"]})]


def test_import_of_access_starts_every_month_with_usage(
    partner: Partner, tmp_path: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        access(tmp_path, partner)
    assert told() == []
    usage(tmp_path, partner)
    with django_capture_on_commit_callbacks(execute=True):
        access(tmp_path, partner, OWNER, known=KNOWN + timedelta(days=1))
    assert [arguments["months"] for _task, _title, arguments in told()] == [["2023-07"]]


def test_recompute_keeps_the_months_of_its_job_and_twice_is_harmless(partner: Partner, tmp_path: Path) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner)
    for new in (1, 0):
        job = JobFactory(
            task="credit.tasks.recompute", partner=partner, arguments={"partners": ["MPN1"], "months": ["2023-07"]}
        )
        tasks.recompute(str(job.pk))
        tasks.recompute(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("succeeded", 1)
        assert job.result == {"partners": 1, "months": 1, "new": new, "alerts": 0}
    assert CreditMonth.objects.count() == 1


def test_month_that_was_killed_before_its_shares_leaves_nothing(
    partner: Partner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage(tmp_path, partner)
    access(tmp_path, partner)

    def die(*_args: object, **_kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(CreditShare.objects, "bulk_create", die)
        with pytest.raises(Killed):
            actions.take_month([partner], JULY)
    assert CreditMonth.objects.count() == 0
    assert actions.take_month([partner], JULY) == 1


def test_nightly_look_starts_partners_with_usage_alone(partner: Partner, tmp_path: Path) -> None:
    PartnerFactory()
    assert refresh.start_for_all() == []
    usage(tmp_path, partner)
    tasks.refresh_everyone()
    title = "Daily look at credit"
    assert told() == [("credit.tasks.recompute", title, {"partners": ["MPN1"], "months": ["2023-07"]})]


def test_nightly_look_is_on_the_schedule() -> None:
    assert app.conf.beat_schedule["refresh-credit"]["task"] == tasks.refresh_everyone.name
