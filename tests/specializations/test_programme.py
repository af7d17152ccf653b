"""All partners at once are where each of them is alone: every requirement, state by state, amount by amount."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from evidence.queries import STREAMED
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook, load
from partnerhub.rulebook.loading import REPO_RULEBOOKS
from scoring import queries as scoring
from scoring.actions import enrol
from specializations import queries
from specializations.models import Audit
from specializations.programme import Programme, programme, within_windows
from specializations.requirements import performance
from specializations.requirements.offered import offered
from specializations.standing import Standing, measuring, standing
from tests.cases_format import OWN
from tests.factories import PartnerFactory
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.population import Population, alone, asked, lake

pytestmark = pytest.mark.once

# Thresholds at amounts that the population has, so that they are met and missed by turns.
OVERLAY = {
    "sources.yaml": OWN,
    "specializations/kubernetes.yaml": """
requirements:
  aks_acr:
    minimum: [{from: 2021-07-07, value: 5000, unit: USD, source: own}]
    customers: [{from: 2021-07-07, value: 2, source: own}]
  openshift_acr:
    minimum: [{from: 2021-07-07, value: 0, unit: USD, source: own}]
""",
    "specializations/cloud_security.yaml": """
window: [{from: 2021-07-07, value: 2, source: own}]
associations: [{from: 2021-07-07, value: [PAL], source: own}]
requirements:
  hybrid_xdr_and_network_security_acr:
    minimum: [{from: 2021-07-07, value: 1500, unit: USD, source: own}]
  skilling:
    people: [{from: 2021-07-07, value: 2, source: own}]
    each: [{from: 2021-07-07, value: 1, source: own}]
    certificates: [{from: 2021-07-07, value: [azure_administrator_associate, azure_solutions_architect_expert], source: own}]
""",
    "specializations/small_and_midsize_business_management.yaml": """
requirements:
  performance:
    counts: business_apps_usage_growth
    minimum: [{from: 2021-07-07, value: 35, unit: "%", source: own}]
    compares: [{from: 2021-07-07, value: percent, source: own}]
    workloads: [{from: 2021-07-07, value: [business_central, sales], source: own}]
    associations: [{from: 2021-07-07, value: [PAL, CSP_T1, CSP_T2, DPOR], source: own}]
    rate_card:
      - {from: 2021-07-07, of: business_central, value: 1, unit: mau, source: own}
      - {from: 2021-07-07, of: sales, value: 1, unit: mau, source: own}
  skilling:
    people: [{from: 2021-07-07, value: 1, source: own}]
    certificates: [{from: 2021-07-07, value: [azure_administrator_associate], source: own}]
""",
    "specializations/infra_and_database_migration.yaml": """
requirements:
  skilling:
    people: [{from: 2023-01-09, value: 3, source: own}]
    certificates: [{from: 2023-01-09, value: [azure_administrator_associate], source: own}]
  offer:
    kind: offer
    title: Offer in AppSource
    offers: [{from: 2023-01-09, value: 1, source: own}]
""",
}
EDITIONS = [date(2021, 9, 7), date(2022, 10, 25), date(2023, 1, 25), date(2023, 7, 25)]
some = settings(max_examples=2, deadline=None, derandomize=True, database=None, phases=[Phase.generate])


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rulebook]:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "specializations").mkdir()
    for name, text in OVERLAY.items():
        (folder / name).write_text(text)
    return {"ours": load(), "overlaid": load(REPO_RULEBOOKS, folder)}


def told_by_rows(found: Programme) -> dict[tuple[str, str], dict[str, Any]]:
    """By partner and specialization: whether it is qualified, and state, measured and customers of each requirement."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for batch in found.requirements():
        for row in batch.to_pylist():
            of = rows.setdefault((row["partner"], row["specialization"]), {"qualified": row["qualified"]})
            assert of["qualified"] == row["qualified"]
            assert row["requirement"] not in of
            of[row["requirement"]] = (row["state"], row["measured"], row["customers"])
    return rows


def told_alone(found: Standing) -> dict[str, Any]:
    checks = {check.key: (check.state, check.measured, check.customers) for check in found.checks}
    return {"qualified": not found.open, **checks}


