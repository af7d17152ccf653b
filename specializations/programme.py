"""Where every partner stands for every specialization: what ``standing`` says of one, as rows that stay in the engine.

All requirements are measured together, with the expressions that serve one partner too: the ACR lines of all specializations in
one pass over the usage of their window, people and competencies in one pass each. They are judged as rows, too, so that a hundred
thousand partners make no millions of objects.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from evidence import reading
from evidence.engine import Session
from evidence.lookups import lookup
from evidence.shared import shared
from evidence.statements import Statement
from evidence.view import EvidenceView
from partnerhub.rulebook import Rules, normalise
from partnerhub.rulebook.schema import CompetencyRequirement
from scoring.metrics.common import AMOUNT
from specializations.requirements import competency, growth, performance, skilling
from specializations.requirements.check import ALL, ATTESTED, MET, NO_EVIDENCE, NONE, NOT_MET, UNPUBLISHED
from specializations.requirements.limits import evidence, is_holding, is_measured, is_published, known, limits
from specializations.requirements.offered import Offered, bind_day, offered
from specializations.standing import VALIDATIONS, Record, check, measuring

# Small tables that a session is told, with what is asked for and what is on record. Requirements and limits are numbered.
_MONEY = pa.decimal128(38, 10)
_TOLD: Mapping[str, Mapping[str, pa.DataType]] = {
    "asked": {
        "requirement": pa.int64(),
        "specialization": pa.string(),
        "key": pa.string(),
        "prerequisite": pa.bool_(),
        "holding": pa.bool_(),
        "published": pa.bool_(),
        "measured": pa.bool_(),
        "bought": pa.bool_(),
        "evidence": pa.string(),
        # How many limits there are that are not reached by nothing.
        "open": pa.int64(),
        # Of an audit or references, which are not judged here, what they are without any on record.
        "without": pa.string(),
        "amount_without": _MONEY,
    },
    "limits": {
        "limit": pa.int64(),
        "requirement": pa.int64(),
        "whole": pa.bool_(),
        "minimum": _MONEY,
        "customers": pa.int64(),
        "reached_by_nothing": pa.bool_(),
    },
    "known": {"cohort": pa.int64(), "evidence": pa.string(), "known": pa.string()},
    "grown": {"partner": pa.string(), "limit": pa.int64(), "amount": _MONEY},
    "held": {"partner": pa.string(), "name": pa.string()},
    "attested": {"partner": pa.string(), "requirement": pa.int64()},
    "validated": {"partner": pa.string(), "requirement": pa.int64(), "state": pa.string(), "amount": _MONEY},
}


@dataclass(frozen=True)
class Records:
    """What is on record besides evidence, on the rules' day: the designations ``held`` (partner, key), the requirements for
    which the programme gave its word (``attested``: partner, specialization, requirement key), and how audits went, by partner
    and specialization (``validated``)."""

    held: Iterable[tuple[str, str]] = ()
    attested: Iterable[tuple[str, str, str]] = ()
    validated: Mapping[tuple[str, str], Record] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    """All partners of a session and all specializations offered on the rules' day."""

    session: Session
    rules: Rules

    def qualified(self) -> pa.Table:
        """Who meets every prerequisite of which specialization: ``partner``, ``specialization``, and ``active`` where its audit
        or references are there as well, or none are asked for."""
        return self.session.table(self._statement("qualified", lambda: _qualified(self.rules)))

    def requirements(self) -> Iterator[pa.RecordBatch]:
        """Every requirement of every partner, in batches: ``partner``, ``specialization``, ``qualified`` (meets every
        prerequisite of it), ``requirement`` (its key), ``state``, ``measured`` and ``customers`` as a ``Check`` has them."""
        return self.session.batches(self._statement("requirements", lambda: _requirements(self.rules)))

    def _statement(self, name: str, build: Any) -> Statement:
        book = self.rules.book
        identity = (book.digest, book.edition(self.rules.day), "programme", performance.BITS, name)
        return self.session.statement(identity, lambda: (build(), None))


def within_windows(view: EvidenceView, rules: Rules) -> EvidenceView:
    """The same evidence with only that usage which requirements look at: nothing else of it need be read."""
    months = performance.months(view, rules)
    slices = tuple(one for one in view.all_slices if one.dataset != performance.DATASET or one.month in months)
    return replace(view, all_slices=slices)


def programme(session: Session, rules: Rules, records: Records) -> Programme:
    """Tell the session what is asked for on the rules' day, and what is on record."""
    every = list(offered(rules))
    numbers = {(one.specialization, one.key): number for number, one in enumerate(every)}
    # Growth compares months of its own, and is done with them.
    _tell(session, "grown", _grown(session, rules))
    performance.bind_windows(session, rules)
    bind_day(session, rules)
    opened = Counter(limit.of for limit in limits(rules) if not limit.reached_by_nothing)
    _tell(session, "asked", (_asked(session, rules, one, number, opened) for number, one in enumerate(every)))
    _tell(session, "limits", _limits(rules, {one.id: number for number, one in enumerate(every)}))
    _tell(session, "known", _known(session, rules, every))
    _tell(session, "held", records.held)
    words = ((partner, numbers.get((of, key))) for partner, of, key in records.attested)
    _tell(session, "attested", (word for word in words if word[1] is not None))
    _tell(session, "validated", _validated(session, rules, every, records.validated))
    return Programme(session, rules)


