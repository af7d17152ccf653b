"""Our result beside what was billed: every difference with what explains it, and the invoice product by product."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from credit import links, queries, reconciliation, wording
from credit.models import CreditMonth
from credit.money import month_rate
from credit.month import EXACT
from credit.month_page import Beside, beside
from credit.reconciliation import Difference, InvoiceLine
from credit.terms import terms
from partnerhub import rules
from partnerhub.charts import plain
from partnerhub.listing import Column, Listed, Orders, Query, held
from partnerhub.models import Partner


@dataclass(frozen=True)
class DifferenceRow:
    """Lines whose credit differs in the same way, with what explains it."""

    label: str
    pill: str
    meaning: str
    verdict: str
    lines: str
    due: str
    billed: str
    amount: str
    url: str


@dataclass(frozen=True)
class InvoiceRow:
    """A product of the invoice beside its days; what is not on file is empty."""

    product: str
    tenant: str
    invoices: str
    due: str
    daily: str
    invoiced: str
    gap: str
    agrees: bool


@dataclass(frozen=True)
class ReconciliationPage:
    """A month's result beside what was billed."""

    month: date
    month_title: str
    month_url: str
    beside: Beside
    missed: str
    rates: str
    differences: list[DifferenceRow]
    same: list[DifferenceRow]
    listed: Listed[InvoiceLine]
    invoices: list[InvoiceRow]
    has_invoice: bool
    support: bool
    download_url: str


def reconciliation_page(partner: Partner, kept: CreditMonth, parameters: Mapping[str, str]) -> ReconciliationPage:
    """The reconciliation of a month that is kept."""
    found, lines = queries.reconciled(kept), queries.invoices(partner, kept.month)
    listed = held(lines, Query(parameters), _columns(), ORDERS, words=_words)
    return ReconciliationPage(
        month=kept.month,
        month_title=wording.month(kept.month),
        month_url=links.month(partner, kept.month),
        beside=beside(partner, kept),
        missed=wording.money(kept.missed, kept.currency),
        rates=_rates(kept),
        differences=[_difference(partner, kept, one) for one in found if one.kind != reconciliation.AGREES],
        same=[_difference(partner, kept, one) for one in found if one.kind == reconciliation.AGREES],
        listed=listed,
        invoices=[_invoice(one) for one in listed.page.object_list],
        has_invoice=any(one.invoices for one in lines),
        support=any(one.kind == reconciliation.NOT_BILLED for one in found),
        download_url=links.of_month("credit-differences-download", partner, kept.month),
    )


def _rates(kept: CreditMonth) -> str:
    """What is due and billed as shares of the list price of everything that could earn; empty where nothing could."""
    rate = terms(rules.book(), kept.month)[-1].rate
    due = month_rate(kept.earned, kept.possible, rate)
    billed = month_rate(kept.billed or Decimal(0), kept.possible, rate)
    if due is None or billed is None or kept.billed is None:
        return ""
    words = {"due": wording.percent(due), "billed": wording.percent(billed), "rate": wording.percent(rate)}
    return (
        _("Of the list price of all that could earn, %(due)s is due and %(billed)s billed; the rate is %(rate)s.")
        % words
    )


def _difference(partner: Partner, kept: CreditMonth, one: Difference) -> DifferenceRow:
    word = wording.DIFFERENCES[one.kind]
    return DifferenceRow(
        label=str(word.label),
        pill=word.pill,
        meaning=str(word.meaning),
        verdict=wording.verdict(one.verdict, one.reason),
        lines=wording.count(one.lines),
        due=wording.money(one.due),
        billed="" if one.billed is None else wording.money(one.billed),
        amount=wording.signed(one.amount),
        url=links.why(partner, kept.month, verdict=one.verdict, reason=one.reason, difference=one.kind),
    )


def gap(one: InvoiceLine) -> Decimal | None:
    """What is due less what the invoice credits; None where one of the two is not on file."""
    return None if one.due is None or one.invoiced is None else EXACT.subtract(one.due, one.invoiced)


ORDERS: Orders[InvoiceLine] = {
    "product": lambda one: one.product.casefold(),
    "due": lambda one: one.due or Decimal(0),
    "daily": lambda one: one.daily or Decimal(0),
    "invoiced": lambda one: one.invoiced or Decimal(0),
    "gap": lambda one: gap(one) or Decimal(0),
}


def _words(one: InvoiceLine) -> str:
    return " ".join((one.product, one.tenant, one.plan, *one.invoices))


def _columns() -> list[Column]:
    return [
        Column("product", _("Product")),
        Column("invoice", _("Invoice")),
        Column("due", _("Due (USD)"), numeric=True),
        Column("daily", _("Daily file (USD)"), numeric=True),
        Column("invoiced", _("Invoice (USD)"), numeric=True),
        Column("gap", _("Difference (USD)"), numeric=True),
    ]


def _invoice(one: InvoiceLine) -> InvoiceRow:
    found = gap(one)
    return InvoiceRow(
        product=one.product or _("(no product named)"),
        tenant=one.tenant,
        invoices=", ".join(filter(None, one.invoices)),
        due=_told(one.due),
        daily=_told(one.daily),
        invoiced=_told(one.invoiced),
        gap="" if found is None else wording.signed(found),
        agrees=found is not None and not found,
    )


def _told(amount: Decimal | None) -> str:
    return "" if amount is None else wording.money(amount)


def rows(kept: CreditMonth) -> Iterator[Sequence[object]]:
    """The differences as CSV; exact, whatever the reader's language."""
    yield ["difference", "verdict", "reason", "lines", "due", "billed", "amount"]
    for one in queries.reconciled(kept):
        yield [one.kind, one.verdict, one.reason, one.lines, plain(one.due), plain(one.billed), plain(one.amount)]
