"""The life cycle's calendar, as Jobs: every day for everyone, and after what may have changed a standing."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from evidence.models import Run
from partnerhub import clock, jobs
from partnerhub.jobs import Progress
from partnerhub.models import Job, Partner
from scoring.refresh import PARTNERS_PER_JOB, ranges
from specializations import award_actions, position_actions, queries

logger = logging.getLogger(__name__)


def review(mpn_ids: list[str], progress: Progress) -> dict[str, Any]:
    """Review these partners. Returns {"partners", "changes", "reminders", "failed"}.

    One whose review fails is logged and keeps nobody else from theirs; it is looked at again the next day.
    """
    changes = reminders = failed = 0
    partners = list(Partner.objects.filter(mpn_id__in=mpn_ids))
    for place, partner in enumerate(partners):
        progress(100 * place // len(partners), str(partner))
        try:
            changes += len(award_actions.review(partner))
            reminders += len(award_actions.remind(partner))
        except Exception:
            logger.exception("the specializations of %s were not reviewed", partner)
            failed += 1
    return {"partners": len(partners), "changes": changes, "reminders": reminders, "failed": failed}


def start(partner: Partner) -> Job:
    """Review one partner, as something that its standing rests on has changed."""
    return _start([partner.mpn_id], partner)


def start_for_all() -> list[Job]:
    """One Job per range of the partners for whom today may decide something, so that more workers share the work."""
    return [_start(mpn_ids, None) for mpn_ids in ranges(_asked_for())]


def _asked_for() -> Iterable[str]:
    """Those whom the pass names; everyone, should it fail: nobody's anniversary waits for it to be mended."""
    try:
        with transaction.atomic():
            return queries.partners_to_review(clock.today())
    except Exception:
        logger.exception("whom today may decide something for was not worked out; every partner is reviewed")
        return Partner.objects.values_list("mpn_id", flat=True)


def start_for_unkept() -> list[Job]:
    """The positions of partners that have none, as many as one job takes: those who were added before positions were kept, or all
    at once."""
    unkept = Partner.objects.filter(position=None).order_by("mpn_id").values_list("mpn_id", flat=True)
    return [_keeping(mpn_ids) for mpn_ids in ranges(unkept[:PARTNERS_PER_JOB])]


def keep(mpn_ids: list[str], progress: Progress) -> dict[str, Any]:
    """Keep the positions of these partners. Returns {"partners", "failed"}; who fails keeps nobody else from theirs."""
    failed = 0
    partners = list(Partner.objects.filter(mpn_id__in=mpn_ids))
    for place, partner in enumerate(partners):
        progress(100 * place // len(partners), str(partner))
        try:
            position_actions.keep(partner)
        except Exception:
            logger.exception("the position of %s was not kept", partner)
            failed += 1
    return {"partners": len(partners), "failed": failed}


def _keeping(mpn_ids: list[str]) -> Job:
    from specializations.tasks import keep as task

    with transaction.atomic():
        return jobs.start(task, gettext_noop("Positions kept"), partner=None, partners=mpn_ids)


def start_after_import(sender: object, run: Run, **_: object) -> None:
    """A published run may complete what its partner lacked; one of the whole programme is looked at by the daily review."""
    if run.partner:
        start(run.partner)


def _start(mpn_ids: list[str], partner: Partner | None) -> Job:
    from specializations.tasks import review as task

    with transaction.atomic():
        return jobs.start(task, gettext_noop("Specializations reviewed"), partner=partner, partners=mpn_ids)
