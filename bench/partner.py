"""One partner of 400 customers, all six designations with everything that was looked at, against its rows alone.

The partner has two years of months in every dataset and 2,000 certificates. In one process that has answered before, in turns:

- **the rows**: read from the lake into memory, which no first answer can do without;
- **anew**: those rows, the score of each designation, and the contributions to each of its metrics, fetched from the engine;
- **again**: the same for a view whose rows were read last, as when one page follows another;
- **the largest Why**: its contributions made into rows and put in order, which only a page of theirs needs.

The median of the answers may be 300 ms.
"""

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from evidence.view import EvidenceView
    from scoring.explain import Explanation

T = TypeVar("T")
ROUNDS = 21
MOST_SECONDS = 0.3
CUSTOMERS, CERTIFICATES = 400, 2_000
AS_OF = date(2023, 8, 25)


class Partner:
    """The partner in a lake of its own, to be asked through the sessions that pages use."""

    def __init__(self, folder: Path) -> None:
        from partnerhub import rules
        from scoring.asking import datasets_of, in_force
        from tests.scoring import large
        from tests.scoring.generated import put

        self.folder, self.mpn_id, self.book = folder, large.PARTNER, rules.book()
        self.designations = in_force(self.book, AS_OF)
        self.names = tuple(sorted({name for key in self.designations for name in datasets_of(self.book, key)}))
        self.slices = tuple(put(folder, large.facts(CUSTOMERS, CERTIFICATES)))
        self.moments = itertools.count()

    def view(self) -> "EvidenceView":
        """As known at another moment, so that nothing is there already."""
        from evidence.view import EvidenceView

        known_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(self.moments))
        return EvidenceView(self.folder, (self.mpn_id,), known_at, self.slices)

    def read(self, view: "EvidenceView") -> None:
        """Read the rows."""
        from evidence.queries import READY, session

        with session(view, self.names, READY):
            pass

    def answer(self, view: "EvidenceView") -> "list[Explanation]":
        """Explain every metric of all designations."""
        from evidence.queries import READY, session
        from scoring.explain import explain_all
        from scoring.metrics.common import Scope
        from scoring.question import PUBLISHED, Question

        scope, markets = Scope(AS_OF, PUBLISHED), {self.mpn_id: "other"}
        with session(view, self.names, READY) as opened:
            asked = [Question(opened, self.book, key, scope, markets) for key in self.designations]
            return [one for question in asked for one in explain_all(question)]


def measure(folder: Path) -> tuple[dict[str, list[float]], int, int]:
    """Seconds of each round by what is done, how many rows all explanations have, and how many the largest has."""
    partner = Partner(folder)
    found = partner.answer(partner.view())
    largest = max(found, key=lambda one: len(one.contributions))
    place, rows = found.index(largest), sum(len(one.contributions) for one in found)
    seconds: dict[str, list[float]] = {work: [] for work in ("rows", "anew", "again", "why")}
    for _ in range(ROUNDS):
        view = partner.view()
        _timed(seconds["rows"], partial(partner.read, partner.view()))
        _timed(seconds["anew"], partial(partner.answer, view))
        found = _timed(seconds["again"], partial(partner.answer, view))
        _timed(seconds["why"], partial(list, found[place].contributions))
    return seconds, rows, len(largest.contributions)


def _timed(told: list[float], work: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = work()
    told.append(time.perf_counter() - start)
    return done


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when the limit is passed."""
    import django

    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        seconds, rows, largest = measure(Path(folder))
    print(f"{CUSTOMERS} customers, {CERTIFICATES:,} certificates: six designations, {rows:,} rows explained")
    medians = {work: statistics.median(told) for work, told in seconds.items()}
    labels = {"rows": "its rows alone", "anew": "the answers anew", "again": "the answers again"}
    for work, label in labels.items():
        told = seconds[work]
        print(f"  {label:<17} {medians[work] * 1000:6.0f} ms ({min(told) * 1000:.0f} to {max(told) * 1000:.0f})")
    print(f"  the largest Why   {medians['why'] * 1000:6.0f} ms ({largest:,} rows)")
    print(f"  the median of the answers: at most {MOST_SECONDS * 1000:.0f} ms")
    if max(medians["anew"], medians["again"]) > MOST_SECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
