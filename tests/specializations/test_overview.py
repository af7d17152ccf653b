"""The membership overview: where the partner stands, and what needs it."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub import rules
from partnerhub.models import Partner
from scoring.actions import enrol, take_snapshots
from specializations.actions import AuditWish, request_audit
from specializations.overview import DesignationCard, overview
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.scoring.evidence import enterprise
from tests.specializations.evidence import DAY, IDB, ready

pytestmark = pytest.mark.slow

BA = "Business Applications"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def business_applications(partner: Partner, on: date) -> DesignationCard:
    return next(card for card in overview(partner, on).designations if card.title == BA)


def test_new_partner_has_no_score_and_no_needs(db: None) -> None:
    found = overview(PartnerFactory(), DAY)
    assert (found.needs, [card.title for card in found.designations]) == (
        [], ["Data & AI", "Infrastructure", "Digital & App Innovation", BA, "Modern Work", "Security"],
    )  # fmt: skip
    assert [(card.shown, card.status.label, card.change) for card in found.designations] == [
        (None, "No evidence", None)
    ] * 6
    assert found.designations[0].sentence == "No score yet: import the export files of this designation."
    assert found.badge is None


def test_score_of_which_nothing_was_known_when_it_was_taken_is_none(team: People) -> None:
    take_snapshots([team.partner], DAY)
    card = business_applications(team.partner, DAY)
    assert (card.shown, card.change, card.why_url) == (None, None, None)
    assert card.sentence == "No score yet: import the export files of this designation."


def test_missing_evidence_is_needed_once_per_dataset(team: People) -> None:
    take_snapshots([team.partner], DAY)
    found = overview(team.partner, DAY)
    told = [(need.kind, need.text, need.url, need.label) for need in found.needs]
    azure = "Data & AI, Infrastructure, Digital & App Innovation"
    assert [need for need in told if BA in need[1]] == [
        (
            "Data",
            f"{missing}: unknown, not zero. Concerns {titles}.",
            f"/partners/{team.partner.mpn_id}/data/",
            "Import",
        )
        for missing, titles in (
            ("No file of training completions has been imported", f"{azure}, {BA}, Modern Work, Security"),
            ("No evidence of Business Applications revenue for June 2023, June 2022", BA),
            ("No evidence of Business Applications usage for June 2023, June 2022", BA),
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
    request_audit(team.partner, IDB, team.owner, AuditWish(contact_name="Mei Lin", contact_email="mei@example.com"))
    assert overview(team.partner, DAY).needs == []


def test_card_shows_the_snapshot_and_what_changed_with_the_last_refresh(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    for day in (date(2023, 6, 30), date(2023, 7, 19), DAY):
        take_snapshots([partner], day)
    days = {day: business_applications(partner, day) for day in (date(2023, 6, 30), date(2023, 7, 19), DAY)}
    assert {day: (card.shown, card.change) for day, card in days.items()} == {
        date(2023, 6, 30): (35, None),
        date(2023, 7, 19): (35, None),
        DAY: (78, 43),
    }
    assert (days[DAY].status.label, days[DAY].sentence) == (
        "Qualified",
        "Qualified with 77.5 points: 7.5 above 70. Every metric is above zero.",
    )


def test_change_is_told_from_the_eve_of_the_last_refresh_on(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    take_snapshots([partner], date(2023, 6, 19))
    people = """
        TrainingTitle                            | TrainingType  | TrainingCompletionDate | MCPID
        Power Platform Solution Architect Expert | Certification | 2023-01-16             | p1
    """
    import_table(tmp_path, partner, "trainings", people)
    take_snapshots([partner], date(2023, 7, 1))
    card = business_applications(partner, date(2023, 7, 19))
    assert (card.shown, card.change) == (8, 8)
    assert overview(partner, date(2023, 7, 19)).since == date(2023, 6, 19)


def test_enrolled_designation_says_until_when(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    cards = {card.title: card for card in overview(team.partner, DAY).designations}
    assert (cards["Security"].status.label, cards["Security"].sentence) == ("Enrolled", "Enrolled until 31 Dec 2023.")
    assert (cards[BA].status.label, overview(team.partner, DAY).needs) == ("No evidence", [])


def test_renewal_that_is_due_is_needed(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2022, 11, 14))
    found = overview(team.partner, date(2023, 11, 15))
    card = next(one for one in found.designations if one.title == "Security")
    told = "The membership ended on 14 Nov 2023; it can be renewed until 14 Dec 2023."
    assert (card.status.label, card.status.pill, card.sentence) == ("Enrolled (Renewal due)", "warn", told)
    assert [(need.kind, need.text, need.url, need.label) for need in found.needs] == [
        (
            "Renewal",
            f"Security: {told}",
            f"/partners/{team.partner.mpn_id}/membership/solutions-partner/security/",
            "View details",
        )
    ]  # fmt: skip
    assert overview(team.partner, date(2023, 12, 15)).needs == []


def test_designation_that_qualified_earlier_in_the_window_is_qualified(db: None, tmp_path: Path) -> None:
    partner, today = enterprise(tmp_path), date(2023, 9, 25)
    take_snapshots([partner], today)
    card = business_applications(partner, today)
    assert (card.shown, card.status.label, card.sentence) == (
        35,
        "Qualified",
        "35 points short of 70. 3 metrics are unknown. It qualified on 31 Jul 2023, which serves until 31 Dec 2023.",
    )


@pytest.mark.parametrize(("held", "badge"), [(5, None), (6, "Solutions Partner for Microsoft Cloud")])
def test_all_designations_together_are_a_badge_of_their_own(db: None, held: int, badge: str | None) -> None:
    partner = PartnerFactory()
    for designation in list(rules.book().designations)[:held]:
        enrol(partner, designation, None, starts=date(2023, 1, 10))
    days = (date(2023, 1, 9), date(2023, 1, 10), date(2024, 2, 9), date(2024, 2, 10))
    assert [overview(partner, day).badge for day in days] == [None, badge, badge, None]


def test_overview_before_the_programme_has_no_freshness_and_no_rules(db: None) -> None:
    found = overview(PartnerFactory(), date(2022, 10, 2))
    assert (found.fresh, found.badge) == (None, None)
    assert {(card.status.label, card.sentence) for card in found.designations} == {
        ("Not scored yet", "None of its rules is in force on this day.")
    }
