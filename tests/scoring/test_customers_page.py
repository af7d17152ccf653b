"""The customer eligibility page: the picture with its numbers, and the list."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.customers import Wanted
from scoring.customers_page import CustomerRow, CustomersPage, customers_page
from scoring.forms import Asked
from tests.factories import PartnerFactory
from tests.lake_rows import put
from tests.scoring import large
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY

pytestmark = pytest.mark.slow

LIST = "/partners/1000001/membership/solutions-partner/customers/"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return eligible(tmp_path)


def page(partner: Partner, day: date = DAY, known_at: datetime | None = None, **wanted: str) -> CustomersPage:
    return customers_page(partner, Asked(day, "published", known_at), Wanted(**wanted))


def test_picture_counts_the_customers_of_each_metric(partner: Partner) -> None:
    found = page(partner)
    assert [(bar.designation, bar.why.title, [share.count for share in bar.shares]) for bar in found.picture] == [
        ("Data & AI", "Net customer adds", [1, 1, 1, 2]),
        ("Data & AI", "Usage growth", [1, 2, 1, 1]),
        ("Infrastructure", "Net customer adds", [1, 1, 1, 2]),
        ("Infrastructure", "Usage growth", [1, 2, 1, 1]),
        ("Digital & App Innovation", "Net customer adds", [1, 1, 1, 2]),
        ("Digital & App Innovation", "Usage growth", [1, 2, 1, 1]),
        ("Business Applications · SMB", "Net customer adds", [0, 1, 1, 1]),
        ("Business Applications · SMB", "Usage growth", [1, 0, 0, 1]),
        ("Business Applications · SMB", "Deployments", [1, 0, 0, 1]),
        ("Modern Work · Enterprise", "Net customer adds", [1, 1, 0, 1]),
        ("Modern Work · Enterprise", "Usage growth: CPOR", [1, 0, 0, 2]),
        ("Modern Work · Enterprise", "Deployments: CPOR", [0, 1, 0, 2]),
        ("Security", "Net customer adds: Azure", [1, 0, 0, 3]),
        ("Security", "Net customer adds: Microsoft 365", [1, 0, 0, 2]),
        ("Security", "Usage growth: Azure", [1, 0, 0, 3]),
        ("Security", "Usage growth: Microsoft 365", [1, 1, 0, 1]),
        ("Security", "Deployments: Azure", [0, 0, 0, 4]),
        ("Security", "Deployments: Microsoft 365", [1, 0, 0, 2]),
    ]
    assert {bar.total for bar in found.picture} == {5}
    assert {bar.compared for bar in found.picture} == {"June 2023 against June 2022"}
    assert found.unknown == []
    assert found.lede == "3 of 5 customers help at least one metric · as of 25 Jul 2023 · as known now"


def test_number_of_the_picture_leads_to_its_customers(partner: Partner) -> None:
    (bar,) = page(partner, metric="data_ai.net_customer_adds").picture
    assert [(share.key, share.start, share.url.partition("status=")[2]) for share in bar.shares] == [
        ("kept", 0, "counts#list"),
        ("new", 1, "new#list"),
        ("lost", 2, "lost#list"),
        ("missed", 3, "missed#list"),
    ]
    assert bar.why.url == "/partners/1000001/membership/solutions-partner/data_ai/net_customer_adds/"


def test_metric_without_evidence_is_unknown_and_not_zero(db: None, tmp_path: Path) -> None:
    found = page(PartnerFactory())
    assert (found.picture, found.rows) == ([], [])
    assert [(one.text, len(one.titles)) for one in found.unknown] == [
        ("No evidence of Azure usage for June 2023, June 2022: unknown, not zero.", 9),
        ("No evidence of Business Applications revenue for June 2023, June 2022: unknown, not zero.", 1),
        ("No evidence of Business Applications usage for June 2023, June 2022: unknown, not zero.", 2),
        ("No evidence of Office 365 usage for June 2023, June 2022: unknown, not zero.", 8),
    ]


def row(found: CustomersPage, name: str) -> CustomerRow:
    (one,) = [row for row in found.rows if row.name == name]
    return one


def test_row_says_what_counts_and_why_the_rest_does_not(partner: Partner) -> None:
    one = row(page(partner), "Northwind")
    assert (one.tenant, one.url, one.counting, one.standings) == ("northwind", f"{LIST}northwind/", 4, 16)
    told = {title: [(entry.title, entry.text, entry.tag) for entry in entries] for title, entries in one.groups}
    assert list(told) == [
        "Data & AI", "Infrastructure", "Digital & App Innovation", "Business Applications", "Modern Work", "Security",
    ]  # fmt: skip
    assert told["Data & AI"] == [
        ("Net customer adds", "below the floor of Azure revenue, short by 0.5", ""),
        ("Usage growth", "", "new"),
    ]
    assert told["Modern Work"] == [
        ("Net customer adds", "too few seats for this track", ""),
        ("Usage growth: CPOR", "too few seats for this track", ""),
        ("Deployments: CPOR", "too few seats for this track", ""),
    ]
    assert row(page(partner), "Fabrikam").groups[3] == (
        "Business Applications",
        [type(one.groups[0][1][0])("Net customer adds", "neutral", "no rows in the months that count", "lost")],
    )


def test_single_metric_is_shown_in_numbers(partner: Partner) -> None:
    found = page(partner, metric="data_ai.usage_growth", sort="-change")
    assert [(head.label, head.numeric, head.sorted) for head in found.listed.heads] == [
        ("Customer (tenant)", False, "none"),
        ("Usage growth", False, "none"),
        ("Now (Azure revenue in USD)", True, "none"),
        ("A year ago (Azure revenue in USD)", True, "none"),
        ("Change (Azure revenue in USD)", True, "descending"),
        ("Short by", False, "none"),
    ]
    assert found.listed.heads[4].url.endswith("sort=change#list")
    numbers = [(one.tenant, one.figures.now, one.figures.base, one.figures.change) for one in found.rows if one.figures]
    assert numbers == [
        ("litware", "1,000", "0", "+1,000"),
        ("northwind", "999.5", "0", "+999.5"),
        ("adatum", "2,000", "1,500", "+500"),
        ("wingtip", "0", "0", "±0"),
        ("fabrikam", "0", "1,200", "−1,200"),
    ]


def test_filters_offer_what_is_there(partner: Partner) -> None:
    selects = {one.name: one for one in page(partner, designation="security", status="lost").listed.selects}
    assert [option.label for option in selects["designation"].options if option.selected] == ["Security"]
    assert len(selects["designation"].options) == 6
    assert [option.value for option in selects["metric"].options] == [
        f"security.{metric}.{part}"
        for metric in ("net_customer_adds", "usage_growth", "deployments")
        for part in ("azure", "microsoft_365")
    ]
    assert [(option.value, option.selected) for option in selects["status"].options] == [
        ("counts", False), ("new", False), ("lost", True), ("missed", False),
    ]  # fmt: skip


def test_addresses_keep_the_question_and_the_rows(partner: Partner) -> None:
    known = datetime(2023, 7, 22, 12, tzinfo=UTC)
    found = page(partner, date(2023, 7, 24), known, designation="data_ai", text="a", sort="customer")
    asked = "as_of=2023-07-24&known_at=2023-07-22"
    assert found.download_url == f"{LIST}customers.csv?{asked}&designation=data_ai&q=a&sort=customer"
    assert found.rows[0].url == f"{LIST}adatum/?{asked}"
    assert found.listed.hidden == [("as_of", "2023-07-24"), ("known_at", "2023-07-22"), ("sort", "customer")]
    assert (found.listed.found, found.listed.every) == (3, 5)
    assert found.listed.heads[0].url == f"?{asked}&designation=data_ai&q=a&sort=-customer#list"


def test_rows_that_name_no_tenant_stand_together_without_a_page(partner: Partner, tmp_path: Path) -> None:
    usage = {"month": date(2023, 6, 1), "association_text": "Deal registration", "acr": 5}
    lone = PartnerFactory()
    put(lone, {"azure_usage": [usage, usage | {"month": date(2022, 6, 1)}]})
    (one,) = page(lone).rows
    assert (one.name, one.tenant, one.url, one.counting) == ("", "", "", 0)


def test_many_customers_come_in_pages(db: None) -> None:
    partner = PartnerFactory(mpn_id=large.PARTNER)
    put(partner, large.facts(60, 0))
    sizes = [len(page(partner, number=number).rows) for number in ("", "2", "3", "99", "x")]
    assert sizes == [25, 25, 10, 10, 25]
    assert page(partner).listed.found == 60
