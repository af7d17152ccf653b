"""The commands ``score`` and ``explain``: what scripts read, and how they refuse."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from partnerhub.models import Partner
from tests.scoring.evidence import BA, enterprise


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def metric(key: str, dataset: str, actual: str, threshold: str, cap: int, points: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "state": "measured", "reason": None, "actual": actual, "threshold": threshold, "cap": cap,
        "points": points, "shown": points if "." in points else f"{points}", "dataset": dataset,
        "now": "2023-06-01", "base": "2022-06-01", "missing": [], **more,
    }  # fmt: skip


def test_score_prints_points_and_metrics_as_json(partner: Partner) -> None:
    people = {"now": None, "base": None}
    metrics = [
        metric("net_customer_adds", "business_apps_revenue", "5", "5", 15, "15", totals={"now": "10", "base": "5"}),
        metric("intermediate_certifications", "trainings", "20", "20", 20, "20", totals={"now": "20"}, **people),
        metric("advanced_certifications", "trainings", "7", "7", 15, "15", totals={"now": "7"}, **people),
        metric(
            "usage_growth", "business_apps_usage", "7.5", "30", 30, "7.5", totals={"now": "107500", "base": "100000"}
        ),
        metric("deployments", "business_apps_usage", "5", "5", 20, "20", totals={"now": "5"}),
    ]
    asked = ("--partner", "1000001", "--as-of", "2023-07-25", "--designation", BA)
    assert json.loads(told("score", *asked, "--json")) == {
        "partner": "1000001",
        "as_of": "2023-07-25",
        "basis": "published",
        "designations": {
            BA: {
                "track": "enterprise",
                "points": "77.5",
                "shown": 78,
                "qualified": True,
                "metrics": {one["key"]: one for one in metrics},
            }
        },
    }


def test_score_of_a_day_before_the_programme_has_no_designation(partner: Partner) -> None:
    answer = json.loads(told("score", "--partner", "1000001", "--as-of", "2022-10-02", "--basis", "preview", "--json"))
    assert answer == {"partner": "1000001", "as_of": "2022-10-02", "basis": "preview", "designations": {}}


def test_score_as_it_was_known_before_any_import(partner: Partner) -> None:
    asked = ("--as-of", "2023-07-25", "--known-at", "2023-07-20", "--designation", BA)
    answer = json.loads(told("score", "--partner", "1000001", *asked, "--json"))
    found = answer["designations"][BA]
    assert (found["track"], found["points"], found["qualified"]) == ("smb", "0", False)
    assert {one["state"] for one in found["metrics"].values()} == {"no_evidence"}


def test_score_prints_text_for_people(partner: Partner) -> None:
    asked = ("--partner", "1000001", "--as-of", "2023-07-25", "--designation", BA)
    assert told("score", *asked).splitlines() == [
        "business_applications (enterprise): 78/100, qualified",
        "  net_customer_adds: 15/15 (5 of 5)",
        "  intermediate_certifications: 20/20 (20 of 20)",
        "  advanced_certifications: 15/15 (7 of 7)",
        "  usage_growth: 7.5/30 (7.5 of 30)",
        "  deployments: 20/20 (5 of 5)",
    ]
    later = ("--partner", "1000001", "--as-of", "2023-08-25", "--designation", BA)
    assert told("score", *later).splitlines()[:2] == [
        "business_applications (smb): 35/100, not qualified",
        "  net_customer_adds: 0/15 (0 of 5) - no_evidence",
    ]


def test_explain_prints_rows_rules_and_arithmetic_as_json(partner: Partner) -> None:
    asked = ("--designation", BA, "--metric", "net_customer_adds", "--as-of", "2023-07-25")
    answer = json.loads(told("explain", "--partner", "1000001", *asked, "--json"))
    (run,) = {run for row in answer["contributions"] for run, _ in row["origins"]}
    assert {name: answer[name] for name in ("metric", "track", "actual", "points", "totals")} == {
        "metric": "net_customer_adds",
        "track": "enterprise",
        "actual": "5",
        "points": "15",
        "totals": {"now": "10", "base": "5"},
    }
    (published,) = [rule for rule in answer["rule"] if rule["id"] == "freshness.performance_day"]
    assert published == {
        "id": "freshness.performance_day", "value": "20", "from": "2023-06-13", "source": "ba-2023-06",
        "track": None, "of": None, "certainty": "confirmed", "overlay": False,
    }  # fmt: skip
    assert {one["id"]: (one["value"], one["track"]) for one in answer["rule"] if one["track"]} == {
        f"{BA}.net_customer_adds.revenue_floor": ("1500", "enterprise"),
        f"{BA}.net_customer_adds.threshold": ("5", "enterprise"),
    }
    assert answer["contributions"][-1] == {
        "subject": {"tenant": "near", "customer": "Contoso", "workload": "sales", "association": "CSP Tier 1"},
        "period": "now",
        "month": "2023-06-01",
        "amount": "1499.5",
        "units": "0",
        "verdict": "below_revenue_floor",
        "shortfall": "0.5",
        "origins": [[run, 17]],
    }
    assert answer["contributions"][0] == {
        "subject": {"tenant": "big", "customer": "Litware", "workload": "commerce", "association": "CSP Tier 1"},
        "period": "now",
        "month": "2023-06-01",
        "amount": "5000.01",
        "units": "1",
        "verdict": "counted",
        "shortfall": None,
        "origins": [[run, 7]],
    }


def test_explain_prints_text_for_people(partner: Partner) -> None:
    asked = ("--designation", BA, "--metric", "usage_growth", "--as-of", "2023-07-25")
    lines = told("explain", "--partner", "1000001", *asked).splitlines()
    assert lines[0] == "usage_growth: 7.5 of 30 = 7.5 points"
    assert [line for line in lines if "cap" in line] == [
        "  rule business_applications.usage_growth.cap = 30 since 2022-10-03 (seed-003)"
    ]
    rows = [line.split() for line in lines if not line.startswith("  rule")][1:]
    assert rows[0] == ["now", "12000", "counted", "12000", "t1,", "business_central,", "Partner", "of", "record"]
    assert sum(int(row[1]) for row in rows if row[0] == "now") == 107_500


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("score", "--partner", "9999999"),
            "No partner has the MPN id 9999999. Add it with: manage.py add_partner --mpn-id 9999999 --name NAME",
        ),
        (
            ("score", "--partner", "1000001", "--as-of", "2022-10-02", "--designation", BA),
            "rule programme.pass_total is not in force on 2022-10-02: its first entry is from 2022-10-03",
        ),
        (
            ("explain", "--partner", "1000001", "--designation", BA, "--metric", "luck"),
            "business_applications has no metric luck; it has net_customer_adds, intermediate_certifications, "
            "advanced_certifications, usage_growth, deployments",
        ),
        (
            ("explain", "--partner", "1000001", "--designation", BA, "--metric", "deployments", "--as-of", "2022-10-02"),
            "rule business_applications.net_customer_adds.cap is not in force on 2022-10-02: its first entry is from 2022-10-03",
        ),
    ],
)  # fmt: skip
def test_command_refuses_with_the_reason(partner: Partner, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(*arguments, "--json")
    assert (str(refused.value), refused.value.returncode) == (message, 1)


@pytest.mark.django_db(transaction=True)
def test_command_line_ends_with_1_for_a_refusal_and_2_for_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    refusals = {
        1: ["score", "--partner", "9999999", "--json"],
        2: ["score", "--partner", "9999999", "--as-of", "yesterday"],
    }
    for code, arguments in refusals.items():
        with pytest.raises(SystemExit) as ended:
            execute_from_command_line([sys.argv[0], *arguments])
        out, err = capsys.readouterr()
        assert (ended.value.code, out) == (code, "")
        assert "9999999" in err if code == 1 else "'yesterday' is not a date; expected YYYY-MM-DD" in err
