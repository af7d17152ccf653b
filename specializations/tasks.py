"""Background work of this app: letters about audits."""

from typing import Any

from partnerhub import jobs
from partnerhub.jobs import Progress
from partnerhub.models import Job
from specializations import mail
from specializations.models import Audit, AuditStep


@jobs.job_task("specializations.tasks.tell_of_request")
def tell_of_request(job: Job, progress: Progress, audit: int) -> dict[str, Any]:
    """Tell the auditors of a new request. Returns {"sent"}."""
    row = Audit.objects.select_related("partner", "requested_by", "auditor").get(pk=audit)
    return {"sent": mail.send(mail.of_request(row))}


@jobs.job_task("specializations.tasks.tell_of_step")
def tell_of_step(job: Job, progress: Progress, step: int) -> dict[str, Any]:
    """Tell the other side of a step. Returns {"sent"}."""
    row = AuditStep.objects.select_related("audit__partner", "audit__requested_by", "audit__auditor").get(pk=step)
    return {"sent": mail.send(mail.of_step(row))}
