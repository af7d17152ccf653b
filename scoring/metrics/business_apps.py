"""What the Business Applications metrics share: workloads with their families, and the associations of each family."""

from collections import defaultdict
from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, Table

from partnerhub.rulebook.schema import Group
from scoring.metrics.common import plain
from scoring.rule import Rule


def with_workload(facts: Table, rule: Rule) -> Table:
    """The rows with ``named``: the rulebook's key of their workload, or NULL where the block (performance, customer success)
    does not list it."""
    # A column of its own, so that the text is made plain once and not in every branch.
    facts = facts.mutate(written=plain(facts.workload))
    branches = [(facts.written.isin(texts), workload) for workload, texts in _spellings(rule).items()]
    return facts.mutate(named=ibis.cases(*branches, else_=ibis.null(str)))


def _spellings(rule: Rule) -> Mapping[str, list[str]]:
    """Per listed workload, every way (normalised) in which files write it."""
    listed = rule.names("workloads")
    group: Group = "performance" if rule.block == "performance" else "customer_success"
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for text, _ in rule.book.workloads.items():
        workload = rule.book.workload(text, group)
        if workload in listed:
            spellings[workload].append(text)
    return spellings


def association_counts(rows: Table, rule: Rule) -> BooleanValue:
    """Whether a row's association is on the list of its workload, or of its workload's family (``named`` is its workload)."""
    by_list: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for workload in rule.names("workloads"):
        associations = rule.names("associations", of=(workload, rule.book.family(workload)))
        by_list[associations].append(workload)
    counts = [rows.named.isin(workloads) & rows.association.isin(listed) for listed, workloads in by_list.items()]
    return ibis.or_(*counts).fill_null(False)
