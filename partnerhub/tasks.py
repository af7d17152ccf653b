"""Background chores of the ground floor."""

from django.utils import timezone

from partnerhub import documents, jobs, outbox
from partnerhub.celery import app


@app.task(name="partnerhub.tasks.recover_jobs")
def recover_jobs() -> None:
    """Send again what a killed worker left behind."""
    jobs.recover()


@app.task(name="partnerhub.tasks.send_letters")
def send_letters() -> None:
    """Send the letters that wait."""
    outbox.send_due()


@app.task(name="partnerhub.tasks.sweep_documents")
def sweep_documents() -> None:
    """Remove what broken-off uploads left behind, a day after."""
    documents.sweep(timezone.now())
