"""What is asked for on a day: every requirement of every specialization that is offered then."""

from collections.abc import Iterator
from dataclasses import dataclass

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
