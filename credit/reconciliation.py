"""Our result beside what the files credit: where they differ, and why. No Django in here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

import ibis
from ibis.expr.types import Table

from credit import eligibility, verdicts
from credit.access import Tables
from credit.month import EXACT, NOTHING, Share, added
from credit.terms import Terms

AGREES, NOT_TOLD = "agrees", "not_told"
# Due and not credited, or credited at less than the rate; credited at more than the rate.
NOT_BILLED, BILLED_MORE = "not_billed", "billed_more"
# Credited though we know of no access that earns: the list of access is not complete, or the file is wrong.
BILLED_WITHOUT_ACCESS = "billed_without_access"
# Credited though the line is one that earns nothing, whatever the access.
BILLED_THOUGH_EXCLUDED = "billed_though_excluded"
KINDS = (NOT_BILLED, BILLED_WITHOUT_ACCESS, BILLED_THOUGH_EXCLUDED, BILLED_MORE, NOT_TOLD, AGREES)
# As the invoice's reconciliation file writes it: ["15.0% Partner earned credit for services managed"].
_ADJUSTMENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%\s*partner[ -]earned credit", re.IGNORECASE)


@dataclass(frozen=True)
class Difference:
    """Lines whose credit differs from ours in the same way. ``amount`` is what is due less what was credited."""

    kind: str
    verdict: str
    reason: str
    lines: int
    due: Decimal
    billed: Decimal | None
    amount: Decimal


def kind(verdict: str, due: Decimal, billed: Decimal | None) -> str:
    """How what was credited differs from what is due."""
    if billed is None:
        return NOT_TOLD
    if billed == due:
        return AGREES
    if verdict == verdicts.EARNED:
        return NOT_BILLED if abs(billed) < abs(due) else BILLED_MORE
    return BILLED_WITHOUT_ACCESS if verdict in verdicts.OF_ACCESS else BILLED_THOUGH_EXCLUDED


def reconciled(shares: Iterable[Share]) -> list[Difference]:
    """Every way in which our result and the billed percentages differ, largest difference first; what agrees comes last."""
    grouped: dict[tuple[str, str, str], list[Share]] = {}
    for one in shares:
        grouped.setdefault((kind(one.verdict, one.earned, one.billed), one.verdict, one.reason), []).append(one)
    found = [_difference(key, members) for key, members in grouped.items()]
    return sorted(found, key=lambda one: (one.kind == AGREES, -abs(one.amount), KINDS.index(one.kind), one.verdict))


def _difference(key: tuple[str, str, str], members: list[Share]) -> Difference:
    due = added(one.earned for one in members)
    known = [one.billed for one in members if one.billed is not None]
    billed = added(known) if known else None
    with localcontext(EXACT):
        return Difference(*key, sum(one.lines for one in members), due, billed, due - (billed or NOTHING))


# The invoice's own reconciliation file, which has a line per meter and month.


@dataclass(frozen=True)
class InvoiceLine:
    """A product of an invoice: what the daily lines come to by our result and by their percentage, and what the invoice credits.

    ``daily`` and ``invoiced`` are None where that file is not there, or does not say.
    """

    tenant: str
    plan: str
    product: str
    invoices: tuple[str, ...]
    due: Decimal | None
    daily: Decimal | None
    invoiced: Decimal | None


def of_daily(tables: Tables, terms: Terms) -> Table:
    """The daily lines by what the two files have in common: product, SKU and availability within a billing subscription."""
    rows = eligibility.judged(tables, terms)
    rows = rows.mutate(due=(rows.verdict == verdicts.EARNED).ifelse(rows.worth, 0).cast(eligibility.WORTH))
    return rows.group_by("partner", "tenant", *_KEY, "billed").aggregate(
        product=rows.product.max(), due=rows.due.sum(), worth=rows.worth.sum()
    )


def of_invoices(tables: Tables, terms: Terms) -> Table:
    """The lines of the invoice's reconciliation file by the same, and by what they say of price adjustments."""
    rows = tables["invoice_recon"]
    units = ibis.coalesce(rows.billable_quantity, rows.quantity)
    rows = rows.mutate(worth=(rows.unit_price * units).cast(eligibility.WORTH))
    return rows.group_by("partner", "tenant", *_KEY, "adjustment", "invoice").aggregate(
        product=rows.product.max(), worth=rows.worth.sum()
    )


_KEY = ("plan_id", "product_id", "sku_id", "availability_id")


def adjusted(text: str | None) -> Decimal:
    """The share of credit that a price adjustment names; other discounts may stand beside it, in any order."""
    found = _ADJUSTMENT.search(text or "")
    return Decimal(found.group(1)) / 100 if found else NOTHING


def invoices(
    daily: Iterable[tuple[Decimal, Mapping[str, Any]]], invoiced: Iterable[Mapping[str, Any]]
) -> list[InvoiceLine]:
    """Both files side by side, the largest differences first. ``daily`` are rows with the rate of their days."""
    due: dict[tuple[Any, ...], Decimal] = {}
    told: dict[tuple[Any, ...], Decimal | None] = {}
    billed: dict[tuple[Any, ...], Decimal] = {}
    numbers: dict[tuple[Any, ...], set[str]] = {}
    names: dict[tuple[Any, ...], str] = {}
    with localcontext(EXACT):
        for rate, row in daily:
            key = _key(row)
            due[key] = due.get(key, NOTHING) + row["due"] * rate
            credited = None if row["billed"] is None else row["worth"] * row["billed"]
            before = told.get(key, NOTHING)
            told[key] = None if credited is None or before is None else before + credited
            names[key] = row["product"] or ""
        for row in invoiced:
            key = _key(row)
            billed[key] = billed.get(key, NOTHING) + row["worth"] * adjusted(row["adjustment"])
            numbers.setdefault(key, set()).add(row["invoice"] or "")
            names.setdefault(key, row["product"] or "")
        found = [
            InvoiceLine(
                key[0],
                key[1],
                names[key],
                tuple(sorted(numbers.get(key, ()))),
                due.get(key),
                told.get(key),
                billed.get(key),
            )
            for key in names
        ]
        return sorted(found, key=lambda one: (-_gap(one), one.tenant, one.plan, one.product))


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["tenant"], *((row[name] or "").lower() for name in _KEY))


def _gap(one: InvoiceLine) -> Decimal:
    known = [amount for amount in (one.due, one.daily, one.invoiced) if amount is not None]
    return max(known) - min(known)
