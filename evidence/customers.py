"""The customers and the people that a partner's files name."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from ibis.expr.types import Table

from evidence import engine, queries
from evidence.datasets import DATASETS
from partnerhub.folding import fold
from partnerhub.models import Partner

# Cost files name no customer; whoever imported one said whose it is, without a name.
_NAMED = tuple(name for name, one in DATASETS.items() if {"tenant", "customer"} <= one.schema.keys())
# Lists that are asked for again while somebody types: few, as each may be long.
MOST_KEPT = 16
_kept: dict[tuple[object, ...], Mapping[str, str]] = {}


def customers(partner: Partner) -> Mapping[str, str]:
    """Tenant id -> name of every customer in the partner's current files, by name; the last of several names."""
    return _names(partner, _NAMED, _customers)


def people(partner: Partner) -> Mapping[str, str]:
    """Key -> name of everyone whose trainings the partner's current files name, by name; the last of several names."""
    return _names(partner, ("trainings",), _people)


def _names(partner: Partner, datasets: Sequence[str], statement: Callable[[Sequence[str]], Table]) -> Mapping[str, str]:
    """What a statement finds in those of these datasets that are there: worked out once for each state of the evidence."""
    view = queries.view([partner])
    known = {one.dataset for one in view.all_slices}
    names = [name for name in datasets if name in known]
    if not names:
        return {}
    key = (str(view.lake), partner.mpn_id, statement.__name__, view.digest(partner.mpn_id, names))
    if key not in _kept:
        with queries.session(view, names) as session:
            rows = session.tuples(session.statement((statement.__name__, *names), lambda: (statement(names), None)))
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = dict(sorted(((one, name or "") for one, name in rows), key=_by_name))
    return _kept[key]


def _by_name(item: tuple[str, str]) -> tuple[bool, str, str]:
    return not item[1], fold(item[1]), item[0]


def _customers(names: Sequence[str]) -> Table:
    tables = [engine.tables()[name].select("tenant", "customer") for name in names]
    every = reduce(lambda first, second: first.union(second), tables)
    return every.filter(every.tenant.notnull()).group_by("tenant").aggregate(customer=every.customer.max())


def _people(names: Sequence[str]) -> Table:
    rows = engine.tables()[names[0]]
    rows = rows.mutate(name=(rows.first_name.fill_null("") + " " + rows.last_name.fill_null("")).strip())
    return rows.filter(rows.person.notnull()).group_by("person").aggregate(name=rows.name.max())
