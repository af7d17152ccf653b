"""Managed Azure as the billing files and the list of access tell of it: a line per resource and day, and who may work on what."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from demo.filler import customer, identity
from demo.people import Organisation
from partnerhub.months import shift

Row = dict[str, object]

FIRST, LAST = date(2023, 6, 1), date(2023, 7, 23)
RATE, NOTHING, CENT = Decimal("0.15"), Decimal(0), Decimal("0.01")
# What a dollar was in euro, in each billing month.
EXCHANGE = {
    date(2023, 3, 1): Decimal("0.9431"),
    date(2023, 4, 1): Decimal("0.9196"),
    date(2023, 5, 1): Decimal("0.9081"),
    date(2023, 6, 1): Decimal("0.9302"),
    date(2023, 7, 1): Decimal("0.9158"),
}
_PRODUCTS = {
    "virtualMachines": "Virtual Machines",
    "disks": "Managed Disks",
    "servers": "SQL Database",
    "firewalls": "Network firewall",
}
_PROVIDERS = {"servers": "Microsoft.Sql", "firewalls": "Microsoft.Network"}


@dataclass(frozen=True)
class Managed:
    """A resource that is used every day from ``since`` to ``until``: ``what`` is its meter and its type.

    The file credits it where ``credited``, from ``since_credited`` to ``until_credited``.
    """

    customer: str
    subscription: str
    group: str
    name: str
    what: tuple[str, str]
    price: Decimal
    quantity: Decimal
    product: str = ""
    publisher: str = "Microsoft Corporation"
    charge: str = "New"
    since: date = FIRST
    until: date = LAST
    credited: bool = True
    since_credited: date = date.min
    until_credited: date = LAST
    twice: bool = False
    other_credit: bool = False

    @property
    def share(self) -> Decimal:
        return RATE if self.credited and "Spot" not in self.what[0] else NOTHING

    def share_on(self, day: date) -> Decimal:
        """What the file credits on a day."""
        return self.share if self.since_credited <= day <= self.until_credited else NOTHING


@dataclass(frozen=True)
class Access:
    """A role assignment at a subscription, or below it at ``place``: a resource group, or a server in one."""

    customer: str
    subscription: str
    place: str
    kind: str
    holder: str
    role: str
    linked: bool | None = None
    until: datetime | None = None
    deny: bool = False
    # The last day of which a list has it.
    listed_until: date = date(9999, 12, 31)


def daily(resources: tuple[Managed, ...], owner: Organisation, month: date) -> Iterator[Row]:
    """The lines of a month; of the open one until LAST."""
    day = month
    while day < shift(month, 1) and day <= LAST:
        for one in resources:
            if one.since <= day <= one.until:
                row = _line(one, owner, day)
                yield from (row, row) if one.twice else (row,)
        day += timedelta(days=1)


def _line(one: Managed, owner: Organisation, day: date) -> Row:
    share, exchange = one.share_on(day), EXCHANGE[day.replace(day=1)]
    effective = NOTHING if one.other_credit else one.price * (1 - share)
    applied = (
        "Azure Credit Applied"
        if one.other_credit
        else "Partner Earned Credit Applied"
        if share
        else "Credit Not Applied"
    )
    return {
        **_product(one, owner, day.replace(day=1)),
        "usagedate": day,
        "metercategory": _PRODUCTS[one.what[1]],
        "metername": one.what[0],
        "meterid": identity("meter", one.what[0]),
        "unit": "1 Hour",
        "resourcegroup": one.group,
        "resourceuri": f"{subscription_id(one)}{_place(f'{one.group}/{one.name}', one.what[1])}",
        "quantity": one.quantity,
        "billingpretaxtotal": (effective * one.quantity * exchange).quantize(CENT, ROUND_FLOOR),
        "billingcurrency": "EUR",
        "pricingpretaxtotal": (effective * one.quantity).quantize(CENT, ROUND_FLOOR),
        "effectiveunitprice": effective,
        "entitlementid": identity("entitlement", one.customer, one.subscription),
        "entitlementdescription": one.subscription,
        "partnerearnedcreditpercentage": f"{share * 100:f}%",
        "creditpercentage": "100%" if one.other_credit else f"{share * 100:f}%",
        "credittype": applied,
    }


def _product(one: Managed, owner: Organisation, month: date) -> Row:
    """What both billing files say of a line."""
    known, product = customer(one.customer), one.product or _PRODUCTS[one.what[1]]
    return {
        "partnerid": identity("tenant", owner.name),
        "partnername": owner.name,
        "customerid": known.tenant,
        "customername": known.name,
        "customerdomainname": f"{known.number}.example.com",
        "customercountry": "DE",
        "mpnid": owner.mpn_id,
        "tier2mpnid": "0",
        "resellermpnid": "0",
        "invoicenumber": f"G{month:%y%m}00417",
        "productid": f"DZH{identity('product', product).hex[:9].upper()}",
        "skuid": identity("sku", one.what[0]).hex[:4].upper(),
        "availabilityid": f"DZH{identity('availability', one.what[0]).hex[:9].upper()}",
        "skuname": one.what[0],
        "productname": product,
        "publishername": one.publisher,
        "subscriptiondescription": "Azure plan",
        "subscriptionid": identity("plan", one.customer),
        "chargestartdate": month,
        "chargeenddate": shift(month, 1) - timedelta(days=1),
        "chargetype": one.charge,
        "unitprice": one.price,
        "pricingcurrency": "USD",
        "pctobcexchangerate": EXCHANGE[month],
        "pctobcexchangeratedate": month - timedelta(days=2),
    }


def recon(resources: tuple[Managed, ...], owner: Organisation, month: date) -> Iterator[Row]:
    """The invoice's reconciliation: a line per meter, of a mixed month one with credit and one without."""
    units: defaultdict[tuple[Managed, Decimal], Decimal] = defaultdict(Decimal)
    for one in resources:
        day = max(month, one.since)
        while day < shift(month, 1) and day <= one.until:
            units[one, one.share_on(day)] += one.quantity * (1 + one.twice)
            day += timedelta(days=1)
    for (one, share), quantity in units.items():
        yield _invoiced(one, owner, month, share, quantity)


