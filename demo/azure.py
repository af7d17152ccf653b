"""Rows of the Azure usage export."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from demo.filler import NAMES, chance, customer, identity, split
from demo.people import Organisation
from demo.services import OTHERS
from demo.story import PREVIEW, Service, Story

Row = dict[str, object]

PAL = "Partner admin link"
NO_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
SERVICES_PER_CUSTOMER = 3
_PARTS_OF_A_MONTH = 23  # of 31 days of July are in the file of 24 July

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
        *_strays(story, owner, month),
        *_filler(story, owner, month, seed),
    ]
    totals: defaultdict[object, Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row["subscriptionid"]] += Decimal(str(row["acrusd"]))
    return [row | {"monthlysubscriptionlevelacr": totals[row["subscriptionid"]]} for row in rows]


def spoiled(rows: list[Row]) -> list[Row]:
    """The rows with unusable ones among them, each made of the last row, which counts nowhere."""
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


def _strays(story: Story, owner: Organisation, month: date) -> Iterator[Row]:
    for one in story.strays:
        if one.since <= month:
            row = _row(owner, month, one.customer, one.service, one.usd, one.association)
            yield row | {"isacrduplicateatpgalevel": int(one.duplicate)}


def _filler(story: Story, owner: Organisation, month: date, seed: int) -> Iterator[Row]:
    """Services that meet no filter of Infra and Database Migration; some reported twice, the second time as a duplicate."""
    for name in NAMES[: story.filler.azure]:
        always = chance(seed, owner.mpn_id, "azure", name)
        services = always.sample(OTHERS, SERVICES_PER_CUSTOMER)
        twice = always.random() < 0.1  # noqa: PLR2004  # one customer in ten
        for service in services:
            cents = chance(seed, owner.mpn_id, "azure", name, service.level_4, month).randint(2_000, 90_000)
            if month == PREVIEW:
                cents = cents * _PARTS_OF_A_MONTH // 31
            row = _row(owner, month, name, service, Decimal(cents) / 100, PAL if twice else story.csp)
            yield row
            if twice:
                yield row | _association(story.csp) | {"isacrduplicateatpgalevel": 1}


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
