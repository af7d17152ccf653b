"""File locks between processes. ``flock`` belongs to the open file: the kernel ends it with the last process that has
the file open, even a killed one, so there is nothing to clean up after a crash.
"""

import fcntl
import os
from pathlib import Path

SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX


def open_lock(path: Path) -> int:
    """An open file that can carry a lock; programs started from here do not inherit it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, kind: int = EXCLUSIVE) -> bool:
    """Take the lock unless that would have to wait."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for_lock(descriptor: int, kind: int = EXCLUSIVE) -> None:
    """Take the lock, however long that lasts."""
    fcntl.flock(descriptor, kind)


def is_locked(path: Path, kind: int = EXCLUSIVE) -> bool:
    """Whether a lock of this kind would have to wait for others."""
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor, kind)
    finally:
        os.close(descriptor)
