"""What the Business Applications metrics share: workloads with their families, and the associations of each family."""

from collections.abc import Iterator

from ibis.expr.types import Table

from evidence.engine import plain
from evidence.lookups import lookup
from partnerhub.rulebook.values import Group
from scoring.metrics.common import named
from scoring.rule import Rule


def with_workload(facts: Table, rule: Rule, group: Group | None) -> Table:
    """The rows with ``named``: the rulebook's key of their workload (in that metric group), or NULL where the rule does not
    list it; and ``associated``: whether their association is on the list of that workload, of its family, or of all."""
    rows = named(facts.mutate(written=plain(facts.workload)), "written", "named", _spellings(rule, group))
    counting = lookup(("of_workload", "counting"), sorted(_associations(rule)))
    same = [rows.named == counting.of_workload, rows.association == counting.counting]
    return rows.left_join(counting, same).select(rows, associated=counting.counting.notnull())


def _spellings(rule: Rule, group: Group | None) -> Iterator[tuple[str, str]]:
    """Every way (normalised) in which files write a listed workload, with its key."""
    listed = rule.names("workloads")
    for text, _ in rule.book.workloads.items():
        workload = rule.book.workload(text, group)
        if workload in listed:
            yield text, str(workload)


def _associations(rule: Rule) -> Iterator[tuple[str, str]]:
    """Pairs of a workload and an association with which it counts."""
    for workload in rule.names("workloads"):
        for association in rule.names("associations", of=(workload, rule.book.family(workload), None)):
            yield workload, association
