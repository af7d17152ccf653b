"""One partner of 400 customers, all six designations with everything that was looked at, against its rows alone.

The partner has two years of months in every dataset and 2,000 certificates. In one process that has answered before, in turns:

- **the rows**: read from the lake into memory, which no answer can do without;
- **the answers**: the score of each designation, and each of its metrics explained to the row.

The median of the answers may be 300 ms.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROUNDS = 21
MOST_SECONDS = 0.3
CUSTOMERS, CERTIFICATES = 400, 2_000
AS_OF = date(2023, 8, 25)


def measure(folder: Path) -> tuple[list[float], list[float], int]:
    """Seconds of each round for the rows and for the answers, and how many rows the explanations have."""
    from evidence.queries import session
    from evidence.view import EvidenceView
    from partnerhub import rules
    from scoring.asking import datasets_of, in_force
    from scoring.explain import explain_all
    from scoring.metrics.common import Scope
    from scoring.question import PUBLISHED, Question
    from tests.scoring import large
    from tests.scoring.generated import put

    book = rules.book()
    designations = in_force(book, AS_OF)
    names = tuple(sorted({name for key in designations for name in datasets_of(book, key)}))
    slices = put(folder, large.facts(CUSTOMERS, CERTIFICATES))

    def read() -> int:
        with session(EvidenceView(folder, (large.PARTNER,), None, tuple(slices)), names) as opened:
            opened.keep(*names)
        return 0

    def answer() -> int:
        with session(EvidenceView(folder, (large.PARTNER,), None, tuple(slices)), names) as opened:
            opened.keep(*names)
            asked = [
                Question(opened, book, key, Scope(AS_OF, PUBLISHED), {large.PARTNER: "other"}) for key in designations
            ]
            return sum(len(one.contributions) for question in asked for one in explain_all(question))

    rows = answer()
    seconds: dict[Callable[[], int], list[float]] = {read: [], answer: []}
    for _ in range(ROUNDS):
        for work, told in seconds.items():
            start = time.perf_counter()
            work()
            told.append(time.perf_counter() - start)
    return seconds[read], seconds[answer], rows


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when the limit is passed."""
    import django

    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        read, answered, rows = measure(Path(folder))
    median = statistics.median(answered)
    print(f"{CUSTOMERS} customers, {CERTIFICATES:,} certificates: six designations, {rows:,} rows explained")
    print(f"  its rows alone {statistics.median(read) * 1000:6.0f} ms")
    spread = f"{min(answered) * 1000:.0f} to {max(answered) * 1000:.0f}"
    print(f"  the answers    {median * 1000:6.0f} ms ({spread}; the median at most {MOST_SECONDS * 1000:.0f})")
    if median > MOST_SECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
