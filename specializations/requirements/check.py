"""The outcome of checking one requirement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MET, NOT_MET, NO_EVIDENCE, UNPUBLISHED, ATTESTED = "met", "not_met", "no_evidence", "unpublished", "attested"
# How much of the evidence that a requirement looks at is there.
ALL, SOME, NONE = "all", "some", "none"


def state(*, published: bool, known: str, reached: bool) -> str:
    """What a requirement is that asks for a published amount or not, of which so much is known, and that is reached or not.

    What is not reached while evidence is missing may still be reached with it: unknown, not missed (decision 3).
    ``programme.state`` says the same of many.
    """
    if not published:
        return UNPUBLISHED
    if known == NONE:
        return NO_EVIDENCE
    if reached:
        return MET
    return NOT_MET if known == ALL else NO_EVIDENCE


@dataclass(frozen=True)
class Part:
    """A minimum of its own for some of a requirement's lines or certificates."""

    title: str
    measured: Decimal
    required: Decimal | None

    @property
    def met(self) -> bool:
        return self.required is not None and self.measured >= self.required


@dataclass(frozen=True)
class Check:
    """One requirement, needed against have.

    ``required`` is None where our sources publish no threshold: such a requirement is met only by the programme's word.
    ``measured`` is None where nothing can be measured (no evidence, or nothing to count). ``until`` is the day on which what
    was met ceases to be valid, where it does. ``missing`` are months of ``months`` without evidence in ``dataset``.
    """

    kind: str
    key: str
    title: str
    state: str
    measured: Decimal | None = None
    required: Decimal | None = None
    unit: str = ""
    customers: int | None = None
    customers_required: int | None = None
    parts: tuple[Part, ...] = ()
    months: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()
    dataset: str = ""
    wanted: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    until: date | None = None

    @property
    def met(self) -> bool:
        return self.state in {MET, ATTESTED}

    @property
    def short(self) -> Decimal | None:
        """What is missing to the required amount; None when nothing is, or it is unknown."""
        if self.required is None or self.measured is None or self.measured >= self.required:
            return None
        return self.required - self.measured
