"""``manage.py credit``: exactly the JSON that others script against."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from partnerhub.models import Partner
from tests.credit.evidence import OWNER, VM, access, usage
from tests.factories import PartnerFactory


def asked(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("credit", *arguments, stdout=out)
    return json.loads(out.getvalue()) if "--json" in arguments else out.getvalue()


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="MPN1", kind=Partner.Kind.DIRECT_BILL)
    usage(tmp_path, found)
    access(tmp_path, found, OWNER)
    return found


MONTH = ("--partner", "MPN1", "--month", "2023-07")


def test_credit_prints_the_month_as_json(partner: Partner) -> None:
    assert asked(*MONTH, "--json") == {
        "partner": "MPN1",
        "month": "2023-07",
        "currency": "USD",
        "lines": 14,
        "earned": "18.00",
        "billed": "18.00",
        "missed": "3.00",
        "possible": "24.00",
        "verdicts": {"earned": {"lines": 12, "amount": "18.00"}, "no_access": {"lines": 2, "amount": "6.00"}},
        "customers": [
            {"tenant": "t1", "earned": "18.00", "missed": "3.00"},
            {"tenant": "t2", "earned": "0", "missed": "0"},
        ],
    }


def test_credit_of_a_month_without_usage_is_nothing(partner: Partner) -> None:
    found = asked("--partner", "MPN1", "--month", "2023-08", "--json")
    assert (found["lines"], found["earned"], found["billed"], found["verdicts"]) == (0, "0", None, {})


def test_credit_prints_lines_on_request(partner: Partner) -> None:
    found = asked(*MONTH, "--lines", "--json")
    assert (found["lines"], len(found["details"])) == (14, 14)
    first = found["details"][0]
    assert first.pop("origin")[1] == 2
    assert first == {
        "day": "2023-07-01",
        "tenant": "t1",
        "subscription": "s1",
        "resource": VM.lower(),
        "meter": None,
        "unit_price": "10",
        "quantity": "1",
        "amount": "1.50",
        "verdict": "earned",
        "reason": None,
        "billed": "1.50",
        "difference": "agrees",
    }


def test_credit_prints_text_without_json(partner: Partner) -> None:
    assert asked(*MONTH).splitlines() == [
        "2023-07: 18.00 of 24.00 USD earned",
        "  earned: 12 lines, 18.00",
        "  no_access: 2 lines, 6.00",
    ]


@pytest.mark.parametrize("month", ["2023", "2023-13", "July", "2023-07-01"])
def test_credit_refuses_what_is_no_month(partner: Partner, month: str) -> None:
    with pytest.raises(CommandError, match=f"'{month}' is not a month; expected YYYY-MM"):
        asked("--partner", "MPN1", "--month", month)


def test_credit_refuses_an_unknown_partner(db: None) -> None:
    with pytest.raises(CommandError, match="No partner has the MPN id 9"):
        asked("--partner", "9", "--month", "2023-07")
