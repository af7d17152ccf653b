"""Rows of a partner for every parameter of an address, so that each URL can be asked about something that is there."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from credit.models import AgreementLapse, CreditMonth, CreditShare
from evidence import lake
from evidence.models import Run
from partnerhub import documents
from partnerhub.models import Partner
from scoring.people import person_id
from specializations.models import Audit, AuditStep
from tests.access_tables import CONTACT, NAMES
from tests.directory.profiles import rows_of_directory
from tests.factories import JobFactory
from tests.lake_rows import put
from tests.specializations.references import rows_of_references
from tests.uploads import pdf, upload


def rows_of(partner: Partner) -> dict[str, Any]:
    """A value for each parameter of an address, where the rows belong to this partner."""
    known = datetime(2023, 7, 21, tzinfo=UTC)
    audit = Audit.objects.create(
        partner=partner,
        specialization=NAMES["specialization"],
        requested_at=known,
        standing={},
        state="agreed",
        day=known.date(),
        **CONTACT,
    )
    document = documents.keep(upload(pdf(title=partner.mpn_id)), None)
    AuditStep.objects.create(audit=audit, step="upload_report", side="auditor", at=known, document=document)
    run = Run.objects.create(
        partner=partner,
        dataset="azure_usage",
        file_name="usage.csv",
        digest="0" * 64,
        size=1,
        status=Run.Status.REJECTED,
        accepted=0,
        rejected=1,
        recorded_at=known,
    )
    rejected = lake.run_folder(run.dataset, run.pk) / "rejections.csv"
    rejected.parent.mkdir(parents=True)
    rejected.write_text("row,column,value,reason\n2,ACR_USD,abc,not a number\n")
    job = JobFactory(partner=partner, task="evidence.tasks.import_run")
    subjects = {"tenant": f"tenant-{partner.mpn_id}", "person": person_id(partner, f"person-{partner.mpn_id}")}
    subjects["scope"] = f"subscriptions/subscription-{partner.mpn_id}"
    put_subjects(partner)
    rows = {"run_id": run.pk, "job_id": job.pk, "audit_id": audit.pk, "report_id": document.pk}
    lapse = AgreementLapse.objects.create(partner=partner, starts=known.date(), recorded_at=known)
    rows["lapse_id"] = lapse.pk
    more = rows_of_directory(partner) | rows_of_references(partner)
    return {**NAMES, **subjects, **rows, **more, "mpn_id": partner.mpn_id}


def put_subjects(partner: Partner) -> None:
    """A customer and a person of the partner's own."""
    month = {"month": date(2023, 6, 1)}
    usage = month | {"tenant": f"tenant-{partner.mpn_id}", "customer": "Unmistakable Customer", "acr": 5}
    earned = month | {"title": "AZ-104", "training_type": "Certification", "completed": date(2023, 6, 2)}
    held = earned | {"person": f"person-{partner.mpn_id}", "first_name": "Unmistakable"}
    line = {
        "tenant": usage["tenant"],
        "customer": usage["customer"],
        "day": date(2023, 6, 2),
        "unit_price": 2,
        "quantity": 5,
    }
    line |= month | {"scope": f"/subscriptions/subscription-{partner.mpn_id}"}
    put(partner, {"azure_usage": [usage], "trainings": [held], "daily_rated_usage": [line]})
    put_credit(partner)


def put_credit(partner: Partner) -> None:
    """The month of credit that this line makes, as it would be kept."""
    amount, nothing = Decimal("1.5"), Decimal(0)
    kept = CreditMonth.objects.create(
        partner=partner,
        month=date(2023, 6, 1),
        inputs=partner.mpn_id,
        lines=1,
        earned=nothing,
        missed=nothing,
        possible=amount,
        at_risk=nothing,
        details={"verdicts": {"no_access": {"lines": 1, "amount": "1.50"}}},
    )
    CreditShare.objects.create(
        credit_month=kept,
        tenant=f"tenant-{partner.mpn_id}",
        customer="Unmistakable Customer",
        verdict="no_access",
        lines=1,
        amount=amount,
        missed=nothing,
    )
