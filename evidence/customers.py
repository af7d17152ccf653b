"""The customers that a partner's files name."""

from functools import reduce

from ibis.expr.types import Table

from evidence import engine, queries
from evidence.datasets import DATASETS
from partnerhub.models import Partner

# Cost files name no customer; whoever imported one said whose it is, without a name.
_NAMED = tuple(name for name, one in DATASETS.items() if {"tenant", "customer"} <= one.schema.keys())


def customers(partner: Partner) -> dict[str, str]:
    """Tenant id -> name of every customer in the partner's current files, by name; the last of several names."""
    view = queries.view([partner])
    known = {one.dataset for one in view.all_slices}
    names = [name for name in _NAMED if name in known]
    if not names:
        return {}
    with queries.session(view, names) as session:
        rows = session.rows(session.statement(("customers", *names), lambda: (_named(names), None)))
    found = {row["tenant"]: row["customer"] or "" for row in rows}
    return dict(sorted(found.items(), key=lambda item: (not item[1], item[1].casefold(), item[0])))


def _named(names: list[str]) -> Table:
    tables = [engine.tables()[name].select("tenant", "customer") for name in names]
    every = reduce(lambda first, second: first.union(second), tables)
    return every.filter(every.tenant.notnull()).group_by("tenant").aggregate(customer=every.customer.max())
