"""``make bench``: every benchmark, one after the other. Ratios are within one run; seconds depend on the machine.

Ends with 1 when any of them passed a limit, after all of them have said their figures.
"""

import subprocess
import sys

from bench import certificates, directory, import_csv, partner, programme, standings


def passed(benchmark: object) -> bool:
    """Whether a benchmark stays below its limits."""
    try:
        benchmark.main([])  # type: ignore[attr-defined]
    except SystemExit as end:
        return not end.code
    return True


def passed_apart(name: str) -> bool:
    """The same of one with settings of its own."""
    return subprocess.run([sys.executable, "-m", name], check=False).returncode == 0


if __name__ == "__main__":
    found = [passed(one) for one in (import_csv, certificates, partner, programme, standings, directory)]
    sys.exit(not all([*found, passed_apart("bench.pages")]))
