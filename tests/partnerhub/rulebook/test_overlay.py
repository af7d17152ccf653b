"""An installation's own dated values: they add, they are marked, they remove nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from partnerhub.rulebook import load
from partnerhub.rulebook.loading import REPO_RULEBOOKS

from .conftest import Problems

Overlay = Callable[[dict[str, str]], Path]
SOURCE = "our-contract:\n  title: Our own agreement\n  kind: operator\n  published: 2023-08-01\n  read: 2026-11-20\n"
IDB = "specializations/infra_and_database_migration.yaml"
PEOPLE = "infra_and_database_migration.skilling.people"


def skilling(entry: str) -> dict[str, str]:
    return {"sources.yaml": SOURCE, IDB: f"requirements:\n  skilling:\n    people:\n      - {entry}\n"}


def test_overlay_adds_a_later_value_and_marks_it(overlay: Overlay) -> None:
    book = load(REPO_RULEBOOKS, overlay(skilling("{from: 2023-08-01, value: 4, source: our-contract}")))
    before, after = book.history(PEOPLE)
    assert (before.published, before.overlay, before.to) == (False, False, date(2023, 8, 1))
    assert (after.value, after.overlay, after.source, after.line) == (Decimal(4), True, "our-contract", 4)
    assert not book.on(date(2023, 7, 31)).get(PEOPLE).published
    assert book.on(date(2023, 8, 1)).number(PEOPLE) == 4


def test_overlay_fills_in_an_unpublished_value_from_its_own_day(overlay: Overlay) -> None:
    book = load(REPO_RULEBOOKS, overlay(skilling("{from: 2023-01-09, value: 4, source: our-contract}")))
    assert book.on(date(2023, 1, 9)).number(PEOPLE) == 4
    assert [entry.published for entry in book.history(PEOPLE)] == [False, True]


def test_overlay_stands_before_our_later_value_by_its_date(overlay: Overlay) -> None:
    text = "performance_day:\n  - {from: 2023-01-01, value: 18, source: our-contract}\n"
    book = load(REPO_RULEBOOKS, overlay({"sources.yaml": SOURCE, "freshness.yaml": text}))
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 12), date(2023, 6, 13))
    assert [book.on(day).number("freshness.performance_day") for day in days] == [15, 18, 18, 20]


def test_overlay_may_not_replace_a_published_value(overlay: Overlay, problems: Problems) -> None:
    text = "performance_day:\n  - {from: 2023-06-13, value: 18, source: our-contract}\n"
    assert problems(REPO_RULEBOOKS, overlay({"sources.yaml": SOURCE, "freshness.yaml": text})) == [
        "freshness.yaml:2: freshness.performance_day: the rulebook itself gives a value from 2023-06-13; "
        "expected a later day in an overlay"
    ]


def test_overlay_may_not_remove(overlay: Overlay, problems: Problems) -> None:
    text = "performance_day:\n  - {from: 2024-01-01, value: removed, source: our-contract}\n"
    assert problems(REPO_RULEBOOKS, overlay({"sources.yaml": SOURCE, "freshness.yaml": text})) == [
        "freshness.yaml:2: freshness.performance_day: an overlay may not remove what the rulebook gives"
    ]


def test_overlay_may_not_change_a_title(overlay: Overlay, problems: Problems) -> None:
    assert problems(REPO_RULEBOOKS, overlay({"designations/security.yaml": "title: Safety\n"})) == [
        "designations/security.yaml:1: an overlay adds dated values; it may not change `title`, which is 'Security'"
    ]


def test_overlay_keeps_its_own_dates_in_order(overlay: Overlay, problems: Problems) -> None:
    entries = (
        "{from: 2024-02-01, value: 4, source: our-contract}\n      - {from: 2024-01-01, value: 5, source: our-contract}"
    )
    assert problems(REPO_RULEBOOKS, overlay(skilling(entries))) == [
        f"{IDB}:5: {PEOPLE}: from 2024-01-01 stands after 2024-02-01 (line 4); expected oldest first"
    ]


def test_overlay_needs_a_known_source(overlay: Overlay, problems: Problems) -> None:
    (found,) = problems(REPO_RULEBOOKS, overlay({IDB: skilling("{from: 2024-01-01, value: 4, source: hearsay}")[IDB]}))
    assert found.startswith(f"{IDB}:4: requirements.skilling.people.1.source: unknown source `hearsay`; ")


def test_overlay_aliases_lead_to_our_keys(overlay: Overlay) -> None:
    folder = overlay({"certificates.yaml": "power_platform_app_maker_associate:\n  aliases: [Maker badge]\n"})
    assert load(REPO_RULEBOOKS, folder).certificate("maker BADGE") == "power_platform_app_maker_associate"


def test_overlay_changes_the_digest(overlay: Overlay) -> None:
    folder = overlay(skilling("{from: 2023-08-01, value: 4, source: our-contract}"))
    assert load(REPO_RULEBOOKS, folder).digest != load(REPO_RULEBOOKS).digest


@pytest.mark.parametrize("name", ["rules.yaml", "designations/notes/a.yaml"])
def test_overlay_refuses_an_unknown_file(overlay: Overlay, problems: Problems, name: str) -> None:
    (found,) = problems(REPO_RULEBOOKS, overlay({name: "a: 1\n"}))
    assert found.startswith(f"{name}:1: unknown rulebook file; expected one of sources.yaml, ")
