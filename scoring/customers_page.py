"""The customer eligibility page: a picture of how many customers help each metric, and a list of them all."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub.listing import Column, Filter, Listed, arranged
from partnerhub.models import Partner
from scoring import listing, wording
from scoring.customers import ORDERS, Customer, Customers, Wanted, find
from scoring.eligibility import KEPT, LOST, MISSED, NEW, Line, Standing
from scoring.forms import Asked
from scoring.metrics.common import BASE, NOW
from scoring.why import Link

STATUS_LABELS = {
    "counts": gettext_lazy("counts now"),
    "new": gettext_lazy("new: did not count a year ago"),
    "lost": gettext_lazy("lost: counted a year ago"),
    "missed": gettext_lazy("does not count now"),
}
# The shares of the picture, in its order.
SHARES = {
    KEPT: gettext_lazy("counts, as a year ago"),
    NEW: gettext_lazy("counts, new"),
    LOST: gettext_lazy("lost"),
    MISSED: gettext_lazy("does not count"),
}
TAGS = {NEW: gettext_lazy("new"), LOST: gettext_lazy("lost")}
# What a measure adds up of a customer.
UNITS = {
    "acr_growth": gettext_lazy("Azure revenue in USD"),
    "active_users": gettext_lazy("active users"),
    "business_apps_deployments": gettext_lazy("workloads"),
    "business_apps_net_adds": gettext_lazy("workloads"),
    "business_apps_usage_growth": gettext_lazy("consumption value"),
}


@dataclass(frozen=True)
class Share:
    """A part of a picture's bar: so many customers, drawn from ``start`` on; ``url`` shows them."""

    key: str
    label: str
    count: int
    start: int
    url: str


@dataclass(frozen=True)
class Bar:
    """A line of the picture: how many customers help it. ``total`` is the length of the longest bar."""

    designation: str
    why: Link
    compared: str
    shares: list[Share]
    total: int


@dataclass(frozen=True)
class Unknown:
    """What is missing, and the metrics of which nobody can tell because of that."""

    text: str
    titles: list[str]


@dataclass(frozen=True)
class Entry:
    """How a customer stands with a line, in words. ``tag``: new or lost, since a year ago."""

    title: str
    pill: str
    text: str
    tag: str


@dataclass(frozen=True)
class Figures:
    """The numbers of a customer where a single line is shown."""

    now: str
    base: str
    change: str
    short: str


@dataclass(frozen=True)
class CustomerRow:
    """A customer in the list: its entries by designation, and its numbers where a single line is shown."""

    name: str
    tenant: str
    url: str
    counting: int
    standings: int
    groups: list[tuple[str, list[Entry]]]
    figures: Figures | None


@dataclass(frozen=True)
class CustomersPage:
    """One page of the customers that the filters let through, under a picture of all."""

    lede: str
    as_of: date
    picture: list[Bar]
    unknown: list[Unknown]
    legend: list[tuple[str, str]]
    listed: Listed[Customer]
    figures: bool
    rows: list[CustomerRow]
    download_url: str


def customers_page(partner: Partner, asked: Asked, wanted: Wanted) -> CustomersPage:
    """The page of the partner's customers. Raises NotInForce where the day has no rules."""
    found = find(partner, asked, wanted)
    query = listing.query(asked, wanted.shown())
    filters = _filters(found, wanted)
    listed = arranged(found.chosen, query, _columns(found), ORDERS, filters=filters, every=len(found.every))
    return CustomersPage(
        lede=listing.lede(_counted(found), asked=asked),
        as_of=asked.as_of,
        picture=_picture(partner, found, asked),
        unknown=_unknown(found),
        legend=[(key, str(label)) for key, label in SHARES.items()],
        listed=listed,
        figures=len(found.chosen_lines) == 1,
        rows=[_row(partner, customer, found, asked) for customer in listed.page.object_list],
        download_url=query.elsewhere(reverse("customers-download", args=[partner.mpn_id])),
    )


def _counted(found: Customers) -> str:
    values = {"count": sum(bool(one.counting) for one in found.every), "every": len(found.every)}
    told = ngettext(
        "%(count)d of %(every)d customer helps at least one metric",
        "%(count)d of %(every)d customers help at least one metric",
        len(found.every),
    )
    return told % values


def _picture(partner: Partner, found: Customers, asked: Asked) -> list[Bar]:
    kinds = Counter((one.line.key, one.kind) for customer in found.every for one in customer.standings)
    totals = [sum(kinds[line.key, kind] for kind in SHARES) for line in found.lines]
    known = (line for line in found.chosen_lines if line.is_known)
    return [_bar(partner, line, kinds, max(*totals, 1), asked) for line in known]


