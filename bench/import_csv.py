"""Importing a large azure_usage CSV against DuckDB's own CSV-to-Parquet copy of the same file, in the same run.

Both run in processes of their own, in turns, with the same number of threads. The import is the whole way of a file: copy
and digest, header, checks of every cell, Parquet, the run in PostgreSQL; its transaction is rolled back at the end.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import duckdb

ROUNDS = 3
MOST_TIMES = 2.0
MOST_MEMORY = 1 << 30

# One expression per column of the 2023 header. ``i`` is the row; ``draw`` its n-th number below a limit, the same every time.
_COLUMNS = {
    "PGAMpnID": "'1000001'",
    "SubscriptionId": "md5('s' || draw(i, 1, 3000))",
    "SubscriptionStartDate": "'1/15/2021'",
    "SubscriptionEndDate": "'12/31/2025'",
    "FirstUseDate": "'2/1/2021'",
    "SubscriptionState": "'Open'",
    "Month": "(1 + draw(i, 2, 12)) || '/1/' || (2022 + draw(i, 3, 2))",
    "ServiceLevel1": "['Compute', 'Storage', 'Data', 'AI + Machine Learning'][1 + draw(i, 4, 4)]",
    "ServiceLevel2": "'Service ' || draw(i, 4, 40)",
    "ServiceLevel3": "'Series ' || draw(i, 4, 120)",
    "ServiceLevel4": "'Virtual Machines Dv3 Series ' || draw(i, 4, 400)",
    "ServiceGroup2": "['Infra', 'App Dev', 'AI'][1 + draw(i, 4, 3)]",
    "ServiceGroup3": "'Group ' || draw(i, 4, 30)",
    "ServiceInfluencer": "['None', 'AKS', 'NATIVE AVD'][1 + draw(i, 5, 3)]",
    "ComputeOS": "['WINDOWS', 'LINUX', ''][1 + draw(i, 6, 3)]",
    "ComputeCoreSoftware": "'Core'",
    "UsageUnits": "'Hours'",
    "UsageQuantity": "draw(i, 7, 10000000) / 10000",
    "CustomerName": "'Customer ' || draw(i, 8, 400)",
    "CustomerTenantId": "md5('t' || draw(i, 8, 400))",
    "CustomerTpid": "100000 + draw(i, 8, 400)",
    "CustomerSegment": "'SMB'",
    "CustomerMarket": "'United States'",
    "MPNID": "'1000001'",
    "PartnerName": "'Contoso'",
    "PartnerLocation": "'Seattle'",
    "PartnerAttributionType": "['Partner admin link', 'CSP Tier 1', 'Partner of record'][1 + draw(i, 9, 3)]",
    "SalesChannel": "'CSP'",
    "EnrollmentNumber": "'E123'",
    "IsACRDuplicateAtPGALevel": "(draw(i, 10, 10) = 0)::INT",
    "ResellerID": "NULL",
    "ResellerName": "NULL",
    "IndustryName": "'Retail'",
    "VerticalName": "'Retail'",
    "EOU": "'1'",
    "AdminType": "'Owner'",
    "AssociationType": "NULL",
    "ACR_USD": "draw(i, 11, 100000000) / 1000000",
}


def generate(path: Path, rows: int) -> None:
    """Write the file; the same bytes for the same number of rows."""
    columns = ", ".join(f"{expression} AS {name}" for name, expression in _COLUMNS.items())
    partial = path.with_suffix(".partial")
    connection = duckdb.connect()
    connection.execute("CREATE TEMP MACRO draw(i, n, below) AS (hash(i, n) % below)::INT")
    connection.execute(f"COPY (SELECT {columns} FROM range({rows}) r(i)) TO '{partial}' (FORMAT csv, HEADER)")
    partial.rename(path)


def copy(path: Path) -> None:
    """DuckDB's own conversion, as its manual shows it."""
    from evidence.importing.conversion import THREADS

    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute(f"COPY (FROM read_csv('{path}')) TO '{path.parent / 'copy.parquet'}'")


def whole_import(path: Path) -> None:
    """Everything that happens to a file, into a lake of its own; nothing of it stays."""
    from django.conf import settings
    from django.db import transaction

    from evidence.actions import import_file
    from partnerhub.models import Partner

    settings.LAKE_URL, settings.UPLOAD_DIR = str(path.parent / "lake"), path.parent / "uploads"
    with transaction.atomic():
        partner = Partner.objects.filter(mpn_id="1000001").first() or Partner.objects.create(
            mpn_id="1000001", name="Bench"
        )
        run = import_file(partner, path).run
        assert (run.status, run.rejected) == ("published", 0), run
        transaction.set_rollback(True)


WORK: dict[str, Callable[[Path], None]] = {"copy": copy, "import": whole_import}


def measure(work: str, path: Path) -> None:
    """In a process of its own: print the seconds of the work, and the peak memory of the process in bytes."""
    if work == "import":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")
        django.setup()
    start = time.perf_counter()
    WORK[work](path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def _measured(work: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.import_csv", "--measure", work, str(path)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    told: dict[str, Any] = json.loads(output.splitlines()[-1])
    print(f"  {work:<6} {told['seconds']:6.2f} s  {told['memory'] >> 20:5} MB")
    return told


def compare(folder: Path, rows: int) -> bool:
    """Measure both in turns and print the ratio. Returns whether it and the memory stay below their limits."""
    path = folder / f"azure_usage-{rows}.csv"
    if not path.exists():
        generate(path, rows)
    print(f"Import of {rows:,} rows ({path.stat().st_size >> 20} MB) against DuckDB's own copy:")
    rounds = [{work: _measured(work, path) for work in WORK} for _ in range(ROUNDS)]
    # Whatever else the machine does can only add to a time, so the best of each is compared.
    best = {work: min(one[work]["seconds"] for one in rounds) for work in WORK}
    times, memory = best["import"] / best["copy"], max(one["import"]["memory"] for one in rounds)
    print(
        f"  {times:.2f} times the copy (at most {MOST_TIMES}), peak memory {memory >> 20} MB (at most {MOST_MEMORY >> 20})"
    )
    return bool(times <= MOST_TIMES and memory < MOST_MEMORY)


def main(arguments: list[str] | None = None) -> None:
    """Compare; exit code 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--measure", nargs=2, metavar=("WORK", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    from partnerhub.settings import VAR_DIR

    folder = VAR_DIR / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if not compare(folder, options.rows):
            sys.exit(1)
    finally:
        for left in ("lake", "uploads"):
            shutil.rmtree(folder / left, ignore_errors=True)
        (folder / "copy.parquet").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
