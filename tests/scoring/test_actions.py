"""Snapshots: kept once per state of knowledge, the same for many partners as for one; and enrolments."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import queries, wire
from scoring.actions import enrol, take_snapshots
from scoring.membership import Membership
from scoring.models import Enrolment, ScoreSnapshot
from tests.cases_format import import_table
from tests.factories import PartnerFactory, UserFactory

BA = "business_applications"
DAY = date(2023, 7, 25)
# A snapshot of every designation on both bases.
OF_ONE = 12
REVENUE = """
    FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2022-06         | a                | Sales     | CSP Tier 1             | 100
    2023-06         | {a,b}            | Sales     | CSP Tier 1             | 2000
"""
RESTATED = """
    FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2023-06         | {a,b,c}          | Sales     | CSP Tier 1             | 2000
"""
PEOPLE = """
    TrainingTitle                            | TrainingType  | TrainingCompletionDate | MCPID
    Power Platform Solution Architect Expert | Certification | 2023-01-16             | p1
"""


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory()
    import_table(tmp_path, found, "business_apps_revenue", REVENUE)
    import_table(tmp_path, found, "trainings", PEOPLE)
    return found


def kept(partner: Partner) -> list[tuple[str, date, int, bool]]:
    rows = ScoreSnapshot.objects.filter(partner=partner, designation=BA).order_by("pk")
    return [(row.basis, row.as_of, row.shown, row.qualified) for row in rows]


def answers() -> list[dict[str, Any]]:
    """Every kept answer, whole; without the moment at which it was computed last."""
    names = [field.attname for field in ScoreSnapshot._meta.concrete_fields if field.name != "computed_at"]
    return list(ScoreSnapshot.objects.order_by("pk").values(*names))


def test_snapshots_are_kept_on_both_bases(partner: Partner) -> None:
    assert take_snapshots([partner], DAY) == OF_ONE
    assert kept(partner) == [("published", DAY, 14, False), ("preview", DAY, 14, False)]


def test_snapshots_twice_add_nothing(partner: Partner) -> None:
    take_snapshots([partner], DAY)
    before = answers()
    assert take_snapshots([partner], DAY) == 0
    assert answers() == before


def test_snapshot_says_what_the_score_says(partner: Partner) -> None:
    take_snapshots([partner], DAY)
    row = queries.newest(partner, DAY)[BA]
    (found,) = queries.scores(partner, DAY, "published", designation=BA)
    told = wire.score(found)
    assert (row.track, row.shown, row.qualified) == (told["track"], told["shown"], told["qualified"])
    assert {metric["key"]: metric for metric in row.metrics} == told["metrics"]
    assert row.details == {
        "pass_total": 70,
        "track": {"key": "smb", "chosen": "by_workloads", "measured": "0", "needed": "5", "limit": "5000"},
        "tracks": {},
    }


def test_new_evidence_adds_a_snapshot_and_leaves_the_old_one(partner: Partner, tmp_path: Path) -> None:
    take_snapshots([partner], DAY)
    before = answers()
    import_table(tmp_path, partner, "business_apps_revenue", RESTATED, known=datetime(2023, 7, 24, tzinfo=UTC))
    assert take_snapshots([partner], DAY) == 2
    assert answers()[:OF_ONE] == before
    assert {key: row.shown for key, row in queries.newest(partner, DAY).items() if row.shown} == {BA: 17}


def test_new_evidence_of_another_partner_adds_nothing(partner: Partner, tmp_path: Path) -> None:
    other = PartnerFactory()
    take_snapshots([partner, other], DAY)
    import_table(tmp_path, other, "business_apps_revenue", REVENUE)
    assert take_snapshots([partner, other], DAY) == 2
    assert len(kept(partner)) == 2


def test_another_market_is_another_answer_and_back_again_the_first(db: None) -> None:
    partner = PartnerFactory(market="larger")
    day = date(2022, 12, 20)
    for market in (Partner.Market.LARGER, Partner.Market.OTHER, Partner.Market.LARGER):
        partner.market = market
        partner.save()
        take_snapshots([partner], day)
        assert queries.newest(partner, day)[BA].track == market


def test_day_before_the_programme_keeps_nothing(partner: Partner) -> None:
    assert take_snapshots([partner], date(2022, 10, 2)) == 0
    assert kept(partner) == []


def test_newest_snapshot_is_that_of_the_day_or_the_last_before(partner: Partner) -> None:
    for day in (date(2023, 7, 20), date(2023, 7, 24), date(2023, 7, 26)):
        take_snapshots([partner], day)
    found = {day: queries.newest(partner, day).get(BA) for day in (date(2023, 7, 19), date(2023, 7, 20), DAY)}
    assert {day: row and row.as_of for day, row in found.items()} == {
        date(2023, 7, 19): None,
        date(2023, 7, 20): date(2023, 7, 20),
        DAY: date(2023, 7, 24),
    }


def test_many_partners_at_once_equal_one_by_one(partner: Partner, tmp_path: Path) -> None:
    partners: list[Partner] = [partner, PartnerFactory(), PartnerFactory(market="other")]
    import_table(tmp_path, partners[1], "business_apps_revenue", RESTATED)
    columns = ("partner", "designation", "basis", "inputs", "track", "points", "shown", "metrics", "details")
    assert take_snapshots(partners, DAY) == 3 * OF_ONE
    together = list(ScoreSnapshot.objects.order_by("partner", "designation", "basis").values(*columns))
    ScoreSnapshot.objects.all().delete()
    assert [take_snapshots([one], DAY) for one in partners] == [OF_ONE] * 3
    assert list(ScoreSnapshot.objects.order_by("partner", "designation", "basis").values(*columns)) == together


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2023-07-24", False),
        ("2023-07-25", True),
        ("2024-07-24", True),
        ("2024-08-23", True),  # the last day of the renewal window
        ("2024-08-24", False),
    ],
)
def test_designation_is_held_from_its_purchase_until_it_can_no_longer_be_renewed(
    db: None, day: str, held: bool
) -> None:
    partner, by = PartnerFactory(), UserFactory()
    assert enrol(partner, BA, by, starts=DAY).ends == date(2024, 7, 24)
    assert queries.held(partner, date.fromisoformat(day)) == ({BA} if held else set())


def test_designation_bought_in_a_running_year_takes_its_anniversary(db: None) -> None:
    """Modern Work in November, Business Applications in January, Security in February: all are renewed in November."""
    partner = PartnerFactory()
    bought = [("modern_work", date(2022, 11, 14)), (BA, date(2023, 1, 10)), ("security", date(2023, 2, 20))]
    assert {enrol(partner, key, None, starts=day).ends for key, day in bought} == {date(2023, 11, 14)}
    assert enrol(PartnerFactory(), BA, None, starts=date(2023, 1, 10)).ends == date(2024, 1, 10)


def test_renewal_begins_a_year_on_the_day_of_its_payment(db: None) -> None:
    partner = PartnerFactory()
    enrol(partner, BA, None, starts=date(2022, 11, 14))
    enrol(partner, BA, None, starts=date(2023, 11, 20))
    rows = [(row.starts, row.ends) for row in queries.enrolment_history(partner)]
    assert rows == [(date(2023, 11, 20), date(2024, 11, 19)), (date(2022, 11, 14), date(2023, 11, 14))]


def test_programme_may_name_another_anniversary(db: None) -> None:
    partner = PartnerFactory()
    enrol(partner, BA, None, starts=date(2022, 11, 14), ends=date(2024, 1, 31))
    assert enrol(partner, "security", None, starts=date(2023, 12, 1)).ends == date(2024, 1, 31)


def test_enrolment_recorded_again_adds_nothing(db: None) -> None:
    partner, first, second = PartnerFactory(), UserFactory(), UserFactory()
    assert enrol(partner, BA, first, starts=DAY) == enrol(partner, BA, second, starts=DAY)
    assert [(row.starts, row.recorded_by) for row in Enrolment.objects.all()] == [(DAY, first)]


def test_enrolment_corrected_is_told_as_it_was_known_before(db: None, settings: Settings) -> None:
    partner, first, second = PartnerFactory(), UserFactory(), UserFactory()
    settings.DEMO_TODAY = DAY
    enrol(partner, BA, first, starts=DAY, ends=date(2024, 7, 1))
    settings.DEMO_TODAY = date(2023, 7, 28)
    enrol(partner, BA, second, starts=DAY)
    known = {day: datetime(2023, 7, day, 23, 59, 59, tzinfo=UTC) for day in (24, 25, 28)}
    found = {day: queries.enrolment_history(partner, at) for day, at in known.items()}
    told = {day: [(row.ends, row.recorded_by) for row in rows] for day, rows in found.items()}
    assert told == {24: [], 25: [(date(2024, 7, 1), first)], 28: [(date(2024, 7, 24), second)]}
    assert queries.memberships(partner) == {BA: [Membership(DAY, date(2024, 7, 24))]}
    assert queries.memberships(partner, known[25]) == {BA: [Membership(DAY, date(2024, 7, 1))]}


def test_enrolment_before_the_programme_needs_an_anniversary(db: None) -> None:
    with pytest.raises(NotInForce):
        enrol(PartnerFactory(), BA, None, starts=date(2022, 10, 2))
    assert list(Enrolment.objects.all()) == []


def test_enrolment_cannot_end_before_it_starts(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        enrol(PartnerFactory(), BA, None, starts=DAY, ends=date(2023, 7, 24))
    assert list(Enrolment.objects.all()) == []
