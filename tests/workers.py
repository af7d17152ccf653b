"""A real Celery worker, a process of its own, on the database and broker of the test run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

BASE_DIR = Path(__file__).resolve().parent.parent
WORKER = (sys.executable, "-W", "ignore", "-m", "celery", "--app", "partnerhub.celery", "--quiet", "worker")


def database_url() -> str:
    """The address of the test run's own database."""
    told = connection.settings_dict
    host, port = quote(str(told["HOST"]), safe=""), f"&port={told['PORT']}" if told["PORT"] else ""
    password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    return f"postgresql://{quote(told['USER'])}{password}@/{told['NAME']}?host={host}{port}"


def start(vanished: float = 2) -> "subprocess.Popen[bytes]":
    """Start a worker in a process group of its own, so that it can be killed whole."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "LAKE_URL": settings.LAKE_URL,
        "PARTNERHUB_HTTP": "1",
        "JOB_VANISHED_SECONDS": str(vanished),
        "DJANGO_SETTINGS_MODULE": "partnerhub.settings",
    }
    command = [*WORKER, "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, start_new_session=True)


def kill(worker: "subprocess.Popen[bytes]") -> None:
    """SIGKILL for the worker and its children: nothing gets to clean up."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@contextmanager
def running(vanished: float = 2) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker for the time of a test."""
    worker = start(vanished)
    try:
        yield worker
    finally:
        kill(worker)


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
