"""What the specialization pages show: needed against have, the audit button with its reason, and what to do next."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.actions import enrol
from specializations.actions import AuditWish, attest, request_audit
from specializations.models import Audit
from specializations.pages import SpecializationPage, areas, specialization_page, specializations_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.specializations.evidence import DAY, ENOUGH, IDB, SHORT, measured, ready


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def page(partner: Partner, key: str = IDB, day: date = DAY) -> SpecializationPage:
    return specialization_page(partner, key, day)


def asked(team: People) -> Audit:
    return request_audit(
        team.partner, IDB, team.owner, AuditWish(contact_name="Mei Lin", contact_email="mei@example.com")
    )


def test_requirements_are_told_needed_against_have(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path, SHORT)
    found = page(team.partner)
    assert (found.title, found.status.label, found.met, found.total) == (
        "Infra and Database Migration to Microsoft Azure", "Not started", 4, 7,
    )  # fmt: skip
    assert found.lede == "Rules in force on 25 Jul 2023 · validated by a third-party audit"
    assert [(row.title, row.needed, row.have, row.have_sub, row.state_label) for row in found.requirements] == [
        ("Solutions Partner designation", "Active: Data & AI or Infrastructure", "Infrastructure", "", "Met"),
        ("Windows Server VM", "30,000 USD; 3 customers", "29,999.00 USD", "3 customers", "1 USD short"),
        ("Linux VM", "15,000 USD; 3 customers", "15,300.00 USD", "3 customers", "Met"),
        (
            "SQL family",
            "9,000 USD; 3 customers; 3,000 USD of which SQL Managed Instance and SQL Database",
            "9,900.00 USD",
            "3 customers; 9,900.00 USD of which SQL Managed Instance and SQL Database",
            "Met",
        ),
        ("Open-source databases", "4,500 USD; 3 customers", "4,594.50 USD", "3 customers", "Met"),
        ("Skilling", None, "–", "", "Needs the programme's word"),
        ("Third-party audit", "Pass", "–", "", "Not yet"),
    ]
    assert [bool(row.why_url) for row in found.requirements] == [False, True, True, True, True, False, False]
    assert {row.sub for row in found.requirements} == {"", "ACR, April 2023 to June 2023"}


def test_month_without_a_file_is_told(team: People, tmp_path: Path) -> None:
    import_table(tmp_path, team.partner, "azure_usage", SHORT.replace("2023-0{4..6}", "2023-0{4,6}"))
    windows = page(team.partner).requirements[1]
    assert (windows.sub, windows.have, windows.state_label) == (
        "no Azure usage for May 2023",
        "20,000.00 USD",
        "No evidence",
    )
    assert page(team.partner).next_steps[1].text == "Import the Azure usage of the months named, for Windows Server VM."


def test_missing_customers_are_told(team: People, tmp_path: Path) -> None:
    import_table(tmp_path, team.partner, "azure_usage", ENOUGH.replace("{a,b,c}", "{a,b}").replace("| 3400", "| 9000"))
    labels = [row.state_label for row in page(team.partner).requirements]
    assert labels[1:3] == ["1 customer short", "4,800 USD short"]


def test_audit_card_says_what_keeps_it_closed(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path, SHORT)
    card = page(team.partner).audit
    assert card is not None
    assert (card.enabled, card.request) == (False, None)
    assert card.reason == (
        "Opens when every requirement above is met. Still open: Windows Server VM (1 USD short), "
        "Skilling (needs the programme's word)."
    )


def test_audit_card_opens_and_then_shows_the_request(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    card = page(team.partner).audit
    assert card is not None
    assert (card.enabled, card.reason) == (True, "Every requirement above is met: the audit can be scheduled.")
    row = asked(team)
    card = page(team.partner).audit
    assert card is not None
    assert (card.request, card.reason) == (row, "An audit was requested on 25 Jul 2023. Its state: Requested.")


def test_specialization_without_audit_has_no_card(db: None) -> None:
    partner = PartnerFactory()
    assert (page(partner, "sales").audit, page(partner, "cloud_security").audit) == (None, None)


def test_next_steps_lead_to_active(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path, SHORT)
    assert [step.text for step in page(team.partner).next_steps] == [
        "Grow Windows Server VM by 1 USD.",
        "Ask the programme to attest Skilling: its threshold is not published.",
        "Schedule the audit.",
        "Then it becomes Active.",
    ]


def test_next_steps_of_a_partner_without_anything(db: None) -> None:
    steps = page(PartnerFactory(mpn_id="1000001")).next_steps
    assert steps[0].text == "Hold an active designation: Data & AI or Infrastructure."
    assert (steps[1].text, steps[1].url) == (
        "Import the Azure usage of the months named, for Windows Server VM.",
        "/partners/1000001/data/",
    )


def test_next_steps_after_the_request_wait_for_the_auditor(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    asked(team)
    assert [step.text for step in page(team.partner).next_steps] == [
        "Wait for an auditor to accept.",
        "Then it becomes Active.",
    ]


def test_next_steps_of_references_and_of_an_active_one(db: None, team: People) -> None:
    assert [step.text for step in page(team.partner, "cloud_security").next_steps][-2:] == [
        "Provide customer references.",
        "Then it becomes Active.",
    ]
    enrol(team.partner, "business_applications", None, starts=DAY, ends=DAY)
    for key in ("performance", "skilling"):
        attest(team.partner, "sales", key, team.manager, reason="Shown to the programme", valid_from=DAY)
    found = page(team.partner, "sales")
    assert (found.status.label, found.next_steps) == ("Active", [])
    assert found.requirements[1].state_note == "programme, 25 Jul 2023: Shown to the programme"


def test_only_unpublished_requirements_can_be_attested(team: People, tmp_path: Path) -> None:
    assert page(team.partner).attestable == [("skilling", "Skilling")]
    ready(team.partner, tmp_path, team.manager)
    assert page(team.partner).attestable == []


def test_timeline_tells_what_is_on_record_newest_first(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    enrol(team.partner, "modern_work", None, starts=date(2023, 2, 1), ends=date(2024, 1, 31))
    enrol(team.partner, "data_ai", None, starts=date(2023, 3, 1), ends=date(2024, 2, 29))
    asked(team)
    Audit.objects.update(requested_at=datetime(2023, 7, 26, 8, tzinfo=UTC))
    assert [(event.date, event.text) for event in page(team.partner).timeline] == [
        (date(2023, 7, 26), "Audit requested"),
        (date(2023, 7, 25), "Skilling attested by the programme"),
        (date(2023, 3, 1), "Data & AI enrolled"),
        (date(2023, 1, 1), "Infrastructure enrolled"),
    ]


def test_areas_hold_the_catalogue_of_the_day(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    asked(team)
    found = areas(team.partner, DAY)
    assert [(area.title, len(area.specializations), area.active, area.audits, area.not_started) for area in found] == [
        ("Azure", 13, 0, 1, 13),
        ("Modern Work", 6, 0, 0, 6),
        ("Security", 4, 0, 0, 4),
        ("Business Applications", 8, 0, 0, 8),
    ]
    (row,) = [one for area in found for one in area.specializations if one.key == IDB]
    assert (row.title, row.met, row.total, row.ready, row.audit is not None) == (
        "Infra and Database Migration to Microsoft Azure", 6, 7, True, True,
    )  # fmt: skip


@pytest.mark.parametrize(("area", "title", "keys"), [(None, "All areas", 4), ("security", "Security", 1)])
def test_page_of_one_area_or_of_all(db: None, area: str | None, title: str, keys: int) -> None:
    found = specializations_page(PartnerFactory(), DAY, area)
    assert (found.title, len(found.areas)) == (title, keys)
