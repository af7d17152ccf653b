"""What each requirement comes down to when many partners are judged at once: amounts to reach, and the evidence that they need.

A requirement is made of limits: its own amount, and those that its parts, or each of its certificates, ask for besides. ``check``
of each kind says the same of one partner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evidence.engine import Session
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import (
    CompetencyRequirement,
    DesignationRequirement,
    GrowthRequirement,
    PerformanceRequirement,
    SkillingRequirement,
)
from specializations.requirements import competency, growth, performance, skilling
from specializations.requirements.check import ALL, NONE
from specializations.requirements.offered import Offered, offered


@dataclass(frozen=True)
class Limit:
    """An amount to reach, and of how many customers: a requirement's own (``whole``), or one besides. None: unpublished."""

    id: str
    of: str
    minimum: Decimal | None
    customers: int = 0

    @property
    def whole(self) -> bool:
        return self.id == self.of

    @property
    def reached_by_nothing(self) -> bool:
        return self.minimum is not None and self.minimum <= 0 and self.customers <= 0


def limits(rules: Rules) -> list[Limit]:
    """Every limit on the rules' day: first the figures of ``performance``, in their order."""
    return [*_of_lines(rules), *_of_people(rules), *_of_growth(rules), *_of_holdings(rules)]


def _of_lines(rules: Rules) -> Iterator[Limit]:
    for figure in performance.figures(rules):
        customers = 0 if figure.part else performance.customers(rules, figure.id) or 0
        yield Limit(figure.id, figure.of.id, performance.needed(rules, figure.id), customers)


def _of_people(rules: Rules) -> Iterator[Limit]:
    asked = [one for one in offered(rules) if isinstance(one.requirement, SkillingRequirement)]
    for one in asked:
        for name in skilling.lists_of(rules, one):
            yield Limit(name, one.id, skilling.number(rules, f"{one.id}.{'people' if name == one.id else 'each'}"))


def _of_growth(rules: Rules) -> Iterator[Limit]:
    for one in growth.measured(rules):
        yield Limit(one.id, one.id, growth.needed(rules, one))


def _of_holdings(rules: Rules) -> Iterator[Limit]:
    for one in offered(rules):
        if is_holding(one) and rules.get(f"{one.id}.any_of").published:
            yield Limit(one.id, one.id, Decimal(1))


def is_holding(asked: Offered) -> bool:
    """Whether something that one holds is asked for: a designation, or a competency."""
    return isinstance(asked.requirement, DesignationRequirement | CompetencyRequirement)


def is_published(rules: Rules, asked: Offered) -> bool:
    """Whether it can be judged: all that it takes is published."""
    match asked.requirement:
        case DesignationRequirement() | CompetencyRequirement():
            return rules.get(f"{asked.id}.any_of").published
        case PerformanceRequirement():
            return bool(rules.lines(asked.id)) and performance.needed(rules, asked.id) is not None
        case GrowthRequirement():
            return growth.is_measured(rules, asked) and growth.needed(rules, asked) is not None
        case SkillingRequirement():
            return skilling.is_published(rules, asked)
    return False


def is_measured(rules: Rules, asked: Offered) -> bool:
    """Whether an amount can be shown, whatever is asked for."""
    match asked.requirement:
        case PerformanceRequirement():
            return bool(rules.lines(asked.id))
        case GrowthRequirement():
            return growth.is_measured(rules, asked)
        case SkillingRequirement():
            return bool(skilling.certificates(rules, asked))
    return is_holding(asked) and is_published(rules, asked)


def evidence(rules: Rules, asked: Offered) -> str:
    """What of the evidence a requirement looks at: requirements with the same are known together. Empty: nothing."""
    match asked.requirement:
        case CompetencyRequirement():
            return competency.DATASET
        case PerformanceRequirement():
            return f"{performance.DATASET} {performance.length(rules, asked.specialization)}"
        case GrowthRequirement():
            return asked.id if growth.is_measured(rules, asked) else ""
        case SkillingRequirement():
            return skilling.DATASET
    return ""


def known(session: Session, rules: Rules, asked: Offered, partner: str) -> str:
    """How much of the evidence that a requirement looks at is there for one of the session's partners."""
    if not evidence(rules, asked):
        return ALL
    match asked.requirement:
        case CompetencyRequirement():
            return ALL if session.view.months(competency.DATASET, partner) else NONE
        case PerformanceRequirement():
            return performance.window(session, rules, asked.specialization, partner).known
        case GrowthRequirement():
            return growth.known(session, rules, asked, partner)
        case SkillingRequirement():
            return ALL if session.view.months(skilling.DATASET, partner) else NONE
    return ALL
