"""``make run``'s launcher, for real: the whole product starts in a folder that is thrown away.

Without the demo, whose data would take most of the time; the journeys in the browser start with it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from partnerhub import embedded
from tests.partnerhub.houses import (
    BASE_DIR,
    NOBODY,
    asked_of,
    ordinary_user,
    processes_of,
    servers_of,
    until,
    unused_port,
)

pytestmark = pytest.mark.slow


@dataclass
class Run:
    """A running launcher and what it has printed so far."""

    process: "subprocess.Popen[str]"
    port: int
    lines: list[str] = field(default_factory=list)

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(line.rstrip() for line in stream)

    def is_up(self) -> bool:
        return f"partnerhub runs on http://127.0.0.1:{self.port}" in self.lines

    def end(self, request: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(request)
        return self.process.wait(60)

    def end_at_once(self) -> int:
        """As somebody does who presses Ctrl-C a second time."""
        self.process.send_signal(signal.SIGINT)
        assert until(lambda: any(line.startswith("Stopping") for line in self.lines))
        return self.end()


@pytest.fixture
def var_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="a folder ") as folder:
        yield Path(folder) / "var"


def start(var_dir: Path, *, port: int | None = None, **arguments: Any) -> Run:
    port = port or unused_port()
    environment = {**(arguments.pop("env", None) or os.environ), "VAR_DIR": str(var_dir), "PORT": str(port)}
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "JOB_VANISHED_SECONDS"):
        environment.pop(name, None)
    environment["PARTNERHUB_DEMO"] = "0"
    command = [str(arguments.get("executable", sys.executable)), "-m", "partnerhub.launcher"]
    process = subprocess.Popen(
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True, **arguments,
    )  # fmt: skip
    run = Run(process, port)
    threading.Thread(target=run.read, daemon=True).start()
    return run


def started(var_dir: Path, **arguments: Any) -> Run:
    run = start(var_dir, **arguments)
    assert until(lambda: run.is_up() or run.process.poll() is not None, 60)
    assert run.process.poll() is None, "\n".join(run.lines)
    return run


def answer(run: Run, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}{path}", timeout=10) as response:
        status: int = response.status
        return status


def program_of(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    return next((name for name in ("gunicorn", "worker", "beat") if f" {name} " in words), words)


def test_run_serves_then_stops_without_a_remainder_and_a_second_run_keeps_the_data(var_dir: Path) -> None:
    run = started(var_dir)
    assert (answer(run, "/healthz"), answer(run, "/readyz")) == (200, 200)
    children = [process for process in processes_of(var_dir) if process.ppid() == run.process.pid]
    assert sorted(program_of(child) for child in children) == ["beat", "gunicorn", "worker"]
    with psycopg.connect(embedded.database_url(var_dir)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    embedded.release(var_dir)

    assert run.end(signal.SIGINT) == 0
    assert processes_of(var_dir) == []
    assert run.lines[-1] == "Stopped."

    second = started(var_dir)
    with psycopg.connect(embedded.database_url(var_dir)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]
    embedded.release(var_dir)
    assert second.end(signal.SIGTERM) == 0


def test_run_twice_is_refused_and_a_killed_one_leaves_nothing_that_lingers(var_dir: Path) -> None:
    run = started(var_dir)
    same_folder = start(var_dir)
    assert same_folder.process.wait(20) == 1
    assert until(lambda: same_folder.lines)
    assert (
        f"partnerhub already runs on {var_dir}: http://127.0.0.1:{run.port} (process {run.process.pid})."
        in same_folder.lines
    )
    same_port = start(var_dir.with_name("other"), port=run.port)
    assert same_port.process.wait(20) == 1
    assert until(
        lambda: any(line.startswith(f"Port {run.port} is taken by another partnerhub") for line in same_port.lines)
    )
    assert answer(run, "/healthz") == 200

    run.end(signal.SIGKILL)
    healed = started(var_dir, port=run.port)  # at once, while the others are still going
    assert answer(healed, "/healthz") == 200
    assert sum(line.startswith("Ended what an earlier run left behind (processes ") for line in healed.lines) == 1
    assert len([process for process in processes_of(var_dir) if program_of(process) == "beat"]) == 1

    healed.end(signal.SIGKILL)
    assert until(lambda: processes_of(var_dir) == [], 30)


def test_run_whose_worker_dies_names_it_and_stops_all(var_dir: Path) -> None:
    run = started(var_dir)
    worker = next(
        process
        for process in processes_of(var_dir)
        if program_of(process) == "worker" and process.ppid() == run.process.pid
    )
    worker.kill()
    assert run.process.wait(30) == 1
    assert until(lambda: "Stopped." in run.lines)
    assert "worker was killed by SIGKILL; its last lines are above. Everything else is stopped too." in run.lines
    assert processes_of(var_dir) == []


def test_run_whose_database_dies_says_so_and_stops_all(var_dir: Path) -> None:
    run = started(var_dir)
    postmaster = min(servers_of(var_dir), key=psutil.Process.create_time)
    postmaster.kill()
    assert run.process.wait(30) == 1
    assert until(lambda: any(line.startswith("The embedded PostgreSQL ended by itself; see ") for line in run.lines))
    assert processes_of(var_dir) == []


def test_run_interrupted_while_setting_up_leaves_no_process_and_a_later_one_works(var_dir: Path) -> None:
    run = start(var_dir)
    assert until(lambda: any(line.startswith("setup  |") for line in run.lines))
    assert run.end(signal.SIGINT) == 0
    assert processes_of(var_dir) == []

    later = started(var_dir)
    assert later.end_at_once() == 0
    assert processes_of(var_dir) == []


def test_run_as_an_ordinary_user_serves_and_stops() -> None:
    if (user := ordinary_user()) is None:
        pytest.skip("needs root, and a Python that others may start")
    folder = Path(tempfile.mkdtemp(prefix="partnerhub tests "))
    os.chown(folder, NOBODY, NOBODY)
    try:
        run = started(folder / "var", **user)
        assert answer(run, "/readyz") == 200
        assert set(asked_of(processes_of(folder / "var"), lambda process: process.uids().real)) == {NOBODY}
        assert run.end_at_once() == 0
        assert processes_of(folder / "var") == []
    finally:
        shutil.rmtree(folder)
