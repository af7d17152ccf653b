"""The scoring history of all designations: the best known score of each month, side by side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from partnerhub import rules
from partnerhub.models import Partner
from scoring import history
from scoring.history import MonthScores
from scoring.listing import signed
from scoring.periods import first_of_month, shift
from scoring.window import Window
from scoring.wording import month as month_name


@dataclass(frozen=True)
class MonthCell:
    """The best score of a month, None where none is known; ``change``: from the month before, where both are known and differ."""

    month: str
    shown: int | None
    qualified: bool
    is_complete: bool
    change: str


@dataclass(frozen=True)
class HistoryLine:
    """A designation with its months, oldest first."""

    title: str
    url: str
    cells: list[MonthCell]


@dataclass(frozen=True)
class HistoriesPage:
    """The months, oldest first, and a line for each designation that has rules."""

    as_of: date
    months: list[date]
    lines: list[HistoryLine]


def histories_page(partner: Partner, on: date) -> HistoriesPage:
    """The best known published scores of as many months as the programme keeps in sight."""
    days = _days(on)
    scored = [key for key in rules.book().scored if history.is_scored(rules.book(), key, on)]
    known = history.known_days(partner, dict.fromkeys(scored, days))
    return HistoriesPage(
        as_of=on,
        months=list(days.months),
        lines=[_line(partner, key, history.by_month(days, known[key])) for key in scored],
    )


def _days(on: date) -> Window:
    known = rules.book().on(on).peek("programme.history_months")
    count = int(str(known.value)) if known else 1
    return Window(shift(first_of_month(on), 1 - count), on)


def _line(partner: Partner, key: str, months: Collection[MonthScores]) -> HistoryLine:
    before: int | None = None
    cells: list[MonthCell] = []
    for one in months:
        shown = one.best.shown if one.best else None
        change = _change(before, shown)
        complete = one.best.complete if one.best else False
        cells.append(MonthCell(month_name(one.month), shown, one.qualified_on is not None, complete, change))
        before = shown
    return HistoryLine(rules.book().designations[key].title, reverse("history", args=[partner.mpn_id, key]), cells)


def _change(before: int | None, shown: int | None) -> str:
    if before is None or shown is None or before == shown:
        return ""
    return signed(Decimal(shown - before))
