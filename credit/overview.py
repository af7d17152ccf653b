"""The overview of credit: months with earned against possible, what is at risk, what ends, and what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import alerts, links, queries, wording
from credit.models import CreditMonth
from credit.month_page import Beside, beside, why_urls
from credit.parts import bar, lost, part_of
from credit.steps import Step, steps
from partnerhub.alerts import Alert
from partnerhub.charts import Chart, Head, legend, plain
from partnerhub.listing import Column as ListColumn
from partnerhub.listing import Listed, Orders, Query, held
from partnerhub.models import Partner
from partnerhub.pictures import BAD, GOOD, Column, Columns, Part
from partnerhub.told import joined

# A year in the picture; the list has all.
DRAWN = 12
FIRST_STEPS, MOST_ENDS = 3, 6


@dataclass(frozen=True)
class MonthRow:
    """A month in the list; ``urls``: the lines behind each amount. ``billed`` is empty where no line says what was credited."""

    month: date
    url: str
    earned: str
    possible: str
    lost: str
    share: str
    bar: int
    billed: str
    urls: dict[str, str]
    reconciliation_url: str


@dataclass(frozen=True)
class Ends:
    """Access of a customer that ends soon, with what it earned in the newest month."""

    customer: str
    day: date
    monthly: str
    url: str


@dataclass(frozen=True)
class Newest:
    """The figures of the newest month."""

    month: date
    title: str
    url: str
    earned: str
    possible: str
    share: str
    bar: int
    lost: str
    at_risk: str
    urls: dict[str, str]
    beside: Beside
    is_open: bool


@dataclass(frozen=True)
class CreditOverview:
    """What the overview shows; without any month only ``missing`` is told."""

    newest: Newest | None
    chart: Chart | None
    listed: Listed[CreditMonth] | None
    rows: list[MonthRow]
    alerts: list[Alert]
    ends: list[Ends]
    steps: list[Step]
    more_steps: bool
    right: str
    missing: list[str]


def credit_overview(partner: Partner, on: date, query: Query) -> CreditOverview:
    """The overview on a day; ``query`` is what the address says of the list of months."""
    months = queries.history(partner)
    if not months:
        return CreditOverview(None, None, None, [], [], [], [], False, "", _missing())
    newest = months[0]
    listed = held(months, query, _columns(), ORDERS)
    told = steps(partner, newest.month, queries.by_reason(newest), newest.currency)
    return CreditOverview(
        newest=_newest(partner, newest, on),
        chart=chart(partner, months),
        listed=listed,
        rows=[_row(partner, one) for one in listed.page.object_list],
        alerts=alerts.told(partner, on),
        ends=[_ends(partner, newest, row) for row in queries.ending_soon(partner, on, MOST_ENDS)],
        steps=told[:FIRST_STEPS],
        more_steps=len(told) > FIRST_STEPS,
        right=str(wording.CUSTOMERS_RIGHT),
        missing=[],
    )


def _missing() -> list[str]:
    return [
        _(
            "Daily rated usage of a month: what was used, day by day, at which price and with which percentage of credit."
        ),
        _("The list of access: who may work on which customer’s Azure, in which role, from when to when."),
        _("Invoice reconciliation of the month, to compare the days with the invoice (optional)."),
    ]


def _newest(partner: Partner, one: CreditMonth, on: date) -> Newest:
    return Newest(
        month=one.month,
        title=wording.month(one.month),
        url=links.month(partner, one.month),
        earned=wording.money(one.earned, one.currency),
        possible=wording.money(one.possible, one.currency),
        share=wording.percent(part_of(one.earned, one.possible)),
        bar=bar(one.earned, one.possible),
        lost=wording.money(lost(one), one.currency),
        at_risk=wording.money(one.at_risk, one.currency),
        urls=why_urls(partner, one),
        beside=beside(partner, one),
        is_open=(one.month.year, one.month.month) == (on.year, on.month),
    )


ORDERS: Orders[CreditMonth] = {
    "month": lambda one: one.month,
    "earned": lambda one: one.earned,
    "possible": lambda one: one.possible,
    "lost": lost,
    "share": lambda one: part_of(one.earned, one.possible),
    "billed": lambda one: one.billed or Decimal(0),
}


def _columns() -> list[ListColumn]:
    return [
        ListColumn("month", _("Month")),
        ListColumn("earned", _("Earned (USD)"), numeric=True),
        ListColumn("possible", _("Possible (USD)"), numeric=True),
        ListColumn("share", _("Share"), numeric=True),
        ListColumn("lost", _("Lost (USD)"), numeric=True),
        ListColumn("billed", _("Billed (USD)"), numeric=True),
    ]


def _row(partner: Partner, one: CreditMonth) -> MonthRow:
    return MonthRow(
        month=one.month,
        url=links.month(partner, one.month),
        earned=wording.money(one.earned),
        possible=wording.money(one.possible),
        lost=wording.money(lost(one)),
        share=wording.percent(part_of(one.earned, one.possible)),
        bar=bar(one.earned, one.possible),
        billed="" if one.billed is None else wording.money(one.billed),
        urls=why_urls(partner, one),
        reconciliation_url=links.of_month("credit-reconciliation", partner, one.month),
    )


def _ends(partner: Partner, newest: CreditMonth, row: dict[str, object]) -> Ends:
    return Ends(
        customer=str(row["customer"] or row["tenant"]),
        day=row["ends"].date(),  # type: ignore[attr-defined]  # a moment
        monthly=wording.money(Decimal(str(row["monthly"])), newest.currency),
        url=links.customer(partner, newest.month, str(row["tenant"])),
    )


# The picture


def chart(partner: Partner, months: Sequence[CreditMonth]) -> Chart:
    """Earned against possible, month by month, the oldest first."""
    found = list(reversed(months[:DRAWN]))
    return Chart(
        key="credit",
        title=_("Earned against possible, by month"),
        told=_told(found),
        picture=Columns(tuple(_column(one, found) for one in found), top=Decimal(1)),
        csv_url=reverse("credit-months-download", args=[partner.mpn_id]),
        legend=legend([(GOOD, gettext_lazy("earned")), (BAD, gettext_lazy("lost for want of access"))]),
        heads=(Head(_("Month")), Head(_("Earned (USD)"), numeric=True), Head(_("Possible (USD)"), numeric=True)),
        rows=tuple((wording.month(one.month), wording.money(one.earned), wording.money(one.possible)) for one in found),
    )


def _column(one: CreditMonth, found: Sequence[CreditMonth]) -> Column:
    first = one is found[0] or one.month.month == 1
    return Column(
        label=str(date_format(one.month, "MONTH_NAME_FORMAT")),
        text=_("%(earned)s of %(possible)s")
        % {"earned": wording.whole(one.earned), "possible": wording.whole(one.possible)},
        parts=(Part(max(one.earned, Decimal(0)), GOOD), Part(max(lost(one), Decimal(0)), BAD)),
        sub=str(one.month.year) if first else "",
    )


def _told(found: Sequence[CreditMonth]) -> str:
    told = (
        _("%(month)s: %(earned)s of %(possible)s USD")
        % {
            "month": wording.month(one.month),
            "earned": wording.money(one.earned),
            "possible": wording.money(one.possible),
        }
        for one in found
    )
    return _("Earned of what was possible. %(months)s.") % {"months": joined(told)}


def rows(months: Sequence[CreditMonth]) -> Iterator[Sequence[object]]:
    """Every month as CSV, exact, whatever the reader's language."""
    yield ["month", "currency", "lines", "earned", "possible", "lost", "billed", "missed", "at_risk"]
    for one in months:
        amounts = (one.earned, one.possible, lost(one), one.billed, one.missed, one.at_risk)
        yield [f"{one.month:%Y-%m}", one.currency, one.lines, *map(plain, amounts)]
