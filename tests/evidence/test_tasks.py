"""The import as a job: what the person is told, and that running twice is harmless."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import actions, uploads
from evidence.models import Run
from evidence.tasks import import_run, sweep_lake
from partnerhub.models import Job
from tests.factories import PartnerFactory, UserFactory

CONTENT = b"Month,CustomerTenantId,ServiceLevel2,ACR_USD\n2023-06,t1,Storage,1.5\nsoon,t1,Storage,1\n"


def uploaded(content: bytes = CONTENT) -> Path:
    return actions.store_upload(SimpleUploadedFile("usage.csv", content))


def worked(job: Job) -> Job:
    """The job after a worker took it."""
    import_run(str(job.pk))
    job.refresh_from_db()
    return job


@pytest.mark.django_db
def test_import_run_tells_the_run_and_discards_the_upload() -> None:
    by = UserFactory()
    job = worked(actions.request_import(PartnerFactory(), uploaded(), None, "", by))
    run = Run.objects.get()
    assert (job.state, run.job, run.imported_by, run.file_name) == ("succeeded", job, by, "usage.csv")
    assert job.result == {
        "run": run.pk,
        "dataset": "azure_usage",
        "status": "published",
        "accepted": 1,
        "rejected": 1,
        "months": ["2023-06"],
        "duplicate_of": None,
    }
    assert list(uploads.incoming().iterdir()) == []


@pytest.mark.django_db
def test_import_run_of_a_refused_file_fails_with_the_reason() -> None:
    job = worked(actions.request_import(PartnerFactory(), uploaded(b"PK\x03\x04"), None, "", UserFactory()))
    assert (job.state, Run.objects.count(), list(uploads.incoming().iterdir())) == ("failed", 0, [])
    assert job.message == (
        "usage.csv: is a spreadsheet or zip archive. Save or export it as CSV (comma or tab separated) and import that."
    )


@pytest.mark.django_db
def test_import_run_of_a_file_imported_before_names_that_run() -> None:
    partner = PartnerFactory()
    first, second = (worked(actions.request_import(partner, uploaded(), None, "", UserFactory())) for _ in range(2))
    assert (second.result["run"], second.result["duplicate_of"]) == (first.result["run"], first.result["run"])


@pytest.mark.django_db
@pytest.mark.parametrize("upload_left", [True, False])
def test_import_run_delivered_again_after_publishing_finds_its_own_run(upload_left: bool) -> None:
    partner, path = PartnerFactory(), uploaded()
    job = actions.request_import(partner, path, None, "", UserFactory())
    # The worker published the run, and was killed before it could say so.
    result = actions.import_file(partner, path, job=job)
    if not upload_left:
        uploads.discard(path)
    worked(job)
    assert (job.state, job.result["run"], job.result["duplicate_of"]) == ("succeeded", result.run.pk, None)
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_import_run_whose_upload_is_gone_says_so() -> None:
    path = uploaded()
    job = actions.request_import(PartnerFactory(), path, None, "", UserFactory())
    uploads.discard(path)
    assert worked(job).message.startswith("usage.csv: cannot be read (No such file or directory).")


@pytest.mark.django_db
def test_sweep_lake_keeps_what_is_new() -> None:
    path = uploaded()
    sweep_lake()
    assert path.exists()