@pytest.mark.parametrize("rulebook", ["ours", "overlaid"])
@pytest.mark.parametrize("day", EDITIONS, ids=str)
def test_programme_is_where_each_partner_is_alone(books: dict[str, Rulebook], rulebook: str, day: date) -> None:
    @given(st.integers(0, 2**32 - 1))
    @some
    def agrees(seed: int) -> None:
        known = Population(books[rulebook], day, seed, 9)
        with tempfile.TemporaryDirectory() as folder:
            view = lake(known, Path(folder))
            together, qualified = asked_together(known, view)
            standings = asked_alone(known, view)
        apart = {key: told_alone(found) for key, found in standings.items()}
        assert together.keys() == apart.keys()
        assert {key: (found, apart[key]) for key, found in together.items() if found != apart[key]} == {}
        assert qualified == {key: found.status == "active" for key, found in standings.items() if not found.open}

    agrees()


@pytest.mark.parametrize("bits", [4, 10])
def test_lines_beyond_one_number_are_measured_in_several(
    books: dict[str, Rulebook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bits: int
) -> None:
    known = Population(books["overlaid"], EDITIONS[2], 4, 5)
    view = lake(known, tmp_path)
    together = asked_together(known, view)
    monkeypatch.setattr(performance, "BITS", bits)
    assert asked_together(known, view) == together


def test_programme_without_partners_or_specializations_has_no_rows(books: dict[str, Rulebook], tmp_path: Path) -> None:
    for day, size in ((EDITIONS[-1], 0), (date(2021, 7, 6), 3)):
        known = Population(books["ours"], day, 1, size)
        assert asked_together(known, lake(known, tmp_path / str(size))) == ({}, {})


def test_records_of_all_are_those_of_each(team: People, tmp_path: Path) -> None:
    other: Partner = PartnerFactory()
    ready(team.partner, tmp_path, team.manager)
    enrol(team.partner, "data_ai", None, starts=date(2022, 1, 1), ends=date(2022, 12, 31))
    enrol(other, "data_ai", None, starts=DAY - timedelta(days=395), ends=DAY - timedelta(days=30))
    partners = [team.partner, other]
    for day in (DAY, DAY + timedelta(days=1)):
        each = [(one.mpn_id, key) for one in partners for key in scoring.held(one, day)]
        assert sorted(scoring.held_by_all(day)) == sorted(each)
        with queries.programme(day) as found:
            together = told_by_rows(found)
        for partner in partners:
            for key, one in queries.standings(partner, day).items():
                assert together[partner.mpn_id, key] == told_alone(one)


@pytest.mark.parametrize(("passed", "days", "active"), [(True, 0, True), (False, 0, False), (True, 731, False)])
def test_audit_of_a_partner_makes_its_specialization_active(
    team: People, tmp_path: Path, passed: bool, days: int, active: bool
) -> None:
    ready(team.partner, tmp_path, team.manager)
    Audit.objects.create(
        partner=team.partner, specialization=IDB, state="passed" if passed else "not_passed",
        standing={}, requested_at=f"{DAY}T08:00:00Z", ended_on=DAY - timedelta(days=days),
    )  # fmt: skip
    with queries.programme(DAY) as found:
        rows = found.qualified().to_pylist()
    assert rows == [{"partner": team.partner.mpn_id, "specialization": IDB, "active": active}]
    assert (queries.standings(team.partner, DAY, specialization=IDB)[IDB].status == "active") is active


def asked_together(known: Population, view: Any) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str], bool]]:
    with asked(known, within_windows(view, known.rules), STREAMED) as session:
        found = programme(session, known.rules, known.records())
        qualified = {(row["partner"], row["specialization"]): row["active"] for row in found.qualified().to_pylist()}
        return told_by_rows(found), qualified


def asked_alone(known: Population, view: Any) -> dict[tuple[str, str], Standing]:
    found = {}
    for partner in known.partners:
        with asked(known, alone(view, partner)) as session:
            for key in dict.fromkeys(one.specialization for one in offered(known.rules)):
                record = known.record(partner, key)
                found[partner, key] = standing(measuring(session, known.rules), known.book, known.rules, key, record)
    return found
