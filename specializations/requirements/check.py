"""The outcome of checking one requirement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MET, NOT_MET, NO_EVIDENCE, UNPUBLISHED, ATTESTED = "met", "not_met", "no_evidence", "unpublished", "attested"


@dataclass(frozen=True)
class Part:
    """A minimum of its own for some of a requirement's lines."""

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
    was met ceases to be valid, where it does.
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
