"""Reading a text as an export file, without a database: what is stored, and what is rejected."""

import csv
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from evidence.datasets import DATASETS
from evidence.datasets.recognition import recognise
from evidence.importing import conversion, source
from evidence.importing.statement import Reading
from partnerhub import rulebook

PARTNER = "1000001"


@dataclass
class Outcome:
    """Stored rows as dictionaries; rejections as (row, column, value, reason)."""

    facts: list[dict[str, Any]] = field(default_factory=list)
    rejections: list[tuple[int, str, str, str]] = field(default_factory=list)
    dataset: str = ""

    def column(self, name: str) -> list[Any]:
        return [fact[name] for fact in self.facts]


def read(
    content: str | bytes, *, dataset: str | None = None, customer: str = "", line_by_line: bool = False, **told: Any
) -> Outcome:
    """Import a text, with ``line_by_line`` without DuckDB's own reader."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return _read(file, Path(folder), dataset, customer, line_by_line, **told)


def _read(file: Path, folder: Path, dataset: str | None, customer: str, line_by_line: bool, **told: Any) -> Outcome:
    found = source.open_source(file, "file.csv")
    recognised = recognise(found.header, DATASETS, dataset)
    book = rulebook.load()
    words = {"association": dict(book.associations.items()), "certificate": dict(book.certificates.items())}
    reading = Reading(
        recognised.dataset,
        found.header,
        recognised.positions,
        PARTNER,
        7,
        customer,
        words,
        found.separator != ";",
        found.before,
    )
    build = source.examine(found, "file.csv")
    plain = replace(found, plain=found.plain and not line_by_line)
    converted = conversion.convert(plain, build, reading, folder, **told)
    outcome = Outcome(_facts(folder), _rejections(folder), recognised.dataset.name)
    assert (converted.accepted, converted.rejected) == (len(outcome.facts), len(outcome.rejections))
    assert converted.months.total() == converted.accepted
    return outcome


def _facts(folder: Path) -> list[dict[str, Any]]:
    part = folder / conversion.PART
    return pq.read_table(part).to_pylist() if part.exists() else []


def _rejections(folder: Path) -> list[tuple[int, str, str, str]]:
    file = folder / conversion.REJECTIONS
    if not file.exists():
        return []
    with file.open(newline="") as stream:
        return [(int(row), column, value, reason) for row, column, value, reason in list(csv.reader(stream))[1:]]
