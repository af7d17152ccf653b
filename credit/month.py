"""A month's credit, added up from what the engine found. Exact: nothing is rounded here. No Django in here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from functools import cached_property
from typing import Any

from credit import verdicts

# Enough for every sum of products of prices, quantities and rates.
EXACT = Context(prec=100)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Share:
    """Lines that have customer, subscription, verdict and what was billed in common; see ``models.CreditShare``."""

    tenant: str
    customer: str
    subscription: str
    subscription_name: str
    verdict: str
    reason: str
    billed_share: Decimal | None
    billing_currency: str
    exchange_rate: Decimal | None
    ends: datetime | None
    lines: int
    amount: Decimal
    billed: Decimal | None
    missed: Decimal

    @property
    def possible(self) -> Decimal:
        """What it could have earned with access all day."""
        return self.amount if self.verdict in (verdicts.EARNED, *verdicts.OF_ACCESS) else NOTHING

    @property
    def earned(self) -> Decimal:
        return self.amount if self.verdict == verdicts.EARNED else NOTHING

    @property
    def lost(self) -> Decimal:
        """What it did not earn for want of access."""
        return self.amount if self.verdict in verdicts.OF_ACCESS else NOTHING


@dataclass(frozen=True)
class Verdict:
    """How many lines have a verdict, and what they are worth at the rate."""

    lines: int
    amount: Decimal


@dataclass(frozen=True)
class Customer:
    """One customer's part of a month."""

    tenant: str
    name: str
    earned: Decimal
    missed: Decimal
    possible: Decimal


@dataclass(frozen=True)
class Month:
    """What one partner earned in one month, in pricing currency. ``billed`` is None where no line says what was credited."""

    partner: str
    month: date
    shares: Sequence[Share]
    currency: str = "USD"

    @property
    def lines(self) -> int:
        return sum(one.lines for one in self.shares)

    @cached_property
    def earned(self) -> Decimal:
        return added(one.earned for one in self.shares)

    @cached_property
    def possible(self) -> Decimal:
        return added(one.possible for one in self.shares)

    @cached_property
    def missed(self) -> Decimal:
        return added(one.missed for one in self.shares)

    @cached_property
    def billed(self) -> Decimal | None:
        known = [one.billed for one in self.shares if one.billed is not None]
        return added(known) if known else None

    @cached_property
    def at_risk(self) -> Decimal:
        return added(one.earned for one in self.shares if one.ends is not None)

    @cached_property
    def exchange_rates(self) -> dict[str, list[Decimal]]:
        """The rates of each billing currency, as the lines name them. Two in one month are told, not averaged."""
        found: dict[str, set[Decimal]] = {}
        for one in self.shares:
            if one.exchange_rate is not None:
                found.setdefault(one.billing_currency, set()).add(one.exchange_rate)
        return {currency: sorted(rates) for currency, rates in sorted(found.items())}

    @cached_property
    def earned_in(self) -> dict[str, Decimal]:
        """What was earned in billing currency, every line at its own exchange rate."""
        with localcontext(EXACT):
            return {
                currency: added(
                    one.earned * one.exchange_rate
                    for one in self.shares
                    if one.billing_currency == currency and one.exchange_rate is not None
                )
                for currency in self.exchange_rates
            }

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Each verdict that occurs, in the order in which conditions are looked at, what was earned first."""
        found: dict[str, Verdict] = {}
        for name in (verdicts.EARNED, *verdicts.ORDER[:-1]):
            shares = [one for one in self.shares if one.verdict == name]
            if shares:
                found[name] = Verdict(sum(one.lines for one in shares), added(one.amount for one in shares))
        return found

    @cached_property
    def customers(self) -> list[Customer]:
        """Every customer, those with most to gain or earned first."""
        grouped: dict[str, list[Share]] = {}
        for one in self.shares:
            grouped.setdefault(one.tenant, []).append(one)
        found = [_customer(tenant, shares) for tenant, shares in grouped.items()]
        return sorted(found, key=lambda one: (-one.possible, one.tenant))


def added(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    with localcontext(EXACT):
        return sum(amounts, NOTHING)


def _customer(tenant: str, shares: Sequence[Share]) -> Customer:
    return Customer(
        tenant,
        max(one.customer for one in shares),
        added(one.earned for one in shares),
        added(one.missed for one in shares),
        added(one.possible for one in shares),
    )


def share(row: Mapping[str, Any], rate: Decimal) -> Share:
    """A row of ``eligibility.totals`` at the rate of its days."""
    worth, billed = row["worth"], row["billed"]
    with localcontext(EXACT):
        amount = worth * rate
        credited = None if billed is None else worth * billed
        short = row["verdict"] == verdicts.EARNED and billed is not None and billed < rate
        missed = amount - credited if short and credited is not None else NOTHING
    return Share(
        tenant=row["tenant"],
        customer=row["customer"] or "",
        subscription=row["subscription"] or "",
        subscription_name=row["subscription_name"] or "",
        verdict=row["verdict"],
        reason=row["reason"],
        billed_share=billed,
        billing_currency=row["billing_currency"] or "",
        exchange_rate=row["exchange_rate"],
        ends=row["ends"],
        lines=row["lines"],
        amount=amount,
        billed=credited,
        missed=missed,
    )
