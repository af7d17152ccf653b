"""The scoring history of a designation: the best score of each month, as a chart and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub import clock, rules
from partnerhub.charts import Chart, legend, plain
from partnerhub.models import Partner
from partnerhub.pictures import GOOD, PLAIN, Column, Columns, Level, Part
from partnerhub.told import joined, labelled
from scoring import history, listing, pages, wording
from scoring.forms import Asked
from scoring.history import DayScore, MonthScores
from scoring.life_page import LifeBox, life_box
from scoring.models import ScoreSnapshot
from scoring.periods import first_of_month, shift
from scoring.question import PUBLISHED
from scoring.score_chart import TOP
from scoring.why import Link
from scoring.window import Window
from scoring.wording import Status


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
        chart=_chart(partner, designation, months, today.details["pass_total"], asked),
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


def _chart(partner: Partner, designation: str, months: list[MonthScores], needed: int, asked: Asked) -> Chart:
    qualify = _("%(points)s to qualify") % {"points": wording.amount(needed)}
    return Chart(
        key="history",
        title=_("Best score of each month"),
        told=_("Best score of each month. %(months)s. %(needed)s.")
        % {"months": joined(_told(one) for one in months), "needed": qualify},
        picture=Columns(tuple(_column(one, months) for one in months), Level(Decimal(needed), qualify), TOP),
        csv_url=listing.with_query(reverse("history-download", args=[partner.mpn_id, designation]), asked),
        legend=legend([(PLAIN, gettext_lazy("did not qualify")), (GOOD, gettext_lazy("qualified"))]),
    )


def _column(one: MonthScores, months: list[MonthScores]) -> Column:
    best, is_first = one.best, one is months[0] or one.month.month == 1
    return Column(
        label=str(date_format(one.month, "MONTH_NAME_FORMAT")),
        text=str(best.shown) if best else "?",
        parts=(Part(best.points, GOOD if one.qualified_on else PLAIN),) if best else (),
        sub=str(one.month.year) if is_first else "",
    )


def _told(one: MonthScores) -> str:
    best = str(one.best.shown) if one.best else _("unknown")
    return labelled(wording.month(one.month), best)


def download(partner: Partner, designation: str, asked: Asked) -> Iterator[Sequence[object]]:
    """The months as CSV, oldest first. Raises NotInForce where the day has no rules."""
    asked = Asked(asked.as_of, PUBLISHED, asked.known_at)
    months = _months(partner, designation, asked, pages.answer(partner, designation, asked))
    return _csv_rows(months)


def _csv_rows(months: list[MonthScores]) -> Iterator[Sequence[object]]:
    yield ["month", "best_points", "best_shown", "reached_on", "qualified_on", "days_known"]
    for one in months:
        best = one.best
        told = [plain(best.points), best.shown, best.day.isoformat()] if best else ["", "", ""]
        qualified = one.qualified_on.isoformat() if one.qualified_on else ""
        yield [f"{one.month:%Y-%m}", *told, qualified, len(one.days)]


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
    return joined(parts) or _("no day is known")


def _day_url(partner: Partner, designation: str, best: DayScore, asked: Asked) -> str:
    """The designation's page on that day, with what was known when its score was kept."""
    known_at = asked.known_at
    if best.kept_at and best.kept_at.date() < clock.today():
        known_at = datetime.combine(best.kept_at.date(), time.max, UTC)
    query = Asked(best.day, PUBLISHED, known_at).query()
    url = reverse("designation", args=[partner.mpn_id, designation])
    return f"{url}?{query}" if query else url
