"""Importing a file: a run that is published whole, or nothing."""

import errno
import gzip
import os
import shutil
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from evidence import actions, lake, queries, uploads
from evidence.actions import ImportRefused, import_file, request_import, store_upload
from evidence.importing import source
from evidence.models import Run, RunMonth
from evidence.signals import run_published
from partnerhub.models import Job, Partner
from tests.factories import JobFactory, PartnerFactory, UserFactory

HEADER = "Month,CustomerTenantId,ServiceLevel2,ACR_USD"
GOOD = "2023-06,t1,Storage,1.5"
KNOWN = datetime(2023, 7, 21, 8, tzinfo=UTC)


def written(folder: Path, *rows: str, name: str = "usage.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def files_of(folder: Path) -> list[str]:
    """Every file below a folder, by its path there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def nothing_left(settings: Settings) -> bool:
    return files_of(lake.root()) == [] and files_of(Path(settings.UPLOAD_DIR)) == []


@pytest.mark.django_db
def test_import_file_publishes_run_with_months_rows_and_file(tmp_path: Path) -> None:
    partner, by, job = PartnerFactory(), UserFactory(), JobFactory()
    path = written(tmp_path, GOOD, "2023-05,t1,Storage,1", GOOD, "soon,t1,Storage,1")
    result = import_file(partner, path, recorded_at=KNOWN, by=by, job=job)
    run = result.run
    assert Run.objects.get() == run
    assert (run.partner, run.dataset, run.file_name, run.size) == (
        partner,
        "azure_usage",
        "usage.csv",
        path.stat().st_size,
    )
    assert (run.digest, run.customer, run.status) == (source.digest(path), "", "published")
    assert (run.accepted, run.rejected, run.recorded_at, run.imported_by, run.job) == (3, 1, KNOWN, by, job)
    assert list(run.months.values_list("partner", "dataset", "month", "rows", "recorded_at")) == [
        (partner.pk, "azure_usage", date(2023, 5, 1), 1, KNOWN),
        (partner.pk, "azure_usage", date(2023, 6, 1), 2, KNOWN),
    ]
    assert result.duplicate_of is None
    assert [vars(rejection) for rejection in result.rejections] == [
        {"row": 5, "column": "Month", "value": "soon", "reason": "not a date or month"}
    ]


@pytest.mark.django_db
def test_import_file_leaves_exactly_the_runs_files(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, GOOD, "soon,t1,Storage,1")
    run = import_file(PartnerFactory(), path).run
    assert files_of(lake.root()) == [
        f"azure_usage/run={run.pk}/{name}" for name in ("part-0.parquet", "rejections.csv")
    ]
    assert files_of(Path(settings.UPLOAD_DIR)) == [f"{run.digest}/usage.csv"]
    facts = pq.read_table(lake.run_folder("azure_usage", run.pk) / "part-0.parquet").to_pylist()
    assert run.partner is not None
    assert [(fact["partner"], fact["run"], fact["row"]) for fact in facts] == [(run.partner.mpn_id, run.pk, 2)]


@pytest.mark.django_db
def test_import_file_keeps_a_copy_that_later_writing_does_not_change(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, GOOD)
    run = import_file(PartnerFactory(), path).run
    path.write_text("changed")
    assert source.digest(Path(settings.UPLOAD_DIR) / run.digest / "usage.csv") == run.digest


@pytest.mark.django_db
def test_import_file_again_is_the_same_run(tmp_path: Path, settings: Settings) -> None:
    partner = PartnerFactory()
    first = import_file(partner, written(tmp_path, GOOD, "soon,t1,Storage,1"))
    before = files_of(tmp_path)
    second = import_file(partner, written(tmp_path, GOOD, "soon,t1,Storage,1", name="other.csv"), recorded_at=KNOWN)
    assert (second.run, second.duplicate_of, second.rejections) == (first.run, first.run.pk, first.rejections)
    assert Run.objects.count() == 1
    assert files_of(tmp_path) == sorted([*before, "other.csv"])


@pytest.mark.django_db
def test_import_file_of_another_partner_is_another_run(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    results = [import_file(PartnerFactory(), path) for _ in range(2)]
    assert [result.duplicate_of for result in results] == [None, None]
    assert Run.objects.count() == 2


@pytest.mark.django_db
def test_import_file_for_another_customer_is_another_run(tmp_path: Path) -> None:
    header = "ProviderName,BillingCurrency,ChargePeriodStart,EffectiveCost"
    path, partner = written(tmp_path, "Microsoft,USD,2023-06-01,1", header=header), PartnerFactory()
    results = [import_file(partner, path, customer=customer) for customer in ("T1", "t2", " t1 ")]
    assert [result.run.customer for result in results] == ["t1", "t2", "t1"]
    assert [result.duplicate_of for result in results] == [None, None, results[0].run.pk]


@pytest.mark.django_db
def test_import_file_later_run_of_the_month_supersedes_at_its_moment(tmp_path: Path) -> None:
    partner = PartnerFactory()
    old = import_file(
        partner, written(tmp_path, GOOD, "2023-05,t1,S,1"), recorded_at=datetime(2023, 7, 1, tzinfo=UTC)
    ).run
    new = import_file(partner, written(tmp_path, "2023-06,t1,S,2"), recorded_at=datetime(2023, 7, 20, tzinfo=UTC)).run

    def known(moment: datetime | None) -> dict[date, int]:
        return {one.month: one.run for one in queries.view([partner], moment).slices("azure_usage")}

    assert known(datetime(2023, 6, 30, 23, tzinfo=UTC)) == {}
    assert known(datetime(2023, 7, 19, 23, tzinfo=UTC)) == {date(2023, 5, 1): old.pk, date(2023, 6, 1): old.pk}
    assert known(datetime(2023, 7, 20, tzinfo=UTC)) == {date(2023, 5, 1): old.pk, date(2023, 6, 1): new.pk}


@pytest.mark.django_db
def test_import_file_without_usable_row_is_a_rejected_run_that_nobody_reads(tmp_path: Path) -> None:
    partner = PartnerFactory()
    result = import_file(partner, written(tmp_path, "soon,t1,S,1", ",t1,S,1"))
    assert (result.run.status, result.run.accepted, result.run.rejected) == ("rejected", 0, 2)
    assert [rejection.reason for rejection in result.rejections] == ["not a date or month", "missing"]
    assert files_of(lake.root()) == [f"azure_usage/run={result.run.pk}/rejections.csv"]
    assert (RunMonth.objects.count(), queries.view([partner]).runs()) == (0, ())


@pytest.mark.django_db
def test_import_file_rejected_before_may_be_tried_again(tmp_path: Path) -> None:
    partner, path = PartnerFactory(), written(tmp_path, "soon,t1,S,1")
    results = [import_file(partner, path) for _ in range(2)]
    assert [(result.duplicate_of, result.run.status) for result in results] == [(None, "rejected")] * 2


@pytest.mark.django_db
def test_import_file_tells_first_100_rejections_and_keeps_all(tmp_path: Path) -> None:
    result = import_file(PartnerFactory(), written(tmp_path, GOOD, *["soon,t1,S,1"] * 101))
    assert [rejection.row for rejection in result.rejections] == list(range(3, 103))
    assert result.rejections_path == lake.rejections_file(result.run)
    assert len(result.rejections_path.read_text().splitlines()) == 102


@pytest.mark.django_db
def test_import_file_without_rejections_has_no_file_of_them(tmp_path: Path) -> None:
    result = import_file(PartnerFactory(), written(tmp_path, GOOD))
    assert (result.rejections, result.rejections_path) == ([], None)


REFUSED = {
    "Name,City\nFabrikam,Utrecht\n": "The first line is not the header of a known export.",
    "Month,CustomerTenantId,ACR_USD,Month\n2023-06,t1,1,2023-06\n": "Columns 1 and 4 have the same header, 'Month'.",
    f"{HEADER}\n": "has a header but no rows. Choose a longer time range and export again.",
    f"{HEADER}\n\n\n": "has a header but no rows.",
    "": "the file is empty.",
    "PK\x03\x04": "is a spreadsheet or zip archive.",
    "ProviderName,BillingCurrency,ChargePeriodStart,EffectiveCost\nMicrosoft,USD,2023-06-01,1\n": (
        "focus files do not name their customer. Name the customer's tenant id."
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "message"), REFUSED.items(), ids=range(len(REFUSED)))
def test_import_file_that_is_refused_leaves_nothing(
    tmp_path: Path, settings: Settings, content: str, message: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(ImportRefused) as refused:
        import_file(PartnerFactory(), path)
    assert str(refused.value).startswith(f"x.csv: {message}")
    assert (Run.objects.count(), nothing_left(settings)) == (0, True)


@pytest.mark.django_db
def test_import_file_refuses_customer_where_the_file_names_them(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"^usage\.csv: azure_usage files name their customers themselves\."):
        import_file(PartnerFactory(), written(tmp_path, GOOD), customer="t1")


@pytest.mark.django_db
@pytest.mark.parametrize(("length", "refused"), [(64, False), (65, True)])
def test_import_file_refuses_customer_that_is_too_long(tmp_path: Path, length: int, refused: bool) -> None:
    header = "ProviderName,BillingCurrency,ChargePeriodStart,EffectiveCost"
    path = written(tmp_path, "Microsoft,USD,2023-06-01,1", header=header)
    try:
        import_file(PartnerFactory(), path, customer="t" * length)
    except ImportRefused as refusal:
        assert (refused, str(refusal)) == (True, "usage.csv: the customer's tenant id has more than 64 characters.")
    else:
        assert not refused


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "missing.csv"])
def test_import_file_refuses_folder_and_missing_file(tmp_path: Path, settings: Settings, path: str) -> None:
    with pytest.raises(ImportRefused, match=r"is a folder|cannot be read"):
        import_file(PartnerFactory(), tmp_path / path)
    assert nothing_left(settings)


@pytest.mark.django_db
def test_import_file_names_the_file_as_the_person_does(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    run = import_file(PartnerFactory(), path, file_name="Azure usage June (final).csv").run
    assert run.file_name == "Azure usage June (final).csv"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", ".hidden", "a" * 400 + ".csv", "naïve file.csv", "..", "???", "con\ntrol.csv", "日" * 300],
)
def test_import_file_keeps_a_harmless_name(tmp_path: Path, settings: Settings, name: str) -> None:
    run = import_file(PartnerFactory(), written(tmp_path, GOOD), file_name=name).run
    (kept,) = files_of(Path(settings.UPLOAD_DIR))
    assert Path(kept).parts[:-1] == (run.digest,)
    assert len(kept) < 230
    assert run.file_name == name[-255:]


@pytest.mark.django_db
def test_import_file_whose_name_is_no_text_is_imported(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD).rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/us\xe9ge.csv")))
    assert import_file(PartnerFactory(), path).run.file_name == "us?ge.csv"


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["a b", "it's", "a[b]*?", 'quo"te'])
def test_import_file_in_folder_with_any_name(tmp_path: Path, settings: Settings, folder: str) -> None:
    settings.UPLOAD_DIR, settings.LAKE_URL = tmp_path / folder / "uploads", str(tmp_path / folder / "lake")
    assert import_file(PartnerFactory(), written(tmp_path, GOOD)).run.accepted == 1


@pytest.mark.django_db
def test_import_file_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    rows = [GOOD] * 130_000
    import_file(PartnerFactory(), written(tmp_path, *rows), progress=lambda percent, step: told.append((percent, step)))
    assert list(dict.fromkeys(step for _, step in told)) == ["Reading", "Checking", "Publishing"]
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert percents[-1] == 97


@pytest.mark.django_db
def test_import_file_tells_others_once_it_is_committed(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[Run] = []

    def hear(sender: object, run: Run, **_: object) -> None:
        heard.append(run)

    run_published.connect(hear)
    try:
        partner, path = PartnerFactory(), written(tmp_path, GOOD)
        with django_capture_on_commit_callbacks(execute=True):
            run = import_file(partner, path).run
            assert heard == []
        assert heard == [run]
        with django_capture_on_commit_callbacks(execute=True):
            import_file(partner, path)
            import_file(partner, written(tmp_path, "soon,t1,S,1"))
        assert heard == [run]
    finally:
        run_published.disconnect(hear)


@pytest.mark.django_db
def test_import_file_is_published_even_if_a_listener_fails(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fail(sender: object, **_: object) -> None:
        raise RuntimeError

    run_published.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run = import_file(PartnerFactory(), written(tmp_path, GOOD)).run
    finally:
        run_published.disconnect(fail)
    assert Run.objects.get().pk == run.pk


class FullDisk:
    """Stands for a disk that takes no more from the moment a place is reached."""

    def __call__(self, *_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (shutil, "copyfile"),
        (lake, "stage"),
        (pq, "ParquetWriter"),
        (lake, "publish"),
        (uploads, "_copy"),
    ],
    ids=["copying", "staging", "writing", "publishing", "keeping"],
)
def test_import_file_on_a_full_disk_is_refused_and_leaves_nothing(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    partner, path = PartnerFactory(), written(tmp_path, GOOD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", FullDisk())
        patched.setattr(module, name, FullDisk())
        with pytest.raises(ImportRefused) as refused, transaction.atomic():
            import_file(partner, path)
    assert str(refused.value) == "usage.csv: the disk is full. Nothing was imported; make room and try again."
    assert (Run.objects.count(), nothing_left(settings)) == (0, True)
    assert import_file(partner, path).run.status == "published"


@pytest.mark.django_db(transaction=True)
def test_import_file_at_the_same_time_is_one_run(tmp_path: Path, settings: Settings) -> None:
    partner = PartnerFactory()
    paths = [written(tmp_path, GOOD, name=f"{number}.csv") for number in range(4)]
    barrier = threading.Barrier(len(paths))
    results: list[actions.ImportResult] = []

    def work(path: Path) -> None:
        barrier.wait()
        results.append(import_file(partner, path))
        connection.close()

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run = Run.objects.get()
    assert sorted(str(result.duplicate_of) for result in results) == sorted([str(run.pk)] * 3 + ["None"])
    assert {result.run.pk for result in results} == {run.pk}
    assert files_of(lake.root()) == [f"azure_usage/run={run.pk}/part-0.parquet"]


@pytest.mark.django_db
def test_import_file_reads_packed_file_and_keeps_it_packed(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "usage.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{GOOD}\n".encode()))
    run = import_file(PartnerFactory(), path).run
    assert (run.accepted, run.size) == (1, path.stat().st_size)
    assert (Path(settings.UPLOAD_DIR) / run.digest / "usage.csv.gz").read_bytes() == path.read_bytes()


def test_store_upload_keeps_name_and_content(settings: Settings) -> None:
    path = store_upload(SimpleUploadedFile("../My file.csv", b"content"))
    assert (path.name, path.read_bytes(), path.is_relative_to(uploads.incoming())) == ("My_file.csv", b"content", True)


@pytest.mark.django_db
def test_request_import_starts_a_job_with_primitive_arguments(tmp_path: Path) -> None:
    partner, by = PartnerFactory(), UserFactory()
    job = request_import(partner, tmp_path / "usage.csv", "focus", "t1", by, KNOWN)
    assert Job.objects.get() == job
    assert (job.task, job.title, job.partner, job.asked_by) == (
        "evidence.tasks.import_run",
        "Import usage.csv",
        partner,
        by,
    )
    assert job.arguments == {
        "path": str(tmp_path / "usage.csv"),
        "dataset": "focus",
        "customer": "t1",
        "recorded_at": "2023-07-21T08:00:00+00:00",
    }


@pytest.mark.django_db
def test_import_file_of_a_removed_lake_folder_is_made_anew(tmp_path: Path) -> None:
    shutil.rmtree(lake.root())
    assert import_file(Partner.objects.create(mpn_id="1", name="Contoso"), written(tmp_path, GOOD)).run.accepted == 1
