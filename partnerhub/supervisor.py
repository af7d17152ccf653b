"""Child processes of the launcher: started together, their output prefixed, ended in order without a remainder.

Each child leads a session of its own, so that Ctrl-C in the terminal reaches the launcher alone, which then ends the
others in a sensible order. The kernel asks a child to end when the launcher is killed, and every descendant carries a
mark in its environment by which a later start finds what is left.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

MARK = "PARTNERHUB_LAUNCHER"  # its value is the VAR_DIR that the process works for


@dataclass(frozen=True)
class Program:
    """One child: ``grace`` seconds to finish by itself after SIGTERM; ``abort`` is the signal that comes next."""

    name: str
    command: tuple[str, ...]
    grace: float
    abort: signal.Signals = signal.SIGKILL


@dataclass
class Supervisor:
    """Starts programs in ``folder`` with ``environment``, which carries the mark."""

    folder: Path
    environment: Mapping[str, str]
    hurry: bool = False  # set while stopping: leave no time to finish
    children: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)

    def run(self, name: str, *command: str) -> int:
        """Run one command to its end, output prefixed; returns its exit code."""
        child = self._spawn(command)
        self.children[name] = child
        _relay(name, child)
        code = child.wait()
        del self.children[name]
        return code

    def output(self, *command: str) -> str:
        """What a command prints."""
        return subprocess.run(  # noqa: S603
            command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, text=True, check=True,
            stdout=subprocess.PIPE,
        ).stdout.strip()  # fmt: skip

    def start(self, program: Program) -> None:
        """Start a program that is meant to stay."""
        child = self._spawn(program.command)
        self.children[program.name] = child
        threading.Thread(target=_relay, args=(program.name, child), daemon=True).start()

    def ended(self) -> tuple[str, str] | None:
        """Name of a child that is no longer there, and how it ended."""
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                return name, _how(code)
        return None

    def stop(self, programs: Iterable[Program]) -> None:
        """End the programs, asked in this order, and whatever else is a child; returns when none is left."""
        family = [process for child in self.children.values() for process in _descendants(child.pid)]
        graces = {program.name: (program.grace, program.abort) for program in programs}
        order = sorted(self.children, key=lambda name: [*graces, name].index(name))
        for name in order:
            if self.children[name].poll() is None:
                self.children[name].send_signal(signal.SIGTERM)
        asked = time.monotonic()
        for name in order:
            grace, abort = graces.get(name, (5.0, signal.SIGKILL))
            self._finish(self.children[name], asked + grace, abort)
        # A killed process keeps its files open, and its share of the database, until it is quite gone.
        _await_end(family, time.monotonic() + 5)

    def _spawn(self, command: Iterable[str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603
            [*leash(), *command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        )  # fmt: skip

    def _finish(self, child: "subprocess.Popen[str]", deadline: float, abort: signal.Signals) -> None:
        self._await(child, deadline)
        if child.poll() is None:
            child.send_signal(abort)
            self._await(child, time.monotonic() + 5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # also a worker process that outlived its master
        child.wait()

    def _await(self, child: "subprocess.Popen[str]", deadline: float) -> None:
        while child.poll() is None and time.monotonic() < deadline and not self.hurry:
            time.sleep(0.05)


def leash() -> list[str]:
    """Prefix of a command that the kernel ends when this process dies. Only Linux has it (util-linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def marked(var_dir: Path) -> list[psutil.Process]:
    """Processes of any launcher of this VAR_DIR, except this one."""
    return [
        process for process in psutil.process_iter() if process.pid != os.getpid() and mark_of(process) == str(var_dir)
    ]


def mark_of(process: psutil.Process) -> str | None:
    """The VAR_DIR of a process that a launcher started, directly or not."""
    try:
        environment: dict[str, str] = process.environ()
    except (psutil.Error, OSError):  # gone, or another user's
        return None
    return environment.get(MARK)


def end_marked(var_dir: Path) -> list[int]:
    """End what an earlier launcher of this VAR_DIR left running; returns the process numbers."""
    ended: set[int] = set()
    for request in (signal.SIGTERM, signal.SIGKILL):
        left = marked(var_dir)
        ended |= {process.pid for process in left}
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(request)
        _await_end(left, time.monotonic() + 5)
    return sorted(ended)


def _await_end(processes: list[psutil.Process], deadline: float) -> None:
    while time.monotonic() < deadline and any(is_alive(process) for process in processes):
        time.sleep(0.02)


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs, which an ended process that nobody collected does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _relay(name: str, child: "subprocess.Popen[str]") -> None:
    stream: IO[str] = child.stdout  # type: ignore[assignment]  # always a pipe, see _spawn
    with stream:
        for line in stream:
            say(f"{name:<7}| {line.rstrip()}")


def say(text: str) -> None:
    """Print a line at once; the reader may have gone (``make run | head``)."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _how(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
