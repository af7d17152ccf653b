"""Background work of this app: months of credit."""

from typing import Any

from credit import refresh
from partnerhub import jobs
from partnerhub.celery import app
from partnerhub.jobs import Progress
from partnerhub.models import Job


@jobs.job_task("credit.tasks.recompute")
def recompute(job: Job, progress: Progress, partners: list[str], months: list[str]) -> dict[str, Any]:
    """Work these months (2023-07) out for these partners (MPN ids) and keep the answers."""
    return refresh.recompute(partners, months, progress)


@app.task(name="credit.tasks.refresh_everyone")
def refresh_everyone() -> None:
    """Daily: what months rest on besides files may have changed."""
    refresh.start_for_all()
