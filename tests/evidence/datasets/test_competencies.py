"""Competencies: what is held, and the figures month by month."""

from datetime import date
from decimal import Decimal

import pytest

from evidence.datasets import NO_MONTH
from tests.headers import COMPETENCY_PERFORMANCE, COMPETENCY_SUMMARY, line
from tests.imports import PARTNER, read

SUMMARY = {
    "CompetencyName": "Cloud Platform",
    "CompetencyLevel": "Gold",
    "CompetencyStatus": "Active",
    "CompetencyStartDate": "7/14/2020",
    "CompetencyEndDate": "7/13/2021",
}
PERFORMANCE = {
    "CompetencyName": "Cloud Platform",
    "CompetencyAttainmentOptionName": "Azure consumption",
    "Month": "5/1/2021",
    "MetricName": "Azure consumed revenue",
    "MetricMonthlyContribution": "1,200.5",
    "TTMAggregate": "9000",
    "AnniversaryYearAggregate": "8000",
    "GoldThreshold": "100000",
    "SilverThreshold": "60000",
}
ORIGIN = {"partner": PARTNER, "run": 7, "row": 2, "competency": "Cloud Platform"}


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_competency_summary_stands_under_no_month(separator: str) -> None:
    outcome = read(line(COMPETENCY_SUMMARY, SUMMARY, separator))
    assert (outcome.dataset, outcome.rejections) == ("competencies", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == ORIGIN | {
        "month": NO_MONTH,
        "level": "Gold",
        "status": "Active",
        "starts": date(2020, 7, 14),
        "ends": date(2021, 7, 13),
    }


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_competency_performance_stands_under_its_month(separator: str) -> None:
    outcome = read(line(COMPETENCY_PERFORMANCE, PERFORMANCE, separator))
    assert (outcome.dataset, outcome.rejections) == ("competencies", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == ORIGIN | {
        "month": date(2021, 5, 1),
        "option": "Azure consumption",
        "metric": "Azure consumed revenue",
        "contribution": Decimal("1200.5"),
        "trailing_year": Decimal(9000),
        "anniversary_year": Decimal(8000),
        "gold_threshold": Decimal(100000),
        "silver_threshold": Decimal(60000),
    }


def test_competency_that_began_is_accepted_without_a_word_about_its_end() -> None:
    outcome = read(line(COMPETENCY_SUMMARY, SUMMARY | {"CompetencyEndDate": "", "CompetencyStatus": ""}))
    assert (outcome.rejections, outcome.column("ends")) == ([], [None])


@pytest.mark.parametrize(
    ("header", "cells", "changed", "rejection"),
    [
        (COMPETENCY_SUMMARY, SUMMARY, {"CompetencyName": ""}, ("CompetencyName", "", "missing")),
        (
            COMPETENCY_SUMMARY,
            SUMMARY,
            {"CompetencyLevel": "", "CompetencyStatus": "NULL", "CompetencyStartDate": ""},
            ("CompetencyLevel", "", "missing"),
        ),
        (
            COMPETENCY_SUMMARY,
            SUMMARY,
            {"CompetencyStartDate": "May"},
            ("CompetencyStartDate", "May", "not a date"),
        ),
        (COMPETENCY_PERFORMANCE, PERFORMANCE, {"CompetencyName": "NULL"}, ("CompetencyName", "", "missing")),
        (COMPETENCY_PERFORMANCE, PERFORMANCE, {"Month": ""}, ("Month", "", "missing")),
        (COMPETENCY_PERFORMANCE, PERFORMANCE, {"TTMAggregate": "x"}, ("TTMAggregate", "x", "not a number")),
    ],
)
def test_competencies_unusable_row_is_rejected(
    header: tuple[str, ...], cells: dict[str, str], changed: dict[str, str], rejection: tuple[str, str, str]
) -> None:
    assert read(line(header, cells | changed)).rejections == [(2, *rejection)]
