"""Who reads a rule, as the schema of the rulebook tells; the scores themselves are asked in tests/scoring/test_rule_box.py."""

import re
from pathlib import Path
from typing import get_args

import pytest

from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.uses import BLOCKS, SHARED, Reader, readers, rules_of
from partnerhub.rulebook.values import Measure

HOME = Path(__file__).parents[3]
BA, IDB = "business_applications", "infra_and_database_migration"
# Applied as it stands (more than zero), without being read.


def metrics(root: str, *keys: str) -> tuple[Reader, ...]:
    return tuple(Reader("metric", root, key) for key in keys)


def requirements(root: str, *keys: str) -> tuple[Reader, ...]:
    return tuple(Reader("requirement", root, key) for key in keys)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (f"{BA}.net_customer_adds.revenue_floor", metrics(BA, "net_customer_adds")),
        (f"{BA}.performance.workloads", metrics(BA, "net_customer_adds")),
        (f"{BA}.customer_success.associations", metrics(BA, "usage_growth", "deployments")),
        (f"{BA}.rate_card", metrics(BA, "usage_growth", "deployments")),
        (f"{BA}.tracks", (Reader("designation", BA),)),
        (f"{BA}.classification.revenue", (Reader("designation", BA),)),
        ("security.net_customer_adds.azure.acr_floor", metrics("security", "net_customer_adds")),
        ("security.azure.services", metrics("security", "net_customer_adds", "usage_growth", "deployments")),
        (f"{IDB}.windows_acr.windows.filter", requirements(IDB, "windows_acr")),
        (f"{IDB}.window", requirements(IDB, "windows_acr", "linux_acr", "sql_acr", "open_source_acr")),
        (f"{IDB}.validation", requirements(IDB, "audit")),
        (f"{IDB}.name", (Reader("specialization", IDB),)),
        ("freshness.skilling_lag_days", (Reader("designations"), Reader("specializations"))),
        ("programme.excluded_offers", (Reader("designations"), Reader("specializations"))),
        ("programme.membership_days", (Reader("memberships"),)),
        ("programme.failed_audit_shown", (Reader("specializations"),)),
        ("programme.reference_order", (Reader("specializations"),)),
        ("programme.renewal_grace", (Reader("specializations"),)),
        ("credit.rate", (Reader("credit"),)),
    ],
)
def test_readers_are_the_figures_behind_a_rule(book: Rulebook, rule: str, expected: tuple[Reader, ...]) -> None:
    assert readers(book, rule) == expected


def test_every_measure_says_which_blocks_it_looks_at() -> None:
    assert BLOCKS.keys() == set(get_args(Measure))


def test_every_rule_of_a_designation_or_specialization_has_a_reader(book: Rulebook) -> None:
    roots = {*book.designations, *book.specializations}
    assert [key for key in book.chains if key[0].partition(".")[0] in roots and not readers(book, key[0])] == []


def test_shared_rules_with_readers_are_those_that_the_code_names(book: Rulebook) -> None:
    shared = {key[0] for key in book.chains if key[0].partition(".")[0] in {"freshness", "programme"}}
    code = "\n".join(
        path.read_text() for app in ("scoring", "specializations", "evidence") for path in (HOME / app).rglob("*.py")
    )
    named = {rule for rule in shared if re.search(rf'"{re.escape(rule)}"', code)}
    assert {rule for rule, found in SHARED.items() if found} == named
    assert SHARED.keys() <= shared


def test_rules_of_credit_are_all_named_by_its_code(book: Rulebook) -> None:
    code = "\n".join(path.read_text() for path in (HOME / "credit").rglob("*.py"))
    kinds = re.findall(r'"(\w+)"', (HOME / "credit/verdicts.py").read_text())
    named = {*re.findall(r"credit\.(\w+)", code), *re.findall(r'"(\w+)"\)', code), *(f"{kind}_words" for kind in kinds)}
    rules = {key[0].partition(".")[2] for key in book.chains if key[0].startswith("credit.")}
    assert rules - named == {"whole_day"}  # the one kind of day that there is


def test_rules_of_a_designation_are_its_own_and_those_of_every_score(book: Rulebook) -> None:
    found = rules_of(book, "security")
    assert {rule.partition(".")[0] for rule in found} == {"security", "freshness", "programme"}
    assert {"programme.pass_total", "freshness.performance_day", "security.azure.services"} <= found
    assert {"programme.membership_days", "programme.specialization_window"} & found == set()
