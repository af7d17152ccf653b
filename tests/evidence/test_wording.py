"""What the state of the evidence is called."""

from datetime import date

import pytest

from evidence.coverage import DOUBTFUL, FEEDS, Coverage, Month, State
from evidence.models import Run
from evidence.wording import AMOUNTS, DOUBTS, LABELS, MEANINGS, Pill, spans, stale, status, unknown


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (["2023-06"], "June 2023"),
        (["2023-05", "2023-06"], "May 2023 to June 2023"),
        (["2023-01", "2022-12", "2022-11"], "November 2022 to January 2023"),
        (["2022-12", "2023-02", "2023-03", "2023-05"], "December 2022, February 2023 to March 2023, May 2023"),
    ],
)
def test_spans_name_neighbours_together(months: list[str], words: str) -> None:
    assert spans([date.fromisoformat(f"{month}-01") for month in months]) == words


def test_every_state_that_needs_a_word_has_one() -> None:
    assert LABELS.keys() == MEANINGS.keys() == set(State) - {State.KNOWN}
    assert DOUBTS.keys() == set(DOUBTFUL)
    assert {name for feed in FEEDS.values() for name in feed.amounts} == AMOUNTS.keys()


def test_stale_file_of_a_day_is_told_in_the_singular() -> None:
    assert stale(1) == "The newest file is 1 day old: what was completed since is unknown."
    assert stale(40) == "The newest file is 40 days old: what was completed since is unknown."


def coverage(*months: tuple[str, State], dataset: str = "azure_usage", stale: bool = False) -> Coverage:
    told = [
        Month(date.fromisoformat(f"{month}-01"), state, None if state in {State.LATE, State.MISSING} else 1)
        for month, state in months
    ]
    return Coverage(dataset, told, Run(pk=1), stale=stale)


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        (Coverage("azure_usage"), Pill("Nothing yet", "neutral")),
        (coverage(("2023-05", State.KNOWN), ("2023-06", State.EARLY)), Pill("Up to date", "good")),
        (coverage(("2023-05", State.KNOWN), ("2023-06", State.ZERO)), Pill("To be checked", "warn")),
        (coverage(("2023-05", State.ZERO), ("2023-06", State.MISSING)), Pill("Months missing", "warn")),
        (coverage(("2023-05", State.MISSING), ("2023-06", State.LATE)), Pill("Late", "bad")),
        (coverage(dataset="trainings"), Pill("Up to date", "good")),
        (coverage(dataset="trainings", stale=True), Pill("Late", "bad")),
        (coverage(("2023-05", State.KNOWN), dataset="focus"), Pill("Imported", "neutral")),
    ],
)
def test_status_says_the_worst(covered: Coverage, expected: Pill) -> None:
    assert status(covered) == expected


def test_unknown_months_are_never_called_zero() -> None:
    covered = coverage(("2023-04", State.KNOWN), ("2023-05", State.LATE), ("2023-06", State.LATE))
    late = [one.month for one in covered.in_state(State.LATE)]
    assert unknown(covered, State.LATE, late) == (
        "Nothing is known after April 2023, though May 2023 to June 2023 should be there: unknown, not zero."
    )
    assert unknown(covered, State.MISSING, late[:1]) == (
        "No file names May 2023, though there are months before and after: unknown, not zero."
    )
