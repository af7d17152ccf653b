"""What the coverage page shows: counts that add up, and everything that is not verified by name."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.coverage_pages import ChapterCoverage, CoveragePage, OpenChapter, coverage_page
from partnerhub.rulebook import Rulebook, load, report
from partnerhub.rulebook.loading import REPO_RULEBOOKS
from partnerhub.rulebook_pages import Link, Visit

TODAY = date(2023, 7, 25)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def book() -> Rulebook:
    return load()


def show(book: Rulebook) -> CoveragePage:
    return coverage_page(book, Visit(None, figures=False, on=TODAY))


def counts(chapter: ChapterCoverage) -> dict[str, int]:
    return {share.key: share.count for share in chapter.shares}


def points(chapters: Iterable[OpenChapter]) -> int:
    return sum(len(chapter.points) for chapter in chapters)


def test_shares_of_all_chapters_add_up_to_the_whole(book: Rulebook) -> None:
    found = show(book)
    chapters = [*found.designations, *found.specializations, *found.shared]
    added = {key: sum(counts(chapter)[key] for chapter in chapters) for key in counts(found.whole)}
    assert added == counts(found.whole) == report.tally(one for chain in book.chains.values() for one in chain)
    assert all(sum(counts(chapter).values()) == chapter.total for chapter in [*chapters, found.whole])


def test_bar_sets_each_share_where_the_one_before_it_ends(book: Rulebook) -> None:
    for chapter in show(book).designations:
        ends = [share.start + share.count for share in chapter.shares]
        assert ([share.start for share in chapter.shares], ends[-1]) == ([0, *ends[:-1]], chapter.total)


def test_designation_says_which_editions_are_held_and_from_when(book: Rulebook) -> None:
    (security,) = [one for one in show(book).designations if one.key == "security"]
    assert (security.since, [turn.day for turn in security.turns]) == (
        date(2023, 6, 13),
        [date(2023, 6, 13), date(2023, 12, 1), date(2024, 7, 1)],
    )
    assert (security.title, security.url) == ("Security", "/rulebook/security/")


def test_every_unpublished_value_and_every_reading_is_listed(book: Rulebook) -> None:
    found = show(book)
    whole = counts(found.whole)
    assert (points(found.unpublished), points(found.readings)) == (whole["unpublished"], whole["reading"])
    (portals,) = [one for chapter in found.unpublished for one in chapter.points if one.label.endswith("Portals")]
    assert (portals.label, portals.value, portals.note, portals.since) == (
        "Rate card · rate · Portals",
        "not published",
        "Eligible in both editions, in neither rate card.",
        date(2022, 10, 3),
    )
    assert portals.url == "/rulebook/business_applications/?on=2022-10-03#business_applications.rate_card"


def test_readings_say_why(book: Rulebook) -> None:
    unsaid = [one.label for chapter in show(book).readings for one in chapter.points if not one.note]
    assert unsaid == []


def test_missing_texts_come_from_the_rulebook(book: Rulebook) -> None:
    found = show(book)
    assert [one.title for one in found.missing] == [gap.title for gap in book.gaps.values()]
    (markets,) = [one for one in found.missing if one.title == "Which countries are larger markets"]
    assert (markets.period, markets.looked) == ("3 Oct 2022 to 28 Feb 2023", date(2026, 11, 20))
    assert markets.concerns == [Link("Business Applications", "/rulebook/business_applications/")]
    assert markets.source == book.sources["seed-003"].title


def test_sources_count_the_values_that_were_read_in_them(book: Rulebook) -> None:
    found = show(book).sources
    entries = [entry for chain in book.chains.values() for entry in chain if not entry.removed]
    read = sum(1 + len(entry.also) for entry in entries)
    assert sum(row.values for row in found) == read
    assert [row.values for row in found] == sorted((row.values for row in found), reverse=True)
    assert found[0].kind == "the programme's own page"


def test_values_of_this_installation_stand_apart(tmp_path: Path, book: Rulebook) -> None:
    (tmp_path / "sources.yaml").write_text(
        "ours:\n  title: Letter of July\n  kind: operator\n  published: null\n  read: 2026-11-20\n"
    )
    (tmp_path / "freshness.yaml").write_text("performance_day:\n  - {from: 2023-07-01, value: 22, source: ours}\n")
    before, after = (counts(show(one).shared[0]) for one in (book, load(REPO_RULEBOOKS, tmp_path)))
    assert (before["own"], after) == (0, {**before, "own": 1})
