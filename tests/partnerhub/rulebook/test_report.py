"""The lists behind `manage.py rules`."""

import json
from datetime import date

import pytest

from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.report import (
    counts,
    difference_json,
    difference_line,
    differences,
    entry_json,
    entry_line,
    filter_text,
    in_force_on,
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
    assert in_force_on(book, date(2021, 7, 6)) == []


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
