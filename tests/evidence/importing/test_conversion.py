"""From a file's text to facts and rejections, whatever the text."""

import codecs
import csv
import gzip
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence.datasets import DATASETS
from evidence.datasets.declaration import Dataset
from evidence.importing.conversion import REJECTIONS, Rejection, first_rejections, in_order
from evidence.importing.feeds import direct
from evidence.importing.notations import MACROS
from evidence.importing.source import Build, Source
from evidence.importing.statement import Reading, select
from tests.imports import PARTNER, read

HEADER = "Month,CustomerTenantId,ServiceLevel2,ACR_USD"
GOOD = "2023-06,t1,Storage,1.5"


def lines(*rows: str, header: str = HEADER) -> str:
    return "".join(row + "\n" for row in (header, *rows))


def test_convert_plain_file_stores_every_column_and_origin() -> None:
    outcome = read(lines(" 6/1/2023 , T1 ,Storage , $1.50"))
    assert outcome.rejections == []
    fact = {key: value for key, value in outcome.facts[0].items() if value is not None}
    assert fact == {
        "partner": PARTNER,
        "month": date(2023, 6, 1),
        "run": 7,
        "row": 2,
        "tenant": "t1",
        "service_level_2": "Storage",
        "acr": Decimal("1.5000000000"),
    }


@pytest.mark.parametrize("line_by_line", [False, True])
def test_convert_numbers_rows_as_spreadsheet_does(line_by_line: bool) -> None:
    outcome = read(lines(GOOD, "", GOOD, "2023-06,t1,Storage,x", "", "", GOOD), line_by_line=line_by_line)
    assert outcome.column("row") == [2, 4, 8]
    assert outcome.rejections == [(5, "ACR_USD", "x", "not a number")]


def test_convert_blank_lines_at_end_are_nothing() -> None:
    assert read(lines(GOOD) + "\n\r\n\n").column("row") == [2]


def test_convert_last_line_without_line_end_is_a_row() -> None:
    assert read(lines(GOOD) + GOOD).column("row") == [2, 3]


def test_convert_quoted_line_break_is_one_row() -> None:
    outcome = read(lines('2023-06,t1,"Stor\nage",1', "2023-06,t1,Storage,x"))
    assert outcome.column("service_level_2") == ["Stor\nage"]
    assert outcome.rejections == [(3, "ACR_USD", "x", "not a number")]


@pytest.mark.parametrize("line_by_line", [False, True])
def test_convert_short_row_is_padded_with_blanks(line_by_line: bool) -> None:
    outcome = read(lines("2023-06,t1", "2023-06"), line_by_line=line_by_line)
    assert [(fact["row"], fact["service_level_2"], fact["acr"]) for fact in outcome.facts] == [(2, None, None)]
    assert outcome.rejections == [(3, "CustomerTenantId", "", "missing")]


@pytest.mark.parametrize("line_by_line", [False, True])
def test_convert_row_with_more_cells_than_header_is_rejected(line_by_line: bool) -> None:
    outcome = read(lines(GOOD, f"{GOOD},7", f"{GOOD},,", GOOD), line_by_line=line_by_line)
    assert outcome.column("row") == [2, 4, 5]
    assert outcome.rejections == [(3, "", "7", "too many cells")]


def test_convert_unclosed_quote_costs_its_own_line_only() -> None:
    outcome = read(lines(GOOD, '2023-06,t1,"Storage,1', GOOD, '2023-06,t1,"a"b,1', GOOD))
    assert outcome.column("row") == [2, 4, 6]
    assert outcome.rejections == [
        (3, "", '2023-06,t1,"Storage,1', "quotes do not match"),
        (5, "", '2023-06,t1,"a"b,1', "quotes do not match"),
    ]


def test_convert_bytes_that_are_no_text_cost_their_own_line_only() -> None:
    content = lines(GOOD, "2023-06,t1,Caf\xe9,1", GOOD).encode("latin-1")
    outcome = read(content)
    assert outcome.column("row") == [2, 4]
    assert outcome.rejections == [(3, "", "Caf\ufffd", "unreadable characters")]


def test_convert_nul_character_costs_its_own_line_only() -> None:
    outcome = read(lines(*[GOOD] * 20_000, "2023-06,t1,Stor\0age,1"))
    assert len(outcome.facts) == 20_000
    assert outcome.rejections == [(20_002, "", "Stor\ufffdage", "unreadable characters")]


