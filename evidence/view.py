"""Which runs speak for which months: the state of knowledge that a score stands on."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

# Datasets whose facts accumulate over runs, with what makes two rows the same fact (decision 11).
# All others are superseded month by month.
ACCUMULATING = {"trainings": "f.person, coalesce(f.certificate, lower(f.title)), f.completed"}


@dataclass(frozen=True, order=True)
class Slice:
    """One month of one dataset and partner, spoken for by a run. ``rank`` orders runs by the moment they became known."""

    dataset: str
    partner: str
    month: date
    run: int
    rank: int

    def row(self) -> dict[str, Any]:
        return {"partner": self.partner, "month": self.month, "run": self.run, "rank": self.rank}


def run_folder(lake: Path, dataset: str, run: int) -> Path:
    """The folder of a published run in a lake; its fact files are ``part-*.parquet``."""
    return lake / dataset / f"run={run}"


@dataclass(frozen=True)
class EvidenceView:
    """What was known at ``known_at`` (None: everything that is known now) about some partners; the rows lie in ``lake``."""

    lake: Path
    partners: tuple[str, ...]
    known_at: datetime | None
    all_slices: tuple[Slice, ...]

    def slices(self, dataset: str) -> list[Slice]:
        return [s for s in self.all_slices if s.dataset == dataset]

    def months(self, dataset: str, partner: str) -> frozenset[date]:
        """The months of which evidence exists; all others are unknown, not zero."""
        return self._months.get((dataset, partner), frozenset())

    @cached_property
    def _months(self) -> dict[tuple[str, str], frozenset[date]]:
        months: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
        for s in self.all_slices:
            months[s.dataset, s.partner].add(s.month)
        return {key: frozenset(value) for key, value in months.items()}

    def runs(self) -> tuple[int, ...]:
        return tuple(sorted({s.run for s in self.all_slices}))

    def digest(self, partner: str, datasets: Iterable[str], more: Iterable[str] = ()) -> str:
        """The identity of what is known of a partner in these datasets, with what else an answer depends on."""
        wanted = set(datasets)
        known = sorted(s for s in self.all_slices if s.partner == partner and s.dataset in wanted)
        text = "\n".join([*(f"{s.dataset} {s.month} {s.run}" for s in known), *more])
        return hashlib.sha256(text.encode()).hexdigest()
