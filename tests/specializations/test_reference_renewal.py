"""The years of a specialization that references validate: an odd anniversary by itself, an even one with references anew."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.actions import enrol
from specializations.award_actions import review
from specializations.models import AwardRenewal, StatusEntry
from specializations.reference_actions import CustomerNamedAlready, end_references
from tests.people import People
from tests.specializations.references import DAY, MEETINGS, approved, drafted, qualified, standing

OPENS, SECOND, CLOSES = date(2025, 5, 26), date(2025, 7, 25), date(2025, 8, 24)


@pytest.fixture
def awarded(team: People, settings: Settings) -> People:
    """Active since 25 July 2023 through three customers, renewed once, and in the window of the second anniversary."""
    settings.DEMO_TODAY = DAY
    qualified(team.partner, team.manager)
    enrol(team.partner, "modern_work", team.manager, starts=DAY, ends=date(2030, 6, 30))
    ask(team, (1, 2, 3))
    settings.DEMO_TODAY = DAY.replace(year=2024)
    review(team.partner)
    settings.DEMO_TODAY = OPENS
    return team


def ask(team: People, numbers: Sequence[int]) -> None:
    for number in numbers:
        approved(team.partner, team.owner, number)


def changes(partner: Partner) -> list[tuple[date, str, str]]:
    rows = StatusEntry.objects.filter(partner=partner, specialization=MEETINGS)
    return [(one.day, one.after, one.why) for one in rows]


AWARDED = [(DAY, "active", "complete"), (DAY.replace(year=2024), "active", "renewed")]


def test_even_anniversary_wants_as_many_references_anew(awarded: People) -> None:
    partner = awarded.partner
    assert (review(partner), changes(partner)) == ([], AWARDED)
    found = standing(partner, OPENS)
    assert (found.status, found.can_renew, found.checks[-1].measured) == ("active", False, Decimal(0))
    ask(awarded, (4, 5))
    assert changes(partner) == AWARDED
    ask(awarded, (6,))
    assert changes(partner) == [*AWARDED, (OPENS, "active", "renewed")]
    assert list(AwardRenewal.objects.values_list("anniversary", "validated")) == [
        (DAY.replace(year=2024), False),
        (SECOND, True),
    ]


def test_same_customers_are_asked_anew_once_their_approvals_have_ended(awarded: People, settings: Settings) -> None:
    """That is on the anniversary at the latest, which leaves the grace."""
    with pytest.raises(CustomerNamedAlready, match=r"from 25 Jul 2025 on"):
        drafted(awarded.partner, awarded.owner)
    settings.DEMO_TODAY = SECOND
    end_references()
    ask(awarded, (1, 2, 3))
    assert changes(awarded.partner) == [*AWARDED, (SECOND, "active", "renewed")]


@pytest.mark.parametrize(("late", "expected"), [(0, "renewed"), (1, "complete")])
def test_references_count_until_the_grace_ends_and_afterwards_earn_it_again(
    awarded: People, settings: Settings, late: int, expected: str
) -> None:
    settings.DEMO_TODAY = CLOSES + timedelta(days=late)
    end_references()
    review(awarded.partner)
    lapsed = [(CLOSES + timedelta(days=1), "expired", "lapsed")] if late else []
    assert changes(awarded.partner) == [*AWARDED, *lapsed]
    ask(awarded, (1, 2, 3))
    assert changes(awarded.partner)[-1] == (CLOSES + timedelta(days=late), "active", expected)
