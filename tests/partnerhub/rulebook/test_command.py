"""`manage.py rules`: what it prints, where, and its exit codes."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from partnerhub.management.commands.rules import Command

from .conftest import Edit


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rules", *arguments, stdout=out)
    return out.getvalue()


def test_list_prints_the_rules_of_a_designation_on_a_day() -> None:
    answer = json.loads(run("list", "--designation", "business_applications", "--on", "2022-10-03", "--json"))
    assert answer["on"] == "2022-10-03"
    found = {(rule["id"], rule["track"]): rule["value"] for rule in answer["rules"]}
    assert found["business_applications.net_customer_adds.threshold", "larger"] == "15"
    assert ("business_applications.net_customer_adds.threshold", "smb") not in found


def test_list_prints_lines_for_a_reader() -> None:
    lines = run("list", "--designation", "infra_and_database_migration", "--on", "2023-07-11").splitlines()
    assert "infra_and_database_migration.windows_acr.minimum = 30000 USD (from 2023-01-09, idb-2023)" in lines
    assert (
        "infra_and_database_migration.skilling.people = unpublished (from 2023-01-09, specializations-overview-2023-10)"
        in lines
    )


def test_list_takes_today_where_no_day_is_given(settings: Any) -> None:
    settings.DEMO_TODAY = date(2022, 10, 3)
    assert json.loads(run("list", "--json"))["on"] == "2022-10-03"


def test_list_refuses_an_unknown_designation() -> None:
    with pytest.raises(
        CommandError, match="unknown designation 'baking'; expected one of data_ai, infrastructure, "
    ) as refused:
        run("list", "--designation", "baking")
    assert refused.value.returncode == 2


def test_diff_prints_differences() -> None:
    answer = json.loads(run("diff", "2023-06-12", "2023-06-13", "--json"))
    assert (answer["from"], answer["to"]) == ("2023-06-12", "2023-06-13")
    (day,) = [item for item in answer["differences"] if item["id"] == "freshness.performance_day"]
    assert (day["change"], day["before"]["value"], day["after"]["value"]) == ("changed", "15", "20")
    lines = run("diff", "2023-06-12", "2023-06-13").splitlines()
    assert "freshness.performance_day: 15 day of the next month -> 20 day of the next month" in lines
    assert len(lines) == len(answer["differences"])


def test_check_prints_counts() -> None:
    assert "     6 designations" in run("check").splitlines()


def test_check_prints_every_problem_on_standard_error_and_exits_with_1(
    settings: Any, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edit("freshness.yaml", "value: 15,", "value: 1.5,")
    settings.RULEBOOK_DIR = folder
    with pytest.raises(SystemExit) as stopped:
        call_command("rules", "check")
    assert stopped.value.code == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f'{folder}/freshness.yaml:4: `1.5` is a float; expected an integer or a quoted decimal: "1.5"' in printed.err


@pytest.mark.parametrize("arguments", [[], ["list", "--on", "July"], ["diff", "2023-01-01"], ["burn"]])
def test_usage_is_refused_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["manage.py", "rules", *arguments])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: manage.py rules")


def test_overlay_of_the_settings_is_used(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "ours:\n  title: Ours\n  kind: operator\n  published: null\n  read: 2026-11-20\n"
    )
    (tmp_path / "freshness.yaml").write_text("performance_day:\n  - {from: 2024-01-01, value: 22, source: ours}\n")
    settings.RULEBOOK_OVERLAY = tmp_path
    (line,) = [
        line for line in run("list", "--on", "2024-01-01").splitlines() if line.startswith("freshness.performance_day")
    ]
    assert line == "freshness.performance_day = 22 day of the next month (from 2024-01-01, ours)"
