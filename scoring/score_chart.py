"""Two pictures of a designation: its score at each refresh, and its categories against what they can earn.

Only scores that were kept are shown, so that the page computes none: a refresh of which none was kept is unknown, not zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub import charts, rules
from partnerhub.charts import Chart, Head, Link
from partnerhub.freshness import freshness
from partnerhub.models import Partner
from partnerhub.pictures import GOOD, PLAIN, Bar, Bars, Course, Dot, Level, Mark
from partnerhub.rulebook import report
from partnerhub.told import joined
from scoring import history, listing, wording
from scoring.forms import Asked
from scoring.history import DayScore
from scoring.models import ScoreSnapshot
from scoring.periods import first_of_month, shift
from scoring.question import PREVIEW, PUBLISHED
from scoring.window import Window

REFRESHES = 12
TOP = Decimal(100)
COMPLETE, PARTIAL, UNKNOWN = "complete", "partial", "unknown"
KNOWN = {
    COMPLETE: gettext_lazy("complete"),
    PARTIAL: gettext_lazy("in part unknown"),
    UNKNOWN: gettext_lazy("unknown"),
}


@dataclass(frozen=True)
class Refresh:
    """A score by the day on which it was kept: that of a refresh, or the first after it; or the day of a refresh without any.

    ``changes`` are the days, since the refresh before, from which a rule of the designation says something else.
    """

    day: date
    basis: str
    points: Decimal | None
    shown: int | None
    known: str
    changes: tuple[date, ...] = ()


@dataclass(frozen=True)
class ScoreCourse:
    """A designation's score at the last refreshes, oldest first; where there is a preview, it is the last."""

    designation: str
    refreshes: tuple[Refresh, ...]
    needed: int

    @property
    def published(self) -> tuple[Refresh, ...]:
        return tuple(one for one in self.refreshes if one.basis == PUBLISHED)

    @property
    def preview(self) -> Refresh | None:
        return next((one for one in self.refreshes if one.basis == PREVIEW), None)

    @property
    def changes(self) -> tuple[date, ...]:
        return tuple(day for one in self.refreshes for day in one.changes)


def course(partner: Partner, found: ScoreSnapshot, ahead: ScoreSnapshot | None, asked: Asked) -> ScoreCourse | None:
    """The scores of the last refreshes up to the day that is asked for; None where there was none, or where an earlier state of
    knowledge is asked for, of which nothing was kept.

    ``found`` is the answer of the day, ``ahead`` its preview where ``found`` is none.
    """
    days = _refresh_days(found.designation, asked.as_of)
    if not days or asked.known_at is not None:
        return None
    kept = history.kept_days(partner, found.designation, Window(days[0], asked.as_of))
    if asked.basis == PUBLISHED and asked.as_of not in {one.day for one in kept}:
        kept = [*kept, history.of_answer(found)]
    told = _published(days, kept)
    told += _previewed(found if asked.basis == PREVIEW else ahead, asked.as_of)
    return ScoreCourse(found.designation, _with_changes(found.designation, told), found.details["pass_total"])


def _refresh_days(designation: str, as_of: date) -> list[date]:
    """The last refreshes by the calendar on which the designation has rules, oldest first."""
    book, month = rules.book(), first_of_month(as_of)
    found = [history.refresh_day(book, shift(month, back)) for back in range(-REFRESHES, 1)]
    days = [day for day in found if day and day <= as_of and history.is_scored(book, designation, day)]
    return days[-REFRESHES:]


def _published(days: Sequence[date], kept: Sequence[DayScore]) -> list[Refresh]:
    """The first score kept from each refresh to the next, and the last one of all."""
    told = []
    for day, following in pairwise([*days, date.max]):
        one = next((one for one in kept if day <= one.day < following), None)
        told.append(_refresh(one) if one else Refresh(day, PUBLISHED, None, None, UNKNOWN))
    newest = _refresh(kept[-1]) if kept else told[-1]
    return told if newest.day == told[-1].day else [*told, newest]


def _refresh(one: DayScore) -> Refresh:
    if not one.measured:
        return Refresh(one.day, PUBLISHED, None, None, UNKNOWN)
    return Refresh(one.day, PUBLISHED, one.points, one.shown, COMPLETE if one.complete else PARTIAL)


def _previewed(ahead: ScoreSnapshot | None, as_of: date) -> list[Refresh]:
    """What is expected of the next refresh."""
    calendar = freshness(as_of)
    if ahead is None or calendar is None or not history.of_answer(ahead).measured:
        return []
    known = COMPLETE if history.of_answer(ahead).complete else PARTIAL
    return [Refresh(calendar.next_refresh, PREVIEW, ahead.points, ahead.shown, known)]


def _with_changes(designation: str, told: Sequence[Refresh]) -> tuple[Refresh, ...]:
    turns = report.turns(rules.book(), designation)
    before = [told[0].day, *(one.day for one in told)]
    return tuple(
        Refresh(
            one.day, one.basis, one.points, one.shown, one.known, tuple(day for day in turns if since < day <= one.day)
        )
        for since, one in zip(before, told, strict=False)
    )


# As a picture


def score_chart(partner: Partner, found: ScoreCourse, asked: Asked) -> Chart:
    """The score by refresh."""
    address = reverse("score-download", args=[partner.mpn_id, found.designation])
    return Chart(
        key="score",
        title=_("Score by refresh"),
        told=_told(found),
        picture=_picture(found),
        csv_url=listing.with_query(address, asked),
        heads=(
            Head(_("Refresh")),
            Head(_("Score"), numeric=True),
            Head(_("Known")),
            Head(_("Rules changed")),
        ),
        rows=tuple(_row(one) for one in found.refreshes),
        legend=_legend(found),
        links_title=_("Rules changed") if found.changes else "",
        links=tuple(_change_link(partner, found.designation, day) for day in found.changes),
    )


