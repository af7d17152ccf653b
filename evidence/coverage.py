"""What is known of each dataset month by month, and which of it is late, missing or doubtful. Unknown is never zero."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache, reduce
from operator import add
from statistics import median_low
from typing import Any

from ibis.expr.types import Table, Value

from evidence import engine, queries
from evidence.datasets import DATASETS
from evidence.engine import SCOPE, Session
from evidence.models import Run
from evidence.remembered import remembered
from evidence.view import EvidenceView
from partnerhub.freshness import freshness
from partnerhub.models import Partner
from partnerhub.months import through

# A month is doubtful when it has at most a tenth of the rows that are usual around it, and those are at least ten.
FEW, PLENTY = 10, 10
# How many known months before and after a month say what is usual.
AROUND = 2
# A feed that is filled day by day is late when its newest file is older than this.
STALE = timedelta(days=31)


class State(StrEnum):
    """What is known of one month of one dataset."""

    KNOWN = "known"
    EARLY = "early"  # known before the programme has published it
    FEW_ROWS = "few_rows"
    ZERO = "zero"
    NO_AMOUNT = "no_amount"
    MISSING = "missing"  # unknown, between known months
    LATE = "late"  # unknown, though published, and so is all that follows


DOUBTFUL = (State.FEW_ROWS, State.ZERO, State.NO_AMOUNT)


@dataclass(frozen=True)
class Feed:
    """How a dataset comes in; one without a Feed has no rhythm, and what there is of it is as it should be.

    ``expected``: scores need it, so it is listed before anything was imported. ``monthly``: one month at a time, by the
    programme's calendar. ``fact_day``: filled day by day instead, with facts of this day. ``amounts``: the columns that, added
    up, say whether a month holds anything.
    """

    expected: bool = False
    monthly: bool = False
    fact_day: str = ""
    amounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FEEDS = {
    "azure_usage": Feed(expected=True, monthly=True, amounts={"acr": ("acr",)}),
    "business_apps_revenue": Feed(expected=True, monthly=True, amounts={"revenue": ("revenue",)}),
    "business_apps_usage": Feed(expected=True, monthly=True, amounts={"users": ("mau",), "capacity": ("mac",)}),
    "office_usage": Feed(expected=True, monthly=True, amounts={"seats": ("seats",), "users": ("active",)}),
    "mobility_usage": Feed(
        expected=True,
        monthly=True,
        amounts={
            "seats": ("aadp_seats", "intune_seats", "azip_seats"),
            "users": ("aadp_active", "intune_active", "azip_active"),
        },
    ),
    "trainings": Feed(expected=True, fact_day="completed"),
    "customers_revenue": Feed(monthly=True, amounts={"revenue": ("revenue",)}),
    "subscriptions": Feed(monthly=True, amounts={"seats": ("seats",), "revenue": ("revenue",)}),
}
_NO_FEED = Feed()


def feed(dataset: str) -> Feed:
    """How a dataset comes in."""
    return FEEDS.get(dataset, _NO_FEED)


@dataclass(frozen=True)
class Counted:
    """The rows of one month, of the run that speaks for it. A total is None where no row has that amount."""

    run: int
    rows: int
    totals: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Month:
    """One month of a dataset. ``usual``: the rows usual around it, where it is doubtful; ``amount``: the one that is zero."""

    month: date
    state: State
    run: int | None = None
    rows: int | None = None
    usual: int = 0
    amount: str = ""


@dataclass(frozen=True)
class Coverage:
    """What is known of one dataset; ``months`` from the first known one, oldest first, without gaps where it is monthly.

    ``file`` is the run that was known last. Of what is filled day by day ``newest_fact`` and ``stale`` are told, not months.
    """

    dataset: str
    months: Sequence[Month] = ()
    file: Run | None = None
    newest_fact: date | None = None
    stale: bool = False

    @property
    def known(self) -> list[date]:
        """The months of which there is evidence."""
        return [one.month for one in self.months if one.run is not None]

    @property
    def late(self) -> bool:
        """Whether the feed has stopped."""
        return self.stale or bool(self.in_state(State.LATE))

    def in_state(self, *states: State) -> list[Month]:
        """The months in one of these states."""
        return [one for one in self.months if one.state in states]


@dataclass(frozen=True)
class _Spoken:
    """Which run speaks for which month of a dataset, and the one that was known last (None: nothing was imported)."""

    runs: Mapping[date, int]
    newest: int | None


def coverage(partner: Partner, as_of: date, known_at: datetime | None = None) -> list[Coverage]:
    """Every dataset that scores need or that was imported, on a day and with what was known at a moment (None: now)."""
    view = queries.view([partner], known_at)
    spoken = {name: _spoken(view, name, as_of) for name in DATASETS}
    names = [name for name in DATASETS if spoken[name].runs or feed(name).expected]
    files = Run.objects.in_bulk([run for one in spoken.values() if (run := one.newest)])
    published = _published(as_of)
    with _lake(view, tuple(name for name in names if spoken[name].runs), as_of) as lake:
        return [_covered(lake, name, spoken[name], files, published, as_of) for name in names]


def late(partner: Partner, as_of: date) -> list[str]:
    """The datasets whose feed has stopped, as known now."""
    view = queries.view([partner])
    spoken = {name: _spoken(view, name, as_of) for name in FEEDS}
    daily = {name: run for name, one in spoken.items() if feed(name).fact_day and (run := one.newest)}
    files, published = Run.objects.in_bulk(daily.values()), _published(as_of)
    stopped = [name for name, run in daily.items() if _is_stale(files[run], as_of)]
    return stopped + [name for name, one in spoken.items() if feed(name).monthly and _stopped(one.runs, published)]


def _spoken(view: EvidenceView, dataset: str, as_of: date) -> _Spoken:
    slices = sorted((s for s in view.slices(dataset) if s.month <= as_of), key=lambda s: s.rank)
    return _Spoken({s.month: s.run for s in slices}, slices[-1].run if slices else None)


def _published(as_of: date) -> date | None:
    """The newest month that the programme has published; None before its rules begin."""
    calendar = freshness(as_of)
    return calendar.data_until if calendar else None


def _covered(
    lake: "_Lake", dataset: str, spoken: _Spoken, files: Mapping[int, Run], published: date | None, as_of: date
) -> Coverage:
    if spoken.newest is None:
        return Coverage(dataset)
    file, way = files[spoken.newest], feed(dataset)
    if way.fact_day:
        return Coverage(dataset, (), file, _newest_fact(lake, dataset), _is_stale(file, as_of))
    counted = _counted(lake, dataset, spoken.runs)
    return Coverage(dataset, judged(counted, published) if way.monthly else plain(counted), file)


def _is_stale(file: Run, as_of: date) -> bool:
    return as_of - file.recorded_at.date() > STALE


def _stopped(known: Collection[date], published: date | None) -> bool:
    return bool(known and published and max(known) < published)


# Reading the lake


@dataclass(frozen=True)
class _Lake:
    """A view's files, opened for the first question that nobody has asked of these runs yet."""

    view: EvidenceView
    as_of: date
    opened: Callable[[], Session]


