"""``import_evidence`` killed with SIGKILL at ten moments: the run is absent or whole, and a retry succeeds."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from evidence import lake, queries, uploads
from evidence.models import Run
from partnerhub.models import Partner
from tests.factories import PartnerFactory
from tests.workers import BASE_DIR, database_url, until

ROWS = 100_000
KILLS = 10
# From the moment the file is being taken in to well after an import of this size is published.
LONGEST = 1.6


def started(path: Path, partner: Partner, var_dir: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "DATABASE_URL": database_url(), "VAR_DIR": str(var_dir), "PARTNERHUB_HTTP": "1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "partnerhub.settings"}
    command = [sys.executable, "manage.py", "import_evidence", str(path), "--partner", partner.mpn_id, "--json"]
    return subprocess.Popen(
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def written(folder: Path, number: int) -> Path:
    path = folder / f"usage-{number}.csv"
    lines = (f"2023-06,t{row},Storage,{number}.5\n" for row in range(ROWS))
    path.write_text("Month,CustomerTenantId,ServiceLevel2,ACR_USD\n" + "".join(lines))
    return path


def readable_rows(partner: Partner) -> list[int]:
    """The rows of every run that a reader is told of."""
    return [
        pq.read_metadata(lake.run_folder("azure_usage", run) / "part-0.parquet").num_rows
        for run in queries.view([partner]).runs()
    ]


def kill_after(seconds: float, path: Path, partner: Partner, var_dir: Path) -> None:
    process = started(path, partner, var_dir)
    taken = len(list(uploads.incoming().glob("*")))
    assert until(lambda: len(list(uploads.incoming().glob("*"))) > taken or process.poll() is not None)
    until(lambda: process.poll() is not None, seconds)
    process.kill()
    process.communicate()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_import_killed_at_any_moment_is_absent_or_whole_and_a_retry_succeeds(tmp_path: Path) -> None:
    whole = 0
    for number in range(KILLS):
        partner = PartnerFactory()
        kill_after(LONGEST * number / KILLS, written(tmp_path, number), partner, tmp_path)
        rows = readable_rows(partner)
        assert rows in ([], [ROWS])
        whole += len(rows)
    assert whole < KILLS

    told, errors = started(written(tmp_path, 0), first := Partner.objects.order_by("pk")[0], tmp_path).communicate()
    assert json.loads(told)["accepted"] == ROWS, errors
    assert readable_rows(first) == [ROWS]

    later = timezone.now() + timedelta(days=2)
    lake.sweep(later)
    uploads.sweep(later)
    folders = sorted(int(folder.name.removeprefix("run=")) for folder in (lake.root() / "azure_usage").iterdir())
    assert folders == sorted(Run.objects.values_list("pk", flat=True))
    assert list((lake.root() / "_staging").iterdir()) == []
    assert not uploads.incoming().exists() or list(uploads.incoming().iterdir()) == []
