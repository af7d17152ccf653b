"""Every alert of credit that there was, newest first."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from credit import links, wording
from credit.alerts import headline
from credit.models import CreditAlert
from partnerhub.listing import Column, Filter, Listed, Query, stored
from partnerhub.models import Partner


@dataclass(frozen=True)
class AlertRow:
    """An alert; ``over`` is the day from which it held no more."""

    text: str
    access: str
    url: str
    monthly: str
    told: date
    over: date | None


@dataclass(frozen=True)
class AlertsPage:
    """A page of alerts."""

    listed: Listed[CreditAlert]
    rows: list[AlertRow]
    right: str


def alerts_page(partner: Partner, on: date, query: Query) -> AlertsPage:
    """The alerts of a partner; ``query`` is what the address says of the list."""
    columns = [
        Column("alert", _("Alert"), ("customer", "moment")),
        Column("monthly", _("Costs a month (USD)"), ("monthly",), numeric=True),
        Column("told", _("Reported on"), ("found_on",)),
        Column("over", _("Open until"), ("over_on",)),
    ]
    kinds = Filter("kind", _("Kind"), dict(CreditAlert.Kind.choices), "kind")
    search = ("customer", "tenant", "place_name", "holder", "azure_role")
    listed = stored(CreditAlert.objects.filter(partner=partner), query, columns, search=search, filters=[kinds])
    rows = [_row(partner, one, on) for one in listed.page.object_list]
    return AlertsPage(listed, rows, str(wording.CUSTOMERS_RIGHT))


def _row(partner: Partner, one: CreditAlert, on: date) -> AlertRow:
    kind = str(wording.ACCESS_KINDS.get(one.access_kind, one.access_kind))
    return AlertRow(
        text=headline(one, on),
        access=", ".join(filter(None, (kind, one.azure_role, one.holder))),
        url=links.customer(partner, one.month, one.tenant),
        monthly=wording.money(one.monthly),
        told=one.found_on,
        over=one.over_on,
    )