def _invoiced(one: Managed, owner: Organisation, month: date, share: Decimal, quantity: Decimal) -> Row:
    effective = NOTHING if one.other_credit else one.price * (1 - share)
    subtotal = (effective * quantity * EXCHANGE[month]).quantize(CENT, ROUND_FLOOR)
    adjustment = '["15.0% Partner earned credit for services managed"]' if share else ""
    return {
        **_product(one, owner, month),
        "quantity": 1,
        "subtotal": subtotal,
        "taxtotal": NOTHING,
        "total": subtotal,
        "currency": "EUR",
        "priceadjustmentdescription": '["100.0% Azure credit"]' if one.other_credit else adjustment,
        "effectiveunitprice": effective,
        "billablequantity": quantity,
        "meterdescription": one.what[0],
    }


def grants(listed: tuple[Access, ...], month: date) -> Iterator[Row]:
    """The list of access as it was drawn up after a month; a later one lacks what was removed since."""
    for one in listed:
        if one.listed_until >= shift(month, 1):
            yield {
                "customertenantid": customer(one.customer).tenant,
                "scope": f"{subscription_id(one)}{_place(one.place, 'servers')}",
                "kind": one.kind,
                "holdermpnid": one.holder,
                "azurerole": one.role,
                "partneridlinked": "" if one.linked is None else str(one.linked).lower(),
                "validfrom": "2022-11-14T09:00:00Z",
                "validuntil": f"{one.until:%Y-%m-%dT%H:%M:%SZ}" if one.until else "",
                "deny": "yes" if one.deny else "",
            }


def subscription_id(one: Managed | Access) -> str:
    """The Azure id of a customer's subscription."""
    return f"/subscriptions/{identity('entitlement', one.customer, one.subscription)}"


def _place(place: str, kind: str) -> str:
    group, _, name = place.partition("/")
    below = f"/providers/{_PROVIDERS.get(kind, 'Microsoft.Compute')}/{kind}/{name}" if name else ""
    return f"/resourceGroups/{group}{below}" if group else ""
