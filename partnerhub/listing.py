"""Lists that can grow: sorted, filtered, searched and paged, with all of it in the address.

Without scripts these are links and forms that ask with GET; with htmx they replace the list alone and keep the focus. What an
address says that makes no sense is left out of account, so that old links keep working.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy

from partnerhub import folding_sql
from partnerhub.folding import has_all, spellings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T")
M = TypeVar("M", bound=Model)
# By key, what the rows of a list that is not stored are sorted by.
Orders = Mapping[str, Callable[[T], Any]]

SIZES = (25, 50, 100)
# From so many rows on there is something to search.
SEARCHABLE = 10
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Column:
    """A column: ``by`` are the fields that a list in the database is sorted by; none where it cannot be sorted."""

    key: str
    label: "StrOrPromise"
    by: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Filter:
    """A choice of rows: ``choices`` are value to label; ``field`` is the look-up of a list in the database
    (``__contains``: of an array)."""

    name: str
    label: "StrOrPromise"
    choices: Mapping[str, "StrOrPromise"]
    field: str = ""


@dataclass(frozen=True)
class Head:
    """A column's head; ``url`` sorts by it, or the other way round; ``sorted`` is ascending, descending or none."""

    id: str
    label: "StrOrPromise"
    numeric: bool
    url: str
    sorted: str


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: "StrOrPromise"
    selected: bool


@dataclass(frozen=True)
class Select:
    """A filter in the form: nothing chosen stands for all. ``field`` is its name in the address."""

    name: str
    field: str
    label: "StrOrPromise"
    options: list[Option]


@dataclass(frozen=True)
class Size:
    """So many rows on a page."""

    number: int
    url: str
    current: bool


@dataclass(frozen=True)
class Query:
    """What an address says of one list. ``name`` tells the lists of one page apart: its parameters begin with it."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def id(self) -> str:
        """The list's own id on the page."""
        return self.name or "list"

    def key(self, field: str) -> str:
        """What a field is called in the address."""
        return f"{self.name}-{field}" if self.name else field

    def get(self, field: str) -> str:
        """What the address says under a field; no text of a database holds a NUL."""
        return self.parameters.get(self.key(field), "").replace("\0", "").strip()

    @property
    def text(self) -> str:
        """What rows must contain."""
        return self.get("q")[:LONGEST_TEXT]

    @property
    def sort(self) -> str:
        """The key of a column, ``-`` before it for the other way round."""
        return self.get("sort")

    @property
    def size(self) -> int:
        """How many rows a page has."""
        return int(self.get("size")) if self.get("size") in set(map(str, SIZES)) else SIZES[0]

    def choice(self, chosen: Filter) -> str:
        """The choice of a filter; empty where it is none of them."""
        value = self.get(chosen.name)
        return value if value in chosen.choices else ""

    def url(self, **changes: str) -> str:
        """This address with other values, on its first page unless these say otherwise."""
        own = {self.key(field): value for field, value in {"page": "", **changes}.items()}
        told = {name: value for name, value in {**self.parameters, **own}.items() if value}
        return f"?{urlencode(told)}#{self.id}"

    def elsewhere(self, url: str) -> str:
        """Another address about the same rows in the same order, all of them."""
        own = {self.key("page"), self.key("size")}
        told = {name: value for name, value in self.parameters.items() if value and name not in own}
        return f"{url}?{urlencode(told)}" if told else url

    def hidden(self, *fields: str) -> list[tuple[str, str]]:
        """What a form with these fields has to carry along."""
        own = {self.key(field) for field in (*fields, "page")}
        return [(name, value) for name, value in self.parameters.items() if value and name not in own]

    def head(self, column: Column, *, sorts: bool = True) -> Head:
        """The head of a column: text sorts from A, numbers from the largest, the second time the other way round."""
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")
        down = column.numeric if now == "none" else now == "ascending"
        url = self.url(sort=f"{'-' if down else ''}{column.key}") if sorts else ""
        return Head(f"{self.id}-by-{column.key}", column.label, column.numeric, url, now if sorts else "none")

    def select(self, chosen: Filter) -> Select:
        """A filter with what is chosen."""
        taken = self.choice(chosen)
        options = [Option(value, label, value == taken) for value, label in chosen.choices.items()]
        return Select(chosen.name, self.key(chosen.name), chosen.label, options)


