"""Server time of the pages that are used most, against a page with nothing in it.

The demo is loaded into a folder that is thrown away (or is there: ``--folder``). In one process, in turns, through the whole of
Django with all middleware and a signed-in person: the shell of every page alone (**empty**), the status page of a
specialization, and others. Processor time is compared, which what else the machine does disturbs little. The status page may
take 3 times as long as the empty one.

Then under gunicorn as ``make run`` starts it (two processes of four threads), a few seconds each and on loopback alone: how many
requests per second of both are answered, with eight clients that each wait for their answer.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.product import BASE_DIR, PARTNER, unused_port

if TYPE_CHECKING:
    from django.test import Client

ROUNDS, WARM = 21, 3
MOST_TIMES = 3.0
SECONDS, CLIENTS = 5.0, 8
_OWN = f"/partners/{PARTNER}/"
_MEMBERSHIP = f"{_OWN}membership/"
EMPTY, STATUS = "empty", "specialization"
PAGES = {
    EMPTY: f"{_OWN}empty/",
    STATUS: f"{_MEMBERSHIP}specializations/infra_and_database_migration/",
    "membership": _MEMBERSHIP,
    "designation": f"{_MEMBERSHIP}solutions-partner/infrastructure/",
    "why": f"{_MEMBERSHIP}solutions-partner/infrastructure/net_customer_adds/",
    "customers": f"{_MEMBERSHIP}solutions-partner/customers/",
    "people": f"{_MEMBERSHIP}solutions-partner/people/",
    "specializations": f"{_MEMBERSHIP}specializations/",
    "data": f"{_OWN}data/",
}
# What ``make run`` sets.
ENVIRONMENT = {"PARTNERHUB_DEMO": "1", "PARTNERHUB_HTTP": "1", "DEMO_TODAY": "2023-07-25"}


def load(folder: Path) -> None:
    """A database with the demo in it, and the static files, as ``make run`` prepares them."""
    os.environ.update({**ENVIRONMENT, "VAR_DIR": str(folder.resolve()), "DJANGO_SETTINGS_MODULE": "bench.settings"})
    for step in ("migrate --no-input", "collectstatic --no-input", "demo --once"):
        command = [sys.executable, "manage.py", *step.split()]
        subprocess.run(command, cwd=BASE_DIR, check=True, stdout=subprocess.DEVNULL)


def client() -> "Client":
    """The browser of the partner's Global admin."""
    from django.test import Client

    from partnerhub.models import Member

    browser = Client(headers={"Accept-Encoding": "gzip"})
    browser.force_login(Member.objects.filter(partner__mpn_id=PARTNER, roles__contains=["global_admin"])[0].user)
    return browser


def server_times(browser: "Client") -> tuple[dict[str, float], dict[str, list[float]]]:
    """By page: the seconds of the first answer, and the processor's seconds of each round."""
    first = {}
    for name, path in PAGES.items():
        start = time.perf_counter()
        assert browser.get(path).status_code == http.HTTPStatus.OK, path
        first[name] = time.perf_counter() - start
        for _ in range(WARM):
            browser.get(path)
    told: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, path in PAGES.items():
            begun = time.process_time()
            browser.get(path)
            told[name].append(time.process_time() - begun)
    return first, told


@contextmanager
def served() -> Iterator[int]:
    """gunicorn as ``make run`` starts it, on an unused port."""
    port = unused_port()
    command = [sys.executable, "-m", "gunicorn", "partnerhub.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
    with subprocess.Popen(command, cwd=BASE_DIR) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return


def per_second(port: int, path: str, cookie: str, seconds: float) -> float:
    """How many requests per second are answered while some clients ask one after the other."""
    ends = time.monotonic() + seconds
    counts = [0] * CLIENTS

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.monotonic() < ends:
            connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            assert response.status == http.HTTPStatus.OK
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    start = time.monotonic()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / (time.monotonic() - start)


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, help="a VAR_DIR whose demo is loaded; default: one is made")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="partnerhub-bench-") as folder:
        load(asked.folder or Path(folder))
        import django

        django.setup()
        sys.exit(compare())


def compare() -> int:
    """Measure and tell. Returns the exit code."""
    browser = client()
    first, told = server_times(browser)
    medians = {name: statistics.median(seconds) for name, seconds in told.items()}
    print(f"{'page':<18}{'first':>9}{'median':>9}{'times empty':>13}   processor, {ROUNDS} rounds")
    for name, seconds in medians.items():
        times = seconds / medians[EMPTY]
        print(f"{name:<18}{first[name] * 1000:>6.0f} ms{seconds * 1000:>6.1f} ms{times:>13.2f}")
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    with served() as port:
        for name in (EMPTY, STATUS):
            per_second(port, PAGES[name], cookie, 2.0)
            found = per_second(port, PAGES[name], cookie, SECONDS)
            print(f"{name:<18}{found:>8.0f} requests per second, {CLIENTS} clients, 2 processes of 4 threads")
    ratio = medians[STATUS] / medians[EMPTY]
    print(f"the status page takes {ratio:.2f} times as long as the empty page: at most {MOST_TIMES}")
    return int(ratio > MOST_TIMES)


if __name__ == "__main__":
    main()
