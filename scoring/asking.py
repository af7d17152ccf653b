"""From partners in PostgreSQL to a question that the pure score can answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from evidence import engine
from evidence import queries as evidence
from partnerhub import rules
from partnerhub.models import Partner
from scoring.metrics import METRICS
from scoring.metrics.common import Scope
from scoring.question import Question


def datasets_of(designation: str) -> tuple[str, ...]:
    """The datasets that a designation's metrics read."""
    return tuple(sorted({module.DATASET for module in METRICS[designation].values()}))


@contextmanager
def ask(
    partners: Sequence[Partner], designation: str, as_of: date, basis: str, known_at: datetime | None = None
) -> Iterator[Question]:
    """Ask for a designation's score of these partners, with what was known at ``known_at`` (None: now)."""
    view = evidence.view(partners, known_at)
    markets = {partner.mpn_id: partner.market for partner in partners}
    with engine.session(view, datasets_of(designation)) as session:
        yield Question(session, rules.book(), designation, Scope(as_of, basis), markets)
