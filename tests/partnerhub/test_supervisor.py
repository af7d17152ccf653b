"""Child processes: together, prefixed, ended without a remainder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerhub import supervisor
from partnerhub.supervisor import MARK, Program, Supervisor
from tests.partnerhub.houses import processes_of, until

STAYS = "echo started; exec sleep 60"
DEAF = "trap '' TERM; echo started; while :; do sleep 0.1; done"  # ignores SIGTERM
TREE = "sleep 60 & echo started; wait"  # has a child of its own, which SIGTERM does not reach


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Supervisor]:
    house = Supervisor(tmp_path, os.environ | {MARK: str(tmp_path)})
    yield house
    house.hurry = True
    house.stop([])


def program(name: str, script: str, grace: float = 5, abort: signal.Signals = signal.SIGKILL) -> Program:
    return Program(name, ("sh", "-c", script), grace, abort)


def test_run_prints_each_line_with_the_name_and_returns_the_code(
    house: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.run("setup", "sh", "-c", "echo one; echo two >&2; exit 3") == 3
    assert capsys.readouterr().out == "setup  | one\nsetup  | two\n"


def test_run_works_in_the_folder_with_the_environment(house: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    house.run("setup", "sh", "-c", f'pwd; echo "${MARK}"')
    assert capsys.readouterr().out == f"setup  | {house.folder}\nsetup  | {house.folder}\n"


def test_output_is_what_the_command_prints(house: Supervisor) -> None:
    assert house.output("sh", "-c", "echo a; echo b") == "a\nb"


def test_ended_all_running_is_nobody(house: Supervisor) -> None:
    house.start(program("web", STAYS))
    assert house.ended() is None


@pytest.mark.parametrize(("script", "how"), [("exit 0", "ended with exit code 0"), ("exit 7", "ended with exit code 7"),
                                             ("kill -9 $$", "was killed by SIGKILL")])  # fmt: skip
def test_ended_one_gone_names_it_and_how(house: Supervisor, script: str, how: str) -> None:
    house.start(program("web", STAYS))
    house.start(program("worker", script))
    assert until(house.ended)
    assert house.ended() == ("worker", how)


def test_stop_asks_in_the_given_order(house: Supervisor, tmp_path: Path) -> None:
    programs = [
        program(name, f"trap 'echo {name} >> order; exit' TERM; echo started; while :; do sleep 0.1; done")
        for name in ("first", "second")
    ]
    for item in reversed(programs):
        house.start(item)
    time.sleep(0.3)
    house.stop(programs[:1])
    assert sorted((tmp_path / "order").read_text().split()) == ["first", "second"]
    assert [child.returncode for child in house.children.values()] == [0, 0]


@pytest.mark.parametrize(
    ("script", "code"), [(STAYS, -signal.SIGTERM), (DEAF, -signal.SIGKILL), (TREE, -signal.SIGTERM)]
)
def test_stop_leaves_no_process(house: Supervisor, tmp_path: Path, script: str, code: int) -> None:
    stubborn = program("worker", script, grace=0.3)
    house.start(stubborn)
    assert until(lambda: len(processes_of(tmp_path)) >= 1)
    time.sleep(0.2)
    house.stop([stubborn])
    assert house.children["worker"].returncode == code
    assert until(lambda: processes_of(tmp_path) == [], 2)


@pytest.fixture
def quit_as_usual() -> Iterator[None]:
    """What a shell starts in the background ignores QUIT, and so do its children; no trap in a script changes that."""
    before = signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGQUIT, before)


@pytest.mark.usefixtures("quit_as_usual")
def test_stop_after_the_grace_sends_the_abort_signal(house: Supervisor) -> None:
    script = "trap '' TERM; trap 'exit 42' QUIT; echo started; while :; do sleep 0.1; done"
    handing_back = program("worker", script, grace=0.5, abort=signal.SIGQUIT)
    house.start(handing_back)
    time.sleep(0.3)
    house.stop([handing_back])
    assert house.children["worker"].returncode == 42


def test_stop_in_a_hurry_does_not_wait_for_the_grace(house: Supervisor) -> None:
    house.start(program("worker", DEAF))
    time.sleep(0.3)
    house.hurry = True
    began = time.monotonic()
    house.stop([program("worker", DEAF, grace=60)])
    assert time.monotonic() - began < 5


@pytest.mark.skipif(not supervisor.leash(), reason="needs setpriv")
def test_child_of_a_killed_launcher_is_ended_by_the_kernel(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from partnerhub.supervisor import *\n"
        "Supervisor(Path('/'), os.environ).start(Program('web', ('sleep', '60'), 5)); print('up', flush=True); time.sleep(60)"
    )
    environment = os.environ | {MARK: str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        launcher.stdout.readline()
        assert until(lambda: "sleep" in [process.name() for process in processes_of(tmp_path)])
        launcher.kill()
        launcher.wait()
        assert until(lambda: processes_of(tmp_path) == [])


def test_end_marked_ends_only_its_own(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(["sh", "-c", DEAF], env=os.environ | {MARK: str(tmp_path / name)}, stdout=subprocess.DEVNULL)
        for name in ("ours", "theirs")
    ]
    try:
        assert until(lambda: processes_of(tmp_path / "ours") and processes_of(tmp_path / "theirs"))
        ended = supervisor.end_marked(tmp_path / "ours")
        assert (processes[0].pid in ended, processes[1].pid in ended) == (True, False)
        assert until(lambda: processes_of(tmp_path / "ours") == [], 2)  # the last sleep of the shell ends by itself
        assert processes[1].poll() is None
    finally:
        for process in processes:
            process.kill()
            process.wait()
