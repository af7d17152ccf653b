"""Background work: the row is the truth, a message may come twice or never, and running twice is harmless."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery.signals import before_task_publish
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from partnerhub import jobs
from partnerhub.celery import app
from partnerhub.jobs import MAX_ATTEMPTS, UNHEARD, VANISHED, JobRefused, Progress, job_task
from partnerhub.models import Job
from partnerhub.tasks import recover_jobs
from tests.factories import JobFactory, PartnerFactory, UserFactory

# What the tasks below did, one entry per run.
ran: list[Any] = []
SECOND = timedelta(seconds=1)


@job_task("tests.jobs.double")
def double(job: Job, progress: Progress, *, number: int) -> dict[str, Any]:
    ran.append((job.pk, number))
    progress(40, "Doubling")
    during = Job.objects.get(pk=job.pk)
    return {"doubled": number * 2, "during": [during.state, during.attempts, during.percent, during.step]}


@job_task("tests.jobs.refuse")
def refuse(job: Job, progress: Progress) -> dict[str, Any]:
    progress(30, "Reading")
    raise JobRefused("usage.csv: has no header line. Export the report with its header.")


@job_task("tests.jobs.fail")
def fail(job: Job, progress: Progress) -> dict[str, Any]:
    raise ZeroDivisionError("secret detail")


@job_task("tests.jobs.slow")
def slow(job: Job, progress: Progress) -> dict[str, Any]:
    ran.append(job.pk)
    time.sleep(1)
    return {}


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


@pytest.fixture
def sent() -> Iterator[list[tuple[str, str]]]:
    """The messages that leave for the broker: (task, id of the job)."""
    messages: list[tuple[str, str]] = []

    def note(sender: str, body: Any, **_: object) -> None:
        messages.append((sender, body[0][0]))

    before_task_publish.connect(note, weak=False)
    yield messages
    before_task_publish.disconnect(note)


def running(heard: datetime | None, **fields: Any) -> Job:
    """A job that a worker took and was last heard of at this moment."""
    task = fields.pop("task", double.name)
    fields = {"attempts": 1, "arguments": {"number": 4}, "started_at": heard, **fields}
    return JobFactory(task=task, state=Job.State.RUNNING, alive_at=heard, **fields)


def ago(span: timedelta) -> datetime:
    return timezone.now() - span


# Starting


def test_start_records_the_job_and_sends_it_after_the_commit(
    db: None, sent: list[tuple[str, str]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    partner, user = PartnerFactory(), UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(double, "Double 4", partner=partner, by=user, number=4)
        before = list(sent)
    assert (before, sent) == ([], [("tests.jobs.double", str(job.pk))])
    kept = Job.objects.get()
    assert (kept.task, kept.title, kept.partner, kept.asked_by) == ("tests.jobs.double", "Double 4", partner, user)
    assert (kept.arguments, kept.state, kept.attempts, kept.done) == ({"number": 4}, Job.State.QUEUED, 0, False)


def test_start_in_a_transaction_that_is_undone_leaves_neither_row_nor_message(
    db: None, sent: list[tuple[str, str]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.start(double, "Double 4", number=4)
        raise ZeroDivisionError
    assert (sent, Job.objects.count()) == ([], 0)


def test_start_while_the_broker_is_away_leaves_the_row_for_later(
    db: None,
    sent: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("Connection refused")

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(double, "delay", away)
        job = jobs.start(double, "Double 4", number=4)
    assert Job.objects.get().state == Job.State.QUEUED
    Job.objects.update(created_at=ago(UNHEARD + SECOND))
    assert (jobs.recover(), sent) == (1, [("tests.jobs.double", str(job.pk))])


# Working


def test_job_is_worked_on_and_keeps_its_result(db: None) -> None:
    job = JobFactory(task=double.name, arguments={"number": 4})
    double(str(job.pk))
    job.refresh_from_db()
    assert job.result == {"doubled": 8, "during": ["running", 1, 40, "Doubling"]}
    assert (job.state, job.percent, job.step, job.message, job.done) == (Job.State.SUCCEEDED, 100, "", "", True)
    assert job.created_at <= job.started_at <= job.alive_at <= job.finished_at


def test_job_that_is_delivered_twice_runs_once(db: None) -> None:
    job = JobFactory(task=double.name, arguments={"number": 4})
    for _ in range(2):
        double(str(job.pk))
    job.refresh_from_db()
    assert (ran, job.attempts) == ([(job.pk, 4)], 1)


def test_job_that_two_workers_get_at_once_runs_once(transactional_db: None) -> None:
    job = JobFactory(task=slow.name)
    start = threading.Barrier(4)

    def worker() -> None:
        start.wait()
        slow(str(job.pk))
        connection.close()

    in_threads([worker] * 4)
    job.refresh_from_db()
    assert (ran, job.attempts, job.state) == ([job.pk], 1, Job.State.SUCCEEDED)


def in_threads(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_job_of_a_living_worker_is_left_to_it(db: None) -> None:
    job = running(ago(VANISHED - SECOND))
    double(str(job.pk))
    job.refresh_from_db()
    assert (ran, job.attempts, job.state) == ([], 1, Job.State.RUNNING)


def test_job_of_a_vanished_worker_is_taken_again(db: None) -> None:
    job = running(ago(VANISHED + SECOND))
    double(str(job.pk))
    job.refresh_from_db()
    assert (ran, job.attempts, job.state) == ([(job.pk, 4)], 2, Job.State.SUCCEEDED)


def test_job_of_a_worker_never_heard_of_is_taken(db: None) -> None:
    job = running(None)
    double(str(job.pk))
    assert ran == [(job.pk, 4)]


@pytest.mark.parametrize("state", [Job.State.SUCCEEDED, Job.State.FAILED])
def test_job_that_is_done_stays_as_it_is(db: None, state: Job.State) -> None:
    job = JobFactory(task=double.name, arguments={"number": 4}, state=state, result={"doubled": 8}, attempts=1)
    before = Job.objects.values().get()
    double(str(job.pk))
    assert (ran, Job.objects.values().get()) == ([], before)


def test_job_without_row_is_let_go(db: None) -> None:
    double(str(uuid4()))
    assert (ran, Job.objects.count()) == ([], 0)


def test_job_that_is_refused_tells_what_the_person_can_do(db: None, caplog: pytest.LogCaptureFixture) -> None:
    job = JobFactory(task=refuse.name)
    refuse(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.percent, job.step, job.result) == (Job.State.FAILED, 30, "", {})
    assert job.message == "usage.csv: has no header line. Export the report with its header."
    assert job.finished_at is not None
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_job_that_breaks_is_our_fault_and_told_without_details(db: None, caplog: pytest.LogCaptureFixture) -> None:
    job = JobFactory(task=fail.name)
    fail(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.FAILED, True)
    assert job.message == "Something went wrong on our side. The log names this job's number; try again."
    (record,) = [record for record in caplog.records if record.name == "partnerhub.jobs"]
    assert str(job.pk) in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_job_with_arguments_that_its_task_does_not_know_fails(db: None) -> None:
    job = JobFactory(task=double.name, arguments={"nummer": 4})
    double(str(job.pk))
    job.refresh_from_db()
    assert (ran, job.state) == ([], Job.State.FAILED)


def test_job_says_that_it_is_alive_while_its_work_says_nothing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT", timedelta(milliseconds=20))
    job = JobFactory(task=slow.name)
    assert len(moments_heard(job)) > 2


def test_job_whose_heartbeat_loses_its_connection_is_heard_of_again(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT", timedelta(milliseconds=20))
    job = JobFactory(task=slow.name)
    ended: list[datetime] = []

    def end_once(alive: datetime) -> None:
        if not ended and end_heartbeats():
            ended.append(alive)

    heard = moments_heard(job, end_once)
    assert len([alive for alive in heard if alive > ended[0]]) > 1
    assert f"job {job.pk}: no heartbeat this time" in [record.getMessage() for record in caplog.records]
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED


def moments_heard(job: Job, meanwhile: Callable[[datetime], object] = lambda alive: None) -> list[datetime]:
    """Run the slow job in a thread; the moments at which its row said that it is alive."""
    heard: list[datetime] = []

    def work() -> None:
        slow(str(job.pk))
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        alive = Job.objects.get(pk=job.pk).alive_at
        if alive and alive not in heard:
            heard.append(alive)
            meanwhile(alive)
    return heard


def end_heartbeats() -> int:
    """End the connections that beat; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state = 'idle' AND query LIKE 'UPDATE \"partnerhub_job\" SET \"alive_at\"%'"
        )
        return int(cursor.fetchone()[0])


