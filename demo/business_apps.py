"""Rows of the two Business Applications exports: revenue and usage."""

from calendar import month_name
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from demo.filler import NAMES, Customer, chance, customer, identity, split
from demo.people import Organisation
from demo.story import FIRST, Revenue, Story, Usage

Row = dict[str, object]

# Monthly consumption value of one active user or profile, by July 2023's rate card.
RATES = {
    "Business Central": Decimal(1000),
    "Customer Insights": Decimal("0.2"),
    "Finance & Operations": Decimal(100),
    "Guides": Decimal(1000),
    "Power Automate": Decimal(200),
    "Power BI": Decimal(200),
    "Remote Assist": Decimal(1000),
}
POWER_PLATFORM = {"Power Apps", "Power Automate", "Power BI", "Portals", "Power Pages"}
_FILLER_REVENUE = (
    "Business Central",
    "Sales",
    "Customer Service",
    "Power BI",
    "Power Apps",
    "Field Service",
    "Marketing",
)
_FILLER_USAGE = "Power BI"


def revenue(story: Story, owner: Organisation, month: date, seed: int, *, first_told: bool) -> Iterator[Row]:
    """The revenue rows of a month; ``first_told`` as its first file told them."""
    for one in story.revenue:
        if one.since <= month <= one.until:
            amount = one.first_told.get(month, one.usd) if first_told else one.usd
            yield _revenue(owner, month, one, amount)
    for one, least, most in _filler_revenue(story, seed):
        cents = chance(seed, owner.mpn_id, "revenue", one.customer, month).randint(least * 100, most * 100)
        yield _revenue(owner, month, one, Decimal(cents) / 100)


def _filler_revenue(story: Story, seed: int) -> Iterator[tuple[Revenue, int, int]]:
    """The same pairs in every month, each always on its side of the floor."""
    above, below = story.filler.above, story.filler.below
    for place, name in enumerate(NAMES[: above[0] + below[0]]):
        pick = chance(seed, story.mpn_id, "revenue", name)
        workload = pick.choice(_FILLER_REVENUE)
        association = pick.choice((story.csp, story.csp, "Partner of record"))
        _, least, most = above if place < above[0] else below
        yield Revenue(name, workload, association, Decimal(0)), least, most


def _revenue(owner: Organisation, month: date, one: Revenue, amount: Decimal) -> Row:
    who = customer(one.customer)
    return _common(owner, month, who, one.workload, one.since) | {
        "partnerassociationtype": one.association,
        "workloads": one.workload,
        "country": owner.places[0].country,
        "adjustedrevenueamtcd": f"{amount:.2f}",
    }


def usage(story: Story, owner: Organisation, month: date, seed: int) -> Iterator[Row]:
    """The usage rows of a month. What the story's rows leave of its counted consumption is split among other customers."""
    now = [one for one in story.usage if one.since <= month <= one.until]
    for one in now:
        yield _usage(owner, month, one)
    units = _rest(story, now, month) / RATES[_FILLER_USAGE]
    names = NAMES[: story.filler.users]
    for name, users in zip(names, split(int(units), names, chance(seed, owner.mpn_id, "usage", month)), strict=True):
        yield _usage(owner, month, Usage(name, _FILLER_USAGE, "Partner admin link", users))


def _rest(story: Story, now: list[Usage], month: date) -> Decimal:
    total = story.consumption[(month.year - FIRST.year) * 12 + month.month - FIRST.month]
    return total - sum((one.quantity * RATES[one.workload] for one in now if one.counts), Decimal(0))


def _usage(owner: Organisation, month: date, one: Usage) -> Row:
    who = customer(one.customer)
    measured: Row = (
        {"metrictype": "Capacity", "mac": one.quantity}
        if one.capacity
        else {"metrictype": "Active users", "mau": one.quantity, "pamau": one.quantity + 3 + one.quantity // 5}
    )
    return _common(owner, month, who, one.workload, one.since) | measured | {
        "partnerassociationtype": one.association,
        "workload": one.workload,
        "skugroup": "Enterprise" if who.segment == "Enterprise" else "Standard",
    }  # fmt: skip


def _common(owner: Organisation, month: date, who: Customer, workload: str, since: date) -> Row:
    return {
        "fiscalmonthname": f"{month_name[month.month]}, {month.year}",
        "globalpartnerid": owner.mpn_id,
        "partnername": owner.name,
        "customerid": who.number,
        "customername": who.name,
        "customertenantid": who.tenant,
        "customertenantname": who.name,
        "subscriptionid": identity("subscription", owner.mpn_id, who.name, workload),
        "subscriptionstartdate": f"{since.month}/{since.day}/{since.year}",
        "workloadcategory": "Power Platform" if workload in POWER_PLATFORM else "Dynamics 365",
    }
