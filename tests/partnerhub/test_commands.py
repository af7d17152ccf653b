"""What our commands share: partners and days as arguments, JSON on standard output, errors on standard error."""

import json
import subprocess
import sys
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time, timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class
from django.core.management.base import BaseCommand

from partnerhub import commands
from tests.factories import PartnerFactory

HOME = Path(__file__).parent.parent.parent
OF_A_PARTNER = ("score", "explain", "standing")


def test_partner_is_found_by_its_id(db: None) -> None:
    partner = PartnerFactory(mpn_id="4200001")
    assert commands.partner("4200001") == partner


def test_partner_that_is_unknown_is_refused_with_the_way_to_add_it(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        commands.partner("4200001")
    assert (str(refused.value), refused.value.returncode) == (
        "No partner has the MPN id 4200001. Add it with: manage.py add_partner --mpn-id 4200001 --name NAME",
        1,
    )


def test_day_is_read_in_iso_form() -> None:
    assert commands.day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "soon", "2023-02-29", "2023-7-25", "25.07.2023", "2023-07-25T10:00"])
def test_day_in_another_form_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(ArgumentTypeError) as refused:
        commands.day(text)
    assert str(refused.value) == f"{text!r} is not a date; expected YYYY-MM-DD"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-05-01", datetime.combine(date(2023, 5, 1), time.max, UTC)),
        ("2023-05-01T00:00", datetime(2023, 5, 1, tzinfo=UTC)),
        ("2023-05-01T12:30:15", datetime(2023, 5, 1, 12, 30, 15, tzinfo=UTC)),
        ("2023-05-01T12:30:15Z", datetime(2023, 5, 1, 12, 30, 15, tzinfo=UTC)),
        ("2023-05-01T12:30:15+02:00", datetime(2023, 5, 1, 12, 30, 15, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_moment_is_read_and_a_day_means_its_end(text: str, moment: datetime) -> None:
    assert commands.moment(text) == moment


@pytest.mark.parametrize("text", ["", "now", "2023-02-29", "2023-05-01T25:00", "2023-05-01T12:30:15 Berlin"])
def test_moment_in_another_form_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(ArgumentTypeError) as refused:
        commands.moment(text)
    assert str(refused.value) == f"{text!r} is not a moment; expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"


def test_json_is_all_that_stands_on_standard_output() -> None:
    out, problems = StringIO(), StringIO()
    command = BaseCommand(stdout=out, stderr=problems)
    commands.print_json(command, {"partner": "4200001", "points": "77.5", "name": "Übergröße"})
    assert json.loads(out.getvalue()) == {"partner": "4200001", "points": "77.5", "name": "Übergröße"}
    assert (out.getvalue().endswith("}\n"), problems.getvalue()) == (True, "")


@pytest.mark.parametrize("name", OF_A_PARTNER)
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--partner", "1", "--as-of", "soon"], "argument --as-of: 'soon' is not a date; expected YYYY-MM-DD"),
        (["--partner", "1", "--known-at", "soon"], "argument --known-at: 'soon' is not a moment; expected YYYY-MM-DD"),
        (["--partner", "1", "--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_command_used_wrongly_says_what_is_expected(name: str, arguments: list[str], told: str) -> None:
    assert told in refusal(name, arguments)


@pytest.mark.parametrize("name", OF_A_PARTNER)
def test_command_says_that_it_is_about_a_partner(name: str) -> None:
    told = {"standing": "one of the arguments --partner --all is required"}
    assert told.get(name, "the following arguments are required: --partner") in refusal(name, [])


def refusal(name: str, arguments: list[str]) -> str:
    """What a command answers to these arguments, those given that it needs besides."""
    given = ["--designation", "business_applications", "--metric", "deployments"] if name == "explain" else []
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    with pytest.raises(CommandError) as refused:
        parser.parse_args([*arguments, *given])
    return str(refused.value)


def test_command_used_wrongly_ends_with_2_and_tells_it_on_standard_error() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "score", "--as-of", "soon"], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: manage.py score" in done.stderr
    assert "'soon' is not a date; expected YYYY-MM-DD" in done.stderr