@job_task("tests.jobs.overtaken")
def overtaken(job: Job, progress: Progress, *, refused: bool) -> dict[str, Any]:
    """Another worker takes the job over while this one, slept through, still works."""
    Job.objects.filter(pk=job.pk).update(alive_at=ago(VANISHED + SECOND), percent=10)
    jobs._take(job.pk)
    progress(90, "Late")
    if refused:
        raise JobRefused("late")
    return {"late": True}


@pytest.mark.parametrize("refused", [False, True])
def test_worker_that_was_overtaken_has_no_say_any_more(db: None, refused: bool) -> None:
    job = JobFactory(task=overtaken.name, arguments={"refused": refused})
    overtaken(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.percent, job.step) == (Job.State.RUNNING, 2, 10, "")
    assert (job.result, job.message, job.finished_at) == ({}, "", None)


def test_heartbeat_ends_with_the_work(db: None) -> None:
    before = threading.active_count()
    job = JobFactory(task=fail.name)
    fail(str(job.pk))
    assert threading.active_count() == before


# Recovering


def test_recover_sends_jobs_of_vanished_workers_again(db: None, sent: list[tuple[str, str]]) -> None:
    lost = running(ago(VANISHED + SECOND))
    running(ago(VANISHED - SECOND))
    assert jobs.recover() == 1
    assert sent == [("tests.jobs.double", str(lost.pk))]


