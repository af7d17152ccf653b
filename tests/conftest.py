"""What every test may use: people, a lake of its own, and templates that tolerate no undefined name."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.people import People, people


@pytest.fixture(autouse=True)
def lake(settings: Settings, tmp_path: Path) -> Path:
    """Evidence and uploads of one test, in a folder that goes with it."""
    settings.LAKE_URL = str(tmp_path / "lake")
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return tmp_path / "lake"


@pytest.fixture
def team(db: None) -> People:
    """Owner, teammate, stranger and the programme, around one partner."""
    return people()
