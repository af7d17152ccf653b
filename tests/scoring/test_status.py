"""The programme's status words, day by day."""

from datetime import date

import pytest

from partnerhub.rulebook import NotInForce, load
from scoring.membership import Membership
from scoring.status import Life, Renewal, status


def day(text: str) -> date:
    return date.fromisoformat(text)


def life(today: str, qualified: str = "", bought: str = "", *, measured: bool = True) -> Life:
    """``qualified``: days; ``bought``: pairs of first day and anniversary; each written one after the other."""
    names = bought.split()
    memberships = [Membership(day(first), day(last)) for first, last in zip(names[::2], names[1::2], strict=True)]
    return status(load().on(day(today)), day(today), memberships, map(day, qualified.split()), measured=measured)


YEAR = "2022-11-14 2023-11-14"


@pytest.mark.parametrize(
    ("today", "qualified", "bought", "key"),
    [
        # Before 19 September 2023 the day itself decides.
        ("2023-07-25", "", "", "in_progress"),
        ("2023-07-25", "2023-07-24", "", "in_progress"),
        ("2023-07-25", "2023-07-25", "", "qualified"),
        ("2023-09-18", "2023-09-17", "", "in_progress"),
        # From then on any day of the month and the five before it.
        ("2023-09-19", "2023-09-17", "", "qualified"),
        ("2023-09-19", "2023-04-01", "", "qualified"),
        ("2023-09-19", "2023-03-31", "", "in_progress"),
        ("2023-09-30", "2023-04-01", "", "qualified"),
        ("2023-10-01", "2023-04-30", "", "in_progress"),
        ("2023-10-01", "2023-10-02", "", "in_progress"),
        # Bought, whatever the score does.
        ("2022-11-13", "", YEAR, "in_progress"),
        ("2022-11-14", "", YEAR, "enrolled"),
        ("2023-11-14", "", YEAR, "enrolled"),
        ("2023-11-14", "2023-11-14", YEAR, "enrolled"),
        ("2023-11-15", "", YEAR, "enrolled_renewal_due"),
        ("2023-12-14", "", YEAR, "enrolled_renewal_due"),
        # Not renewed in its days: back to what the score says.
        ("2023-12-15", "", YEAR, "in_progress"),
        ("2023-12-15", "2023-07-01", YEAR, "qualified"),
        ("2023-12-15", "2023-06-30", YEAR, "in_progress"),
        # Renewed.
        ("2023-11-20", "", f"{YEAR} 2023-11-20 2024-11-19", "enrolled"),
        ("2024-11-20", "", f"{YEAR} 2023-11-20 2024-11-19", "enrolled_renewal_due"),
        # Bought again after it was lost.
        ("2024-02-01", "", f"{YEAR} 2024-02-01 2025-01-31", "enrolled"),
    ],
)
def test_status_is_the_programme_s_word(today: str, qualified: str, bought: str, key: str) -> None:
    assert life(today, qualified, bought).key == key


def test_score_without_evidence_is_unknown_not_in_progress() -> None:
    assert life("2023-12-15", measured=False) == Life("no_evidence", life("2023-12-15").window)
    assert life("2023-12-15", "2023-11-01", measured=False).key == "qualified"
    assert life("2023-12-15", bought=YEAR, measured=False).key == "no_evidence"
    assert life("2023-11-15", bought=YEAR, measured=False).key == "enrolled_renewal_due"


def test_qualified_says_until_when_it_may_be_bought_and_on_which_days_it_rests() -> None:
    found = life("2024-01-31", "2023-09-30 2023-07-31 2023-08-20 2024-02-01 2023-09-30")
    assert found.qualified == (day("2023-08-20"), day("2023-09-30"))
    assert (found.buy_until, found.enrol_by, found.lapsed) == (day("2024-02-29"), day("2023-09-19"), None)
    assert (found.renewal, found.is_held) == (None, False)


def test_qualified_on_the_day_alone_may_be_bought_that_day() -> None:
    found = life("2023-07-25", "2023-07-25")
    assert (found.buy_until, found.enrol_by) == (day("2023-07-25"), None)


def test_days_to_enrol_are_for_those_who_never_held_it() -> None:
    found = life("2024-01-31", "2024-01-02", YEAR)
    assert (found.key, found.enrol_by, found.lapsed) == ("qualified", None, day("2023-11-14"))


def test_in_progress_has_nothing_to_buy() -> None:
    found = life("2024-01-31", "", YEAR)
    assert (found.buy_until, found.enrol_by, found.qualified, found.lapsed) == (None, None, (), day("2023-11-14"))


@pytest.mark.parametrize("today", ["2023-10-01", "2023-11-14", "2023-12-14"])
def test_held_designation_names_its_renewal_and_the_days_that_decide_it(today: str) -> None:
    found = life(today, "2023-05-31 2023-06-01 2023-09-20 2023-11-30 2023-12-01", YEAR)
    assert found.renewal == Renewal(day("2023-11-14"), day("2023-11-15"), day("2023-12-14"))
    assert (found.window.first, found.window.last) == (day("2023-06-01"), day("2023-11-30"))
    known = [one for one in ("2023-06-01", "2023-09-20", "2023-11-30") if one <= today]
    assert found.qualified == tuple(map(day, known))
    assert (found.is_held, found.buy_until, found.enrol_by, found.lapsed) == (True, None, None, None)


def test_status_of_a_day_before_the_programme_is_refused() -> None:
    with pytest.raises(NotInForce):
        life("2022-10-02")
