"""Rows of the Microsoft 365 exports: Office 365 usage in three layouts, and Enterprise Mobility usage."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from demo.filler import NAMES, Customer, chance, customer, identity
from demo.people import Organisation
from demo.story import NEVER, Mobility, Seats, Story

Row = dict[str, object]

_WORKLOADS = ("Exchange", "SharePoint", "Teams", "Microsoft 365 Apps", "Yammer")
_WORKLOADS_EACH = 2
_CLAIMS = ("CPOR (OSA)", "CPOR (OSU)")
# Paid seats of the filler's customers: mostly small and midsize ones.
_SIZES = (6, 14, 22, 35, 48, 60, 85, 120, 160, 240, 290, 420, 900)
# How much of its seats a customer uses, in percent, a little more or less by the month: none is near the 40 that deploy.
_SHARES = (20, 25, 29, 52, 60, 68, 75, 83)
_MORE_OR_LESS = 5
# Claims of the filler: made on one of so many days, all of them long before the years compared.
_CLAIMED_SINCE, _CLAIM_DAYS = date(2019, 3, 1), 800
_PRODUCTS = ("aadp", "intune", "azip")


def office(story: Story, owner: Organisation, month: date, seed: int) -> Iterator[Row]:
    """The Office 365 usage rows of a month."""
    for one in (*story.office, *_office_filler(story, month, seed)):
        if one.since <= month <= one.until:
            yield _office(owner, month, one)


def _office_filler(story: Story, month: date, seed: int) -> Iterator[Seats]:
    """The same seats in every month, and as many users as in the same month of another year: all of it cancels out."""
    for name in NAMES[: story.filler.office]:
        always = chance(seed, story.mpn_id, "office", name)
        kind = always.choice(_CLAIMS) if story.claims else story.csp
        seats, share = always.choice(_SIZES), always.choice(_SHARES)
        claimed = _CLAIMED_SINCE + timedelta(days=always.randrange(_CLAIM_DAYS))
        for workload in always.sample(_WORKLOADS, _WORKLOADS_EACH):
            active = _users(seats, share, chance(seed, story.mpn_id, "office", name, workload, month.month))
            yield Seats(name, workload, kind, seats, active, claimed=claimed)


def _users(seats: int, share: int, dice: Random) -> int:
    return seats * (share + dice.randint(-_MORE_OR_LESS, _MORE_OR_LESS)) // 100


def _office(owner: Organisation, month: date, one: Seats) -> Row:
    return _common(owner, month, customer(one.customer)) | {
        "workloadname": one.workload,
        "paidavailableunits": one.seats,
        "monthlyactiveusers": one.active,
        "partnerattributiontype": one.association,
        "isduplicaterowforpga": int(one.duplicate),
        "claimid": str(identity("claim", owner.mpn_id, one.customer, one.claimed))[:8],
        "dateassociated": one.claimed,
    }


def mobility(story: Story, owner: Organisation, month: date, seed: int) -> Iterator[Row]:
    """The Enterprise Mobility usage rows of a month."""
    for one in (*story.mobility, *_mobility_filler(story, month, seed)):
        if one.since <= month <= one.until:
            yield _mobility(owner, month, one)


def _mobility_filler(story: Story, month: date, seed: int) -> Iterator[Mobility]:
    for name in NAMES[: story.filler.mobility]:
        always = chance(seed, story.mpn_id, "mobility", name)
        kind = always.choice((story.csp, "Partner of record", *_CLAIMS))
        seats, share = always.choice(_SIZES), always.choice(_SHARES)
        dice = chance(seed, story.mpn_id, "mobility", name, month.month)
        yield Mobility(name, kind, seats, {product: _users(seats, share, dice) for product in _PRODUCTS})


def _mobility(owner: Organisation, month: date, one: Mobility) -> Row:
    return _common(owner, month, customer(one.customer)) | {
        "subscriptionid": identity("mobility", owner.mpn_id, one.customer, one.association),
        "subscriptionstartdate": one.since,
        "subscriptionenddate": NEVER,
        "subscriptionstatus": "Active",
        "sku": "Enterprise Mobility + Security E3",
        "skuid": identity("sku", "Enterprise Mobility + Security E3"),
        "freevspaidsku": "Paid",
        "salesmodel": "CSP" if one.association.startswith("CSP") else "Direct",
        "partnerattributiontype": one.association,
        "paidavailableunits": one.seats,
        "monthlyactiveusers": max(one.active.values()),
    } | _products(one.seats, one.active)  # fmt: skip


def _products(seats: int, active: Mapping[str, int]) -> Row:
    cells: Row = {}
    for product, users in active.items():
        cells |= {f"{product}paidavailableunits": seats, f"{product}monthlyactiveusers": users}
    return cells


def _common(owner: Organisation, month: date, who: Customer) -> Row:
    place = owner.places[0]
    return {
        "pgapartnerid": owner.mpn_id,
        "pgampnid": owner.mpn_id,
        "month": month,
        "date": month,
        "customertenantid": who.tenant,
        "customertpid": who.number,
        "customername": who.name,
        "customersegment": who.segment,
        "customermarket": place.country,
        "industryname": who.industry,
        "verticalname": who.vertical,
        "eou": place.country,
        "partnerid": place.mpn_id,
        "mpnid": place.mpn_id,
        "partnername": owner.name,
        "partnerlocation": place.city,
    }
