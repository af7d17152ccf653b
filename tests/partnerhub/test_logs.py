"""Logs tell who asked for what, and no secret that opens a door."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.logs import without_secrets
from specializations.models import Reference
from tests.partnerhub.houses import BASE_DIR, until, unused_port
from tests.people import People
from tests.specializations.references import DAY, qualified, sent, token_of

TOKEN = "Zt-3_kQ9" * 5 + "abc"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (f'"GET /references/{TOKEN}/ HTTP/1.1" 200', '"GET /references/…/ HTTP/1.1" 200'),
        (f'"GET /references/{TOKEN} HTTP/1.1" 301', '"GET /references/… HTTP/1.1" 301'),
        (f"Gone: /references/{TOKEN}/documents/7/", "Gone: /references/…/documents/7/"),
        (f'"https://hub.example.com/references/{TOKEN}?x=1" "Mozilla"', '"https://hub.example.com/references/…?x=1" "Mozilla"'),
        ("/accounts/password/reset/key/1q-c2x8ab-0f6e/", "/accounts/password/reset/key/…/"),
        ("/accounts/confirm-email/MQ:1sab/", "/accounts/confirm-email/…/"),
    ],
)  # fmt: skip
def test_secret_of_an_address_is_left_out(told: str, expected: str) -> None:
    assert without_secrets(told) == expected


@pytest.mark.parametrize(
    "told",
    [
        "/partners/1000001/membership/references/12/documents/3/",
        "/partners/1000001/membership/references/?state=approved&page=12345678901234567890",
        "/partners/1000001/membership/specializations/calling_for_microsoft_teams/references/new/",
        "/api/v1/partners/1000001/references/",
        "/reviews/12/",
    ],
)
def test_address_without_a_secret_is_told_in_full(told: str) -> None:
    assert without_secrets(told) == told


@pytest.mark.parametrize("dead", [False, True])
def test_refusal_of_a_personal_link_is_logged_without_it(
    team: People, settings: Settings, caplog: pytest.LogCaptureFixture, dead: bool
) -> None:
    """A rejection without a reason is refused while the link is still good."""
    settings.DEMO_TODAY = DAY
    qualified(team.partner, team.manager)
    row = sent(team.partner, team.owner)
    token = token_of(row)
    if dead:
        Reference.objects.update(state="approved")
    Client().post(reverse("reference-answer", args=[token]), {"step": "reject"})
    logged = [record for record in caplog.records if record.name == "django.request"]
    assert [record.getMessage() for record in logged] == [
        f"{'Gone' if dead else 'Unprocessable Entity'}: /references/…/"
    ]
    assert token not in caplog.text


def test_access_log_of_the_web_process_names_no_secret(tmp_path: Path) -> None:
    port, log = unused_port(), tmp_path / "access.log"
    command = [sys.executable, "-m", "gunicorn", "partnerhub.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket",
               "--access-logfile", str(log)]  # fmt: skip
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1"}
    with subprocess.Popen(command, cwd=BASE_DIR, env=environment, stderr=subprocess.DEVNULL) as web:
        try:
            assert until(lambda: _asked(f"http://127.0.0.1:{port}/healthz"), 60)
            # Not ours, so it needs no database: what is wanted is the line in the log.
            _asked(f"http://127.0.0.1:{port}/references/{TOKEN}/more/than/we/have/")
            assert until(lambda: log.exists() and "/more/than/we/have/" in log.read_text())
        finally:
            web.terminate()
    assert "GET /references/…/more/than/we/have/ HTTP/1.1" in log.read_text()
    assert TOKEN not in log.read_text()


def _asked(url: str) -> bool:
    """Whether something answers, whatever it says."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Referer": url}), timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
