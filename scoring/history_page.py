"""The scoring history of a designation: the best score of each month, as a chart and as a table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import clock, rules
from partnerhub.models import Partner
from scoring import history, pages, wording
from scoring.forms import Asked
from scoring.history import DayScore, MonthScores
from scoring.life_page import LifeBox, life_box
from scoring.models import ScoreSnapshot
from scoring.periods import first_of_month, shift
from scoring.question import PUBLISHED
from scoring.why import Link
from scoring.window import Window
from scoring.wording import Status

# The chart's places, down in pixels and across in percent, so that its text keeps its size on every screen. ``GUTTER`` is
# what the label of the line takes at the left.
TOP, PLOT, GUTTER, FULL = 28, 150, 8, 100
BAR_SHARE = Decimal("0.56")


@dataclass(frozen=True)
class Bar:
    """A month in the chart. Places are numbers as SVG writes them; ``height`` is None where the score is unknown."""

    label: str
    year: str
    text: str
    middle: str
    left: str
    width: str
    top: str
    height: str | None
    qualified: bool


@dataclass(frozen=True)
class Chart:
    """The bars, the line of the points that qualify, and all of it in a sentence."""

    bars: list[Bar]
    line: str
    line_label: str
    base: str
    told: str


@dataclass(frozen=True)
class HistoryRow:
    """A month in the table; ``shown`` and ``url`` are None where nothing of it was measured."""

    month: str
    is_current: bool
    shown: int | None
    is_complete: bool
    reached: date | None
    url: str | None
    status: Status
    known: str


@dataclass(frozen=True)
class HistoryPage:
    """The scoring history of a designation, newest month first."""

    title: str
    lede: str
    as_of: date
    parent: Link
    life: LifeBox
    chart: Chart
    rows: list[HistoryRow]


def history_page(partner: Partner, designation: str, asked: Asked) -> HistoryPage:
    """The best published score of the month and of those before it. Raises NotInForce where the day has no rules."""
    asked = Asked(asked.as_of, PUBLISHED, asked.known_at)
    today = pages.answer(partner, designation, asked)
    months = _months(partner, designation, asked, today)
    parent = reverse("designation", args=[partner.mpn_id, designation])
    known = rules.book().designations[designation]
    return HistoryPage(
        title=known.title,
        lede=_lede(known.title, asked),
        as_of=asked.as_of,
        parent=Link(known.title, f"{parent}?{asked.query()}" if asked.query() else parent),
        life=life_box(partner, today, asked),
        chart=_chart(months, today.details["pass_total"]),
        rows=[_row(partner, designation, one, asked) for one in reversed(months)],
    )


def _lede(title: str, asked: Asked) -> str:
    known = asked.known_at
    parts = (
        title,
        _("as of %(day)s") % {"day": wording.day(asked.as_of)},
        _("as known on %(day)s") % {"day": wording.day(known.date())} if known else _("as known now"),
    )
    return " · ".join(parts)


def _months(partner: Partner, designation: str, asked: Asked, today: ScoreSnapshot) -> list[MonthScores]:
    count = int(rules.book().on(asked.as_of).number("programme.history_months"))
    days = Window(shift(first_of_month(asked.as_of), 1 - count), asked.as_of)
    known = history.known_days(partner, {designation: days}, asked.known_at)[designation]
    others = [one for one in known if one.day != today.as_of]
    return history.by_month(days, [*others, *([history.of_answer(today)] if today.as_of in days else [])])


def _chart(months: list[MonthScores], threshold: int) -> Chart:
    slot = Decimal(FULL - GUTTER) / len(months)
    return Chart(
        bars=[_bar(one, GUTTER + slot * place, slot) for place, one in enumerate(months)],
        line=_number(_down(threshold)),
        line_label=str(threshold),
        base=_number(_down(0)),
        told="; ".join(_told(one) for one in months),
    )


def _down(points: Decimal | int) -> Decimal:
    return TOP + PLOT * (FULL - Decimal(points)) / FULL


def _number(value: Decimal) -> str:
    """A number as SVG writes it, whatever the reader's language."""
    return f"{value:.2f}"


def _bar(one: MonthScores, left: Decimal, slot: Decimal) -> Bar:
    best = one.best
    top = _down(best.points if best else 0)
    return Bar(
        label=str(date_format(one.month, "MONTH_NAME_FORMAT")),
        year=str(one.month.year),
        text=str(best.shown) if best else "?",
        middle=_number(left + slot / 2),
        left=_number(left + slot * (1 - BAR_SHARE) / 2),
        width=_number(slot * BAR_SHARE),
        top=_number(top),
        height=_number(_down(0) - top) if best else None,
        qualified=one.qualified_on is not None,
    )


def _told(one: MonthScores) -> str:
    best = str(one.best.shown) if one.best else _("unknown")
    return f"{wording.month(one.month)}: {best}"


def _row(partner: Partner, designation: str, one: MonthScores, asked: Asked) -> HistoryRow:
    best = one.best
    return HistoryRow(
        month=wording.month(one.month),
        is_current=one.month == first_of_month(asked.as_of),
        shown=best.shown if best else None,
        is_complete=best.complete if best else False,
        reached=best.day if best else None,
        url=_day_url(partner, designation, best, asked) if best else None,
        status=_status(one),
        known=_known(one),
    )


def _status(one: MonthScores) -> Status:
    if one.qualified_on:
        return Status(_("Qualified on %(day)s") % {"day": wording.day(one.qualified_on)}, "good")
    return Status(_("On no known day"), "neutral") if one.best else Status(_("Unknown"), "neutral")


def _known(one: MonthScores) -> str:
    """On how many days a score was kept, and for which it was worked out; all other days are unknown."""
    kept = sum(score.kept_at is not None for score in one.days)
    worked_out = [wording.day(score.day) for score in one.days if score.kept_at is None]
    parts = [ngettext("kept on %(count)d day", "kept on %(count)d days", kept) % {"count": kept}] if kept else []
    if worked_out:
        parts.append(_("worked out for %(days)s") % {"days": ", ".join(worked_out)})
    return "; ".join(parts) or _("no day is known")


def _day_url(partner: Partner, designation: str, best: DayScore, asked: Asked) -> str:
    """The designation's page on that day, with what was known when its score was kept."""
    known_at = asked.known_at
    if best.kept_at and best.kept_at.date() < clock.today():
        known_at = datetime.combine(best.kept_at.date(), time.max, UTC)
    query = Asked(best.day, PUBLISHED, known_at).query()
    url = reverse("designation", args=[partner.mpn_id, designation])
    return f"{url}?{query}" if query else url
