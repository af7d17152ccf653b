"""What is asked: a designation, for some partners, on a day and basis, under a rulebook, of one state of knowledge."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import ModuleType

from evidence.engine import Session
from partnerhub.rulebook import Rulebook, Rules
from scoring import periods
from scoring.metrics import METRICS
from scoring.metrics.common import Scope
from scoring.rule import Rule

PUBLISHED, PREVIEW = "published", "preview"


@dataclass(frozen=True)
class Months:
    """The months that a metric compares. ``missing`` are those without any evidence: unknown, not zero."""

    now: date | None
    base: date | None
    missing: tuple[date, ...] = ()


@dataclass(frozen=True)
class Question:
    """A designation's score for these partners (MPN global account id -> market)."""

    session: Session
    book: Rulebook
    designation: str
    scope: Scope
    partners: Mapping[str, str]

    @cached_property
    def rules(self) -> Rules:
        return self.book.on(self.scope.as_of)

    @property
    def metrics(self) -> Mapping[str, ModuleType]:
        return METRICS[self.designation]

    def rule(self, block: str, track: str | None = None) -> Rule:
        """The rules of a metric (or another block of this designation), with a trace of its own."""
        return Rule(self.book, self.rules.fresh(), self.designation, block, track)

    def key(self, *more: str) -> tuple[Hashable, ...]:
        """Everything that a statement about this question depends on, besides the rows and the day that it is bound to."""
        edition = self.book.edition(self.scope.as_of)
        return (self.book.digest, edition, self.designation, *more)

    def earned_by(self) -> date:
        """The last day on which a certificate may have been earned to count: the lag applies to what is published."""
        lag = int(self.rules.number("freshness.skilling_lag_days")) if self.scope.basis == PUBLISHED else 0
        return self.scope.as_of - timedelta(days=lag)

    def months_of(self, module: ModuleType, partner: str) -> Months:
        """The months that a metric compares; none where it counts what holds on the day itself."""
        return self.months(module.DATASET, partner) if module.COMPARES_YEARS else Months(None, None)

    def months(self, dataset: str, partner: str) -> Months:
        """Now and a year earlier: published months by the calendar, preview months by the newest evidence (decision 3)."""
        known = self.session.view.months(dataset, partner)
        now = self._newest(known)
        if now is None:
            return Months(None, None)
        base = periods.year_earlier(now)
        return Months(now, base, tuple(month for month in (now, base) if month not in known))

    def _newest(self, known: frozenset[date]) -> date | None:
        if self.scope.basis == PREVIEW:
            return periods.newest_known(self.scope.as_of, known)
        return periods.newest_published(self.scope.as_of, int(self.rules.number("freshness.performance_day")))
