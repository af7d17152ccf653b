"""Background chores of the ground floor."""

from partnerhub import jobs
from partnerhub.celery import app


@app.task(name="partnerhub.tasks.recover_jobs")
def recover_jobs() -> None:
    """Send again what a killed worker left behind."""
    jobs.recover()
