"""Every way a cell may be written, and the nearest ways that it may not."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.importing.notations import MACROS
from partnerhub.rulebook import normalise

CONNECTION = duckdb.connect()
for _macro in MACROS:
    CONNECTION.execute(_macro)


def value(macro: str, cell: str) -> Any:
    row = CONNECTION.execute(f"SELECT {macro}(c) FROM (SELECT $1::VARCHAR AS c)", [cell]).fetchone()
    assert row is not None
    return row[0]


DAYS = {
    "2023-06-30": date(2023, 6, 30),
    "2023-6-3": date(2023, 6, 3),
    "2023/06/30": date(2023, 6, 30),
    "20230630": date(2023, 6, 30),
    "2023-06-30T00:00:00": date(2023, 6, 30),
    "2023-06-30T23:59:59.9999999Z": date(2023, 6, 30),
    "2023-06-30 22:00:00": date(2023, 6, 30),
    "2023-06-30 22:00:00 UTC": date(2023, 6, 30),
    "2023-06-30T23:30:00+02:00": date(2023, 6, 30),
    "6/30/2023": date(2023, 6, 30),
    "06/03/2023": date(2023, 6, 3),
    "6/30/2023 12:00:00 AM": date(2023, 6, 30),
    "6/30/2023 4:05": date(2023, 6, 30),
    "22 Aug 2021": date(2021, 8, 22),
    "22-Aug-2021": date(2021, 8, 22),
    "2 August 2021": date(2021, 8, 2),
    "Aug 22, 2021": date(2021, 8, 22),
    "August 22 2021": date(2021, 8, 22),
    "2/29/2024": date(2024, 2, 29),
}


@pytest.mark.parametrize(("cell", "expected"), DAYS.items())
def test_day_in_known_notation_is_read(cell: str, expected: date) -> None:
    assert value("read_day", cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "soon",
        "30/6/2023",
        "2023-13-01",
        "2023-02-29",
        "2/30/2023",
        "2023-06",
        "June 2023",
        "6/30/2023 noon",
        "2023-06-30x",
        "1.6.2023",
        "44927",
        "Foo 22, 2021",
        "22 Augment 2021",
        "2023-06-30 25:00 o'clock",
        "--",
        "0",
    ],
)
def test_day_in_other_notation_is_none(cell: str) -> None:
    assert value("read_day", cell) is None


MONTHS = {
    "2023-06": date(2023, 6, 1),
    "2023-6": date(2023, 6, 1),
    "2023/06": date(2023, 6, 1),
    "202306": date(2023, 6, 1),
    "6/2023": date(2023, 6, 1),
    "2023-06-01": date(2023, 6, 1),
    "2023-06-30": date(2023, 6, 1),
    "20230601": date(2023, 6, 1),
    "6/1/2023": date(2023, 6, 1),
    "6/30/2023": date(2023, 6, 1),
    "06/01/2023 00:00:00": date(2023, 6, 1),
    "Jun 2023": date(2023, 6, 1),
    "June 2023": date(2023, 6, 1),
    "JUNE 2023": date(2023, 6, 1),
    "June, 2023": date(2023, 6, 1),
    "June,2023": date(2023, 6, 1),
    "Jun-23": date(2023, 6, 1),
    "Jun-2023": date(2023, 6, 1),
    "22 Aug 2021": date(2021, 8, 1),
    "May 2023": date(2023, 5, 1),
}


@pytest.mark.parametrize(("cell", "expected"), MONTHS.items())
def test_month_in_known_notation_is_read(cell: str, expected: date) -> None:
    assert value("read_month", cell) == expected


@pytest.mark.parametrize(
    "cell", ["", "FY23", "2023", "13/2023", "202313", "2023-00", "13/1/2023", "Juni 2023", "Jun 23", "23-Jun"]
)
def test_month_in_other_notation_is_none(cell: str) -> None:
    assert value("read_month", cell) is None


@pytest.mark.parametrize(
    ("cell", "ambiguous"),
    [
        ("6/1/2023", False),  # the first of June; as 6 January it would be no month
        ("1/6/2023", True),
        ("01/06/2023", True),
        ("6/6/2023", False),
        ("6/12/2023", True),
        ("6/13/2023", False),
        ("6/30/2023", False),
        ("12/11/2023 00:00", True),
        ("2023-01-06", False),
        ("June 2023", False),
    ],
)
def test_month_that_day_and_month_could_swap_in_is_ambiguous(cell: str, ambiguous: bool) -> None:
    assert value("ambiguous", cell) is ambiguous


AMOUNTS = {
    "1234.5": "1234.5",
    "0": "0",
    "-12.5": "-12.5",
    "+12.5": "12.5",
    ".5": "0.5",
    "5.": "5",
    "1,234.50": "1234.50",
    "1,234,567": "1234567",
    "-1,234.50": "-1234.50",
    "$1,234.50": "1234.50",
    "$ 5": "5",
    "-$1,234.50": "-1234.50",
    "$-12.5": "-12.5",
    "(12.5)": "-12.5",
    "($1,234.50)": "-1234.50",
    "(1.5E2)": "-150",
    "4.0E-05": "0.00004",
    "1e3": "1000",
    "0.12345678915": "0.1234567892",
    "-0.12345678915": "-0.1234567892",
    "123456789012345678.0123456789": "123456789012345678.0123456789",
}


@pytest.mark.parametrize(("cell", "expected"), AMOUNTS.items())
def test_amount_in_known_notation_is_read(cell: str, expected: str) -> None:
    assert value("read_amount", cell) == Decimal(expected)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "abc",
        "12,5",
        "1.234,50",
        "1,23,456",
        "1 000",
        "1_000",
        "--5",
        "(-5)",
        "(5",
        "5)",
        "$",
        ".",
        "1.2.3",
        "0x1F",
        "inf",
        "nan",
        "€5",
        "1e",
        "5%",
        "USD 5",
        "1e400",
        "1234567890123456789",
    ],
)
def test_amount_in_other_notation_is_none(cell: str) -> None:
    assert value("read_amount", cell) is None


@pytest.mark.parametrize(
    ("cell", "like"), [("1e30", True), ("1,234,567,890,123,456,789", True), ("12,5", False), ("abc", False)]
)
def test_amount_too_large_is_told_from_no_number(cell: str, like: bool) -> None:
    assert value("read_amount_like", cell) is like


@pytest.mark.parametrize(
    ("cell", "expected"), [("1234.5", Decimal("1234.5")), ("(5)", Decimal(-5)), ("1,234", None), ("1,234.50", None)]
)
def test_amount_without_groups_takes_no_comma(cell: str, expected: Decimal | None) -> None:
    assert value("read_amount_without_groups", cell) == expected


@given(st.decimals(min_value=-(10**17), max_value=10**17, allow_nan=False, allow_infinity=False, places=14))
def test_amount_of_any_size_is_rounded_half_up_to_ten_places(number: Decimal) -> None:
    assert value("read_amount", f"{number:f}") == number.quantize(Decimal("1e-10"), ROUND_HALF_UP)


@given(st.decimals(min_value=0, max_value=10**17, allow_nan=False, allow_infinity=False, places=2))
def test_amount_with_groups_and_brackets_is_read_exactly(number: Decimal) -> None:
    assert value("read_amount", f"${number:,}") == number
    assert value("read_amount", f"({number:,})") == -number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", False),
        ("1", True),
        ("true", True),
        ("FALSE", False),
        ("Yes", True),
        ("no", False),
        ("2", None),
        ("", None),
        ("y", None),
    ],
)
def test_flag_is_read(cell: str, expected: bool | None) -> None:
    assert value("read_flag", cell) is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Open", "Open"),
        (" Open\t", "Open"),
        (" \u00a0Open\u00a0 ", "Open"),
        ("a b", "a b"),
        ("", None),
        ("   ", None),
        ("NULL", None),
        ("null", None),
        (" N/A ", None),
        ("n/a", None),
        ("\tnull ", None),
        ("NULLS", "NULLS"),
        ("N/A2", "N/A2"),
    ],
)
def test_cell_is_trimmed_and_words_for_nothing_are_missing(cell: str, expected: str | None) -> None:
    assert value("tidy", cell) == expected


@given(st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=20))
def test_matching_agrees_with_rulebook(text: str) -> None:
    assert value("matching", text) == normalise(text)
