"""Background work with a row that everyone can see. A task is a thin door: ``@job_task`` around one action.

Shape of a task: ``def run(job: Job, progress: Progress, **arguments: primitive) -> dict`` (the Job's result). A refusal that the
person can act on is raised as ``JobRefused`` and becomes the Job's message; anything else is logged and told as our fault.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from celery import Task
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_noop

from partnerhub.celery import app
from partnerhub.models import Job, Partner, User
from partnerhub.sentence import Sentence, SentenceError

logger = logging.getLogger(__name__)

# A running job that has not been heard of for this long has lost its worker.
VANISHED = timedelta(seconds=settings.JOB_VANISHED_SECONDS)
HEARTBEAT = VANISHED / 6
# A queued job whose message did not reach a worker within this time is sent again (running twice is harmless).
UNHEARD = timedelta(minutes=5)
MAX_ATTEMPTS = 5

BROKEN = Sentence("Something went wrong on our side. The log names this job's number; try again.")
STOPPED = gettext_noop("The worker stopped several times during this job. Try again later.")

Progress = Callable[[int, str], None]
Run = Callable[..., dict[str, Any]]


class JobRefused(SentenceError):
    """The work cannot be done and the person can do something about it; the sentence says what."""


def start(
    task: Task[Any, Any],
    title: str | Sentence,
    *,
    partner: Partner | None = None,
    by: User | None = None,
    **arguments: Any,
) -> Job:
    """Record a Job and send it to a worker once the current transaction is committed.

    ``title`` is told to people in their language: a text that a catalog knows (``gettext_noop``), or a sentence with values.
    """
    job = Job.objects.create(
        task=task.name,
        title=str(title),
        sentences={"title": title.as_json()} if isinstance(title, Sentence) else {},
        partner=partner,
        asked_by=by,
        arguments=arguments,
    )
    # Robust: while the broker is away the row waits, and ``recover`` sends it later.
    transaction.on_commit(lambda: task.delay(str(job.pk)), robust=True)
    return job


def job_task(name: str) -> Callable[[Run], Task[Any, Any]]:
    """Register a task that works on one Job row. Safe to deliver twice: only one worker takes the row."""

    def decorate(run: Run) -> Task[Any, Any]:
        @app.task(name=name)
        @wraps(run)
        def deliver(job_id: str) -> None:
            if (job := _take(UUID(job_id))) is not None:
                _work(job, run)

        return deliver

    return decorate


def _take(job_id: UUID) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.done or (job.state == Job.State.RUNNING and not _vanished(job)):
            return None
        job.state, job.attempts, job.started_at, job.alive_at = Job.State.RUNNING, job.attempts + 1, now, now
        job.save(update_fields=["state", "attempts", "started_at", "alive_at"])
    return job


def _vanished(job: Job) -> bool:
    return job.alive_at is None or job.alive_at < timezone.now() - VANISHED


def _work(job: Job, run: Run) -> None:
    try:
        with _heartbeat(job):
            result = run(job, lambda percent, step: _tell(job, percent, step), **job.arguments)
    except JobRefused as refusal:
        _finish(job, Job.State.FAILED, message=refusal.sentence)
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.task)
        _finish(job, Job.State.FAILED, message=BROKEN)
    else:
        _finish(job, Job.State.SUCCEEDED, result=result)


def _own(job: Job) -> QuerySet[Job]:
    """The row, as long as no other worker took it over: one that was only away for a while has no say any more."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts)


def _tell(job: Job, percent: int, step: str) -> None:
    _own(job).update(percent=percent, step=step, alive_at=timezone.now())


def _finish(
    job: Job, state: Job.State, *, message: Sentence | None = None, result: dict[str, Any] | None = None
) -> None:
    told: dict[str, Any] = {"percent": 100} if state == Job.State.SUCCEEDED else {}
    if message:
        told |= {"message": str(message), "sentences": {**job.sentences, "message": message.as_json()}}
    _own(job).update(state=state, result=result or {}, step="", finished_at=timezone.now(), **told)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Say "still alive" from a thread of its own, however long the work's single statements take."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(HEARTBEAT.total_seconds()):
            try:
                _own(job).update(alive_at=timezone.now())
            except DatabaseError:
                logger.warning("job %s: no heartbeat this time", job.pk, exc_info=True)
                connection.close()  # the next beat connects anew
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def recover() -> int:
    """Send again every job whose worker vanished or whose message was lost; give up after MAX_ATTEMPTS. Returns how many."""
    now = timezone.now()
    lost = Job.objects.filter(state=Job.State.RUNNING, alive_at__lt=now - VANISHED)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        finished_at=now,
        message=STOPPED,
    )
    waiting = Job.objects.filter(state=Job.State.QUEUED).annotate(sent_at=Coalesce("alive_at", "created_at"))
    unheard = list(waiting.filter(sent_at__lt=now - UNHEARD))
    again = list(lost.filter(attempts__lt=MAX_ATTEMPTS)) + unheard
    # In a long backlog each waiting job is sent once in a while, not at every look.
    Job.objects.filter(pk__in=[job.pk for job in unheard]).update(alive_at=now)
    for job in again:
        app.send_task(job.task, args=[str(job.pk)])
    return len(again)
