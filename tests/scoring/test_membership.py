"""For how long a designation is held: years of 365 days, anniversaries in common, renewals."""

from datetime import date

import pytest

from partnerhub.rulebook import NotInForce, Rules, load
from scoring.membership import Membership, anniversary, held, lapsed, renewal, running


def day(text: str) -> date:
    return date.fromisoformat(text)


def rules(text: str = "2023-12-01") -> Rules:
    return load().on(day(text))


def membership(starts: str, ends: str) -> Membership:
    return Membership(day(starts), day(ends))


YEAR = membership("2022-11-14", "2023-11-14")


@pytest.mark.parametrize(
    ("bought", "ends"),
    [
        ("2022-10-03", "2023-10-03"),
        ("2022-11-14", "2023-11-14"),
        # A year of 365 days ends a day early in the calendar where it passes a 29 February.
        ("2023-03-01", "2024-02-29"),
        ("2023-03-02", "2024-03-01"),
        ("2024-02-29", "2025-02-28"),
        ("2024-03-01", "2025-03-01"),
    ],
)
def test_anniversary_is_365_days_after_the_payment(bought: str, ends: str) -> None:
    assert anniversary(rules(bought), day(bought), []).isoformat() == ends


def test_designations_bought_in_a_running_year_share_its_anniversary() -> None:
    """The programme's own example: bought in November 2022, January and February 2023, all are renewed in November 2023."""
    held_by: list[Membership] = []
    for bought in ("2022-11-14", "2023-01-10", "2023-02-20"):
        ends = anniversary(rules(bought), day(bought), held_by)
        held_by.append(Membership(day(bought), ends))
    assert {one.ends.isoformat() for one in held_by} == {"2023-11-14"}


@pytest.mark.parametrize(
    ("bought", "ends"),
    [
        ("2022-11-13", "2023-11-13"),
        ("2022-11-14", "2023-11-14"),
        ("2023-11-14", "2023-11-14"),
        # Renewed in the window, or bought anew after it: a year of its own from the day of the payment.
        ("2023-11-15", "2024-11-14"),
        ("2023-12-14", "2024-12-13"),
        ("2024-01-10", "2025-01-09"),
    ],
)
def test_payment_after_the_anniversary_begins_a_new_year(bought: str, ends: str) -> None:
    assert anniversary(rules(bought), day(bought), [YEAR]).isoformat() == ends


def test_second_renewal_joins_the_year_that_the_first_began() -> None:
    first = Membership(day("2023-11-20"), anniversary(rules("2023-11-20"), day("2023-11-20"), [YEAR]))
    assert anniversary(rules("2023-12-01"), day("2023-12-01"), [YEAR, first]) == first.ends == day("2024-11-19")


def test_longest_of_several_running_memberships_gives_the_anniversary() -> None:
    """After two accounts were merged, the programme takes the later anniversary."""
    later = membership("2023-06-01", "2024-05-31")
    assert anniversary(rules(), day("2023-10-01"), [later, YEAR]) == later.ends
    assert running(day("2023-10-01"), [later, YEAR]) == later


def test_anniversary_before_the_programme_is_refused() -> None:
    with pytest.raises(NotInForce):
        anniversary(rules("2022-10-02"), day("2022-10-02"), [])


@pytest.mark.parametrize(
    ("today", "is_held", "is_lapsed"),
    [
        ("2022-11-13", False, False),
        ("2022-11-14", True, False),
        ("2023-11-14", True, False),
        ("2023-11-15", True, False),
        ("2023-12-14", True, False),
        ("2023-12-15", False, True),
    ],
)
def test_membership_is_held_until_its_renewal_window_closes(today: str, is_held: bool, is_lapsed: bool) -> None:
    found = held(rules(today), day(today), [YEAR]), lapsed(rules(today), day(today), [YEAR])
    assert found == (YEAR if is_held else None, YEAR if is_lapsed else None)


def test_renewed_membership_is_the_one_held() -> None:
    again = membership("2023-11-20", "2024-11-19")
    days = {text: held(rules(text), day(text), [YEAR, again]) for text in ("2023-11-19", "2023-11-20", "2024-12-19")}
    assert list(days.values()) == [YEAR, again, again]
    assert lapsed(rules("2024-12-20"), day("2024-12-20"), [YEAR, again]) == again


def test_renewal_opens_on_the_day_after_the_anniversary_for_thirty_days() -> None:
    """The programme's own example: anniversary 1 September, open from 2 September."""
    opens, closes = renewal(rules(), membership("2020-09-01", "2021-09-01"))
    assert (opens.isoformat(), closes.isoformat(), (closes - opens).days + 1) == ("2021-09-02", "2021-10-01", 30)
