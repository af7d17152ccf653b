"""What people fill in, and how a mistake is told."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from partnerhub import clock
from specializations.actions import AuditWish
from specializations.audit_clock import day_in
from specializations.forms import AttestForm, AuditRequestForm, AuditStepForm, EnrolmentForm
from tests.uploads import PNG, pdf

TUESDAY = date(2023, 7, 25)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TUESDAY


BOTH = [("both", "Both")]


def audit(choices: list[tuple[str, str]] = BOTH, **more: Any) -> AuditRequestForm:
    return AuditRequestForm(choices, {"contact_name": "Mei Lin", "contact_email": "mei@example.com", **more})


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
    assert AuditWish(**form.cleaned_data) == AuditWish(
        contact_name="Mei Lin",
        contact_email="mei@example.com",
        modules="both",
        preferred_dates=[date(2023, 8, 1)],
        notes="Remote",
    )


def test_audit_request_takes_up_to_three_days_each_once() -> None:
    form = audit(preferred_date="2023-08-01", preferred_date_2="2023-08-03", preferred_date_3="2023-08-01")
    assert form.is_valid()
    assert form.cleaned_data["preferred_dates"] == [date(2023, 8, 1), date(2023, 8, 3)]
    wrong = audit(preferred_date_3="2023-07-29")
    assert wrong.errors == {"preferred_date_3": ["This is a weekend day; choose a working day."]}


def test_audit_request_before_there_were_modules_has_none() -> None:
    form = audit([], modules="workload")
    assert form.is_valid()
    assert AuditWish(**form.cleaned_data).modules == ""


def test_module_that_is_not_offered_is_refused() -> None:
    assert "modules" in audit(modules="workload").errors
    assert not audit([*BOTH, ("workload", "Workload")], modules="workload").errors


@pytest.mark.parametrize(
    ("now", "zone", "today"),
    [
        ("2023-07-25T23:30:00+00:00", "Europe/Amsterdam", date(2023, 7, 26)),
        ("2023-07-25T23:30:00+00:00", "America/New_York", date(2023, 7, 25)),
        ("2023-07-25T02:30:00+00:00", "America/New_York", date(2023, 7, 24)),
        ("2023-07-25T12:30:00+00:00", "Pacific/Kiritimati", date(2023, 7, 26)),
    ],
)
def test_day_is_that_of_the_contact(now: str, zone: str, today: date) -> None:
    assert day_in(zone, datetime.fromisoformat(now)) == today


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_audit_day_is_not_in_the_past_where_the_contact_is(zone: str) -> None:
    today = day_in(zone, clock.now())
    days = {days: today + timedelta(days=days) for days in (-7, -1, 0, 7)}
    told = {
        number: "past" in str(audit(time_zone=zone, preferred_date=day.isoformat()).errors)
        for number, day in days.items()
    }
    assert told == {-7: True, -1: True, 0: False, 7: False}


def test_step_takes_a_pdf_and_nothing_else() -> None:
    def uploaded(content: bytes) -> AuditStepForm:
        files = {"document": SimpleUploadedFile("report.pdf", content)}
        return AuditStepForm("upload_report", {"step": "upload_report"}, files)

    assert uploaded(pdf()).is_valid()
    assert "neither a PDF" in str(uploaded(b"MZ").errors)
    assert "damaged" in str(uploaded(pdf()[:40]).errors)
    assert "not a PDF" in str(uploaded(PNG).errors)
    assert "document" in AuditStepForm("upload_report", {"step": "upload_report"}).errors
    assert AuditStepForm("pass", {"step": "pass"}).is_valid()


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
