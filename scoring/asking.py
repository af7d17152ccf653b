"""From partners in PostgreSQL to a question that the pure score can answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from evidence import engine
from evidence import queries as evidence
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook
from scoring.metrics import MEASURES
from scoring.metrics.common import Scope
from scoring.question import Question


def datasets_of(book: Rulebook, designation: str) -> tuple[str, ...]:
    """The datasets that a designation's metrics read."""
    metrics = book.designations[designation].metrics.values()
    counted = {str(thing.counts) for metric in metrics for thing in (metric, *metric.parts.values()) if thing.counts}
    return tuple(sorted({dataset for measure in counted for dataset in MEASURES[measure].DATASETS}))


@contextmanager
def ask(
    partners: Sequence[Partner],
    designation: str,
    as_of: date,
    basis: str,
    known_at: datetime | None = None,
    rules_on: date | None = None,
) -> Iterator[Question]:
    """Ask for a designation's score of these partners, with what was known at ``known_at`` (None: now).

    ``rules_on``: under the rules of another day than that of the score.
    """
    view = evidence.view(partners, known_at)
    markets = {partner.mpn_id: partner.market for partner in partners}
    book = rules.book()
    with engine.session(view, datasets_of(book, designation)) as session:
        yield Question(session, book, designation, Scope(as_of, basis), markets, rules_on)