def test_convert_endless_line_costs_itself_only() -> None:
    outcome = read(lines(GOOD, "2023-06,t1," + "x" * 3_000_000 + ",1", GOOD))
    assert outcome.column("row") == [2, 4]
    assert [(row, column, len(value), reason) for row, column, value, reason in outcome.rejections] == [
        (3, "", 200, "line too long")
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_convert_any_line_end_gives_the_same(end: str) -> None:
    outcome = read(end.join([HEADER, GOOD, "2023-06,t2,Compute,2"]) + end)
    assert outcome.column("row") == [2, 3]
    assert outcome.column("service_level_2") == ["Storage", "Compute"]


def test_convert_mixed_line_ends_gives_the_same() -> None:
    assert read(f"{HEADER}\r\n{GOOD}\n{GOOD}\r\n").column("row") == [2, 3]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_convert_any_separator_is_told_from_header(separator: str) -> None:
    outcome = read(lines(GOOD).replace(",", separator))
    assert outcome.column("acr") == [Decimal("1.5")]


def test_convert_semicolons_leave_comma_in_number_unread() -> None:
    outcome = read("Month;CustomerTenantId;ACR_USD\n2023-06;t1;1,5\n2023-06;t1;1,500\n2023-06;t1;1.5\n")
    assert outcome.column("acr") == [Decimal("1.5")]
    assert outcome.rejections == [(2, "ACR_USD", "1,5", "not a number"), (3, "ACR_USD", "1,500", "not a number")]


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + lines(GOOD).encode(),
        lines(GOOD).encode("utf-16"),
        codecs.BOM_UTF16_BE + lines(GOOD).encode("utf-16-be"),
        gzip.compress(lines(GOOD).encode()),
        gzip.compress(lines(GOOD).encode()[:50]) + gzip.compress(lines(GOOD).encode()[50:]),
        gzip.compress(codecs.BOM_UTF8 + lines(GOOD).encode()),
        gzip.compress(lines(GOOD).encode("utf-16")),
        ("\n\n" + lines(GOOD)).encode(),
    ],
    ids=[
        "bom",
        "utf-16",
        "utf-16 big endian",
        "gzip",
        "gzip in two members",
        "gzip bom",
        "gzip utf-16",
        "blank lines first",
    ],
)
def test_convert_any_packing_and_encoding_gives_the_same(content: bytes) -> None:
    outcome = read(content)
    assert outcome.dataset == "azure_usage"
    assert outcome.column("service_level_2") == ["Storage"]


def test_convert_blank_lines_before_header_count_as_rows() -> None:
    assert read("\n\n" + lines(GOOD)).column("row") == [4]


def test_convert_packed_and_damaged_file_is_read_line_by_line() -> None:
    outcome = read(gzip.compress(lines(GOOD, f"{GOOD},7").encode()))
    assert (outcome.column("row"), outcome.rejections) == ([2], [(3, "", "7", "too many cells")])


def test_convert_header_with_line_break_is_understood() -> None:
    outcome = read('Month,"CustomerTenant\nId",ACR_USD\n2023-06,t1,1\n')
    assert (outcome.column("row"), outcome.column("tenant")) == ([2], ["t1"])


def test_convert_tells_only_first_problem_of_a_row() -> None:
    assert read(lines("soon,,,x")).rejections == [(2, "Month", "soon", "not a date or month")]


def test_convert_long_value_is_shown_by_its_beginning() -> None:
    assert read(lines("2023-06,t1,Storage," + "9" * 300)).rejections == [(2, "ACR_USD", "9" * 200, "too large")]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (",t1,Storage,1", "Month", "", "missing"),
        ("NULL,t1,Storage,1", "Month", "", "missing"),
        ("2023-13,t1,Storage,1", "Month", "2023-13", "not a date or month"),
        ("1/6/2023,t1,Storage,1", "Month", "1/6/2023", "ambiguous day and month"),
        ("1999-12,t1,Storage,1", "Month", "1999-12", "not between 2000 and 2100"),
        ("2101-01,t1,Storage,1", "Month", "2101-01", "not between 2000 and 2100"),
        ("1/1/23,t1,Storage,1", "Month", "1/1/23", "not between 2000 and 2100"),
        ("2023-06, ,Storage,1", "CustomerTenantId", "", "missing"),
        (f"2023-06,{'t' * 65},Storage,1", "CustomerTenantId", "t" * 65, "longer than 64 characters"),
        ("2023-06,t1,Storage,1.2.3", "ACR_USD", "1.2.3", "not a number"),
        ("2023-06,t1,Storage,1e30", "ACR_USD", "1e30", "too large"),
    ],
)
def test_convert_unusable_cell_is_rejected_with_its_place_and_reason(
    row: str, column: str, value: str, reason: str
) -> None:
    outcome = read(lines(GOOD, row, GOOD))
    assert outcome.column("row") == [2, 4]
    assert outcome.rejections == [(3, column, value, reason)]


@pytest.mark.parametrize(
    "row", ["2000-01,t1,S,1", "2100-12,t1,S,1", f"2023-06,{'t' * 64},S,1", "2023-06,t1,S,", "2023-06,t1,,NULL"]
)
def test_convert_cell_at_the_boundary_is_accepted(row: str) -> None:
    outcome = read(lines(row))
    assert (len(outcome.facts), outcome.rejections) == (1, [])


