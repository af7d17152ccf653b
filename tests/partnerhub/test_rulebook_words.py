"""The rulebook in plain words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from partnerhub import rulebook_words as words
from partnerhub.rulebook import Entry, Rulebook, load

JULY = date(2023, 7, 11)
BA = "business_applications"
ADDS = f"{BA}.net_customer_adds"
Get = Callable[..., Entry]


@pytest.fixture
def book() -> Rulebook:
    return load()


@pytest.fixture
def get(book: Rulebook) -> Get:
    """get(rule, track=, of=, day=): the entry in force."""

    def entry(rule: str, track: str | None = None, of: str | None = None, day: date = JULY) -> Entry:
        return book.on(day).get(rule, track, of)

    return entry


@pytest.mark.parametrize(
    ("rule", "more", "label", "scope", "value"),
    [
        (f"{ADDS}.threshold", {"track": "smb"}, "for the maximum", "SMB", "5 workloads"),
        (f"{ADDS}.cap", {}, "maximum", "", "15 points"),
        (f"{ADDS}.revenue_floor", {"track": "enterprise"}, "revenue floor", "Enterprise", "≥ 1,500 USD"),
        (f"{BA}.rate_card", {"of": "customer_insights"}, "rate", "Customer Insights", "0.2 per unit of capacity"),
        (f"{BA}.rate_card", {"of": "core_hr"}, "rate", "Core HR", "1,000 per active user"),
        (f"{BA}.rate_card", {"of": "portals"}, "rate", "Portals", "not published"),
        (f"{BA}.track_choice", {}, "track chosen", "", "by the workloads with revenue"),
        (f"{BA}.classification.track_when_met", {}, "track when met", "", "Enterprise"),
        (f"{BA}.classification.workloads", {}, "distinct workloads with that revenue", "", "≥ 5 workloads"),
        (f"{BA}.performance.workloads", {}, "workloads", "", "24 listed"),
        (f"{BA}.performance.associations", {"of": "dynamics_365"}, "associations", "Dynamics 365", "6 listed"),
        ("freshness.performance_day", {}, "a month's performance is published on", "", "day 20 of the next month"),
        ("freshness.skilling_lag_days", {}, "a certificate counts after", "", "10 days"),
        ("programme.metric_minimum", {}, "points needed in every metric", "", "> 0 points"),
        ("programme.reference_order", {}, "customers are asked for references", "", "once everything else is met"),
        ("programme.reference_resend_days", {}, "a reference can be sent again after", "", "7 days"),
        ("kubernetes.validation", {}, "validation", "", "third-party audit"),
        ("kubernetes.skilling.people", {}, "number of people", "", "not published"),
        (
            "kubernetes.openshift_acr.openshift.filter",
            {},
            "usage rows that count",
            "",
            "(Service Group 3 is ARO and Service Level 2 is not Unknown)",
        ),
        ("security.intermediate_certifications.engineers.people", {}, "number of people", "", "1 person"),
    ],
)
def test_entry_is_told_in_plain_words(
    book: Rulebook, get: Get, rule: str, more: dict[str, str], label: str, scope: str, value: str
) -> None:
    entry = get(rule, **more)
    assert (words.label(rule), words.scope(book, entry), words.value(book, entry)) == (label, scope, value)


def test_limit_is_told_by_its_sign_and_a_share_in_percent(book: Rulebook, get: Get) -> None:
    cap = get(f"{ADDS}.cap")
    shown = {
        sign: words.value(book, replace(cap, comparison=sign, value=Decimal("0.80"), unit="of customers"))
        for sign in ("at_most", "above", "at_least", None)
    }
    assert list(shown.values()) == [
        "≤ 80% of customers",
        "> 80% of customers",
        "≥ 80% of customers",
        "80% of customers",
    ]


def test_value_that_ends_a_rule_says_so(book: Rulebook) -> None:
    last = book.history(f"{BA}.rate_card", of="power_bi_premium")[-1]
    assert words.value(book, last) == "no longer in force"


def test_label_of_a_value_names_its_selector(book: Rulebook, get: Get) -> None:
    assert words.label_of(book, get(f"{BA}.rate_card", of="power_apps")) == "rate: Power Apps"
    assert words.label_of(book, get(f"{ADDS}.cap")) == "maximum"


def test_scope_leaves_the_track_out_where_it_is_said_beside(book: Rulebook, get: Get) -> None:
    assert words.scope(book, get(f"{ADDS}.threshold", track="smb"), with_track=False) == ""


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("security.net_customer_adds.azure.acr_floor", "Azure"),
        ("security.intermediate_certifications.engineers.people", "Azure Security Engineers"),
        ("kubernetes.openshift_acr.openshift.filter", "Azure RedHat OpenShift ACR"),
        ("infra_and_database_migration.sql_acr.managed_instance_or_database.minimum", "of which SQL Managed Instance "),
        (f"{ADDS}.threshold", ""),
        (f"{BA}.performance.workloads", ""),
        ("freshness.performance_day", ""),
    ],
)
def test_part_is_the_title_of_what_a_rule_is_about(book: Rulebook, rule: str, part: str) -> None:
    found = words.part(book, rule)
    assert found.startswith(part) and bool(found) == bool(part)


def test_names_are_titles_of_their_own_registry(book: Rulebook, get: Get) -> None:
    found = {
        rule: words.names(book, get(rule, of=of))
        for rule, of in (
            (f"{BA}.tracks", None),
            (f"{BA}.customer_success.associations", "power_platform"),
            ("kubernetes.designation.any_of", None),
            ("security.usage_growth.takes", None),
            ("programme.excluded_offers", None),
            (f"{ADDS}.cap", None),
        )
    }
    assert list(found.values()) == [
        ["Enterprise", "SMB"],
        ["Partner Admin Link"],
        ["Data & AI", "Digital & App Innovation"],
        ["Azure", "Microsoft 365"],
        ["Trial", "Benefits programs", "Benefit Program", "Support", "Internal"],
        [],
    ]
    assert "Power Platform App Maker Associate (PL-100)" in words.names(
        book, get(f"{BA}.intermediate_certifications.certificates")
    )


def test_every_name_of_every_list_has_a_title(book: Rulebook) -> None:
    """A key of ours never reaches a page; names that sources write themselves may look like anything."""
    as_written = {"services", "excluded_services", "segments", "excluded_offers", "eligible_roles", "other_roles"}
    lists = [entry for chain in book.chains.values() for entry in chain if isinstance(entry.value, tuple)]
    shown = {
        name
        for entry in lists
        if words.name(entry.id) not in as_written
        for name in words.names(book, entry)
        if "_" in name
    }
    assert (len(lists) > 50, shown) == (True, set())


def test_short_list_is_written_out_and_a_long_one_counted(book: Rulebook, get: Get) -> None:
    assert words.in_full(book, get(f"{BA}.tracks")) == "Enterprise, SMB"
    assert words.in_full(book, get(f"{BA}.performance.workloads")) == "24 listed"
    assert words.in_full(book, get(f"{ADDS}.cap")) == "15 points"


def test_changes_of_a_list_are_what_it_gains_and_loses(book: Rulebook) -> None:
    first, second, third = book.history(f"{BA}.intermediate_certifications.certificates")
    assert words.changes(book, first, second) == ["Dropped: Power Platform App Maker Associate (PL-100)."]
    assert words.changes(book, second, first) == ["Added: Power Platform App Maker Associate (PL-100)."]
    assert len(words.changes(book, third, first)) == 1
    assert words.changes(book, None, first) == []
    old, new = book.history(f"{BA}.rate_card", of="power_apps")
    assert words.changes(book, old, new) == []


@pytest.mark.parametrize(
    ("rule", "day", "label"),
    [
        (f"{BA}.tracks", JULY, "Confirmed by two sources"),
        ("programme.metric_minimum", JULY, "Our reading"),
        ("kubernetes.skilling.people", JULY, "Unpublished"),
        ("infra_and_database_migration.windows_acr.minimum", JULY, "One source"),
    ],
)
def test_certainty_is_told_in_words(get: Get, rule: str, day: date, label: str) -> None:
    assert words.certainty(get(rule, day=day)).label == label


def test_chapter_goes_by_its_name_of_the_day_or_the_nearest_one(book: Rulebook) -> None:
    key = "migrate_enterprise_applications"
    names = [entry for entry in book.history(f"{key}.name") if not entry.removed]
    first = names[0]
    assert words.chapter(book, key, first.from_) == first.value
    assert words.chapter(book, key, date(2000, 1, 1)) == first.value
    assert words.chapter(book, key, date(2100, 1, 1)) == names[-1].value
    assert words.chapter(book, BA, JULY) == "Business Applications"
    assert words.chapter(book, "freshness", JULY) == "Calendar"


def test_section_is_a_metric_a_requirement_or_a_block(book: Rulebook) -> None:
    found = [
        words.section(book, root, block)
        for root, block in (
            (BA, "net_customer_adds"),
            (BA, "rate_card"),
            ("infra_and_database_migration", "windows_acr"),
            ("kubernetes", "catalogue"),
            ("freshness", "freshness"),
        )
    ]
    assert found == ["Net customer adds", "Rate card", "Windows Server VM", "The specialization itself", "Calendar"]
