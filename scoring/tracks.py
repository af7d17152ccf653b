"""Which thresholds a partner is measured against.

2022 edition: by the market of its customers (larger, other), which the organisation's record says. From March 2023:
enterprise when at least five distinct workloads each have a tenant above 5,000 USD in the now month and in the base
month, else SMB (decision 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ibis.expr.types import Table

from evidence import engine
from partnerhub.rulebook import Entry
from scoring.measure import bind
from scoring.metrics.business_apps_net_adds import DATASET, eligible_revenue
from scoring.metrics.common import BASE, COUNTED, NOW, short_of
from scoring.question import Question
from scoring.rule import Rule


@dataclass(frozen=True)
class Track:
    """The chosen track, how it was chosen, and for ``by_workloads`` how many workloads are above the revenue."""

    key: str
    chosen: str
    workloads: int | None = None
    needed: int | None = None
    revenue: int | None = None


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
        partner: Track(
            large if count >= needed else otherwise, "by_workloads", count, needed, int(limits.number("revenue"))
        )
        for partner, count in chosen.items()
    }


def _large_workloads(question: Question, limits: Rule, track: str) -> Mapping[str, int]:
    """Per partner, the distinct workloads that have a tenant above the revenue in the now month and one in the base month."""
    bind(question, DATASET, {partner: question.months(DATASET, partner) for partner in question.partners})

    def build() -> tuple[Table, None]:
        return _counted(question.rule("net_customer_adds", track), limits.entry("revenue")), None

    found = question.session.rows(question.session.statement(question.key("large_workloads"), build))
    return {row["partner"]: row["workloads"] for row in found}


def _counted(rule: Rule, floor: Entry) -> Table:
    rows = eligible_revenue(engine.tables(), rule)
    eligible = rows.filter(rows.failed == COUNTED)
    tenants = eligible.group_by("partner", "named", "period", "tenant").aggregate(revenue=eligible.revenue.sum())
    large = tenants.filter(~short_of(tenants.revenue, floor), tenants.period.isin((NOW, BASE)))
    both = large.group_by("partner", "named").aggregate(periods=large.period.nunique())
    return both.filter(both.periods == len((NOW, BASE))).group_by("partner").aggregate(workloads=both.named.count())
