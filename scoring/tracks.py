"""Which thresholds a partner is measured against.

Business Applications, 2022 edition: by the market of its customers (larger, other), which the organisation's record says; from
March 2023 by its workloads: enterprise when at least five distinct workloads each have a tenant above 5,000 USD in the now
month and in the base month, else SMB (decision 5). Modern Work: both tracks are measured, the better total counts. Azure from
2026: by the share of customers in a segment. A designation without tracks has one, without a name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ibis.expr.types import Table

from evidence import engine
from evidence.statements import Statement
from partnerhub.rulebook import Entry
from scoring.measure import bind
from scoring.metrics.business_apps_net_adds import DATASETS as REVENUE
from scoring.metrics.business_apps_net_adds import eligible_revenue
from scoring.metrics.common import BASE, COUNTED, NOW, among, in_periods, short_of
from scoring.question import Question
from scoring.rule import Rule

SINGLE, BY_MARKET, BY_WORKLOADS, BY_SEGMENT, BEST_OF = "single", "by_market", "by_workloads", "by_segment", "best_of"
AZURE = ("azure_usage",)


@dataclass(frozen=True)
class Track:
    """A track and how it was chosen: what was measured for that (``measured``), what was ``needed``, of which ``limit``."""

    key: str
    chosen: str
    measured: str | None = None
    needed: str | None = None
    limit: str | None = None


def choose_tracks(question: Question) -> Mapping[str, tuple[Track, ...]]:
    """The tracks on which every partner of the question is to be measured: one, or all of them where the best counts."""
    rule = question.rule("")
    choice = rule.text("track_choice") if rule.has("track_choice") else SINGLE
    return _CHOOSE[choice](question, rule)


def _single(question: Question, rule: Rule) -> Mapping[str, tuple[Track, ...]]:
    return dict.fromkeys(question.partners, (Track("", SINGLE),))


def _best_of(question: Question, rule: Rule) -> Mapping[str, tuple[Track, ...]]:
    every = tuple(Track(key, BEST_OF) for key in rule.names("tracks"))
    return dict.fromkeys(question.partners, every)


def _by_market(question: Question, rule: Rule) -> Mapping[str, tuple[Track, ...]]:
    of = {market: (Track(market, BY_MARKET),) for market in question.partners.values()}
    return {partner: of[market] for partner, market in question.partners.items()}


def _by_workloads(question: Question, rule: Rule) -> Mapping[str, tuple[Track, ...]]:
    limits = rule.beside("classification")
    needed, revenue = limits.entry("workloads"), limits.entry("revenue")
    large, otherwise = limits.text("track_when_met"), limits.text("track_otherwise")

    def build() -> tuple[Table, None]:
        return _large_workloads(question.rule("net_customer_adds", large), revenue), None

    found = _measured(question, REVENUE, question.session.statement(question.key("large_workloads"), build))

    @cache
    def track(count: int) -> Track:
        key = large if needed.reached_by(count) else otherwise
        return Track(key, BY_WORKLOADS, str(count), str(needed.value), str(revenue.value))

    return {partner: (track(int(found.get(partner, (0,))[0])),) for partner in question.partners}


def _by_segment(question: Question, rule: Rule) -> Mapping[str, tuple[Track, ...]]:
    limits = rule.beside("classification")
    share = limits.entry("segment_share")
    met, otherwise = limits.text("track_when_met"), limits.text("track_otherwise")

    def build() -> tuple[Table, None]:
        never = question.rules.names("programme.excluded_associations")
        return _customers_in_segments(limits.names("segments"), never), None

    found = _measured(question, AZURE, question.session.statement(question.key("segments"), build), compares=False)

    @cache
    def track(inside: int, every: int) -> Track:
        reached = every > 0 and share.reached_by(inside, of=every)
        return Track(met if reached else otherwise, BY_SEGMENT, str(inside), str(every), str(share.value))

    return {partner: (track(*found.get(partner, (0, 0))),) for partner in question.partners}


_CHOOSE: Mapping[str, Callable[[Question, Rule], Mapping[str, tuple[Track, ...]]]] = {
    SINGLE: _single,
    BEST_OF: _best_of,
    BY_MARKET: _by_market,
    BY_WORKLOADS: _by_workloads,
    BY_SEGMENT: _by_segment,
}


def _measured(
    question: Question, datasets: tuple[str, ...], statement: Statement, *, compares: bool = True
) -> Mapping[str, tuple[Any, ...]]:
    """What a statement says per partner, over the months that are there."""
    groups = []
    for evidence, members in question.by_evidence(datasets, question.partners).items():
        months = question.months(datasets, evidence, compares=compares)
        pairs = [(NOW, months.now), (BASE, months.base)]
        groups.append(([(period, month) for period, month in pairs if month], members))
    bind(question, groups)
    return {partner: tuple(found) for partner, *found in question.session.tuples(statement)}


def _large_workloads(rule: Rule, floor: Entry) -> Table:
    """Per partner, the distinct workloads that have a tenant above the revenue in the now month and one in the base month."""
    rows = eligible_revenue(engine.tables_of_scores(), rule)
    eligible = rows.filter(rows.failed == COUNTED)
    tenants = eligible.group_by("partner", "named", "period", "tenant").aggregate(revenue=eligible.revenue.sum())
    large = tenants.filter(~short_of(tenants.revenue, floor), tenants.period.isin((NOW, BASE)))
    both = large.group_by("partner", "named").aggregate(periods=large.period.nunique())
    counted = both.filter(both.periods == len((NOW, BASE)))
    return counted.group_by("partner").aggregate(workloads=counted.named.count()).select("partner", "workloads")


def _customers_in_segments(segments: tuple[str, ...], never: tuple[str, ...]) -> Table:
    """Per partner, the customers of the now month with a row in one of these segments, and all its customers."""
    rows = in_periods(engine.tables_of_scores()["azure_usage"], engine.tables_of_scores()["periods"])
    own = ~rows.duplicate.fill_null(False) & ~rows.association.isin(never).fill_null(False)
    rows = rows.filter(rows.tenant.notnull() & own)
    tenants = rows.group_by("partner", "tenant").aggregate(inside=among(rows.segment, segments).any())
    found = tenants.group_by("partner").aggregate(inside=tenants.inside.cast("int64").sum(), customers=tenants.count())
    return found.select("partner", "inside", "customers")
