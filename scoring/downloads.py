"""Explanations as tables to take away."""

from collections.abc import Iterator, Sequence

from partnerhub.downloads import csv_response
from scoring import wire
from scoring.explain import Explanation

__all__ = ["contributions", "csv_response"]


def contributions(found: Explanation) -> Iterator[Sequence[object]]:
    """A header, then one row per contribution; origins as ``run:row`` pairs."""
    rows = [wire.contribution(row) for row in found.contributions]
    subject = list(rows[0]["subject"]) if rows else []
    yield [*subject, "period", "month", "amount", "units", "verdict", "shortfall", "origins"]
    for row in rows:
        origins = " ".join(f"{run}:{line}" for run, line in row["origins"])
        cells = [row[name] for name in ("period", "month", "amount", "units", "verdict", "shortfall")]
        yield [*row["subject"].values(), *cells, origins]
