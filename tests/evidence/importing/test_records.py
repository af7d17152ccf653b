"""Line by line: which records a text holds, however badly it is built."""

import io

import pytest

from evidence.importing.records import LONGEST_LINE, LONGEST_RECORD, Record, Records


def records(text: str) -> list[Record]:
    return list(Records(io.StringIO(text, newline=""), ","))


def test_records_of_empty_text_are_none() -> None:
    assert records("") == []


def test_records_count_blank_lines_without_giving_them() -> None:
    assert records("a\n\n\r\nb") == [Record(1, ["a"]), Record(4, ["b"])]


def test_records_count_a_quoted_line_break_once() -> None:
    assert records('a,"b\n\nc"\r\nd,e\n') == [Record(1, ["a", "b\n\nc"]), Record(2, ["d", "e"])]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"a""b",c', ['a"b', "c"]),
        ('a"b,c', ['a"b', "c"]),
        (' "a,b",c', ["a,b", "c"]),
        ('"",c', ["", "c"]),
        ("a,b,", ["a", "b", ""]),
        ("'a,b'", ["'a", "b'"]),
    ],
)
def test_records_read_quotes(line: str, cells: list[str]) -> None:
    assert records(line) == [Record(1, cells)]


@pytest.mark.parametrize("bad", ['"a"b,c', '"a,b', 'a,"b""', '"a" b"'])
def test_records_whose_quotes_do_not_match_are_damaged_alone(bad: str) -> None:
    assert records(f"{bad}\nx,y\n") == [Record(1, [], "quotes do not match", bad), Record(2, ["x", "y"])]


def test_records_give_up_an_open_quote_after_the_longest_record() -> None:
    rest = "y" * (LONGEST_RECORD // 4)
    found = records('a,"b\n' + f"{rest}\n" * 8)
    assert found == [Record(1, [], "quotes do not match", 'a,"b'), *(Record(n, [rest]) for n in range(2, 10))]


def test_records_keep_a_cell_just_below_the_longest() -> None:
    cell = "x" * (LONGEST_RECORD - 1)
    assert records(f'"{cell}"\n') == [Record(1, [cell])]


@pytest.mark.parametrize(
    ("length", "damage"), [(LONGEST_LINE - 1, ""), (LONGEST_LINE, "line too long"), (3 * LONGEST_LINE, "line too long")]
)
def test_records_skip_only_a_line_that_is_too_long(length: int, damage: str) -> None:
    first, second = records("x" * length + "\na,b\n")
    assert (first.row, first.damage, second) == (1, damage, Record(2, ["a", "b"]))
