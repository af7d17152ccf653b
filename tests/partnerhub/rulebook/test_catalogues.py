"""The two catalogues of our sources against their pages: who is listed, how they are validated, every ACR filter word by word."""

from datetime import date

import pytest

from partnerhub.rulebook import Filter, Rulebook
from tests.partnerhub.rulebook import catalogues as pages

Y2021, Y2023 = date(2021, 7, 7), date(2023, 7, 11)
YEARS = [
    (Y2021, pages.OF_2021, pages.FILTERS_OF_2021, pages.LINES_OF_2021, 24, 26),
    (Y2023, pages.OF_2023, pages.FILTERS_OF_2023, pages.LINES_OF_2023, 31, 33),
]


def name(book: Rulebook, key: str, day: date) -> str:
    return book.on(day).text(f"{key}.name")


def offered(book: Rulebook, day: date) -> list[str]:
    return [key for key in book.specializations if book.on(day).has(f"{key}.name")]


@pytest.mark.parametrize(("day", "listed", "count"), [(year[0], year[1], year[4]) for year in YEARS])
def test_catalogue_of_a_year_is_that_of_its_page(
    book: Rulebook, day: date, listed: dict[str, dict[str, str]], count: int
) -> None:
    found: dict[str, dict[str, str]] = {area: {} for area in listed}
    for key in offered(book, day):
        found[book.specializations[key].area][name(book, key, day)] = book.on(day).text(f"{key}.validation")
    assert found == listed
    assert sum(map(len, listed.values())) == count


@pytest.mark.parametrize("day", [Y2021, Y2023])
def test_name_on_a_page_leads_to_its_specialization(book: Rulebook, day: date) -> None:
    listed = pages.OF_2021 if day == Y2021 else pages.OF_2023
    names = [one for area in listed.values() for one in area]
    assert sorted(str(book.specialization(one)) for one in names) == offered(book, day)


@pytest.mark.parametrize(("day", "printed"), [(year[0], year[2]) for year in YEARS])
def test_filters_of_a_year_are_those_of_its_page(book: Rulebook, day: date, printed: dict[str, dict[str, str]]) -> None:
    assert {key: shown for key in offered(book, day) if (shown := filters(book, key, day))} == {
        str(book.specialization(one)): lines for one, lines in printed.items()
    }


@pytest.mark.parametrize(("day", "counted", "total"), [(year[0], year[3], year[5]) for year in YEARS])
def test_every_specialization_has_as_many_lines_as_its_page(
    book: Rulebook, day: date, counted: dict[str, int], total: int
) -> None:
    found = {name(book, key, day): len(lines) for key in offered(book, day) if (lines := filters(book, key, day))}
    assert found == counted
    assert sum(found.values()) == total


def filters(book: Rulebook, key: str, day: date) -> dict[str, str]:
    """A specialization's ACR filters by the names of their lines, in the notation of ``pages``."""
    found = {}
    for requirement, known in book.requirements(key, day).items():
        if known.kind == "performance":
            for line, rule in book.on(day).lines(f"{key}.{requirement}").items():
                found[known.lines[line].title.removesuffix(" ACR")] = written(book, rule)
    return found


def written(book: Rulebook, rule: Filter, within: bool = False) -> str:
    if rule.all_of or rule.any_of:
        joint = " & " if rule.all_of else " / "
        text = joint.join(written(book, part, within=True) for part in rule.all_of or rule.any_of or ())
        return f"({text})" if within else text
    values = " | ".join(rule.values)
    return f"{book.acr_fields[rule.field or ''].title} = {'' if rule.in_ else 'all except '}{values}"
