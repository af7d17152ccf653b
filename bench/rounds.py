"""Work by hand and the product's own, in turns and each in a process of its own: what benchmarks of whole programmes share."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psutil

# Told a folder and a size; tells what it found, with "seconds" and "memory" (bytes) where it was measured.
Work = Callable[[Path, int], dict[str, Any]]
ROUNDS = 3
BY_HAND, BATCH = "by hand", "batch"


@dataclass(frozen=True)
class Benchmark:
    """A benchmark's module (bench.standings), what its size counts (partners), how many by default, and its pieces of work."""

    module: str
    counts: str
    size: int
    work: Mapping[str, Work]

    def told(self, work: str, folder: Path, size: int, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What a piece of work tells from a process of its own."""
        command = [sys.executable, "-m", self.module, "--work", work, str(folder), f"--{self.counts}", str(size)]
        output = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout
        told: dict[str, Any] = json.loads(output.splitlines()[-1])
        return told

    def in_turns(self, folder: Path, size: int, rounds: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """What the work by hand and the batch told in each round."""
        return [(self.told(BY_HAND, folder, size), self.told(BATCH, folder, size)) for _ in range(rounds)]

    def options(self, arguments: list[str] | None, description: str | None) -> argparse.Namespace:
        """What was asked for. Where that is a piece of work, do it, tell it, and end."""
        parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
        parser.add_argument(f"--{self.counts}", dest="size", type=int, default=self.size)
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="where the work is done in turns")
        parser.add_argument("--work", nargs=2, metavar=("WORK", "FOLDER"), help=argparse.SUPPRESS)
        options = parser.parse_args(arguments)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")
        if options.work:
            django.setup()
            print(json.dumps(self.work[options.work[0]](Path(options.work[1]), options.size)))
            sys.exit()
        return options


@contextmanager
def measured() -> Iterator[dict[str, Any]]:
    """Seconds, and the peak memory in bytes of this process and its children."""
    told: dict[str, Any] = {"memory": 0}
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            told["memory"] = max(told["memory"], _memory(psutil.Process()))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    start = time.perf_counter()
    yield told
    told["seconds"] = time.perf_counter() - start
    done.set()
    looking.join()


def _memory(process: psutil.Process) -> int:
    found = 0
    for one in (process, *process.children(recursive=True)):
        try:
            found += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return found


def compared(rounds: list[tuple[dict[str, Any], dict[str, Any]]], most_times: float) -> tuple[float, int]:
    """Print the rounds. Returns how many times as long the batch took, by medians, and its peak memory in bytes."""
    medians, memory = [], []
    for work, told in zip((BY_HAND, BATCH), zip(*rounds, strict=True), strict=True):
        seconds = [one["seconds"] for one in told]
        memory.append(max(one["memory"] for one in told))
        medians.append(statistics.median(seconds))
        print(f"  {work:<8} {medians[-1]:7.2f} s ({min(seconds):.2f} to {max(seconds):.2f})  {memory[-1] >> 20:5} MB")
    times = medians[1] / medians[0]
    print(f"  {times:.2f} times by hand, medians of {len(rounds)} rounds in turns (at most {most_times})", flush=True)
    return times, memory[1]


@contextmanager
def own_folder(name: str) -> Iterator[Path]:
    """An empty folder that goes afterwards."""
    from partnerhub.settings import VAR_DIR

    folder = VAR_DIR / "bench" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
