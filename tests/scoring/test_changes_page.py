"""What would change for us, as the page tells it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.permissions import Role
from scoring.changes_page import ChangesPage, Figure, MetricChange, Side, changes_page
from scoring.forms import Asked
from scoring.why import Link
from tests.cases_format import import_table
from tests.factories import PartnerFactory, person
from tests.html import check_page
from tests.scoring.evidence import BA, DAY, enterprise

LAUNCH, DECEMBER = date(2022, 10, 3), date(2023, 12, 1)
PEOPLE = """
    TrainingTitle                                   | TrainingType  | TrainingCompletionDate | MCPID
    Azure Security Engineer Associate               | Certification | 2023-01-16             | e1
    Security Operations Analyst Associate           | Certification | 2023-01-16             | a{1..2}
    Identity and Access Administrator Associate     | Certification | 2023-01-16             | i{1..3}
"""


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def show(partner: Partner, designation: str = BA, picked: date | None = None, as_of: date = DAY) -> ChangesPage:
    return changes_page(partner, designation, Asked(as_of, "published", None), picked)


def metric(page: ChangesPage, title: str) -> MetricChange:
    (found,) = [one for one in page.metrics if one.title == title]
    return found


def test_page_sets_both_scores_side_by_side(partner: Partner) -> None:
    found = show(partner, picked=LAUNCH)
    assert found.before == Side(DAY, 78, qualified=True, needed=70, track="Enterprise")
    assert found.after == Side(LAUNCH, 53, qualified=False, needed=70, track="Larger markets")
    assert found.verdict == "The rules of 3 Oct 2022 bring 25 points less. You would no longer qualify."


def test_score_of_which_nothing_is_known_is_compared_with_nothing(db: None) -> None:
    found = show(PartnerFactory(), picked=LAUNCH)
    assert found.before == Side(DAY, None, qualified=False, needed=70, track="")
    assert found.verdict == "Nothing of this score is known, so there is nothing to compare."
    assert {
        (one.before and one.before.points, one.after and one.after.points, one.change) for one in found.metrics
    } == {(None, None, "")}


def test_page_tells_every_metric_under_both(partner: Partner) -> None:
    found = show(partner, picked=LAUNCH)
    assert [(one.title, one.change) for one in found.metrics] == [
        ("Net customer adds", "−15"),
        ("Intermediate certifications", "±0"),
        ("Advanced certifications", "±0"),
        ("Usage growth", "±0"),
        ("Deployments", "−10"),
    ]
    deployments = metric(found, "Deployments")
    assert (deployments.before, deployments.after) == (
        Figure(Decimal(20), 20, "5 of 5 deployments added", "5 in June 2023, 0 in June 2022"),
        Figure(Decimal(10), 20, "5 of 10 deployments added", "5 in June 2023, 0 in June 2022"),
    )
    assert deployments.why_url == reverse("why", args=[partner.mpn_id, BA, "deployments"])


def test_metric_names_the_rules_that_differ_with_the_way_to_each(partner: Partner) -> None:
    found = show(partner, picked=LAUNCH)
    rules = {rule.label: rule for rule in metric(found, "Deployments").rules}
    assert {"for the maximum", "What customer success looks at · workloads", "Rate card · rate · Power Apps"} <= set(
        rules
    )
    threshold = rules["for the maximum"]
    assert (threshold.before, threshold.after) == ("5 deployments", "10 deployments")
    assert threshold.url == (f"/rulebook/{BA}/?partner={partner.mpn_id}&on=2022-10-03#{BA}.deployments.threshold")
    assert rules["Rate card · rate · Power BI"].after == "100 per active user"
    assert metric(found, "Intermediate certifications").rules == []


def test_rules_that_are_no_metrics_own_stand_apart(partner: Partner) -> None:
    found = show(partner, picked=LAUNCH)
    labels = {rule.label: (rule.before, rule.after) for rule in found.rules}
    assert labels["Tracks · track chosen"] == ("by the workloads with revenue", "by the organisation's market")
    assert labels["Calendar · a certificate counts after"] == ("10 days", "3 days")
    assert [label for label in labels if "maximum" in label] == []


def test_page_takes_the_next_turn_where_no_day_is_picked(partner: Partner) -> None:
    found = show(partner)
    assert (found.rules_on, found.verdict) == (
        DECEMBER,
        "The rules of 1 Dec 2023 give the same score. Qualified either way.",
    )
    assert [(turn.day, turn.url) for turn in found.turns if turn.current] == [(DECEMBER, "?rules_on=2023-12-01")]
    assert metric(found, "Intermediate certifications").rules[0].changes == [
        "Dropped: Power Platform App Maker Associate (PL-100)."
    ]


def test_page_without_a_later_turn_waits_for_a_day(partner: Partner) -> None:
    found = show(partner, as_of=date(2099, 1, 1))
    assert (found.rules_on, found.verdict, [turn.current for turn in found.turns if turn.current]) == (None, "", [])


def test_day_without_rules_is_told(partner: Partner) -> None:
    found = show(partner, picked=date(2022, 10, 2))
    assert found.after is None
    assert found.verdict == "This designation has no rules on 2 Oct 2022, so there is nothing to compare with."
    assert {(one.after, one.change, len(one.rules)) for one in found.metrics} == {(None, "", 0)}
    back = show(partner, "security", DAY, as_of=date(2023, 6, 12))
    assert (back.before, back.after is None) == (None, False)
    assert back.verdict == "This designation has no rules on 12 Jun 2023, so there is nothing to compare with."


def test_gates_of_two_people_take_what_gates_of_one_gave(db: None, tmp_path: Path) -> None:
    """Security from 1 December 2023: two engineers are needed, and analysts no longer count behind their gate."""
    partner = PartnerFactory()
    import_table(tmp_path, partner, "trainings", PEOPLE)
    found = show(partner, "security", DECEMBER)
    skilling = metric(found, "Intermediate certifications")
    assert (skilling.before and skilling.before.actual, skilling.after and skilling.after.actual) == (
        "5 of 6 people",
        "0 of 6 people",
    )
    assert skilling.change == "−33.3"
    assert {(rule.label, rule.before, rule.after) for rule in skilling.rules} == {
        ("Azure Security Engineers · number of people", "1 person", "2 people"),
        ("Security Operations Analysts · number of people", "1 person", "2 people"),
        ("certificates", "4 listed", "3 listed"),
    }
    assert found.verdict == "The rules of 1 Dec 2023 bring 33.3 points less. Not qualified either way."


def test_page_of_another_day_keeps_it(partner: Partner) -> None:
    found = show(partner, picked=LAUNCH, as_of=date(2023, 6, 20))
    assert found.parent == Link(
        "Business Applications", reverse("designation", args=[partner.mpn_id, BA]) + "?as_of=2023-06-20"
    )
    assert {turn.url.split("&")[0] for turn in found.turns} == {"?as_of=2023-06-20"}
    assert all(one.why_url.endswith("?as_of=2023-06-20") for one in found.metrics)


def get(partner: Partner, designation: str, **query: str) -> Any:
    client = Client()
    client.force_login(person(partner, Role.GLOBAL_ADMIN))
    return client.get(reverse("changes", args=[partner.mpn_id, designation]), query)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"rules_on": "2022-10-03"},
        {"rules_on": "2022-10-02"},
        {"as_of": "2022-10-02"},
        {"as_of": "2099-01-01"},
        {"as_of": "2023-06-20", "known_at": "2023-07-22", "basis": "preview", "rules_on": "2022-10-03"},
        {"rules_on": "yesterday"},
    ],
)
def test_answer_is_a_page_whatever_day_is_picked(partner: Partner, query: dict[str, str]) -> None:
    response = get(partner, BA, **query)
    assert response.status_code == 200
    check_page(response)


def test_designation_that_there_is_not_is_not_found(partner: Partner) -> None:
    assert get(partner, "baking").status_code == 404


def test_designation_leads_to_what_would_change_on_the_same_day(partner: Partner) -> None:
    client = Client()
    client.force_login(person(partner, Role.GLOBAL_ADMIN))
    page = client.get(reverse("designation", args=[partner.mpn_id, BA]), {"as_of": "2023-06-20"}).content.decode()
    assert f'href="{reverse("changes", args=[partner.mpn_id, BA])}?as_of=2023-06-20"' in page
