"""Export files for tests, written and imported through the same door as a user's."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from evidence.actions import ImportResult, import_file
from evidence.datasets import DATASETS
from partnerhub.models import Partner

KNOWN = datetime(2023, 7, 21, 8, tzinfo=UTC)


def write(path: Path, dataset: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """A CSV file of a dataset: the first header of each of its columns; what a row leaves out is blank."""
    headers = [column.headers[0] for column in DATASETS[dataset].columns]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def imported(
    folder: Path, partner: Partner, dataset: str, rows: Iterable[Mapping[str, object]], *, known: datetime = KNOWN
) -> ImportResult:
    """Import these rows (by the headers of the export) for a partner, as known since ``known``."""
    number = len(list(folder.glob("*.csv")))
    return import_file(
        partner, write(folder / f"{dataset}-{number}.csv", dataset, rows), dataset=dataset, recorded_at=known
    )
