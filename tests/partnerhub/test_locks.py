"""Locks between processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partnerhub.locks import EXCLUSIVE, SHARED, is_locked, open_lock, try_lock, wait_for_lock
from tests.partnerhub.houses import BASE_DIR


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@pytest.mark.parametrize(
    ("held", "wanted", "granted"),
    [(SHARED, SHARED, True), (SHARED, EXCLUSIVE, False), (EXCLUSIVE, SHARED, False), (EXCLUSIVE, EXCLUSIVE, False)],
)
def test_try_lock_beside_another_holder(path: Path, held: int, wanted: int, granted: bool) -> None:
    first, second = open_lock(path), open_lock(path)
    assert try_lock(first, held)
    assert (try_lock(second, wanted), is_locked(path, EXCLUSIVE)) == (granted, True)
    os.close(first)
    os.close(second)
    assert not is_locked(path)


def test_is_locked_leaves_no_lock_behind(path: Path) -> None:
    assert [is_locked(path), is_locked(path)] == [False, False]


def test_open_lock_is_closed_to_other_users(path: Path) -> None:
    os.close(open_lock(path))
    assert path.stat().st_mode & 0o777 == 0o600


def test_lock_is_not_inherited_by_a_started_program(path: Path) -> None:
    lock = open_lock(path)
    assert try_lock(lock)
    with subprocess.Popen(["sleep", "60"], close_fds=False) as program:
        os.close(lock)
        assert not is_locked(path)
        program.kill()


def test_wait_for_lock_is_granted_when_the_holder_is_killed(path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from partnerhub.locks import open_lock, try_lock\n"
        "print(try_lock(open_lock(Path(sys.argv[1]))), flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert is_locked(path, SHARED)
        holder.kill()
        lock = open_lock(path)
        wait_for_lock(lock)
        assert is_locked(path, SHARED)
        os.close(lock)
