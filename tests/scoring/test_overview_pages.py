"""All designations at a glance: their categories, their histories, and their skilling."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from scoring.actions import take_snapshots
from scoring.forms import Asked
from scoring.histories_page import histories_page
from scoring.overview_page import CategoryBar, overview_page
from scoring.skilling_page import skilling_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import enterprise

pytestmark = pytest.mark.slow
DAY = date(2023, 7, 25)
BA = "Business Applications"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def test_designation_tells_what_each_category_earns(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    take_snapshots([partner], DAY)
    lines = {line.title: line for line in overview_page(partner, DAY).lines}
    assert lines[BA].categories == [
        CategoryBar("Performance", lines[BA].categories[0].points, 15, 100, is_known=True),
        CategoryBar("Skilling", lines[BA].categories[1].points, 35, 100, is_known=True),
        CategoryBar("Customer success", lines[BA].categories[2].points, 50, 55, is_known=True),
    ]
    assert (lines[BA].shown, lines[BA].qualified, lines[BA].track) == (78, True, "Enterprise")
    with translation.override("fr"):
        assert {one.track for one in overview_page(partner, DAY).lines if one.title == BA} == {"Entreprise"}


def test_new_partner_has_designations_without_scores(db: None) -> None:
    page = overview_page(PartnerFactory(), DAY)
    assert (len(page.lines), page.held) == (6, 0)
    assert {(line.shown, tuple(line.categories)) for line in page.lines} == {(None, ())}


def test_score_of_which_nothing_was_known_when_it_was_taken_is_none(db: None) -> None:
    partner = PartnerFactory()
    take_snapshots([partner], DAY)
    assert {(line.shown, line.track, tuple(line.categories)) for line in overview_page(partner, DAY).lines} == {
        (None, "", ())
    }


def test_histories_show_the_best_of_each_month_and_its_change(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    for day in (date(2023, 6, 30), DAY):
        take_snapshots([partner], day)
    page = histories_page(partner, DAY)
    assert page.months == [date(2023, month, 1) for month in range(2, 8)]
    line = next(one for one in page.lines if one.title == BA)
    assert [(one.month, one.shown, one.change, one.qualified) for one in line.cells[-2:]] == [
        ("June 2023", 35, line.cells[-2].change, False),
        ("July 2023", 78, "+43", True),
    ]


def test_histories_before_the_rules_are_empty(db: None) -> None:
    assert histories_page(PartnerFactory(), date(2022, 10, 2)).lines == []


def test_skilling_tells_what_is_asked_and_held(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    people = """
        TrainingTitle                 | TrainingType  | TrainingCompletionDate | ExpirationDate | MCPID
        Azure Administrator Associate | Certification | 2023-01-16             | 2023-08-16     | p{1..2}
    """
    import_table(tmp_path, partner, "trainings", people)
    page = skilling_page(partner, Asked(DAY, "published", None))
    infrastructure = next(one for one in page.designations if one.title == "Infrastructure")
    (first, *_rest) = infrastructure.lines
    assert (first.people.people, [gate.people for gate in first.gates]) == ("0 of 5 people", ["2 of 2 people"])
    assert (page.people, page.is_empty, page.windows[0].told) == (2, False, page.windows[0].told)
    assert infrastructure.people_url.endswith("?designation=infrastructure#list")


def test_skilling_without_certificates_says_so(db: None) -> None:
    page = skilling_page(PartnerFactory(), Asked(DAY, "published", None))
    assert (page.is_empty, page.people) == (True, 0)
    assert page.lede == "No certificate is known yet · as of 25 Jul 2023 · as known now"
    assert {(one.told, one.pill) for one in page.windows} == {("unknown", "neutral")}
    assert {one.is_known for one in page.designations} == {False}
    assert {line.points for one in page.designations for line in one.lines} == {"–"}
