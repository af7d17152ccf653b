"""Growth of usage, or deployments, over a year: measured like the designations' usage growth and deployments.

Our sources of 2021 and 2023 say that Modern Work, Security and Business Applications ask for it, but not of which workloads and
how much. Once a rule names what counts, its measure is one of ``scoring/metrics``: the newest published month against the same
month a year earlier.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from types import ModuleType

from evidence.engine import Session
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import GrowthRequirement
from scoring.measure import Counted, change, totals_of
from scoring.metrics import MEASURES
from scoring.metrics.common import Scope
from scoring.question import PREVIEW, PUBLISHED, Months, Question
from specializations.requirements.check import ALL, NONE, UNPUBLISHED, Check, state
from specializations.requirements.offered import Offered, offered

# What each measure reads; until all of it is published there is nothing to measure.
READS = {
    "active_users": ("compares", "workloads", "associations"),
    "active_deployments": ("compares", "workloads", "associations", "active_share"),
    "business_apps_usage_growth": ("compares", "workloads", "associations", "rate_card"),
    "business_apps_deployments": ("compares", "workloads", "associations", "rate_card", "consumption_floor"),
}
# An amount's last digit. What lies between is rounded down, so that a minimum is reached only by what reaches it.
DIGITS = Decimal("1e-10")


@dataclass(frozen=True)
class Grown(Counted):
    """What a requirement counts, as if it were a metric's."""

    measure: str

    @cached_property
    def module(self) -> ModuleType:
        return MEASURES[self.measure]


@dataclass(frozen=True)
class Growth:
    """What was measured of a partner, over which months; None where one of them is unknown."""

    amount: Decimal | None
    months: Months


def check(session: Session, rules: Rules, specialization: str, key: str, requirement: GrowthRequirement) -> Check:
    """The requirement for the one partner of the session."""
    (partner,) = session.view.partners
    asked = Offered(specialization, key, requirement)
    required, unit = needed(rules, asked), rules.get(f"{asked.id}.minimum").unit or ""
    found = Check("growth", key, requirement.title, UNPUBLISHED, required=required, unit=unit)
    if not is_measured(rules, asked):
        return found
    growth = grown(session, rules, asked)[partner]
    reached = required is not None and growth.amount is not None and growth.amount >= required
    return replace(
        found,
        state=state(published=required is not None, known=known(session, rules, asked, partner), reached=reached),
        measured=growth.amount,
        months=tuple(month for month in (growth.months.now, growth.months.base) if month),
        missing=growth.months.missing,
        dataset=growth.months.dataset,
    )


def needed(rules: Rules, asked: Offered) -> Decimal | None:
    """The number asked for; None where it is unpublished."""
    value = rules.get(f"{asked.id}.minimum").value
    return value if isinstance(value, Decimal) else None


def known(session: Session, rules: Rules, asked: Offered, partner: str) -> str:
    """Whether its months are there: without one of them there is nothing to compare."""
    thing = _counted(session, rules, asked)
    evidence = [session.view.months(dataset, partner) for dataset in datasets(asked)]
    return ALL if thing.months(evidence).known else NONE


def is_measured(rules: Rules, asked: Offered) -> bool:
    """Whether the rules say what to count, and all that its measure reads."""
    counts = getattr(asked.requirement, "counts", None)
    return counts is not None and all(_given(rules, f"{asked.id}.{name}") for name in READS[counts])


def _given(rules: Rules, rule: str) -> bool:
    entry = rules.peek(rule)
    return entry.published if entry is not None else bool(rules.fresh().entries(rule))


def measured(rules: Rules) -> Iterator[Offered]:
    """The requirements of this kind with something to measure."""
    for one in offered(rules):
        if isinstance(one.requirement, GrowthRequirement) and is_measured(rules, one):
            yield one


def datasets(asked: Offered) -> tuple[str, ...]:
    """What its measure looks at."""
    return tuple(MEASURES[asked.requirement.counts].DATASETS)  # type: ignore[union-attr,index]


def grown(session: Session, rules: Rules, asked: Offered) -> Mapping[str, Growth]:
    """What was measured of every partner of the session."""
    thing = _counted(session, rules, asked)
    partners = session.view.partners
    groups = [
        (thing.months(evidence), members)
        for evidence, members in thing.question.by_evidence(datasets(asked), partners).items()
    ]
    if not any(months.known for months, _members in groups):
        return {partner: Growth(None, months) for months, members in groups for partner in members}
    thing.bind([(months.looked_at, members) for months, members in groups])
    totals = totals_of(session, thing.totals())
    return dict(_grown(thing, groups, totals))


def _counted(session: Session, rules: Rules, asked: Offered) -> Grown:
    # While no calendar is in force, the newest month that is there is now.
    basis = PUBLISHED if rules.has("freshness.performance_day") else PREVIEW
    markets = dict.fromkeys(session.view.partners, "")
    question = Question(session, rules.book, asked.specialization, Scope(rules.day, basis), markets)
    return Grown(question, asked.key, "", asked.requirement.counts)  # type: ignore[union-attr,arg-type]


def _grown(
    thing: Grown,
    groups: Sequence[tuple[Months, Sequence[str]]],
    totals: Mapping[str, Sequence[tuple[str, Decimal]]],
) -> Iterator[tuple[str, Growth]]:
    for months, members in groups:
        for partner in members:
            actual, _reason = change(thing.compares, dict(totals.get(partner, ())))
            yield partner, Growth(_decimal(actual) if months.known else None, months)


def _decimal(actual: Fraction) -> Decimal:
    with localcontext(prec=60, rounding=ROUND_FLOOR):
        return (Decimal(actual.numerator) / actual.denominator).quantize(DIGITS)