def test_recover_sends_jobs_whose_message_was_lost_again(db: None, sent: list[tuple[str, str]]) -> None:
    unheard = JobFactory(task=double.name, created_at=ago(UNHEARD + SECOND))
    JobFactory(task=double.name, created_at=ago(UNHEARD - SECOND))
    assert jobs.recover() == 1
    assert sent == [("tests.jobs.double", str(unheard.pk))]


def test_recover_leaves_what_is_done(db: None, sent: list[tuple[str, str]]) -> None:
    for state in (Job.State.SUCCEEDED, Job.State.FAILED):
        JobFactory(task=double.name, state=state, alive_at=ago(timedelta(days=1)), created_at=ago(timedelta(days=1)))
    assert (jobs.recover(), sent) == (0, [])


@pytest.mark.parametrize(
    ("attempts", "state", "messages"),
    [
        (MAX_ATTEMPTS - 1, Job.State.RUNNING, 1),
        (MAX_ATTEMPTS, Job.State.FAILED, 0),
        (MAX_ATTEMPTS + 1, Job.State.FAILED, 0),
    ],
)
def test_recover_gives_up_after_so_many_attempts(
    db: None, sent: list[tuple[str, str]], attempts: int, state: Job.State, messages: int
) -> None:
    job = running(ago(VANISHED + SECOND), attempts=attempts)
    assert jobs.recover() == messages
    job.refresh_from_db()
    assert (job.state, len(sent), job.finished_at is not None) == (state, messages, state == Job.State.FAILED)
    told = "The worker stopped several times during this job. Try again later." if state == Job.State.FAILED else ""
    assert job.message == told


def test_job_whose_worker_always_vanishes_is_tried_so_many_times(db: None, sent: list[tuple[str, str]]) -> None:
    job = JobFactory(task=double.name, arguments={"number": 4}, created_at=ago(UNHEARD + SECOND))
    while jobs.recover():
        assert jobs._take(job.pk) is not None
        Job.objects.update(alive_at=ago(VANISHED + SECOND))
    job.refresh_from_db()
    assert (job.attempts, job.state, len(sent)) == (MAX_ATTEMPTS, Job.State.FAILED, MAX_ATTEMPTS)


def test_recover_jobs_task_recovers(db: None, sent: list[tuple[str, str]]) -> None:
    lost = running(ago(VANISHED + SECOND))
    recover_jobs()
    assert sent == [("tests.jobs.double", str(lost.pk))]


def test_schedule_names_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks] == []
