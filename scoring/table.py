"""Contributions as rows of a table, each with its verdict and the lines of the files that it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerhub import rules
from partnerhub.models import Partner
from scoring import wording
from scoring.explain import Contribution

MAX_ORIGINS = 3

# A customer's id and a person's id stand under the name, in the same cell.
HEADERS = {
    "customer": gettext_lazy("Customer (tenant)"),
    "workload": gettext_lazy("Workload"),
    "association": gettext_lazy("Association"),
    "name": gettext_lazy("Person"),
    "certificate": gettext_lazy("Certificate"),
    "expires": gettext_lazy("Valid until"),
    "line": gettext_lazy("Line"),
}
UNDER = {"customer": "tenant", "name": "person", "certificate": "title"}


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool


@dataclass(frozen=True)
class Cell:
    """``sub`` stands smaller under the text."""

    text: str
    numeric: bool = False
    sub: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a row came from; ``url`` is the run's page."""

    label: str
    url: str


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    verdict_label: str
    verdict_pill: str
    shortfall: str
    origins: list[Origin]


def columns(subject: Sequence[str], amount: str, *, month: bool) -> list[Column]:
    """The columns of a subject's names, of its month where rows of several stand together, and of its amount (if it has one)."""
    shown = [Column(str(HEADERS[name]), numeric=False) for name in subject if name in HEADERS]
    shown += [Column(_("Month"), numeric=False)] if month else []
    return [*shown, Column(amount, numeric=True)] if amount else shown


def rows(
    partner: Partner, contributions: Iterable[Contribution], subject: Sequence[str], *, month: bool, amount: bool = True
) -> list[Row]:
    """The contributions as table rows, in their order."""
    return [_row(partner, one, subject, month=month, amount=amount) for one in contributions]


def _row(partner: Partner, one: Contribution, subject: Sequence[str], *, month: bool, amount: bool) -> Row:
    cells = [_cell(name, one) for name in subject if name in HEADERS]
    if month:
        cells.append(Cell(wording.month(one.month)))
    if amount:
        cells.append(Cell(wording.amount(one.amount, 2), numeric=True))
    label, pill = wording.verdict(one.verdict)
    short = _("short by %(amount)s") % {"amount": wording.amount(one.shortfall)} if one.shortfall is not None else ""
    return Row(cells, label, pill, short, _origins(partner, one.origins))


def _cell(name: str, one: Contribution) -> Cell:
    """What has no name of its own shows what would stand under it."""
    told, under = text(name, one), text(UNDER.get(name, ""), one)
    return Cell(told, sub=under) if told else Cell(under)


def text(name: str, one: Contribution) -> str:
    """What a contribution's subject says under a name, in words: titles instead of keys."""
    value = one.subject.get(name)
    if isinstance(value, date):
        return wording.day(value)
    told = str(value or "")
    book = rules.book()
    if name == "workload" and told in book.workload_list:
        return book.workload_list[told].title
    if name == "certificate" and told in book.certificate_list:
        return book.certificate_list[told].title
    return told


def _origins(partner: Partner, pairs: Sequence[tuple[int, int]]) -> list[Origin]:
    """Runs of neighbouring rows as one link each; at most MAX_ORIGINS, then how many more."""
    by_run = [(run, list(group)) for run, group in groupby(pairs, key=lambda pair: pair[0])]
    spans = [_span(run, [row for _, row in lines]) for run, group in by_run for lines in _runs(group)]
    shown = [Origin(label, reverse("run", args=[partner.mpn_id, run])) for run, label in spans[:MAX_ORIGINS]]
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
