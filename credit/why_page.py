"""The Why of an amount: the lines behind it by resource, the arithmetic, and the rules that decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import links, places, queries, verdicts, wording
from credit.models import CreditMonth
from credit.month import EXACT, added
from credit.month_page import AT_RISK, LOST, POSSIBLE, TOGETHER
from credit.queries import Place
from credit.reconciliation import KINDS
from credit.rule_box import RuleBox, rule_box
from partnerhub.charts import plain
from partnerhub.listing import Column, Filter, Listed, Orders, Query, arranged, containing, ordered
from partnerhub.models import Partner
from partnerhub.told import day_range

VERDICTS = {
    LOST: verdicts.OF_ACCESS,
    POSSIBLE: (verdicts.EARNED, *verdicts.OF_ACCESS),
    AT_RISK: (verdicts.EARNED,),
}
LABELS = {
    LOST: gettext_lazy("lost for want of access"),
    POSSIBLE: gettext_lazy("earned or lost for want of access"),
    AT_RISK: gettext_lazy("earned by access that ends"),
}


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; what is empty does not narrow. ``verdict`` may be one of TOGETHER."""

    customer: str = ""
    subscription: str = ""
    verdict: str = ""
    reason: str = ""
    difference: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Wanted":
        """What an address says; a verdict, reason or difference that there is not says nothing."""
        told = {name: parameters.get(name, "").replace("\0", "") for name in cls.__dataclass_fields__}
        allowed = {"verdict": (*verdicts.ORDER, *TOGETHER), "reason": verdicts.PRODUCTS, "difference": KINDS}
        found = cls(**{name: "" if value not in allowed.get(name, (value,)) else value for name, value in told.items()})
        return found if found.verdict == verdicts.EXCLUDED_PRODUCT else replace(found, reason="")

    @property
    def only(self) -> tuple[str, str] | None:
        """What narrows the evidence before anything is judged."""
        if self.subscription:
            return "subscription", self.subscription
        return ("tenant", self.customer) if self.customer else None

    def takes(self, told: Mapping[str, Any]) -> bool:
        """Whether lines are asked for. ``told``: what a ``Place`` or a line says of itself."""
        chosen = VERDICTS.get(self.verdict, (self.verdict or told["verdict"],))
        ends = self.verdict != AT_RISK or told["ends"] is not None
        same = (
            (self.customer, told["tenant"]),
            (self.subscription, told["subscription"]),
            (self.reason, told["reason"]),
            (self.difference, told["difference"]),
        )
        return ends and told["verdict"] in chosen and all(not wanted or wanted == found for wanted, found in same)


@dataclass(frozen=True)
class PlaceRow:
    """Lines of a resource. ``url`` is its calendar; empty where the lines name none."""

    name: str
    sub: str
    customer: str
    product: str
    url: str
    verdict: str
    pill: str
    days: str
    lines: str
    worth: str
    amount: str
    billed: str


@dataclass(frozen=True)
class WhyPage:
    """What is behind an amount. ``sum`` is the arithmetic; ``told`` are what narrows it."""

    title: str
    month: date
    month_title: str
    month_url: str
    parent: tuple[str, str] | None
    lede: str
    lines: str
    worth: str
    rates: str
    amount: str
    billed: str
    listed: Listed[Place]
    rows: list[PlaceRow]
    rule: RuleBox
    meaning: str
    download_url: str


def why_page(partner: Partner, kept: CreditMonth, parameters: Mapping[str, str]) -> WhyPage:
    """The Why of what an address asks for."""
    wanted, query = Wanted.read(parameters), Query(parameters)
    found = [one for one in queries.places(partner, kept.month, only=wanted.only) if wanted.takes(vars(one))]
    shown = ordered(containing(found, query.text, _words), query.sort, ORDERS)
    listed = arranged(shown, query, _columns(), ORDERS, filters=[_filter()], every=len(found))
    customer = next((one.customer for one in found if one.customer), wanted.customer) if wanted.customer else ""
    title = _title(wanted)
    credited = [one.credited for one in found if one.credited is not None]
    return WhyPage(
        title=title,
        month=kept.month,
        month_title=wording.month(kept.month),
        month_url=links.month(partner, kept.month),
        parent=(customer, links.customer(partner, kept.month, wanted.customer)) if customer else None,
        lede=_lede(kept, found, wanted, customer),
        lines=wording.count(sum(one.lines for one in found)),
        worth=wording.money(added(one.worth for one in found), kept.currency),
        rates=" / ".join(wording.percent(one) for one in sorted({one.rate for one in found})),
        amount=wording.money(added(one.amount for one in found), kept.currency),
        billed=wording.money(added(credited), kept.currency) if credited else "",
        listed=listed,
        rows=[_row(partner, kept, one) for one in listed.page.object_list],
        rule=rule_box(partner, kept.month, _deciding(wanted, found)),
        meaning=str(wording.VERDICTS[wanted.verdict].meaning) if wanted.verdict in wording.VERDICTS else "",
        download_url=query.elsewhere(links.of_month("credit-lines-download", partner, kept.month)),
    )