def _picture(found: ScoreCourse) -> Course:
    ahead = found.preview
    months = {first_of_month(one.day): one.day for one in reversed(found.refreshes)}
    return Course(
        dots=tuple(_dot(one) for one in found.published),
        ahead=_dot(ahead) if ahead else None,
        ticks=tuple(
            Mark(months[month].toordinal(), str(date_format(month, "MONTH_NAME_FORMAT"))) for month in sorted(months)
        ),
        changes=tuple(Mark(day.toordinal(), str(date_format(day, "DAY_FORMAT"))) for day in found.changes),
        needed=Level(Decimal(found.needed), _needed(found)),
        top=TOP,
    )


def _needed(found: ScoreCourse) -> str:
    return _("%(points)s to qualify") % {"points": wording.amount(found.needed)}


def _dot(one: Refresh) -> Dot:
    return Dot(one.day.toordinal(), one.points, "" if one.shown is None else str(one.shown), one.known == PARTIAL)


def _legend(found: ScoreCourse) -> tuple[charts.Key, ...]:
    keys: list[tuple[str, object]] = [("way", gettext_lazy("published score"))]
    if any(one.known == PARTIAL for one in found.published):
        keys.append(("open", gettext_lazy("in part unknown")))
    if found.preview:
        keys.append(("way-ahead", gettext_lazy("preview, with everything imported so far")))
    if found.changes:
        keys.append(("change", gettext_lazy("rules changed")))
    keys.append(("needed", _needed(found)))
    return charts.legend(keys)


def _change_link(partner: Partner, designation: str, day: date) -> Link:
    asked = {"first": day - timedelta(days=1), "second": day, "chapter": designation, "partner": partner.mpn_id}
    return Link(wording.day(day), f"{reverse('rulebook-differences')}?{urlencode(asked)}")


def _row(one: Refresh) -> tuple[str, ...]:
    day = wording.day(one.day)
    return (
        _("%(day)s, preview") % {"day": day} if one.basis == PREVIEW else day,
        "–" if one.shown is None else str(one.shown),
        str(KNOWN[one.known]),
        ", ".join(wording.day(change) for change in one.changes),
    )


def _told(found: ScoreCourse) -> str:
    """The picture in words."""
    known = [one for one in found.published if one.shown is not None]
    words = [_told_known(known)]
    unknown = len(found.published) - len(known)
    if unknown:
        told = ngettext(
            "At %(count)d refresh the score is unknown.", "At %(count)d refreshes the score is unknown.", unknown
        )
        words.append(told % {"count": unknown})
    words.append(_("%(points)s points qualify.") % {"points": wording.amount(found.needed)})
    if found.preview:
        words.append(_("With everything imported so far it would be %(score)s.") % {"score": found.preview.shown})
    if found.changes:
        days = ", ".join(wording.day(day) for day in found.changes)
        words.append(_("Rules changed on %(days)s.") % {"days": days})
    return " ".join(words)


def _told_known(known: Sequence[Refresh]) -> str:
    if not known:
        return _("No published score is known.")
    last = {"last": known[-1].shown, "today": wording.day(known[-1].day)}
    if len(known) == 1:
        return _("The published score was %(last)s on %(today)s.") % last
    words = {**last, "first": known[0].shown, "since": wording.day(known[0].day)}
    return _("The published score went from %(first)s on %(since)s to %(last)s on %(today)s.") % words


def score_rows(refreshes: Sequence[Refresh]) -> Iterator[Sequence[object]]:
    """The same as CSV, whatever the reader's language: a header, then one row per refresh."""
    yield ["day", "basis", "points", "shown", "known", "rules_changed"]
    for one in refreshes:
        changes = " ".join(day.isoformat() for day in one.changes)
        yield [one.day.isoformat(), one.basis, charts.plain(one.points), one.shown, one.known, changes]


# Categories against what they can earn


class Earned(Protocol):
    """A category of the page: what it is called, what it earned, and what it can earn."""

    @property
    def title(self) -> str: ...
    @property
    def points(self) -> Decimal: ...
    @property
    def cap(self) -> int: ...


def category_chart(partner: Partner, designation: str, categories: Sequence[Earned], asked: Asked) -> Chart:
    """What each category earned, of what it can earn."""
    address = reverse("categories-download", args=[partner.mpn_id, designation])
    rows = tuple((one.title, wording.amount(one.points), wording.amount(one.cap)) for one in categories)
    return Chart(
        key="categories",
        title=_("Points by category"),
        told=joined(_told_category(one) for one in categories),
        picture=Bars(tuple(_bar(one) for one in categories)),
        csv_url=listing.with_query(address, asked),
        heads=(Head(_("Category")), Head(_("Points"), numeric=True), Head(_("At most"), numeric=True)),
        rows=rows,
    )


def _bar(one: Earned) -> Bar:
    kind = GOOD if one.points >= one.cap else PLAIN
    return Bar(one.title, _of(one), one.points, Decimal(one.cap), kind)


def _of(one: Earned) -> str:
    return _("%(points)s of %(cap)s") % {"points": wording.amount(one.points), "cap": wording.amount(one.cap)}


def _told_category(one: Earned) -> str:
    return _("%(category)s: %(points)s") % {"category": one.title, "points": _of(one)}
