"""The product as ``make run`` starts it, with its demo, in a folder that is thrown away; and its people, signed in."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
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
READY_SECONDS = 600.0
# The demo's first partner, and who looks at it.
PARTNER, ADMIN = "1000001", "Gilda Ashgrove"
_DOORS = re.compile(r'action="(/demo/\d+/)".*?name="csrfmiddlewaretoken" value="(\w+)".*?Sign in as\s+(.+?)\s*<', re.S)


@dataclass(frozen=True)
class Product:
    """A running installation with its demo."""

    url: str

    def cookies(self, name: str) -> dict[str, str]:
        """The cookies of one of the demo's people after signing in, by their name."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        doors = _DOORS.findall(browser.open(f"{self.url}/demo/").read().decode())
        door, token = next((door, token) for door, token, label in doors if label == name)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode()
        browser.open(urllib.request.Request(self.url + door, body, {"Referer": f"{self.url}/demo/"})).close()
        return {cookie.name: cookie.value or "" for cookie in jar}

    def warm(self, path: str, cookies: Mapping[str, str], times: int = 8) -> None:
        """Ask for a page until every process has most likely answered it."""
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for _ in range(times):
            urllib.request.urlopen(urllib.request.Request(self.url + path, headers=told)).read()


@contextmanager
def running(url: str = "") -> Iterator[Product]:
    """The product that already runs at ``url``, else one of one's own, stopped in the end."""
    if url:
        yield Product(url.rstrip("/"))
        return
    with tempfile.TemporaryDirectory(prefix="partnerhub-bench-") as folder:
        port = unused_port()
        environment = {**os.environ, "VAR_DIR": str(Path(folder, "var")), "PORT": str(port)}
        command = [sys.executable, "-m", "partnerhub.launcher"]
        with (
            Path(folder, "log").open("w") as log,
            subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT) as house,
        ):
            try:
                _wait(house, f"http://127.0.0.1:{port}", Path(folder, "log"))
                yield Product(f"http://127.0.0.1:{port}")
            finally:
                house.send_signal(signal.SIGINT)
                house.wait(60)


def unused_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(house: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(url):
        if house.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The product did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.5)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as response:
            return int(response.status) == http.HTTPStatus.OK
    except (urllib.error.URLError, OSError):
        return False
