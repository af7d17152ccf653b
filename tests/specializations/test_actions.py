"""The audit request and the programme's word: once, on record, and only where the rules leave room."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Letter, Partner, User
from scoring.actions import enrol
from specializations import pages, queries, wire
from specializations.actions import AuditWish, attest, request_audit
from specializations.models import Attestation, Audit
from specializations.refusals import NotPossible
from tests.people import People, people
from tests.specializations.evidence import DAY, IDB, measured, ready

REASON = "Certificates shown to the programme"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def asked(partner: Partner, by: User, key: str = IDB) -> Audit:
    return request_audit(
        partner,
        key,
        by,
        AuditWish(
            contact_name="Mei Lin", contact_email="mei@example.com", preferred_dates=[date(2023, 8, 1)], notes="Remote"
        ),
    )


def test_audit_request_keeps_what_it_rests_on(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    row = asked(team.partner, team.owner)
    row.refresh_from_db()
    assert (row.partner, row.specialization, row.state, row.requested_by) == (
        team.partner,
        IDB,
        "requested",
        team.owner,
    )
    assert (row.contact_name, row.contact_email, row.preferred_dates, row.notes) == (
        "Mei Lin",
        "mei@example.com",
        [date(2023, 8, 1)],
        "Remote",
    )
    assert row.requested_at.date() == DAY
    assert row.standing == wire.standing(queries.standings(team.partner, DAY, specialization=IDB)[IDB])
    assert row.standing["can_schedule_audit"] is True


def test_audit_request_asked_again_is_the_same(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    first = asked(team.partner, team.owner)
    assert asked(team.partner, team.partner_admin) == first
    assert Audit.objects.get().requested_by == team.owner


def test_audit_request_stays_on_record_when_the_standing_falls(
    team: People, tmp_path: Path, settings: Settings
) -> None:
    ready(team.partner, tmp_path, team.manager)
    first = asked(team.partner, team.owner)
    settings.DEMO_TODAY = date(2024, 1, 1)
    assert asked(team.partner, team.owner) == first


def test_closed_audit_request_leaves_room_for_another(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    first = asked(team.partner, team.owner)
    Audit.objects.update(state="declined", ended_on=DAY)
    assert asked(team.partner, team.owner) != first
    assert queries.open_audit(team.partner, IDB) != first


def test_audit_request_is_refused_with_what_is_open(team: People, tmp_path: Path) -> None:
    with pytest.raises(NotPossible) as refused:
        asked(team.partner, team.owner)
    assert str(refused.value) == (
        "The audit opens when these are met: Solutions Partner designation, Windows Server VM, Linux VM, SQL family, "
        "Open-source databases, Skilling."
    )
    measured(team.partner, tmp_path)
    with pytest.raises(NotPossible, match=r"^The audit opens when these are met: Skilling\.$"):
        asked(team.partner, team.owner)
    assert not Audit.objects.exists()


@pytest.mark.parametrize("key", ["sales", "cloud_security"])
def test_audit_request_is_refused_where_no_audit_validates(team: People, key: str) -> None:
    with pytest.raises(NotPossible, match=r"^This specialization is not validated by an audit\.$"):
        asked(team.partner, team.owner, key)


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_are_one_request(tmp_path: Path) -> None:
    """By both admins, on the page and over the API; every one of them is shown the same audit, and its auditor is told once."""
    team = people()
    ready(team.partner, tmp_path, team.manager)
    page = reverse("audit-request", args=[team.partner.mpn_id, IDB])
    api = reverse("api-audit-request", args=[team.partner.mpn_id, IDB])

    def click(by: User, url: str) -> str:
        client = Client()
        client.force_login(by)
        answer = client.post(url, {"contact_name": "Mei Lin", "contact_email": "mei@example.com"})
        return str(answer.json()["id"]) if url == api else f"{answer.status_code} {answer.headers['Location']}"

    clicks = [(by, url) for url in (page, page, page, page, api) for by in (team.owner, team.partner_admin)] * 5
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(_closing(lambda one: click(*one)), clicks))
    assert len(found) == 50
    assert set(found) == {f"302 {page}", str(Audit.objects.get().pk)}
    assert Letter.objects.filter(to=team.auditor.email).count() == 1


def _closing(work: Callable[[tuple[User, str]], str]) -> Callable[[tuple[User, str]], str]:
    """The work, after which its thread's connection to the database is closed."""

    def run(one: tuple[User, str]) -> str:
        try:
            return work(one)
        finally:
            connections.close_all()

    return run


def test_attestation_is_on_record(team: People) -> None:
    row = attest(team.partner, IDB, "skilling", team.manager, reason=REASON, valid_from=DAY)
    assert (row.specialization, row.requirement, row.reason, row.valid_from) == (IDB, "skilling", REASON, DAY)
    assert (row.attested_by, row.attested_at.date()) == (team.manager, DAY)


def test_attestation_given_again_stands_beside_the_first(team: People, settings: Settings) -> None:
    """Also on the days between the two, which the first one had met, nothing changes."""
    attest(team.partner, IDB, "skilling", team.manager, reason=REASON, valid_from=DAY)
    later = settings.DEMO_TODAY = date(2023, 9, 1)
    for _click in range(2):
        attest(team.partner, IDB, "skilling", team.manager, reason="All six certificates seen", valid_from=later)
    assert [(row.reason, row.valid_from) for row in queries.attestations(team.partner, IDB)] == [
        ("All six certificates seen", later),
        (REASON, DAY),
    ]
    (between,) = queries.standings(team.partner, date(2023, 8, 1), specialization=IDB).values()
    assert [check.state for check in between.checks if check.key == "skilling"] == ["attested"]
    page = pages.specialization_page(team.partner, IDB, later)
    assert [row.state_note for row in page.requirements if row.title == "Skilling"] == [
        "programme, 1 Sep 2023: All six certificates seen"
    ]
    assert [event.note for event in page.timeline] == ["All six certificates seen", REASON]
    with queries.programme(later) as every:
        assert every.qualified().to_pylist() == []


@pytest.mark.parametrize("requirement", ["windows_acr", "sql_acr", "designation", "audit", "luck"])
def test_attestation_is_refused_where_evidence_decides(team: People, requirement: str) -> None:
    with pytest.raises(NotPossible, match=r"^Only a requirement whose threshold is not published can be attested\.$"):
        attest(team.partner, IDB, requirement, team.manager, reason=REASON, valid_from=DAY)
    assert not Attestation.objects.exists()


@pytest.mark.parametrize(
    ("key", "state"), [("cloud_security", "attested"), ("meetings_and_meeting_rooms_for_microsoft_teams", None)]
)
def test_attestation_of_references_is_for_an_unknown_number_alone(team: People, key: str, state: str | None) -> None:
    """For security specializations it is not published how many are asked for, for meetings it is."""
    if state is None:
        with pytest.raises(NotPossible):
            attest(team.partner, key, "references", team.manager, reason=REASON, valid_from=DAY)
        return
    attest(team.partner, key, "references", team.manager, reason=REASON, valid_from=DAY)
    assert queries.standings(team.partner, DAY, specialization=key)[key].checks[-1].state == state


def test_attested_requirement_of_a_met_prerequisite_opens_the_audit(team: People, tmp_path: Path) -> None:
    measured(team.partner, tmp_path)
    enrol(team.partner, "data_ai", team.manager, starts=DAY, ends=DAY)
    attest(team.partner, IDB, "skilling", team.manager, reason=REASON, valid_from=DAY)
    assert queries.standings(team.partner, DAY, specialization=IDB)[IDB].can_schedule_audit
