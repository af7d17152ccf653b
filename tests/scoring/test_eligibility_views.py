"""The addresses of customers and people: filters, downloads, days without rules, and what is not there."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scoring.people import person_id
from tests.cases_format import import_table
from tests.html import check_page
from tests.people import People
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def owner(team: People, client: Client, tmp_path: Path) -> Client:
    eligible(tmp_path, team.partner)
    client.force_login(team.owner)
    return client


def table(owner: Client, team: People, name: str, **query: str) -> list[dict[str, str]]:
    """The rows of a download, which begins with a byte-order mark."""
    response = owner.get(reverse(name, args=[team.partner.mpn_id]), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(text)))


def test_address_filters_orders_and_turns_pages(owner: Client, team: People) -> None:
    query = {"metric": "data_ai.usage_growth", "status": "counts", "q": "t", "sort": "-now"}
    response = owner.get(reverse("customers", args=[team.partner.mpn_id]), query)
    check_page(response)
    assert [row.tenant for row in response.context["page"].rows] == ["adatum", "litware", "northwind"]
    query = {"designation": "data_ai", "certificate": "azure_data_engineer_associate", "within": "60", "q": "i"}
    response = owner.get(reverse("people", args=[team.partner.mpn_id]), query)
    check_page(response)
    assert [row.name for row in response.context["page"].rows] == ["Ines"]


def test_pages_of_one_customer_and_one_person_are_pages(owner: Client, team: People) -> None:
    for name, key in (("customer", "northwind"), ("person", person_id(team.partner, "3"))):
        check_page(owner.get(reverse(name, args=[team.partner.mpn_id, key])))


@pytest.mark.parametrize("name", ["customers", "customers-download", "people", "people-download"])
def test_list_of_a_day_before_the_programme_says_so(owner: Client, team: People, name: str) -> None:
    response = owner.get(reverse(name, args=[team.partner.mpn_id]), {"as_of": "2022-10-02"})
    assert (response.status_code, response.templates[0].name) == (404, "not_in_force.html")


@pytest.mark.parametrize(("name", "key"), [("customer", "northwind"), ("person", "3")])
def test_page_of_a_day_before_the_programme_says_so(owner: Client, team: People, name: str, key: str) -> None:
    key = person_id(team.partner, key) if name == "person" else key
    response = owner.get(reverse(name, args=[team.partner.mpn_id, key]), {"as_of": "2022-10-02"})
    assert (response.status_code, response.templates[0].name) == (404, "not_in_force.html")


def test_tenant_may_have_any_letters(team: People, client: Client, tmp_path: Path) -> None:
    import_table(
        tmp_path,
        team.partner,
        "azure_usage",
        """
        Month        | CustomerTenantId | PartnerAttributionType | ACR_USD
        202{2..3}-06 | a/b c?d#é        | Partner admin link     | 5
        """,
    )
    client.force_login(team.owner)
    response = client.get(reverse("customers", args=[team.partner.mpn_id]))
    (row,) = response.context["page"].rows
    assert client.get(row.url).context["page"].tenant == "a/b c?d#é"


def test_download_of_customers_holds_what_the_filters_let_through(owner: Client, team: People) -> None:
    rows = table(owner, team, "customers-download")
    assert len(rows) == 18 + 7 + 17 + 16 + 9
    (row,) = table(
        owner, team, "customers-download", metric="business_applications.net_customer_adds", status="missed", q="north"
    )
    assert row == {
        "tenant": "northwind",
        "customer": "Northwind",
        "designation": "business_applications",
        "track": "smb",
        "metric": "net_customer_adds",
        "part": "",
        "counts": "no",
        "counted_before": "no",
        "verdict": "below_revenue_floor",
        "shortfall": "0.5",
        "now_month": "2023-06-01",
        "now": "0",
        "base_month": "2022-06-01",
        "base": "0",
    }


def test_download_of_people_drops_nothing_that_was_earned(owner: Client, team: People) -> None:
    rows = table(owner, team, "people-download", q="milo")
    told = [(row["title"], row["expires"], row["designation"], row["metric"], row["verdict"]) for row in rows]
    assert told == [
        (
            "Power Platform Developer Associate",
            "2023-08-10",
            "digital_app_innovation",
            "intermediate_certifications",
            "counted",
        ),
        (
            "Power Platform Developer Associate",
            "2023-08-10",
            "business_applications",
            "intermediate_certifications",
            "counted",
        ),
        ("Azure Data Engineer Associate", "2023-07-24", "data_ai", "intermediate_certifications", "expired"),
        ("Contoso Certified Baker", "", "", "", "certificate_unknown"),
        ("Contoso Certified Baker", "", "", "", "certificate_unknown"),
    ]
    assert rows[0]["person"] == "4"
    assert {row["units"] for row in rows} == {"1", "0", ""}
