"""What lists of customers and people share: links that keep the question, differences with their sign."""

from datetime import date
from decimal import Decimal

import pytest

from scoring import listing
from scoring.forms import Asked
from scoring.why import Link
from tests.factories import PartnerFactory

ASKED = Asked(date(2023, 6, 20), "preview", None)
QUERY = "as_of=2023-06-20&basis=preview"


@pytest.mark.parametrize(("value", "told"), [("5", "+5"), ("-1234.5", "−1,234.5"), ("0", "±0")])
def test_difference_has_its_sign(value: str, told: str) -> None:
    assert listing.signed(Decimal(value)) == told


@pytest.mark.parametrize(
    ("designation", "metric", "title", "filters"),
    [
        ("data_ai", "net_customer_adds", "Customers", "metric=data_ai.net_customer_adds"),
        ("security", "deployments", "Customers", "metric=security.deployments"),
        ("modern_work", "advanced_certifications", "People", "designation=modern_work"),
    ],
)
def test_metric_leads_to_those_whom_it_looks_at(
    db: None, designation: str, metric: str, title: str, filters: str
) -> None:
    found = listing.eligibility_link(PartnerFactory(mpn_id="1"), designation, metric, ASKED)
    name = title.lower()
    assert found == Link(title, f"/partners/1/membership/solutions-partner/{name}/?{QUERY}&{filters}#list")


def test_metric_that_looks_at_services_leads_to_nobody(db: None) -> None:
    assert listing.eligibility_link(PartnerFactory(), "data_ai", "deployments", ASKED) is None
