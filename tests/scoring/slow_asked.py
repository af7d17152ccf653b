"""What is asked of the slow twin: one thing to count, with its rules and its months, looked up the plain way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from partnerhub.rulebook import Entry, Rules

Row = Mapping[str, Any]
Facts = Mapping[str, Sequence[Row]]
Known = Mapping[str, frozenset[date]]

NOW, BASE = "now", "base"
# The datasets that a measure reads, by the beginning of its name.
DATASETS = {
    "acr_": ("azure_usage",),
    "active_": ("office_usage", "mobility_usage"),
    "seat_": ("office_usage", "mobility_usage"),
    "business_apps_net": ("business_apps_revenue",),
    "business_apps_": ("business_apps_usage",),
    "certifications": ("trainings",),
}
BLOCKS = {"acr_": "azure", "active_": "microsoft_365", "seat_": "microsoft_365"}


@dataclass(frozen=True)
class Asked:
    """One thing to count: a metric or a part of it, on a track."""

    rules: Rules
    designation: str
    metric: str
    part: str | None
    track: str
    basis: str
    facts: Facts
    known: Known
    _read: dict[Any, Entry | None] = field(default_factory=dict, repr=False)

    # Rules: a part's own, else the metric's, else the block's

    @cached_property
    def counts(self) -> str:
        metric = self.rules.book.designations[self.designation].metrics[self.metric]  # type: ignore[index]
        return (metric.parts[self.part].counts if self.part else metric.counts) or ""

    def entry(self, name: str) -> Entry | None:
        if name not in self._read:
            self._read[name] = self._entry(name)
        return self._read[name]

    def _entry(self, name: str) -> Entry | None:
        places = [f"{self.metric}.{self.part}"] if self.part else []
        places += [self.metric, *_by_beginning(BLOCKS, self.counts)]
        found = (self.rules.peek(f"{self.designation}.{place}.{name}", self.track) for place in places)
        return next((entry for entry in found if entry is not None), None)

    def has(self, name: str) -> bool:
        return self.entry(name) is not None

    def number(self, name: str) -> Decimal:
        found = self.entry(name)
        assert found is not None and isinstance(found.value, Decimal), name
        return found.value

    def text(self, name: str) -> str:
        found = self.entry(name)
        assert found is not None and isinstance(found.value, str), name
        return found.value

    def names(self, name: str) -> tuple[str, ...]:
        found = self.entry(name)
        return found.value if found is not None and isinstance(found.value, tuple) else ()

    def within(self, amount: Decimal, kind: str) -> bool:
        """Whether the amount reaches the floor of this kind, and does not exceed its ceiling, where there are any."""
        limits = (self.entry(f"{kind}_floor"), self.entry(f"{kind}_ceiling"))
        return all(limit.reached_by(amount) for limit in limits if limit is not None)

    # Months

    @property
    def level(self) -> bool:
        return self.text("compares") == "level"

    @property
    def periods(self) -> tuple[str, ...]:
        return (NOW,) if self.level else (NOW, BASE)

    @cached_property
    def datasets(self) -> list[str]:
        """Those that the measure reads and of which anything was ever imported."""
        (names,) = _by_beginning(DATASETS, self.counts)
        return [name for name in names if self.known.get(name)]

    @property
    def missing(self) -> bool:
        """Whether a month that must be known is not."""
        if self.counts == "certifications":
            return False
        return any(self.month(period) not in self.known[name] for name in self.datasets for period in self.periods)

    def month(self, period: str) -> date | None:
        """Now, or the same month a year earlier: the newest month published, or the newest that all datasets have reached."""
        newest = [self._newest(name) for name in self.datasets]
        if not newest or None in newest:
            return None
        now = min(month for month in newest if month)
        return now if period == NOW else months_before(now, 12)

    def _newest(self, dataset: str) -> date | None:
        if self.basis == "preview":
            return max((month for month in self.known[dataset] if month <= self.rules.day), default=None)
        day = int(self.rules.number("freshness.performance_day"))
        month = self.rules.day.replace(day=1)
        while month_after(month).replace(day=day) > self.rules.day:
            month = month_before(month)
        return month

    def window(self, period: str) -> list[date]:
        """The months of the window that are known, in both years where years are compared."""
        count = int(self.number("window")) if self.has("window") else 1
        known = [back for back in range(count) if all(self._known(other, back) for other in self.periods)]
        newest = self.month(period)
        return [months_before(newest, back) for back in known] if newest else []

    def _known(self, period: str, back: int) -> bool:
        newest = self.month(period)
        return newest is not None and all(months_before(newest, back) in self.known[name] for name in self.datasets)


def _by_beginning(table: Mapping[str, Any], name: str) -> list[Any]:
    return [value for beginning, value in table.items() if name.startswith(beginning)][:1]


def month_after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


@cache
def months_before(month: date, count: int) -> date:
    for _ in range(count):
        month = month_before(month)
    return month
