"""Rows of the Azure usage export."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from demo.filler import NAMES, chance, customer, identity, split
from demo.people import Organisation
from demo.services import OTHERS
from demo.story import PLAN, Acr, Service, Story

Row = dict[str, object]

PAL, DPOR = "Partner admin link", "Partner of record"
NO_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
SERVICES_PER_CUSTOMER = 3
# USD a month: what customers of the filler consume at least who reach the Azure designations' floor, and the others on average.
_FLOOR = 1_000
_BELOW = 260
# The first generation has no column that would tell the second of two rows from the first.
_FLAGGED_SINCE = date(2021, 8, 1)

# Rows that cannot be used: the header and what it says instead.
SPOILED = (
    ("acrusd", "1.234,56"),
    ("pgampnid", "1000009"),
    ("month", ""),
    ("usagequantity", "about 12"),
    ("isacrduplicateatpgalevel", "maybe"),
)


def usage(story: Story, owner: Organisation, month: date, seed: int, *, first_told: bool) -> list[Row]:
    """The usage rows of a month; ``first_told`` as its first file told them."""
    rows = [
        *_lines(story, owner, month, seed, first_told=first_told),
        *_rows(story, owner, month),
        *_filler(story, owner, month, seed),
    ]
    totals: defaultdict[object, Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row["subscriptionid"]] += Decimal(str(row["acrusd"]))
    return [row | {"monthlysubscriptionlevelacr": totals[row["subscriptionid"]]} for row in rows]


def spoiled(rows: list[Row]) -> list[Row]:
    """The rows with unusable ones among them, each made of the last row."""
    extra = [rows[-1] | {header: value} for header, value in SPOILED]
    middle = len(rows) // 2
    return [*rows[:middle], *extra, *rows[middle:]]


def _lines(story: Story, owner: Organisation, month: date, seed: int, *, first_told: bool) -> Iterator[Row]:
    """Each line's total of the month, split among its customers. PAL and CSP count alike."""
    for line in story.acr:
        cents = int(line.total(month, first_told=first_told) * 100)
        dice = chance(seed, owner.mpn_id, "azure", line.service.level_4, month)
        for place, share in enumerate(split(cents, line.customers, dice)):
            association = story.csp if place % 2 else PAL
            yield _row(owner, month, line.customers[place], line.service, Decimal(share) / 100, association)


def _rows(story: Story, owner: Organisation, month: date) -> Iterator[Row]:
    for one in _consumed(story, month):
        row = _row(owner, month, one.customer, one.service, one.usd, one.association)
        yield row | {"offertype": one.offer, "isacrduplicateatpgalevel": int(one.duplicate)}


def _consumed(story: Story, month: date) -> list[Acr]:
    return [one for one in story.acr_rows if one.since <= month <= one.until]


def _filler(story: Story, owner: Organisation, month: date, seed: int) -> Iterator[Row]:
    """Other services and customers; some of the rows are reported twice, the second time as a duplicate."""
    for name, cents in _shares(story, month, seed):
        always = chance(seed, owner.mpn_id, "azure", name)
        services = always.sample(OTHERS, SERVICES_PER_CUSTOMER)
        twice = always.random() < 0.1 and month >= _FLAGGED_SINCE  # noqa: PLR2004  # one customer in ten
        parts = split(cents, services, chance(seed, owner.mpn_id, "azure", name, month))
        for service, part in zip(services, parts, strict=True):
            row = _row(owner, month, name, service, Decimal(part) / 100, DPOR if twice else story.csp)
            yield row
            if twice:
                yield row | _association(story.csp) | {"isacrduplicateatpgalevel": 1}


def _shares(story: Story, month: date, seed: int) -> Iterator[tuple[str, int]]:
    """Customers with their cents of the month: what the story leaves of it. Each is at the floor in every month, or never."""
    above, below = story.filler.azure
    small = below * _BELOW * 100
    large = _rest(story, month) - small - above * _FLOOR * 100
    names = NAMES[: above + below]
    dice = chance(seed, story.mpn_id, "azure", month)
    yield from zip(names[:above], (_FLOOR * 100 + more for more in split(large, names[:above], dice)), strict=True)
    yield from zip(names[above:], split(small, names[above:], dice), strict=True)


def _rest(story: Story, month: date) -> int:
    """The cents of a month that are left to others: the same whether a line is told for the first time or restated."""
    told = sum((line.total(month, first_told=False) for line in story.acr), Decimal(0))
    told += sum((one.usd for one in _consumed(story, month) if one.counts), Decimal(0))
    return int((story.azure[month] - told) * 100)


def _row(owner: Organisation, month: date, name: str, service: Service, usd: Decimal, association: str) -> Row:
    return {
        "pgampnid": owner.mpn_id,
        "subscriptionstate": "Open",
        "month": month,
        "servicename": service.level_2,
        "metercategory": service.level_3,
        "servicelevel1": service.level_1,
        "servicelevel2": service.level_2,
        "servicelevel3": service.level_3,
        "servicelevel4": service.level_4,
        "servicegroup2": service.group_2,
        "servicegroup3": service.group_3,
        "serviceinfluencer": service.influencer,
        "computeos": service.os,
        "computecoresoftware": service.core,
        "usageunits": service.units,
        "usagequantity": f"{usd * 4:.4f}",
        "mpnid": owner.places[0].mpn_id,
        "partnername": owner.name,
        "partnerlocation": owner.places[0].city,
        "isacrduplicateatpgalevel": 0,
        "offertype": PLAN,
        "acrusd": f"{usd:.2f}",
    } | _association(association) | _customer(owner, name)  # fmt: skip


def _association(association: str) -> Row:
    channel = "CSP" if association.startswith("CSP") else "Direct"
    return {
        "partnerattributiontype": association,
        "associationtype": association,
        "admintype": "Contributor" if association == PAL else "",
        "saleschannel": channel,
    }


def _customer(owner: Organisation, name: str) -> Row:
    """Who used it; a row of a deal registration names neither customer nor subscription."""
    if not name:
        return {"customername": "UNKNOWN", "customertenantid": "NULL", "subscriptionid": NO_SUBSCRIPTION}
    who = customer(name)
    began = date(2020, who.number % 12 + 1, 1)
    return {
        "subscriptionid": str(identity("azure", owner.mpn_id, name)),
        "subscriptionstartdate": began,
        "firstusedate": began.replace(day=4),
        "enrollmentnumber": who.number % 100_000,
        "enrollmentid": who.number % 100_000,
        "customername": who.name,
        "customertenantid": who.tenant.upper(),
        "customertpid": who.number,
        "customersegment": who.segment,
        "customermarket": owner.places[0].country,
        "industryname": who.industry,
        "verticalname": who.vertical,
        "eou": owner.places[0].country,
    }
