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


# The partner of a slice from the programme's own file, whose rows each name their partner: it speaks for all of them.
EVERY_PARTNER = ""


@dataclass(frozen=True, order=True)
class Slice:
    """One month of one dataset, spoken for by a run: for one partner, or for EVERY_PARTNER.

    ``rank`` orders runs by the moment they became known.
    """

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
    """What was known at ``known_at`` (None: everything that is known now) about some partners; the rows lie in ``lake``.

    ``all_slices`` are those that speak. Where a month has one of a partner's own and one of EVERY_PARTNER, the partner's own was
    recorded later and speaks for that partner alone; in accumulating datasets both count.
    """

    lake: Path
    partners: tuple[str, ...]
    known_at: datetime | None
    all_slices: tuple[Slice, ...]

    def slices(self, dataset: str) -> list[Slice]:
        return [s for s in self.all_slices if s.dataset == dataset]

    def months(self, dataset: str, partner: str) -> frozenset[date]:
        """The months of which evidence exists; all others are unknown, not zero."""
        return self._months.get((dataset, partner)) or self._months.get((dataset, EVERY_PARTNER), frozenset())

    @cached_property
    def _months(self) -> dict[tuple[str, str], frozenset[date]]:
        months: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
        for s in self.all_slices:
            months[s.dataset, s.partner].add(s.month)
        return {
            (dataset, partner): frozenset(own | months.get((dataset, EVERY_PARTNER), set()))
            for (dataset, partner), own in months.items()
        }

    def cohort(self, partner: str) -> int:
        """A number that partners share whose evidence is of the same months: those with no slices of their own have 0."""
        return self._cohorts.get(partner, 0)

    def cohorts(self, partners: Iterable[str]) -> set[int]:
        """The cohorts of these partners."""
        return set(map(self.cohort, partners)) if self._cohorts else {0}

    def by_cohort(self, partners: Iterable[str]) -> list[list[str]]:
        """These partners, those of a cohort together."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for partner in partners:
            found[self.cohort(partner)].append(partner)
        return list(found.values())

    @cached_property
    def _cohorts(self) -> dict[str, int]:
        numbers: dict[frozenset[tuple[str, date]], int] = {}
        own = {partner: slices for partner, slices in self._by_partner.items() if partner != EVERY_PARTNER}
        months = {partner: frozenset((s.dataset, s.month) for s in slices) for partner, slices in own.items()}
        return {partner: numbers.setdefault(known, len(numbers) + 1) for partner, known in months.items()}

    @cached_property
    def identity(self) -> str:
        """What tells this view from any in which other runs speak, of whomever."""
        slices = sorted(f"{s.dataset} {s.partner} {s.month} {s.run} {s.rank}" for s in self.all_slices)
        told = [str(self.lake), *self.partners, *slices]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def runs(self) -> tuple[int, ...]:
        return tuple(sorted({s.run for s in self.all_slices}))

    def digest(self, partner: str, datasets: Iterable[str], more: Iterable[str] = ()) -> str:
        """The identity of what is known of a partner in these datasets, with what else an answer depends on."""
        key = (partner if partner in self._by_partner else EVERY_PARTNER, frozenset(datasets), tuple(more))
        if key not in self._digests:
            known = sorted(s for s in self._speaking(key[0]) if s.dataset in key[1])
            text = "\n".join([*(f"{s.dataset} {s.month} {s.run}" for s in known), *key[2]])
            self._digests[key] = hashlib.sha256(text.encode()).hexdigest()
        return self._digests[key]

    def _speaking(self, partner: str) -> list[Slice]:
        """What speaks for a partner: its own slices, and those of EVERY_PARTNER whose months it has none for."""
        own = self._by_partner.get(partner, [])
        answered = {(s.dataset, s.month) for s in own if s.dataset not in ACCUMULATING}
        rest = self._by_partner.get(EVERY_PARTNER, []) if partner != EVERY_PARTNER else []
        return [*own, *(s for s in rest if (s.dataset, s.month) not in answered)]

    @cached_property
    def _by_partner(self) -> dict[str, list[Slice]]:
        slices: defaultdict[str, list[Slice]] = defaultdict(list)
        for s in self.all_slices:
            slices[s.partner].append(s)
        return dict(slices)

    @cached_property
    def _digests(self) -> dict[tuple[str, frozenset[str], tuple[str, ...]], str]:
        return {}
