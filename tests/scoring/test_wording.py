"""What scores say in plain words, word for word."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partnerhub import rules
from scoring import wording
from scoring.models import ScoreSnapshot

KNOWN = rules.book().designations["business_applications"].metrics["deployments"]


def snapshot(points: str, *metric_points: str, qualified: bool = False, unknown: int = 0) -> ScoreSnapshot:
    """``unknown`` more metrics have no evidence."""
    metrics = [{"points": one, "state": "measured"} for one in metric_points]
    metrics += [{"points": "0", "state": "no_evidence"}] * unknown
    return ScoreSnapshot(points=Decimal(points), qualified=qualified, metrics=metrics, details={"pass_total": 70})


def metric(actual: str = "0", points: str = "0", threshold: str = "5", cap: int = 15, **more: Any) -> dict[str, Any]:
    found = {
        "state": "measured",
        "reason": None,
        "dataset": "business_apps_revenue",
        "now": "2023-06-01",
        "base": "2022-06-01",
    }
    return (
        found
        | {"missing": [], "totals": {}, "actual": actual, "points": points, "threshold": threshold, "cap": cap}
        | more
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "No score yet: import the export files of this designation."),
        (snapshot("77.5", "70", "7.5", qualified=True), "Qualified with 77.5 points: 7.5 above 70. Every metric is above zero."),
        (snapshot("70", "62.5", "7.5", qualified=True), "Qualified: 0 points above 70. Every metric is above zero."),
        (snapshot("69", "61.5", "7.5"), "1 point short of 70. Every metric is above zero."),
        (snapshot("69.5", "62", "7.5"), "69.5 points: 0.5 short of 70. Every metric is above zero."),
        (snapshot("69.96", "62.46", "7.5"), "69.9 points: 0.1 short of 70. Every metric is above zero."),
        (snapshot("69.999999999999", "62", "7"), "69.9 points: 0.1 short of 70. Every metric is above zero."),
        (snapshot("85", "85", "0"), "1 metric is at zero."),
        (snapshot("70", "70", "0", "0"), "2 metrics are at zero."),
        (snapshot("27.5", "20", "7.5", "0", "0", "0"), "27.5 points: 42.5 short of 70. 3 metrics are at zero."),
        (snapshot("0", unknown=5), "No score yet: import the export files of this designation."),
        (snapshot("75", "75", unknown=1), "1 metric is unknown."),
        (snapshot("20", "20", "0", unknown=3), "50 points short of 70. 3 metrics are unknown. 1 metric is at zero."),
    ],
)  # fmt: skip
def test_score_sentence_says_what_is_between_the_score_and_70(found: ScoreSnapshot | None, sentence: str) -> None:
    assert wording.score_sentence(found) == sentence


@pytest.mark.parametrize(
    ("found", "unit", "sentence"),
    [
        (metric("-7"), "workloads", "12 more workloads bring 15 points."),
        (metric("-59", threshold="10", cap=20), "deployments", "69 more deployments bring 20 points."),
        (metric("1", "2.5", threshold="10", cap=25), "deployments", "9 more deployments bring 22.5 points."),
        (metric("4", "12"), "workloads", "1 more workload brings 3 points."),
        (metric("6", "12.85714285714285714285714286", threshold="7"), "people", "1 more person brings 2.1 points."),
        (metric("5", "15"), "workloads", ""),
        (metric("9", "15"), "workloads", ""),
        (metric("25.82", "25.82", threshold="30", cap=30), "%", "4.2% more growth brings 4.2 points."),
        (metric("29.999", "29.999", threshold="30", cap=30), "%", "0.1% more growth brings 0.1 points."),
        (metric("30", "30", threshold="30", cap=30), "%", ""),
        (metric("-12.5", threshold="30", cap=30), "%", "42.5% more growth brings 30 points."),
        (metric("99", reason="below_baseline"), "%", "The year-ago consumption is below the baseline, so growth earns nothing."),
        (metric(reason="no_base"), "%", "There was no consumption a year ago to grow from, so growth earns nothing."),
        (metric(state="no_evidence"), "workloads", "Import the missing file."),
    ],
)  # fmt: skip
def test_gap_is_threshold_less_current(found: dict[str, Any], unit: str, sentence: str) -> None:
    assert wording.gap(found, unit, KNOWN) == sentence


@pytest.mark.parametrize(
    ("found", "unit", "text"),
    [
        (metric("3"), "workloads", "3 of 5 workloads added"),
        (metric("-3"), "workloads", "-3 of 5 workloads added"),
        (metric("1", threshold="7"), "people", "1 of 7 people"),
        (metric("2"), "deployments", "2 of 5 deployments added"),
        (metric("7.25", threshold="30"), "%", "7.3% of 30% growth"),
        (metric(state="no_evidence"), "people", "unknown"),
    ],
)
def test_actual_is_told_against_the_threshold(found: dict[str, Any], unit: str, text: str) -> None:
    assert wording.actual(found, unit) == text


@pytest.mark.parametrize(
    ("found", "unit", "sentence"),
    [
        (metric(totals={"now": "10", "base": "5"}), "workloads", "10 in June 2023, 5 in June 2022"),
        (metric(totals={"now": "107500.6"}), "%", "107,500.6 in June 2023, 0 in June 2022"),
        (metric(now=None, base=None), "people", "certificates that count on this day"),
        (
            metric(state="no_evidence", missing=["2022-06-01"]),
            "workloads",
            "No evidence of Business Applications revenue for June 2022: unknown, not zero.",
        ),
        (
            metric(state="no_evidence", missing=["2023-06-01", "2022-06-01"], dataset="business_apps_usage"),
            "%",
            "No evidence of Business Applications usage for June 2023, June 2022: unknown, not zero.",
        ),
        (
            metric(state="no_evidence", dataset="trainings"),
            "people",
            "No file of training completions has been imported: unknown, not zero.",
        ),
    ],
)
def test_sentence_names_both_months_or_what_is_missing(found: dict[str, Any], unit: str, sentence: str) -> None:
    assert wording.metric_sentence(found, KNOWN) == sentence


def test_sentence_of_a_window_says_that_it_is_more_than_a_month() -> None:
    found = metric(totals={"now": "900", "base": "800"})
    known = rules.book().designations["data_ai"].metrics["usage_growth"]
    told = "900 in the months up to June 2023, 800 in those up to June 2022"

    assert wording.metric_sentence(found, known) == told
    assert wording.metric_sentence({**found, "missing": ["2021-06-01"]}, known) == (
        f"{told}. 1 month is unknown (June 2021): only what is known counts."
    )


@pytest.mark.parametrize(
    ("people", "gap"),
    [
        ((1, 2), "Azure Solutions Architects: 1 more person needed before any other certificate counts."),
        (
            (2, 0),
            "Azure Administrators: 2 more people needed before any other certificate counts.",
        ),
        (
            (1, 1),
            "Azure Solutions Architects: 1 more person needed before any other certificate counts. "
            "Azure Administrators: 1 more person needed before any other certificate counts.",
        ),
    ],
)
def test_gap_behind_a_prerequisite_is_what_opens_it(people: tuple[int, int], gap: str) -> None:
    gates = {
        key: {"people": had, "needed": 2} for key, had in zip(("architects", "administrators"), people, strict=True)
    }
    known = rules.book().designations["data_ai"].metrics["intermediate_certifications"]

    assert wording.gap(metric(reason="gate_not_met", gates=gates), "people", known) == gap


def test_gap_of_parts_names_them_in_the_order_of_the_rulebook() -> None:
    parts = {key: metric(threshold=threshold, cap=30) for key, threshold in (("csp", "2000"), ("cpor", "500"))}
    found = metric(threshold="500", cap=30, combined="best_of", best="cpor", parts=parts)
    known = rules.book().designations["modern_work"].metrics["usage_growth"]

    assert wording.gap(found, "users", known) == (
        "500 more active users (CPOR) or 2,000 more active users (CSP): 30 points."
    )


@pytest.mark.parametrize(
    ("found", "badge"),
    [
        (metric(state="no_evidence"), ("No evidence", "warn")),
        (metric("5", "15"), ("Achieved", "good")),
        (metric("4", "12"), ("In progress", "progress")),
        (metric("1", "0.01"), ("In progress", "progress")),
        (metric("-1", "0"), ("At zero", "bad")),
    ],
)
def test_badge_of_a_metric(found: dict[str, Any], badge: tuple[str, str]) -> None:
    assert wording.metric_state(found) == badge


@pytest.mark.parametrize(
    ("track", "reason"),
    [
        ({"chosen": "by_market"}, "by the market on the organisation's record"),
        (
            {"chosen": "by_workloads", "measured": "1", "needed": "5", "limit": "5000"},
            "assigned automatically: 1 workload above 5,000 USD now and a year ago, 5 make Enterprise",
        ),
        (
            {"chosen": "by_workloads", "measured": "5", "needed": "5", "limit": "5000"},
            "assigned automatically: 5 workloads above 5,000 USD now and a year ago, 5 make Enterprise",
        ),
    ],
)
def test_track_is_told_with_its_reason(track: dict[str, Any], reason: str) -> None:
    assert wording.track_reason(ScoreSnapshot(details={"track": track})) == reason


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1234567.50", None, "1,234,567.5"), ("100", None, "100"), ("0.0000000001", None, "0.0000000001"),
        ("1499.995", 2, "1,500.00"), ("1499.994", 2, "1,499.99"), ("-12.5", 0, "-13"), ("0", 2, "0.00"), (10_000, None, "10,000"),
    ],
)  # fmt: skip
def test_amount_is_written_by_locale_and_rounded_half_up(value: str, places: int | None, text: str) -> None:
    assert wording.amount(value, places) == text


def test_days_and_months_as_people_write_them() -> None:
    assert (wording.day(date(2023, 7, 5)), wording.month("2023-06-01"), wording.month(date(2023, 6, 1))) == (
        "5 Jul 2023",
        "June 2023",
        "June 2023",
    )
    assert wording.month(None) == "no month"
