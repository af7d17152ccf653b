"""Background chores of the ground floor."""

from partnerhub import jobs, outbox
from partnerhub.celery import app


@app.task(name="partnerhub.tasks.recover_jobs")
def recover_jobs() -> None:
    """Send again what a killed worker left behind."""
    jobs.recover()


@app.task(name="partnerhub.tasks.send_letters")
def send_letters() -> None:
    """Send the letters that wait."""
    outbox.send_due()
