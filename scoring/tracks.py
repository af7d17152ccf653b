"""Which thresholds a partner is measured against.

2022 edition: by the market of its customers (larger, other), which the organisation's record says. From March 2023:
enterprise when at least five distinct workloads each have a tenant above 5,000 USD in the now month and in the base
month, else SMB (decision 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.measure import with_periods
from scoring.metrics.business_apps_net_adds import DATASET, eligible_revenue
from scoring.metrics.common import BASE, COUNTED, NOW, short_of
from scoring.question import Question
from scoring.rule import Rule


@dataclass(frozen=True)
class Track:
    """The chosen track, how it was chosen, and for ``by_workloads`` how many workloads speak for enterprise."""

    key: str
    chosen: str
    workloads: int | None = None
    needed: int | None = None


def choose_tracks(question: Question) -> Mapping[str, Track]:
    """The track of every partner of the question, chosen as the rulebook says on that day."""
    rule = question.rule("")
    choose = {"by_market": _by_market, "by_workloads": _by_workloads}[rule.text("track_choice")]
    return choose(question, rule)


def _by_market(question: Question, rule: Rule) -> Mapping[str, Track]:
    return {partner: Track(market, "by_market") for partner, market in question.partners.items()}


def _by_workloads(question: Question, rule: Rule) -> Mapping[str, Track]:
    limits = rule.beside("classification")
    needed = int(limits.number("workloads"))
    large, otherwise = limits.text("track_when_met"), limits.text("track_otherwise")
    found = _large_workloads(question, limits, large)
    chosen = {partner: found.get(partner, 0) for partner in question.partners}
    return {
        partner: Track(large if count >= needed else otherwise, "by_workloads", count, needed)
        for partner, count in chosen.items()
    }


def _large_workloads(question: Question, limits: Rule, track: str) -> Mapping[str, int]:
    """Per partner, the distinct workloads that have a tenant above the revenue in the now month and one in the base month."""
    months = {partner: question.months(DATASET, partner) for partner in question.partners}
    rows = eligible_revenue(with_periods(question, DATASET, months), question.rule("net_customer_adds", track))
    eligible = rows.filter(rows.failed == COUNTED)
    tenants = eligible.group_by("partner", "named", "period", "tenant").aggregate(revenue=eligible.revenue.sum())
    large = tenants.filter(~short_of(tenants.revenue, limits.entry("revenue")), tenants.period.isin((NOW, BASE)))
    both = large.group_by("partner", "named").aggregate(periods=large.period.nunique())
    counted = both.filter(both.periods == len((NOW, BASE))).group_by("partner").aggregate(workloads=both.named.count())
    return {row["partner"]: row["workloads"] for row in question.session.rows(counted)}
