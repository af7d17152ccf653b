"""How an audit goes on: which step which side may take next, and where it leads. Pure: no record is read or written here.

The outcomes are Pass and No Pass alone, and withdrawing counts as No Pass (audit checklists of 2022). That the auditor
accepts, that both sides agree on a day, and that gaps are reported, answered and gone through in a meeting before the result
is told of the audits of 2026; the order of these steps is our reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

AUDITOR, PARTNER = "auditor", "partner"
PASSED, NOT_PASSED, WITHDRAWN, DECLINED = "passed", "not_passed", "withdrawn", "declined"
# What ends an audit; all but a decline say how it went.
ENDS = (PASSED, NOT_PASSED, WITHDRAWN, DECLINED)
OPEN = ("requested", "accepted", "proposed", "agreed", "held", "gaps", "answered", "reviewed")
# From the day of the audit on there is something to report.
_REPORTABLE = ("held", "gaps", "answered", "reviewed", PASSED, NOT_PASSED)


@dataclass(frozen=True)
class Step:
    """One step: the states it may be taken in, the one it leads to (None: it stays), and what must come with it.

    ``takes_file``: a document may come with it, or (``needs_file``) has to.
    """

    since: tuple[str, ...]
    to: str | None
    sides: tuple[str, ...]
    needs_day: bool = False
    needs_note: bool = False
    takes_file: bool = False
    needs_file: bool = False


# In the order of their buttons: what is most likely wanted comes first.
STEPS: Mapping[str, Step] = {
    "accept": Step(("requested",), "accepted", (AUDITOR,)),
    "decline": Step(("requested",), DECLINED, (AUDITOR,), needs_note=True),
    "agree": Step(("proposed",), "agreed", (AUDITOR, PARTNER)),
    "hold": Step(("agreed",), "held", (AUDITOR,)),
    "propose": Step(("accepted", "proposed", "agreed"), "proposed", (AUDITOR, PARTNER), needs_day=True),
    "report_gaps": Step(("held", "reviewed"), "gaps", (AUDITOR,), needs_note=True, takes_file=True),
    "answer_gaps": Step(("gaps",), "answered", (PARTNER,), needs_note=True, takes_file=True),
    "review_gaps": Step(("answered",), "reviewed", (AUDITOR,), needs_note=True),
    "pass": Step(("held", "reviewed"), PASSED, (AUDITOR,), takes_file=True),
    "no_pass": Step(("held", "gaps", "answered", "reviewed"), NOT_PASSED, (AUDITOR,), needs_note=True, takes_file=True),
    "upload_report": Step(_REPORTABLE, None, (AUDITOR,), takes_file=True, needs_file=True),
    "withdraw": Step(OPEN, WITHDRAWN, (PARTNER,), needs_note=True),
}

ENDING = tuple(key for key, step in STEPS.items() if step.to in ENDS)


def possible(state: str, side: str, *, day: date | None, proposed_by: str, today: date) -> tuple[str, ...]:
    """The steps that this side may take now. ``day`` is the one proposed (by ``proposed_by``) or agreed;
    ``today`` is that of the audit's contact.

    A proposal is for the other side to agree to while its day has not passed, and an audit is held on its day or later.
    """
    return tuple(
        key
        for key, step in STEPS.items()
        if state in step.since
        and side in step.sides
        and not (key == "agree" and (side == proposed_by or day is None or day < today))
        and not (key == "hold" and (day is None or day > today))
    )
