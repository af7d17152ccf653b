"""Recomputing on the programme's calendar and after an import, as Jobs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from evidence.models import Run
from partnerhub import clock, jobs
from partnerhub.jobs import Progress
from partnerhub.models import Job, Partner
from partnerhub.sentence import Sentence
from scoring import actions
from scoring.signals import scores_taken

# Few enough for a worker's memory, enough that reading the programme's files once for all of them pays.
PARTNERS_PER_JOB = 10_000


def recompute(mpn_ids: list[str], as_of: str | None, progress: Progress) -> dict[str, Any]:
    """Take the snapshots of these partners. Returns {"partners", "snapshots", "as_of"}.

    For a single partner also those of the earlier days that its status may hang on.
    """
    day = date.fromisoformat(as_of) if as_of else clock.today()
    progress(10, gettext_noop("Scoring"))
    partners = list(Partner.objects.filter(mpn_id__in=mpn_ids))
    new = actions.take_snapshots(partners, day)
    if len(partners) == 1:
        progress(60, gettext_noop("Scoring earlier days"))
        actions.keep_earlier_days(partners[0], day)
        scores_taken.send(sender=None, partner=partners[0])
    return {"partners": len(mpn_ids), "snapshots": new, "as_of": day.isoformat()}


def start_for_all(title: str | Sentence) -> list[Job]:
    """One Job per range of partners, so that more workers share the work."""
    return [_start(title, mpn_ids) for mpn_ids in ranges(Partner.objects.values_list("mpn_id", flat=True))]


def ranges(mpn_ids: Iterable[str]) -> list[list[str]]:
    """Partners that are neighbours in the programme's files, which are sorted by them: as many as one job scores."""
    ids = sorted(mpn_ids)
    return [ids[start : start + PARTNERS_PER_JOB] for start in range(0, len(ids), PARTNERS_PER_JOB)]


def start_after_import(sender: object, run: Run, **_: object) -> None:
    """A published run touches its partner's scores; one of the whole programme touches everyone's."""
    title = Sentence("Scores after the import of %(file)s", file=run.file_name)
    if run.partner is None:
        start_for_all(title)
    else:
        _start(title, [run.partner.mpn_id], partner=run.partner)


def _start(title: str | Sentence, mpn_ids: list[str], partner: Partner | None = None) -> Job:
    from scoring.tasks import recompute as task

    with transaction.atomic():
        return jobs.start(task, title, partner=partner, partners=mpn_ids)