@contextmanager
def _lake(view: EvidenceView, names: Sequence[str], as_of: date) -> Iterator[_Lake]:
    with ExitStack() as stack:

        @cache
        def opened() -> Session:
            session = stack.enter_context(queries.session(view, names))
            session.bind("scope", [{"as_of": as_of, "earned_by": as_of}], SCOPE)
            return session

        yield _Lake(view, as_of, opened)


def _counted(lake: _Lake, dataset: str, runs: Mapping[date, int]) -> dict[date, Counted]:
    """The rows of every month that a run speaks for; none where the programme's file has none of this partner."""

    def read() -> list[dict[str, Any]]:
        session = lake.opened()
        return session.rows(session.statement(("coverage", dataset), lambda: (_per_month(dataset), None)))

    found = {row["month"]: row for row in remembered(lake.view, ("coverage", dataset), read, len)}
    nothing: dict[str, Any] = {"rows": 0, **dict.fromkeys(feed(dataset).amounts)}
    return {month: _in_month(run, found.get(month, nothing)) for month, run in runs.items()}


def _in_month(run: int, row: Mapping[str, Any]) -> Counted:
    return Counted(run, row["rows"], {name: total for name, total in row.items() if name not in {"month", "rows"}})


def _per_month(dataset: str) -> Table:
    rows = engine.tables()[dataset]
    totals = {name: _total(rows, columns) for name, columns in feed(dataset).amounts.items()}
    return rows.group_by("month").aggregate(rows=rows.count(), **totals)


