"""Certified people: each person counts once per metric and step, however many of its certificates they hold.

Sources: the four solution-area pages of June 2023 and the 2022 edition: a certificate counts some days after it was
earned (3 in the 2022 edition, 10 in 2023; the date of linking is not in the export, decision 2) until its expiry date
inclusive. Some metrics have gates: certificates that so many people must hold before anyone else's count.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import ibis
from ibis.expr.types import DecimalValue, IntegerValue, StringValue, Table

from evidence.engine import plain
from evidence.lookups import lookup
from evidence.shared import shared
from partnerhub.rulebook import Rulebook
from scoring import points
from scoring.metrics.common import AMOUNT, COUNTED, NOW, among, first_failure, lacking, named, origin
from scoring.rule import Rule

DATASETS = ("trainings",)
SUBJECT = ("person", "name", "step", "certificate", "title", "expires")
MONTHLY = False

# The step of the certificates that earn the points; every other step is a gate's key.
EARNING = ""
TYPES = ("certification", "certificate")
# An assessment counts only where it is itself on a list of certificates (decision 14).
ASSESSMENT = "assessment"
ASSESSMENTS = ("teams_meetings_and_meeting_rooms_technical_assessment",)
# Blank: the file does not say, so the certificate is taken as active (decision 14).
ACTIVE = ("", "active", "activated", "valid")
# An amount's last digit: a third of a person ends there.
DIGITS = Decimal("1e-10")


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per person, step and certificate; of those that count in a step the one that lasts longest is the person's."""
    held = _in_steps(_held(tables, rule.book), _steps(rule))
    held = _with_first(held.mutate(failed=_failure(held)))
    judged = _judged(held, gates(rule), rule)
    return judged.mutate(lack=lacking(judged.verdict, "", None)).drop("first")


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """The people who count, by partner and step: totals need not know who they are."""
    people = _people(_in_steps(_held(tables, rule.book), _steps(rule)))
    in_force = gates(rule)
    if not in_force:
        return people.select("partner", period=ibis.literal(NOW), units=people.people.cast(AMOUNT))
    at_gates = people.filter(people.step != EARNING)
    met = at_gates.filter(at_gates.people >= _needed(at_gates.step, in_force))
    opened = met.group_by("partner").aggregate(gates=lambda t: t.count())
    opened = opened.filter(opened.gates == len(in_force))
    earning = people.filter(people.step == EARNING).semi_join(opened, "partner")
    shares = [
        (met.step == gate_key(gate), _share(gate, rule) * int(gate.number("people"))) for gate in _earning(in_force)
    ]
    rows = [
        at_gates.select("partner", period=at_gates.step, units=at_gates.people.cast(AMOUNT)),
        earning.select("partner", period=ibis.literal(NOW), units=earning.people.cast(AMOUNT)),
    ]
    if shares:
        worth = ibis.cases(*shares, else_=ibis.literal(0).cast(AMOUNT)).cast(AMOUNT)
        rows.append(met.select("partner", period=ibis.literal(NOW), units=worth))
    return ibis.union(*rows)


def people_on_lists(tables: Mapping[str, Table], book: Rulebook, lists: Iterable[tuple[str, str]]) -> Table:
    """How many people hold a certificate that counts, by partner and list (``step``); ``lists`` are (certificate, list)."""
    return _people(_in_steps(_told(tables, book), lists))


def _people(held: Table) -> Table:
    counted = held.filter(held.listed, _failure(held) == COUNTED)
    return counted.group_by("partner", "step").aggregate(people=counted.person.nunique())


def gates(rule: Rule) -> list[Rule]:
    """The rules of the metric's gates that are in force, in their order."""
    metric = rule.book.metric(rule.designation, rule.metric)
    found = [rule.beside(f"{rule.metric}.{key}") for key in (metric.gates if metric else ())]
    return [gate for gate in found if gate.has("people")]


def gate_key(gate: Rule) -> str:
    """The gate's own name."""
    return gate.block.rpartition(".")[2]


def _told(tables: Mapping[str, Table], book: Rulebook) -> Table:
    """The rows of trainings, each with which certificate of the rulebook it is (``certificate``; a title of several makes a row
    of each), of what ``kind``, and what keeps it from counting wherever it is listed (``state``)."""
    rows = tables["trainings"].cross_join(tables["scope"])
    rows = named(rows.mutate(written=plain(rows.title)), "written", "certificate", book.certificates.items())
    return rows.mutate(kind=_kind(rows), state=_state(rows))


def _held(tables: Mapping[str, Table], book: Rulebook) -> Table:
    """What people were found to have, as every metric reads it, with its ``place`` among the person's own, of which the one that
    lasts longest is the first."""
    rows = _told(tables, book)
    rows = rows.mutate(name=(rows.first_name.fill_null("") + " " + rows.last_name.fill_null("")).strip())
    grouped = rows.group_by("partner", "person", "certificate", "title", "completed", "kind", "state").aggregate(
        name=rows.name.max(), expires=rows.expires.max(), origin=origin(rows)
    )
    place = ibis.row_number().over(
        group_by=["partner", "person"],
        order_by=[grouped.expires.fill_null(ibis.date(9999, 12, 31)).desc(), grouped.completed.desc(), grouped.title],
    )
    # Not the truncated day, which Spark makes a moment of.
    month = ibis.date(grouped.completed.year(), grouped.completed.month(), 1)
    held = grouped.mutate(place=place, month=month, period=ibis.literal(NOW), amount=ibis.literal(1).cast(AMOUNT))
    return shared(held, costly=True)


def _kind(rows: Table) -> StringValue:
    kinds = [(among(rows.training_type, TYPES), TYPES[0]), (among(rows.training_type, (ASSESSMENT,)), ASSESSMENT)]
    return ibis.cases(*kinds, else_="")


