"""Starting the product for real, and looking at what runs afterwards: helpers for the tests of the launcher."""

import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import psutil

from partnerhub.supervisor import is_alive, mark_of

T = TypeVar("T")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
NOBODY = 65534


def servers_of(var_dir: Path) -> list[psutil.Process]:
    """The embedded PostgreSQL of this folder: the postmaster and its children."""
    data = str(var_dir.resolve() / "postgres" / "data")
    return [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and process.info["cwd"] == data
    ]


def keepers_of(var_dir: Path) -> list[psutil.Process]:
    """The keeper of this folder's server."""
    arguments = ["-m", "partnerhub.keeper", str(var_dir.resolve() / "postgres")]
    return [process for process in psutil.process_iter(["cmdline"]) if (process.info["cmdline"] or [])[1:] == arguments]


def processes_of(var_dir: Path) -> list[psutil.Process]:
    """Everything that runs for this folder."""
    children = [process for process in psutil.process_iter() if mark_of(process) == str(var_dir.resolve())]
    return [process for process in (*servers_of(var_dir), *keepers_of(var_dir), *children) if is_alive(process)]


def asked_of(processes: Iterable[psutil.Process], question: Callable[[psutil.Process], T]) -> list[T]:
    """What these processes answer, those that have ended meanwhile left out: a server's own come and go."""
    answers = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            answers.append(question(process))
    return answers


def until(condition: Callable[[], object], seconds: float = 20) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ordinary_user() -> dict[str, Any] | None:
    """Arguments of subprocess that run this Python's packages as nobody; None where that cannot be done here."""
    if os.geteuid() != 0:
        return None
    packages = sysconfig.get_paths()["purelib"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"}
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        arguments: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "env": environment}
        check = [python, "-c", "import psutil, psycopg, partnerhub.embedded"]
        try:
            subprocess.run(check, check=True, capture_output=True, cwd=BASE_DIR, **arguments)
        except (OSError, subprocess.CalledProcessError):
            continue
        return {"executable": python, **arguments}
    return None


@contextmanager
def user_of(var_dir: Path, **arguments: Any) -> Iterator["subprocess.Popen[str]"]:
    """A process that uses the embedded database and has printed its address; ``stdin.close()`` ends it."""
    code = (
        "import sys; from pathlib import Path; from partnerhub import embedded\n"
        "print(embedded.database_url(Path(sys.argv[1])), flush=True); sys.stdin.read()"
    )
    command = [str(arguments.get("executable", sys.executable)), "-c", code, str(var_dir)]
    process = subprocess.Popen(
        command, cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **arguments
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def address_from(user: "subprocess.Popen[str]") -> str:
    """The address that ``user_of`` printed. Never empty: that would mean whatever PostgreSQL this machine has."""
    assert user.stdout is not None
    url = user.stdout.readline().strip()
    assert url.startswith("postgresql://postgres@/partnerhub?host=/")
    return url