def _total(rows: Table, columns: Sequence[str]) -> Value:
    if len(columns) == 1:
        return rows[columns[0]].sum()
    return reduce(add, (rows[column].fill_null(0) for column in columns)).sum()


def _newest_fact(lake: _Lake, dataset: str) -> date | None:
    """The day of the newest fact of a dataset that is filled day by day, until the day of the question."""

    def read() -> date | None:
        session = lake.opened()
        statement = session.statement(("newest fact", dataset), lambda: (_until(dataset, feed(dataset).fact_day), None))
        newest: date | None = session.rows(statement)[0]["newest"]
        return newest

    return remembered(lake.view, ("newest fact", dataset, lake.as_of), read)


def _until(dataset: str, column: str) -> Table:
    rows = engine.tables()[dataset].cross_join(engine.tables()["scope"])
    return rows.filter(rows[column] <= rows.as_of).aggregate(newest=rows[column].max())


# Judging what was read


def plain(known: Mapping[date, Counted]) -> list[Month]:
    """The months of a dataset without rhythm: each is what it is."""
    return [Month(month, State.KNOWN, one.run, one.rows) for month, one in sorted(known.items())]


def judged(known: Mapping[date, Counted], published: date | None) -> list[Month]:
    """The months of a monthly dataset, from the first known one to the newest that is known or published (None: no calendar)."""
    last = max([*known, published] if published else known)
    return [_judged(month, known, published) for month in through(min(known), last)]


def _judged(month: date, known: Mapping[date, Counted], published: date | None) -> Month:
    one = known.get(month)
    if one is None:
        return Month(month, State.LATE if month > max(known) else State.MISSING)
    if published and month > published:
        return Month(month, State.EARLY, one.run, one.rows)
    around = _around(month, known, published)
    usual = int(_usual([Decimal(other.rows) for other in around]))
    if usual >= PLENTY and one.rows * FEW <= usual:
        return Month(month, State.FEW_ROWS, one.run, one.rows, usual)
    state, amount = _of_amounts(one, around)
    return Month(month, state, one.run, one.rows, usual, amount)


def _around(month: date, known: Mapping[date, Counted], published: date | None) -> list[Counted]:
    """The known months nearest to a month, before and after it; not those that the programme may still add to."""
    settled = [one for one in sorted(known) if published is None or one <= published]
    before = [one for one in settled if one < month][-AROUND:]
    after = [one for one in settled if one > month][:AROUND]
    return [known[one] for one in before + after]


def _of_amounts(one: Counted, around: Sequence[Counted]) -> tuple[State, str]:
    """Whether all the amounts are there that are usual; else the first that is not."""
    for amount, found in one.totals.items():
        usual = _usual([other.totals[amount] or Decimal(0) for other in around])
        total = found if one.rows else Decimal(0)
        if usual > 0 and not total:
            return State.NO_AMOUNT if total is None else State.ZERO, amount
    return State.KNOWN, ""


def _usual(values: Sequence[Decimal]) -> Decimal:
    """What is usual: the lower of the middle values; nothing is where there are fewer than two."""
    return median_low(values) if len(values) > 1 else Decimal(0)
