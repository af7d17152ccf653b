"""The PostgreSQL of an installation without ``DATABASE_URL``: one server in ``VAR_DIR/postgres``.

Nobody starts or stops it by hand. Every process that asks for its address shares a lock for as long as it lives. The
*keeper* (``keeper.py``), the server's parent, waits for the same lock exclusively: the kernel grants it when the last
sharer is gone, whichever way it went, and the keeper then stops the server. So commands may run alone, several
processes may ask at the same moment, and none leaves a server behind. ``docs/running.md`` tells the whole story.
"""

import atexit
import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from partnerhub.locks import EXCLUSIVE, SHARED, is_locked, open_lock, try_lock

DATABASE = "partnerhub"
BASE_DIR = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0  # a slow disk after a crash: the server replays its log first
STOP_SECONDS = 40.0

_held: dict[Path, int] = {}  # folder -> open file that carries this process's share of the lock


class EmbeddedError(RuntimeError):
    """The embedded server cannot start; the text says why and what to do."""


def database_url(var_dir: Path) -> str:
    """Start the server of ``var_dir`` unless it runs, and keep it running until this process ends.

    Safe to call again, and from many processes at once. Raises EmbeddedError when the server does not come up.
    """
    root = _root(var_dir)
    if root not in _held:
        _hold(root)
    return f"postgresql://postgres@/{DATABASE}?host={quote(_await_server(root))}"


def is_running(var_dir: Path) -> bool:
    """Whether the server of ``var_dir`` is ready."""
    return _address(_root(var_dir)) is not None


def release(var_dir: Path) -> None:
    """Give this process's share back; if it was the last, return after the server has stopped."""
    root = _root(var_dir)
    if root in _held:
        os.close(_held.pop(root))
        _await_stop(root)


def advice(root: Path) -> str:
    """What to do about a folder that cannot be used."""
    return f"Choose another folder (VAR_DIR=…), move {root.parent} away, or set DATABASE_URL to your own PostgreSQL."


def _root(var_dir: Path) -> Path:
    return var_dir.resolve() / "postgres"


def _hold(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        share = open_lock(root / "users.lock")
    except OSError as error:
        raise EmbeddedError(f"{error.filename}: {error.strerror}. {advice(root)}") from error
    deadline = time.monotonic() + STOP_SECONDS
    while not try_lock(share, SHARED):  # the keeper is just stopping the server
        _pause(deadline, f"The embedded PostgreSQL in {root} does not finish stopping; see {root / 'log'}.")
    _held[root] = share
    atexit.register(_release_at_exit, root.parent, os.getpid())


def _release_at_exit(var_dir: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child runs its parent's exit handlers too
        release(var_dir)


def _await_server(root: Path) -> str:
    """The socket directory of the running server."""
    deadline = time.monotonic() + START_SECONDS
    while (directory := _address(root)) is None:
        _pause(deadline, f"The embedded PostgreSQL in {root} does not start; see {root / 'log'}.")
        if not is_locked(root / "keeper.lock"):
            _start_keeper(root)
    return directory


def _start_keeper(root: Path) -> None:
    """Returns when the server is ready, or when another process's keeper was quicker."""
    # PGPORT and the like would change the server, and it has no business with the product's secrets.
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    command = [sys.executable, "-m", "partnerhub.keeper", str(root)]
    started = subprocess.run(  # noqa: S603
        command, env=environment | {"LC_ALL": "C"}, cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    if started.returncode:
        raise EmbeddedError(f"The embedded PostgreSQL in {root} does not start: {started.stderr.strip()}")


def _await_stop(root: Path) -> None:
    """Wait for the keeper to end, unless somebody else still uses its server."""
    deadline = time.monotonic() + STOP_SECONDS
    users = root / "users.lock"
    with contextlib.suppress(FileNotFoundError):  # the folder may be gone already
        while is_locked(root / "keeper.lock") and time.monotonic() < deadline:
            # While others share, only the exclusive lock is refused. Both are once the keeper has taken it to stop.
            if is_locked(users, EXCLUSIVE) and not is_locked(users, SHARED):
                return
            time.sleep(0.01)


def _address(root: Path) -> str | None:
    """The socket directory of a ready server. Its keeper locks the note; one that a killed keeper left is worth nothing."""
    try:
        with (root / "address").open() as note:
            return None if try_lock(note.fileno(), SHARED) else note.read()
    except FileNotFoundError:
        return None


def _pause(deadline: float, complaint: str) -> None:
    if time.monotonic() > deadline:
        raise EmbeddedError(complaint)
    time.sleep(0.01)
