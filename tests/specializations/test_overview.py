"""The membership overview: where the partner stands, and what needs it; and the programme's desk."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from scoring.actions import enrol, take_snapshots
from specializations.actions import request_audit
from specializations.overview import desk, desk_partner, overview
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.scoring.evidence import enterprise
from tests.specializations.evidence import DAY, IDB, ready

BA = "Business Applications"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def test_new_partner_has_no_score_and_no_needs(db: None) -> None:
    found = overview(PartnerFactory(), DAY)
    assert (found.needs, [card.title for card in found.designations]) == (
        [], [BA, "Data & AI", "Digital & App Innovation", "Infrastructure", "Modern Work", "Security"],
    )  # fmt: skip
    assert [(card.shown, card.status.label, card.change) for card in found.designations] == [
        (None, "No evidence", None)
    ] + [(None, "Not scored yet", None)] * 5
    assert found.designations[0].sentence == "No score yet: import the export files of this designation."


def test_missing_evidence_is_needed_once_per_dataset(team: People) -> None:
    take_snapshots([team.partner], DAY)
    found = overview(team.partner, DAY)
    assert [(need.kind, need.text, need.url, need.label) for need in found.needs] == [
        ("Data", f"{BA}: {missing}: unknown, not zero.", f"/partners/{team.partner.mpn_id}/data/", "Import")
        for missing in (
            "No evidence of Business Applications revenue for June 2023, June 2022",
            "No file of training completions has been imported",
            "No evidence of Business Applications usage for June 2023, June 2022",
        )
    ]


def test_audit_that_can_be_scheduled_is_needed_until_it_is_requested(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    (need,) = overview(team.partner, DAY).needs
    assert (need.kind, need.text, need.label) == (
        "Audit",
        "Infra and Database Migration to Microsoft Azure: every prerequisite is met, the audit can be scheduled.",
        "Schedule audit",
    )
    assert need.url == f"/partners/{team.partner.mpn_id}/membership/specializations/{IDB}/audit/"
    request_audit(team.partner, IDB, team.owner, contact_name="Mei Lin", contact_email="mei@example.com")
    assert overview(team.partner, DAY).needs == []


def test_card_shows_the_snapshot_and_what_changed_since_last_month(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    for day in (date(2023, 6, 30), date(2023, 7, 19), DAY):
        take_snapshots([partner], day)
    days = {day: overview(partner, day).designations[0] for day in (date(2023, 6, 30), date(2023, 7, 24), DAY)}
    assert {day: (card.shown, card.change) for day, card in days.items()} == {
        date(2023, 6, 30): (35, None),
        date(2023, 7, 24): (35, 0),
        DAY: (78, 43),
    }
    assert (days[DAY].status.label, days[DAY].sentence) == (
        "Qualified",
        "Qualified: 7.5 points above 70. Every metric is above zero.",
    )


def test_change_on_the_first_of_a_month_looks_at_the_month_before(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    take_snapshots([partner], date(2023, 6, 20))
    people = """
        TrainingTitle                            | TrainingType  | TrainingCompletionDate | MCPID
        Power Platform Solution Architect Expert | Certification | 2023-01-16             | p1
    """
    import_table(tmp_path, partner, "trainings", people)
    take_snapshots([partner], date(2023, 7, 1))
    card = overview(partner, date(2023, 7, 1)).designations[0]
    assert (card.shown, card.change) == (8, 8)


def test_enrolled_designation_says_until_when(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    cards = {card.title: card for card in overview(team.partner, DAY).designations}
    assert (cards["Security"].status.label, cards["Security"].sentence) == ("Enrolled", "Enrolled until 31 Dec 2023.")
    assert (cards[BA].url is None, cards["Security"].url) == (False, None)


def test_overview_before_the_programme_has_no_freshness(db: None) -> None:
    assert overview(PartnerFactory(), date(2022, 10, 2)).fresh is None


def test_desk_shows_partners_and_open_requests(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    assert desk(DAY).requests == []
    row = request_audit(
        team.partner,
        IDB,
        team.owner,
        contact_name="Mei Lin",
        contact_email="mei@example.com",
        preferred_date=date(2023, 8, 1),
    )
    found = desk(DAY)
    (request,) = found.requests
    assert (request.partner, request.title, request.contact_name, request.contact_email) == (
        team.partner, "Infra and Database Migration to Microsoft Azure", "Mei Lin", "mei@example.com",
    )  # fmt: skip
    assert (request.preferred_date, request.requested_at) == (date(2023, 8, 1), row.requested_at)
    assert len(found.partners) == 2


def test_desk_of_a_partner_shows_what_it_bought_newest_first(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2022, 1, 1), ends=date(2022, 12, 31))
    enrol(team.partner, "modern_work", team.manager, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    found = desk_partner(team.partner)
    assert [(one.title, one.starts, one.ends, one.recorded_by) for one in found.enrolments] == [
        ("Modern Work", date(2023, 1, 1), date(2023, 12, 31), team.manager),
        ("Security", date(2022, 1, 1), date(2022, 12, 31), team.manager),
    ]
