"""What people fill in, and how a mistake is told."""

from datetime import date
from typing import Any

import pytest
from pytest_django import Settings

from specializations.forms import AttestForm, AuditRequestForm, EnrolmentForm

TUESDAY = date(2023, 7, 25)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TUESDAY


def audit(**more: Any) -> AuditRequestForm:
    return AuditRequestForm({"contact_name": "Mei Lin", "contact_email": "mei@example.com", **more})


@pytest.mark.parametrize(
    ("day", "errors"),
    [
        ("", None),
        ("2023-07-24", ["This day is in the past; choose today or later."]),
        ("2023-07-25", None),
        ("2023-07-26", None),
        ("2023-07-28", None),
        ("2023-07-29", ["This is a weekend day; choose a working day."]),
        ("2023-07-30", ["This is a weekend day; choose a working day."]),
        ("2023-07-31", None),
        ("tomorrow", ["Enter a valid date."]),
    ],
)
def test_audit_day_is_a_working_day_from_today_on(day: str, errors: list[str] | None) -> None:
    assert audit(preferred_date=day).errors.get("preferred_date") == errors


def test_audit_request_needs_someone_to_write_to() -> None:
    form = audit(contact_name=" ", contact_email="mei")
    assert form.errors == {
        "contact_name": ["This field is required."],
        "contact_email": ["Enter a valid email address."],
    }


def test_audit_request_gives_what_the_action_takes() -> None:
    form = audit(preferred_date="2023-08-01", notes=" Remote ")
    assert form.is_valid()
    assert form.cleaned_data == {
        "contact_name": "Mei Lin",
        "contact_email": "mei@example.com",
        "preferred_date": date(2023, 8, 1),
        "notes": "Remote",
    }


@pytest.mark.parametrize(
    ("reason", "valid"), [("123456789", False), ("1234567890", True), ("", False), ("x" * 2001, False)]
)
def test_attestation_needs_a_reason_worth_keeping(reason: str, valid: bool) -> None:
    assert AttestForm({"requirement": "skilling", "reason": reason}).is_valid() is valid


@pytest.mark.parametrize(
    ("ends", "errors"),
    [
        ("2023-07-24", {"ends": ["The anniversary lies before the start."]}),
        ("2023-07-25", {}),
        ("2024-07-24", {}),
        ("", {}),
    ],
)
def test_enrolment_ends_on_or_after_its_start(ends: str, errors: dict[str, list[str]]) -> None:
    form = EnrolmentForm({"designation": "infrastructure", "starts": "2023-07-25", "ends": ends})
    assert form.errors == errors


@pytest.mark.parametrize(
    ("starts", "ends", "errors"),
    [
        ("2022-10-02", "", {"starts": ["The programme had no memberships on this day."]}),
        ("2022-10-02", "2023-10-03", {}),
        ("2022-10-03", "", {}),
    ],
)
def test_anniversary_is_worked_out_from_the_first_day_of_the_programme_on(
    starts: str, ends: str, errors: dict[str, list[str]]
) -> None:
    form = EnrolmentForm({"designation": "infrastructure", "starts": starts, "ends": ends})
    assert form.errors == errors


def test_enrolment_is_for_one_of_the_six_designations() -> None:
    choices = [key for key, _ in EnrolmentForm().fields["designation"].choices]  # type: ignore[attr-defined]
    assert sorted(choices) == [
        "business_applications", "data_ai", "digital_app_innovation", "infrastructure", "modern_work", "security",
    ]  # fmt: skip
    assert choices[0] == "data_ai"
    assert "designation" in EnrolmentForm({"designation": "gold", "starts": "2023-07-25", "ends": "2023-07-25"}).errors
