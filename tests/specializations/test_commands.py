"""The command ``standing``: what scripts read, and how it refuses."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from partnerhub.models import Partner
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.specializations.evidence import ENOUGH, IDB, SHORT, measured, ready


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory(mpn_id="1000001")


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("standing", "--partner", "1000001", *arguments, stdout=out)
    return out.getvalue()


def answer(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*arguments, "--json"))
    return found


def of_all(*arguments: str) -> str:
    out = StringIO()
    call_command("standing", "--all", *arguments, stdout=out)
    return out.getvalue()


def test_standing_of_all_tells_who_meets_every_prerequisite(team: People, tmp_path: Path) -> None:
    PartnerFactory()
    ready(team.partner, tmp_path, team.manager)
    row = {"partner": team.partner.mpn_id, "specialization": IDB, "active": False}
    assert [json.loads(line) for line in of_all("--as-of", "2023-07-25", "--json").splitlines()] == [row]
    assert of_all("--as-of", "2023-07-25", "--specialization", "kubernetes", "--json") == ""
    assert of_all("--as-of", "2023-07-25", "--specialization", IDB) == (
        f"{IDB}: 1 with every prerequisite met, 0 of them active\n"
    )
    assert len(of_all("--as-of", "2023-07-25").splitlines()) == 31


def test_standing_of_all_is_asked_of_what_was_known(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    assert of_all("--as-of", "2023-07-25", "--known-at", "2023-01-01", "--json") == ""


def test_standing_is_asked_of_one_partner_or_of_all(db: None) -> None:
    for arguments in ([], ["--all", "--partner", "1000001"]):
        with pytest.raises(CommandError):
            call_command("standing", *arguments)


def requirement(kind: str, key: str, state: str, **more: Any) -> dict[str, Any]:
    found = {
        "kind": kind, "key": key, "met": state == "met", "state": state, "measured": None, "required": None, "unit": "",
        "customers": None, "customers_required": None, "parts": [], "months": [], "missing": [], "wanted": [], "found": [],
    }  # fmt: skip
    return found | more


def acr(key: str, state: str, amount: str, required: str, **more: Any) -> dict[str, Any]:
    months = ["2023-06-01", "2023-05-01", "2023-04-01"]
    told = {
        "measured": amount,
        "required": required,
        "unit": "USD",
        "customers": 3,
        "customers_required": 3,
        "months": months,
    }
    return requirement("performance", key, state, **told, **more)


def test_standing_prints_every_requirement_as_json(partner: Partner, tmp_path: Path) -> None:
    measured(partner, tmp_path, SHORT)
    part = {"title": "of which SQL Managed Instance and SQL Database", "measured": "9900.00", "required": "3000"}
    designations = {
        "measured": "1",
        "required": "1",
        "wanted": ["data_ai", "infrastructure"],
        "found": ["infrastructure"],
    }
    assert answer("--as-of", "2023-07-25", "--specialization", IDB) == {
        "partner": "1000001",
        "as_of": "2023-07-25",
        "specializations": {
            IDB: {
                "status": "not_started",
                "validation": "audit",
                "can_schedule_audit": False,
                "requirements": [
                    requirement("designation", "designation", "met", **designations),
                    acr("windows_acr", "not_met", "29999.00", "30000"),
                    acr("linux_acr", "met", "15300.00", "15000"),
                    acr("sql_acr", "met", "9900.00", "9000", parts=[part]),
                    acr("open_source_acr", "met", "4594.50", "4500"),
                    requirement("skilling", "skilling", "unpublished", unit="people"),
                    requirement("audit", "audit", "not_met"),
                ],
            }
        },
    }


def test_standing_without_a_name_prints_all_that_are_offered(partner: Partner) -> None:
    assert len(answer("--as-of", "2023-07-25")["specializations"]) == 31
    assert len(answer("--as-of", "2021-07-07")["specializations"]) == 24
    assert answer("--as-of", "2021-07-06")["specializations"] == {}


@pytest.mark.parametrize(
    "name",
    ["Infra and Database Migration to Microsoft Azure", "infra-and-database migration", "Infra and Database Migration"],
)
def test_standing_takes_a_name_or_an_alias(partner: Partner, name: str) -> None:
    assert list(answer("--as-of", "2023-07-25", "--specialization", name)["specializations"]) == [IDB]


def test_standing_as_it_was_known(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT, known=datetime(2023, 7, 20, 8, tzinfo=UTC))
    import_table(tmp_path, partner, "azure_usage", ENOUGH, known=datetime(2023, 7, 22, 8, tzinfo=UTC))
    asked = ("--as-of", "2023-07-25", "--specialization", IDB)
    known = {None: "30600.00", "2023-07-22": "30600.00", "2023-07-21": "29999.00", "2023-07-19": None}
    for moment, amount in known.items():
        found = answer(*asked, *(("--known-at", moment) if moment else ()))["specializations"][IDB]
        assert found["requirements"][1]["measured"] == amount


def test_standing_prints_text_for_people(partner: Partner, tmp_path: Path) -> None:
    measured(partner, tmp_path, SHORT)
    assert told("--as-of", "2023-07-25", "--specialization", IDB).splitlines() == [
        "infra_and_database_migration: not_started",
        "  designation: met (1 of 1)",
        "  windows_acr: not_met (29999.00 of 30000)",
        "  linux_acr: met (15300.00 of 15000)",
        "  sql_acr: met (9900.00 of 9000)",
        "  open_source_acr: met (4594.50 of 4500)",
        "  skilling: unpublished",
        "  audit: not_met",
    ]
    assert "  windows_acr: no_evidence (unknown of 30000)" in told("--as-of", "2023-04-01", "--specialization", IDB)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--partner", "9999999"), "No partner has the MPN id 9999999."),
        (
            ("--partner", "1000001", "--specialization", "luck"),
            "No specialization luck is offered on 2023-01-08; offered: ",
        ),
        (
            ("--partner", "1000001", "--specialization", IDB),
            f"No specialization {IDB} is offered on 2023-01-08; offered: ",
        ),
    ],
)
def test_standing_refuses_with_the_reason(partner: Partner, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("standing", *arguments, "--as-of", "2023-01-08", "--json")
    assert str(refused.value).startswith(message)
    assert refused.value.returncode == 1
