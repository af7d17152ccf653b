"""What is asked for on a day: every requirement of every specialization that is offered then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from evidence import engine
from evidence.engine import Session
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import Requirement


@dataclass(frozen=True)
class Offered:
    """A requirement of a specialization."""

    specialization: str
    key: str
    requirement: Requirement

    @property
    def id(self) -> str:
        """What the ids of its rules begin with."""
        return f"{self.specialization}.{self.key}"


def offered(rules: Rules) -> Iterator[Offered]:
    """Every requirement on the rules' day, specialization by specialization, in the order of their pages."""
    for specialization in rules.book.specializations:
        if rules.has(f"{specialization}.name"):
            for key, requirement in rules.book.requirements(specialization, rules.day).items():
                yield Offered(specialization, key, requirement)


def bind_day(session: Session, rules: Rules) -> None:
    """Tell the session the rules' day, and the last one on which a certificate may have been earned to count on it."""
    lag = rules.peek("freshness.skilling_lag_days")
    earned_by = rules.day - timedelta(days=int(str(lag.value)) if lag else 0)
    session.bind("scope", [{"as_of": rules.day, "earned_by": earned_by}], engine.SCOPE)
