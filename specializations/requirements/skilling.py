"""Certified people: so many who hold one of the listed certificates, and of each certificate at least so many.

Our sources publish neither numbers nor lists for 2021 and 2023; where an installation gives both, people are counted as for
a designation (decisions 2, 11 and 14).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from ibis.expr.types import Table

from evidence import engine
from evidence.engine import Session
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import SkillingRequirement
from scoring.metrics.certifications import people_on_lists
from specializations.requirements.check import ALL, NONE, UNPUBLISHED, Check, Part, state
from specializations.requirements.offered import Offered, bind_day, offered

DATASET = "trainings"


def check(session: Session, rules: Rules, specialization: str, key: str, requirement: SkillingRequirement) -> Check:
    """The requirement for the one partner of the session."""
    (partner,) = session.view.partners
    asked = Offered(specialization, key, requirement)
    required, each = number(rules, f"{asked.id}.people"), number(rules, f"{asked.id}.each")
    known = ALL if session.view.months(DATASET, partner) else NONE
    counted = _counted(session, rules) if known == ALL and certificates(rules, asked) else None
    found = Check("skilling", key, requirement.title, UNPUBLISHED, required=required, unit="people", dataset=DATASET)
    published = is_published(rules, asked)
    if counted is None:
        return replace(found, state=state(published=published, known=known, reached=False))
    measured = Decimal(counted.get(asked.id, 0))
    parts = tuple(
        Part(rules.book.certificate_list[one].title, Decimal(counted.get(f"{asked.id}.{one}", 0)), each)
        for one in certificates(rules, asked)
        if rules.has(f"{asked.id}.each")
    )
    reached = required is not None and measured >= required and all(part.met for part in parts)
    judged = state(published=published, known=known, reached=reached)
    return replace(found, state=judged, measured=measured, parts=parts)


def number(rules: Rules, rule: str) -> Decimal | None:
    """A number of people; None where it is unpublished, or nothing is asked."""
    entry = rules.get(rule) if rules.has(rule) else None
    return entry.value if entry is not None and isinstance(entry.value, Decimal) else None


def certificates(rules: Rules, asked: Offered) -> tuple[str, ...]:
    """The certificates that count; none while no list is published."""
    entry = rules.peek(f"{asked.id}.certificates")
    return rules.names(f"{asked.id}.certificates") if entry is not None and entry.published else ()


def is_published(rules: Rules, asked: Offered) -> bool:
    """Whether everything is known that it takes to judge: the number, the list, and what is asked of each certificate."""
    each = rules.peek(f"{asked.id}.each")
    known = number(rules, f"{asked.id}.people") is not None and bool(certificates(rules, asked))
    return known and (each is None or each.published)


def _counted(session: Session, rules: Rules) -> Mapping[str, int]:
    """People by list: asked of the evidence once for all requirements."""

    def ask() -> dict[str, int]:
        bind_day(session, rules)
        identity = (rules.book.digest, rules.book.edition(rules.day), "skilling")
        statement = session.statement(identity, lambda: (people(rules.fresh()), None))
        return {row["step"]: row["people"] for row in session.rows(statement)}

    return session.once(("skilling", rules.book.digest, rules.day), ask)


def people(rules: Rules) -> Table:
    """How many people hold a certificate that counts, per partner and list (``step``, of ``lists``). Who has none has no row."""
    pairs = [(one, name) for name, listed in lists(rules).items() for one in listed]
    return people_on_lists(engine.tables_of_scores(), rules.book, pairs)


def lists(rules: Rules) -> dict[str, tuple[str, ...]]:
    """Every list of certificates on which people are counted: a requirement's own, and of one certificate each."""
    return dict(_lists(rules))


def _lists(rules: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in offered(rules):
        if isinstance(one.requirement, SkillingRequirement):
            yield from lists_of(rules, one).items()


def lists_of(rules: Rules, asked: Offered) -> dict[str, tuple[str, ...]]:
    """The lists of one requirement: its own first."""
    listed = certificates(rules, asked)
    each = listed if rules.has(f"{asked.id}.each") else ()
    return ({asked.id: listed} if listed else {}) | {f"{asked.id}.{one}": (one,) for one in each}
