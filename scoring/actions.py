"""Every write of this app: score snapshots and enrolments."""

from collections.abc import Sequence
from datetime import date

from partnerhub import clock, rules
from partnerhub.models import Partner, User
from scoring import batch, queries
from scoring.history import unrefreshed
from scoring.life import undecided
from scoring.membership import Membership, anniversary
from scoring.models import Enrolment, ScoreSnapshot

SAME_ANSWER = ("partner", "designation", "basis", "as_of", "inputs")


def take_snapshots(partners: Sequence[Partner], as_of: date) -> int:
    """Score every designation of these partners on both bases and keep the answers. Running it twice adds nothing.

    Returns how many snapshots are new. A designation without rules on that day is passed over. An answer that is kept already
    is only marked as computed now, so that of a day's answers the newest speaks, also when a change was taken back.
    """
    return batch.take(partners, as_of)


def keep_earlier_days(partner: Partner, as_of: date) -> int:
    """Keep the scores of the earlier days that a status may hang on and that no refresh kept, from what is known now.

    For a partner whose files reach back further than its scores. Returns how many days were worked out.
    """
    wanted = undecided(as_of, queries.memberships(partner), queries.newest(partner, as_of))
    rows = unrefreshed(partner, wanted)
    ScoreSnapshot.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=SAME_ANSWER, update_fields=["computed_at"]
    )
    return len(rows)


def enrol(partner: Partner, designation: str, by: User | None, *, starts: date, ends: date | None = None) -> Enrolment:
    """Record that the partner bought a designation on ``starts``. The same again adds nothing; another end corrects it.

    The anniversary is worked out unless the programme names one (``ends``), as it does when accounts are merged. Raises
    NotInForce for a day before the programme without one.
    """
    rows = queries.enrolment_history(partner)
    kept = next((row for row in rows if (row.designation, row.starts) == (designation, starts)), None)
    others = [Membership(row.starts, row.ends) for row in rows if row is not kept]
    until = ends or anniversary(rules.book().on(starts), starts, others)
    if kept and kept.ends == until:
        return kept
    return Enrolment.objects.create(
        partner=partner, designation=designation, starts=starts, ends=until, recorded_by=by, recorded_at=clock.now()
    )
