"""The Why of a requirement: its rows add up to what was measured, exactly, and say why the others do not count."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import Http404

from partnerhub.models import Partner
from scoring.why import Shown
from specializations import why
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.specializations.evidence import DAY, ENOUGH, IDB, SHORT, measured

REQUIREMENTS = ("windows_acr", "linux_acr", "sql_acr", "open_source_acr")


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="1000001")
    measured(found, tmp_path, SHORT)
    return found


def test_counted_rows_add_up_to_what_was_measured(partner: Partner) -> None:
    for key in REQUIREMENTS:
        found = why.requirement(partner, IDB, key, DAY)
        assert sum((row.units for row in found.contributions), Decimal(0)) == found.check.measured
        assert {row.units for row in found.contributions if row.verdict != "counted"} == {0}


def test_every_line_of_the_window_stands_behind_it_once(partner: Partner) -> None:
    found = why.requirement(partner, IDB, "sql_acr", DAY)
    assert sorted(row for one in found.contributions for _, row in one.origins) == list(range(2, 39))


def test_rules_that_were_read_are_told(partner: Partner) -> None:
    ids = [rule.id.removeprefix(f"{IDB}.") for rule in why.requirement(partner, IDB, "sql_acr", DAY).rules]
    assert sorted(ids) == [
        "associations",
        "freshness.performance_day",
        "programme.excluded_offers",
        "sql_acr.customers",
        "sql_acr.managed_instance_or_database.minimum",
        "sql_acr.minimum",
        "sql_acr.sql_database.filter",
        "sql_acr.sql_managed_instance.filter",
        "sql_acr.sql_vm.filter",
        "window",
    ]


def test_requirement_without_a_filter_yet_counts_nothing(partner: Partner) -> None:
    """SAP had its requirement before July 2023, but no filter was published."""
    found = why.requirement(partner, "sap", "sap_acr", date(2023, 7, 10))
    assert (found.check.state, found.check.measured) == ("unpublished", None)
    assert {row.verdict for row in found.contributions} == {"other_service"}


def test_page_says_the_arithmetic_and_what_is_needed(partner: Partner) -> None:
    found = why.page(partner, why.requirement(partner, IDB, "windows_acr", DAY), Shown())
    assert (
        " ".join(term.text for line in found.formula for term in line.terms)
        == "29,999.00 Windows ACR = 29,999.00 USD 3 customers → needed: 30,000 USD; 3 customers"
    )
    assert (found.title, found.lede) == ("Windows Server VM", "ACR, April 2023 to June 2023 · as of 25 Jul 2023")
    assert [(tab.label, tab.count, tab.current) for tab in found.tabs] == [
        ("Counted", 9, True),
        ("Not counted", 9, False),
    ]
    assert found.changes == ["Grow Windows Server VM by 1 USD."]
    assert (found.parent.title, found.area and found.area.title) == (
        "Infra and Database Migration to Microsoft Azure",
        "Azure",
    )


def test_arithmetic_names_every_line(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    import_table(tmp_path, partner, "azure_usage", ENOUGH.replace("| SQLDB |", "| {SQLDB,SQL on IaaS} |"))
    found = why.page(partner, why.requirement(partner, IDB, "sql_acr", DAY), Shown("missed", number="2"))
    assert " ".join(term.text for line in found.formula for term in line.terms) == (
        "9,900.00 SQL Database (DB) ACR + 9,900.00 SQL VM ACR = 19,800.00 USD "
        "3 customers; 9,900.00 USD of which SQL Managed Instance and SQL Database → "
        "needed: 9,000 USD; 3 customers; 3,000 USD of which SQL Managed Instance and SQL Database"
    )
    assert found.changes == []


def test_page_shows_what_does_not_count_and_why(partner: Partner) -> None:
    found = why.page(partner, why.requirement(partner, IDB, "windows_acr", DAY), Shown("missed"))
    assert {(row.verdict_label, row.shortfall) for row in found.rows} == {("another service", "")}
    assert len(found.rows) == 9


def test_requirement_without_a_threshold_is_explained_as_measured(partner: Partner) -> None:
    found = why.page(partner, why.requirement(partner, "kubernetes", "aks_acr", DAY), Shown())
    assert (
        " ".join(term.text for line in found.formula for term in line.terms)
        == "0.00 USD 0 customers → needed: not published"
    )
    assert found.changes == [
        "Ask the programme to attest Azure Kubernetes Service (AKS): its threshold is not published."
    ]


def told(partner: Partner, specialization: str, key: str, day: date = DAY) -> str:
    found = why.page(partner, why.requirement(partner, specialization, key, day), Shown())
    return " ".join(term.text for line in found.formula for term in line.terms)


def test_arithmetic_without_the_report_has_no_figure(db: None) -> None:
    missing = "No evidence of Azure usage for June 2023, May 2023, April 2023: unknown, not zero."
    assert told(PartnerFactory(), IDB, "windows_acr") == f"{missing} → needed: 30,000 USD; 3 customers"
    assert told(PartnerFactory(), "kubernetes", "aks_acr") == f"{missing} → needed: not published"


def test_arithmetic_of_what_nothing_is_measured_by_has_no_figure(partner: Partner) -> None:
    assert told(partner, "sap", "sap_acr", date(2023, 7, 10)) == "– → needed: not published"


@pytest.mark.parametrize(
    ("specialization", "key"), [(IDB, "skilling"), (IDB, "luck"), ("sales", "performance"), (IDB, "designation")]
)
def test_requirement_without_lines_has_no_why(partner: Partner, specialization: str, key: str) -> None:
    with pytest.raises(Http404):
        why.requirement(partner, specialization, key, DAY)


def test_download_holds_every_row_and_adds_up(partner: Partner) -> None:
    found = why.requirement(partner, IDB, "windows_acr", DAY)
    header, *rows = why.download(found)
    assert header == [
        "tenant",
        "customer",
        "line",
        "association",
        "month",
        "amount_usd",
        "counted_usd",
        "verdict",
        "origins",
    ]
    assert sum(Decimal(str(row[6])) for row in rows) == Decimal(29999)
    assert len(rows) == len(found.contributions) == 18
    assert len(list(why.download(found, "another service"))) == 1 + 9
    page = why.page(partner, found, Shown("missed", "another service"))
    assert page.download_url.endswith("?q=another+service")
