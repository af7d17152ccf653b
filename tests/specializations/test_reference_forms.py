"""What a partner fills in about its customer, and how a mistake is told."""

from collections.abc import Mapping
from datetime import date

import pytest
from pytest_django import Settings

from specializations.forms import ReferenceForm, ReferenceStepForm
from tests.specializations.references import DAY, FIELDS

KNOWN = {"t1": "Litware", "t2": ""}
TYPED = {key: str(value) for key, value in FIELDS.items()}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def form(data: Mapping[str, str], *, complete: bool = False) -> ReferenceForm:
    return ReferenceForm(KNOWN, data, complete=complete)


def test_form_gives_what_the_action_takes() -> None:
    found = form(TYPED, complete=True)
    assert (found.errors, found.cleaned_data) == ({}, FIELDS)


def test_draft_needs_a_customer_and_nothing_else() -> None:
    assert form({"customer": "Litware"}).errors == {}
    assert form({}).errors == {"known": ["Choose a customer, or name another one below."]}


def test_complete_one_names_every_blank_field() -> None:
    assert set(form({"customer": "Litware"}, complete=True).errors) == set(FIELDS) - {"customer"}
    assert form({"customer": "Litware"}, complete=True).errors["work"] == ["Fill this in; the customer has to read it."]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"known": "t1"}, ("t1", "Litware")),
        ({"known": "t1", "customer": "Litware Inc."}, ("t1", "Litware")),
        ({"known": "t2"}, ("t2", "t2")),
        ({"known": "t2", "customer": "Proseware"}, ("t2", "Proseware")),
        ({"known": "t1", "tenant": " T1 "}, ("t1", "Litware")),
        ({"tenant": "T1"}, ("t1", "Litware")),
        ({"tenant": "T9", "customer": "Fabrikam"}, ("t9", "Fabrikam")),
        ({"tenant": "unknown", "customer": "Fabrikam"}, ("", "Fabrikam")),
    ],
)
def test_customer_is_chosen_or_typed(data: dict[str, str], expected: tuple[str, str]) -> None:
    found = form(data)
    assert found.is_valid()
    assert (found.cleaned_data["tenant"], found.cleaned_data["customer"]) == expected


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (
            {"known": "t1", "tenant": "t9"},
            {"tenant": ["Choose a customer from the list or name another one, not both."]},
        ),
        ({"known": "t7"}, {"known": ["Select a valid choice. t7 is not one of the available choices."]}),
        ({"tenant": "x" * 65, "customer": "A"}, {"tenant": ["A tenant id has at most 64 characters."]}),
        ({"known": "t1", "contact_email": "mei"}, {"contact_email": ["Enter a valid email address."]}),
        ({"known": "t1", "users": "0"}, {"users": ["Ensure this value is greater than or equal to 1."]}),
        ({"known": "t1", "users": "many"}, {"users": ["Enter a whole number."]}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(data: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert form(data).errors == errors


@pytest.mark.parametrize(
    ("started", "ended", "errors"),
    [
        ("2023-07-25", "2023-07-25", {}),
        ("2023-07-25", "", {}),
        ("2023-07-26", "", {"started": ["This day is in the future; choose today or earlier."]}),
        ("2023-07-25", "2023-07-24", {"ended": ["The end lies before the start."]}),
        ("2023-07-25", "2023-12-31", {}),
    ],
)
def test_work_began_by_today_and_ended_after_it_began(started: str, ended: str, errors: dict[str, list[str]]) -> None:
    assert form({"known": "t1", "started": started, "ended": ended}).errors == errors


@pytest.mark.parametrize(
    ("step", "note", "valid"),
    [
        ("approve", "", True),
        ("approve", "Gladly.", True),
        ("reject", " ", False),
        ("reject", "No.", True),
        ("accept", "", True),
        ("decline", "", False),
        ("decline", "x" * 4001, False),
    ],
)
def test_refusal_needs_a_reason_and_an_approval_none(step: str, note: str, valid: bool) -> None:
    assert ReferenceStepForm(step, {"step": step, "note": note}).is_valid() is valid


def test_days_of_a_draft_are_written_as_the_browser_wants_them() -> None:
    found = ReferenceForm(KNOWN, initial={"started": date(2022, 1, 1)})
    assert 'value="2022-01-01"' in str(found["started"])