def _tell(session: Session, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Let a small table's name stand for these rows, each with the values of its columns in their order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(_TOLD[name])
    arrays = [pa.array(column, kind) for column, kind in zip(columns, _TOLD[name].values(), strict=True)]
    session.bind_table(f"standing_{name}", pa.Table.from_arrays(arrays, list(_TOLD[name])))


def _told(name: str) -> Table:
    return ibis.table(pa.schema(list(_TOLD[name].items())), name=f"standing_{name}")


def _asked(session: Session, rules: Rules, one: Offered, number: int, opened: Mapping[str, int]) -> tuple[Any, ...]:
    validation = one.requirement.kind in VALIDATIONS
    without = check(measuring(session, rules), rules, one, Record(())) if validation else None
    return (
        number,
        one.specialization,
        one.key,
        not validation,
        is_holding(one),
        is_published(rules, one),
        is_measured(rules, one),
        one.requirement.kind == "performance",
        evidence(rules, one),
        opened.get(one.id, 0),
        without and without.state,
        without and without.measured,
    )


def _limits(rules: Rules, numbers: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(limits(rules)):
        yield number, numbers[one.of], one.whole, one.minimum, one.customers, one.reached_by_nothing


def _known(session: Session, rules: Rules, every: Sequence[Offered]) -> Iterator[tuple[int, str, str]]:
    """How much evidence there is, once for requirements that look at the same of it."""
    looked_at = {evidence(rules, one): one for one in every}
    for partner, *_members in session.view.by_cohort(session.view.partners):
        for name, one in looked_at.items():
            yield session.view.cohort(partner), name, known(session, rules, one, partner)


def _grown(session: Session, rules: Rules) -> Iterator[tuple[str, int, Decimal]]:
    numbers = {limit.id: number for number, limit in enumerate(limits(rules))}
    for one in growth.measured(rules):
        for partner, found in growth.grown(session, rules, one).items():
            if found.amount is not None:
                yield partner, numbers[one.id], found.amount


def _validated(
    session: Session, rules: Rules, every: Sequence[Offered], records: Mapping[tuple[str, str], Record]
) -> Iterator[tuple[Any, ...]]:
    asked = {
        one.specialization: (number, one) for number, one in enumerate(every) if one.requirement.kind in VALIDATIONS
    }
    for (partner, specialization), record in records.items():
        if specialization in asked:
            number, one = asked[specialization]
            found = check(measuring(session, rules), rules, one, record)
            yield partner, number, found.state, found.measured


# The expressions


def _measured(rules: Rules) -> Table:
    """What partners have for each limit: ``amount``, and of lines of usage also ``customers``. Who has nothing has no row."""
    numbers = [(limit.id, str(number)) for number, limit in enumerate(limits(rules))]
    grown, none = _told("grown"), ibis.null("int64")
    parts = [_holdings(rules, numbers), grown.select("partner", "limit", "amount", customers=none)]
    if performance.figures(rules):
        lines = performance.totals(rules)
        parts.append(lines.select("partner", "amount", "customers", limit=lines.figure))
    if skilling.lists(rules):
        people = _numbered(skilling.people(rules), "step", numbers)
        parts.append(people.select("partner", "limit", amount=people.people.cast(AMOUNT), customers=none))
    return ibis.union(*(part.select("partner", "limit", "amount", "customers") for part in parts))


def _holdings(rules: Rules, numbers: Sequence[tuple[str, str]]) -> Table:
    """How many of the designations or competencies listed a partner holds."""
    number, wanted = dict(numbers), {True: [], False: []}  # type: ignore[var-annotated]
    for one in offered(rules):
        if is_holding(one) and one.id in number:
            of_competencies = isinstance(one.requirement, CompetencyRequirement)
            names = rules.names(f"{one.id}.any_of")
            wanted[of_competencies] += [
                (normalise(name) if of_competencies else name, number[one.id]) for name in names
            ]
    found = _numbered(_told("held"), "name", wanted[False]).select("partner", "limit")
    if wanted[True]:
        held = competency.held(rules.text("programme.competency_level"))
        found = found.union(_numbered(held, "competency", wanted[True]).select("partner", "limit"))
    counted = found.group_by("partner", "limit").aggregate(amount=found.count().cast(AMOUNT))
    return counted.mutate(customers=ibis.null("int64"))


def _numbered(rows: Table, name: str, numbers: Sequence[tuple[str, str]]) -> Table:
    """The rows with the number of each limit that the text in a column stands for."""
    told = lookup(("stands_for", "limit"), sorted(numbers))
    told = told.select("stands_for", limit=told["limit"].cast("int64"))
    return rows.inner_join(told, rows[name] == told.stands_for)


def _summary(rules: Rules) -> Table:
    """Per partner and requirement with anything measured: its ``amount`` and ``customers``, and by how many the limits that are
    ``reached`` are more than those that nothing reaches."""
    rows, asked = _measured(rules), _told("limits")
    rows = rows.inner_join(asked, "limit").select(
        rows, asked.requirement, asked.whole, asked.minimum, asked.reached_by_nothing, needed=asked.customers
    )
    enough = (rows.amount >= rows.minimum) & (rows.customers.fill_null(0) >= rows.needed)
    rows = rows.mutate(more=enough.fill_null(False).cast("int64") - rows.reached_by_nothing.cast("int64"))
    found = rows.group_by("partner", "requirement").aggregate(
        amount=rows.amount.max(where=rows.whole),
        customers=rows.customers.max(where=rows.whole),
        reached=rows.more.sum(),
    )
    return shared(found, costly=True)


def _qualified(rules: Rules) -> Table:
    """Every specialization asks for something to hold: only who holds it, or has the programme's word for it, can qualify."""
    summary, asked, word, partners = _summary(rules), _told("asked"), _told("attested"), _partners()
    holdings = asked.filter(asked.holding)
    having = summary.filter(summary.reached > 0).select("partner", "requirement").union(word)
    having = having.inner_join(holdings, having.requirement == holdings.requirement)
    having = having.select(having.partner, holdings.specialization).distinct()
    pairs = having.inner_join(partners, having.partner == partners.partner).select(partners, having.specialization)
    pairs = pairs.inner_join(asked, pairs.specialization == asked.specialization).select(
        pairs.partner, pairs.cohort, asked
    )
    rows = _judged(rules, pairs)
    met = rows.state.isin((MET, ATTESTED))
    found = rows.group_by("partner", "specialization").aggregate(
        qualified=(met | ~rows.prerequisite).all(), active=met.all()
    )
    return shared(found.filter(found.qualified).select("partner", "specialization", "active"), costly=True)


def _requirements(rules: Rules) -> Table:
    rows, qualified = _judged(rules, _partners().cross_join(_told("asked"))), _qualified(rules)
    same = [rows.partner == qualified.partner, rows.specialization == qualified.specialization]
    joined = rows.left_join(qualified, same)
    return joined.select(
        rows.partner,
        rows.specialization,
        qualified=qualified.active.notnull(),
        requirement=rows.key,
        state=rows.state,
        measured=rows.amount,
        customers=rows.customers,
    )


def _partners() -> Table:
    return ibis.table(pa.schema(list(reading.PARTNERS.items())), name="session_partners")


def _judged(rules: Rules, pairs: Table) -> Table:
    """Partners with requirements, each with its ``state``, ``amount`` and ``customers``."""
    there, summary, word, told = _told("known"), _summary(rules), _told("attested"), _told("validated")
    rows = pairs.inner_join(there, [pairs.cohort == there.cohort, pairs.evidence == there.evidence])
    rows = rows.select(pairs, there.known)
    rows = rows.left_join(summary, _same(rows, summary)).select(
        rows, summary.reached, found=summary.amount, of=summary.customers
    )
    rows = rows.left_join(word, _same(rows, word)).select(rows, attested=word.partner.notnull())
    rows = rows.left_join(told, _same(rows, told)).select(rows, validation=told.state, amount_told=told.amount)
    shown = rows.measured & (rows.known != NONE)
    amount = ibis.cases(
        (shown, rows.found.fill_null(0)),
        (~rows.prerequisite, ibis.ifelse(rows.validation.isnull(), rows.amount_without, rows.amount_told)),
        else_=ibis.null(AMOUNT),
    )
    customers = ibis.ifelse(shown & rows.bought, rows.of.fill_null(0), ibis.null("int64"))
    return rows.mutate(state=state(rows), amount=amount, customers=customers)


def _same(rows: Table, others: Table) -> list[Any]:
    return [rows.partner == others.partner, rows.requirement == others.requirement]


def state(rows: Table) -> StringValue:
    """What a requirement is: as ``check.state`` says of one, with the programme's word; of a validation what is on record."""
    reached = rows.reached.fill_null(0) == rows.open
    validation = rows.validation.fill_null(rows.without)
    return ibis.cases(
        (~rows.prerequisite & (validation == UNPUBLISHED) & rows.attested, ATTESTED),
        (~rows.prerequisite, validation),
        (~rows.published, ibis.ifelse(rows.attested, ATTESTED, UNPUBLISHED)),
        (rows.known == NONE, NO_EVIDENCE),
        (reached, MET),
        (rows.known == ALL, NOT_MET),
        else_=NO_EVIDENCE,
    )
