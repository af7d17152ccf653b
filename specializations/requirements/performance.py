"""Azure consumed revenue (ACR) over the last published months, by the specialization's own lines.

Sources: the specialization pages of 2021 and 2023 (filters, associations, offers that never count) and the usage
report's page of 2023 (one row of each record is kept: rows flagged as duplicates at partner global account level do not
count).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial, reduce
from operator import add

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table

from evidence import engine
from evidence.engine import Session
from evidence.lookups import lookup
from evidence.shared import shared
from evidence.statements import Statement
from evidence.view import EvidenceView
from partnerhub.rulebook import Entry, Filter, Rules
from partnerhub.rulebook.schema import PerformanceRequirement
from scoring import periods
from scoring.metrics.common import AMOUNT, NOW, among, amount_each, first_failure, in_periods, lacking, origin
from specializations.requirements.acr_filter import cells, passes
from specializations.requirements.check import ALL, NONE, SOME, UNPUBLISHED, Check, Part, state
from specializations.requirements.offered import Offered, offered

DATASET = "azure_usage"
SUBJECT = ("tenant", "customer", "line", "association")
OTHER = "other_service"
# So many lines have a bit each in one number.
BITS = 62


@dataclass(frozen=True)
class Window:
    """The months that count, newest first, and those of them without evidence."""

    months: tuple[date, ...]
    missing: tuple[date, ...]

    @property
    def known(self) -> str:
        """How much of its evidence is there."""
        if len(self.missing) == len(self.months):
            return NONE
        return SOME if self.missing else ALL


def window(session: Session, rules: Rules, specialization: str, partner: str) -> Window:
    """The window of one of the session's partners."""
    return window_of(rules, specialization, session.view.months(DATASET, partner))


def window_of(rules: Rules, specialization: str, known: frozenset[date]) -> Window:
    """The last published months, three unless the rule says otherwise, where ``known`` are the months of evidence.

    While no calendar is in force (2021) those that end with the newest known one; none while nothing is known.
    """
    newest = _newest(rules, known)
    months = tuple(periods.shift(newest, -back) for back in range(length(rules, specialization))) if newest else ()
    return Window(months, tuple(month for month in months if month not in known))


def _newest(rules: Rules, known: frozenset[date]) -> date | None:
    if rules.has("freshness.performance_day"):
        return periods.newest_published(rules.day, int(rules.number("freshness.performance_day")))
    return periods.newest_known(rules.day, known)


def length(rules: Rules, specialization: str) -> int:
    """How many months a specialization's window has."""
    found = rules.first(f"{specialization}.window", "programme.specialization_window").value
    return int(found)  # type: ignore[arg-type]


# What a requirement measures of one partner, and everything behind it


@dataclass(frozen=True)
class Figure:
    """An amount that has to be reached: a whole requirement's, or that of one of its parts (``part``), over these lines."""

    of: Offered
    part: str
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        """What the ids of its rules begin with."""
        return f"{self.of.id}.{self.part}" if self.part else self.of.id


def figures(rules: Rules) -> list[Figure]:
    """Every figure of the requirements that have ACR lines on the rules' day, each before its parts."""
    found = []
    for one in offered(rules):
        if isinstance(one.requirement, PerformanceRequirement) and (lines := rules.lines(one.id)):
            found.append(Figure(one, "", tuple(lines)))
            found += [Figure(one, key, tuple(part.lines)) for key, part in one.requirement.parts.items()]
    return found


def check(session: Session, rules: Rules, specialization: str, key: str, requirement: PerformanceRequirement) -> Check:
    """The requirement for the one partner of the session."""
    (partner,) = session.view.partners
    own = Offered(specialization, key, requirement)
    minimum, asked_of = needed(rules, own.id), customers(rules, own.id)
    found = window(session, rules, specialization, partner)
    asked = Check(
        "performance",
        key,
        requirement.title,
        UNPUBLISHED,
        required=minimum,
        unit=rules.get(f"{own.id}.minimum").unit or "",
        customers_required=asked_of,
        months=found.months,
        missing=found.missing,
        dataset=DATASET,
    )
    if not rules.lines(own.id):
        return asked
    published = minimum is not None
    if found.known == NONE:
        return replace(asked, state=state(published=published, known=NONE, reached=False))
    counted = _counted(session, rules)
    measured, bought_by = counted.get(own.id, (Decimal(0), 0))
    parts = tuple(
        Part(part.title, counted.get(id_, (Decimal(0), 0))[0], needed(rules, id_))
        for id_, part in ((f"{own.id}.{name}", part) for name, part in requirement.parts.items())
    )
    reached = minimum is not None and measured >= minimum and bought_by >= (asked_of or 0)
    reached = reached and all(part.met for part in parts)
    judged = state(published=published, known=found.known, reached=reached)
    return replace(asked, state=judged, measured=measured, customers=bought_by, parts=parts)


