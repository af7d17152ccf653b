"""A month of credit: what was earned and lost, by customer, subscription and reason, and every line by its verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from credit import links, queries, verdicts, wording
from credit.listed import summed
from credit.models import CreditMonth
from credit.month import EXACT
from credit.parts import bar, lost, part_of
from partnerhub.charts import plain
from partnerhub.listing import Column, Listed, Orders, Query, held
from partnerhub.models import Partner

CUSTOMER, SUBSCRIPTION, REASON = "customer", "subscription", "reason"
# In addresses, in the place of a verdict: what access could have changed, that with what was earned, what access earned that
# ends.
LOST, POSSIBLE, AT_RISK = "lost", "possible", "at_risk"
# Unknown roles that are shown, the most frequent first.
MOST_ROLES = 20
TOGETHER = (LOST, POSSIBLE, AT_RISK)


@dataclass(frozen=True)
class Tab:
    """A list of the month."""

    label: str
    url: str
    current: bool
    count: None = None


@dataclass(frozen=True)
class SumRow:
    """A customer or a subscription with its amounts; ``url`` is its own page, ``urls`` the lines behind each amount that is not
    nothing."""

    name: str
    sub: str
    url: str
    lines: str
    earned: str
    lost: str
    possible: str
    at_risk: str
    urls: dict[str, str]


@dataclass(frozen=True)
class ReasonRow:
    """Why lines did not earn, with what they are worth; ``could``: access could have changed it."""

    label: str
    pill: str
    meaning: str
    could: bool
    lines: str
    amount: str
    url: str


@dataclass(frozen=True)
class VerdictRow:
    """All lines of one verdict."""

    label: str
    pill: str
    meaning: str
    lines: str
    amount: str
    url: str


@dataclass(frozen=True)
class Beside:
    """Our result beside what the file credits; ``told`` is empty where the file does not say."""

    due: str
    billed: str
    difference: str
    agrees: bool
    told: bool
    url: str


@dataclass(frozen=True)
class UnknownRole:
    """An Azure role that is on no list."""

    name: str
    assignments: str


@dataclass(frozen=True)
class MonthPage:
    """A month. Of the three lists ``by`` is shown: ``sums`` or ``reasons``."""

    title: str
    month: date
    currency: str
    lines: str
    computed_at: Any
    earned: str
    possible: str
    share: str
    bar: int
    lost: str
    at_risk: str
    urls: dict[str, str]
    beside: Beside
    by: str
    tabs: list[Tab]
    listed: Listed[Any]
    sums: list[SumRow]
    reasons: list[ReasonRow]
    verdicts: list[VerdictRow]
    unknown: list[UnknownRole]
    exchange: list[str]
    download_url: str
    right: str


def month_page(partner: Partner, kept: CreditMonth, parameters: Mapping[str, str]) -> MonthPage:
    """The page of a month that is kept. ``parameters``: what the address says."""
    by = parameters.get("by", "")
    by = by if by in {SUBSCRIPTION, REASON} else CUSTOMER
    query = Query(parameters)
    listed, sums, reasons = _listed(partner, kept, by, query)
    return MonthPage(
        title=wording.month(kept.month),
        month=kept.month,
        currency=kept.currency,
        lines=wording.count(kept.lines),
        computed_at=kept.computed_at,
        earned=wording.money(kept.earned, kept.currency),
        possible=wording.money(kept.possible, kept.currency),
        share=wording.percent(part_of(kept.earned, kept.possible)),
        bar=bar(kept.earned, kept.possible),
        lost=wording.money(lost(kept), kept.currency),
        at_risk=wording.money(kept.at_risk, kept.currency),
        urls=why_urls(partner, kept),
        beside=beside(partner, kept),
        by=by,
        tabs=_tabs(partner, kept, by),
        listed=listed,
        sums=sums,
        reasons=reasons,
        verdicts=list(_verdicts(partner, kept)),
        unknown=unknown_roles(kept),
        exchange=_exchange(kept),
        download_url=links.of_month("credit-shares-download", partner, kept.month),
        right=str(wording.CUSTOMERS_RIGHT),
    )


def _tabs(partner: Partner, kept: CreditMonth, by: str) -> list[Tab]:
    labels = {CUSTOMER: _("By customer"), SUBSCRIPTION: _("By subscription"), REASON: _("By reason")}
    return [Tab(label, links.month(partner, kept.month, key), key == by) for key, label in labels.items()]


def _listed(
    partner: Partner, kept: CreditMonth, by: str, query: Query
) -> tuple[Listed[Any], list[SumRow], list[ReasonRow]]:
    if by == REASON:
        return reasons_listed(partner, kept, queries.by_reason(kept), query)
    if by == SUBSCRIPTION:
        listed = summed(queries.subscriptions(kept), query, columns(subscription_column()), SUBSCRIPTION_SEARCH)
        return listed, [subscription_row(partner, kept, row) for row in listed.page.object_list], []
    listed = summed(queries.customers(kept), query, columns(_customer()), ("tenant", "customer"))
    return listed, [_customer_row(partner, kept, row) for row in listed.page.object_list], []


SUBSCRIPTION_SEARCH = ("tenant", "customer", "subscription", "subscription_name")


def _customer() -> Column:
    return Column(CUSTOMER, _("Customer (tenant)"), ("customer", "tenant"))


def subscription_column() -> Column:
    return Column(SUBSCRIPTION, _("Subscription"), ("subscription_name", "subscription"))


def columns(first: Column) -> list[Column]:
    """The columns of a list of sums."""
    return [
        first,
        Column("lost", _("Lost (USD)"), ("of_lost",), numeric=True),
        Column("earned", _("Earned (USD)"), ("of_earned",), numeric=True),
        Column("possible", _("Possible (USD)"), ("of_possible",), numeric=True),
        Column("risk", _("At risk (USD)"), ("of_at_risk",), numeric=True),
        Column("lines", _("Lines"), ("of_lines",), numeric=True),
    ]


def _customer_row(partner: Partner, kept: CreditMonth, row: Mapping[str, Any]) -> SumRow:
    tenant, name = row["tenant"], row["customer"]
    urls = why_urls(partner, kept, customer=tenant)
    return _sum_row(row, name or tenant, tenant if name else "", links.customer(partner, kept.month, tenant), urls)


def subscription_row(partner: Partner, kept: CreditMonth, row: Mapping[str, Any]) -> SumRow:
    """A subscription of a customer."""
    of = {"customer": row["tenant"], "subscription": row["subscription"]}
    return _sum_row(
        row,
        row["subscription_name"] or row["subscription"] or _("(lines without a subscription)"),
        row["customer"] or row["tenant"],
        links.why(partner, kept.month, **of),
        why_urls(partner, kept, **of),
    )


def why_urls(partner: Partner, kept: CreditMonth, **only: str) -> dict[str, str]:
    """Where the lines behind each amount are."""
    return {key: links.why(partner, kept.month, **only, verdict=key) for key in (verdicts.EARNED, *TOGETHER)}


def _sum_row(row: Mapping[str, Any], name: str, sub: str, url: str, urls: Mapping[str, str]) -> SumRow:
    sums = queries.sums_of(row)
    return SumRow(
        name=name,
        sub=sub,
        url=url,
        lines=wording.count(sums.lines),
        earned=wording.money(sums.earned),
        lost=wording.money(sums.lost),
        possible=wording.money(sums.possible),
        at_risk=wording.money(sums.at_risk),
        urls={key: one for key, one in urls.items() if getattr(sums, key)},
    )


_REASON_ORDERS: Orders[Any] = {
    "reason": lambda row: wording.verdict(row["verdict"], row["reason"]),
    "amount": lambda row: row["amount"],
    "lines": lambda row: row["lines"],
}


def reasons_listed(
    partner: Partner, kept: CreditMonth, found: Sequence[Mapping[str, Any]], query: Query, **only: str
) -> tuple[Listed[Any], list[SumRow], list[ReasonRow]]:
    """Why lines did not earn: what access could have changed first."""
    heads = [
        Column("reason", _("Reason")),
        Column("amount", _("Worth (USD)"), numeric=True),
        Column("lines", _("Lines"), numeric=True),
    ]
    listed = held(found, query, heads, _REASON_ORDERS)
    return listed, [], [_reason_row(partner, kept, row, only) for row in listed.page.object_list]


def _reason_row(partner: Partner, kept: CreditMonth, row: Mapping[str, Any], only: Mapping[str, str]) -> ReasonRow:
    word = wording.VERDICTS[row["verdict"]]
    return ReasonRow(
        label=wording.verdict(row["verdict"], row["reason"]),
        pill=word.pill,
        meaning=str(word.meaning),
        could=row["verdict"] in verdicts.OF_ACCESS,
        lines=wording.count(row["lines"]),
        amount=wording.money(row["amount"]),
        url=links.why(partner, kept.month, **only, verdict=row["verdict"], reason=row["reason"]),
    )


def _verdicts(partner: Partner, kept: CreditMonth) -> Iterator[VerdictRow]:
    found = kept.details.get("verdicts", {})
    for key in (one for one in (verdicts.EARNED, *verdicts.ORDER[:-1]) if one in found):
        told, word = found[key], wording.VERDICTS[key]
        yield VerdictRow(
            label=str(word.label),
            pill=word.pill,
            meaning=str(word.meaning),
            lines=wording.count(told["lines"]),
            amount=wording.money(Decimal(told["amount"])),
            url=links.why(partner, kept.month, verdict=key),
        )


def beside(partner: Partner, kept: CreditMonth) -> Beside:
    """Our result beside the billed percentages, in short."""
    difference = EXACT.subtract(kept.earned, kept.billed or Decimal(0))
    return Beside(
        due=wording.money(kept.earned, kept.currency),
        billed="" if kept.billed is None else wording.money(kept.billed, kept.currency),
        difference=wording.signed(difference, kept.currency),
        agrees=not difference,
        told=kept.billed is not None,
        url=links.of_month("credit-reconciliation", partner, kept.month),
    )


def unknown_roles(kept: CreditMonth) -> list[UnknownRole]:
    """The roles of the month's list of access that no list knows, the most frequent first."""
    found = sorted(kept.details.get("unknown_roles", {}).items(), key=lambda item: (-item[1], item[0]))
    return [UnknownRole(name, wording.count(number)) for name, number in found[:MOST_ROLES]]


def _exchange(kept: CreditMonth) -> list[str]:
    """What a dollar was in each billing currency, as the lines name it."""
    return [
        _("1 %(currency)s = %(rates)s %(billing)s")
        % {
            "currency": kept.currency,
            "billing": billing,
            "rates": " / ".join(wording.number(Decimal(one)) for one in rates),
        }
        for billing, rates in kept.details.get("exchange_rates", {}).items()
    ]


def rows(kept: CreditMonth) -> Iterator[Sequence[object]]:
    """Everything that the month adds up, as CSV; exact, whatever the reader's language."""
    yield [
        *("tenant", "customer", "subscription", "subscription_name", "verdict", "reason", "lines"),
        *("amount", "billed", "missed", "billed_share", "billing_currency", "exchange_rate", "access_ends"),
    ]
    for one in kept.shares.order_by("tenant", "subscription", "verdict", "pk").iterator():
        amounts = (one.amount, one.billed, one.missed, one.billed_share)
        yield [
            *(one.tenant, one.customer, one.subscription, one.subscription_name, one.verdict, one.reason, one.lines),
            *map(plain, amounts),
            one.billing_currency,
            plain(one.exchange_rate),
            one.ends.isoformat() if one.ends else "",
        ]