def test_convert_stored_columns_are_those_declared() -> None:
    for name, dataset in DATASETS.items():
        header = ",".join(column.title for column in dataset.columns)
        row = ",".join(SAMPLES.get(column.title, "") for column in dataset.columns)
        outcome = read(lines(row, header=header), dataset=name, customer="t9" if dataset.names_customer else "")
        assert outcome.rejections == []
        assert list(outcome.facts[0]) == list(dataset.schema)


SAMPLES = {
    "Month": "2023-06",
    "FiscalMonthName": "June 2023",
    "CustomerTenantId": "t1",
    "CustomerTenantID": "t1",
    "Workload": "Sales",
    "Workloads": "Sales",
    "AdjustedRevenueAmtCD": "1",
    "MAU": "1",
    "TrainingTitle": "Title",
    "TrainingCompletionDate": "2023-06-01",
    "MCPID": "1",
    "WorkloadName": "Exchange",
    "PaidAvailableUnits": "1",
    "AADPPaidAvailableUnits": "1",
    "SubscriptionId": "s1",
    "CompetencyName": "Cloud Platform",
    "CompetencyLevel": "Gold",
    "MPNId": "2000002",
    "ProviderName": "Microsoft",
    "BillingCurrency": "USD",
    "ChargePeriodStart": "2023-06-01",
    "EffectiveCost": "1",
    "Date": "2023-06-01",
    "CostInBillingCurrency": "1",
    "CustomerId": "t1",
    "UsageDate": "2023-06-30",
    "UnitPrice": "1",
    "Quantity": "1",
    "EntitlementId": "s1",
    "ChargeStartDate": "2023-06-01",
    "Scope": "/subscriptions/s1",
    "Kind": "aobo",
    "HolderMpnId": "1000001",
    "AzureRole": "Owner",
}


def test_convert_large_file_keeps_rows_in_order_over_several_readers() -> None:
    rows = (f"2023-06,t{number},{'Storage account ' * 8},{number}" for number in range(250_000))
    outcome = read(lines(*rows))
    assert outcome.column("row") == list(range(2, 250_002))
    assert outcome.column("acr") == [Decimal(number) for number in range(250_000)]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_convert_statement_only_projects_so_that_rows_stay_in_order(tmp_path: Path, dataset: Dataset) -> None:
    path = tmp_path / "x.csv"
    header = [column.title for column in dataset.columns]
    path.write_text(",".join(header) + "\n")
    positions = {column.name: place for place, column in enumerate(dataset.columns)}
    reading = Reading(dataset, header, positions, PARTNER, 7, "t9", {"association": {}, "certificate": {}})
    feed = direct(
        Source(path, False, "utf-8-sig", ",", tuple(header), True), Build(1, False, False), range(len(header))
    )
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        statement = select(reading, feed.select(connection))
        assert in_order(connection, statement)
        assert not in_order(connection, f"{statement} ORDER BY month")


def test_convert_tells_how_many_rows_are_done() -> None:
    heard: list[int] = []
    read(lines(*[GOOD] * 200_000), told=heard.append)
    assert heard == sorted(heard)
    assert (len(heard) > 1, heard[-1]) == (True, 200_000)


def test_first_rejections_stops_at_limit(tmp_path: Path) -> None:
    file = tmp_path / REJECTIONS
    file.write_text('row,column,value,reason\n2,Month,"a\nb",missing\n3,Month,,missing\n')
    assert first_rejections(file, 1) == [Rejection(2, "Month", "a\nb", "missing")]


CELLS = st.one_of(
    st.sampled_from(
        ["2023-06", "t1", "Storage", "1.5", "", "NULL", '"', '""', "a\nb", "x,y", " z ", "\u00e9\u4e2d", "1/6/2023"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8))
def test_convert_well_formed_table_is_read_alike_by_both_readers(rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADER.split(","), *rows])
    direct, one_by_one = read(text.getvalue()), read(text.getvalue(), line_by_line=True)
    assert direct == one_by_one
    assert len(direct.facts) + len(direct.rejections) == len(rows)


@settings(max_examples=100, deadline=None)
@given(st.text(st.one_of(st.sampled_from(list(",\";\t\n\r' \0")), st.characters()), max_size=60))
@example('2023-06,t1,"\n\n\n"x,1\n')
@example('"\n"\n"')
@example("\r\n\r\r\n\n")
@example("\ufeff")
@example("\r0")
def test_convert_any_text_after_header_gives_each_row_once(body: str) -> None:
    content = f"{HEADER}\n{body}".encode("utf-8", "surrogatepass")
    outcome = read(content)
    numbers = sorted(outcome.column("row") + [row for row, *_ in outcome.rejections])
    assert numbers == sorted(set(numbers))
    if '"' not in body:
        assert numbers == [n for n, line in enumerate(re.split("\r\n|\r|\n", body), start=2) if line]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=80))
def test_convert_any_bytes_after_header_never_fail(body: bytes) -> None:
    outcome = read(f"{HEADER}\n".encode() + body)
    assert all(row >= 2 and reason for row, _, _, reason in outcome.rejections)
