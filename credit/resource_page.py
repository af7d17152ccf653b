"""A resource's calendar: every day of the month with its lines, and the access that covered it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from credit import links, places, queries, verdicts, wording
from credit.models import CreditMonth
from credit.month import added
from credit.queries import Day
from credit.rule_box import RuleBox, rule_box
from partnerhub.models import Partner
from partnerhub.months import shift
from partnerhub.told import day_range, joined


@dataclass(frozen=True)
class Origin:
    """The line of a file; ``url`` is empty for who may not see files."""

    label: str
    url: str


@dataclass(frozen=True)
class AccessRow:
    """An assignment that reached the resource in the month. ``key`` is its letter in the calendar; ``counts``: it earns."""

    key: str
    kind: str
    role: str
    holder: str
    place: str
    since: str
    until: str
    told: str
    pill: str
    origin: Origin


@dataclass(frozen=True)
class LineRow:
    """A usage line of a day."""

    meter: str
    sum: str
    verdict: str
    pill: str
    origin: Origin


@dataclass(frozen=True)
class DayRow:
    """A day; without lines the resource was not used. ``access`` are letters of assignments."""

    day: date
    verdict: str
    pill: str
    amount: str
    billed: str
    access: list[str]
    lines: list[LineRow]


@dataclass(frozen=True)
class Cell:
    """A day in the calendar; ``column`` (1 is Monday) only of the first. Without ``verdict`` the resource was not used."""

    day: date
    verdict: str
    pill: str
    column: int


@dataclass(frozen=True)
class ResourcePage:
    """The calendar of a resource."""

    name: str
    scope: str
    customer: str
    customer_url: str
    month: date
    month_title: str
    month_url: str
    earned: str
    lost: str
    billed: str
    used_days: str
    access: list[AccessRow]
    days: list[DayRow]
    weekdays: list[str]
    cells: list[Cell]
    unused: str
    rule: RuleBox
    right: str


def resource_page(partner: Partner, kept: CreditMonth, scope: str, *, files: bool) -> ResourcePage | None:
    """The calendar of a resource in a month; None where it was not used. ``files``: whether the reader may see files."""
    found = queries.calendar(partner, kept.month, scope)
    if not found:
        return None
    lines = [line for day in found for line in day.lines]
    held = _distinct(found)
    letters = {_key(one): _letter(number) for number, one in enumerate(held)}
    first, currency = lines[0], kept.currency
    credited = [line["credited"] for line in lines if line["credited"] is not None]
    days = [_day(partner, day, letters, files=files) for day in found]
    return ResourcePage(
        name=places.name(scope),
        scope=scope,
        customer=first["customer"] or first["tenant"],
        customer_url=links.customer(partner, kept.month, first["tenant"]),
        month=kept.month,
        month_title=wording.month(kept.month),
        month_url=links.month(partner, kept.month),
        earned=wording.money(_sum(lines, (verdicts.EARNED,)), currency),
        lost=wording.money(_sum(lines, verdicts.OF_ACCESS), currency),
        billed=wording.money(added(credited), currency) if credited else "",
        used_days=wording.count(len(found)),
        access=[_access(partner, letters[_key(one)], one, files=files) for one in held],
        days=days,
        weekdays=[str(name) for name in WEEKDAYS_ABBR.values()],
        cells=_cells(kept.month, days),
        unused=_unused(kept.month, {day.day for day in found}),
        rule=rule_box(partner, kept.month, sorted({line["verdict"] for line in lines}, key=verdicts.ORDER.index)),
        right=str(wording.CUSTOMERS_RIGHT),
    )


def _sum(lines: Iterable[Mapping[str, Any]], wanted: Sequence[str]) -> Decimal:
    return added(line["amount"] for line in lines if line["verdict"] in wanted)


def _key(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["run"], one["row"], one["scope"], one["start"], one["until"]


def _distinct(days: Iterable[Day]) -> list[Mapping[str, Any]]:
    """Every assignment of the month once, in the order in which they came to be."""
    found = {_key(one): one for day in days for one in day.access}
    return list(found.values())


def _letter(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    more, rest = divmod(number, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + rest)


def _access(partner: Partner, key: str, one: Mapping[str, Any], *, files: bool) -> AccessRow:
    told, pill = _standing(one)
    kind = wording.ACCESS_KINDS.get(one["kind"] or "", one["kind"] or "")
    return AccessRow(
        key=key,
        kind=_("Deny assignment") if one["deny"] else str(kind),
        role=one["azure_role"] or "",
        holder=one["holder"] or (_("everybody") if one["deny"] else ""),
        place=_place(one["scope"]),
        since=wording.moment(one["start"]) if one["start"] else "",
        until=wording.moment(one["until"]) if one["until"] else "",
        told=told,
        pill=pill,
        origin=origin(partner, one, files=files),
    )


def _place(scope: str) -> str:
    """Where it is assigned."""
    words = {
        "subscription": _("the subscription %(name)s"),
        "group": _("the resource group %(name)s"),
        "resource": _("the resource %(name)s"),
    }
    return words[places.level(scope)] % {"name": places.name(scope)}


def _standing(one: Mapping[str, Any]) -> tuple[str, str]:
    """Whether an assignment earns, else why it does not; and the colour of the pill."""
    if one["deny"]:
        return _("blocks"), "bad"
    if not one["ours"]:
        return _("another partner’s"), "neutral"
    if one["earns"] is None:
        return _("role unknown"), "warn"
    if not one["earns"]:
        return _("role does not earn"), "bad"
    return (_("earns"), "good") if one["has_link"] else (_("partner ID not linked"), "bad")


def origin(partner: Partner, row: Mapping[str, Any], *, files: bool) -> Origin:
    """Where a line or an assignment stands."""
    label = _("file %(run)d, row %(row)d") % {"run": row["run"], "row": row["row"]}
    return Origin(label, reverse("run", args=[partner.mpn_id, row["run"]]) if files else "")


def _day(partner: Partner, one: Day, letters: Mapping[tuple[Any, ...], str], *, files: bool) -> DayRow:
    worst = min(one.lines, key=lambda line: verdicts.ORDER.index(line["verdict"]))
    due = added(line["amount"] for line in one.lines if line["verdict"] == verdicts.EARNED)
    credited = [line["credited"] for line in one.lines if line["credited"] is not None]
    return DayRow(
        day=one.day,
        verdict=wording.verdict(worst["verdict"], worst["reason"]),
        pill=wording.VERDICTS[worst["verdict"]].pill,
        amount=wording.money(due),
        billed=wording.money(added(credited)) if credited else "",
        access=[letters[_key(held)] for held in one.access],
        lines=[_line(partner, line, files=files) for line in one.lines],
    )


def _line(partner: Partner, line: Mapping[str, Any], *, files: bool) -> LineRow:
    words = {
        "quantity": wording.number(line["quantity"]),
        "price": wording.number(line["unit_price"]),
        "worth": wording.money(line["worth"]),
        "amount": wording.money(line["amount"]),
    }
    return LineRow(
        meter=line["meter"] or line["product"] or "",
        sum=_("%(quantity)s × %(price)s = %(worth)s USD, at the rate %(amount)s USD") % words,
        verdict=wording.verdict(line["verdict"], line["reason"]),
        pill=wording.VERDICTS[line["verdict"]].pill,
        origin=origin(partner, line, files=files),
    )


def _cells(month: date, days: Iterable[DayRow]) -> list[Cell]:
    """Every day of the month."""
    known = {one.day: (one.verdict, one.pill) for one in days}
    every = [month + timedelta(days=number) for number in range((shift(month, 1) - month).days)]
    return [Cell(day, *known.get(day, ("", "")), day.isoweekday() if day == month else 0) for day in every]


def _unused(month: date, used: set[date]) -> str:
    """The days of the month of which the file has no line of the resource, in stretches."""
    days = [month + timedelta(days=number) for number in range((shift(month, 1) - month).days)]
    stretches: list[list[date]] = []
    for day in (one for one in days if one not in used):
        if stretches and stretches[-1][-1] == day - timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return joined(_stretch(one) for one in stretches)


def _stretch(days: Sequence[date]) -> str:
    first, last = wording.day(days[0]), wording.day(days[-1])
    return first if len(days) == 1 else day_range(first, last)
