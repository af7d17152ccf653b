"""An audit from the partner's request to its end, and what that makes of the specialization's status."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from partnerhub import clock
from partnerhub.models import Partner, User
from partnerhub.permissions import Role
from specializations import mail, queries
from specializations.actions import AuditWish, Said, request_audit, take_step
from specializations.audit_clock import day_in
from specializations.audit_steps import AUDITOR, ENDS, OPEN, PARTNER, STEPS, possible
from specializations.models import Audit, AuditFirm
from specializations.refusals import NotPossible
from specializations.standing import Standing
from tests.factories import person
from tests.people import People, people
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.test_actions import asked

HELD = date(2023, 8, 7)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    return asked(team.partner, team.owner)


def standing(partner: Partner, day: date) -> Standing:
    return queries.standings(partner, day, specialization=IDB)[IDB]


def held(audit: Audit, team: People, settings: Settings) -> Audit:
    """Accepted, a day agreed, and held on it."""
    take_step(audit, AUDITOR, "accept", team.auditor)
    take_step(audit, AUDITOR, "propose", team.auditor, Said(day=HELD))
    take_step(audit, PARTNER, "agree", team.owner)
    settings.DEMO_TODAY = HELD
    return take_step(audit, AUDITOR, "hold", team.auditor)


# The steps themselves


def test_every_state_that_is_open_leads_to_an_end() -> None:
    reached, todo = set(), {"requested"}
    while todo:
        reached |= todo
        todo = {step.to for step in STEPS.values() if step.to and set(step.since) & reached} - reached
    assert reached == {*OPEN, *ENDS} == set(Audit.State.values)
    for state in OPEN:
        assert possible(state, PARTNER, day=None, proposed_by="", today=DAY)
    reports = {"passed": ("upload_report",), "not_passed": ("upload_report",)}
    for state in ENDS:
        told = {side: possible(state, side, day=DAY, proposed_by="", today=DAY) for side in (AUDITOR, PARTNER)}
        assert told == {AUDITOR: reports.get(state, ()), PARTNER: ()}


def test_proposal_is_for_the_other_side_to_agree_to() -> None:
    told = {"day": DAY, "today": DAY}
    assert "agree" in possible("proposed", PARTNER, proposed_by=AUDITOR, **told)
    assert "agree" not in possible("proposed", AUDITOR, proposed_by=AUDITOR, **told)


@pytest.mark.parametrize(("today", "expected"), [(HELD, True), (HELD + timedelta(days=1), False)])
def test_day_is_agreed_to_until_it_has_passed(today: date, expected: bool) -> None:
    assert ("agree" in possible("proposed", PARTNER, day=HELD, proposed_by=AUDITOR, today=today)) is expected


@pytest.mark.parametrize(("today", "expected"), [(HELD - timedelta(days=1), False), (HELD, True)])
def test_audit_is_held_on_its_day_or_later(today: date, expected: bool) -> None:
    assert ("hold" in possible("agreed", AUDITOR, day=HELD, proposed_by=AUDITOR, today=today)) is expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_day_of_a_step_is_that_of_the_contact(audit: Audit, team: People, settings: Settings, zone: str) -> None:
    """Of these two zones, 25 hours apart, one always has another day than UTC."""
    Audit.objects.update(state="agreed", auditor=team.auditor, time_zone=zone, day=day_in(zone, clock.now()))
    assert take_step(audit, AUDITOR, "hold", team.auditor).state == "held"
    Audit.objects.update(state="agreed", day=day_in(zone, clock.now()) + timedelta(days=1))
    with pytest.raises(NotPossible, match="not possible now"):
        take_step(audit, AUDITOR, "hold", team.auditor)


# From request to status


def test_pass_makes_it_active_for_two_years(audit: Audit, team: People, settings: Settings) -> None:
    take_step(held(audit, team, settings), AUDITOR, "pass", team.auditor)
    audit.refresh_from_db()
    assert (audit.state, audit.ended_on, audit.auditor) == ("passed", HELD, team.auditor)
    assert [(step.step, step.by) for step in audit.steps.all()] == [
        ("accept", team.auditor),
        ("propose", team.auditor),
        ("agree", team.owner),
        ("hold", team.auditor),
        ("pass", team.auditor),
    ]
    assert standing(team.partner, HELD - timedelta(days=1)).status == "not_started"
    found = standing(team.partner, HELD)
    (check,) = [one for one in found.checks if one.kind == "audit"]
    assert (found.status, found.can_schedule_audit, check.until) == ("active", False, date(2025, 8, 7))
    for day, met in ((date(2025, 8, 6), True), (date(2025, 8, 7), False)):
        assert [one.met for one in standing(team.partner, day).checks if one.kind == "audit"] == [met]


def test_no_pass_is_shown_for_a_week_and_then_it_may_be_tried_again(
    audit: Audit, team: People, settings: Settings
) -> None:
    take_step(held(audit, team, settings), AUDITOR, "no_pass", team.auditor, Said(note="No pilot was shown."))
    days = {0: "audit_failed", 6: "audit_failed", 7: "not_enrolled"}
    found = {after: standing(team.partner, HELD + timedelta(days=after)) for after in days}
    assert {after: one.status for after, one in found.items()} == days
    assert {after: one.can_schedule_audit for after, one in found.items()} == {0: False, 6: False, 7: True}
    with pytest.raises(NotPossible, match="not passed"):
        asked(team.partner, team.owner)
    settings.DEMO_TODAY = HELD + timedelta(days=7)
    assert asked(team.partner, team.owner) != audit


def test_withdrawing_counts_as_no_pass(audit: Audit, team: People) -> None:
    take_step(audit, PARTNER, "withdraw", team.owner, Said(note="Our architect left."))
    assert standing(team.partner, DAY).status == "audit_failed"


def test_declined_audit_says_nothing_of_the_partner_and_may_be_asked_for_at_once(audit: Audit, team: People) -> None:
    take_step(audit, AUDITOR, "decline", team.auditor, Said(note="No capacity in August."))
    assert standing(team.partner, DAY).status == "not_started"
    assert asked(team.partner, team.owner) != audit


def test_gaps_are_reported_and_answered_before_the_result(audit: Audit, team: People, settings: Settings) -> None:
    held(audit, team, settings)
    take_step(audit, AUDITOR, "report_gaps", team.auditor, Said(note="Control 2.3: the pilot."))
    with pytest.raises(NotPossible, match="Gaps reported"):
        take_step(audit, AUDITOR, "pass", team.auditor)
    take_step(audit, PARTNER, "answer_gaps", team.owner, Said(note="The pilot's report is attached."))
    with pytest.raises(NotPossible, match="Gaps answered"):
        take_step(audit, AUDITOR, "pass", team.auditor)
    take_step(audit, AUDITOR, "review_gaps", team.auditor, Said(note="The pilot was shown."))
    assert take_step(audit, AUDITOR, "pass", team.auditor).state == "passed"


def test_checklist_of_the_day_is_kept(audit: Audit, team: People, settings: Settings) -> None:
    """Of this specialization no version is known; of another one it is."""
    assert held(audit, team, settings).checklist == ""
    other = Audit.objects.create(
        partner=team.partner,
        specialization="devops_with_github",
        state="agreed",
        day=HELD,
        auditor=team.auditor,
        requested_at=audit.requested_at,
        standing={},
    )
    assert take_step(other, AUDITOR, "hold", team.auditor).checklist == "V2.3"


# Modules, and the people of an auditing organisation


def test_workload_alone_needs_a_valid_pass_of_both(audit: Audit, team: People, settings: Settings) -> None:
    assert [key for key, _ in queries.modules(team.partner, DAY)] == ["both"]
    take_step(held(audit, team, settings), AUDITOR, "pass", team.auditor)
    days = {HELD: ["both"], date(2025, 8, 6): ["both"], date(2025, 8, 7): ["both"]}
    assert {day: [key for key, _ in queries.modules(team.partner, day)] for day in days} == days
    Audit.objects.update(modules="both")
    with_modules = {
        HELD - timedelta(days=1): ["both"],
        HELD: ["both", "workload"],
        date(2025, 8, 6): ["both", "workload"],
        date(2025, 8, 7): ["both"],
    }
    found = {day: [key for key, _ in queries.modules(team.partner, day)] for day in with_modules}
    assert found == with_modules


def test_workload_alone_is_refused_without(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    wish = AuditWish(contact_name="Mei Lin", contact_email="mei@example.com", modules="workload")
    with pytest.raises(NotPossible, match="valid Pass"):
        request_audit(team.partner, IDB, team.owner, wish)


def test_before_july_2021_there_were_no_modules(team: People) -> None:
    assert queries.modules(team.partner, date(2021, 7, 6)) == []


def test_people_of_an_organisation_carry_on_each_others_audits(audit: Audit, team: People) -> None:
    colleague, other = person(None, Role.AUDITOR), person(None, Role.AUDITOR)
    firm = AuditFirm.objects.create(name="Trey Research Audits")
    firm.people.add(team.auditor, colleague)
    take_step(audit, AUDITOR, "accept", team.auditor)
    assert {who: queries.audit_for(who, audit.pk) is not None for who in (team.auditor, colleague, other)} == {
        team.auditor: True,
        colleague: True,
        other: False,
    }
    with pytest.raises(NotPossible, match="Another auditor"):
        take_step(audit, AUDITOR, "propose", other, Said(day=HELD))
    assert take_step(audit, AUDITOR, "propose", colleague, Said(day=HELD)).state == "proposed"
    assert [one.pk for one in queries.audits_of(colleague)] == [audit.pk]
    audit.refresh_from_db()
    told = {one.to for one in mail.of_step(audit.steps.create(step="agree", side=PARTNER, at=audit.requested_at))}
    assert {team.auditor.email, colleague.email} <= told
    assert other.email not in told


# What is refused


@pytest.mark.parametrize("step", [key for key, step in STEPS.items() if step.needs_note])
def test_step_that_needs_words_is_refused_without(audit: Audit, team: People, settings: Settings, step: str) -> None:
    Audit.objects.update(state=STEPS[step].since[0])
    with pytest.raises(NotPossible, match="words"):
        take_step(audit, STEPS[step].sides[0], step, team.owner, Said(note="  "))
    assert not audit.steps.exists()


def test_day_is_refused_where_there_is_none(audit: Audit, team: People) -> None:
    take_step(audit, AUDITOR, "accept", team.auditor)
    with pytest.raises(NotPossible, match="day"):
        take_step(audit, PARTNER, "propose", team.owner)


def test_audit_of_another_auditor_is_not_on_the_desk(audit: Audit, team: People) -> None:
    other: User = person(None, Role.AUDITOR)
    assert list(queries.audits_of(other)) == [audit]
    take_step(audit, AUDITOR, "accept", team.auditor)
    assert (list(queries.audits_of(other)), queries.audit_for(other, audit.pk)) == ([], None)
    assert list(queries.audits_of(team.auditor)) == [audit]


def test_step_of_an_auditor_who_came_second_is_refused(audit: Audit, team: People) -> None:
    """Also where the page was opened before the other one accepted."""
    take_step(audit, AUDITOR, "accept", team.auditor)
    with pytest.raises(NotPossible, match="Another auditor"):
        take_step(audit, AUDITOR, "propose", person(None, Role.AUDITOR), Said(day=HELD))


@pytest.mark.django_db(transaction=True)
def test_fifty_accepts_at_once_make_one_auditor(tmp_path: Path) -> None:
    team = people()
    ready(team.partner, tmp_path, team.manager)
    audit = asked(team.partner, team.owner)
    auditors = [person(None, Role.AUDITOR) for _ in range(50)]

    def accept(by: User) -> str:
        try:
            return take_step(audit, AUDITOR, "accept", by).state
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(accept, auditors))
    assert (told.count("accepted"), set(told)) == (1, {"accepted", "Another auditor has accepted this audit."})
    assert audit.steps.count() == 1
