"""Where a partner's designations stand in their life: what was bought, and on which days the score is known to qualify."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import history, membership, queries
from scoring.history import DayScore
from scoring.membership import Membership
from scoring.models import ScoreSnapshot
from scoring.status import NOT_SCORED, Life, status, window_on
from scoring.window import Window


def life(
    partner: Partner, designation: str, as_of: date, answer: ScoreSnapshot, known_at: datetime | None = None
) -> Life:
    """Where one designation stands, with every known day on which it qualified. ``answer`` is its score on the day."""
    bought = queries.memberships(partner, known_at).get(designation, [])
    days = _past(as_of, bought)
    known = history.known_days(partner, {designation: days} if days else {}, known_at)
    return _life(designation, as_of, bought, known.get(designation, []), answer)


def lives(partner: Partner, as_of: date, answers: Mapping[str, ScoreSnapshot]) -> dict[str, Life]:
    """Where every designation stands, for which earlier days are asked only where they can change the word.

    ``answers``: the scores of the day, where there are any.
    """
    bought = queries.memberships(partner)
    book = rules.book()
    wanted = {
        key: days
        for key, answer in answers.items()
        if not _is_decided(as_of, bought.get(key, []), answer) and (days := _past(as_of, bought.get(key, [])))
    }
    known = history.known_days(partner, wanted)
    return {
        key: _life(key, as_of, bought.get(key, []), known.get(key, []), answers.get(key)) for key in book.designations
    }


def _is_decided(as_of: date, bought: Collection[Membership], answer: ScoreSnapshot) -> bool:
    """Enrolled whatever the score does, or qualified today."""
    return membership.running(as_of, bought) is not None or answer.qualified


def _past(as_of: date, bought: Collection[Membership]) -> Window | None:
    """The part of the qualification window that lies behind; None before the programme, or before the window."""
    try:
        days = window_on(rules.book().on(as_of), as_of, bought)
    except NotInForce:
        return None
    return Window(days.first, min(days.last, as_of)) if days.first <= as_of else None


def _life(
    designation: str,
    as_of: date,
    bought: Collection[Membership],
    known: Collection[DayScore],
    answer: ScoreSnapshot | None,
) -> Life:
    book = rules.book()
    held = membership.held(book.on(as_of), as_of, bought)
    if held is None and not history.is_scored(book, designation, as_of):
        return Life(NOT_SCORED, Window(as_of, as_of))
    today = [history.of_answer(answer, as_of)] if answer else []
    qualified = [one.day for one in (*known, *today) if one.qualified]
    measured = any(one.measured for one in today)
    return status(book.on(as_of), as_of, bought, qualified, measured=measured)
