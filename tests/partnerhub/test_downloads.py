"""CSV downloads: what a spreadsheet would run stays text."""

import csv
from decimal import Decimal
from io import StringIO

import pytest

from partnerhub.downloads import csv_lines, csv_response, safe


@pytest.mark.parametrize("cell", ["=1+1", "+49 89 1234", "-lead", "@SUM(A1)", "\tx", "\r=1", "=", "-", "-1-1"])
def test_text_that_starts_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1.50", "+3", "-1e5", "plain", "1=1", "", " =1", 0, -5, Decimal("-2.5"), None])
def test_numbers_and_other_text_stay_as_they_are(cell: object) -> None:
    assert safe(cell) == cell


def test_lines_are_csv_after_a_byte_order_mark() -> None:
    mark, *lines = csv_lines([["customer", "amount"], ['Contoso, "Ltd"', Decimal("2000.50")], ["=HYPERLINK()", None]])
    assert mark == "\ufeff"
    assert list(csv.reader(StringIO("".join(lines)))) == [
        ["customer", "amount"],
        ['Contoso, "Ltd"', "2000.50"],
        ["'=HYPERLINK()", ""],
    ]


def test_response_streams_and_names_its_file() -> None:
    response = csv_response("4200001-deployments.csv", iter([["a"], ["b"]]))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="4200001-deployments.csv"'
    assert b"".join(response).decode() == "\ufeffa\r\nb\r\n"
