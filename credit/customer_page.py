"""A customer's month: its subscriptions, why its lines did not earn, and the access that ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from credit import links, queries, wording
from credit.listed import summed
from credit.models import CreditMonth
from credit.month_page import (
    SUBSCRIPTION_SEARCH,
    ReasonRow,
    SumRow,
    columns,
    reasons_listed,
    subscription_column,
    subscription_row,
    why_urls,
)
from credit.parts import bar, part_of
from partnerhub.listing import Listed, Query
from partnerhub.models import Partner


@dataclass(frozen=True)
class CustomerPage:
    """What a customer's lines of a month come to."""

    name: str
    tenant: str
    month: date
    month_title: str
    month_url: str
    lines: str
    earned: str
    possible: str
    share: str
    bar: int
    lost: str
    at_risk: str
    urls: dict[str, str]
    ends: list[str]
    listed: Listed[Any]
    sums: list[SumRow]
    reasons_listed: Listed[Any]
    reasons: list[ReasonRow]
    right: str


def customer_page(
    partner: Partner, kept: CreditMonth, tenant: str, on: date, parameters: Mapping[str, str]
) -> CustomerPage | None:
    """The month of a customer, looked at on a day; None where it has no lines."""
    found = queries.of_customer(kept, tenant)
    if found is None:
        return None
    name, sums = found
    listed = summed(
        queries.subscriptions(kept, tenant),
        Query(parameters),
        columns(subscription_column()),
        SUBSCRIPTION_SEARCH,
    )
    why_not = queries.by_reason(kept, tenant)
    reasons, _sums, reason_rows = reasons_listed(partner, kept, why_not, Query(parameters, "reasons"), customer=tenant)
    return CustomerPage(
        name=name or tenant,
        tenant=tenant,
        month=kept.month,
        month_title=wording.month(kept.month),
        month_url=links.month(partner, kept.month),
        lines=wording.count(sums.lines),
        earned=wording.money(sums.earned, kept.currency),
        possible=wording.money(sums.possible, kept.currency),
        share=wording.percent(part_of(sums.earned, sums.possible)),
        bar=bar(sums.earned, sums.possible),
        lost=wording.money(sums.lost, kept.currency),
        at_risk=wording.money(sums.at_risk, kept.currency),
        urls=why_urls(partner, kept, customer=tenant),
        ends=[_ends(one, on) for one in queries.ends_of(kept, tenant)],
        listed=listed,
        sums=[subscription_row(partner, kept, row) for row in listed.page.object_list],
        reasons_listed=reasons,
        reasons=reason_rows,
        right=str(wording.CUSTOMERS_RIGHT),
    )


def _ends(moment: datetime, on: date) -> str:
    words = {"moment": wording.moment(moment)}
    if moment.date() < on:
        return _("Some of the access ended on %(moment)s, as far as the list of access tells.") % words
    return _("Some of the access ends on %(moment)s, as far as the list of access tells.") % words
