"""The lists behind `manage.py rules`."""

import json
from datetime import date, timedelta

import pytest

from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.report import (
    SURENESS,
    counts,
    difference_json,
    difference_line,
    differences,
    differences_seen,
    entry_json,
    entry_line,
    filter_text,
    in_force_on,
    sureness,
    tally,
    turns,
    turns_of,
)

LAUNCH, JULY = date(2022, 10, 3), date(2023, 7, 11)
OPENSHIFT = {"all": [{"field": "service_group_3", "in": ["ARO"]}, {"field": "service_level_2", "not_in": ["Unknown"]}]}


def test_in_force_on_lists_one_designation_by_id(book: Rulebook) -> None:
    entries = in_force_on(book, JULY, "business_applications")
    names = [(entry.id, entry.track or "", entry.of or "") for entry in entries]
    assert names == sorted(names)
    assert {entry.id.partition(".")[0] for entry in entries} == {"business_applications"}
    assert {entry.track for entry in entries} == {None, "enterprise", "smb"}


def test_in_force_on_a_day_before_everything_is_empty(book: Rulebook) -> None:
    assert in_force_on(book, date(2020, 5, 25)) == []
    assert {entry.id.partition(".")[0] for entry in in_force_on(book, date(2021, 7, 6))} == {"credit"}


def test_differences_of_a_day_with_itself_are_none(book: Rulebook) -> None:
    assert differences(book, JULY, JULY) == []


def test_differences_tell_what_changed_appeared_and_disappeared(book: Rulebook) -> None:
    found = {item.key: item for item in differences(book, LAUNCH, JULY)}
    rate = found["business_applications.rate_card", None, "power_apps"]
    assert (rate.change, difference_line(rate)) == (
        "changed",
        "business_applications.rate_card {power_apps}: 100 mau -> 200 mau",
    )
    floor = found["business_applications.net_customer_adds.revenue_floor", "smb", None]
    assert (floor.change, difference_line(floor)) == (
        "appeared",
        "business_applications.net_customer_adds.revenue_floor [smb]: not in force -> >= 250 USD",
    )
    gone = found["business_applications.rate_card", None, "power_bi_premium"]
    assert (gone.change, difference_json(gone)["after"]) == ("disappeared", None)
    assert ("business_applications.net_customer_adds.cap", None, None) not in found


def test_differences_backwards_swap_appeared_and_disappeared(book: Rulebook) -> None:
    there, back = differences(book, LAUNCH, JULY), differences(book, JULY, LAUNCH)
    swapped = {"appeared": "disappeared", "disappeared": "appeared", "changed": "changed"}
    assert {item.key: item.change for item in back} == {item.key: swapped[item.change] for item in there}


def test_entry_json_gives_numbers_as_strings_and_days_as_iso(book: Rulebook) -> None:
    entry = book.on(JULY).get("business_applications.rate_card", of="customer_insights")
    assert entry_json(entry) == {
        "id": "business_applications.rate_card",
        "track": None,
        "of": "customer_insights",
        "value": "0.2",
        "unit": "capacity",
        "comparison": None,
        "from": "2022-10-03",
        "to": None,
        "source": "seed-003",
        "also": ["ba-2023-06"],
        "certainty": "confirmed",
        "note": None,
        "overlay": False,
    }


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("kubernetes.openshift_acr.openshift.filter", OPENSHIFT),
        ("kubernetes.skilling.people", "unpublished"),
        ("kubernetes.validation", "audit"),
        ("kubernetes.designation.any_of", ["data_ai", "digital_app_innovation"]),
    ],
)
def test_entry_json_gives_each_kind_of_value(book: Rulebook, rule: str, value: object) -> None:
    assert entry_json(book.on(JULY).get(rule))["value"] == value


def test_every_entry_and_difference_can_be_written(book: Rulebook) -> None:
    for entry in in_force_on(book, JULY):
        assert entry_line(entry).endswith(f"(from {entry.from_}, {entry.source})")
        json.dumps(entry_json(entry))
    for item in differences(book, LAUNCH, JULY):
        assert " -> " in difference_line(item)
        json.dumps(difference_json(item))


