"""Contributions as rows of a table, each with its verdict and the lines of the files that it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.queries import own_runs
from partnerhub import listing, rules
from partnerhub.listing import Column, Listed, Query
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Metric
from partnerhub.told import told
from scoring import wording
from scoring.contributions import Contribution

MAX_ORIGINS = 3

# A customer's id and a person's id stand under the name, in the same cell.
HEADERS = {
    "part": gettext_lazy("Counted by"),
    "customer": gettext_lazy("Customer (tenant)"),
    "service": gettext_lazy("Service"),
    "workload": gettext_lazy("Workload"),
    "association": gettext_lazy("Association"),
    "name": gettext_lazy("Person"),
    "step": gettext_lazy("Counts for"),
    "certificate": gettext_lazy("Certificate"),
    "expires": gettext_lazy("Valid until"),
    "line": gettext_lazy("Line"),
    "seats": gettext_lazy("Seats"),
}
UNDER = {"customer": "tenant", "name": "person", "certificate": "title", "part": "unit"}
NUMERIC = ("seats",)


@dataclass(frozen=True)
class Layout:
    """Which columns the rows have: names of their subject, their month where rows of several stand together, their amount, with
    so many decimal ``places`` (None: as many as it has)."""

    names: tuple[str, ...]
    month: bool
    amount: str
    places: int | None

    @property
    def keys(self) -> tuple[str, ...]:
        """The names by which columns are sorted."""
        more = {"month": self.month, "amount": bool(self.amount)}
        return (*self.names, *(key for key, there in more.items() if there))


@dataclass(frozen=True)
class Cell:
    """``sub`` stands smaller under the text. ``label`` is its column's."""

    label: str
    text: str
    numeric: bool = False
    sub: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a row came from; ``url`` is the run's page, where it is the partner's own run."""

    label: str
    url: str


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    verdict_label: str
    verdict_pill: str
    shortfall: str
    origins: list[Origin]


def layout(contributions: Sequence[Contribution], amount: str, *, month: bool, places: int | None = 2) -> Layout:
    """The columns that these contributions fill, in the order of HEADERS. ``amount`` is its label, empty where there is none."""
    named = {name for one in contributions[:1] for name in one.subject}
    for one in contributions:
        named |= one.subject.keys()
    if any(one.part for one in contributions):
        named.add("part")
    if all(not one.subject.get("step") for one in contributions):
        named.discard("step")
    return Layout(tuple(name for name in HEADERS if name in named), month, amount, places)


def columns(shown: Layout) -> list[Column]:
    """The columns, and the verdict."""
    labels = {**{name: str(HEADERS[name]) for name in shown.names}, "month": _("Month"), "amount": shown.amount}
    own = [Column(key, labels[key], numeric=key == "amount" or key in NUMERIC) for key in shown.keys]
    return [*own, Column("verdict", _("Verdict"))]


def titles(known: Metric) -> dict[tuple[str, str], str]:
    """The words for a metric's parts and steps."""
    parts = {("part", key): told(part.title) for key, part in known.parts.items()}
    steps = {("step", key): told(gate.title) for key, gate in known.gates.items()}
    return {**parts, **steps, ("step", ""): _("points")}


def containing(
    contributions: Sequence[Contribution], wanted: str, titles: Mapping[tuple[str, str], str]
) -> Sequence[Contribution]:
    """The contributions in whose words, or verdict, the text stands; all of them where it is empty."""
    return listing.containing(contributions, wanted, partial(words, titles=titles))


def words(one: Contribution, titles: Mapping[tuple[str, str], str]) -> str:
    """Everything that a contribution says, to be searched."""
    names = ("part", *one.subject)
    return " ".join([*(text(name, one, titles) for name in names), wording.verdict(one.verdict)[0]])


def listed(contributions: Sequence[Contribution], query: Query, shown: Layout, every: int) -> Listed[Contribution]:
    """One page of these contributions in the order of a column; ``every``: how many there are before any search."""
    orders = {key: partial(_order, key) for key in (*shown.keys, "verdict")}
    rows = listing.ordered(contributions, query.sort, orders)
    return listing.arranged(rows, query, columns(shown), orders, every=every)


