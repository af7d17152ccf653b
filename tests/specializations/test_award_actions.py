"""What the calendar and people's deeds decide: awards, renewals, losses, and who is told, each once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from partnerhub import clock
from partnerhub.models import Letter, Partner
from scoring.actions import enrol
from specializations import pages, queries
from specializations.actions import AuditWish, Said, attest, request_audit, take_step
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.award_actions import record_award, remind, review, take_back
from specializations.models import Audit, Award, AwardRenewal, Reminder, StatusEntry
from specializations.refusals import NotPossible
from tests.people import People

# Asks for a designation and an audit; what else it asks for is attested.
KEY = "networking_services_in_microsoft_azure"
NEITHER = "sales"
AWARDED = date(2023, 8, 31)
ANNIVERSARY = date(2024, 8, 31)

GoTo = Callable[[date], None]


@pytest.fixture
def go_to(settings: Settings) -> GoTo:
    def to(day: date) -> None:
        settings.DEMO_TODAY = day

    to(AWARDED)
    return to


def prepared(team: People, key: str = KEY, designation: str = "infrastructure") -> Partner:
    """Everything before the audit is met, for years."""
    enrol(team.partner, designation, team.manager, starts=date(2023, 1, 2), ends=date(2030, 12, 31))
    for requirement in ("performance", "skilling"):
        attest(team.partner, key, requirement, team.manager, reason="Shown on paper.", valid_from=date(2023, 1, 2))
    return team.partner


def lost_designation(partner: Partner, on: date) -> None:
    partner.enrolments.update(ends=on)


def audited(team: People, *, result: str = "pass") -> None:
    """An audit from its request to its result, in one day."""
    asked = request_audit(
        team.partner, KEY, team.owner, AuditWish(contact_name="Mei Lin", contact_email="mei@example.com")
    )
    note = "Said why."
    for side, step, by in (
        (AUDITOR, "accept", team.auditor),
        (AUDITOR, "propose", team.auditor),
        (PARTNER, "agree", team.owner),
        (AUDITOR, "hold", team.auditor),
        (AUDITOR, result, team.auditor),
    ):
        take_step(asked, side, step, by, Said(day=clock.today() if step == "propose" else None, note=note))


def history(partner: Partner, key: str = KEY) -> list[tuple[date, str, str, str]]:
    return [(one.day, one.before, one.after, one.why) for one in queries.status_entries(partner, key)]


def status(partner: Partner, key: str = KEY) -> str:
    return queries.standings(partner, clock.today(), specialization=key)[key].status


def test_pass_awards_at_once_and_on_record(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    award = Award.objects.get()
    assert (award.starts, award.anniversary, award.validated_on) == (AWARDED, ANNIVERSARY, AWARDED)
    assert history(team.partner) == [(AWARDED, "not_started", "active", "complete")]
    entry = StatusEntry.objects.get()
    assert entry.by == team.auditor
    assert {one["key"] for one in entry.standing["requirements"] if one["met"]} >= {"designation", "audit"}
    assert queries.held(team.partner, AWARDED) == [KEY]
    assert queries.held(team.partner, AWARDED - timedelta(days=1)) == []


def test_admins_are_told_of_an_award_and_nobody_else(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    told = Letter.objects.filter(about=f"award:{team.partner.pk}:{KEY}")
    assert sorted(one.to for one in told) == sorted([team.owner.email, team.partner_admin.email])
    assert "Active since 31 Aug 2023: Every requirement is met." in told[0].text


def test_neither_type_is_enrolled_by_the_calendar_when_its_evidence_is_there(team: People, go_to: GoTo) -> None:
    prepared(team, NEITHER, "business_applications")
    Award.objects.all().delete()
    StatusEntry.objects.all().delete()
    (entry,) = review(team.partner)
    assert (entry.specialization, entry.why, entry.by) == (NEITHER, "complete", None)


def test_neither_type_is_enrolled_without_anyone_asking(team: People, go_to: GoTo) -> None:
    prepared(team, NEITHER, "business_applications")
    assert history(team.partner, NEITHER) == [(AWARDED, "not_started", "active", "complete")]
    assert review(team.partner) == []


def test_award_stays_until_its_anniversary_whatever_happens_to_the_designation(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    lost_designation(team.partner, AWARDED)
    for day in (date(2024, 1, 1), date(2024, 7, 2), ANNIVERSARY, date(2024, 9, 30)):
        go_to(day)
        assert review(team.partner) == []
        assert status(team.partner) == "active"
    go_to(date(2024, 10, 1))
    assert status(team.partner) == "expired"
    review(team.partner)
    assert history(team.partner)[-1] == (date(2024, 10, 1), "active", "expired", "lapsed")
    assert queries.held(team.partner, date(2024, 9, 30)) == [KEY]
    assert queries.held(team.partner, date(2024, 10, 1)) == []


def test_lapse_is_dated_by_the_calendar_when_nobody_looked_for_days(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    lost_designation(team.partner, AWARDED)
    go_to(date(2024, 12, 24))
    review(team.partner)
    assert history(team.partner)[-1] == (date(2024, 10, 1), "active", "expired", "lapsed")
    assert Letter.objects.filter(subject__endswith="Expired").count() == 2


def test_odd_anniversary_is_renewed_by_itself_once_the_window_opens(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    go_to(date(2024, 7, 1))
    assert review(team.partner) == []
    go_to(date(2024, 7, 2))
    assert [one.why for one in review(team.partner)] == ["renewed"]
    assert review(team.partner) == []
    renewal = AwardRenewal.objects.get()
    assert (renewal.anniversary, renewal.decided_on, renewal.validated) == (ANNIVERSARY, date(2024, 7, 2), False)


def test_odd_anniversary_is_renewed_in_its_grace(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    team.partner.enrolments.update(ends=date(2024, 6, 1))
    go_to(date(2024, 9, 29))
    assert review(team.partner) == []
    enrol(team.partner, "infrastructure", team.manager, starts=date(2024, 9, 30))
    go_to(date(2024, 9, 30))
    assert [one.why for one in review(team.partner)] == ["renewed"]


def even(team: People, go_to: GoTo) -> None:
    """Awarded, renewed once, and the window of the second anniversary is open."""
    prepared(team)
    audited(team)
    go_to(date(2024, 7, 2))
    review(team.partner)
    go_to(date(2025, 7, 2))


def test_even_anniversary_wants_a_new_audit(team: People, go_to: GoTo) -> None:
    even(team, go_to)
    assert review(team.partner) == []
    found = queries.standings(team.partner, date(2025, 7, 2), specialization=KEY)[KEY]
    assert (found.status, found.can_renew, found.can_schedule_audit) == ("active", False, True)
    audited(team)
    assert history(team.partner)[-1] == (date(2025, 7, 2), "active", "active", "renewed")
    assert AwardRenewal.objects.last().validated  # type: ignore[union-attr]
    assert not queries.standings(team.partner, date(2025, 7, 2), specialization=KEY)[KEY].can_schedule_audit


def test_even_anniversary_without_a_new_audit_lapses_and_may_be_earned_again(team: People, go_to: GoTo) -> None:
    even(team, go_to)
    go_to(date(2025, 10, 1))
    review(team.partner)
    assert history(team.partner)[-1] == (date(2025, 10, 1), "active", "expired", "lapsed")
    audited(team)
    assert history(team.partner)[-1] == (date(2025, 10, 1), "expired", "active", "complete")
    assert [one.starts for one in Award.objects.all()] == [AWARDED, date(2025, 10, 1)]


def test_no_pass_while_held_leaves_it_active_and_may_be_tried_again_after_a_week(team: People, go_to: GoTo) -> None:
    even(team, go_to)
    audited(team, result="no_pass")
    assert status(team.partner) == "active"
    go_to(date(2025, 7, 8))
    assert not queries.standings(team.partner, date(2025, 7, 8), specialization=KEY)[KEY].can_schedule_audit
    go_to(date(2025, 7, 9))
    audited(team)
    assert history(team.partner)[-1] == (date(2025, 7, 9), "active", "active", "renewed")


def test_audit_of_what_is_held_says_why_it_is_closed(team: People, go_to: GoTo) -> None:
    """Nothing is open that one could be told of: it is not asked for yet, was not passed just now, or was passed."""
    even(team, go_to)

    def refused() -> str:
        with pytest.raises(NotPossible) as found:
            audited(team)
        card = pages.specialization_page(team.partner, KEY, clock.today()).audit
        assert card is not None
        assert (card.enabled, card.reason) == (False, str(found.value))
        return card.reason

    today = clock.today()
    go_to(date(2025, 7, 1))
    assert refused() == "No audit is asked for now."
    go_to(today)
    audited(team, result="no_pass")
    assert refused() == "The last audit was not passed. It may be tried again after a week."
    go_to(today + timedelta(days=7))
    audited(team)
    assert refused() == "No audit is asked for now."


def test_audit_is_not_asked_for_outside_the_window(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    for day in (date(2024, 7, 2), date(2025, 7, 1)):
        go_to(day)
        review(team.partner)
        assert not queries.standings(team.partner, day, specialization=KEY)[KEY].can_schedule_audit


def test_no_pass_is_on_record_until_it_is_over(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team, result="no_pass")
    go_to(AWARDED + timedelta(days=20))
    review(team.partner)
    assert history(team.partner) == [
        (AWARDED, "not_started", "audit_failed", "audit_not_passed"),
        (AWARDED + timedelta(days=7), "audit_failed", "not_enrolled", "audit_over"),
    ]


def test_award_from_elsewhere_goes_on_from_its_next_anniversary(team: People, go_to: GoTo) -> None:
    award = record_award(team.partner, KEY, team.manager, starts=date(2020, 9, 10), note="Held in the programme.")
    assert (award.anniversary, award.validated_on) == (date(2023, 9, 10), None)
    assert status(team.partner) == "active"
    assert history(team.partner) == [(AWARDED, "not_started", "active", "recorded")]
    with pytest.raises(NotPossible, match="held already"):
        record_award(team.partner, KEY, team.manager, starts=date(2021, 9, 10), note="Again.")
    with pytest.raises(NotPossible, match="future"):
        record_award(team.partner, NEITHER, team.manager, starts=AWARDED + timedelta(days=1), note="Soon.")


def test_award_from_elsewhere_in_its_grace_is_still_to_be_renewed(team: People, go_to: GoTo) -> None:
    award = record_award(team.partner, KEY, team.manager, starts=date(2021, 8, 1), note="Held in the programme.")
    assert award.anniversary == date(2023, 8, 1)


def test_merged_specialization_goes_on_in_its_successor(team: People, go_to: GoTo) -> None:
    go_to(date(2023, 1, 8))
    old = record_award(
        team.partner, "windows_server_and_sql_server_migration", team.manager, starts=date(2022, 5, 5), note="Held."
    )
    review(team.partner)
    assert queries.held(team.partner, date(2023, 1, 8)) == ["windows_server_and_sql_server_migration"]
    go_to(date(2023, 1, 9))
    (entry,) = review(team.partner)
    assert (entry.specialization, entry.after, entry.why) == ("infra_and_database_migration", "active", "succeeded")
    new = Award.objects.get(specialization="infra_and_database_migration")
    assert (new.starts, new.anniversary) == (old.starts, old.anniversary)
    assert review(team.partner) == []


def distances(partner: Partner) -> list[int]:
    return sorted(Reminder.objects.filter(award__partner=partner).values_list("distance", flat=True))


def test_reminders_are_written_once_each_on_their_days(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    lost_designation(team.partner, AWARDED)
    written: list[tuple[int, date]] = []
    day = date(2024, 4, 1)
    while day <= date(2024, 10, 10):
        go_to(day)
        written += [(one.distance, one.written_on) for one in (*remind(team.partner), *remind(team.partner))]
        day += timedelta(days=1)
    assert written == [
        (-120, date(2024, 5, 3)),
        (-90, date(2024, 6, 2)),
        (-60, date(2024, 7, 2)),
        (-30, date(2024, 8, 1)),
        (0, date(2024, 8, 31)),
        (30, date(2024, 9, 30)),
    ]
    letters = Letter.objects.filter(key__startswith="reminder:")
    assert letters.count() == 6 * 2
    assert {one.to for one in letters} == {team.owner.email, team.partner_admin.email}


def test_reminders_of_days_on_which_nobody_wrote_them_are_written_once(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    lost_designation(team.partner, AWARDED)
    go_to(date(2024, 8, 20))
    assert [one.distance for one in remind(team.partner)] == [-120, -90, -60, -30]
    assert remind(team.partner) == []


def test_reminder_says_what_is_open(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    lost_designation(team.partner, AWARDED)
    go_to(date(2024, 8, 1))
    remind(team.partner)
    letter = Letter.objects.filter(key__startswith="reminder:").last()
    assert letter is not None
    assert letter.subject == "Renewal of Networking Services in Microsoft Azure, anniversary 31 Aug 2024"
    assert "It can be renewed from 2 Jul 2024 to 30 Sep 2024." in letter.text
    assert "Not met today: Solutions Partner designation (not yet)." in letter.text


def test_nobody_is_reminded_of_what_was_renewed(team: People, go_to: GoTo) -> None:
    prepared(team)
    audited(team)
    go_to(date(2024, 7, 2))
    remind(team.partner)
    review(team.partner)
    go_to(date(2024, 9, 30))
    assert remind(team.partner) == []
    assert distances(team.partner) == [-120, -90, -60]


def test_nobody_is_reminded_of_days_before_it_was_on_record(team: People, go_to: GoTo) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 15), note="Held in the programme.")
    assert remind(team.partner) == []
    go_to(date(2023, 9, 15))
    assert [one.distance for one in remind(team.partner)] == [-30]


# Taken back


def test_award_taken_back_was_never_held_except_as_it_was_known(team: People, go_to: GoTo) -> None:
    go_to(date(2023, 7, 25))
    record_award(team.partner, KEY, team.manager, starts=date(2022, 8, 31), note="Told by the partner.")
    remind(team.partner)
    go_to(date(2023, 8, 2))
    take_back(team.partner, KEY, team.manager, note="It was another partner's.")
    assert (review(team.partner), remind(team.partner), queries.reminders(team.partner)) == ([], [], [])
    on, before = date(2023, 8, 1), datetime(2023, 8, 1, 12, tzinfo=UTC)
    known = {at: queries.standings(team.partner, on, specialization=KEY, known_at=at)[KEY] for at in (None, before)}
    assert [found.status for found in known.values()] == ["not_started", "active"]
    with pytest.raises(NotPossible, match="not held"):
        take_back(team.partner, KEY, team.manager, note="It was another partner's.")


def test_award_taken_back_is_awarded_anew_where_everything_is_met(team: People, go_to: GoTo) -> None:
    go_to(date(2023, 8, 30))
    record_award(prepared(team), KEY, team.manager, starts=date(2022, 10, 1), note="Told by the partner.")
    Audit.objects.create(
        partner=team.partner, specialization=KEY, state="passed", ended_on=clock.today(), standing={},
        requested_at=clock.now(),
    )  # fmt: skip
    take_back(team.partner, KEY, team.manager, note="The day was another one.")
    assert [one[1:] for one in history(team.partner)] == [
        ("not_started", "active", "recorded"),
        ("active", "not_started", "taken_back"),
        ("not_started", "active", "complete"),
    ]
    (award,) = queries.awards(team.partner)[KEY]
    assert award.starts == date(2023, 8, 30)


def test_successor_is_taken_back_with_what_it_goes_on_from(team: People, go_to: GoTo) -> None:
    """Else the next review would make it anew."""
    old, new = "windows_server_and_sql_server_migration", "infra_and_database_migration"
    go_to(date(2023, 1, 8))
    record_award(team.partner, old, team.manager, starts=date(2022, 6, 1), note="Told by the partner.")
    go_to(date(2023, 1, 9))
    review(team.partner)
    assert queries.held(team.partner, clock.today()) == [new, old]
    take_back(team.partner, new, team.manager, note="It was another partner's.")
    assert (review(team.partner), queries.held(team.partner, clock.today())) == ([], [])
