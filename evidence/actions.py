"""Every write of this app: importing a file, now or in a worker."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from evidence import lake, uploads
from evidence.datasets import DATASETS, NO_MONTH
from evidence.datasets.recognition import NotRecognised, Recognised, recognise
from evidence.importing import source
from evidence.importing.conversion import Converted, Rejection, convert
from evidence.importing.errors import ImportRefused
from evidence.importing.notations import LONGEST_TENANT
from evidence.importing.statement import Reading
from evidence.models import Run, RunMonth
from evidence.signals import run_published
from partnerhub import clock, jobs, rulebook
from partnerhub.models import Job, Partner, User
from partnerhub.sentence import Sentence, either

__all__ = ["ImportRefused", "ImportResult", "import_file", "request_import", "store_upload"]

Progress = Callable[[int, str], None]
# Rejections that an import tells at once; the file of its run has them all.
TOLD = 100


@dataclass(frozen=True)
class ImportResult:
    """A file's run. ``duplicate_of`` is its id when the same file had been imported before, and nothing was written."""

    run: Run
    duplicate_of: int | None

    @property
    def rejections(self) -> list[Rejection]:
        """The first 100 rejected rows."""
        return lake.rejections(self.run, TOLD)

    @property
    def rejections_path(self) -> Path | None:
        """The CSV of all rejected rows, if there are any."""
        return lake.rejections_file(self.run) if self.run.rejected else None

    def as_json(self) -> dict[str, Any]:
        """The run in primitives, as the command and the job tell it."""
        months = self.run.months.exclude(month=NO_MONTH).values_list("month", flat=True)
        return {
            "run": self.run.pk,
            "dataset": self.run.dataset,
            "status": self.run.status,
            "accepted": self.run.accepted,
            "rejected": self.run.rejected,
            "months": [f"{month:%Y-%m}" for month in months],
            "duplicate_of": self.duplicate_of,
        }


@dataclass(frozen=True)
class _Import:
    """One file on its way in."""

    partner: Partner | None
    source: source.Source
    recognised: Recognised
    name: str
    customer: str
    recorded_at: datetime
    by: User | None
    job: Job | None

    def earlier(self, digest: str) -> Run | None:
        """The published run of the same file."""
        return Run.objects.filter(
            partner=self.partner,
            dataset=self.recognised.dataset.name,
            digest=digest,
            customer=self.customer,
            status=Run.Status.PUBLISHED,
        ).first()


def import_file(
    partner: Partner | None,
    path: Path,
    *,
    dataset: str | None = None,
    customer: str = "",
    recorded_at: datetime | None = None,
    file_name: str | None = None,
    by: User | None = None,
    job: Job | None = None,
    progress: Progress = lambda percent, step: None,
) -> ImportResult:
    """Import a file, here and now. Published whole, or ImportRefused is raised and nothing is left behind.

    ``partner`` is None for the programme's own file: every row names its partner, and the file speaks for all partners in its
    months. Rows of partners that are not known here are kept: they are read once such a partner is added.
    ``dataset`` names the kind of file where its header does not tell; ``customer`` is the tenant whose file it is, where the
    file names none; ``recorded_at`` says since when it is known (default: now).
    """
    # A name on disk may hold bytes that are no text; messages and PostgreSQL cannot.
    name = (file_name or path.name).encode(errors="replace").decode()
    progress(1, gettext_noop("Reading"))
    _look(path, name, partner, dataset, customer)  # refuses most before a large file is copied
    with _explained(name), uploads.taken_in(path) as (file, digest):
        found, recognised, tenant = _look(file, name, partner, dataset, customer)
        one = _Import(partner, found, recognised, name, tenant, recorded_at or clock.now(), by, job)
        if earlier := one.earlier(digest):
            return _again(earlier, job)
        return _run(one, digest, progress)


def store_upload(upload: "UploadedFile[Any]") -> Path:
    """Stream an uploaded file to disk, for ``request_import``."""
    return uploads.store(upload)


def request_import(
    partner: Partner,
    path: Path,
    dataset: str | None,
    customer: str,
    by: User,
    recorded_at: datetime | None = None,
) -> Job:
    """Have a worker import a file of ``store_upload``; the Job tells how far it is and what came of it."""
    from evidence.tasks import import_run

    return jobs.start(
        import_run,
        Sentence("Import %(file)s", file=path.name),
        partner=partner,
        by=by,
        path=str(path),
        dataset=dataset,
        customer=customer,
        recorded_at=recorded_at.isoformat() if recorded_at else None,
    )


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what the machine could not do into a refusal that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ImportRefused(
                "%(file)s: the disk is full. Nothing was imported; make room and try again.", file=name
            ) from error
        raise
    except duckdb.OutOfMemoryException as error:
        raise ImportRefused(
            "%(file)s: needs more memory than an import may take. Import it in parts.", file=name
        ) from error


