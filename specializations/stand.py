"""Everything on record that the overview, the Action center and the shell's figures rest on: read once, no evidence asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evidence import coverage
from partnerhub.freshness import freshness
from partnerhub.models import Partner
from scoring import queries as scoring
from scoring.life import lives
from scoring.models import ScoreSnapshot
from scoring.status import Life
from specializations import pages, position, queries
from specializations.models import Audit, Position, Reference
from specializations.pages import Area


@dataclass(frozen=True)
class Stand:
    """Where a partner stands on a day; each snapshot tells what was shown before the last refresh.

    ``position`` is what was kept; None for a partner of whom nothing was yet, whose specializations are worked out.
    """

    partner: Partner
    on: date
    snapshots: Mapping[str, ScoreSnapshot]
    lives: Mapping[str, Life]
    areas: Sequence[Area]
    audits: Sequence[Audit]
    references: Sequence[Reference]
    position: Position | None

    @property
    def late(self) -> Sequence[str]:
        """The datasets whose feed has stopped."""
        return self.position.late if self.position else coverage.late(self.partner, self.on)


def stand(partner: Partner, on: date) -> Stand:
    """Where a partner stands on a day."""
    row, audits = position.kept(partner, on), queries.audits(partner)
    snapshots = scoring.newest(partner, on, before=last_refresh(on))
    found = lives(partner, on, snapshots)
    held = [key for key, life in found.items() if life.is_held]
    return Stand(
        partner=partner,
        on=on,
        snapshots=snapshots,
        lives=found,
        areas=pages.areas(partner, on, held=held, records=audits, position=row),
        audits=audits,
        references=list(queries.references(partner)),
        position=row,
    )


def last_refresh(on: date) -> date:
    """The day on which performance was refreshed last; the first of the month before there are rules."""
    found = freshness(on)
    return found.published_on if found else on.replace(day=1)