def _title(wanted: Wanted) -> str:
    if wanted.difference:
        return str(wording.DIFFERENCES[wanted.difference].label)
    if wanted.verdict in LABELS:
        return str(LABELS[wanted.verdict])
    return wording.verdict(wanted.verdict, wanted.reason) if wanted.verdict else _("every line")


def _lede(kept: CreditMonth, found: Sequence[Place], wanted: Wanted, customer: str) -> str:
    named = next((one.subscription_name for one in found if one.subscription_name), wanted.subscription)
    parts = (wording.month(kept.month), customer, named if wanted.subscription else "")
    return " · ".join(filter(None, parts))


def _deciding(wanted: Wanted, found: Sequence[Place]) -> list[str]:
    if wanted.verdict in verdicts.ORDER:
        return [wanted.verdict]
    return sorted({one.verdict for one in found}, key=verdicts.ORDER.index)


def _filter() -> Filter:
    labels = {**LABELS, **{key: word.label for key, word in wording.VERDICTS.items()}}
    return Filter("verdict", _("Verdict"), labels)


def _words(one: Place) -> str:
    return " ".join((one.scope, one.product, one.customer, one.tenant, one.subscription_name))


ORDERS: Orders[Place] = {
    "resource": lambda one: places.name(one.scope).casefold(),
    "verdict": lambda one: verdicts.ORDER.index(one.verdict),
    "lines": lambda one: one.lines,
    "worth": lambda one: one.worth,
    "amount": lambda one: one.amount,
    "billed": lambda one: Decimal(-1) if one.credited is None else one.credited,
}


def _columns() -> list[Column]:
    return [
        Column("resource", _("Resource")),
        Column("customer", _("Customer")),
        Column("verdict", _("Verdict")),
        Column("lines", _("Lines"), numeric=True),
        Column("worth", _("List price (USD)"), numeric=True),
        Column("amount", _("At the rate (USD)"), numeric=True),
        Column("billed", _("Billed (USD)"), numeric=True),
    ]


def _row(partner: Partner, kept: CreditMonth, one: Place) -> PlaceRow:
    first, last = wording.day(one.first), wording.day(one.last)
    return PlaceRow(
        name=places.name(one.scope) or _("(no resource named)"),
        sub=places.above(one.scope),
        customer=one.customer or one.tenant,
        product=one.product,
        url=links.resource(partner, kept.month, one.scope) if one.scope else "",
        verdict=wording.verdict(one.verdict, one.reason),
        pill=wording.VERDICTS[one.verdict].pill,
        days=first if one.first == one.last else day_range(first, last),
        lines=wording.count(one.lines),
        worth=wording.money(one.worth),
        amount=wording.money(one.amount),
        billed="" if one.credited is None else wording.money(one.credited),
    )


def lines(partner: Partner, kept: CreditMonth, parameters: Mapping[str, str]) -> Iterator[Sequence[object]]:
    """The same, line by line, as CSV; exact, whatever the reader's language."""
    wanted = Wanted.read(parameters)
    yield [
        *("day", "tenant", "customer", "subscription", "resource", "product", "meter", "unit_price", "quantity"),
        *("list_price", "amount", "verdict", "reason", "billed", "difference", "run", "row"),
    ]
    for row in queries.lines(partner, kept.month, only=wanted.only):
        if wanted.takes(row):
            amounts = (row["unit_price"], row["quantity"])
            yield [
                *(row["day"].isoformat(), row["tenant"], row["customer"], row["subscription"], row["scope"]),
                *(row["product"], row["meter"], *map(plain, amounts)),
                *(plain(EXACT.plus(row["worth"])), plain(row["amount"]), row["verdict"], row["reason"]),
                *(plain(row["credited"]), row["difference"], row["run"], row["row"]),
            ]