def needed(rules: Rules, figure: str) -> Decimal | None:
    """The amount that a figure must reach; None where it is unpublished."""
    return _needed(rules, f"{figure}.minimum")


def customers(rules: Rules, figure: str) -> int | None:
    """How many customers a figure needs; None where it needs none, or it is unpublished."""
    found = _needed(rules, f"{figure}.customers")
    return None if found is None else int(found)


def _needed(rules: Rules, rule: str) -> Decimal | None:
    entry = rules.get(rule) if rules.has(rule) else None
    return entry.value if entry is not None and isinstance(entry.value, Decimal) else None


def _counted(session: Session, rules: Rules) -> Mapping[str, tuple[Decimal, int]]:
    """The amounts and customers of every figure that has any, by id: asked of the evidence once for all requirements."""

    def ask() -> dict[str, tuple[Decimal, int]]:
        bind_windows(session, rules.fresh())
        identity = (rules.book.digest, rules.book.edition(rules.day), "acr", BITS)
        statement = session.statement(identity, lambda: (totals(rules.fresh()), None))
        ids = [figure.id for figure in figures(rules.fresh())]
        return {ids[row["figure"]]: (row["amount"], row["customers"]) for row in session.rows(statement)}

    return session.once(("acr", rules.book.digest, rules.day), ask)


def contributions(session: Session, rules: Rules, specialization: str, key: str, found: Window) -> Statement:
    """One row per month, tenant, line and association, with its verdict; ``amount`` is ACR in USD."""
    cohorts = sorted(session.view.cohorts(session.view.partners))
    rows = [{"cohort": cohort, "period": NOW, "month": month} for cohort in cohorts for month in found.months]
    session.bind("periods", rows, engine.PERIODS)

    def build() -> tuple[Table, tuple[Entry, ...]]:
        read = rules.fresh()
        return _contributions(read, specialization, key), read.trace

    identity = (rules.book.digest, rules.book.edition(rules.day), specialization, key, "contributions")
    return session.statement(identity, build)


def _contributions(rules: Rules, specialization: str, key: str) -> Table:
    lines = rules.lines(f"{specialization}.{key}")
    rows = cells(in_periods(engine.tables()[DATASET], engine.tables()["periods"]), lines.values())
    rows = rows.mutate(line=_line(rows, lines))
    verdict = first_failure(
        (rows.line == OTHER, OTHER),
        (rows.duplicate.fill_null(False), "duplicate"),
        (~associated(rows, associations(rules, specialization)), "association_not_eligible"),
        (among(rows.offer_type, rules.names("programme.excluded_offers")), "offer_excluded"),
        (rows.acr.isnull(), "no_amount"),
    )
    rows = rows.mutate(verdict=verdict, association=rows.association_text.fill_null(""))
    grouped = rows.group_by("partner", "period", "month", "tenant", "line", "association", "verdict").aggregate(
        customer=rows.customer.max(), amount=rows.acr.sum().fill_null(0).cast(AMOUNT), origin=origin(rows)
    )
    return grouped.mutate(units=amount_each(grouped.verdict, grouped.amount), lack=lacking(grouped.verdict, "", None))


def _line(rows: Table, lines: Mapping[str, Filter]) -> StringValue:
    """The first line whose filter a row passes: within a requirement it counts once."""
    if not lines:  # no filter is published on that day
        return ibis.literal(OTHER)
    return ibis.cases(*((passes(rows, rule), name) for name, rule in lines.items()), else_=OTHER)


def associations(rules: Rules, specialization: str) -> tuple[str, ...]:
    found = rules.first(f"{specialization}.associations", "programme.specialization_associations").value
    return tuple(sorted(found))  # type: ignore[arg-type]


def associated(rows: Table, allowed: Sequence[str]) -> BooleanValue:
    return rows.association.isin(allowed).fill_null(False)


# The totals of all requirements, for one partner or for many, in one pass over the usage of their windows


def bind_windows(session: Session, rules: Rules) -> None:
    """Tell the session the months of the longest window: ``period`` is their place in it, the newest first."""
    rows = [
        {"cohort": cohort, "period": str(back), "month": month}
        for cohort, found in sorted(_windows(session.view, rules).items())
        for back, month in enumerate(found)
    ]
    session.bind("periods", rows, engine.PERIODS)


def months(view: EvidenceView, rules: Rules) -> frozenset[date]:
    """Every month that a requirement looks at for one of the view's partners."""
    return frozenset(month for found in _windows(view, rules).values() for month in found)


def _windows(view: EvidenceView, rules: Rules) -> Mapping[int, tuple[date, ...]]:
    """The months of the longest window, the newest first, by cohort."""
    longest = max((figure.of.specialization for figure in figures(rules)), key=partial(length, rules), default=None)
    if longest is None:
        return {}
    return {
        view.cohort(partner): window_of(rules, longest, view.months(DATASET, partner)).months
        for partner, *_members in view.by_cohort(view.partners)
    }


