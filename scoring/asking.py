"""From partners in PostgreSQL to a question that the pure score can answer."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar

from evidence import queries as evidence
from evidence.remembered import remembered
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook
from scoring.metrics import MEASURES
from scoring.metrics.common import Scope
from scoring.question import Question

T = TypeVar("T")


def datasets_of(book: Rulebook, designation: str) -> tuple[str, ...]:
    """The datasets that a designation's metrics read."""
    metrics = book.designations[designation].metrics.values()
    counted = {str(thing.counts) for metric in metrics for thing in (metric, *metric.parts.values()) if thing.counts}
    return tuple(sorted({dataset for measure in counted for dataset in MEASURES[measure].DATASETS}))


def in_force(book: Rulebook, as_of: date) -> tuple[str, ...]:
    """The designations that have rules on a day, in the order shown. Raises NotInForce before the programme."""
    caps = {key: [f"{key}.{metric}.cap" for metric in book.designations[key].metrics] for key in book.scored}
    on = book.on(as_of)
    found = tuple(key for key, ids in caps.items() if any(map(on.has, ids)))
    if not found:
        on.get(next(iter(caps.values()))[0])
    return found


@contextmanager
def ask_each(
    partner: Partner, as_of: date, basis: str, known_at: datetime | None = None, view: EvidenceView | None = None
) -> Iterator[tuple[Question, ...]]:
    """Ask for every designation that has rules on the day, in one session. Raises NotInForce before the programme.

    ``view``: the evidence known at that moment, where it is at hand.
    """
    book = rules.book()
    designations = in_force(book, as_of)
    names = tuple(sorted({name for key in designations for name in datasets_of(book, key)}))
    scope, markets = Scope(as_of, basis), {partner.mpn_id: partner.market}
    with evidence.session(view or evidence.view([partner], known_at), names, evidence.READY) as session:
        yield tuple(Question(session, book, key, scope, markets) for key in designations)


def remembered_each(
    partner: Partner,
    asked: tuple[date, str, datetime | None],
    what: Hashable,
    make: Callable[[tuple[Question, ...]], T],
    weigh: Callable[[T], int],
) -> T:
    """What is made of the questions of ``ask_each`` (day, basis, known at), once for the same evidence and rules. ``what`` names
    it, ``weigh`` says how many rows it holds. Raises NotInForce before the programme."""
    as_of, basis, known_at = asked
    in_force(rules.book(), as_of)
    view = evidence.view([partner], known_at)

    def answered() -> T:
        with ask_each(partner, as_of, basis, known_at, view) as questions:
            return make(questions)

    return remembered(view, (what, rules.book().digest, as_of, basis, partner.market), answered, weigh)


@contextmanager
def ask(
    partners: Sequence[Partner],
    designation: str,
    as_of: date,
    basis: str,
    known_at: datetime | None = None,
    rules_on: date | None = None,
    view: EvidenceView | None = None,
) -> Iterator[Question]:
    """Ask for a designation's score of these partners, with what was known at ``known_at`` (None: now).

    ``rules_on``: under the rules of another day than that of the score. ``view``: that evidence, where it is at hand.
    """
    view = view or evidence.view(partners, known_at)
    markets = {partner.mpn_id: partner.market for partner in partners}
    book = rules.book()
    with evidence.session(view, datasets_of(book, designation), evidence.READY) as session:
        yield Question(session, book, designation, Scope(as_of, basis), markets, rules_on)