def _state(rows: Table) -> StringValue:
    return first_failure(
        (~among(rows.activation_status.fill_null(""), ACTIVE), "not_active"),
        (rows.completed > rows.as_of, "not_earned_yet"),
        (rows.completed > rows.earned_by, "not_published"),
        (rows.expires < rows.as_of, "expired"),
    )


def _steps(rule: Rule) -> list[tuple[str, str]]:
    """Every certificate with the steps that list it."""
    return [(certificate, step) for step, certificates in lists(rule) for certificate in certificates]


def _in_steps(held: Table, steps: Iterable[tuple[str, str]]) -> Table:
    """The rows, once per step that lists their certificate (``listed``), or once without."""
    table = lookup(("listed_as", "in_step"), sorted(steps))
    joined = held.left_join(table, held.certificate == table.listed_as)
    return joined.mutate(step=joined.in_step.fill_null(EARNING), listed=joined.listed_as.notnull()).drop(
        "listed_as", "in_step"
    )


def _failure(rows: Table) -> StringValue:
    assessed = (rows.kind == ASSESSMENT) & rows.listed & rows.certificate.isin(ASSESSMENTS).fill_null(False)
    return first_failure(
        (~((rows.kind == TYPES[0]) | assessed), "not_a_certificate"),
        (rows.certificate.isnull(), "certificate_unknown"),
        (~rows.listed, "certificate_not_listed"),
        (rows.state != COUNTED, rows.state),
    )


def _with_first(held: Table) -> Table:
    """``first``: whether the row is the person's own in its step. Certificates that no step lists have no name of their own."""
    first = held.filter(held.failed == COUNTED).group_by("partner", "person", "step").aggregate(first=held.place.min())
    same = [held.partner == first.partner, held.person == first.person, held.step == first.step]
    joined = held.left_join(first, [*same, held.place == first.first]).select(held, first=first.first.notnull())
    return joined.mutate(certificate=ibis.ifelse(joined.listed, joined.certificate, ibis.null(str))).drop(
        "kind", "state", "place", "listed"
    )


def _judged(held: Table, in_force: list[Rule], rule: Rule) -> Table:
    """``verdict`` and ``units`` of every row."""
    again = (held.failed == COUNTED) & ~held.first
    if not in_force:
        verdict = first_failure((held.failed != COUNTED, held.failed), (again, "person_already_counted"))
        judged = held.mutate(verdict=verdict)
        return judged.mutate(units=(judged.verdict == COUNTED).cast(AMOUNT))
    held = _with_open_gates(held, in_force)
    units = _units(held, in_force, rule)
    verdict = first_failure(
        (held.failed != COUNTED, held.failed),
        ((held.step == EARNING) & ~held.open, "gate_not_met"),
        (again, "person_already_counted"),
        (units == 0, "opens_gate"),
    )
    judged = held.mutate(verdict=verdict, worth=units)
    judged = judged.mutate(units=(judged.verdict == COUNTED).ifelse(judged.worth, 0).cast(AMOUNT))
    return judged.drop("open", "met", "worth")


def _with_open_gates(held: Table, in_force: list[Rule]) -> Table:
    """The rows with ``met`` (their own gate is) and ``open`` (every gate of their partner is)."""
    people = held.filter(held.first).group_by("partner", "step").aggregate(people=lambda t: t.count())
    met = people.filter(people.people >= _needed(people.step, in_force)).select("partner", met_step=people.step)
    opened = met.group_by("partner").aggregate(gates=lambda t: t.count())
    with_met = held.left_join(met, [held.partner == met.partner, held.step == met.met_step])
    with_met = with_met.select(held, met=met.met_step.notnull())
    joined = with_met.left_join(opened, with_met.partner == opened.partner)
    return joined.select(with_met, open=(opened.gates == len(in_force)).fill_null(False))


def _needed(step: StringValue, in_force: list[Rule]) -> IntegerValue:
    """How many people a step's gate needs; NULL where the step is none."""
    people = ((step == gate_key(gate), int(gate.number("people"))) for gate in in_force)
    return ibis.cases(*people, else_=ibis.null("int64"))


def _units(held: Table, in_force: list[Rule], rule: Rule) -> DecimalValue:
    """What a person's certificate is worth: one who earns; the share of a met gate's own points, for those that it needs."""
    order = ibis.row_number().over(group_by=["partner", "step", "first"], order_by=[held.person])
    shares = [
        (
            (held.step == gate_key(gate)) & held.met & (order < int(gate.number("people"))),
            _share(gate, rule),
        )
        for gate in _earning(in_force)
    ]
    return ibis.cases((held.step == EARNING, ibis.literal(1).cast(AMOUNT)), *shares, else_=ibis.literal(0).cast(AMOUNT))


def _share(gate: Rule, rule: Rule) -> DecimalValue:
    return ibis.literal(worth(gate, rule).quantize(DIGITS), AMOUNT)


def _earning(in_force: list[Rule]) -> list[Rule]:
    return [gate for gate in in_force if earns(gate)]


def earns(gate: Rule) -> bool:
    """Whether a gate that is met earns points of its own."""
    return gate.rules.has(f"{gate.designation}.{gate.block}.points", gate.track)


def worth(gate: Rule, rule: Rule) -> Decimal:
    """A gate's points as a number of people who earn, for each of those that the gate needs."""
    share = Fraction(gate.number("points")) * Fraction(rule.number("threshold")) / Fraction(rule.number("cap"))
    return points.decimal(share / int(gate.number("people")))


def lists(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every step with its certificates: those that earn first, then the gates."""
    yield EARNING, rule.names("certificates")
    for gate in gates(rule):
        yield gate_key(gate), gate.names("certificates")
