"""What the Data page shows: every dataset month by month, what of it needs attention, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evidence import queries, wording
from evidence.coverage import DOUBTFUL, Coverage, Month, State, coverage
from evidence.datasets import NO_MONTH
from evidence.wording import Pill
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.months import through

# The months that the table shows at once; older ones are folded away.
SHOWN = 24

# Run to address, of those that the partner's people may open.
Urls = Mapping[int, str]


@dataclass(frozen=True)
class Notice:
    """Something about a dataset that needs attention: what it means, and what to do; ``run_url`` (or empty): what to look at."""

    dataset: str
    title: str
    state: State
    months: Sequence[date]
    text: str
    to_do: str
    run_url: str = ""

    @property
    def pill(self) -> Pill | None:
        return wording.pill(self.state)


@dataclass(frozen=True)
class Line:
    """One dataset in a line. ``run_url`` is empty for a file of the whole programme, which is not the partner's to open."""

    covered: Coverage
    title: str
    status: Pill
    known: Sequence[date]
    age: int | None
    run_url: str


@dataclass(frozen=True)
class Cell:
    """One month of one dataset: its accepted rows (None: unknown), the file that they come from, and a word if it needs one.

    ``told``: of what the rows are, for who hears the number alone.
    """

    told: str
    rows: int | None
    run: int | None
    run_url: str
    pill: Pill | None


@dataclass(frozen=True)
class Row:
    """One month of all the datasets that come by month."""

    month: date
    published: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Meaning:
    """A word of the table, and what it stands for."""

    pill: Pill | None
    text: str


@dataclass(frozen=True)
class DataPage:
    """What is known on a day: ``recent`` and ``older`` months, newest first, in the order of ``columns``."""

    as_of: date
    known_at: datetime | None
    fresh: Freshness | None
    lines: Sequence[Line]
    notices: Sequence[Notice]
    columns: Sequence[str]
    recent: Sequence[Row]
    older: Sequence[Row]
    meanings: Sequence[Meaning]

    @property
    def empty(self) -> bool:
        """Whether nothing was imported."""
        return all(line.covered.file is None for line in self.lines)


def data_page(partner: Partner, as_of: date, known_at: datetime | None = None) -> DataPage:
    """The Data page of a partner on a day, with what was known at a moment (None: now)."""
    found, fresh = coverage(partner, as_of, known_at), freshness(as_of)
    urls = _urls(partner, found)
    by_month = [one for one in found if set(one.known) - {NO_MONTH}]
    rows = _rows(by_month, urls, fresh)
    return DataPage(
        as_of=as_of,
        known_at=known_at,
        fresh=fresh,
        lines=[_line(one, urls, as_of) for one in found],
        notices=sorted(_notices(found, urls, as_of), key=lambda notice: notice.state is not State.LATE),
        columns=[wording.title(one.dataset) for one in by_month],
        recent=rows[:SHOWN],
        older=rows[SHOWN:],
        meanings=[Meaning(wording.pill(state), str(text)) for state, text in wording.MEANINGS.items()],
    )


def _urls(partner: Partner, found: Sequence[Coverage]) -> Urls:
    runs = {one.run for covered in found for one in covered.months if one.run is not None}
    runs |= {covered.file.pk for covered in found if covered.file}
    return {run: reverse("run", args=[partner.mpn_id, run]) for run in queries.own_runs(partner, runs)}


def _line(covered: Coverage, urls: Urls, as_of: date) -> Line:
    return Line(
        covered=covered,
        title=wording.title(covered.dataset),
        status=wording.status(covered),
        known=[month for month in covered.known if month != NO_MONTH],
        age=(as_of - covered.newest_fact).days if covered.newest_fact else None,
        run_url=urls.get(covered.file.pk, "") if covered.file else "",
    )


# The table of months


def _rows(by_month: Sequence[Coverage], urls: Urls, fresh: Freshness | None) -> list[Row]:
    """From the newest month of any dataset to the oldest."""
    months = [{one.month: one for one in covered.months if one.month != NO_MONTH} for covered in by_month]
    if not months:
        return []
    every, told = {month for one in months for month in one}, _("rows of %(title)s for %(month)s")
    columns = [(wording.title(covered.dataset), one) for covered, one in zip(by_month, months, strict=True)]
    return [
        Row(
            month,
            fresh is None or month <= fresh.data_until,
            [_cell(told % {"title": title, "month": name}, one.get(month), urls) for title, one in columns],
        )
        for month, name in _newest_first(min(every), max(every))
    ]


def _newest_first(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Months with their names."""
    return ((one, str(date_format(one, "YEAR_MONTH_FORMAT"))) for one in reversed(through(first, last)))


def _cell(told: str, month: Month | None, urls: Urls) -> Cell:
    if month is None:
        return Cell(told, None, None, "", None)
    return Cell(told, month.rows, month.run, urls.get(month.run or 0, ""), wording.pill(month.state))


# What needs attention


def _notices(found: Sequence[Coverage], urls: Urls, as_of: date) -> Iterator[Notice]:
    for covered in found:
        if covered.stale and covered.file:
            days = (as_of - covered.file.recorded_at.date()).days
            text, to_do = wording.stale(days), wording.export_all(covered.dataset)
            yield _notice(covered, State.LATE, (), text, to_do)
        for state in (State.LATE, State.MISSING):
            if months := [one.month for one in covered.in_state(state)]:
                text, to_do = wording.unknown(covered, state, months), wording.export_months(covered.dataset, months)
                yield _notice(covered, state, months, text, to_do)
        for month in covered.in_state(*DOUBTFUL):
            text, to_do = wording.doubtful(covered.dataset, month)
            yield _notice(covered, month.state, [month.month], text, to_do, urls.get(month.run or 0, ""))


def _notice(
    covered: Coverage, state: State, months: Sequence[date], text: str, to_do: str, run_url: str = ""
) -> Notice:
    return Notice(covered.dataset, wording.title(covered.dataset), state, months, text, to_do, run_url)
