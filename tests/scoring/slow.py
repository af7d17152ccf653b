"""The metrics of Business Applications once more: slow, obvious, one row after the other. No engine, no expressions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partnerhub.rulebook import Entry, Rulebook, Rules

Row = Mapping[str, Any]
Pair = tuple[str, str]
BA = "business_applications"


@dataclass(frozen=True)
class Slow:
    """One partner's facts on a day: dataset -> rows of this partner alone."""

    book: Rulebook
    as_of: date
    basis: str
    market: str
    facts: Mapping[str, Sequence[Row]]

    @property
    def rules(self) -> Rules:
        return self.book.on(self.as_of)

    def number(self, rule: str) -> Decimal:
        return self.rules.number(f"{BA}.{rule}", track=self.track())

    # Months

    def known(self, dataset: str) -> set[date]:
        return {row["month"] for row in self.facts[dataset]}

    def now(self, dataset: str) -> date | None:
        if self.basis == "preview":
            return max((month for month in self.known(dataset) if month <= self.as_of), default=None)
        day = int(self.rules.number("freshness.performance_day"))
        month = self.as_of.replace(day=1)
        while _next(month).replace(day=day) > self.as_of:
            month = _before(month)
        return month

    def missing(self, dataset: str) -> list[date]:
        now = self.now(dataset)
        return [month for month in (now, now and _year_ago(now)) if month and month not in self.known(dataset)]

    def measurable(self, dataset: str) -> bool:
        return self.now(dataset) is not None and not self.missing(dataset)

    # Tracks

    def track(self) -> str:
        if self.rules.text(f"{BA}.track_choice") == "by_market":
            return self.market
        now, limit = self.now("business_apps_revenue"), self.rules.get(f"{BA}.classification.revenue")
        if now is None:
            return self.rules.text(f"{BA}.classification.track_otherwise")
        both = {workload for _, workload in self.revenue_pairs(now, limit)}
        both &= {workload for _, workload in self.revenue_pairs(_year_ago(now), limit)}
        enough = len(both) >= self.rules.number(f"{BA}.classification.workloads")
        return self.rules.text(f"{BA}.classification.track_{'when_met' if enough else 'otherwise'}")

    # What a row is worth

    def listed(self, row: Row, block: str) -> str | None:
        """The workload under which the row counts in a block, if the block lists it and the association is on its list."""
        workload = self.book.workload(row["workload"], block)  # type: ignore[arg-type]
        if workload is None or workload not in self.rules.names(f"{BA}.{block}.workloads"):
            return None
        own, family = (f"{BA}.{block}.associations",) * 2
        entry = self.rules.peek(own, of=workload) or self.rules.peek(family, of=self.book.family(workload))
        return workload if entry and row["association"] in (entry.value or ()) else None  # type: ignore[operator]

    def consumption(self, row: Row) -> Decimal | None:
        workload = self.listed(row, "customer_success")
        rate = self.rules.peek(f"{BA}.rate_card", of=workload) if workload else None
        if rate is None or not isinstance(rate.value, Decimal):
            return None
        quantity: Decimal | None = row["mac"] if rate.unit == "capacity" else row["mau"]
        return None if quantity is None else quantity * rate.value

    # Pairs of tenant and workload in a month

    def revenue_pairs(self, month: date, floor: Entry) -> set[Pair]:
        sums: defaultdict[Pair, Decimal] = defaultdict(Decimal)
        for row in self.facts["business_apps_revenue"]:
            workload = self.listed(row, "performance")
            if row["month"] == month and workload and row["revenue"] is not None:
                sums[row["tenant"], workload] += row["revenue"]
        return {pair for pair, revenue in sums.items() if floor.reached_by(revenue)}

    def deployed_pairs(self, month: date) -> set[Pair]:
        sums: defaultdict[Pair, Decimal] = defaultdict(Decimal)
        for row in self.facts["business_apps_usage"]:
            value = self.consumption(row)
            if row["month"] == month and value is not None:
                sums[row["tenant"], self.listed(row, "customer_success") or ""] += value
        floor = self.rules.get(f"{BA}.deployments.consumption_floor", track=self.track())
        return {pair for pair, value in sums.items() if floor.reached_by(value)}

    def total_consumption(self, month: date) -> Fraction:
        rows = [row for row in self.facts["business_apps_usage"] if row["month"] == month]
        return sum((Fraction(value) for row in rows if (value := self.consumption(row)) is not None), Fraction(0))

    # Metrics: what was measured, or None where it is unknown

    def net_customer_adds(self) -> Fraction | None:
        now = self.now("business_apps_revenue")
        if now is None or not self.measurable("business_apps_revenue"):
            return None
        floor = self.rules.get(f"{BA}.net_customer_adds.revenue_floor", track=self.track())
        return Fraction(len(self.revenue_pairs(now, floor)) - len(self.revenue_pairs(_year_ago(now), floor)))

    def deployments(self) -> Fraction | None:
        now = self.now("business_apps_usage")
        if now is None or not self.measurable("business_apps_usage"):
            return None
        return Fraction(len(self.deployed_pairs(now)) - len(self.deployed_pairs(_year_ago(now))))

    def usage_growth(self) -> Fraction | None:
        now = self.now("business_apps_usage")
        if now is None or not self.measurable("business_apps_usage"):
            return None
        base = self.total_consumption(_year_ago(now))
        return (self.total_consumption(now) - base) * 100 / base if base > 0 else Fraction(0)

    def certified(self, metric: str) -> Fraction | None:
        rows = self.facts["trainings"]
        listed = self.rules.names(f"{BA}.{metric}.certificates")
        holders = {row["person"] for row in _newest(rows) if self.holds(row, listed)}
        return Fraction(len(holders)) if rows else None

    def holds(self, row: Row, listed: Sequence[str]) -> bool:
        lag = 0 if self.basis == "preview" else int(self.rules.number("freshness.skilling_lag_days"))
        return (
            (row["training_type"] or "").lower() in {"certification", "certificate"}
            and self.book.certificate(row["title"]) in listed
            and (row["activation_status"] or "active").lower() in {"active", "activated", "valid"}
            and row["completed"] + timedelta(days=lag) <= self.as_of
            and (row["expires"] is None or self.as_of <= row["expires"])
        )

    # Points

    def actual(self, metric: str) -> Fraction | None:
        if metric.endswith("certifications"):
            return self.certified(metric)
        found: Fraction | None = getattr(self, metric)()
        return found

    def points(self, metric: str) -> Fraction:
        actual = self.actual(metric)
        if actual is None or (metric == "usage_growth" and not self.enough_to_grow_from()):
            return Fraction(0)
        cap = Fraction(self.number(f"{metric}.cap"))
        share = actual / Fraction(self.number(f"{metric}.threshold"))
        return Fraction(0) if share < 0 else cap if share > 1 else cap * share

    def enough_to_grow_from(self) -> bool:
        now = self.now("business_apps_usage")
        assert now is not None
        base = self.total_consumption(_year_ago(now))
        return base > 0 and base >= Fraction(self.number("usage_growth.baseline"))


def _newest(rows: Iterable[Row]) -> list[Row]:
    """Of the same person, title and day of completion the row that was known last."""
    by_fact = {(row["person"], row["title"].lower(), row["completed"]): row for row in rows}
    return list(by_fact.values())


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _year_ago(month: date) -> date:
    return month.replace(year=month.year - 1)
