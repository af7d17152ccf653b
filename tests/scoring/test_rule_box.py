"""The rule box of a Why page, and whether what a score reads is what the rulebook says that it reads."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rule_box import note
from partnerhub.rulebook import report
from partnerhub.rulebook.uses import Reader, readers
from scoring import queries
from scoring.rule_box import before, rule_rows
from tests.scoring.evidence import BA, DAY, enterprise


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def test_row_leads_to_its_rule_on_the_same_day(partner: Partner) -> None:
    entry = rules.book().on(date(2023, 6, 20)).get(f"{BA}.net_customer_adds.revenue_floor", "smb")
    (row,) = rule_rows(partner, [entry], date(2023, 6, 20))
    assert (row.label, row.value) == ("revenue floor", "≥ 250 USD")
    assert row.url == f"/rulebook/{BA}/?partner=1000001&on=2023-06-20#{entry.id}"


def test_row_names_selector_part_and_list(partner: Partner) -> None:
    read = rules.book().on(DAY)
    entries = [
        read.get(f"{BA}.rate_card", of="power_apps"),
        read.get("security.net_customer_adds.azure.acr_floor"),
        read.get(f"{BA}.tracks"),
    ]
    rows = rule_rows(partner, entries, DAY)
    assert [(row.label, row.value, row.note) for row in rows] == [
        ("least Azure consumption of a customer (Azure)", "≥ 100 USD", ""),
        ("rate: Power Apps", "200 per active user", ""),
        ("tracks", "2 listed", "Enterprise, SMB"),
    ]


def test_names_of_a_list_end_before_its_note_begins(partner: Partner) -> None:
    entry = next(one for one in rules.book().on(DAY).in_force() if isinstance(one.value, tuple) and one.note)
    (row,) = rule_rows(partner, [entry], DAY)
    assert row.note.endswith(f". {entry.note}")


def test_note_and_history_of_nothing_are_empty() -> None:
    assert (note([]), before([])) == ("", [])


def test_history_is_what_a_value_said_at_other_times() -> None:
    entry = rules.book().on(DAY).get(f"{BA}.rate_card", of="power_apps")
    assert [(one.value, one.since) for one in before([entry])] == [
        ("rate: Power Apps: 100 per active user", date(2022, 10, 3))
    ]


@pytest.mark.parametrize("designation", rules.book().scored)
def test_what_a_metric_reads_is_what_the_rulebook_says_that_it_reads(partner: Partner, designation: str) -> None:
    """In the first and in the newest edition."""
    book = rules.book()
    turns = report.turns(book, designation)
    asked = [(metric, day) for metric in book.designations[designation].metrics for day in {turns[0], turns[-1]}]
    for metric, day in asked:
        found = queries.explanation(partner, designation, metric, day, "published").rules
        known = {Reader("metric", designation, metric), Reader("designation", designation), Reader("designations")}
        unsaid = [entry.id for entry in found if not known & set(readers(book, entry.id))]
        assert (metric, day, bool(found), unsaid) == (metric, day, True, [])
