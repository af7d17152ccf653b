"""The skilling eligibility page: where people stand with each metric, what ends when and at what cost, and a list of them all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub import rules
from partnerhub.charts import Chart
from partnerhub.listing import Column, Filter, Listed, arranged
from partnerhub.models import Partner
from partnerhub.told import joined, labelled, plural_of
from scoring import ending_chart, listing, points, wording
from scoring.eligibility import Certificate, Line, Use
from scoring.expiry import Cost, Day, Next, Staff
from scoring.forms import Asked
from scoring.measure import GateState, Measured
from scoring.people import ORDERS, WITHIN, People, Person, Wanted, ends_within, find, person_id
from scoring.subject_rows import step_title
from scoring.why import Link

# So many are named, of certificates that end on a day and of titles that nobody knows.
NAMED, TITLES = 4, 50
NO_USE = gettext_lazy("counts for no designation")


@dataclass(frozen=True)
class Step:
    """The people of a metric, or of one of its gates, also in percent of those it takes.

    ``notes``: that they do not count, and when there will be fewer.
    """

    title: str
    people: str
    notes: list[str]
    met: bool
    percent: int

    @property
    def told(self) -> str:
        return labelled(self.title, self.people) if self.title else self.people


@dataclass(frozen=True)
class LineOfPeople:
    """Where people stand with a metric, and at its gates. ``unknown``: what is missing, where nobody can tell."""

    designation: str
    why: Link
    points: str
    cap: int
    people: Step
    gates: list[Step]
    unknown: str


@dataclass(frozen=True)
class CostLine:
    """What a metric loses with a day: from so many points to so many."""

    title: str
    before: str
    after: str
    points: str


@dataclass(frozen=True)
class EndingLine:
    """A certificate whose end takes its person away from what is named; ``url`` is the person's page."""

    person: str
    url: str
    title: str
    lost: str


@dataclass(frozen=True)
class EndingDay:
    """The last day of certificates: some of them by name, how many ``more``, and how many whose person counts on without."""

    day: date
    endings: list[EndingLine]
    more: int
    without_loss: int
    costs: list[CostLine]


@dataclass(frozen=True)
class Window:
    """The days up to so many ahead, after those of the window before."""

    title: str
    told: str
    pill: str
    days: list[EndingDay]


@dataclass(frozen=True)
class Worth:
    """A verdict, and the metrics that give it."""

    pill: str
    label: str
    lines: str


@dataclass(frozen=True)
class CertificateLine:
    """A certificate in the list. ``soon``: it is of use, and ends within the days that the page looks ahead."""

    title: str
    completed: date
    expires: date | None
    soon: bool
    worths: list[Worth]


@dataclass(frozen=True)
class PersonRow:
    """A person in the list."""

    name: str
    key: str
    url: str
    counting: int
    certificates: list[CertificateLine]


@dataclass(frozen=True)
class UnknownTitle:
    """A title that the rulebook does not know."""

    title: str
    told: str


@dataclass(frozen=True)
class PeoplePage:
    """Where people stand with each metric, what ends when, and one page of the people that the filters let through.

    ``ending`` is None while nothing is known of anybody.
    """

    lede: str
    as_of: date
    lines: list[LineOfPeople]
    windows: list[Window]
    ending: Chart | None
    listed: Listed[Person]
    rows: list[PersonRow]
    unknown: list[UnknownTitle]
    more_unknown: int
    others: int
    download_url: str


def people_page(partner: Partner, asked: Asked, wanted: Wanted) -> PeoplePage:
    """The page of the partner's people. Raises NotInForce where the day has no rules."""
    found = find(partner, asked, wanted)
    query = listing.query(asked, wanted.shown())
    listed = arranged(found.chosen, query, _columns(), ORDERS, filters=_filters(found), every=len(found.every))
    unknown = [UnknownTitle(one.title, _told_unknown(one.certificates, one.people)) for one in found.unknown]
    return PeoplePage(
        lede=listing.lede(_counted(found), asked=asked),
        as_of=asked.as_of,
        lines=_lines(partner, found, asked, wanted),
        windows=windows_of(partner, found, asked),
        ending=ending_chart.of_people(partner, found, wanted, asked.as_of, query),
        listed=listed,
        rows=[person_row(partner, person, asked) for person in listed.page.object_list],
        unknown=unknown[:TITLES],
        more_unknown=max(len(unknown) - TITLES, 0),
        others=found.others,
        download_url=query.elsewhere(reverse("people-download", args=[partner.mpn_id])),
    )


