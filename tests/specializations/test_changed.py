"""What changed since the last refresh, and what will lapse."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from scoring.actions import enrol, take_snapshots
from scoring.models import ScoreSnapshot
from specializations import changed, lapsing
from specializations.award_actions import record_award
from specializations.changed import Change
from specializations.lapsing import Lapse
from specializations.models import Audit, Position, Reference
from specializations.position_actions import keep
from specializations.stand import stand
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.scoring.evidence import enterprise
from tests.specializations.evidence import DAY, IDB
from tests.specializations.references import MEETINGS, fields

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def test_score_that_rose_with_the_refresh_is_told_with_what_it_means(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    for day in (date(2023, 7, 19), DAY):
        take_snapshots([partner], day)
    found = [one for one in changed.changes(stand(partner, DAY)) if one.kind in {"up", "down"}]
    assert found == [
        Change(
            DAY,
            "up",
            "Business Applications 35 → 78 (+43): it qualifies now",
            f"/partners/{partner.mpn_id}/membership/solutions-partner/business_applications/",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ((80, True), (60, False), "Security 80 → 60 (−20): it no longer qualifies"),
        ((60, False), (61, False), "Security 60 → 61 (+1)"),
        ((75, True), (75, True), ""),
    ],
)
def test_score_is_told_where_it_is_shown_otherwise(
    db: None, before: tuple[int, bool], after: tuple[int, bool], text: str
) -> None:
    partner = PartnerFactory()
    for day, (shown, qualified) in ((date(2023, 7, 19), before), (date(2023, 7, 20), after)):
        ScoreSnapshot.objects.create(
            partner=partner, designation="security", as_of=day, basis="published", points=shown, shown=shown,
            qualified=qualified, metrics=[], details={"pass_total": 70}, inputs=str(day),
        )  # fmt: skip
    assert [one.text for one in changed.changes(stand(partner, DAY))] == ([text] if text else [])


def test_status_and_files_since_the_refresh_are_told_and_no_earlier_ones(team: People, tmp_path: Path) -> None:
    record_award(team.partner, IDB, team.manager, starts=date(2022, 9, 1), note="Held before.")
    usage = "Month | CustomerTenantId | ACR_USD\n2023-06 | a | 5"
    import_table(tmp_path, team.partner, "azure_usage", usage, known=datetime(2023, 7, 21, tzinfo=UTC))
    told = [(one.day, one.kind, one.text) for one in changed.changes(stand(team.partner, DAY))]
    assert told == [
        (DAY, "good", "Infra and Database Migration to Microsoft Azure: Active. Recorded by the programme"),
        (date(2023, 7, 21), "note", "1 file was imported"),
    ]
    later = DAY + timedelta(days=40)
    assert changed.changes(stand(team.partner, later)) == []


def test_edition_that_began_since_is_told(db: None) -> None:
    partner = PartnerFactory()
    (found,) = changed.changes(stand(partner, date(2023, 7, 11)))
    url = f"/rulebook/differences/?partner={partner.mpn_id}&first=2023-07-10&second=2023-07-11"
    assert found == Change(date(2023, 7, 11), "note", "Rules changed", url)


def test_what_ends_is_told_by_day_with_its_effect(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2022, 10, 10), ends=date(2023, 10, 9))
    record_award(team.partner, IDB, team.manager, starts=date(2022, 9, 14), note="Held before.")
    endings = [
        {"day": "2023-07-24", "certificates": 9, "costs": {"data_ai": "4"}},
        {"day": "2023-08-04", "certificates": 1, "costs": {"data_ai": "4", "security": "20/3"}},
        {"day": "2023-08-05", "certificates": 1, "costs": {}},
    ]
    keep(team.partner)
    Position.objects.filter(partner=team.partner).update(endings=endings)
    own = f"/partners/{team.partner.mpn_id}/membership/"
    assert lapsing.lapses(stand(team.partner, DAY)).first == [
        Lapse(date(2023, 8, 4), "1 certificate ends", "Data & AI −4, Security −6.7",
              f"{own}solutions-partner/people/?within=90#list", True),
        Lapse(date(2023, 9, 14), "Infra and Database Migration to Microsoft Azure: anniversary",
              "can be renewed from 16 Jul 2023", f"{own}specializations/{IDB}/", False),
        Lapse(date(2023, 10, 9), "Security: anniversary", "to be renewed until 8 Nov 2023",
              f"{own}solutions-partner/security/", False),
    ]  # fmt: skip


def test_approval_and_audit_end_with_their_validity(team: People) -> None:
    moment = datetime(2021, 8, 10, tzinfo=UTC)
    Reference.objects.create(
        partner=team.partner,
        specialization=MEETINGS,
        state="accepted",
        created_at=moment,
        answered_at=moment,
        **fields(),
    )
    Audit.objects.create(
        partner=team.partner,
        specialization=IDB,
        state="passed",
        requested_at=moment,
        ended_on=date(2021, 9, 1),
        standing={},
    )
    assert [(one.day, one.text, one.costs) for one in lapsing.lapses(stand(team.partner, DAY)).first] == [
        (date(2023, 8, 10), "Litware 1: approval of the reference ends", True),
        (date(2023, 9, 1), "Infra and Database Migration to Microsoft Azure: its audit is valid no more", True),
    ]


def test_more_than_fit_are_counted(team: People) -> None:
    keep(team.partner)
    days = [(DAY + timedelta(days=number)).isoformat() for number in range(1, 12)]
    told = [{"day": day, "certificates": 1, "costs": {"security": "1"}} for day in days]
    Position.objects.filter(partner=team.partner).update(endings=told)
    found = lapsing.lapses(stand(team.partner, DAY))
    assert (len(found.first), found.more) == (lapsing.MOST, 3)
