"""Imports in a real worker, also when it is killed."""

import random
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from evidence import actions, queries
from evidence.models import Run
from partnerhub import clock, jobs
from partnerhub.models import Job, Partner, User
from tests import workers
from tests.evidence_files import write
from tests.factories import PartnerFactory, UserFactory

ROWS = 60_000
KILLS = 10


def revenue_file(folder: Path, rows: int) -> Path:
    """A file of this many usable rows."""
    row = {
        "FiscalMonthName": "June 2023",
        "PartnerAssociationType": "CSP Tier 1",
        "CustomerTenantID": "tenant-1",
        "CustomerName": "Fabrikam",
        "Workloads": "Sales",
        "AdjustedRevenueAmtCD": "10.25",
    }
    return write(folder / "revenue.csv", "business_apps_revenue", [row] * rows)


def requested(partner: Partner, by: User, file: Path) -> Job:
    return actions.request_import(partner, file, None, "", by)


def finished(job: Job) -> bool:
    job.refresh_from_db()
    return job.done


@pytest.mark.django_db(transaction=True)
def test_import_in_worker_publishes_run_and_recomputes_scores(tmp_path: Path) -> None:
    partner, by = PartnerFactory(), UserFactory()
    job = requested(partner, by, revenue_file(tmp_path, 3))
    with workers.running():
        assert workers.until(lambda: finished(job))
        assert workers.until(lambda: not Job.objects.exclude(state=Job.State.SUCCEEDED).exists())
    run = Run.objects.get(partner=partner)
    assert (job.state, job.result["run"], job.result["accepted"], run.imported_by) == ("succeeded", run.pk, 3, by)
    assert list(Job.objects.filter(partner=partner).order_by("created_at").values_list("task", flat=True)) == [
        "evidence.tasks.import_run",
        "scoring.tasks.recompute",
        "specializations.tasks.review",
    ]
    found = partner.scores.filter(designation="business_applications", as_of=clock.today())
    assert sorted(found.values_list("basis", flat=True)) == ["preview", "published"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_import_killed_ten_times_is_absent_or_whole_and_a_retry_succeeds(tmp_path: Path) -> None:
    partner, by = PartnerFactory(), UserFactory()
    chance = random.Random(20230725)
    job = requested(partner, by, revenue_file(tmp_path, ROWS))
    killed_while_running = 0
    for _ in range(KILLS):
        worker = workers.start(vanished=0.5)
        workers.until(partial(begun, job), 20)
        time.sleep(chance.random() * 0.4)
        workers.kill(worker)
        job.refresh_from_db()
        killed_while_running += job.state == Job.State.RUNNING
        whole_or_absent(partner)
        job = again(job, partner, by, tmp_path)
    with workers.running(vanished=0.5):
        assert workers.until(lambda: finished(job))
    assert job.state == Job.State.SUCCEEDED
    assert whole_or_absent(partner) == 1
    assert killed_while_running > 0


def begun(job: Job) -> bool:
    job.refresh_from_db()
    return job.state != Job.State.QUEUED


def whole_or_absent(partner: Partner) -> int:
    """How many runs can be read: none, or one with every row in its files."""
    from evidence import engine

    view = queries.view([partner])
    assert view.runs() == tuple(Run.objects.filter(partner=partner, status="published").values_list("pk", flat=True))
    if view.runs():
        with engine.session(view, ("business_apps_revenue",)) as session:
            count = session.connection.execute("SELECT count(*) FROM business_apps_revenue").fetchall()
        assert count == [(ROWS,)]
    return len(view.runs())


def again(job: Job, partner: Partner, by: User, folder: Path) -> Job:
    """What the schedule does after a kill; a finished job is asked for anew, with the same file."""
    job.refresh_from_db()
    if job.done:
        return requested(partner, by, revenue_file(folder, ROWS))
    time.sleep(0.6)
    Job.objects.filter(pk=job.pk).update(attempts=0, created_at=job.created_at - timedelta(hours=1))
    jobs.recover()
    return job