def _order(key: str, one: Contribution) -> tuple[bool, Any]:
    """What is missing comes last in ascending order."""
    if key == "verdict":
        return False, wording.verdict(one.verdict)[0].casefold()
    value = getattr(one, key) if key in {"part", "month", "amount"} else one.subject.get(key)
    if isinstance(value, str) or value is None:
        return not value, (value or "").casefold()
    return False, value


def rows(
    partner: Partner,
    contributions: Iterable[Contribution],
    shown: Layout,
    titles: Mapping[tuple[str, str], str] | None = None,
    pages: set[int] | None = None,
) -> list[Row]:
    """The contributions as table rows, in their order. ``pages``: the runs that have one, where that is known already."""
    found = list(contributions)
    known = runs_with_page(partner, found) if pages is None else pages
    return [_row(partner, one, shown, titles or {}, known) for one in found]


def runs_with_page(partner: Partner, contributions: Iterable[Contribution]) -> set[int]:
    """The runs behind these contributions whose page the partner's people may open."""
    return own_runs(partner, {run for one in contributions for run, _ in one.origins})


def _row(
    partner: Partner, one: Contribution, shown: Layout, titles: Mapping[tuple[str, str], str], pages: set[int]
) -> Row:
    cells = [_cell(name, one, titles) for name in shown.names]
    if shown.month:
        cells.append(Cell(_("Month"), wording.month(one.month)))
    if shown.amount:
        cells.append(Cell(shown.amount, wording.amount(one.amount, shown.places), numeric=True))
    label, pill = wording.verdict(one.verdict)
    short = _("short by %(amount)s") % {"amount": wording.amount(one.shortfall)} if one.shortfall else ""
    return Row(cells, label, pill, short, _origins(partner, one.origins, pages))


def _cell(name: str, one: Contribution, titles: Mapping[tuple[str, str], str]) -> Cell:
    """What has no name of its own shows what would stand under it."""
    shown, under = text(name, one, titles), text(UNDER.get(name, ""), one, titles)
    label = str(HEADERS[name])
    return Cell(label, shown, sub=under, numeric=name in NUMERIC) if shown else Cell(label, under)


def text(name: str, one: Contribution, titles: Mapping[tuple[str, str], str] | None = None) -> str:
    """What a contribution says under a name, in words: titles instead of keys."""
    value = one.part if name == "part" else one.subject.get(name)
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, Decimal):
        return wording.amount(value)
    key = str(value or "")
    book = rules.book()
    if name == "workload" and key in book.workload_list:
        return book.workload_list[key].title
    if name == "certificate" and key in book.certificate_list:
        return book.certificate_list[key].title
    return (titles or {}).get((name, key), key)


def _origins(partner: Partner, pairs: Sequence[tuple[int, int]], pages: set[int]) -> list[Origin]:
    """Runs of neighbouring rows as one link each; at most MAX_ORIGINS, then how many more. ``pages``: runs that have a page."""
    by_run = [(run, list(group)) for run, group in groupby(pairs, key=lambda pair: pair[0])]
    spans = [_span(run, [row for _, row in lines]) for run, group in by_run for lines in _runs(group)]
    urls = (reverse("run", args=[partner.mpn_id, run]) if run in pages else "" for run, _ in spans)
    shown = [Origin(label, url) for (_, label), url in zip(spans[:MAX_ORIGINS], urls, strict=False)]
    more = len(spans) - len(shown)
    return [*shown, Origin(_("and %(count)d more") % {"count": more}, "")] if more else shown


def _runs(lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs of one run, split where rows are not neighbours."""
    keyed = [(row - index, (run, row)) for index, (run, row) in enumerate(lines)]
    return [[pair for _, pair in group] for _, group in groupby(keyed, key=lambda item: item[0])]


def _span(run: int, found: list[int]) -> tuple[int, str]:
    values = {"run": run, "first": wording.amount(found[0]), "last": wording.amount(found[-1])}
    if len(found) == 1:
        return run, _("run %(run)d, row %(first)s") % values
    return run, _("run %(run)d, rows %(first)s–%(last)s") % values
