"""Requirements without a published figure: who may say that they are met, and how each kind is put in words."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from specializations import wording
from specializations.models import Attestation
from specializations.queries import standings
from specializations.requirements.check import ALL, NONE, SOME, Check, Part, state
from tests.cases_format import OWN, import_table
from tests.factories import PartnerFactory, UserFactory

DAY = date(2023, 10, 25)
KEY = "intelligent_automation"
OWN_RULES = """
requirements:
  performance:
    counts: business_apps_usage_growth
    minimum: [{from: 2023-07-11, value: 20, unit: users, source: own}]
    compares: [{from: 2023-07-11, value: difference, source: own}]
    workloads: [{from: 2023-07-11, value: [power_automate], source: own}]
    associations: [{from: 2023-07-11, value: [PAL], source: own}]
    rate_card: [{from: 2023-07-11, of: power_automate, value: 1, unit: mau, source: own}]
  skilling:
    people: [{from: 2023-07-11, value: 2, source: own}]
    each: [{from: 2023-07-11, value: 1, source: own}]
    certificates: [{from: 2023-07-11, value: [power_platform_developer_associate], source: own}]
  offer:
    kind: offer
    title: Offer in AppSource
    offers: [{from: 2023-07-11, value: 1, source: own}]
"""


@pytest.fixture
def partner(db: None, tmp_path: Path, settings: Settings) -> Partner:
    folder = tmp_path / "overlay"
    (folder / "specializations").mkdir(parents=True)
    (folder / "sources.yaml").write_text(OWN)
    (folder / "specializations" / f"{KEY}.yaml").write_text(OWN_RULES)
    settings.RULEBOOK_OVERLAY = folder
    return PartnerFactory()


def checks(partner: Partner, day: date = DAY) -> dict[str, Check]:
    return {check.key: check for check in standings(partner, day, specialization=KEY)[KEY].checks}


def test_only_what_nothing_can_measure_is_attested(partner: Partner) -> None:
    for key in ("designation", "performance", "skilling", "offer"):
        Attestation.objects.create(
            partner=partner, specialization=KEY, requirement=key, reason="On record", valid_from=DAY,
            attested_by=UserFactory(), attested_at=f"{DAY}T08:00:00Z",
        )  # fmt: skip
    assert {key: check.state for key, check in checks(partner).items()} == {
        "designation": "not_met",
        "performance": "no_evidence",
        "skilling": "no_evidence",
        "offer": "attested",
    }


def test_what_is_missing_is_named_by_its_report(partner: Partner) -> None:
    found = checks(partner)
    assert {key: wording.note(check) for key, check in found.items()} == {
        "designation": "",
        "performance": "no Business applications usage for September 2023, September 2022",
        "skilling": "no Training completions",
        "offer": "",
    }
    assert [wording.step(found[key]) for key in ("performance", "skilling", "offer")] == [
        ("import", "Import the Business applications usage of the months named, for Performance."),
        ("import", "Import the Training completions, for Skilling."),
        ("attest", "Ask the programme to attest Offer in AppSource: its threshold is not published."),
    ]


def test_growth_is_told_with_its_months(partner: Partner, tmp_path: Path) -> None:
    usage = """
        FiscalMonthName | CustomerTenantID | Workload       | PartnerAssociationType | MAU
        2022-09         | a                | Power Automate | PAL                    | 5
        2023-09         | a                | Power Automate | PAL                    | 24
    """
    import_table(tmp_path, partner, "business_apps_usage", usage)
    found = checks(partner)["performance"]
    words = (wording.needed(found), wording.have(found), wording.note(found), wording.state(found)[0])
    assert words == ("20 users", "19", "September 2023, September 2022", "Not yet")
    assert wording.note(checks(partner, date(2023, 12, 25))["performance"]) == (
        "no Business applications usage for November 2023, November 2022"
    )


def test_people_are_told_with_each_certificate(partner: Partner, tmp_path: Path) -> None:
    trainings = """
        TrainingTitle | TrainingType  | TrainingCompletionDate | MCPID
        PL-400        | Certification | 2023-05-01             | p{1..2}
    """
    import_table(tmp_path, partner, "trainings", trainings)
    found = checks(partner)["skilling"]
    assert (found.state, wording.needed(found)) == ("met", "2 people; of each certificate 1")
    assert (wording.have(found), wording.have_parts(found)) == ("2", f"{found.parts[0].title}: 2")


def test_competency_is_asked_for_by_its_own_name(partner: Partner) -> None:
    day = date(2021, 7, 7)
    found = standings(partner, day, specialization="devops_with_github")["devops_with_github"]
    check = found.checks[0]
    assert (wording.needed(check), wording.note(check)) == ("Active: Cloud Platform", "no Competencies")
    known = Check("competency", "competency", "Gold competency", "not_met", wanted=("Cloud Platform",))
    assert wording.step(known) == ("designation", "Hold the competency: Cloud Platform.")


@pytest.mark.parametrize(
    ("published", "known", "reached", "expected"),
    [
        (False, ALL, True, "unpublished"),
        (False, NONE, False, "unpublished"),
        (True, NONE, True, "no_evidence"),
        (True, NONE, False, "no_evidence"),
        (True, SOME, True, "met"),
        (True, SOME, False, "no_evidence"),
        (True, ALL, True, "met"),
        (True, ALL, False, "not_met"),
    ],
)
def test_state_follows_from_what_is_published_known_and_reached(
    published: bool, known: str, reached: bool, expected: str
) -> None:
    assert state(published=published, known=known, reached=reached) == expected


@pytest.mark.parametrize(("measured", "required", "met"), [(3, 3, True), (2, 3, False), (3, None, False)])
def test_part_is_met_at_its_own_number(measured: int, required: int | None, met: bool) -> None:
    assert Part("part", Decimal(measured), None if required is None else Decimal(required)).met is met
