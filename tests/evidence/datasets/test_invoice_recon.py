"""Reconciliation of a new-commerce invoice."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import RECON, line
from tests.imports import read

CELLS = {
    "CustomerId": "T1",
    "CustomerName": "Fabrikam",
    "InvoiceNumber": "G002297372",
    "MpnId": "1000001",
    "ResellerMpnId": "0",
    "OrderDate": "10/3/2020",
    "ProductId": "P1",
    "SkuId": "S1",
    "AvailabilityId": "A1",
    "ProductName": "Virtual Machines",
    "ChargeType": "New",
    "UnitPrice": "0.868",
    "Quantity": "1",
    "Subtotal": "21.39",
    "TaxTotal": "4.06",
    "Total": "25.45",
    "Currency": "EUR",
    "PriceAdjustmentDescription": '["15.0% Partner earned credit for services managed"]',
    "SubscriptionId": "Billing-1",
    "ChargeStartDate": "9/1/2020",
    "ChargeEndDate": "9/30/2020",
    "EffectiveUnitPrice": "0.737586206896552",
    "BillableQuantity": "29",
    "PricingCurrency": "USD",
    "PCToBCExchangeRate": "1",
    "MeterDescription": "D2 v3",
}


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_recon_file_is_recognised_and_read(separator: str) -> None:
    assert len(RECON) == 46
    outcome = read(line(RECON, CELLS, separator))
    assert (outcome.dataset, outcome.rejections) == ("invoice_recon", [])
    (fact,) = outcome.facts
    names = ("month", "tenant", "unit_price", "billable_quantity", "subtotal", "adjustment", "line_key", "charge_end")
    assert {name: fact[name] for name in names} == {
        "month": date(2020, 9, 1),
        "tenant": "t1",
        "unit_price": Decimal("0.868"),
        "billable_quantity": Decimal(29),
        "subtotal": Decimal("21.39"),
        "adjustment": '["15.0% Partner earned credit for services managed"]',
        "line_key": "billing-1|P1|S1|A1",
        "charge_end": date(2020, 9, 30),
    }


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"ChargeStartDate": ""}, ("ChargeStartDate", "", "missing")),
        ({"UnitPrice": ""}, ("UnitPrice", "", "missing")),
        ({"Total": "x"}, ("Total", "x", "not a number")),
    ],
)
def test_recon_unusable_line_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(line(RECON, CELLS | changed)).rejections == [(2, *rejection)]
