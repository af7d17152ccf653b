"""Background scoring."""

from typing import Any

from django.utils.translation import gettext_noop

from partnerhub import clock, jobs, rules
from partnerhub.celery import app
from partnerhub.jobs import Progress
from partnerhub.models import Job
from scoring import refresh


@jobs.job_task("scoring.tasks.recompute")
def recompute(job: Job, progress: Progress, partners: list[str], as_of: str | None = None) -> dict[str, Any]:
    """Score these partners (MPN ids) for today and keep the snapshots."""
    return refresh.recompute(partners, as_of, progress)


@app.task(name="scoring.tasks.refresh_skilling")
def refresh_skilling() -> None:
    """Daily: certificates start and stop to count by the day."""
    refresh.start_for_all(gettext_noop("Daily skilling refresh"))


@app.task(name="scoring.tasks.refresh_performance")
def refresh_performance() -> None:
    """On the day on which the rulebook says that the month before is published."""
    day = rules.book().on(clock.today()).peek("freshness.performance_day")
    if day is not None and day.value == clock.today().day:
        refresh.start_for_all(gettext_noop("Monthly performance refresh"))
