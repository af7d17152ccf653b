"""``scripts/venv.sh`` with a Python that notes what it is asked instead of installing packages."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.partnerhub.houses import BASE_DIR

# `-m venv` makes a folder with this same program in it, `-m pip` writes a line into the log; all else is the real Python.
STAND_IN = """#!/bin/sh
case "$*" in
    "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip install"*) echo installed >> "$LOG"; touch .venv/package; exit "${PIP_EXIT:-0}" ;;
    *) exec "$REAL" "$@" ;;
esac
"""


@dataclass
class Clone:
    folder: Path

    def prepare(self, **variables: str) -> "subprocess.CompletedProcess[str]":
        environment = (
            os.environ | {"PYTHON": str(self.python), "LOG": str(self.log), "REAL": sys.executable} | variables
        )
        command = ["sh", str(self.folder / "scripts" / "venv.sh")]
        return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)

    @property
    def python(self) -> Path:
        return self.folder.parent / "stand-in"

    @property
    def log(self) -> Path:
        return self.folder.parent / "log"

    def installs(self) -> int:
        return self.log.read_text().count("installed") if self.log.exists() else 0


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = Clone(tmp_path / "my clone")
    (clone.folder / "scripts").mkdir(parents=True)
    shutil.copy(BASE_DIR / "scripts" / "venv.sh", clone.folder / "scripts")
    (clone.folder / "requirements.lock").write_text("one==1 --hash=sha256:00\n")
    clone.python.write_text(STAND_IN)
    clone.python.chmod(0o755)
    return clone


def test_venv_first_time_installs(clone: Clone) -> None:
    done = clone.prepare()
    assert (done.returncode, done.stderr, clone.installs()) == (0, "", 1)


def test_venv_unchanged_does_nothing_and_says_nothing(clone: Clone) -> None:
    clone.prepare()
    done = clone.prepare()
    assert (done.returncode, done.stdout, done.stderr, clone.installs()) == (0, "", "", 1)


def test_venv_lock_changed_is_made_anew(clone: Clone) -> None:
    clone.prepare()
    (clone.folder / ".venv" / "old").touch()
    (clone.folder / "requirements.lock").write_text("one==2 --hash=sha256:01\n")
    assert clone.prepare().returncode == 0
    assert ((clone.folder / ".venv" / "old").exists(), clone.installs()) == (False, 2)


def test_venv_install_failed_says_so_and_the_next_time_begins_anew(clone: Clone) -> None:
    failed = clone.prepare(PIP_EXIT="1")
    assert failed.returncode == 1
    assert failed.stderr == (
        "\nThe packages could not be installed; the reason is above (often no network, or less than 2 GB of free disk).\n"
        "The half-made .venv is not used: the same command tries again from the beginning.\n"
    )
    assert (clone.prepare().returncode, clone.installs()) == (0, 2)


def test_venv_half_made_by_a_killed_run_is_made_anew(clone: Clone) -> None:
    clone.prepare()
    (clone.folder / ".venv" / "complete").unlink()
    (clone.folder / ".venv" / "half").touch()
    assert clone.prepare().returncode == 0
    assert ((clone.folder / ".venv" / "half").exists(), clone.installs()) == (False, 2)


def test_venv_without_its_python_is_made_anew(clone: Clone) -> None:
    clone.prepare()
    (clone.folder / ".venv" / "bin" / "python").unlink()
    assert (clone.prepare().returncode, clone.installs()) == (0, 2)


def test_venv_in_a_moved_folder_is_made_anew(clone: Clone) -> None:
    clone.prepare()
    moved = Clone(clone.folder.rename(clone.folder.with_name("moved")))
    assert (moved.prepare().returncode, moved.installs()) == (0, 2)


def test_venv_two_at_once_install_once(clone: Clone) -> None:
    if shutil.which("flock") is None:
        pytest.skip("needs flock")
    environment = os.environ | {"PYTHON": str(clone.python), "LOG": str(clone.log), "REAL": sys.executable}
    command = ["sh", str(clone.folder / "scripts" / "venv.sh")]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert ([process.wait() for process in both], clone.installs()) == ([0, 0], 1)


def test_venv_python_too_old_is_refused(clone: Clone) -> None:
    clone.python.write_text("#!/bin/sh\nexit 1\n")
    done = clone.prepare()
    assert (done.returncode, done.stderr) == (
        1,
        f"\nPYTHON={clone.python} is not a Python 3.11 or newer. Name another one, or leave PYTHON out.\n",
    )


def test_venv_no_python_new_enough_says_what_is_there(clone: Clone) -> None:
    tools = clone.folder.parent / "tools"
    tools.mkdir()
    for name in ("dirname", "cat"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (tools / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    (tools / "python3").chmod(0o755)
    (tools / "sh").symlink_to(str(shutil.which("sh")))
    done = clone.prepare(PYTHON="", PATH=str(tools))
    assert (done.returncode, done.stderr) == (
        1,
        "\nPython 3.11 or newer is needed; python3 here is: Python 3.9.2\n"
        "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), "
        "or name it: make PYTHON=/path/to/python3.12\n",
    )


def test_venv_without_the_venv_module_names_the_package(clone: Clone) -> None:
    clone.python.write_text(STAND_IN.replace('case "$*" in', 'case "$*" in\n    *ensurepip*) exit 1 ;;'))
    done = clone.prepare()
    assert (done.returncode, done.stderr) == (
        1,
        "\nThis Python has no venv module. Debian, Ubuntu: apt-get install python3-venv\n",
    )
