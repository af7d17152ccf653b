"""Working months out again after an import, and every night for what else they rest on, as Jobs."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from credit import actions, queries
from credit.asking import DATASETS, USAGE
from credit.models import AgreementLapse
from evidence.models import Run, RunMonth
from partnerhub import clock, jobs
from partnerhub.jobs import Progress
from partnerhub.models import Job, Partner
from partnerhub.months import shift
from partnerhub.sentence import Sentence

logger = logging.getLogger(__name__)

# Few enough for a worker's memory.
PARTNERS_PER_JOB = 10_000
# How many months back the nightly look goes: the invoice of a month comes with the next one.
NIGHTLY_MONTHS = 3


def recompute(mpn_ids: list[str], months: list[str], progress: Progress) -> dict[str, Any]:
    """Work these months out for these partners, then tell of access that ends or has gone. Returns {"partners", "months", "new",
    "alerts"}."""
    partners, new = list(Partner.objects.filter(mpn_id__in=mpn_ids)), 0
    for place, month in enumerate(months):
        progress(100 * place // len(months), month)
        new += actions.take_month(partners, date.fromisoformat(f"{month}-01"))
    return {"partners": len(partners), "months": len(months), "new": new, "alerts": _alert(mpn_ids)}


def _alert(mpn_ids: list[str]) -> int:
    """Tell each partner; one for whom it fails keeps nobody else from theirs, and is looked at again the next night."""
    told, today = 0, clock.today()
    for partner in queries.to_alert(mpn_ids, today):
        try:
            told += actions.take_alerts(partner, today)
        except Exception:
            logger.exception("the alerts of %s were not looked for", partner)
    return told


def start_after_import(sender: object, run: Run, **_kwargs: object) -> None:
    """A published run touches the months that it names; one of access every month with usage."""
    if run.dataset not in DATASETS:
        return
    months = months_with_usage(run.partner)
    if run.dataset == USAGE:
        months = [month for month in months if run.months.filter(month=month).exists()]
    title = Sentence("Credit after the import of %(file)s", file=run.file_name)
    everyone = Partner.objects.values_list("mpn_id", flat=True)
    for mpn_ids in _ranges([run.partner.mpn_id] if run.partner else everyone):
        _start(title, mpn_ids, months, run.partner)


def start_after_lapse(lapse: AgreementLapse) -> Job | None:
    """Days without an agreement touch the months that they lie in."""
    last = lapse.ends or clock.today()
    months = [month for month in months_with_usage(lapse.partner) if lapse.starts < shift(month, 1) and month <= last]
    title = gettext_noop("Credit of the days without an agreement")
    return _start(title, [lapse.partner.mpn_id], months, lapse.partner)


def start_for_all() -> list[Job]:
    """Every night: rules, records and partners may have changed. Answers that still hold are only marked."""
    months = months_with_usage()[-NIGHTLY_MONTHS:]
    own = RunMonth.objects.filter(dataset=USAGE, month__in=months)
    ids = Partner.objects.all()
    if not own.filter(partner=None).exists():
        ids = ids.filter(pk__in=own.values("partner"))
    title = gettext_noop("Daily look at credit")
    started = [_start(title, mpn_ids, months, None) for mpn_ids in _ranges(ids.values_list("mpn_id", flat=True))]
    return [job for job in started if job]


def months_with_usage(partner: Partner | None = None) -> list[date]:
    """The months of which daily usage is known, for a partner or for any, oldest first."""
    rows = RunMonth.objects.filter(dataset=USAGE)
    if partner is not None:
        rows = rows.filter(Q(partner=partner) | Q(partner=None))
    return list(rows.order_by("month").values_list("month", flat=True).distinct())


def _ranges(mpn_ids: Iterable[str]) -> list[list[str]]:
    ids = sorted(mpn_ids)
    return [ids[start : start + PARTNERS_PER_JOB] for start in range(0, len(ids), PARTNERS_PER_JOB)]


def _start(title: str | Sentence, mpn_ids: list[str], months: list[date], partner: Partner | None) -> Job | None:
    from credit.tasks import recompute as task

    if not months:
        return None
    told = [f"{month:%Y-%m}" for month in months]
    with transaction.atomic():
        return jobs.start(task, title, partner=partner, partners=mpn_ids, months=told)
