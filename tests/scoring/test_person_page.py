"""One person's Why: what each certificate is worth, and every row that says so."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.forms import Asked
from scoring.people import person_id
from scoring.person_page import PersonPage, person_page
from tests.factories import PartnerFactory
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return eligible(tmp_path)


def page(partner: Partner, key: str, day: date = DAY, known_at: datetime | None = None) -> PersonPage:
    found = person_page(partner, person_id(partner, key), Asked(day, "published", known_at))
    assert found is not None
    return found


def test_person_has_every_title_with_its_worth(partner: Partner) -> None:
    found = page(partner, "4")
    assert (found.person.name, found.person.key, found.person.counting) == ("Milo", "4", 2)
    assert found.lede == "counts for 2 metrics · as of 25 Jul 2023 · as known now"
    assert [(one.title, one.worths[0].label) for one in found.person.certificates] == [
        ("Power Platform Developer Associate", "counted"),
        ("Azure Data Engineer Associate", "expired"),
        ("Contoso Certified Baker", "title not known to the rulebook"),
        ("Contoso Certified Baker", "title not known to the rulebook"),
        ("Describe cloud concepts", "not a certification"),
    ]


def test_rows_stand_by_designation_and_what_none_counts_once(partner: Partner) -> None:
    found = page(partner, "4")
    told = {
        one.title: [(*(cell.text for cell in row.cells), row.verdict_label) for row in one.behind.rows]
        for one in found.sections
    }
    developer = ("Intermediate certifications", "Power Platform Developer Associate", "10 Aug 2023", "counted")
    assert told == {
        "Data & AI": [("Intermediate certifications", "Azure Data Engineer Associate", "24 Jul 2023", "expired")],
        "Digital & App Innovation": [developer],
        "Business Applications · SMB": [developer],
        "Counts for no designation": [
            ("Contoso Certified Baker", "title not known to the rulebook"),
            ("Contoso Certified Baker", "title not known to the rulebook"),
            ("Describe cloud concepts", "not a certification"),
        ],
    }
    origins = [
        origin.label.partition(", ")[2] for one in found.sections for row in one.behind.rows for origin in row.origins
    ]
    assert sorted(origins) == ["row 10", "row 11", "row 12", "row 8", "row 9", "row 9"]


def test_gate_is_named_where_a_certificate_stands_for_one(partner: Partner) -> None:
    section = page(partner, "2").sections[0]
    assert [head.label for head in section.behind.listed.heads] == [
        "Counted by",
        "Counts for",
        "Certificate",
        "Verdict",
    ]
    assert [[cell.text for cell in row.cells] for row in section.behind.rows] == [
        ["Intermediate certifications", "Azure Solutions Architects", "Azure Solutions Architect Expert"]
    ]


def test_person_of_another_partner_is_nobody_here(partner: Partner) -> None:
    other = PartnerFactory()
    question = Asked(DAY, "published", None)
    assert person_page(other, person_id(partner, "4"), question) is None
    assert person_page(partner, person_id(other, "4"), question) is None
    assert person_page(partner, "4", question) is None


def test_page_leads_back_to_the_list_of_the_same_question(partner: Partner) -> None:
    found = page(partner, "4", date(2023, 7, 24), datetime(2023, 7, 22, 12, tzinfo=UTC))
    asked = "as_of=2023-07-24&known_at=2023-07-22"
    assert found.parent.title == "Skilling eligibility"
    assert found.parent.url == f"/partners/1000001/membership/solutions-partner/people/?{asked}"
