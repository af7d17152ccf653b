"""Where a partner stands: the catalogue of a day, what counts as met, and what that opens."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from evidence.models import Run
from partnerhub.models import Partner
from scoring.actions import enrol
from specializations import queries
from specializations.models import Attestation, Audit, Award, Reference
from specializations.standing import Standing
from tests.factories import PartnerFactory, UserFactory
from tests.people import People
from tests.specializations.evidence import DAY, ENOUGH, IDB, SHORT, measured, ready


def standing(partner: Partner, day: date = DAY, key: str = IDB) -> Standing:
    return queries.standings(partner, day, specialization=key)[key]


def states(found: Standing) -> dict[str, str]:
    return {check.key: check.state for check in found.checks}


def attested(partner: Partner, key: str, *requirements: str) -> None:
    for requirement in requirements:
        Attestation.objects.create(
            partner=partner, specialization=key, requirement=requirement, reason="On record", valid_from=DAY,
            attested_by=UserFactory(), attested_at=f"{DAY}T08:00:00Z",
        )  # fmt: skip


def test_partner_without_anything_has_not_started(db: None) -> None:
    found = standing(PartnerFactory())
    assert (found.status, found.validation, found.can_schedule_audit) == ("not_started", "audit", False)
    assert states(found) == {
        "designation": "not_met",
        "windows_acr": "no_evidence",
        "linux_acr": "no_evidence",
        "sql_acr": "no_evidence",
        "open_source_acr": "no_evidence",
        "skilling": "unpublished",
        "audit": "not_met",
    }


def test_audit_opens_when_every_prerequisite_is_met(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path)
    assert [check.key for check in standing(team.partner).open] == ["skilling"]
    assert not standing(team.partner).can_schedule_audit
    attested(team.partner, IDB, "skilling")
    found = standing(team.partner)
    assert (found.open, found.can_schedule_audit, found.status) == ((), True, "not_started")
    assert states(found)["skilling"] == "attested"


def test_audit_stays_closed_for_one_dollar(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path, SHORT)
    attested(team.partner, IDB, "skilling")
    found = standing(team.partner)
    assert ([check.key for check in found.open], found.can_schedule_audit) == (["windows_acr"], False)
    assert (found.open[0].measured, found.open[0].short) == (Decimal(29999), Decimal(1))


def test_audit_stays_closed_while_no_designation_is_active(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    later = date(2024, 1, 31)
    assert standing(team.partner).can_schedule_audit
    assert "designation" in {check.key for check in standing(team.partner, later).open}


@pytest.mark.parametrize(
    ("held", "met"),
    [
        ([], False),
        (["modern_work"], False),
        (["data_ai"], True),
        (["infrastructure"], True),
        (["data_ai", "infrastructure"], True),
    ],
)
def test_one_of_the_designations_is_enough(db: None, held: list[str], met: bool) -> None:
    partner = PartnerFactory()
    for designation in held:
        enrol(partner, designation, None, starts=DAY, ends=DAY)
    check = standing(partner).checks[0]
    assert (check.key, check.met) == ("designation", met)
    assert check.found == tuple(name for name in ("data_ai", "infrastructure") if name in held)


@pytest.mark.parametrize(("day", "met"), [(-1, False), (0, True), (1, True), (2, True), (31, True), (32, False)])
def test_designation_is_active_until_it_can_no_longer_be_renewed(db: None, day: int, met: bool) -> None:
    """Bought for two days, with thirty days to renew."""
    partner = PartnerFactory()
    enrol(partner, "infrastructure", None, starts=DAY, ends=DAY + timedelta(days=1))
    assert standing(partner, DAY + timedelta(days=day)).checks[0].met is met


@pytest.mark.parametrize(("day", "state"), [(-1, "unpublished"), (0, "attested"), (1, "attested")])
def test_word_of_the_programme_holds_from_its_day(db: None, day: int, state: str) -> None:
    partner = PartnerFactory()
    attested(partner, IDB, "skilling")
    assert states(standing(partner, DAY + timedelta(days=day)))["skilling"] == state


def test_word_of_the_programme_replaces_no_measurement(db: None) -> None:
    partner = PartnerFactory()
    attested(partner, IDB, "windows_acr", "designation", "audit")
    found = states(standing(partner))
    assert (found["windows_acr"], found["designation"], found["audit"]) == ("no_evidence", "not_met", "not_met")


def test_specialization_without_validation_becomes_active_by_itself(db: None) -> None:
    partner = PartnerFactory()
    enrol(partner, "business_applications", None, starts=DAY, ends=DAY)
    assert (standing(partner, key="sales").validation, standing(partner, key="sales").status) == ("none", "not_started")
    attested(partner, "sales", "performance", "skilling")
    found = standing(partner, key="sales")
    assert (found.status, found.open, found.can_schedule_audit) == ("active", (), False)


def test_specialization_with_references_waits_for_them(db: None) -> None:
    partner, key = PartnerFactory(), "meetings_and_meeting_rooms_for_microsoft_teams"
    enrol(partner, "modern_work", None, starts=DAY, ends=DAY)
    attested(partner, key, "performance", "skilling")
    found = standing(partner, key=key)
    assert (found.validation, found.status, found.open, found.can_schedule_audit) == (
        "references",
        "not_started",
        (),
        False,
    )
    references = found.checks[-1]
    assert (references.key, references.state, references.measured, references.required) == (
        "references",
        "not_met",
        Decimal(0),
        Decimal(3),
    )


@pytest.mark.parametrize(
    ("day", "offered"),
    [("2021-07-06", 0), ("2021-07-07", 24), ("2022-10-03", 24), ("2023-07-10", 23), ("2023-07-11", 31)],
)
def test_every_specialization_of_a_day_has_a_standing(db: None, day: str, offered: int) -> None:
    found = queries.standings(PartnerFactory(), date.fromisoformat(day))
    assert list(found) == list(queries.catalogue(date.fromisoformat(day)))
    assert len(found) == offered
    assert {one.status for one in found.values()} <= {"not_started"}


def test_thresholds_of_2021_are_unpublished_and_nothing_is_measured(db: None) -> None:
    found = standing(PartnerFactory(), date(2021, 7, 7), "kubernetes")
    assert states(found) == {
        "competency": "unpublished",
        "aks_acr": "unpublished",
        "openshift_acr": "unpublished",
        "skilling": "unpublished",
        "audit": "not_met",
    }
    assert {check.months for check in found.checks} == {()}


def test_line_without_a_published_threshold_is_measured_all_the_same(team: People, tmp_path: Path) -> None:
    aks = ENOUGH.replace("ServiceGroup3", "ServiceInfluencer").replace("SQLDB", "AKS")
    measured(team.partner, tmp_path, aks)
    check = next(one for one in standing(team.partner, key="kubernetes").checks if one.key == "aks_acr")
    assert (check.state, check.measured, check.customers, check.required) == ("unpublished", Decimal(9900), 3, None)


# As it was known


def known(partner: Partner, day: date, at: str, key: str = IDB) -> Standing:
    """Also of all partners together the same is known."""
    moment = datetime.fromisoformat(at)
    found = queries.standings(partner, day, specialization=key, known_at=moment)[key]
    with queries.programme(day, moment) as every:
        rows = {row["specialization"]: row["active"] for row in every.qualified().to_pylist()}
    assert rows.get(key) == (None if found.open else found.complete)
    return found


def test_standing_rests_on_the_records_known_at_the_moment(team: People, tmp_path: Path, settings: Settings) -> None:
    """What is asked of one day is a fact of that day; what was recorded later was not known."""
    settings.DEMO_TODAY = DAY
    measured(team.partner, tmp_path)
    enrolled, day = f"{DAY}T07:00:00+00:00", date(2023, 8, 10)
    team.partner.enrolments.update(recorded_at=enrolled)
    Run.objects.update(recorded_at=enrolled)
    attested(team.partner, IDB, "skilling")
    audit = Audit.objects.create(
        partner=team.partner, specialization=IDB, state="passed", ended_on=date(2023, 8, 7), standing={},
        requested_at=f"{DAY}T09:00:00Z",
    )  # fmt: skip
    audit.steps.create(step="pass", side="auditor", at="2023-08-07T15:00:00Z")
    told = {at: states(known(team.partner, day, at)) for at in (
        f"{DAY}T06:59:59+00:00", f"{DAY}T07:00:00+00:00", f"{DAY}T08:00:00+00:00", "2023-08-07T14:59:59+00:00",
        "2023-08-07T15:00:00+00:00",
    )}  # fmt: skip
    assert [(found["designation"], found["skilling"], found["audit"]) for found in told.values()] == [
        ("not_met", "unpublished", "not_met"),
        ("met", "unpublished", "not_met"),
        ("met", "attested", "not_met"),
        ("met", "attested", "not_met"),
        ("met", "attested", "met"),
    ]


def test_award_is_known_from_the_day_on_which_it_was_recorded(db: None) -> None:
    partner = PartnerFactory()
    award = Award.objects.create(
        partner=partner, specialization=IDB, starts=DAY, anniversary=date(2024, 7, 25), recorded_on=date(2023, 9, 1)
    )
    award.renewals.create(anniversary=award.anniversary, decided_on=date(2024, 6, 1), validated=False)
    told = {at: known(partner, date(2024, 7, 1), f"{at}T12:00:00+00:00") for at in (
        "2023-08-31", "2023-09-01", "2024-05-31", "2024-06-01"
    )}  # fmt: skip
    assert [(found.status, found.life and found.life.anniversary) for found in told.values()] == [
        ("not_started", None),
        ("active", date(2024, 7, 25)),
        ("active", date(2024, 7, 25)),
        ("active", date(2025, 7, 25)),
    ]


def test_reference_counts_with_what_was_known_of_its_answer(db: None) -> None:
    partner, key = PartnerFactory(), "meetings_and_meeting_rooms_for_microsoft_teams"
    Reference.objects.create(
        partner=partner, specialization=key, state="declined", tenant="a", customer="Litware",
        created_at=f"{DAY}T08:00:00Z", answered_at="2023-08-01T10:00:00Z", reviewed_at="2023-08-03T10:00:00Z",
    )  # fmt: skip
    day, moments = date(2023, 8, 10), ("2023-08-01T09:59:59", "2023-08-01T10:00:00", "2023-08-03T09:59:59")
    told = [known(partner, day, f"{at}+00:00", key).checks[-1].measured for at in (*moments, "2023-08-03T10:00:00")]
    assert told == [0, 1, 1, 0]
