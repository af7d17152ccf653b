"""What is asked: a designation, for some partners, on a day and basis, under a rulebook, of one state of knowledge."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from evidence.engine import Session
from partnerhub.rulebook import Rulebook, Rules
from partnerhub.rulebook.schema import Metric
from scoring import periods
from scoring.metrics.common import BASE, LATER, NOW, Scope
from scoring.rule import Rule

PUBLISHED, PREVIEW = "published", "preview"


@dataclass(frozen=True)
class Months:
    """The months that a figure compares: ``looked_at`` are (period, month), newest first.

    ``missing`` are those without any evidence in ``dataset``: unknown, not zero. ``known`` says whether now (and base) are there,
    ``supplied`` whether any of the figure's datasets was ever imported.
    """

    now: date | None
    base: date | None
    missing: tuple[date, ...] = ()
    dataset: str = ""
    known: bool = False
    supplied: bool = False
    looked_at: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Question:
    """A designation's score for these partners (MPN global account id -> market).

    ``rules_on`` is the day whose rules apply, where it is not the day of the score itself (what would change for us?). With
    ``explains``, of one partner, everything behind the totals is wanted too: they are added up from it.
    """

    session: Session
    book: Rulebook
    designation: str
    scope: Scope
    partners: Mapping[str, str]
    rules_on: date | None = None
    explains: bool = False

    @cached_property
    def rules(self) -> Rules:
        return self.book.on(self.rules_on or self.scope.as_of)

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """The designation's metrics in force, in the order shown. Raises NotInForce where none is."""
        known: Mapping[str, Metric] = dict(self.book.designations[self.designation].metrics)  # type: ignore[arg-type]
        caps = {key: f"{self.designation}.{key}.cap" for key in known}
        if not any(self.rules.has(cap) for cap in caps.values()):
            self.rules.get(next(iter(caps.values())))
        return {key: metric for key, metric in known.items() if self.rules.has(caps[key])}

    def rule(self, block: str, track: str | None = None) -> Rule:
        """The rules of a metric (or another block of this designation), with a trace of its own."""
        return Rule(self.book, self.rules.fresh(), self.designation, block, track or None)

    def key(self, *more: str) -> tuple[Hashable, ...]:
        """Everything that a statement about this question depends on, besides the rows and the day that it is bound to."""
        edition = self.book.edition(self.rules.day)
        return (self.book.digest, edition, self.designation, *more)

    def earned_by(self) -> date:
        """The last day on which a certificate may have been earned to count: the lag applies to what is published."""
        lag = int(self.rules.number("freshness.skilling_lag_days")) if self.scope.basis == PUBLISHED else 0
        return self.scope.as_of - timedelta(days=lag)

    def by_evidence(
        self, datasets: Sequence[str], partners: Iterable[str]
    ) -> Mapping[tuple[frozenset[date], ...], list[str]]:
        """The partners by the months of evidence that they have in these datasets: most of a programme have the same."""
        found: defaultdict[tuple[frozenset[date], ...], list[str]] = defaultdict(list)
        view, asked = self.session.view, tuple(partners)
        for members in self.session.once(("cohorts", asked), lambda: view.by_cohort(asked)):
            found[tuple(view.months(dataset, members[0]) for dataset in datasets)] += members
        return found

    def months(
        self, datasets: Sequence[str], evidence: Sequence[frozenset[date]], *, window: int = 1, compares: bool = True
    ) -> Months:
        """The months compared where these are the months of evidence in the datasets.

        Now and a year earlier: published months by the calendar, preview months by the newest evidence (decision 3). A dataset
        that was never imported is set aside while another one is there. Of a window longer than a month only those months are
        looked at that are known in both years.
        """
        supplied = [(name, known) for name, known in zip(datasets, evidence, strict=True) if known]
        there = supplied or [(datasets[0], frozenset())]
        newest = [month for _, known in there if (month := self._newest(known))]
        if len(newest) < len(there):
            return Months(None, None, dataset=there[0][0], supplied=bool(supplied))
        now = min(newest)
        base = periods.year_earlier(now) if compares else None
        needed = [month for month in (now, base) if month]
        for name, known in there:
            if lost := tuple(month for month in needed if month not in known):
                pairs = ((NOW, now), *([(BASE, base)] if base else []))
                return Months(now, base, lost, name, supplied=bool(supplied), looked_at=pairs)
        return self._windowed(now, base, window, there)

    def _windowed(
        self, now: date, base: date | None, window: int, there: Sequence[tuple[str, frozenset[date]]]
    ) -> Months:
        looked_at: list[tuple[str, date]] = []
        missing: list[date] = []
        for back in range(window):
            pair = [(NOW, periods.shift(now, -back)), *([(BASE, periods.shift(base, -back))] if base else [])]
            lost = [month for _, month in pair if any(month not in known for _, known in there)]
            if lost:
                missing += lost
            else:
                looked_at += pair
        return Months(now, base, tuple(sorted(missing)), there[0][0], True, True, tuple(looked_at))

    def later(self, datasets: Sequence[str], partner: str, now: date | None) -> list[tuple[str, date]]:
        """The months with evidence after now: not published yet."""
        known = {month for dataset in datasets for month in self.session.view.months(dataset, partner)}
        return [(LATER, month) for month in sorted(known) if now and month > now]

    def _newest(self, known: frozenset[date]) -> date | None:
        if self.scope.basis == PREVIEW:
            return periods.newest_known(self.scope.as_of, known)
        return periods.newest_published(self.scope.as_of, int(self.rules.number("freshness.performance_day")))
