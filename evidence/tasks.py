"""Background work on evidence: importing a file, and clearing away what killed imports left."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from evidence import actions, lake, uploads
from evidence.models import Run
from partnerhub.celery import app
from partnerhub.jobs import JobRefused, Progress, job_task
from partnerhub.models import Job


@job_task("evidence.tasks.import_run")
def import_run(
    job: Job, progress: Progress, *, path: str, dataset: str | None, customer: str, recorded_at: str | None
) -> dict[str, Any]:
    """Import a file that ``store_upload`` put aside. Safe to repeat: a published file is the same run again."""
    file = Path(path)
    assert job.partner is not None  # request_import always names one
    if not file.exists() and (run := Run.objects.filter(job=job).first()):
        return actions.ImportResult(run, None).as_json()
    try:
        result = actions.import_file(
            job.partner,
            file,
            dataset=dataset,
            customer=customer,
            recorded_at=datetime.fromisoformat(recorded_at) if recorded_at else None,
            by=job.asked_by,
            job=job,
            progress=progress,
        )
    except actions.ImportRefused as refusal:
        uploads.discard(file)
        raise JobRefused(refusal.sentence.text, **refusal.sentence.words) from refusal
    uploads.discard(file)
    return result.as_json()


@app.task(name="evidence.tasks.sweep_lake")
def sweep_lake() -> None:
    """Remove what killed imports left behind, a day after."""
    lake.sweep(timezone.now())
    uploads.sweep(timezone.now())
