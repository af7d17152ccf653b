"""Generated usage: what a requirement measures is what one would add up by hand, and its rows add up to it exactly."""

import tempfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import engine
from evidence.view import EvidenceView
from partnerhub import rulebook
from partnerhub.rulebook.schema import PerformanceRequirement
from specializations.requirements import performance
from specializations.requirements.check import Check
from tests.scoring.generated import put

BOOK = rulebook.load()
IDB = "infra_and_database_migration"
DAY = date(2023, 7, 25)
WINDOW = (date(2023, 6, 1), date(2023, 5, 1), date(2023, 4, 1))
RULES = BOOK.on(DAY)
KEYS = ("windows_acr", "linux_acr", "sql_acr", "open_source_acr")
Row = dict[str, Any]

_SERVICES: list[Row] = [
    {"service_level_2": "Virtual Machines", "compute_os": "Windows", "compute_core_software": "core"},
    {"service_level_2": "Container Registry", "compute_os": "LINUX", "compute_os_attribute": "windows-ahub",
     "compute_core_software": "Core"},
    {"service_level_2": "Virtual Machines", "compute_os": "Linux", "service_level_4": "Virtual Machines MS Series"},
    {"service_level_2": "Virtual Machines", "compute_os": "Linux", "acr_adjustment_type": "N/A"},
    {"service_level_4": "Red Hat Enterprise Linux"},
    {"service_group_3": "SQLDB"},
    {"service_group_3": "sql db_mi"},
    {"service_group_3": "SQL on IaaS VM"},
    {"service_level_1": "Databases", "service_level_2": "PostgreSQL"},
    {"service_level_1": "Databases", "service_level_2": "CosmosDB", "service_group_3": "SQLDB"},
    {"service_level_2": "Storage"},
]  # fmt: skip
_ASSOCIATIONS = ["Partner admin link", "Partner of record", "CSP Tier 1", "Deal registration", "CPOR", None]
_OFFERS = [None, None, None, "Enterprise", "trial", "Benefit_Program", "Internal"]
_MONTHS = [*WINDOW, date(2023, 7, 1), date(2023, 3, 1)]
_AMOUNTS = [None, *map(Decimal, ("-10", "0", "0.0000000001", "999.99", "3000", "4500", "10000", "30000"))]


@st.composite
def _usage(draw: st.DrawFn) -> Row:
    text = draw(st.sampled_from(_ASSOCIATIONS))
    return {
        "partner": "7001",
        "tenant": draw(st.sampled_from("abcd")),
        "month": draw(st.sampled_from(_MONTHS)),
        "association_text": text,
        "association": BOOK.association(text),
        "offer_type": draw(st.sampled_from(_OFFERS)),
        "duplicate": draw(st.sampled_from([None, False, False, True])),
        "acr": draw(st.sampled_from(_AMOUNTS)),
        **draw(st.sampled_from(_SERVICES)),
    }


def requirement(key: str) -> PerformanceRequirement:
    found = BOOK.requirements(IDB, DAY)[key]
    assert isinstance(found, PerformanceRequirement)
    return found


@given(st.lists(_usage(), min_size=1, max_size=25))
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
def test_requirement_measures_what_one_adds_up_by_hand(usage: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        slices = tuple(put(Path(folder), {"azure_usage": usage}))
        with engine.session(EvidenceView(Path(folder), ("7001",), None, slices), ("azure_usage",)) as session:
            for key in KEYS:
                found = performance.check(session, RULES, IDB, key, requirement(key))
                assert _told(found) == _by_hand(key, usage)
                if found.measured is not None:
                    window = performance.window(session, RULES, IDB, "7001")
                    rows = session.rows(performance.contributions(session, RULES, IDB, key, window))
                    assert sum((row["units"] for row in rows), Decimal(0)) == found.measured
                    assert sorted(line["row"] for row in rows for line in row["origin"]) == _in_window(usage)


def _told(found: Check) -> Row:
    parts = {part.title: part.measured for part in found.parts}
    return {
        "state": found.state,
        "measured": found.measured,
        "customers": found.customers,
        "parts": parts,
        "missing": found.missing,
    }


def _in_window(usage: list[Row]) -> list[int]:
    return [place for place, row in enumerate(usage, 2) if row["month"] in WINDOW]


def _by_hand(key: str, usage: list[Row]) -> Row:
    """The same without engine: row by row, the first line whose filter it passes."""
    by_line: defaultdict[str, Decimal] = defaultdict(Decimal)
    by_tenant: defaultdict[str, Decimal] = defaultdict(Decimal)
    lines = RULES.lines(f"{IDB}.{key}")
    for row in usage:
        line = next((name for name, rule in lines.items() if rule.matches(row)), None)
        if row["month"] in WINDOW and line and _counts(row):
            by_line[line] += row["acr"]
            by_tenant[row["tenant"]] += row["acr"]
    missing = tuple(month for month in WINDOW if month not in {row["month"] for row in usage})
    if len(missing) == len(WINDOW):
        return {"state": "no_evidence", "measured": None, "customers": None, "parts": {}, "missing": missing}
    measured, customers = sum(by_line.values(), Decimal(0)), sum(amount > 0 for amount in by_tenant.values())
    parts = {
        part.title: sum((by_line[line] for line in part.lines), Decimal(0)) for part in requirement(key).parts.values()
    }
    enough = (
        measured >= RULES.number(f"{IDB}.{key}.minimum")
        and customers >= 3
        and all(one >= 3000 for one in parts.values())
    )
    state = "met" if enough else "no_evidence" if missing else "not_met"
    return {"state": state, "measured": measured, "customers": customers, "parts": parts, "missing": missing}


def _counts(row: Row) -> bool:
    return (
        not row["duplicate"]
        and row["association"] in {"PAL", "DPOR", "CSP_T1", "CSP_T2"}
        and row["offer_type"] not in {"trial", "Benefit_Program", "Internal"}
        and row["acr"] is not None
    )


def test_edges_of_the_requirement_are_those_of_its_page() -> None:
    figures = {key: (RULES.number(f"{IDB}.{key}.minimum"), RULES.number(f"{IDB}.{key}.customers")) for key in KEYS}
    expected = {
        "windows_acr": (30000, 3),
        "linux_acr": (15000, 3),
        "sql_acr": (9000, 3),
        "open_source_acr": (4500, 3),
    }
    assert figures == {key: (Decimal(usd), Decimal(customers)) for key, (usd, customers) in expected.items()}
    assert RULES.number(f"{IDB}.sql_acr.managed_instance_or_database.minimum") == 3000
    assert RULES.number(f"{IDB}.window") == 3


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2023, 4, 14), ("2023-02-01", "2023-01-01", "2022-12-01")),
        (date(2023, 4, 15), ("2023-03-01", "2023-02-01", "2023-01-01")),
        (date(2023, 7, 19), ("2023-05-01", "2023-04-01", "2023-03-01")),
        (date(2023, 7, 20), ("2023-06-01", "2023-05-01", "2023-04-01")),
    ],
)
def test_window_is_the_last_three_published_months(tmp_path: Path, day: date, months: tuple[str, ...]) -> None:
    with engine.session(EvidenceView(tmp_path, ("7001",), None, ()), ("azure_usage",)) as session:
        found = performance.window(session, BOOK.on(day), IDB, "7001")
    assert tuple(month.isoformat() for month in found.months) == months
    assert found.missing == found.months
