"""One load for everything in this folder: an interrupted one that was taken up again.

It is never committed, so no test here asks for a database of its own.
"""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from demo import actions
from demo.story import TODAY
from tests.directory.profiles import every_town
from tests.folders import in_folder


class Interrupted(Exception):
    """The first load ends here."""


def stop_in_june(line: str) -> None:
    if line.startswith("2023-06-20"):
        raise Interrupted


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="package")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker, home: Path) -> Iterator[list[dict[str, Any]]]:
    """What ``demo --once`` answered after an interrupted load, and what it answered when asked once more."""
    with django_db_blocker.unblock(), _demo(home), transaction.atomic():
        every_town()
        with pytest.raises(Interrupted):
            actions.load(told=stop_in_june)
        assert not actions.is_loaded()
        yield [_demo_once(), _demo_once()]
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def lake(answers: list[dict[str, Any]], home: Path) -> Path:
    """The lake of the one load, instead of one for each test."""
    return home / "lake"


def _demo(home: Path) -> override_settings:
    return override_settings(DEMO=True, DEMO_TODAY=TODAY, VAR_DIR=home, **in_folder(home))


def _demo_once() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", "--once", "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer
