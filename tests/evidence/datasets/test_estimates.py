"""FOCUS and Azure cost files: one named customer's consumption, as estimated ACR."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.imports import Outcome, read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FOCUS = (
    "ProviderName,ChargeCategory,BillingCurrency,ChargePeriodStart,ServiceName,ServiceCategory,ResourceId,BilledCost,"
    "EffectiveCost"
)
COST = "Date,ChargeType,PublisherType,BillingCurrency,ConsumedService,MeterCategory,ResourceId,CostInBillingCurrency"


def focus(row: str) -> Outcome:
    return read(f"{FOCUS}\n{row}\n", customer="t9")


def cost(row: str, header: str = COST) -> Outcome:
    return read(f"{header}\n{row}\n", customer="t9")


def shared(name: str) -> Outcome:
    if not (SHARED / name).exists():
        pytest.skip(f"the real sample {name} is not in ../shared/data")
    return read((SHARED / name).read_bytes(), customer="t9")


def test_focus_row_is_stored_as_estimate_for_the_named_customer() -> None:
    outcome = focus("Microsoft,Usage,USD,2024-09-18 22:00:00,Storage Accounts,Storage,/r/1,9,0.5")
    assert (outcome.dataset, outcome.rejections) == ("focus", [])
    assert outcome.facts == [
        {
            "partner": "1000001",
            "month": date(2024, 9, 1),
            "run": 7,
            "row": 2,
            "tenant": "t9",
            "service_name": "Storage Accounts",
            "service_category": "Storage",
            "resource_id": "/r/1",
            "charge_type": "Usage",
            "day": date(2024, 9, 18),
            "acr": Decimal("0.5"),
            "estimated": True,
        }
    ]


@pytest.mark.parametrize(
    ("row", "rejection"),
    [
        ("AWS,Tax,EUR,x,,,,,x", ("ProviderName", "AWS", "provider is not Microsoft")),
        (",Usage,USD,2024-09-18,,,,,1", ("ProviderName", "", "missing")),
        ("Microsoft,Purchase,USD,2024-09-18,,,,,1", ("ChargeCategory", "Purchase", "not consumption")),
        ("Microsoft,Usage,EUR,2024-09-18,,,,,1", ("BillingCurrency", "EUR", "currency is not USD")),
        ("Microsoft,Usage,,2024-09-18,,,,,1", ("BillingCurrency", "", "missing")),
        ("Microsoft,Usage,USD,,,,,,1", ("ChargePeriodStart", "", "missing")),
        ("Microsoft,Usage,USD,2024-09-18,,,,1,", ("EffectiveCost", "", "missing")),
    ],
)
def test_focus_row_that_is_no_microsoft_usage_in_dollars_is_rejected(row: str, rejection: tuple[str, str, str]) -> None:
    assert focus(row).rejections == [(2, *rejection)]


def test_focus_without_effective_cost_column_reads_billed_cost() -> None:
    outcome = read(
        "ProviderName,BillingCurrency,ChargePeriodStart,BilledCost\nMicrosoft,USD,2024-09-18,4.0E-05\n", customer="t9"
    )
    assert outcome.column("acr") == [Decimal("0.00004")]


def test_focus_real_sample_has_51_rows_of_microsoft() -> None:
    outcome = shared("focus_1.0_sample.csv")
    assert len(outcome.facts) == 51
    assert Counter((column, reason) for _, column, _, reason in outcome.rejections) == {
        ("ProviderName", "provider is not Microsoft"): 949
    }
    assert Counter(value for _, _, value, _ in outcome.rejections) == {"AWS": 942, "Oracle": 7}


def test_azure_cost_row_is_stored_as_estimate_for_the_named_customer() -> None:
    outcome = cost("09/04/2023,Usage,Azure,USD,Microsoft.Storage,Storage,/r/1,-0.5")
    assert (outcome.dataset, outcome.rejections) == ("azure_cost", [])
    assert outcome.facts == [
        {
            "partner": "1000001",
            "month": date(2023, 9, 1),
            "run": 7,
            "row": 2,
            "tenant": "t9",
            "service_name": "Microsoft.Storage",
            "meter_category": "Storage",
            "resource_id": "/r/1",
            "charge_type": "Usage",
            "day": date(2023, 9, 4),
            "acr": Decimal("-0.5"),
            "estimated": True,
        }
    ]


@pytest.mark.parametrize(
    ("row", "rejection"),
    [
        ("9/4/2023,Purchase,Azure,USD,,,,1", ("ChargeType", "Purchase", "not consumption")),
        ("9/4/2023,Refund,Azure,USD,,,,1", ("ChargeType", "Refund", "not consumption")),
        ("9/4/2023,Usage,Marketplace,USD,,,,1", ("PublisherType", "Marketplace", "not an Azure service")),
        ("9/4/2023,Usage,Azure,EUR,,,,1", ("BillingCurrency", "EUR", "currency is not USD")),
        ("9/4/2023,Usage,Azure,USD,,,,", ("CostInBillingCurrency", "", "missing")),
        (",Usage,Azure,USD,,,,1", ("Date", "", "missing")),
    ],
)
def test_azure_cost_row_that_is_no_azure_usage_in_dollars_is_rejected(
    row: str, rejection: tuple[str, str, str]
) -> None:
    assert cost(row).rejections == [(2, *rejection)]


def test_azure_cost_in_dollars_beside_another_currency_is_read() -> None:
    outcome = cost("9/4/2023,Usage,Microsoft,EUR,,,,1,1.09", f"{COST},CostInUsd")
    assert (outcome.rejections, outcome.column("acr")) == ([], [Decimal("1.09")])


def test_azure_cost_real_sample_is_accepted_but_for_a_purchase() -> None:
    outcome = shared("azure_actual_cost_small.csv")
    costs = ["0.00004", "0.000011139", "2.64", "0", "0", "0.000002", "0.21268368", "0", "1.9584", "0.4838709677"]
    assert outcome.column("acr") == [Decimal(cost) for cost in costs]
    assert outcome.rejections == [(2, "ChargeType", "Purchase", "not consumption")]