def _unknown(found: Customers) -> list[Unknown]:
    missing: dict[str, list[str]] = {}
    for line in found.chosen_lines:
        if not line.is_known:
            missing.setdefault(listing.unknown(line), []).append(listing.full_title(line))
    return [Unknown(text, titles) for text, titles in missing.items()]


def _bar(partner: Partner, line: Line, kinds: Counter[tuple[str, str]], total: int, asked: Asked) -> Bar:
    shares: list[Share] = []
    for kind, label in SHARES.items():
        url = f"?{asked.query(designation=line.designation, metric=line.key, status=_status(kind))}#list"
        start = sum(share.count for share in shares)
        shares.append(Share(kind, str(label), kinds[line.key, kind], start, url))
    return Bar(
        designation=listing.designation_title(line),
        why=listing.why_link(partner, line, asked),
        compared=_compared(line),
        shares=shares,
        total=total,
    )


def _status(kind: str) -> str:
    return {KEPT: "counts", MISSED: "missed"}.get(kind, kind)


def _compared(line: Line) -> str:
    """The months that are compared; what lies a year back may be unknown."""
    now = _span(line, NOW, line.months.now)
    if line.months.base is None:
        return now
    base = _span(line, BASE, line.months.base)
    if not line.is_base_known:
        return _("%(now)s; %(base)s is unknown") % {"now": now, "base": base}
    return _("%(now)s against %(base)s") % {"now": now, "base": base}


def _span(line: Line, period: str, last: date | None) -> str:
    count = sum(one == period for one, _month in line.months.looked_at)
    month = wording.month(last)
    return _("%(count)d months to %(month)s") % {"count": count, "month": month} if count > 1 else month


def _filters(found: Customers, wanted: Wanted) -> list[Filter]:
    of_one = {line.key: listing.title(line) for line in found.lines if line.designation == wanted.designation}
    metrics = of_one or {line.key: listing.full_title(line) for line in found.lines}
    return [
        Filter("designation", _("Designation"), listing.designation_titles(found.lines)),
        Filter("metric", _("Metric"), metrics),
        Filter("status", _("Status"), STATUS_LABELS),
    ]


def _columns(found: Customers) -> list[Column]:
    first = Column("customer", _("Customer (tenant)"))
    if len(found.chosen_lines) != 1:
        return [first, Column("counts", _("Counts for"), numeric=True), Column("", _("How it stands"))]
    (line,) = found.chosen_lines
    labels = {"now": _("Now"), "base": _("A year ago"), "change": _("Change")}
    numbers = [Column(key, f"{label} ({unit(line)})", numeric=True) for key, label in labels.items()]
    return [first, Column("verdict", listing.title(line)), *numbers, Column("short", _("Short by"))]


def _row(partner: Partner, customer: Customer, found: Customers, asked: Asked) -> CustomerRow:
    single = len(found.chosen_lines) == 1
    groups: dict[str, list[Entry]] = {}
    for one in customer.standings:
        groups.setdefault(one.line.designation, []).append(entry(one, with_title=not single))
    titles = listing.designation_titles(found.chosen_lines)
    return CustomerRow(
        name=customer.name,
        tenant=customer.tenant,
        url=customer_url(partner, customer.tenant, asked),
        counting=customer.counting,
        standings=len(customer.standings),
        groups=[("" if single else titles[key], entries) for key, entries in groups.items()],
        figures=figures(customer.standings[0]) if single else None,
    )


def customer_url(partner: Partner, tenant: str, asked: Asked) -> str:
    """A customer's own page; none for rows that name no tenant."""
    return listing.with_query(reverse("customer", args=[partner.mpn_id, tenant]), asked) if tenant else ""


def entry(one: Standing, *, with_title: bool = True) -> Entry:
    """A standing in words: what counts needs none, what does not says why."""
    label, pill = listing.verdict(one.verdict)
    text = "" if one.counts and with_title else _with_lack(label, one.shortfall)
    return Entry(listing.title(one.line) if with_title else "", pill, text, str(TAGS.get(one.kind, "")))


def _with_lack(label: str, shortfall: Decimal | None) -> str:
    if not shortfall:  # nothing is lacking to a limit that must be passed, not just reached
        return label
    return _("%(verdict)s, short by %(amount)s") % {"verdict": label, "amount": wording.amount(shortfall)}


def figures(one: Standing) -> Figures:
    """The numbers of a standing: nothing where the year before is unknown."""
    unknown = one.counted_before is None
    return Figures(
        now=wording.amount(one.now),
        base="–" if unknown else wording.amount(one.base),
        change="–" if unknown else listing.signed(one.now - one.base),
        short=wording.amount(one.shortfall) if one.shortfall is not None else "",
    )


def unit(line: Line) -> str:
    """What the numbers of a line count."""
    return str(UNITS.get(line.measure, _("customers")))
