"""What the launcher refuses, and the words it does it with."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from partnerhub import preflight
from partnerhub.locks import open_lock, try_lock
from partnerhub.preflight import MINIMUM_FREE, Refused
from partnerhub.supervisor import MARK
from tests.partnerhub.houses import until, unused_port


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server


def refusal_of_port(port: int) -> str:
    with pytest.raises(Refused) as refusal:
        preflight.free_port(port)
    return str(refusal.value)


@pytest.mark.parametrize(("text", "port"), [(None, 8000), ("", 8000), ("1", 1), ("65535", 65535)])
def test_port_of_valid_is_a_number(text: str | None, port: int) -> None:
    assert preflight.port_of({} if text is None else {"PORT": text}) == port


@pytest.mark.parametrize("text", ["0", "65536", "eighty", "-1", "80.0", "٨٠"])
def test_port_of_invalid_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        preflight.port_of({"PORT": text})
    assert str(refusal.value) == f"PORT is {text!r}; expected a number from 1 to 65535, like: PORT=8001 make run"


def test_free_port_free_passes() -> None:
    preflight.free_port(unused_port())


def test_free_port_taken_by_a_program_names_it_and_a_free_one(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    first, second = refusal_of_port(port).splitlines()
    assert first.startswith(f"Port {port} is taken by ")
    assert first.endswith(f" (process {os.getpid()}).")
    words, free = second.split("PORT=")
    assert words == "Stop that program, or choose another port: "
    preflight.free_port(int(free.removesuffix(" make run")))


def test_free_port_taken_by_another_installation_names_its_folder() -> None:
    code = (
        "import socket, time; server = socket.create_server(('127.0.0.1', 0))\n"
        "print(server.getsockname()[1], flush=True); time.sleep(60)"
    )
    environment = os.environ | {MARK: "/other/var"}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        message = refusal_of_port(port)
        other.kill()
    assert message.splitlines()[0] == (
        f"Port {port} is taken by another partnerhub, the one on VAR_DIR /other/var (Ctrl-C in its terminal ends it)."
    )


def test_usable_folder_new_is_made(tmp_path: Path) -> None:
    preflight.usable_folder(tmp_path / "a b" / "var")
    assert list((tmp_path / "a b" / "var").iterdir()) == []


def test_usable_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(Refused) as refusal:
        preflight.usable_folder(tmp_path / "var")
    assert str(refusal.value) == (
        f"Cannot write to VAR_DIR {tmp_path}/var: File exists.\n"
        "Choose a folder of your own with free space, like: VAR_DIR=~/partnerhub-var make run"
    )


def test_enough_space_exactly_the_minimum_passes(tmp_path: Path) -> None:
    preflight.enough_space(tmp_path, free=MINIMUM_FREE)


def test_enough_space_one_byte_less_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        preflight.enough_space(tmp_path, free=MINIMUM_FREE - 1)
    assert str(refusal.value) == (
        f"The disk of VAR_DIR {tmp_path} has 255 MiB free, 256 MiB are needed.\n"
        "Free some space, or put the data on another disk: VAR_DIR=/other/disk/var make run"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_full_disk_is_refused_by_what_it_has(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mount is not allowed here")
    try:
        with pytest.raises(Refused, match="has 0 MiB free, 256 MiB are needed"):
            preflight.enough_space(tmp_path)
        preflight.usable_folder(tmp_path)
        (tmp_path / "filler").write_bytes(b"\0" * 65536)
        with pytest.raises(Refused, match="No space left on device"):
            preflight.usable_folder(tmp_path)
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_only_one_first_notes_process_and_port(tmp_path: Path) -> None:
    preflight.only_one(tmp_path, 8123)
    assert (tmp_path / "launcher.lock").read_text() == f"{os.getpid()} 8123\n"


def test_only_one_after_an_ended_run_passes(tmp_path: Path) -> None:
    (tmp_path / "launcher.lock").write_text("1 8000\nleft by an earlier run, and longer")
    preflight.only_one(tmp_path, 8123)
    assert (tmp_path / "launcher.lock").read_text() == f"{os.getpid()} 8123\n"


def test_only_one_while_another_runs_names_it(tmp_path: Path) -> None:
    lock = open_lock(tmp_path / "launcher.lock")
    assert try_lock(lock)
    os.write(lock, f"{os.getpid()} 8123\n".encode())
    with pytest.raises(Refused) as refusal:
        preflight.only_one(tmp_path, 8124)
    assert str(refusal.value).splitlines()[:2] == [
        f"partnerhub already runs on {tmp_path}: http://127.0.0.1:8123 (process {os.getpid()}).",
        f"Stop it with Ctrl-C in its terminal or: kill {os.getpid()}",
    ]
    os.close(lock)


def test_only_one_while_another_is_suspended_says_how_to_continue(tmp_path: Path) -> None:
    lock = open_lock(tmp_path / "launcher.lock")
    assert try_lock(lock)
    with subprocess.Popen(["sh", "-c", "kill -STOP $$"]) as stopped:
        assert until(lambda: os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WNOWAIT | os.WNOHANG))
        os.write(lock, f"{stopped.pid} 8123\n".encode())
        with pytest.raises(Refused) as refusal:
            preflight.only_one(tmp_path, 8124)
        stopped.kill()
    assert str(refusal.value).splitlines()[1] == (
        f"It is suspended (Ctrl-Z): continue it with fg in its terminal, or end it: kill -9 {stopped.pid}"
    )
    os.close(lock)
