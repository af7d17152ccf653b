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
    known = history.known_days(partner, undecided(as_of, bought, answers))
    return {
        key: _life(key, as_of, bought.get(key, []), known.get(key, []), answers.get(key))
        for key in rules.book().designations
    }


def undecided(
    as_of: date, bought: Mapping[str, Collection[Membership]], answers: Mapping[str, ScoreSnapshot]
) -> dict[str, Window]:
    """The designations whose status hangs on the score of earlier days, and those days."""
    past = {key: _past(as_of, bought.get(key, [])) for key in answers}
    return {
        key: days
        for key, days in past.items()
        if days and not membership.running(as_of, bought.get(key, [])) and not _qualifies(answers[key], days)
    }


def _qualifies(answer: ScoreSnapshot, days: Window) -> bool:
    return answer.qualified and _day_of(answer, days) in days


def _day_of(answer: ScoreSnapshot, days: Window) -> date:
    """The day that a score is of. Where only the day itself counts, what was refreshed last speaks until the next refresh."""
    return days.last if days.first == days.last else answer.as_of


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
    qualified = [one.day for one in known if one.qualified]
    if answer and answer.qualified:
        qualified.append(_day_of(answer, window_on(book.on(as_of), as_of, bought)))
    measured = answer is not None and history.of_answer(answer).measured
    return status(book.on(as_of), as_of, bought, qualified, measured=measured)
