"""The product as a user starts it (launcher, web, worker, beat, demo), and a browser in front of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.partnerhub.houses import until, unused_port
from tests.postbox import Postbox, postbox

BASE_DIR = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Root needs --no-sandbox; the others keep the browser from calling home.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Test processes run side by side, each with a product of its own.
PLACE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
DATABASE = f"partnerhub_journeys_{PLACE}"


@dataclass(frozen=True)
class Product:
    """A running installation with its demo. ``box`` gets the letters that its worker sends."""

    url: str
    log: Path
    box: Postbox


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """``make run`` in a folder of its own, on the services of the test run where there are any."""
    with postbox() as box:
        house = House(tmp_path_factory.mktemp("product"), box, DATABASE, 9 + PLACE % 3)
        with house.on() as found:
            yield found


class House:
    """An installation that can be started on one day after another."""

    def __init__(self, folder: Path, box: Postbox, database: str, broker: int) -> None:
        self.folder, self.box, self.port = folder, box, unused_port()
        inherited = {
            name: value for name, value in os.environ.items() if name not in {"LAKE_URL", "DJANGO_SETTINGS_MODULE"}
        }
        self.environment = inherited | {
            "VAR_DIR": str(folder / "var"),
            "PORT": str(self.port),
            "JOB_VANISHED_SECONDS": "20",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(box.port),
            **_services(database, broker),
        }

    @contextmanager
    def on(self, day: str = "") -> Iterator[Product]:
        """Running, on the demo's own day or another."""
        log = self.folder / f"log{day}.txt"
        with _launched(self.environment | ({"DEMO_TODAY": day} if day else {}), log):
            yield Product(f"http://127.0.0.1:{self.port}", log, self.box)

    def calls(self, task: str) -> None:
        """Ask the worker for what the schedule asks it for, as no hour of the night comes in a test."""
        command = [sys.executable, "-m", "celery", "--app", "partnerhub.celery", "--quiet", "call", task]
        environment = {**self.environment, "PARTNERHUB_HTTP": "1", "DJANGO_SETTINGS_MODULE": "partnerhub.settings"}
        subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, capture_output=True)


@contextmanager
def _launched(environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "partnerhub.launcher"], cwd=BASE_DIR, env=environment, stdout=output, stderr=output
        )
    try:
        ready = until(lambda: "Ctrl-C stops it." in log.read_text() or launcher.poll() is not None, 180)
        assert ready and launcher.poll() is None, log.read_text()
        yield
    finally:
        launcher.send_signal(signal.SIGINT)
        launcher.wait(60)


def _services(database: str, broker: int) -> dict[str, str]:
    """A database and a broker that no other test uses, on the servers of ``DATABASE_URL`` and ``REDIS_URL``."""
    found = {}
    if url := os.environ.get("DATABASE_URL"):
        with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database}")
            connection.execute(f"CREATE DATABASE {database}")
        told = conninfo_to_dict(url)
        password = f":{told['password']}" if told.get("password") else ""
        address = f"{told.get('host', '127.0.0.1')}:{told.get('port', 5432)}"
        found["DATABASE_URL"] = f"postgresql://{told.get('user', 'postgres')}{password}@{address}/{database}"
    if url := os.environ.get("REDIS_URL"):
        found["REDIS_URL"] = f"{url.rsplit('/', 1)[0]}/{broker}"
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. While it runs, an event loop bars this process from the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file, with which it ends."""
    with chromium() as found:
        yield found


class Visitor:
    """Somebody at a browser. Every page they see is checked for accessibility and for errors in the console."""

    def __init__(self, page: Page, product: Product) -> None:
        self.page = page
        self.product = product
        self.errors: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def signs_in_as(self, name: str) -> None:
        """Through the demo's door."""
        self.page.goto(f"{self.product.url}/demo/")
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_url(f"{self.product.url}/")

    def goes_to(self, path: str) -> int:
        """Open an address; its status."""
        response = self.page.goto(self.product.url + path)
        assert response is not None
        return response.status

    def finds_it_accessible(self) -> None:
        """No violation that axe knows of, and nothing in the console."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        assert self.errors == []


@pytest.fixture
def visitor(browser: Browser, product: Product) -> Iterator[Visitor]:
    """A fresh visitor with a desktop-sized window."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    yield Visitor(context.new_page(), product)
    context.close()


@pytest.fixture
def auditor(browser: Browser, product: Product) -> Iterator[Visitor]:
    """Somebody else, at a browser of their own with a narrow window."""
    context = browser.new_context(viewport={"width": 400, "height": 900})
    yield Visitor(context.new_page(), product)
    context.close()