@dataclass(frozen=True)
class Listed(Generic[T]):
    """One page of a list, with what moves through it. ``every`` counts the rows before any filter or search."""

    query: Query
    page: Page[T]
    heads: list[Head]
    selects: list[Select]
    every: int
    searches: bool = True

    @property
    def id(self) -> str:
        return self.query.id

    @property
    def rows(self) -> list[T]:
        """The rows of this page."""
        return list(self.page.object_list)

    @property
    def found(self) -> int:
        """How many rows the filters and the search let through."""
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        return bool(self.query.text) or any(option.selected for one in self.selects for option in one.options)

    @property
    def is_asked_for(self) -> bool:
        """Whether the address says anything of this list."""
        own = (*("q", "sort", "size", "page"), *(one.name for one in self.selects))
        return any(self.query.get(one) for one in own)

    @property
    def has_form(self) -> bool:
        """Whether there is enough to search."""
        return self.every > SEARCHABLE or self.is_filtered

    @property
    def q(self) -> str:
        """What the search is called in the address."""
        return self.query.key("q")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries along."""
        return self.query.hidden("q", *(one.name for one in self.selects))

    @property
    def all_url(self) -> str:
        """Without filters and search."""
        return self.query.url(q="", **{one.name: "" for one in self.selects})

    @property
    def sizes(self) -> list[Size]:
        """The sizes of a page, where a larger one shows more."""
        if self.found <= SIZES[0]:
            return []
        return [Size(one, self.query.url(size=str(one)), one == self.query.size) for one in SIZES]

    @property
    def previous_url(self) -> str:
        return self.query.url(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.query.url(page=str(self.page.next_page_number())) if self.page.has_next() else ""


def stored(
    rows: QuerySet[M],
    query: Query,
    columns: Sequence[Column],
    *,
    search: Sequence[str] = (),
    filters: Sequence[Filter] = (),
) -> Listed[M]:
    """A list that the database sorts, filters and searches. ``search``: the fields in which the text may stand."""
    found = _filtered(_containing(rows, query.text, search), query, filters)
    page = Paginator(_ordered(found, query.sort, columns), query.size).get_page(query.get("page"))
    every = page.paginator.count if found is rows else rows.count()
    heads = [query.head(column, sorts=bool(column.by)) for column in columns]
    selects = [query.select(one) for one in filters if len(one.choices) > 1]
    return Listed(query, page, heads, selects, every, searches=bool(search))


def _containing(rows: QuerySet[M], text: str, fields: Sequence[str]) -> QuerySet[M]:
    return rows.filter(folding_sql.containing(fields, text)) if text and fields else rows


def _filtered(rows: QuerySet[M], query: Query, filters: Iterable[Filter]) -> QuerySet[M]:
    for one in filters:
        if value := query.choice(one):
            rows = rows.filter(**{one.field: [value] if one.field.endswith("__contains") else value})
    return rows


def _ordered(rows: QuerySet[M], sort: str, columns: Iterable[Column]) -> QuerySet[M]:
    """By a column, else as they come; rows that are equal in it keep one order, so that no page repeats another's."""
    fields = next((column.by for column in columns if column.key == sort.removeprefix("-")), ())
    usual = rows.query.order_by or rows.model._meta.ordering or ()
    down = sort.startswith("-")
    if not fields:
        return rows.order_by(*usual, "pk")
    return rows.order_by(*(_order(rows.model, one, down=down) for one in fields), "pk")


def _order(model: type[Model], name: str, *, down: bool) -> OrderBy:
    """What is missing comes last, whichever way round."""
    nullable = _is_nullable(model, name)
    return F(name).desc(nulls_last=nullable or None) if down else F(name).asc(nulls_last=nullable or None)


def _is_nullable(model: type[Model], name: str) -> bool:
    try:
        return bool(getattr(model._meta.get_field(name), "null", False))
    except FieldDoesNotExist:  # of another table, or worked out
        return True


def held(
    rows: Sequence[T],
    query: Query,
    columns: Sequence[Column],
    orders: Orders[T],
    *,
    words: Callable[[T], str] | None = None,
) -> Listed[T]:
    """A list that is worked out, not stored. ``words``: what a row says, to be searched."""
    found = ordered(containing(rows, query.text, words) if words else rows, query.sort, orders)
    listed = arranged(found, query, columns, orders, every=len(rows))
    return replace(listed, searches=words is not None)


def whole(rows: Sequence[T], query: Query, columns: Sequence[Column], orders: Orders[T]) -> Listed[T]:
    """A list that stands on one page however long it is, as other pages lead to its rows: it is only sorted."""
    page = Paginator(ordered(rows, query.sort, orders), max(len(rows), 1)).page(1)
    heads = [query.head(column, sorts=column.key in orders) for column in columns]
    return Listed(query, page, heads, [], len(rows), searches=False)


def arranged(
    rows: Sequence[T],
    query: Query,
    columns: Sequence[Column],
    sortable: Container[str],
    *,
    filters: Sequence[Filter] = (),
    every: int,
) -> Listed[T]:
    """A list whose rows, of so many, are already those that the address asks for, in its order."""
    page = Paginator(rows, query.size).get_page(query.get("page"))
    heads = [query.head(column, sorts=column.key in sortable) for column in columns]
    return Listed(query, page, heads, [query.select(one) for one in filters], every)


def containing(rows: Sequence[T], text: str, words: Callable[[T], str]) -> Sequence[T]:
    """The rows in whose words the text stands, however it is spelt; all of them where it is empty."""
    sought = [spellings(text.strip())]
    return [one for one in rows if has_all(words(one), sought)] if text.strip() else rows


def ordered(rows: Sequence[T], sort: str, orders: Orders[T]) -> Sequence[T]:
    """By a key of ``orders`` (``-`` before it: the other way round), equals as they come; as they come where it is none."""
    order = orders.get(sort.removeprefix("-"))
    if order is None:
        return rows
    return sorted(rows, key=order, reverse=sort.startswith("-"))
