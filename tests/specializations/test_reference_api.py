"""Customer references over REST: read by those who may read their pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.permissions import Role
from specializations.reference_actions import forget_contact, review_reference
from tests.api import NOT_FOUND, UNUSABLE, Api, error
from tests.factories import person
from tests.people import People
from tests.specializations.references import DAY, MEETINGS, answered, approved, drafted, fields, qualified, sent


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


def test_reference_tells_what_its_page_tells(api: Api, ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    status, body = api.get("references/")
    assert (status, body["count"], body["next"]) == (200, 1, None)
    (found,) = body["results"]
    told = {key: str(value) if key in {"started", "ended"} else value for key, value in fields(1).items()}
    assert {key: found[key] for key in told} == told
    assert (found["id"], found["specialization"], found["state"], found["answer"]) == (row.pk, MEETINGS, "approved", "")
    assert (found["counts_until"], found["reviewed_at"], found["forgotten_at"]) == ("2025-07-25", None, None)
    assert [found[key][:10] for key in ("created_at", "sent_at", "answered_at", "link_until")] == [
        *["2023-07-25"] * 3,
        "2023-08-24",
    ]


def test_references_come_newest_first_and_by_state_and_specialization(api: Api, ready: People) -> None:
    drafted(ready.partner, ready.owner, 1)
    answered(sent(ready.partner, ready.owner, 2), "reject", "We had twenty rooms.")
    approved(ready.partner, ready.owner, 3)
    asked: list[dict[str, str | int]] = [
        {},
        {"state": "rejected"},
        {"state": "accepted"},
        {"specialization": MEETINGS, "state": "draft"},
        {"specialization": "cloud_security"},
        {"limit": 1, "offset": 1},
    ]
    found = [[row["customer"] for row in api.get("references/", **query)[1]["results"]] for query in asked]
    assert found == [
        ["Litware 3", "Litware 2", "Litware 1"],
        ["Litware 2"],
        [],
        ["Litware 1"],
        [],
        ["Litware 2"],
    ]
    (rejected,) = api.get("references/", state="rejected")[1]["results"]
    assert (rejected["answer"], rejected["counts_until"]) == ("We had twenty rooms.", None)


def test_what_was_declined_counts_no_more_and_what_was_forgotten_is_blank(api: Api, ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    review_reference(row, "decline", ready.manager, "The contact is the partner's own.")
    forget_contact(row, ready.owner)
    (found,) = api.get("references/")[1]["results"]
    assert (found["state"], found["review"], found["counts_until"]) == (
        "declined",
        "The contact is the partner's own.",
        None,
    )
    assert (found["contact_name"], found["contact_email"], found["forgotten_at"][:10]) == ("", "", "2023-07-25")


def test_unknown_state_is_400(api: Api) -> None:
    told = {"state": ['"lost" is not a valid choice.']}
    assert api.get("references/", state="lost") == (400, error("invalid", UNUSABLE, fields=told))


def test_references_are_read_by_admins_and_the_programme_manager_alone(ready: People) -> None:
    approved(ready.partner, ready.owner)
    asked = {
        "owner": ready.owner, "partner admin": ready.partner_admin, "manager": ready.manager, "teammate": ready.teammate,
        "stranger": ready.stranger, "auditor": ready.auditor, "reviewer": ready.reviewer, "anonymous": None,
        "account admin": person(ready.partner, Role.ACCOUNT_ADMIN),
    }  # fmt: skip
    answers = {who: Api(user, ready.partner).get("references/") for who, user in asked.items()}
    assert {who: status for who, (status, _body) in answers.items()} == {
        "owner": 200, "partner admin": 200, "manager": 200, "teammate": 403, "stranger": 404, "auditor": 404,
        "reviewer": 404, "anonymous": 401, "account admin": 403,
    }  # fmt: skip
    assert answers["stranger"] == NOT_FOUND
    assert [who for who, (_status, body) in answers.items() if "mei@litware" in str(body)] == [
        "owner", "partner admin", "manager",
    ]  # fmt: skip


def test_other_partners_references_are_not_among_them(ready: People) -> None:
    approved(ready.partner, ready.owner)
    other = Partner.objects.get(members__user=ready.stranger)
    assert Api(ready.stranger, other).get("references/")[1]["results"] == []


def test_references_are_only_read(api: Api, ready: People) -> None:
    assert api.post("references/", {"customer": "Litware"})[0] == 405


def test_more_references_ask_no_more(api: Api, ready: People) -> None:
    found = []
    for number in (1, 2, 3, 4):
        approved(ready.partner, ready.owner, number, started=DAY - timedelta(days=number))
        with CaptureQueriesContext(connection) as queries:
            assert api.get("references/")[1]["count"] == number
        found.append(len(queries))
    assert found == [found[0]] * 4
