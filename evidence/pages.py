"""What the pages of imported files show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evidence import coverage, lake, wording
from evidence.datasets import DATASETS, NO_MONTH
from evidence.importing.conversion import Rejection
from evidence.models import Run, RunMonth
from partnerhub.listing import Column, Filter, Listed, Query, held, stored
from partnerhub.models import Job, Partner

# So many rejected rows are listed, the first of the file; the download has them all. So many waiting imports are shown.
REJECTIONS_LISTED, ACTIVE_SHOWN = 10_000, 10
ESTIMATES = frozenset(name for name, dataset in DATASETS.items() if dataset.names_customer)


# A month under which rows stand that name none is not shown as one.
NAMED_MONTHS = Prefetch("months", RunMonth.objects.exclude(month=NO_MONTH))


@dataclass(frozen=True)
class ImportsPage:
    """Every file, the imports at work, and the kinds of file that are late."""

    late: list[str]
    runs: Listed[Run]
    active: list[Job]


def imports_page(partner: Partner, as_of: date, query: Query) -> ImportsPage:
    """One page of the partner's runs, newest first, and the first imports at work."""
    active = Job.objects.filter(partner=partner, task="evidence.tasks.import_run", state__in=("queued", "running"))
    late = [wording.title(dataset) for dataset in coverage.late(partner, as_of)]
    return ImportsPage(late, _runs(partner, query), list(active.order_by("created_at")[:ACTIVE_SHOWN]))


def _runs(partner: Partner, query: Query) -> Listed[Run]:
    rows = Run.objects.filter(partner=partner).select_related("imported_by").prefetch_related(NAMED_MONTHS)
    columns = (
        Column("file", _("File"), ("file_name",)),
        Column("months", _("Months")),
        Column("accepted", pgettext("rows", "Accepted"), ("accepted",), numeric=True),
        Column("rejected", pgettext("rows", "Rejected"), ("rejected",), numeric=True),
        Column("status", _("Status"), ("status",)),
        Column("known", _("Known since"), ("recorded_at",)),
        Column("by", _("By"), ("imported_by__name",)),
    )
    datasets = {name: wording.title(name) for name in DATASETS}
    filters = (
        Filter("dataset", _("Kind of file"), datasets, "dataset"),
        Filter("status", _("Status"), dict(Run.Status.choices), "status"),
    )
    return stored(rows, query, columns, search=("file_name", "customer", "imported_by__name"), filters=filters)


@dataclass(frozen=True)
class RunPage:
    """One run: what came in, what did not, and why."""

    run: Run
    title: str
    estimated: bool
    months: list[RunMonth]
    rejections: Listed[Rejection]
    superseded: int


def run_page(run: Run, query: Query) -> RunPage:
    """A run with its months and a page of its rejected rows."""
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
        rejections=_rejections(run, query),
        superseded=newer.values("month").distinct().count(),
    )


def _rejections(run: Run, query: Query) -> Listed[Rejection]:
    columns = (
        Column("row", _("Row"), numeric=True),
        Column("column", _("Column")),
        Column("value", _("Value")),
        Column("reason", _("Reason")),
    )
    orders: dict[str, Callable[[Rejection], Any]] = {
        "row": lambda one: one.row,
        "column": lambda one: (one.column or "").casefold(),
        "value": lambda one: (one.value or "").casefold(),
        "reason": lambda one: one.reason.casefold(),
    }
    rows = [replace(one, reason=wording.reason(one.reason)) for one in lake.rejections(run, REJECTIONS_LISTED)]
    return held(rows, query, columns, orders, words=_words)


def _words(one: Rejection) -> str:
    return " ".join(filter(None, (one.column, one.value, one.reason)))


@dataclass(frozen=True)
class ProgressPage:
    """An import on its way; ``run_url`` is None until there is a run."""

    job: Job
    run_url: str | None


def progress_page(partner: Partner, job: Job) -> ProgressPage:
    """How far an import is."""
    run = job.result.get("run")
    return ProgressPage(job, reverse("run", args=[partner.mpn_id, run]) if run else None)
