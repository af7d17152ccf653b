"""``manage.py demo`` where nothing is loaded."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from demo.actions import MARK
from demo.people import ORGANISATIONS
from partnerhub.models import Job, Partner
from tests.factories import JobFactory, PartnerFactory


def answer(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("arguments", [(), ("--once",), ("--sign-ins",)])
def test_demo_refuses_outside_the_demo_setting(db: None, settings: Settings, arguments: tuple[str, ...]) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match=r"only where PARTNERHUB_DEMO=1 is set.*--files FOLDER"):
        answer(*arguments)
    assert Partner.objects.count() == 0


def test_files_are_written_outside_the_demo_setting_too(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = False
    told = json.loads(answer("--files", str(tmp_path / "new"), "--json"))

    assert len(told["files"]) == 68
    assert sorted(told["files"]) == sorted(str(path) for path in tmp_path.rglob("*") if path.is_file())


def test_files_refuse_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(CommandError, match=r"taken: cannot be written to \(Not a directory\)\. Name another folder\."):
        answer("--files", str(tmp_path / "taken"))


def test_once_trusts_the_marks_of_all_three(db: None, settings: Settings) -> None:
    settings.DEMO = True
    for owner in ORGANISATIONS:
        JobFactory(task=MARK, state=Job.State.SUCCEEDED, partner=PartnerFactory(mpn_id=owner.mpn_id, name=owner.name))

    assert answer("--once") == "The demo is already loaded.\n"


def test_sign_ins_before_the_load_name_nobody(db: None, settings: Settings) -> None:
    settings.DEMO = True

    assert json.loads(answer("--sign-ins", "--json"))["people"] == []
