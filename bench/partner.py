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
from typing import TypeVar

T = TypeVar("T")
ROUNDS = 21
MOST_SECONDS = 0.3
CUSTOMERS, CERTIFICATES = 400, 2_000
AS_OF = date(2023, 8, 25)


def measure(folder: Path) -> tuple[dict[str, list[float]], int, int]:
    """Seconds of each round by what is done, how many rows all explanations have, and how many the largest has."""
    from evidence.queries import READY, session
    from evidence.view import EvidenceView
    from partnerhub import rules
    from scoring.asking import datasets_of, in_force
    from scoring.explain import Explanation, explain_all
    from scoring.metrics.common import Scope
    from scoring.question import PUBLISHED, Question
    from tests.scoring import large
    from tests.scoring.generated import put

    book = rules.book()
    designations = in_force(book, AS_OF)
    names = tuple(sorted({name for key in designations for name in datasets_of(book, key)}))
    slices = tuple(put(folder, large.facts(CUSTOMERS, CERTIFICATES)))
    moments = itertools.count()

    def view() -> EvidenceView:
        """As known at another moment, so that nothing is there already."""
        known_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(moments))
        return EvidenceView(folder, (large.PARTNER,), known_at, slices)

    def read(asked: EvidenceView) -> EvidenceView:
        with session(asked, names, READY):
            return asked

    def answer(asked: EvidenceView) -> list[Explanation]:
        with session(asked, names, READY) as opened:
            questions = [
                Question(opened, book, key, Scope(AS_OF, PUBLISHED), {large.PARTNER: "other"}) for key in designations
            ]
            return [one for question in questions for one in explain_all(question)]

    def largest(found: list[Explanation]) -> Explanation:
        return max(found, key=lambda one: len(one.contributions))

    found = answer(view())
    seconds: dict[str, list[float]] = {work: [] for work in ("rows", "anew", "again", "why")}
    for _ in range(ROUNDS):
        last = view()
        _timed(seconds["rows"], partial(read, view()))
        _timed(seconds["anew"], partial(answer, last))
        found = _timed(seconds["again"], partial(answer, last))
        _timed(seconds["why"], partial(list, largest(found).contributions))
    return seconds, sum(len(one.contributions) for one in found), len(largest(found).contributions)


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
