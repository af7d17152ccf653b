"""Lists whose rows are sums that the database makes: it sorts, searches and pages them, however many there are."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q

from credit.queries import Rows
from partnerhub.listing import Column, Listed, Query


def summed(rows: Rows, query: Query, columns: Sequence[Column], search: Sequence[str]) -> Listed[dict[str, Any]]:
    """One page of sums, most lost first unless the address says otherwise. ``search``: where its text may stand."""
    found = _containing(rows, query.text, search)
    page = Paginator(_ordered(found, query.sort, columns), query.size).get_page(query.get("page"))
    every = page.paginator.count if found is rows else rows.count()
    return Listed(query, page, [query.head(column, sorts=bool(column.by)) for column in columns], [], every)


def _containing(rows: Rows, text: str, fields: Sequence[str]) -> Rows:
    conditions = Q()
    for one in fields if text else ():
        conditions |= Q(**{f"{one}__icontains": text})
    return rows.filter(conditions) if conditions else rows


def _ordered(rows: Rows, sort: str, columns: Sequence[Column]) -> Rows:
    """By a column, then as they come, so that no page repeats another's."""
    fields = next((column.by for column in columns if column.key == sort.removeprefix("-")), ())
    down = sort.startswith("-")
    chosen = [F(one).desc(nulls_last=True) if down else F(one).asc(nulls_last=True) for one in fields]
    return rows.order_by(*chosen, *rows.query.order_by) if chosen else rows
