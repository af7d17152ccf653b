"""What a partner fills in about its customer, and how a mistake is told."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from pytest_django import Settings

from specializations.reference_forms import MOST_LISTED, ReferenceForm, ReferenceStepForm
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


# Many customers


def many(count: int) -> dict[str, str]:
    """So many customers of evidence; every tenth is of a family."""
    return {f"t{n}": f"Adventure Works {n}" if n % 10 == 0 else f"Customer {n} of Adventure" for n in range(count)}


def listed(found: ReferenceForm) -> list[str]:
    return re.findall(r'<option value="(\w+)"', str(found["known"]))


@pytest.mark.parametrize(("count", "searched"), [(MOST_LISTED, False), (MOST_LISTED + 1, True)])
def test_customers_are_searched_once_there_are_more_than_a_list_holds(count: int, searched: bool) -> None:
    found = ReferenceForm(many(count))
    assert (found.is_searched, "find" in found.fields, len(listed(found))) == (searched, searched, MOST_LISTED)
    if searched:
        assert found.told == "The first 50 of 51 customers are listed; search for the others."


@pytest.mark.parametrize(
    ("words", "first", "count", "told"),
    [
        ("adventure works 149", ["t1490"], 11, "Matches 11 of 15000 customers."),
        (" WORKS 12340 ", ["t12340"], 1, "Matches 1 of 15000 customers."),
        ("T1234", ["t1234", "t12340"], 11, "Matches 11 of 15000 customers."),
        ("adventure", ["t0", "t10"], 50, "Matches 15000 of 15000 customers; the first 50 are listed."),
        ("nobody", [], 0, "Matches 0 of 15000 customers."),
    ],
)
def test_list_holds_what_matches_a_name_or_tenant_id(words: str, first: list[str], count: int, told: str) -> None:
    found = ReferenceForm(many(15_000), initial={"find": words})
    assert (listed(found)[: len(first)], len(listed(found)), found.told) == (first, count, told)


def test_choice_stays_in_the_list_whatever_is_searched_for() -> None:
    found = ReferenceForm(many(100), {"find": "works 10", "known": "t77"})
    assert (listed(found), found.is_valid(), found.cleaned_data["customer"]) == (
        ["t77", "t10"],
        True,
        "Customer 77 of Adventure",
    )
    assert "find" not in found.cleaned_data


@pytest.mark.parametrize("known", ["t9999", "<script>"])
def test_choice_that_evidence_does_not_know_is_refused_also_among_many(known: str) -> None:
    found = ReferenceForm(many(100), {"known": known})
    assert found.errors.keys() == {"known"}
    assert known not in listed(found)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("works 1", "“works 1” matches 1 of your customers: choose one from the list, or name another one below."),
        ("nobody", "No customer matches “nobody”; search for another part of its name, or name another one below."),
        ("", "Choose a customer, or name another one below."),
    ],
)
def test_search_that_was_sent_asks_to_choose_from_what_matches(words: str, told: str) -> None:
    """As a browser without scripts sends it."""
    assert ReferenceForm(many(99), {"find": words}).errors == {"known": [told]}
    assert ReferenceForm(many(99), {"find": words, "customer": "Litware"}).errors == {}


def test_name_of_evidence_is_cut_to_what_a_reference_keeps() -> None:
    found = ReferenceForm({"t1": "x" * 300}, {"known": "t1"})
    assert (found.is_valid(), found.cleaned_data["customer"]) == (True, "x" * 200)
