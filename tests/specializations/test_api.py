"""Standings and audit requests over REST."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from partnerhub.models import Partner
from partnerhub.permissions import Role
from scoring.actions import enrol
from specializations.actions import attest
from specializations.models import Audit
from tests.api import JSON, NOT_FOUND, UNUSABLE, Api, error
from tests.evidence_files import imported
from tests.factories import person
from tests.people import People

SPECIALIZATION = "infra_and_database_migration"
CONTACT = {"contact_name": "Gilda Ashgrove", "contact_email": "gilda@example.com"}


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Today is the demo's day."""


def test_standings_tell_every_requirement(api: Api, team: People) -> None:
    status, body = api.get("standings/")
    assert (status, body["partner"], body["as_of"]) == (200, team.partner.mpn_id, "2023-07-25")
    assert len(body["specializations"]) == 31
    found = body["specializations"][SPECIALIZATION]
    assert (found["status"], found["validation"], found["can_schedule_audit"]) == ("not_started", "audit", False)
    assert [row["key"] for row in found["requirements"]] == [
        "designation",
        "windows_acr",
        "linux_acr",
        "sql_acr",
        "open_source_acr",
        "skilling",
        "audit",
    ]
    windows = found["requirements"][1]
    assert (windows["state"], windows["required"], windows["measured"]) == ("no_evidence", "30000", None)
    assert windows["missing"] == ["2023-06-01", "2023-05-01", "2023-04-01"]


def test_standings_of_an_earlier_day_are_under_its_rules(api: Api) -> None:
    body = api.get("standings/", as_of="2022-12-31")[1]
    assert SPECIALIZATION not in body["specializations"]
    assert "linux_and_open_source_database_migration" in body["specializations"]


def test_standings_of_an_unusable_day_are_400(api: Api) -> None:
    assert api.get("standings/", as_of="soon")[0] == 400


# Audit request

AUDIT = f"specializations/{SPECIALIZATION}/audit-request/"


def usage(service: Mapping[str, object], amount: object, tenant: str) -> dict[str, object]:
    known = {"Month": "2023-06", "CustomerTenantId": tenant, "PartnerAttributionType": "Partner admin link"}
    return {**known, "ACRAdjustmentType": "N/A", "ACR_USD": amount, **service}


WINDOWS = {
    "ServiceLevel2": "Virtual Machines",
    "ComputeOS": "WINDOWS",
    "ComputeOSAttribute": "WINDOWS",
    "ComputeCoreSoftware": "Core",
}
LINUX = {"ServiceLevel2": "Virtual Machines", "ComputeOS": "Linux", "ComputeOSAttribute": "UNKNOWN"}
SQL = {"ServiceGroup3": "SQLDB"}
OPEN_SOURCE = {"ServiceLevel1": "Databases", "ServiceLevel2": "Cosmos DB"}


@pytest.fixture
def ready(team: People, demo_day: date, tmp_path: Path) -> Partner:
    """Everything is met but the audit, in three customers to the dollar."""
    rows = [
        usage(service, amount, f"t{number}")
        for service, amount in ((WINDOWS, 10_000), (LINUX, 5_000), (SQL, 3_000), (OPEN_SOURCE, 1_500))
        for number in range(3)
    ]
    imported(tmp_path, team.partner, "azure_usage", rows)
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 25), ends=date(2024, 7, 24))
    attest(team.partner, SPECIALIZATION, "skilling", team.manager, reason="Seen on paper.", valid_from=demo_day)
    return team.partner


def test_audit_request_while_something_is_open_is_409_and_says_what(api: Api) -> None:
    status, body = api.post(AUDIT, CONTACT)
    assert (status, body["error"]["code"]) == (409, "not_possible")
    assert body["error"]["message"] == (
        "The audit opens when these are met: Solutions Partner designation, Windows Server VM, Linux VM, SQL family, "
        "Open-source databases, Skilling."
    )
    assert Audit.objects.count() == 0


def test_audit_request_is_201_then_200_with_the_same_request(api: Api, ready: Partner, team: People) -> None:
    (created, first), (again, second) = (api.post(AUDIT, {**CONTACT, "notes": notes}) for notes in ("first", "second"))
    assert (created, again, first) == (201, 200, second)
    request = Audit.objects.get()
    assert (first["id"], first["specialization"], first["state"]) == (request.pk, SPECIALIZATION, "requested")
    assert (first["contact_email"], first["preferred_dates"], first["notes"]) == ("gilda@example.com", [], "first")
    assert (request.requested_by, request.standing["can_schedule_audit"]) == (team.owner, True)
    assert api.get(AUDIT) == (200, first)


def test_audit_request_as_json_is_the_same(api: Api, ready: Partner) -> None:
    wish = {"preferred_date": "2023-07-26", "preferred_date_2": "2023-07-27", "time_zone": "Europe/Amsterdam"}
    status, body = api.post(AUDIT, {**CONTACT, **wish}, content_type=JSON)
    assert (status, body["preferred_dates"]) == (201, ["2023-07-26", "2023-07-27"])
    assert (body["time_zone"], body["modules"], body["language"]) == ("Europe/Amsterdam", "both", "en")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-07-24", "This day is in the past; choose today or later."),
        ("2023-07-29", "This is a weekend day; choose a working day."),
        ("soon", "Enter a valid date."),
    ],
)
def test_audit_request_for_a_day_that_cannot_be_is_400(api: Api, ready: Partner, day: str, told: str) -> None:
    status, body = api.post(AUDIT, {**CONTACT, "preferred_date": day})
    assert (status, body) == (400, error("invalid", UNUSABLE, fields={"preferred_date": [told]}))


def test_audit_request_without_contact_is_400(api: Api, ready: Partner) -> None:
    status, body = api.post(AUDIT, {"contact_email": "nobody"})
    assert (status, body["error"]["fields"]) == (
        400,
        {"contact_name": ["This field is required."], "contact_email": ["Enter a valid email address."]},
    )


@pytest.mark.parametrize("path", [AUDIT, "specializations/horoscopes/audit-request/"])
def test_audit_request_that_is_not_there_is_404(api: Api, path: str) -> None:
    assert api.get(path) == NOT_FOUND


def test_audit_request_by_the_programme_is_404(ready: Partner, team: People) -> None:
    """The programme manager sees the partner's requests and makes none."""
    assert Api(team.manager, ready).post(AUDIT, CONTACT) == NOT_FOUND
    assert Audit.objects.count() == 0


def test_audit_request_by_a_colleague_without_the_role_is_403(ready: Partner, team: People) -> None:
    assert Api(person(ready, Role.ACCOUNT_ADMIN), ready).post(AUDIT, CONTACT)[0] == 403
    assert Audit.objects.count() == 0
