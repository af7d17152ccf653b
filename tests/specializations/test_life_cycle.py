"""No sequence of events reaches a state that the rules forbid: waiting, buying, losing, audits, and days when nobody looked."""

from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from partnerhub import clock, rules
from scoring.actions import enrol
from scoring.models import Enrolment
from specializations import life, queries
from specializations.actions import AuditWish, Said, attest, request_audit, take_step
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.award_actions import remind, review
from specializations.models import Audit, AwardRenewal, Reminder
from specializations.refusals import NotPossible
from specializations.standing import Standing
from tests.people import people

pytestmark = pytest.mark.slow

KEY = "networking_services_in_microsoft_azure"
FIRST = date(2023, 8, 29)
YEAR = timedelta(days=365)
MAY_FOLLOW = {
    "not_started": {"active", "audit_failed"},
    "audit_failed": {"not_enrolled"},
    "not_enrolled": {"audit_failed", "active"},
    "active": {"active", "expired"},
    "expired": {"active", "audit_failed"},
}


class LifeCycle(RuleBasedStateMachine):
    """One partner and one specialization that is validated by an audit."""

    clock: Settings
    seen: ClassVar[set[tuple[str, str]]] = set()

    @initialize()
    def begin(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.DEMO_TODAY = FIRST
        self.team = people()
        self.partner = self.team.partner
        for requirement in ("performance", "skilling"):
            attest(self.partner, KEY, requirement, self.team.manager, reason="Shown on paper.", valid_from=FIRST)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            self.seen.update((one.after, one.why) for one in queries.status_entries(self.partner, KEY))
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    @rule(days=st.one_of(st.sampled_from([1, 6, 7, 8, 30, 31, 60, 305, 365]), st.integers(1, 400)), look=st.booleans())
    def wait(self, days: int, look: bool) -> None:
        """Days go by; on the last one the calendar is looked at, or not."""
        self.clock.DEMO_TODAY = clock.today() + timedelta(days=days)
        if look:
            self.look()

    @rule()
    def look(self) -> None:
        review(self.partner)
        remind(self.partner)
        assert review(self.partner) == []
        assert remind(self.partner) == []

    @rule(years=st.integers(1, 5))
    def buy(self, years: int) -> None:
        enrol(
            self.partner, "infrastructure", self.team.manager, starts=clock.today(), ends=clock.today() + years * YEAR
        )

    @rule()
    def lose(self) -> None:
        Enrolment.objects.filter(partner=self.partner).delete()

    @rule(result=st.sampled_from(["pass", "pass", "no_pass", "withdraw"]))
    def audit(self, result: str) -> None:
        if not self.standing.can_schedule_audit:
            with pytest.raises(NotPossible):
                self.request()
            return
        asked = self.request()
        for side, step in ((AUDITOR, "accept"), (AUDITOR, "propose"), (PARTNER, "agree"), (AUDITOR, "hold")):
            self.take(asked, side, step)
        self.take(asked, PARTNER if result == "withdraw" else AUDITOR, result)

    def request(self) -> Audit:
        return request_audit(
            self.partner, KEY, self.team.owner, AuditWish(contact_name="Mei Lin", contact_email="mei@example.com")
        )

    def take(self, audit: Audit, side: str, step: str) -> None:
        by = self.team.auditor if side == AUDITOR else self.team.owner
        take_step(audit, side, step, by, Said(day=clock.today() if step == "propose" else None, note="Said why."))

    @property
    def standing(self) -> Standing:
        return queries.standings(self.partner, clock.today(), specialization=KEY)[KEY]

    @invariant()
    @precondition(lambda self: hasattr(self, "partner"))
    def entries_follow_each_other(self) -> None:
        told = [(one.before, one.after) for one in queries.status_entries(self.partner, KEY)]
        assert [before for before, _ in told] == ["not_started", *(after for _, after in told)][: len(told)]
        assert [pair for pair in told if pair[1] not in MAY_FOLLOW[pair[0]]] == []
        days = [one.day for one in queries.status_entries(self.partner, KEY)]
        assert days == sorted(days)
        assert all(day <= clock.today() for day in days)

    @invariant()
    @precondition(lambda self: hasattr(self, "partner"))
    def awards_do_not_overlap(self) -> None:
        awards = queries.awards(self.partner).get(KEY, [])
        for earlier, later in pairwise(awards):
            ended = life.life(rules.book(), [earlier], later.starts)
            assert ended is not None
            assert ended.state == life.EXPIRED

    @invariant()
    @precondition(lambda self: hasattr(self, "partner"))
    def renewals_are_decided_in_their_window(self) -> None:
        passes = list(Audit.objects.filter(partner=self.partner, state="passed").values_list("ended_on", flat=True))
        for award in queries.awards(self.partner).get(KEY, []):
            checked = award.starts
            assert any(checked - 2 * YEAR <= day <= checked for day in passes if day)
            for number, renewal in enumerate(award.renewals, 1):
                assert -60 <= (renewal.decided_on - renewal.anniversary).days <= 30
                assert renewal.anniversary == months_later(award.starts, 12 * number)
                assert renewal.validated == (number % 2 == 0)
                if renewal.validated:
                    assert any(checked < day <= renewal.decided_on for day in passes if day)
                    checked = renewal.decided_on

    @invariant()
    @precondition(lambda self: hasattr(self, "partner"))
    def status_says_what_is_on_record(self) -> None:
        found = self.standing
        covered = any(
            one is not None and one.is_held
            for one in (
                life.life(rules.book(), [award], clock.today()) for award in queries.awards(self.partner).get(KEY, [])
            )
        )
        assert found.is_held == covered
        assert (found.status == "active") == (covered or found.complete)
        assert not (found.can_schedule_audit and found.status == "audit_failed")

    @invariant()
    @precondition(lambda self: hasattr(self, "partner"))
    def reminders_are_of_what_was_still_to_be_renewed(self) -> None:
        for one in Reminder.objects.filter(award__partner=self.partner):
            assert one.day == one.anniversary + timedelta(days=one.distance)
            assert one.award.recorded_on <= one.day <= one.written_on <= one.anniversary + timedelta(days=30)
            renewed = AwardRenewal.objects.filter(award=one.award, anniversary=one.anniversary).first()
            assert renewed is None or one.written_on <= renewed.decided_on


def months_later(day: date, count: int) -> date:
    """Written once more: the same day of a later year, or the 28th of February."""
    year = day.year + count // 12
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) and not leap else day.replace(year=year)


def test_life_cycle_reaches_nothing_that_the_rules_forbid(db: None, settings: Settings) -> None:
    class Machine(LifeCycle):
        clock = settings

    run_state_machine_as_test(Machine, settings=MANY)
    # Which of these a run reaches is chance; one that awards nothing would have shown nothing.
    assert ("active", "complete") in Machine.seen
    assert Machine.seen <= {
        ("active", "complete"),
        ("active", "renewed"),
        ("expired", "lapsed"),
        ("audit_failed", "audit_not_passed"),
        ("not_enrolled", "audit_over"),
    }


MANY = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
