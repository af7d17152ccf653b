"""How many customers' approvals count on a day, and until when."""

from datetime import date
from decimal import Decimal

import pytest

from partnerhub import rules
from partnerhub.rulebook.schema import ReferencesRequirement
from specializations.requirements.check import Check
from specializations.requirements.references import Approval, check, valid_until
from tests.specializations.references import DAY, MEETINGS

A, B, C, D = (Approval(tenant, date(2022, month, 1)) for month, tenant in enumerate("abcd", 1))


def found(*approvals: Approval, day: date = DAY, key: str = MEETINGS) -> Check:
    requirement = rules.book().requirements(key, day)["references"]
    assert isinstance(requirement, ReferencesRequirement)
    return check(rules.book().on(day), key, "references", requirement, approvals)


@pytest.mark.parametrize(
    ("approvals", "state", "measured"),
    [((), "not_met", 0), ((A, B), "not_met", 2), ((A, B, C), "met", 3), ((A, B, C, D), "met", 4)],
)
def test_requirement_is_met_from_the_third_customer_on(
    approvals: tuple[Approval, ...], state: str, measured: int
) -> None:
    one = found(*approvals)
    assert (one.state, one.measured, one.required) == (state, Decimal(measured), Decimal(3))


def test_customer_counts_once_however_often_it_approves() -> None:
    again = Approval("a", date(2023, 1, 1))
    assert (found(A, again, B).measured, found(A, again, B).state) == (Decimal(2), "not_met")


@pytest.mark.parametrize(("day", "measured"), [("2023-12-31", 3), ("2024-01-01", 2), ("2024-02-01", 1)])
def test_approval_counts_until_its_validity_of_two_years_ends(day: str, measured: int) -> None:
    assert found(A, B, C, day=date.fromisoformat(day)).measured == Decimal(measured)


@pytest.mark.parametrize(
    ("approvals", "until"),
    [
        ((A, B), None),
        ((C, A, B), date(2024, 1, 1)),
        ((A, B, C, D), date(2024, 2, 1)),
        ((A, Approval("a", date(2022, 3, 15)), B, C), date(2024, 2, 1)),
    ],
)
def test_met_until_the_day_on_which_too_few_are_left(approvals: tuple[Approval, ...], until: date | None) -> None:
    assert found(*approvals).until == until


def test_number_that_is_not_published_leaves_the_measure_and_waits_for_the_programmes_word() -> None:
    one = found(A, B, C, key="cloud_security")
    assert (one.state, one.measured, one.required, one.until) == ("unpublished", Decimal(3), None, None)


def test_approval_has_no_end_before_the_rule_of_its_term() -> None:
    day = date(2021, 12, 31)
    approvals = [Approval(tenant, date(2021, 7, 7)) for tenant in "abc"]
    one = found(*approvals, day=day)
    assert (one.state, one.until, valid_until(rules.book().on(day), day)) == ("met", None, None)
