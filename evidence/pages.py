"""What the pages of imported files show."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.urls import reverse

from evidence import coverage, lake, wording
from evidence.datasets import DATASETS, NO_MONTH
from evidence.importing.conversion import Rejection
from evidence.models import Run, RunMonth
from partnerhub.models import Job, Partner

RUNS_PER_PAGE = 25
REJECTIONS_SHOWN = 100
ESTIMATES = frozenset(name for name, dataset in DATASETS.items() if dataset.names_customer)


# A month under which rows stand that name none is not shown as one.
NAMED_MONTHS = Prefetch("months", RunMonth.objects.exclude(month=NO_MONTH))


@dataclass(frozen=True)
class ImportsPage:
    """Every file, the imports at work, and the kinds of file that are late."""

    late: list[str]
    runs: Page[Run]
    active: list[Job]


def imports_page(partner: Partner, as_of: date, number: str | None) -> ImportsPage:
    """One page of the partner's runs, newest first."""
    runs = Run.objects.filter(partner=partner).select_related("imported_by").prefetch_related(NAMED_MONTHS)
    active = Job.objects.filter(partner=partner, task="evidence.tasks.import_run", state__in=("queued", "running"))
    late = [wording.title(dataset) for dataset in coverage.late(partner, as_of)]
    return ImportsPage(late, Paginator(runs, RUNS_PER_PAGE).get_page(number), list(active))


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
        title=wording.title(run.dataset),
        estimated=run.dataset in ESTIMATES,
        months=[one for one in months if one.month != NO_MONTH],
        rejections=[replace(one, reason=wording.reason(one.reason)) for one in lake.rejections(run, REJECTIONS_SHOWN)],
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
