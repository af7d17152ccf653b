"""No sequence of events leads a reference where the rules forbid: letters, answers, links old and new, deletions, and years."""

from contextlib import suppress
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

from partnerhub import clock
from partnerhub.models import Letter
from specializations import queries
from specializations.models import Reference, ReferenceLink, ReferenceStep
from specializations.reference_actions import (
    LinkUsedUp,
    add_reference,
    answer_reference,
    change_reference,
    delete_reference,
    end_references,
    forget_contact,
    review_reference,
    send_reference,
)
from specializations.reference_steps import digest
from specializations.refusals import NotPossible
from tests.people import people
from tests.specializations.references import DAY, MEETINGS, fields, qualified, standing

pytestmark = pytest.mark.slow

MAY_FOLLOW = {
    "draft": {"send", "forget"},
    "send": {"resend", "approve", "reject", "forget"},
    "resend": {"resend", "approve", "reject", "forget"},
    "approve": {"accept", "decline", "expire", "forget"},
    "accept": {"decline", "expire", "forget"},
    "reject": {"forget"},
    "decline": {"forget"},
    "expire": {"forget"},
}


class References(RuleBasedStateMachine):
    """One partner that has everything but the references, and two customers."""

    clock: Settings
    seen: ClassVar[set[str]] = set()

    @initialize()
    def begin(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.DEMO_TODAY = DAY
        self.team = people()
        qualified(self.team.partner, self.team.manager)
        self.secrets: list[str] = []
        self.asked: dict[str, list[date]] = {}
        self.write(1, 0)
        self.send(0)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            self.seen.update(ReferenceStep.objects.values_list("step", flat=True))
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def some(self, place: int) -> Reference | None:
        rows = list(Reference.objects.order_by("pk"))
        return rows[place % len(rows)] if rows else None

    @rule(days=st.sampled_from([1, 6, 7, 29, 30, 31, 365, 700]), look=st.booleans())
    def wait(self, days: int, look: bool) -> None:
        self.clock.DEMO_TODAY = clock.today() + timedelta(days=days)
        if look:
            end_references()
            end_references()

    @rule(customer=st.integers(1, 2), place=st.integers(0, 5))
    def write(self, customer: int, place: int) -> None:
        """Begin one, or write a draft anew."""
        row = self.some(place)
        with suppress(NotPossible):
            if row and row.state == "draft":
                change_reference(row, fields(customer))
            else:
                add_reference(self.team.partner, MEETINGS, self.team.owner, fields(customer))

    @rule(place=st.integers(0, 5))
    def send(self, place: int) -> None:
        if (row := self.some(place)) is None:
            return
        with suppress(NotPossible):
            send_reference(row, self.team.owner)
            self.asked.setdefault(str(row.pk), []).append(clock.today())
            self.secrets.append(Letter.objects.exclude(secret="").latest("pk").secret)

    @rule(place=st.integers(0, 4), step=st.sampled_from(["approve", "approve", "reject", "accept"]))
    def click(self, place: int, step: str) -> None:
        """On any link that was ever sent, the newest most of all."""
        link = queries.link_of(self.secrets[-1 - place % len(self.secrets)])
        if link is None:
            return
        good = link == ReferenceLink.objects.filter(reference=link.reference).latest("pk")
        good = good and link.reference.state == "awaiting" and clock.now() < link.expires_at
        try:
            answer_reference(link, step, "Said why.")
            assert good
            assert step != "accept"
        except LinkUsedUp:
            assert not good
        except NotPossible:
            assert step == "accept"

    @rule(place=st.integers(0, 5), step=st.sampled_from(["accept", "decline"]))
    def decide(self, place: int, step: str) -> None:
        if row := self.some(place):
            with suppress(NotPossible):
                review_reference(row, step, self.team.reviewer, "Said why.")

    @rule(place=st.integers(0, 5))
    def forget(self, place: int) -> None:
        if row := self.some(place):
            forget_contact(row, self.team.owner)

    @rule(place=st.integers(0, 5))
    def delete(self, place: int) -> None:
        if row := self.some(place):
            with suppress(NotPossible):
                delete_reference(row)

    @invariant()
    @precondition(lambda self: hasattr(self, "team"))
    def steps_follow_each_other(self) -> None:
        for row in Reference.objects.prefetch_related("steps"):
            # Forgetting changes who is known, and what comes next only where nobody had answered.
            before, answered = "draft", 0
            for step in (one.step for one in row.steps.all()):
                assert step in MAY_FOLLOW[before], (row.pk, before, step)
                answered += step in {"approve", "reject"}
                if step != "forget":
                    before = step
                elif before in {"send", "resend"}:
                    before = "draft"
            assert answered <= 1
            assert (row.answered_at is not None) == (answered == 1)

    @invariant()
    @precondition(lambda self: hasattr(self, "team"))
    def customer_is_asked_once_a_week(self) -> None:
        for days in self.asked.values():
            assert all((later - earlier).days >= 7 for earlier, later in pairwise(days))

    @invariant()
    @precondition(lambda self: hasattr(self, "team"))
    def nothing_is_known_of_who_was_forgotten(self) -> None:
        for row in Reference.objects.exclude(forgotten_at=None):
            assert (row.contact_name, row.contact_email, row.state == "awaiting") == ("", "", False)
            later = row.steps.exclude(step__in=["send", "resend", "approve", "reject", "forget"])
            told = Letter.objects.filter(about=f"reference:{row.pk}")
            assert not told.filter(to="mei@litware.example.com").exists() and (later.exists() or not told.exists())

    @invariant()
    @precondition(lambda self: hasattr(self, "team"))
    def approvals_count_for_two_years_and_each_customer_once(self) -> None:
        today = clock.today()
        counts = {
            row.tenant
            for row in Reference.objects.filter(state__in=["approved", "accepted", "expired"])
            if row.answered_at and today < row.answered_at.date().replace(year=row.answered_at.year + 2)
        }
        assert standing(self.team.partner, today).checks[-1].measured == len(counts)

    @invariant()
    @precondition(lambda self: hasattr(self, "team"))
    def secrets_are_kept_nowhere_but_in_letters_that_wait(self) -> None:
        kept = set(ReferenceLink.objects.values_list("sha256", flat=True))
        assert kept <= {digest(one) for one in self.secrets}


def test_references_reach_nothing_that_the_rules_forbid(db: None, settings: Settings) -> None:
    class Machine(References):
        clock = settings

    run_state_machine_as_test(Machine, settings=MANY)
    # Which of the others a run reaches is chance; one in which nobody approves would have shown nothing.
    assert "approve" in Machine.seen


MANY = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
