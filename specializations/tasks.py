"""Background work of this app: the life cycle's calendar."""

from typing import Any

from partnerhub import jobs
from partnerhub.celery import app
from partnerhub.jobs import Progress
from partnerhub.models import Job
from specializations import calendar, reference_actions


@jobs.job_task("specializations.tasks.review")
def review(job: Job, progress: Progress, partners: list[str]) -> dict[str, Any]:
    """Award, renew and lose what today decides for these partners (MPN ids), and write the reminders that are due."""
    return calendar.review(partners, progress)


@jobs.job_task("specializations.tasks.keep")
def keep(job: Job, progress: Progress, partners: list[str]) -> dict[str, Any]:
    """Keep where these partners (MPN ids) stand, for every page to show."""
    return calendar.keep(partners, progress)


@app.task(name="specializations.tasks.review_everyone")
def review_everyone() -> None:
    """Daily: anniversaries come and go by the day."""
    calendar.start_for_all()
    calendar.start_for_unkept()


@app.task(name="specializations.tasks.end_references")
def end_references() -> None:
    """Let approvals expire whose validity has ended, and forget contacts whose purpose has."""
    reference_actions.end_references()
