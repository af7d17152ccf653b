"""What the rulebook says that it does not hold."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from partnerhub.rulebook import Rulebook, load

from .conftest import Edit, Problems


def test_gaps_say_since_when_they_are_missing_and_where_they_are_known_from(book: Rulebook) -> None:
    assert {"solution_areas_2024_2025", "markets_2022"} <= book.gaps.keys()
    markets = book.gaps["markets_2022"]
    assert (markets.concerns, markets.from_, markets.to) == (
        ["business_applications"],
        date(2022, 10, 3),
        date(2023, 2, 28),
    )
    for gap in book.gaps.values():
        assert gap.source in book.sources
        assert gap.from_ is None or gap.to is None or gap.from_ <= gap.to
        assert gap.looked >= (gap.to or gap.looked)


def test_gap_of_a_chapter_that_there_is_not_is_refused(edit: Edit, problems: Problems) -> None:
    folder = edit("gaps.yaml", "concerns: [programme]", "concerns: [renewals]")
    (found,) = problems(folder)
    assert "unknown chapter `renewals`; expected one of " in found


def test_gap_without_a_source_is_refused(edit: Edit, problems: Problems) -> None:
    folder = edit("gaps.yaml", "  source: mw-2026\n", "")
    (found,) = problems(folder)
    assert found.endswith("modern_work_workloads_2026: missing key `source`")


def test_gap_may_concern_a_specialization_and_stand_in_an_overlay(
    copy: Path, overlay: Callable[[dict[str, str]], Path]
) -> None:
    text = "ours:\n  title: A text of ours\n  concerns: [kubernetes, freshness]\n  looked: 2026-11-20\n  source: seed-002\n"
    book = load(copy, overlay({"gaps.yaml": text}))
    assert book.gaps["ours"].concerns == ["kubernetes", "freshness"]
