"""What would change for a partner if the rules of another day applied: the same evidence, scored under both."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce, Rulebook, report
from partnerhub.rulebook.report import Difference
from partnerhub.rulebook.uses import rules_of
from scoring import queries, wire
from scoring.forms import Asked
from scoring.score import Score


@dataclass(frozen=True)
class Change:
    """A day's score under the rules of that day and under those of another, and what differs in what both of them read.

    None where the rules of a day know no such score; then there is nothing to compare.
    """

    designation: str
    asked: Asked
    rules_on: date
    before: Score | None
    after: Score | None
    differences: list[Difference]


def turns(book: Rulebook, designation: str) -> tuple[date, ...]:
    """The days from which a designation's score is worked out by other rules, from its first edition on, oldest first."""
    read = rules_of(book, designation)
    own = report.turns(book, designation)
    every = report.turns_of(chain for key, chain in book.chains.items() if key[0] in read)
    return tuple(day for day in every if own and day >= own[0])


def next_turn(book: Rulebook, designation: str, after: date) -> date | None:
    """The next day known to bring other rules; None where none is."""
    return next((day for day in turns(book, designation) if day > after), None)


def change(partner: Partner, designation: str, asked: Asked, rules_on: date) -> Change:
    """The partner's score on the day that is asked for, under its own rules and under those of ``rules_on``."""
    book = rules.book()
    before, after = (_score(partner, designation, asked, day) for day in (asked.as_of, rules_on))
    tracks = (before.track.key if before else "", after.track.key if after else "")
    read = rules_of(book, designation) if before and after else frozenset()
    found = report.differences_seen(book.on(asked.as_of), book.on(rules_on), read, tracks)
    return Change(designation, asked, rules_on, before, after, found)


def _score(partner: Partner, designation: str, asked: Asked, rules_on: date) -> Score | None:
    read, metrics = rules.book().on(rules_on), rules.book().designations[designation].metrics
    if not any(read.has(f"{designation}.{metric}.cap") for metric in metrics):
        return None
    try:
        (found,) = queries.scores(
            partner, asked.as_of, asked.basis, asked.known_at, designation=designation, rules_on=rules_on
        )
    except NotInForce:
        return None
    return found


def as_json(found: Change) -> dict[str, Any]:
    """A change for the API: both scores as `manage.py score` writes them, and the rules that differ."""
    return {
        "designation": found.designation,
        "as_of": found.asked.as_of.isoformat(),
        "basis": found.asked.basis,
        "rules_on": found.rules_on.isoformat(),
        "before": wire.score(found.before) if found.before else None,
        "after": wire.score(found.after) if found.after else None,
        "differences": [report.difference_json(one) for one in found.differences],
    }
