"""Which step leads where, and who may take it."""

from datetime import date

import pytest

from specializations.models import Reference
from specializations.reference_steps import (
    CUSTOMER,
    OVER,
    PARTNER,
    PROGRAMME,
    STEPS,
    after_forgetting,
    digest,
    possible,
    resend_from,
)


def test_every_state_is_reached_from_a_draft() -> None:
    reached, todo = set(), {"draft"}
    while todo:
        reached |= todo
        todo = {step.to for step in STEPS.values() if set(step.since) & reached} - reached
    assert reached == set(Reference.State.values)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {PARTNER: ("send",)}),
        ("awaiting", {PARTNER: ("resend",), CUSTOMER: ("approve", "reject")}),
        ("approved", {PROGRAMME: ("accept", "decline")}),
        ("accepted", {PROGRAMME: ("decline",)}),
        ("rejected", {}),
        ("declined", {}),
        ("expired", {}),
    ],
)
def test_each_side_has_its_steps_in_each_state(state: str, expected: dict[str, tuple[str, ...]]) -> None:
    found = {side: possible(state, side) for side in (PARTNER, CUSTOMER, PROGRAMME)}
    assert {side: steps for side, steps in found.items() if steps} == expected


def test_customer_may_be_named_again_only_after_an_end() -> None:
    assert set(Reference.State.values) - set(OVER) == {"draft", "awaiting", "approved", "accepted"}


@pytest.mark.parametrize(("days", "expected"), [(7, date(2023, 8, 1)), (None, date(2023, 7, 25))])
def test_reference_is_sent_again_after_the_days_of_the_rule(days: int | None, expected: date) -> None:
    assert resend_from(date(2023, 7, 25), days) == expected


def test_forgetting_makes_a_draft_of_what_nobody_answered_and_of_nothing_else() -> None:
    changed = {state: after_forgetting(state) for state in Reference.State.values}
    assert {state: to for state, to in changed.items() if state != to} == {"awaiting": "draft"}


def test_digest_is_not_the_secret_itself() -> None:
    assert digest("secret") == "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