def totals(rules: Rules) -> Table:
    """What counted, per partner and figure: ``figure`` is its place in ``figures``, ``amount`` ACR in USD, ``customers`` the
    distinct tenants whose amount is above zero. Who has nothing for a figure has no row."""
    packs = _packed(rules)
    signed = shared(_signed(rules, packs), costly=True)
    every = figures(rules)
    parts = []
    for place, pack in enumerate(packs):
        bits = [
            (str(1 << bit), str(number))
            for bit, (one, line) in enumerate(pack)
            for number, figure in enumerate(every)
            if figure.of.id == one.id and line in figure.lines
        ]
        told = lookup(("bit", "figure"), bits)
        told = told.select(bit=told.bit.cast("int64"), figure=told.figure.cast("int64"))
        found = signed.inner_join(told, (signed[_column(place)] & told.bit) != 0)
        parts.append(found.select(signed.partner, signed.tenant, told.figure, signed.amount))
    found = ibis.union(*parts)
    by_tenant = found.group_by("partner", "figure", "tenant").aggregate(amount=found.amount.sum())
    return by_tenant.group_by("partner", "figure").aggregate(
        amount=by_tenant.amount.sum().cast(AMOUNT), customers=(by_tenant.amount > 0).sum().cast("int64")
    )


def _packed(rules: Rules) -> list[list[tuple[Offered, str]]]:
    """All lines of all requirements, as many together as have a bit in one number, those of a requirement never apart."""
    packs: list[list[tuple[Offered, str]]] = [[]]
    for figure in figures(rules):
        lines = [(figure.of, line) for line in figure.lines if not figure.part]
        if packs[-1] and len(packs[-1]) + len(lines) > BITS:
            packs.append([])
        packs[-1] += lines
    return packs


def _signed(rules: Rules, packs: Sequence[Sequence[tuple[Offered, str]]]) -> Table:
    """What each tenant consumed of services with the same signature: a bit for every line that its usage is of."""
    filters = {f"{of}.{line}": rule for of in _ids(rules) for line, rule in rules.lines(of).items()}
    rows = eligible(rules)
    rows = cells(rows.filter(ibis.or_(*(_counts(rows, *told) for told in _telling(rules)))), filters.values())
    rows = rows.mutate(**{_column(place): _signature(rows, rules, pack, filters) for place, pack in enumerate(packs)})
    columns = [_column(place) for place in range(len(packs))]
    rows = rows.filter(ibis.or_(*(rows[column] != 0 for column in columns)))
    return rows.group_by("partner", "tenant", *columns).aggregate(amount=rows.acr.sum().cast(AMOUNT))


def _ids(rules: Rules) -> list[str]:
    """The requirements that have ACR lines."""
    return [figure.id for figure in figures(rules) if not figure.part]


def _column(place: int) -> str:
    return f"signature_{place}"


def eligible(rules: Rules) -> Table:
    """The usage rows of the months that count, without those that count for no specialization."""
    usage, months = engine.tables()[DATASET], engine.tables()["periods"]
    rows = usage.inner_join(months, [usage.cohort == months.cohort, usage.month == months.month])
    rows = rows.select(usage, period=months.period)
    excluded = rules.names("programme.excluded_offers")
    return rows.filter(~rows.duplicate.fill_null(False), ~among(rows.offer_type, excluded), rows.acr.notnull())


def _signature(
    rows: Table, rules: Rules, pack: Sequence[tuple[Offered, str]], filters: Mapping[str, Filter]
) -> IntegerValue:
    """The bits of the lines that a row is of: within a requirement the first that it passes."""
    lines: dict[str, list[tuple[BooleanValue, IntegerValue]]] = {}
    for bit, (one, line) in enumerate(pack):
        counts = passes(rows, filters[f"{one.id}.{line}"])
        if len(_telling(rules)) > 1:
            counts &= _counts(rows, *_told(rules, one.specialization))
        lines.setdefault(one.id, []).append((counts, ibis.literal(1 << bit, "int64")))
    return reduce(add, (ibis.cases(*found, else_=ibis.literal(0, "int64")) for found in lines.values()))


def _telling(rules: Rules) -> set[tuple[tuple[str, ...], int]]:
    """The associations and lengths of windows that specializations have: most have the same."""
    return {_told(rules, figure.of.specialization) for figure in figures(rules)}


def _told(rules: Rules, specialization: str) -> tuple[tuple[str, ...], int]:
    return associations(rules, specialization), length(rules, specialization)


def _counts(rows: Table, associations: Sequence[str], months: int) -> BooleanValue:
    """Whether a row's association and month count."""
    return associated(rows, associations) & rows.period.isin([str(back) for back in range(months)])
