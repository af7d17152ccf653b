"""What the evidence pages show."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse

from evidence import lake
from evidence.datasets import DATASETS
from evidence.importing.conversion import Rejection
from evidence.models import Run, RunMonth
from partnerhub.models import Job, Partner

RUNS_PER_PAGE = 25
REJECTIONS_SHOWN = 100
ESTIMATES = frozenset(name for name, dataset in DATASETS.items() if dataset.names_customer)


@dataclass(frozen=True)
class Coverage:
    """One dataset: the months that are known, and since when the newest of them is."""

    dataset: str
    title: str
    first: date | None
    last: date | None
    months: int
    estimated: bool


@dataclass(frozen=True)
class DataPage:
    """What there is, from which files."""

    coverage: list[Coverage]
    runs: Page[Run]
    active: list[Job]


def data_page(partner: Partner, number: str | None) -> DataPage:
    """The partner's datasets, and one page of its runs, newest first."""
    runs = Run.objects.filter(partner=partner).select_related("imported_by").prefetch_related("months")
    active = Job.objects.filter(partner=partner, task="evidence.tasks.import_run", state__in=("queued", "running"))
    return DataPage(_coverage(partner), Paginator(runs, RUNS_PER_PAGE).get_page(number), list(active))


def _coverage(partner: Partner) -> list[Coverage]:
    rows = RunMonth.objects.filter(partner=partner, run__status=Run.Status.PUBLISHED)
    months: dict[str, set[date]] = {}
    for dataset, month in rows.values_list("dataset", "month").distinct():
        months.setdefault(dataset, set()).add(month)
    return [
        Coverage(
            name,
            dataset.title,
            min(months.get(name, ()), default=None),
            max(months.get(name, ()), default=None),
            len(months.get(name, ())),
            name in ESTIMATES,
        )
        for name, dataset in DATASETS.items()
    ]


@dataclass(frozen=True)
class RunPage:
    """One run: what came in, what did not, and why."""

    run: Run
    title: str
    estimated: bool
    months: list[RunMonth]
    rejections: list[Rejection]
    superseded: int


def run_page(run: Run) -> RunPage:
    """A run with its months and its first 100 rejected rows."""
    months = list(run.months.all())
    newer = RunMonth.objects.filter(
        partner=run.partner,
        dataset=run.dataset,
        month__in=[one.month for one in months],
        recorded_at__gt=run.recorded_at,
    )
    return RunPage(
        run=run,
        title=DATASETS[run.dataset].title,
        estimated=run.dataset in ESTIMATES,
        months=months,
        rejections=lake.rejections(run, REJECTIONS_SHOWN),
        superseded=newer.values("month").distinct().count(),
    )


@dataclass(frozen=True)
class ProgressPage:
    """An import on its way; ``run_url`` is None until there is a run."""

    job: Job
    run_url: str | None


def progress_page(partner: Partner, job: Job) -> ProgressPage:
    """How far an import is."""
    run = job.result.get("run")
    return ProgressPage(job, reverse("run", args=[partner.mpn_id, run]) if run else None)
