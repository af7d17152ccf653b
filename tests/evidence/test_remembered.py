"""What was worked out is kept for the same evidence, and for no other."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evidence import remembered
from evidence.remembered import Memory
from evidence.view import EvidenceView, Slice

VIEW = EvidenceView(Path("lake"), ("1",), None, (Slice("trainings", "1", date(2023, 6, 1), 7, 1),))


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    remembered.clear()
    yield
    remembered.clear()


def test_answer_is_made_once_for_the_same_runs() -> None:
    made: list[int] = []
    later = replace(VIEW, known_at=datetime(2023, 7, 1, tzinfo=UTC))
    for view in (VIEW, replace(VIEW), later):
        remembered.remembered(view, "key", lambda: made.append(1))
    assert made == [1]


@pytest.mark.parametrize(
    "other",
    [
        replace(VIEW, lake=Path("another")),
        replace(VIEW, partners=("2",)),
        replace(VIEW, all_slices=()),
        *(
            replace(VIEW, all_slices=(replace(VIEW.all_slices[0], **changed),))
            for changed in (
                {"run": 8},
                {"month": date(2023, 5, 1)},
                {"dataset": "azure_usage"},
                {"partner": ""},
                {"rank": 2},
            )
        ),
        replace(VIEW, all_slices=(*VIEW.all_slices, Slice("trainings", "1", date(2023, 6, 1), 8, 2))),
    ],
)
def test_answer_is_made_anew_for_other_runs(other: EvidenceView) -> None:
    made = [remembered.remembered(view, "key", object) for view in (VIEW, other, VIEW)]
    assert (made[0] is made[2], made[0] is made[1]) == (True, False)
    assert VIEW.identity != other.identity


def test_order_in_which_the_database_tells_of_runs_does_not_matter() -> None:
    first, second = VIEW.all_slices[0], Slice("azure_usage", "1", date(2023, 6, 1), 9, 2)
    views = [replace(VIEW, all_slices=slices) for slices in ((first, second), (second, first))]
    assert views[0].identity == views[1].identity


def test_what_was_not_asked_for_longest_goes_first() -> None:
    memory, made = Memory(10), []

    def ask(key: str, weight: int) -> None:
        memory.get(key, lambda: made.append(key), lambda _made: weight)

    for key, weight in (("a", 3), ("b", 3), ("a", 3), ("c", 3), ("a", 3), ("b", 3), ("large", 10), ("large", 10)):
        ask(key, weight)
    assert made == ["a", "b", "c", "b", "large", "large"]
    assert memory.weight <= 10


def test_failure_is_not_kept() -> None:
    memory = Memory(10)

    def fail() -> None:
        raise ValueError("once")

    with pytest.raises(ValueError, match="once"):
        memory.get("key", fail, lambda _made: 1)
    assert memory.get("key", lambda: "made", lambda _made: 1) == "made"


def test_threads_that_ask_at_once_wait_for_one_of_them() -> None:
    memory, made, everyone = Memory(10), [], threading.Barrier(4)

    def make() -> str:
        time.sleep(0.05)
        made.append(1)
        return "made"

    def ask(_number: int) -> str:
        everyone.wait()
        return memory.get("key", make, lambda _made: 1)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == ["made"] * 4
    assert made == [1]
