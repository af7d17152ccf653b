"""Server time of the page of a month of credit with a million usage lines, against a page with nothing in it.

A database and a lake are made in a folder that is thrown away. One partner has a month of usage and the access to it, as
``bench.credit`` draws them (some 500 customers with 1,500 subscriptions), worked out as a worker does it. Then in one process, in
turns, through the whole of Django with all middleware and a signed-in person: the shell of every page alone (**empty**), the page
of the month with each of its lists, a customer's month, and the overview. Processor time of this process is compared, as in
``bench.pages``; beside it stands the time that passed, in which the database works too. The page of the month may take 3 times
as long as the empty one.

Pages that ask the lines themselves are told last, without a limit: the Why of a customer and of the whole month, the calendar of
a resource, the reconciliation.
"""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from bench.credit import DATA_SQL, GROUPS, THREADS
from bench.pages import ENVIRONMENT
from bench.product import BASE_DIR

if TYPE_CHECKING:
    from django.test import Client

ROUNDS, ROUNDS_OF_LINES, WARM, MOST_TIMES = 21, 3, 3, 3.0
MONTH, PARTNER = date(2023, 7, 1), "P0"
OWN = f"/partners/{PARTNER}/"
EMPTY, MONTH_PAGE = "empty", "month"
PAGES = {
    EMPTY: f"{OWN}empty/",
    MONTH_PAGE: f"{OWN}credit/2023-07/",
    "by subscription": f"{OWN}credit/2023-07/?by=subscription",
    "by reason": f"{OWN}credit/2023-07/?by=reason",
    "a customer": f"{OWN}credit/2023-07/customers/tenant-0/",
    "overview": f"{OWN}credit/",
}
OF_LINES = {
    "Why: a customer": f"{OWN}credit/2023-07/why/?customer=tenant-0",
    "Why: everything": f"{OWN}credit/2023-07/why/",
    "reconciliation": f"{OWN}credit/2023-07/reconciliation/",
}


def load(folder: Path, lines: int) -> None:
    """The database, the lake, and the month as a worker works it out."""
    told = {**ENVIRONMENT, "PARTNERHUB_DEMO": "", "VAR_DIR": str(folder.resolve()), "LAKE_URL": str(folder / "lake")}
    os.environ.update({**told, "DJANGO_SETTINGS_MODULE": "bench.settings"})
    for step in ("migrate --no-input", "collectstatic --no-input"):
        command = [sys.executable, "manage.py", *step.split()]
        subprocess.run(command, cwd=BASE_DIR, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    _fill(folder, lines)


def _fill(folder: Path, lines: int) -> None:
    from bench.programme_data import File, written
    from credit import actions, queries
    from partnerhub.models import Member, Partner, User
    from partnerhub.permissions import Role

    partner = Partner.objects.create(mpn_id=PARTNER, name="Contoso", kind=Partner.Kind.DIRECT_BILL)
    user = User.objects.create_user("billing@example.com", name="Person")
    Member.objects.create(user=user, partner=partner, roles=[Role.GLOBAL_ADMIN])
    with duckdb.connect(config={"threads": THREADS, "memory_limit": "3GB"}) as connection:
        variables = {"lines": lines, "intervals": lines // 50, "groups": max(50, GROUPS * lines // 10_000_000)}
        for name, value in {**variables, "partners": 1}.items():
            connection.execute(f"SET VARIABLE {name} = {value}")
        connection.execute(DATA_SQL.read_text())
        sources = [("daily_rated_usage", "usage_lines()"), ("access_grants", "intervals()")]
        files: list[File] = [written(connection, folder / "lake", run, *one) for run, one in enumerate(sources, 1)]
    for file in files:
        _record(partner.pk, file.run, file.dataset, file.months)
    begun = time.perf_counter()
    actions.take_month([partner], MONTH)
    seconds, kept = time.perf_counter() - begun, queries.newest(partner, MONTH)
    assert kept is not None
    print(f"{kept.lines:,} lines in {kept.shares.count():,} sums, worked out in {seconds:.1f} s", flush=True)


def _record(partner: int, run: int, dataset: str, months: dict[date, int]) -> None:
    from evidence.datasets import NO_MONTH
    from evidence.models import Run, RunMonth

    known = datetime(2023, 7, 24, tzinfo=UTC)
    row = Run.objects.create(
        pk=run,
        partner_id=partner,
        dataset=dataset,
        file_name=f"{dataset}.csv",
        digest=f"{run:064}",
        size=1,
        status=Run.Status.PUBLISHED,
        accepted=sum(months.values()),
        rejected=0,
        recorded_at=known,
    )
    of = {"run": row, "partner_id": partner, "dataset": dataset, "recorded_at": known}
    for month, rows in months.items():
        RunMonth.objects.create(month=MONTH if month == MONTH else NO_MONTH, rows=rows, **of)


def client() -> "Client":
    """The browser of the partner's Global admin, who may open the empty page too."""
    from django.test import Client

    from partnerhub.models import User

    browser = Client(headers={"Accept-Encoding": "gzip"})
    browser.force_login(User.objects.get())
    return browser


def ask(browser: "Client", path: str) -> tuple[float, float]:
    """The processor's seconds of an answer in this process, and those that passed."""
    passed, begun = time.perf_counter(), time.process_time()
    assert browser.get(path).status_code == http.HTTPStatus.OK, path
    return time.process_time() - begun, time.perf_counter() - passed


def _resource(browser: "Client") -> str:
    """The address of the first resource of a customer."""
    page = browser.get(OF_LINES["Why: a customer"], headers={"Accept-Encoding": "identity"})
    found = re.search(r'href="([^"]+/resources/[^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def compare() -> int:
    """Measure and tell. Returns the exit code."""
    browser = client()
    for path in [*PAGES.values()] * WARM:
        ask(browser, path)
    told: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, path in PAGES.items():
            told[name].append(ask(browser, path))
    medians = {name: [statistics.median(one) for one in zip(*found, strict=True)] for name, found in told.items()}
    print(f"{'page':<18}{'processor':>12}{'passed':>12}{'times empty':>13}   medians of {ROUNDS} rounds")
    for name, (seconds, passed) in medians.items():
        times = seconds / medians[EMPTY][0]
        print(f"{name:<18}{seconds * 1000:>9.1f} ms{passed * 1000:>9.1f} ms{times:>13.2f}")
    for name, path in {**OF_LINES, "a resource": _resource(browser)}.items():
        passed = statistics.median(ask(browser, path)[1] for _ in range(ROUNDS_OF_LINES))
        print(f"{name:<18}{passed * 1000:>21.0f} ms   median of {ROUNDS_OF_LINES} rounds")
    ratio = medians[MONTH_PAGE][0] / medians[EMPTY][0]
    print(f"the page of the month takes {ratio:.2f} times as long as the empty page: at most {MOST_TIMES}")
    return int(ratio > MOST_TIMES)


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="partnerhub-bench-") as folder:
        load(Path(folder), options.lines)
        sys.exit(compare())


if __name__ == "__main__":
    main()