def _counted(found: People) -> str:
    if not found.is_known:
        return _("No certificate is known yet")
    values = {"count": sum(bool(one.counting) for one in found.every), "every": len(found.every)}
    told = ngettext(
        "%(count)d of %(every)d person counts for at least one metric",
        "%(count)d of %(every)d people count for at least one metric",
        len(found.every),
    )
    return told % values


def _told_unknown(certificates: int, people: int) -> str:
    held = ngettext("%(count)d certificate", "%(count)d certificates", certificates) % {"count": certificates}
    return f"{held}, {_people(people)}"


def _people(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


# Where people stand


def _lines(partner: Partner, found: People, asked: Asked, wanted: Wanted) -> list[LineOfPeople]:
    every = zip(found.lines, found.measured, found.staffs, strict=True)
    wants_all = all(line.designation != wanted.designation for line in found.lines)
    return [
        line_of_people(partner, line, measured, staff, asked)
        for line, measured, staff in every
        if wants_all or line.designation == wanted.designation
    ]


def line_of_people(partner: Partner, line: Line, measured: Measured, staff: Staff, asked: Asked) -> LineOfPeople:
    """Where people stand with a metric, and at its gates."""
    held = staff.people(asked.as_of).get("", 0)
    waits = measured.reason == "gate_not_met" and held
    return LineOfPeople(
        designation=listing.designation_title(line),
        why=listing.why_link(partner, line, asked),
        points=wording.amount(points.shown_points(measured.points)) if line.is_known else "–",
        cap=int(measured.cap),
        people=Step(
            "",
            _out_of(held, measured.threshold),
            [*([_("nobody counts until the prerequisites are met")] if waits else []), *_next(staff.next_loss(""))],
            measured.actual >= Fraction(measured.threshold),
            _percent(held, measured.threshold),
        ),
        gates=[_gate(line, gate, staff) for gate in measured.gates],
        unknown=listing.unknown(line),
    )


def _out_of(held: int, needed: Decimal | int) -> str:
    if needed == 1:
        return _("%(held)d of 1 person") % {"held": held}
    return _("%(held)d of %(needed)s people") % {"held": held, "needed": wording.amount(needed)}


def _gate(line: Line, gate: GateState, staff: Staff) -> Step:
    told = _out_of(gate.people, gate.needed)
    notes, percent = _next(staff.next_loss(gate.key)), _percent(gate.people, gate.needed)
    return Step(step_title(line, gate.key), told, notes, gate.met, percent)


def _percent(held: int, needed: Decimal | int) -> int:
    return min(100, int(held * 100 / needed)) if needed else 100


def _next(loss: Next | None) -> list[str]:
    if loss is None:
        return []
    told = ngettext(
        "%(count)d person’s certificate ends on %(day)s", "%(count)d people’s certificates end on %(day)s", loss.people
    )
    return [told % {"count": loss.people, "day": wording.day(loss.day)}]


# What ends when


def windows_of(partner: Partner, found: People, asked: Asked) -> list[Window]:
    """What ends, by how far ahead it is."""
    windows = []
    after = -1
    for days in WITHIN:
        first, last = asked.as_of + timedelta(days=after + 1), asked.as_of + timedelta(days=days)
        ending = [day for day in found.calendar if first <= day.day <= last]
        windows.append(_window(partner, days, ending, asked, is_known=found.is_known))
        after = days
    return windows


def _window(partner: Partner, days: int, calendar: Sequence[Day], asked: Asked, *, is_known: bool) -> Window:
    count = sum(len(day.endings) for day in calendar)
    cost = sum((day.points for day in calendar), Fraction(0))
    if not count:
        told, pill = (_("nothing ends"), "good") if is_known else (_("unknown"), "neutral")
    else:
        ends = ngettext("%(count)d certificate ends", "%(count)d certificates end", count) % {"count": count}
        costs = _lost(cost) if cost else _("no points lost")
        told, pill = f"{ends}, {costs}", "bad" if cost else "neutral"
    title = _("The next %(days)d days") if days == WITHIN[0] else _("Up to %(days)d days ahead")
    return Window(title % {"days": days}, told, pill, [_day(partner, day, asked) for day in calendar])


def _day(partner: Partner, day: Day, asked: Asked) -> EndingDay:
    losing = [ending for ending in day.endings if ending.lost]
    shown = [
        EndingLine(
            ending.certificate.name or ending.certificate.person,
            person_url(partner, ending.certificate.person, asked),
            certificate_title(ending.certificate),
            lines_told(ending.lost),
        )
        for ending in losing[:NAMED]
    ]
    return EndingDay(
        day=day.day,
        endings=shown,
        more=len(losing) - len(shown),
        without_loss=len(day.endings) - len(losing),
        costs=[_cost(cost) for cost in day.costs],
    )


def _cost(cost: Cost) -> CostLine:
    return CostLine(listing.full_title(cost.line), _points(cost.before), _points(cost.after), _points(cost.points))


def _lost(cost: Fraction) -> str:
    shown = points.shown_points(cost)
    told = ngettext("%(points)s point lost", "%(points)s points lost", plural_of(shown))
    return told % {"points": wording.amount(shown)}


def _points(value: Fraction) -> str:
    return wording.amount(points.shown_points(value))


# Everyone


def _filters(found: People) -> list[Filter]:
    book = rules.book()
    held = {book.certificate(one.title) for person in found.every for one in person.certificates}
    titles = {key: book.certificate_list[key].title for key in held if key}
    certificates = dict(sorted(titles.items(), key=lambda item: item[1].casefold()))
    within = {str(days): _("within %(days)d days") % {"days": days} for days in WITHIN}
    return [
        Filter("designation", _("Designation"), listing.designation_titles(found.lines)),
        Filter("certificate", _("Certificate"), certificates),
        Filter("within", _("Ends"), within),
    ]


def _columns() -> list[Column]:
    return [
        Column("person", _("Person")),
        Column("counts", _("Counts for"), numeric=True),
        Column("ends", _("Certificates, what ends first")),
    ]


def person_row(partner: Partner, person: Person, asked: Asked) -> PersonRow:
    """A person with what each of their certificates is worth."""
    return PersonRow(
        name=person.name,
        key=person.key,
        url=person_url(partner, person.key, asked),
        counting=person.counting,
        certificates=[certificate_line(one, asked.as_of) for one in person.certificates],
    )


def person_url(partner: Partner, key: str, asked: Asked) -> str:
    """A person's own page."""
    return listing.with_query(reverse("person", args=[partner.mpn_id, person_id(partner, key)]), asked)


def certificate_title(one: Certificate) -> str:
    """What the rulebook calls it, else what the file does."""
    key = rules.book().certificate(one.title)
    return rules.book().certificate_list[key].title if key else one.title


def certificate_line(one: Certificate, today: date) -> CertificateLine:
    """A certificate with what it is worth: where it counts first, and where it does not with the reason."""
    return CertificateLine(
        title=certificate_title(one),
        completed=one.completed,
        expires=one.expires,
        soon=one.is_useful and ends_within(one, today, WITHIN[-1]),
        worths=_worths(one),
    )


def _worths(one: Certificate) -> list[Worth]:
    if not one.uses:
        label, pill = wording.verdict(one.verdict)
        return [Worth(pill, str(NO_USE) if one.verdict == "certificate_not_listed" else label, "")]
    verdicts = dict.fromkeys(use.verdict for use in sorted(one.uses, key=lambda use: not use.is_useful))
    return [_worth(verdict, [use for use in one.uses if use.verdict == verdict]) for verdict in verdicts]


def _worth(verdict: str, uses: Sequence[Use]) -> Worth:
    label, pill = wording.verdict(verdict)
    return Worth(pill, label, lines_told(uses))


def lines_told(uses: Iterable[Use]) -> str:
    """The metrics of these uses, each with the gate that it is about."""
    found = Counter((listing.full_title(use.line), step_title(use.line, use.step)) for use in uses)
    return joined(f"{title} ({step})" if step else title for title, step in found)
