"""Which metrics every customer helps, and what keeps it from helping the others: found, filtered and put in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from partnerhub.folding import fold, has_all, spellings
from partnerhub.listing import ordered
from partnerhub.models import Partner
from scoring import eligibility
from scoring.asking import remembered_each
from scoring.eligibility import CUSTOMER, KEPT, LOST, MISSED, NEW, Line, Standing
from scoring.forms import Asked
from scoring.question import Question

# What a filter by status lets through.
STATUSES = {"counts": (KEPT, NEW), "new": (NEW,), "lost": (LOST,), "missed": (LOST, MISSED)}


@dataclass(frozen=True)
class Wanted:
    """Which customers a page shows: filters (empty: all), a text that they contain, an order, a page of them."""

    designation: str = ""
    metric: str = ""
    status: str = ""
    text: str = ""
    sort: str = ""
    number: str = ""
    size: str = ""

    def takes(self, line: Line) -> bool:
        """Whether the filters let a line through; a metric of another designation than the chosen one says nothing."""
        if self.designation and line.designation != self.designation:
            return False
        own = self.metric.partition(".")[0]
        if not self.metric or (self.designation and own != self.designation):
            return True
        return line.key == self.metric or line.key.startswith(f"{self.metric}.")

    def shown(self) -> dict[str, str]:
        """What an address says of it."""
        names = {"designation": self.designation, "metric": self.metric, "status": self.status}
        return {**names, "q": self.text, "sort": self.sort, "size": self.size, "page": self.number}


@dataclass(frozen=True)
class Customer:
    """A customer, by tenant, with how it stands with each line that has rows of it."""

    tenant: str
    name: str
    standings: tuple[Standing, ...]

    @cached_property
    def counting(self) -> int:
        return sum(one.counts for one in self.standings)


@dataclass(frozen=True)
class Customers:
    """All customers and the lines that look at them; the chosen ones are those that the filters let through."""

    lines: tuple[Line, ...]
    every: tuple[Customer, ...]
    chosen_lines: tuple[Line, ...]
    chosen: tuple[Customer, ...]


def find(partner: Partner, asked: Asked, wanted: Wanted) -> Customers:
    """The partner's customers on a day. Raises NotInForce where the day has no rules."""
    question = (asked.as_of, asked.basis, asked.known_at)
    lines, every = remembered_each(partner, question, "customers", _everyone, _standings)
    # A filter that names nothing there is says nothing.
    taken = tuple(line for line in lines if wanted.takes(line)) or lines
    found = (_restricted(customer, taken, wanted) for customer in every if _contains(customer, wanted.text))
    chosen = tuple(customer for customer in found if customer.standings)
    return Customers(lines, every, taken, tuple(ordered(chosen, wanted.sort, ORDERS)))


def _everyone(questions: Iterable[Question]) -> tuple[tuple[Line, ...], tuple[Customer, ...]]:
    looked_at = [line for question in questions for line in eligibility.lines(question, CUSTOMER)]
    lines = tuple(line for line in looked_at if line.makes_figure)
    return lines, grouped(one for line in lines for one in eligibility.standings(line))


def _standings(found: tuple[tuple[Line, ...], tuple[Customer, ...]]) -> int:
    return sum(len(customer.standings) for customer in found[1])


def grouped(standings: Iterable[Standing]) -> tuple[Customer, ...]:
    """The standings by customer, by name; a customer that files name differently has the last of its names."""
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in standings:
        found[one.tenant].append(one)
    customers = (Customer(tenant, max(one.customer for one in own), tuple(own)) for tenant, own in found.items())
    return tuple(sorted(customers, key=_by_name))


def _by_name(customer: Customer) -> tuple[bool, str, str]:
    return not customer.name, fold(customer.name), customer.tenant


def _contains(customer: Customer, text: str) -> bool:
    return has_all(f"{customer.name}\n{customer.tenant}", [spellings(text.strip())])


def _restricted(customer: Customer, lines: Sequence[Line], wanted: Wanted) -> Customer:
    kinds = STATUSES.get(wanted.status, (KEPT, NEW, LOST, MISSED))
    kept = tuple(one for one in customer.standings if one.line in lines and one.kind in kinds)
    return Customer(customer.tenant, customer.name, kept)


# By which keys a list can be sorted; equals stay by name.
ORDERS: Mapping[str, Any] = {
    "customer": _by_name,
    "counts": lambda one: one.counting,
    "now": lambda one: sum(standing.now for standing in one.standings),
    "base": lambda one: sum(standing.base for standing in one.standings),
    "change": lambda one: sum(standing.now - standing.base for standing in one.standings),
    "short": lambda one: min(standing.shortfall or Decimal("Infinity") for standing in one.standings),
    "verdict": lambda one: min(standing.verdict for standing in one.standings),
}
