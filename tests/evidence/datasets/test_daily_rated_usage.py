"""Daily rated usage: the 55 columns and their variants, and what of a line is worked out on the way in."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import DAILY_2020, DAILY_2023, DAILY_SAMPLE_CLASS, line
from tests.imports import Outcome, read

URI = "/subscriptions/SUB-1/resourceGroups/RG-1/providers/Microsoft.Compute/virtualMachines/VM1"
CELLS = {
    "PartnerId": "7f3c",
    "CustomerId": "T1",
    "CustomerName": "Fabrikam",
    "MpnId": "1000001",
    "Tier2MpnId": "2000002",
    "InvoiceNumber": "G002297372",
    "ProductId": "DZH318Z0BPS6",
    "SkuId": "000J",
    "AvailabilityId": "DZH318Z0C",
    "SkuName": "D2 v3",
    "ProductName": "Virtual Machines Dv3 Series",
    "PublisherName": "Microsoft Corporation",
    "SubscriptionDescription": "Azure plan",
    "SubscriptionId": "billing-1",
    "ChargeStartDate": "7/1/2023",
    "ChargeEndDate": "7/31/2023",
    "UsageDate": "7/14/2023",
    "MeterCategory": "Virtual Machines",
    "MeterId": "meter-1",
    "MeterName": "D2 v3",
    "ResourceGroup": "RG-1",
    "ResourceURI": URI,
    "ChargeType": "New",
    "UnitPrice": "0.868",
    "Quantity": "23.99999999999999",
    "BillingPreTaxTotal": "17.70",
    "BillingCurrency": "EUR",
    "PricingPreTaxTotal": "17.70",
    "PricingCurrency": "USD",
    "EffectiveUnitPrice": "0.737586206896552",
    "PCToBCExchangeRate": "0.9123456789012",
    "PCToBCExchangeRateDate": "6/29/2023",
    "EntitlementId": "SUB-1",
    "EntitlementDescription": "Production",
    "PartnerEarnedCreditPercentage": "15%",
    "CreditPercentage": "15%",
    "CreditType": "Partner Earned Credit Applied",
}


def one(**changed: str) -> Outcome:
    return read(line(DAILY_2023, CELLS | changed))


@pytest.mark.parametrize(("header", "columns"), [(DAILY_2023, 55), (DAILY_2020, 52), (DAILY_SAMPLE_CLASS, 52)])
@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_daily_file_is_recognised_whatever_its_generation(
    header: tuple[str, ...], columns: int, separator: str
) -> None:
    outcome = read(line(header, CELLS | {"CustomerCompanyName": "Fabrikam"}, separator))
    assert len(header) == columns
    assert (outcome.dataset, outcome.rejections) == ("daily_rated_usage", [])
    assert (outcome.column("customer"), outcome.column("scope")) == (["Fabrikam"], [URI.lower()])


def test_daily_line_keeps_price_and_quantity_to_the_last_digit() -> None:
    (fact,) = one().facts
    told = {
        name: fact[name] for name in ("tenant", "month", "day", "reseller", "subscription", "unit_price", "quantity")
    }
    assert told == {
        "tenant": "t1",
        "month": date(2023, 7, 1),
        "day": date(2023, 7, 14),
        "reseller": "2000002",
        "subscription": "sub-1",
        "unit_price": Decimal("0.868"),
        "quantity": Decimal("23.99999999999999"),
    }
    assert fact["exchange_rate"] == Decimal("0.912345678901")
    assert fact["described"].startswith("virtual machines dv3 series | d2 v3 | microsoft corporation | azure plan")


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("15", "0.15"),
        ("15%", "0.15"),
        ("15 %", "0.15"),
        ("0.15", "0.15"),
        ("15.0", "0.15"),
        ("0", "0"),
        ("0%", "0"),
        ("100", "1"),
        ("1", "1"),
        ("12.5", "0.125"),
    ],
)
def test_daily_percentage_is_read_however_it_is_written(cell: str, share: str) -> None:
    assert one(PartnerEarnedCreditPercentage=cell).column("credit_share") == [Decimal(share)]


@pytest.mark.parametrize("cell", ["7/14/2023", "2023-07-14", "2023-07-14T00:00:00Z", "07/14/2023 12:00:00 AM"])
def test_daily_usage_date_is_read_in_both_notations(cell: str) -> None:
    assert one(UsageDate=cell).column("day") == [date(2023, 7, 14)]


@pytest.mark.parametrize(
    ("changed", "scope"),
    [
        ({"ResourceURI": URI.upper() + "/"}, URI.lower()),
        ({"ResourceURI": URI, "EntitlementId": "other"}, URI.lower().replace("sub-1", "other")),
        ({"ResourceURI": URI, "EntitlementId": ""}, URI.lower()),
        ({"ResourceURI": "", "EntitlementId": "SUB-1"}, "/subscriptions/sub-1/resourcegroups/rg-1"),
        ({"ResourceURI": "vm1", "ResourceGroup": ""}, "/subscriptions/sub-1"),
        ({"ResourceURI": "", "EntitlementId": ""}, None),
    ],
)
def test_daily_scope_goes_as_far_down_as_the_line_tells(changed: dict[str, str], scope: str | None) -> None:
    outcome = one(**changed)
    assert (outcome.rejections, outcome.column("scope")) == ([], [scope])


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"UsageDate": ""}, ("UsageDate", "", "missing")),
        ({"UsageDate": "14.7.2023"}, ("UsageDate", "14.7.2023", "not a date")),
        ({"CustomerId": ""}, ("CustomerId", "", "missing")),
        ({"UnitPrice": ""}, ("UnitPrice", "", "missing")),
        ({"UnitPrice": "x"}, ("UnitPrice", "x", "not a number")),
        ({"Quantity": "1e30"}, ("Quantity", "1e30", "too large")),
        (
            {"PricingCurrency": "EUR"},
            ("PricingCurrency", "EUR", "pricing currency is not USD, in which the Azure plan is priced"),
        ),
        (
            {"PartnerEarnedCreditPercentage": "most"},
            (
                "PartnerEarnedCreditPercentage",
                "most",
                "not a percentage; expected a percentage such as 15, 15% or 0.15",
            ),
        ),
        (
            {"PartnerEarnedCreditPercentage": "-15"},
            ("PartnerEarnedCreditPercentage", "-15", "not between 0 and 100%"),
        ),
        ({"CreditPercentage": "101"}, ("CreditPercentage", "101", "not between 0 and 100%")),
    ],
)
def test_daily_unusable_line_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert one(**changed).rejections == [(2, *rejection)]


@pytest.mark.parametrize("quantity", ["-3", "0", "(3)"])
def test_daily_line_of_a_refund_or_of_nothing_is_kept(quantity: str) -> None:
    assert one(Quantity=quantity).rejections == []


def test_daily_fingerprint_is_the_same_for_the_same_cells_alone() -> None:
    text = line(DAILY_2023, CELLS)
    other = line(DAILY_2023, CELLS | {"Tags": "x"}).splitlines()[1]
    first, second, third = read(f"{text}{text.splitlines()[1]}\n{other}\n").column("fingerprint")
    assert first == second != third
