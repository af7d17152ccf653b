"""What every test may use: people, a lake of its own, and templates that tolerate no undefined name."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.template import engines
from pytest_django import Settings

from tests.api import Api
from tests.folders import in_folder
from tests.people import People, people


class Undefined(str):
    """What a template gets for a name that nobody gave it: an error instead of nothing.

    Django fills the name into this text when it looks like a pattern (``%s``). Conditions (``{% if name %}``) never get this
    far: they may ask for a name that is not there.
    """

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"A template names {variable}, and the view gives it no such value.")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """``make test`` leaves out what is slow, ``make services-test`` what shows nothing new there: what asks no database.

    Files that take long begin first, in the browser above all: test processes get a file each, and the last one is waited for.
    """
    for item in items:
        asks = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
        if not asks and not any(map(item.get_closest_marker, ("django_db", "browser", "spark", "slow"))):
            item.add_marker("once")
    never = [item.nodeid for item in items if item.get_closest_marker("slow") and item.get_closest_marker("once")]
    if never:
        raise pytest.UsageError(f"marked slow and once, these would never run: {', '.join(never)}")
    yield
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.get_closest_marker("browser"), item.path not in long))


@pytest.fixture(autouse=True, scope="session")
def _templates_tolerate_no_undefined_name() -> Iterator[None]:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    engine.string_if_invalid = Undefined("%s")
    yield
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True)
def lake(settings: Settings, tmp_path: Path) -> Path:
    """Evidence, uploads and documents of one test, in a folder that goes with it."""
    for name, value in in_folder(tmp_path).items():
        setattr(settings, name, value)
    return tmp_path / "lake"


@pytest.fixture
def demo_day(settings: Settings) -> date:
    """Today is the demo's day."""
    settings.DEMO_TODAY = date(2023, 7, 25)
    return date(2023, 7, 25)


@pytest.fixture
def own_cache(settings: Settings, tmp_path: Path) -> None:
    """A cache of the test's own, so that attempts to sign in are counted for it alone."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }


@pytest.fixture
def team(db: None) -> People:
    """Owner, teammate, stranger and the programme, around one partner."""
    return people()


@pytest.fixture
def api(team: People) -> Api:
    """The REST surface of their own partner, as the owner sees it."""
    return Api(team.owner, team.partner)