def test_filter_text_writes_the_filter_out(book: Rulebook) -> None:
    rule = "kubernetes.openshift_acr.openshift.filter"
    assert filter_text(book.on(JULY).filter(rule)) == "(service_group_3 = ARO AND service_level_2 not in Unknown)"


def test_counts_are_those_of_the_book(book: Rulebook) -> None:
    found = counts(book)
    assert (found["designations"], found["specializations"], found["overlay"]) == (6, 34, 0)
    assert found["dated values"] == sum(len(chain) for chain in book.chains.values())
    assert found["rules"] == len(book.chains)


def test_turns_are_the_days_on_which_something_differs_from_the_day_before(book: Rulebook) -> None:
    for root in (*book.designations, "kubernetes", "freshness"):
        for day in turns(book, root):
            found = {item.key[0].partition(".")[0] for item in differences(book, day - timedelta(days=1), day)}
            assert (root, day, root in found) == (root, day, True)
    assert turns(book, "freshness") == (LAUNCH, date(2023, 6, 13))
    assert turns(book) == ()


def test_turns_leave_out_a_day_that_says_the_same_again(book: Rulebook) -> None:
    """The qualification window of September 2023 was said again, by a newer page, in November 2024."""
    chain = book.history("programme.qualification_window")
    assert [entry.from_ for entry in chain] == [LAUNCH, date(2023, 9, 19), date(2024, 11, 1)]
    assert turns_of([chain]) == (LAUNCH, date(2023, 9, 19))


def test_turns_count_the_day_on_which_a_rule_ends(book: Rulebook) -> None:
    ended = book.history("business_applications.net_customer_adds.threshold", "larger")
    assert turns_of([ended]) == (LAUNCH, date(2023, 3, 1))


NET_ADDS = "business_applications.net_customer_adds"


@pytest.mark.parametrize(
    ("tracks", "lines"),
    [
        (("larger", "smb"), ["> 1500 USD -> >= 250 USD", "15 workloads -> 5 workloads"]),
        (("larger", "enterprise"), ["> 1500 USD -> >= 1500 USD", "15 workloads -> 5 workloads"]),
        (("other", "smb"), ["> 1500 USD -> >= 250 USD"]),
        (("larger", ""), ["> 1500 USD -> not in force", "15 workloads -> not in force"]),
        (("", ""), []),
    ],
)
def test_differences_seen_follow_somebody_from_one_track_to_another(
    book: Rulebook, tracks: tuple[str, str], lines: list[str]
) -> None:
    ids = {f"{NET_ADDS}.threshold", f"{NET_ADDS}.revenue_floor", f"{NET_ADDS}.cap"}
    found = differences_seen(book.on(LAUNCH), book.on(JULY), ids, tracks)
    assert [difference_line(item).partition(": ")[2] for item in found] == lines


def test_differences_seen_are_named_after_the_second_track_where_it_has_a_value(book: Rulebook) -> None:
    (floor,) = differences_seen(book.on(LAUNCH), book.on(JULY), {f"{NET_ADDS}.revenue_floor"}, ("other", "smb"))
    (gone,) = differences_seen(book.on(LAUNCH), book.on(JULY), {f"{NET_ADDS}.revenue_floor"}, ("other", ""))
    assert (floor.key[1], gone.key[1]) == ("smb", "other")


def test_sureness_is_what_the_entry_says_unless_it_is_unpublished(book: Rulebook) -> None:
    rules = book.on(JULY)
    found = {
        rule: sureness(rules.get(rule, track))
        for rule, track in (
            (f"{NET_ADDS}.threshold", "smb"),
            ("business_applications.tracks", None),
            ("programme.metric_minimum", None),
            ("kubernetes.skilling.people", None),
            ("infra_and_database_migration.windows_acr.minimum", None),
        )
    }
    assert list(found.values()) == ["confirmed", "confirmed", "reading", "unpublished", "single"]


def test_tally_counts_every_value_once_and_no_end(book: Rulebook) -> None:
    entries = [entry for chain in book.chains.values() for entry in chain]
    found = tally(entries)
    assert list(found) == list(SURENESS)
    assert sum(found.values()) == sum(not entry.removed for entry in entries)
    assert found["unpublished"] == counts(book)["unpublished"]
    assert tally([]) == dict.fromkeys(SURENESS, 0)
