"""What the launcher looks at before it starts anything. Each check raises Refused with what is wrong and what to do."""

import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psutil

from partnerhub.locks import open_lock, try_lock
from partnerhub.supervisor import mark_of

HOST = "127.0.0.1"
MINIMUM_FREE = 256 * 2**20  # bytes: a fresh database takes 60 MB, its log may grow by 64 MB, the demo takes the rest


class Refused(Exception):
    """The product cannot start like this."""


def port_of(environment: Mapping[str, str]) -> int:
    """The number in ``PORT``, 8000 without."""
    text = environment.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**16:
        raise Refused(f"PORT is {text!r}; expected a number from 1 to 65535, like: PORT=8001 make run")
    return int(text)


def usable_folder(var_dir: Path) -> None:
    """``var_dir`` exists, or can be made, and takes new files."""
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var_dir) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
    except OSError as error:
        raise Refused(
            f"Cannot write to VAR_DIR {var_dir}: {error.strerror}.\n"
            "Choose a folder of your own with free space, like: VAR_DIR=~/partnerhub-var make run"
        ) from error


def enough_space(var_dir: Path, free: int | None = None) -> None:
    """At least MINIMUM_FREE bytes on the disk of ``var_dir`` (``free`` stands for the measured number)."""
    free = shutil.disk_usage(var_dir).free if free is None else free
    if free < MINIMUM_FREE:
        raise Refused(
            f"The disk of VAR_DIR {var_dir} has {free // 2**20} MiB free, {MINIMUM_FREE // 2**20} MiB are needed.\n"
            "Free some space, or put the data on another disk: VAR_DIR=/other/disk/var make run"
        )


def only_one(var_dir: Path, port: int) -> None:
    """Be the one launcher of ``var_dir`` until this process ends."""
    path = var_dir / "launcher.lock"
    lock = open_lock(path)
    if not try_lock(lock):
        raise Refused(_already_running(var_dir, path.read_text().split()))
    os.truncate(lock, 0)
    os.write(lock, f"{os.getpid()} {port}\n".encode())


def free_port(port: int) -> None:
    """Nobody listens on ``port`` of this machine."""
    if (reason := _refusal(port)) is None:
        return
    if isinstance(reason, PermissionError):
        raise Refused(f"Port {port} needs root. Choose one from 1024 on: PORT={_next_free(8000)} make run")
    raise Refused(
        f"Port {port} is taken by {_holder(port)}.\n"
        f"Stop that program, or choose another port: PORT={_next_free(port)} make run"
    )


def _already_running(var_dir: Path, note: list[str]) -> str:
    pid, port = note if len(note) == 2 else ("?", "?")  # noqa: PLR2004
    message = [f"partnerhub already runs on {var_dir}: http://{HOST}:{port} (process {pid})."]
    if pid.isdigit() and psutil.pid_exists(int(pid)) and psutil.Process(int(pid)).status() == psutil.STATUS_STOPPED:
        message.append(f"It is suspended (Ctrl-Z): continue it with fg in its terminal, or end it: kill -9 {pid}")
    else:
        message.append(f"Stop it with Ctrl-C in its terminal or: kill {pid}")
    message.append(f"A second one beside it needs its own data and port: VAR_DIR=var2 PORT={_next_free(8000)} make run")
    return "\n".join(message)


def _refusal(port: int) -> OSError | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error
    return None


def _next_free(port: int) -> int:
    return next(candidate for candidate in range(max(port + 1, 1024), 2**16) if _refusal(candidate) is None)


def _holder(port: int) -> str:
    """Who listens there, as far as this user may know."""
    try:
        listening = [item for item in psutil.net_connections("tcp") if item.status == psutil.CONN_LISTEN]
        pid = next(item.pid for item in listening if item.laddr[1:2] == (port,) and item.pid)
        process = psutil.Process(pid)
        if owner := mark_of(process):
            return f"another partnerhub, the one on VAR_DIR {owner} (Ctrl-C in its terminal ends it)"
        return f"{process.name()} (process {pid})"
    except (psutil.Error, StopIteration):
        return "another program"