def _look(
    path: Path, name: str, partner: Partner | None, dataset: str | None, customer: str
) -> tuple[source.Source, Recognised, str]:
    """What the beginning of a file tells: how it is written, its kind, and the tenant id of the customer it is for."""
    found = source.open_source(path, name)
    try:
        recognised = recognise(found.header, DATASETS, dataset)
    except NotRecognised as error:
        raise ImportRefused("%(file)s: %(problem)s", file=name, problem=error.sentence) from error
    if partner is None:
        _check_names_partners(recognised, name)
    return found, recognised, _customer(customer, recognised, name)


def _check_names_partners(recognised: Recognised, name: str) -> None:
    """Refuse a file of the whole programme that cannot say whose each row is."""
    dataset, column = recognised.dataset, recognised.dataset.partner_column
    if column is None:
        raise ImportRefused(
            "%(file)s: %(dataset)s files do not name the partner of a row. Import one for each partner.",
            file=name,
            dataset=dataset.name,
        )
    if column.name not in recognised.positions:
        raise ImportRefused(
            "%(file)s: has no column %(columns)s, which names the partner of each row. "
            "Export it with that column, or import it for one partner.",
            file=name,
            columns=either(column.headers),
        )


def _customer(customer: str, recognised: Recognised, name: str) -> str:
    """The tenant id that the importer named, where the dataset asks for one."""
    dataset, tenant = recognised.dataset, customer.strip().lower()
    if dataset.names_customer and not tenant:
        raise ImportRefused(
            "%(file)s: %(dataset)s files do not name their customer. Name the customer's tenant id.",
            file=name,
            dataset=dataset.name,
        )
    if tenant and not dataset.names_customer:
        raise ImportRefused(
            "%(file)s: %(dataset)s files name their customers themselves. Leave the customer out.",
            file=name,
            dataset=dataset.name,
        )
    if len(tenant) > LONGEST_TENANT:
        raise ImportRefused(
            "%(file)s: the customer's tenant id has more than %(most)s characters.", file=name, most=LONGEST_TENANT
        )
    return tenant


def _run(one: _Import, digest: str, progress: Progress) -> ImportResult:
    """Publish the file, unless the same file is published first by somebody else at this very time."""
    staged = lake.stage()
    try:
        return ImportResult(_imported(one, digest, staged, progress), None)
    except IntegrityError:
        if earlier := one.earlier(digest):
            return _again(earlier, one.job)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _imported(one: _Import, digest: str, staged: Path, progress: Progress) -> Run:
    """Convert into the staged folder and publish it."""
    build = source.examine(one.source, one.name)

    def told(rows: int) -> None:
        progress(20 + min(75, 75 * rows // build.lines), gettext_noop("Checking"))

    told(0)
    reading = _reading(one, _next_run_id())
    converted = convert(one.source, build, reading, staged, told)
    if not converted.rows:
        raise ImportRefused(
            "%(file)s: has a header but no rows. Choose a longer time range and export again.", file=one.name
        )
    progress(97, gettext_noop("Publishing"))
    return _publish(one, digest, reading.run, converted, staged)


def _again(earlier: Run, job: Job | None) -> ImportResult:
    """The same file as before. A job that finds its own run was interrupted after it had published it."""
    own = job is not None and earlier.job_id == job.pk
    return ImportResult(earlier, None if own else earlier.pk)


def _reading(one: _Import, run_id: int) -> Reading:
    book = rulebook.load(settings.RULEBOOK_DIR, settings.RULEBOOK_OVERLAY)
    return Reading(
        dataset=one.recognised.dataset,
        header=one.source.header,
        positions=one.recognised.positions,
        partner=one.partner.mpn_id if one.partner else None,
        run=run_id,
        customer=one.customer,
        words={"association": dict(book.associations.items()), "certificate": dict(book.certificates.items())},
        grouped_numbers=one.source.separator != ";",
        before=one.source.before,
    )


def _next_run_id() -> int:
    """The number of the run to be, which its rows carry; a number that is never used does no harm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('evidence_run', 'id'))")
        return int(cursor.fetchone()[0])


@transaction.atomic
def _publish(one: _Import, digest: str, run_id: int, converted: Converted, staged: Path) -> Run:
    """Make the run known and its files readable, together. Until the commit no reader looks at the folder."""
    run = Run.objects.create(
        pk=run_id,
        partner=one.partner,
        dataset=one.recognised.dataset.name,
        file_name=one.name[-255:],
        digest=digest,
        size=one.source.path.stat().st_size,
        customer=one.customer,
        status=Run.Status.PUBLISHED if converted.accepted else Run.Status.REJECTED,
        accepted=converted.accepted,
        rejected=converted.rejected,
        recorded_at=one.recorded_at,
        imported_by=one.by,
        job=one.job,
    )
    RunMonth.objects.bulk_create(
        RunMonth(run=run, partner=one.partner, dataset=run.dataset, month=month, rows=rows, recorded_at=run.recorded_at)
        for month, rows in sorted(converted.months.items())
    )
    folder = lake.publish(staged, run.dataset, run.pk)
    try:
        uploads.keep(one.source.path, digest, one.name)
    except OSError:
        shutil.rmtree(folder)
        raise
    if converted.accepted:
        transaction.on_commit(lambda: run_published.send_robust(sender=Run, run=run))
    return run
