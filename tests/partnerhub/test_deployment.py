"""The files that start the product elsewhere, and the page that describes them."""

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.partnerhub.houses import BASE_DIR

COMPOSE_FILE = (BASE_DIR / "docker-compose.yml").read_text()
APP = ("web", "worker", "beat")
PAGE = (BASE_DIR / "docs" / "running.md").read_text()


@pytest.fixture
def services() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(COMPOSE_FILE)
    services: dict[str, Any] = content["services"]
    return services


def test_compose_has_the_parts_of_an_installation(services: dict[str, Any]) -> None:
    assert sorted(services) == ["beat", "db", "redis", "web", "worker"]


def test_compose_has_nothing_of_the_demo() -> None:
    assert "DEMO" not in COMPOSE_FILE


def test_compose_secrets_come_from_the_environment(services: dict[str, Any]) -> None:
    app, database = services["web"]["environment"], services["db"]["environment"]
    assert (app["SECRET_KEY"], app["PGPASSWORD"]) == ("${SECRET_KEY-}", "${POSTGRES_PASSWORD-}")
    assert database["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD-}"
    assert app["DATABASE_URL"] == "postgresql://partnerhub@db:5432/partnerhub"


def test_compose_app_has_no_rights_and_one_environment(services: dict[str, Any]) -> None:
    assert [services[name]["cap_drop"] for name in APP] == [["ALL"]] * 3
    assert [services[name]["environment"] for name in APP] == [services["web"]["environment"]] * 3


def test_compose_web_is_healthy_when_healthz_answers(services: dict[str, Any]) -> None:
    assert "http://127.0.0.1:8000/healthz" in services["web"]["healthcheck"]["test"][-1]
    assert services["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert services["web"]["environment"]["ALLOWED_HOSTS"].split(",")[-1] == "127.0.0.1"  # the check's own name for it


def test_compose_app_waits_for_what_it_needs(services: dict[str, Any]) -> None:
    assert {name: sorted(services[name]["depends_on"]) for name in APP} == {
        "web": ["db", "redis"],
        "worker": ["db", "redis", "web"],
        "beat": ["db", "redis", "web"],
    }
    assert all("healthcheck" in services[name] for name in ("db", "redis", "web", "worker"))


def test_compose_config_passes() -> None:
    commands = (["docker", "compose"], ["docker-compose"])
    tool = next(
        (command for command in commands if shutil.which(command[0]) and _works([*command, "version"])),
        None,
    )
    if tool is None:
        pytest.skip("needs docker compose")
    assert _works([*tool, "--file", str(BASE_DIR / "docker-compose.yml"), "config", "--quiet"])


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_dockerfile_runs_gunicorn_as_an_ordinary_user_from_the_locked_packages() -> None:
    lines = (BASE_DIR / "Dockerfile").read_text().splitlines()
    assert "RUN pip install --require-hashes -r requirements.lock" in lines
    assert lines.index("USER partnerhub") < next(number for number, line in enumerate(lines) if line.startswith("CMD"))
    assert [line for line in lines if line.startswith("CMD")] == [
        'CMD ["gunicorn", "partnerhub.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \\'
    ]


def test_page_names_every_variable_that_the_settings_read() -> None:
    settings = (BASE_DIR / "partnerhub" / "settings.py").read_text()
    names = set(re.findall(r'(?:environ\.get\(|environ\[|_flag\()"([A-Z_]+)"', settings))
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_page_names_every_command_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    assert [target for target in targets if target != "help" and f"`make {target}`" not in PAGE] == []
