"""The figures of both Business Applications editions, around every day on which one changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from partnerhub.rulebook import Rulebook

BA = "business_applications"
LAUNCH, MARCH, MAY, JUNE, JULY, MAY_2026 = (
    date(2022, 10, 3), date(2023, 3, 1), date(2023, 5, 4), date(2023, 6, 13), date(2023, 7, 11), date(2026, 5, 8)
)  # fmt: skip
DAY = timedelta(days=1)
METRICS = ("net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments")


def test_caps_are_the_same_in_both_editions_and_make_a_hundred(book: Rulebook) -> None:
    for day in (LAUNCH, JULY):
        caps = [book.on(day).number(f"{BA}.{metric}.cap") for metric in METRICS]
        assert caps == [15, 20, 15, 30, 20]
        assert sum(caps) == 100


@pytest.mark.parametrize(
    ("day", "track", "thresholds", "revenue", "baseline", "consumption"),
    [
        (LAUNCH, "larger", [15, 20, 7, 30, 10], 1500, 100000, 10000),
        (LAUNCH, "other", [5, 10, 3, 30, 5], 1500, 50000, 5000),
        (MARCH, "enterprise", [5, 20, 7, 30, 5], 1500, 50000, 10000),
        (MARCH, "smb", [5, 5, 2, 30, 5], 250, 25000, 5000),
    ],
)
def test_track_has_its_figures(
    book: Rulebook, day: date, track: str, thresholds: list[int], revenue: int, baseline: int, consumption: int
) -> None:
    rules = book.on(day)
    assert [rules.number(f"{BA}.{metric}.threshold", track) for metric in METRICS] == thresholds
    assert rules.number(f"{BA}.net_customer_adds.revenue_floor", track) == revenue
    assert rules.number(f"{BA}.usage_growth.baseline", track) == baseline
    assert rules.number(f"{BA}.deployments.consumption_floor", track) == consumption


@pytest.mark.parametrize(
    ("day", "tracks", "choice"),
    [
        (LAUNCH, ("larger", "other"), "by_market"),
        (MARCH - DAY, ("larger", "other"), "by_market"),
        (MARCH, ("enterprise", "smb"), "by_workloads"),
        (MARCH + DAY, ("enterprise", "smb"), "by_workloads"),
    ],
)
def test_tracks_and_their_choice_change_together(
    book: Rulebook, day: date, tracks: tuple[str, ...], choice: str
) -> None:
    assert book.on(day).names(f"{BA}.tracks") == tracks
    assert book.on(day).text(f"{BA}.track_choice") == choice
    assert set(tracks) <= set(book.designations[BA].track_titles)


def test_classification_asks_five_workloads_above_five_thousand(book: Rulebook) -> None:
    rules = book.on(MARCH)
    workloads, revenue = (rules.get(f"{BA}.classification.{name}") for name in ("workloads", "revenue"))
    assert (workloads.value, workloads.comparison) == (Decimal(5), "at_least")
    assert (revenue.value, revenue.comparison, revenue.unit) == (Decimal(5000), "above", "USD")
    assert rules.text(f"{BA}.classification.track_when_met") == "enterprise"
    assert rules.text(f"{BA}.classification.track_otherwise") == "smb"
    assert not book.on(MARCH - DAY).has(f"{BA}.classification.workloads")


@pytest.mark.parametrize(
    ("workload", "changed", "before", "after"),
    [
        ("common_data_service", MAY, 40, 200),
        ("power_apps", JUNE, 100, 200),
        ("power_bi", JUNE, 100, 200),
        ("power_bi_premium", JUNE, 20, None),
        ("core_hr", JUNE, None, 1000),
        ("retail", JUNE, None, 100),
        ("portals", MAY_2026, None, 100),
        ("contact_center", MAY_2026, None, 200),
    ],
)
def test_rate_changes_on_its_day(
    book: Rulebook, workload: str, changed: date, before: int | None, after: int | None
) -> None:
    found = [book.on(day).mapping(f"{BA}.rate_card").get(workload) for day in (changed - DAY, changed, changed + DAY)]
    assert found == [before, after, after]


def test_rates_that_both_editions_share(book: Rulebook) -> None:
    cards = [book.on(day).mapping(f"{BA}.rate_card") for day in (LAUNCH, JULY)]
    names = (
        "business_central",
        "finance_and_operations",
        "guides",
        "power_automate",
        "remote_assist",
        "talent_attract",
        "talent_onboard",
    )
    for card in cards:
        assert [card[name] for name in names] == [1000, 100, 1000, 200, 1000, 1000, 1000]
        assert str(card["customer_insights"]) == "0.2"


def test_every_rated_or_unrated_workload_of_the_card_is_eligible(book: Rulebook) -> None:
    for day in (LAUNCH, JULY, MAY_2026):
        rules = book.on(day)
        assert set(rules.entries(f"{BA}.rate_card")) == set(rules.names(f"{BA}.customer_success.workloads"))


def test_performance_workloads_change_in_june(book: Rulebook) -> None:
    before, after = (set(book.on(day).names(f"{BA}.performance.workloads")) for day in (JUNE - DAY, JUNE))
    assert (len(before), len(after)) == (21, 24)
    assert before - after == {"customer_voice"}
    assert after - before == {"intelligent_order_management", "omni_channel", "power_pages", "non_workload_specific"}


@pytest.mark.parametrize(
    ("day", "family", "codes"),
    [
        (LAUNCH, "dynamics_365", {"CPOR", "CPOR_REVREC", "CSP_T1", "CSP_T2", "DPOR"}),
        (LAUNCH, "power_platform", {"CPOR", "CSP_T1", "CSP_T2", "DPOR"}),
        (JULY, "dynamics_365", {"CPOR_REVREC", "CPOR_OSA", "CPOR_REVREC_PERFORMANCE", "CSP_T1", "CSP_T2", "DPOR"}),
        (JULY, "power_platform", {"CPOR_REVREC", "CPOR_OSA", "CPOR_REVREC_PERFORMANCE", "CSP_T1", "CSP_T2", "DPOR"}),
    ],
)
def test_associations_for_adds(book: Rulebook, day: date, family: str, codes: set[str]) -> None:
    assert set(book.on(day).names(f"{BA}.performance.associations", of=family)) == codes


def test_every_eligible_workload_has_associations(book: Rulebook) -> None:
    for day in (LAUNCH, MARCH, JUNE, JULY):
        rules = book.on(day)
        for group in ("performance", "customer_success"):
            for workload in rules.names(f"{BA}.{group}.workloads"):
                assert rules.has(f"{BA}.{group}.associations", of=(workload, book.family(workload))), (
                    day,
                    group,
                    workload,
                )


@pytest.mark.parametrize(
    ("metric", "certificate", "last_day"),
    [
        ("advanced_certifications", "dynamics_365_power_platform_solution_architect_expert", date(2023, 6, 30)),
        ("intermediate_certifications", "power_platform_app_maker_associate", date(2023, 11, 30)),
        (
            "intermediate_certifications",
            "dynamics_365_customer_service_functional_consultant_associate",
            date(2024, 6, 30),
        ),
    ],
)
def test_retired_certificate_counts_through_its_last_day(
    book: Rulebook, metric: str, certificate: str, last_day: date
) -> None:
    before, after = (book.on(day).names(f"{BA}.{metric}.certificates") for day in (last_day, last_day + DAY))
    assert certificate in before
    assert set(before) - set(after) == {certificate}


def test_certificates_of_july_2023(book: Rulebook) -> None:
    numbers = [len(book.on(JULY).names(f"{BA}.{metric}.certificates")) for metric in METRICS[1:3]]
    assert numbers == [17, 3]


def test_certificates_of_2022_are_marked_as_our_reading(book: Rulebook) -> None:
    assert [book.on(LAUNCH).get(f"{BA}.{metric}.certificates").certainty for metric in METRICS[1:3]] == ["reading"] * 2


def test_march_2023_is_published_in_mid_april_and_shown_after_three_days_for_people(book: Rulebook) -> None:
    april = book.on(date(2023, 4, 15))
    assert [april.number(f"freshness.{name}") for name in ("performance_day", "skilling_lag_days")] == [15, 3]
    assert book.on(JULY).number("freshness.skilling_lag_days") == 10


def test_pass_mark_is_seventy_and_every_metric_above_zero(book: Rulebook) -> None:
    total, metric = (book.on(LAUNCH).get(f"programme.{name}") for name in ("pass_total", "metric_minimum"))
    assert (total.value, total.comparison) == (Decimal(70), "at_least")
    assert (metric.value, metric.comparison) == (Decimal(0), "above")
