"""What the rulebook's index shows, what its search finds, and what differs between two days."""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_django import Settings

from partnerhub.forms import Asked
from partnerhub.listing import SIZES
from partnerhub.rulebook import Rulebook, load, report
from partnerhub.rulebook_index import DifferencesPage, IndexPage, differences_page, index_page
from partnerhub.rulebook_pages import Visit

TODAY = date(2023, 7, 25)
BA = "business_applications"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def book() -> Rulebook:
    return load()


Search = Callable[..., IndexPage]
Compare = Callable[..., DifferencesPage]


@pytest.fixture
def search(book: Rulebook) -> Search:
    """search(words, day=): the index as it answers to these words."""

    def page(words: str = "", day: date = TODAY) -> IndexPage:
        return index_page(book, Visit(None, figures=False, on=day), words)

    return page


@pytest.fixture
def compare(book: Rulebook) -> Compare:
    """compare(first, second, chapter=): the differences page."""

    def page(first: date | None, second: date | None, chapter: str = "") -> DifferencesPage:
        return differences_page(book, Visit(None, figures=False, on=TODAY), Asked(None, first, second, "", chapter))

    return page


def titles(page: IndexPage) -> list[str]:
    return [chapter.title for shelf in page.shelves for chapter in shelf.chapters]


def test_index_lists_every_chapter_once(search: Search, book: Rulebook) -> None:
    found = search()
    keys = [chapter.key for shelf in found.shelves for chapter in shelf.chapters]
    assert sorted(keys) == sorted([*book.designations, *book.specializations, "freshness", "programme", "credit"])
    assert keys[: len(book.designations)] == list(book.designations)
    assert (found.found, found.total, len(found.shelves)) == ([], 0, 6)


def test_index_counts_what_is_in_force_and_what_of_it_is_unpublished(search: Search, book: Rulebook) -> None:
    (kubernetes,) = [one for shelf in search().shelves for one in shelf.chapters if one.key == "kubernetes"]
    entries = report.in_force_on(book, TODAY, "kubernetes")
    unpublished = sum(not one.published for one in entries)
    assert kubernetes.told == f"{len(entries)} values in force, {unpublished} not published"
    assert kubernetes.url == "/rulebook/kubernetes/"


def test_index_of_another_day_leads_to_that_day(search: Search) -> None:
    found = search(day=date(2022, 10, 3))
    assert found.shelves[0].chapters[0].url.endswith("/?on=2022-10-03")
    (security,) = [one for one in found.shelves[0].chapters if one.key == "security"]
    assert security.told == "no rule in force on this day"


@pytest.mark.parametrize(
    ("words", "chapters"),
    [
        ("kubernetes", ["Kubernetes on Microsoft Azure"]),
        ("SQL server migration", ["Windows Server and SQL Server Migration to Microsoft Azure"]),
        ("  Modern   WORK ", ["Modern Work"]),
        # The name that the specialization had before.
        ("modernization of web applications", ["Migrate Enterprise Applications to Microsoft Azure"]),
        ("horoscope", []),
    ],
)
def test_search_narrows_the_chapters_by_any_name_they_go_by(search: Search, words: str, chapters: list[str]) -> None:
    assert titles(search(words)) == chapters


@pytest.mark.parametrize(
    ("words", "label", "value", "since"),
    [
        (
            "PL-100 business intermediate",
            "Intermediate certifications · certificates",
            "17 listed",
            date(2022, 10, 3),
        ),
        ("larger revenue floor", "Net customer adds · revenue floor · Larger markets", "> 1,500 USD", None),
        ("portals rate card", "Rate card · rate · Portals", "not published", date(2022, 10, 3)),
    ],
)
def test_search_finds_values_by_everything_that_they_say(
    search: Search, words: str, label: str, value: str, since: date | None
) -> None:
    found = search(words)
    (one,) = [one for one in found.found if one.label == label]
    assert (one.chapter, one.value, one.since) == ("Business Applications", value, since)
    assert one.url.startswith(f"/rulebook/{BA}/#{BA}.")


def test_search_shows_the_first_of_many_and_says_how_many_there_are(search: Search) -> None:
    found = search("microsoft")
    assert (len(found.found), found.total > SIZES[0]) == (SIZES[0], True)


def test_search_for_nothing_that_is_there_finds_nothing(search: Search) -> None:
    found = search("horoscope")
    assert (found.found, found.total, found.shelves) == ([], 0, [])


def test_differences_are_those_of_the_command_by_chapter(compare: Compare, book: Rulebook) -> None:
    days = date(2022, 12, 1), TODAY
    found = compare(*days)
    assert found.total == len(report.differences(book, *days)) == sum(len(one.rows) for one in found.chapters)
    keys = [chapter.key for chapter in found.chapters]
    assert (keys[0], "freshness" in keys, "adoption_and_change_management" in keys) == (
        "data_ai",
        True,
        False,
    )


def test_difference_tells_both_values_and_what_a_list_gains(compare: Compare) -> None:
    found = compare(date(2023, 6, 12), date(2023, 6, 13), BA)
    rows = {row.label: row for chapter in found.chapters for row in chapter.rows}
    workloads = rows["What performance looks at · workloads"]
    assert (workloads.kind, workloads.before, workloads.after) == ("changed", "21 listed", "24 listed")
    assert workloads.changes[1] == "Dropped: Customer Voice."
    assert workloads.url == f"/rulebook/{BA}/?on=2023-06-13#{BA}.performance.workloads"
    gone = rows["Rate card · rate · Power BI Premium"]
    assert (gone.kind, gone.before, gone.after) == ("ended", "20 per unit of capacity", "not in force")
    assert [chapter.key for chapter in found.chapters] == [BA]
    assert [choice.key for choice in found.choices if choice.chosen] == [BA]


def test_differences_without_days_are_those_of_the_newest_edition(compare: Compare) -> None:
    found = compare(None, None)
    assert (found.first, found.second) == (date(2023, 7, 10), TODAY)
    assert found.total > 0


def test_differences_of_a_day_with_itself_are_none(compare: Compare) -> None:
    found = compare(TODAY, TODAY)
    assert (found.total, found.chapters) == (0, [])


def test_differences_before_everything_are_none(book: Rulebook) -> None:
    visit = Visit(None, figures=False, on=date(2000, 1, 1))
    found = differences_page(book, visit, Asked(None, None, None, "", ""))
    assert (found.first, found.second, found.total) == (date(2000, 1, 1), date(2000, 1, 1), 0)
