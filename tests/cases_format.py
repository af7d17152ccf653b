"""Worked examples as data (tests/cases/*.yaml): rows of export files in, the figures that must come out.

A case says what it shows, where the expectation comes from (``source``, a key of rulebooks/sources.yaml) and whether the
source itself gives it (``official``) or we read it so (``ours``). Its files are tables: a line of export headers, then
rows, cells parted by ``|``. ``{a,b}``, ``{1..3}`` and ``{2022-11..2023-01}`` in a row stand for one row of each. Every entry
under ``expect`` names a day and the values that must be found there; what it does not name is not looked at. A number may be
a fraction (15/7). Of a list of designations each has the case to itself.
"""

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from evidence.actions import import_file
from evidence.models import Run
from partnerhub.models import Partner
from scoring.periods import shift
from tests.evidence_files import KNOWN
from tests.factories import PartnerFactory

FOLDER = Path(__file__).parent / "cases"
# What cases may cite besides the rulebook's sources: pictures of numbers, no rules.
PICTURES = {"insights-2022-03": "Solutions Partner insights and score simulator, screenshots (15 March 2022)"}
# The source that an overlay of a case may cite without giving it.
OWN = "own:\n  title: Our own agreement\n  kind: operator\n  published: null\n  read: 2026-11-20\n"
_BRACES = re.compile(r"\{([^{}]*)\}")
_MONTH = re.compile(r"\d{4}-\d\d")


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Model):
    """An export file, and since when it is known."""

    dataset: str
    rows: str
    known: datetime = KNOWN


class Expected(Model):
    """What must be found on a day. ``contributions`` is a table of every row behind the figure, in any order.

    ``requirements`` and the keys besides are those of the commands' JSON (design section 7), ``parts`` of a metric and
    ``tracks`` of a score among them; ``next_step`` is what the pages say would change the figure. A metric is asked for on the
    track that counts, or on the one that ``on_track`` names.
    """

    as_of: date
    basis: Literal["published", "preview"] = "published"
    known_at: datetime | None = None
    in_force: bool = True
    on_track: str | None = None
    values: dict[str, Any] = {}
    contributions: str = ""


class Case(Model):
    """One worked example: of a designation or one of its metrics, of a specialization or one of its requirements, or of the
    credit of a month.

    ``overlay`` are rulebook files of this installation's own; they may cite the source ``own``.
    """

    name: str
    says: str
    source: str
    reading: Literal["official", "ours"]
    designation: str = ""
    metric: str = ""
    specialization: str = ""
    requirement: str = ""
    # A month's credit (2023-07), of a partner of this kind whose MPN id is MPN1.
    credit: str = ""
    kind: Literal["direct_bill", "indirect_provider", "indirect_reseller", ""] = "direct_bill"
    market: Literal["larger", "other"] = "larger"
    holds: list[str] = []
    overlay: dict[str, str] = {}
    files: list[File] = []
    expect: list[Expected]

    def overlay_in(self, folder: Path) -> Path | None:
        """The folder of the case's own rules, written below ``folder``; None without any."""
        own = {"sources.yaml": OWN, **self.overlay} if self.overlay else {}
        for name, text in own.items():
            file = folder / "overlay" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return folder / "overlay" if own else None

    def import_for_partner(self, folder: Path) -> Partner:
        """A partner of the case's market whose files came in through the same door as a user's."""
        own = {"mpn_id": "MPN1", "kind": self.kind} if self.credit else {}
        partner = PartnerFactory(market=self.market, **own)
        for file in self.files:
            import_table(folder, partner, file.dataset, file.rows, known=file.known)
        return partner


@cache
def cases(kind: str) -> tuple[Case, ...]:
    """Every case that is of a ``kind``: ``designation``, ``specialization`` or ``credit``."""
    found = [Case.model_validate(one) for path in sorted(FOLDER.glob("*.yaml")) for one in _read(path)]
    return tuple(case for case in found if getattr(case, kind))


def _read(path: Path) -> list[dict[str, Any]]:
    """Every scalar as the text that was written: no number becomes a float, no word a truth value."""
    entries: list[dict[str, Any]] = yaml.load(path.read_text(), yaml.BaseLoader)  # builds texts only
    entries = [one for entry in entries for one in _per_designation(entry)]
    return [entry | {"expect": [_expectation(one) for one in entry["expect"]]} for entry in entries]


def _per_designation(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not isinstance(entry.get("designation"), list):
        yield entry
        return
    for key in entry["designation"]:
        yield entry | {"designation": key, "name": f"{entry['name']}_of_{key}"}


def _expectation(written: dict[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in written.items() if key in Expected.model_fields}
    return own | {"values": {key: value for key, value in written.items() if key not in own}}


def table(text: str) -> list[dict[str, str]]:
    """The rows of a table by header, with braces written out."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return [dict(zip(header, row, strict=True)) for line in lines for row in _unfolded(line)]


def _unfolded(cells: list[str]) -> Iterator[list[str]]:
    choices = [_choices(group) for cell in cells for group in _BRACES.findall(cell)]
    for chosen in itertools.product(*choices):
        left = iter(chosen)
        yield [_BRACES.sub(lambda _: next(left), cell) for cell in cells]  # noqa: B023  # used up at once


def _choices(group: str) -> list[str]:
    first, dots, last = group.partition("..")
    if not dots:
        return group.split(",")
    if _MONTH.fullmatch(first):
        return _months(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))
    return [str(number) for number in range(int(first), int(last) + 1)]


def _months(first: date, last: date) -> list[str]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, later).strftime("%Y-%m") for later in range(count)]


def import_table(folder: Path, partner: Partner, dataset: str, text: str, *, known: datetime = KNOWN) -> Run:
    """Import a table as a CSV file of exactly its columns; every row must be accepted."""
    path = write_table(folder / f"{dataset}-{len(list(folder.glob('*.csv')))}.csv", text)
    found = import_file(partner, path, dataset=dataset, recorded_at=known)
    assert found.run.rejected == 0, found.rejections
    return found.run


def write_table(path: Path, text: str) -> Path:
    """A CSV file with exactly the table's columns: a column that it leaves out is absent from the file."""
    rows = table(text)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def comparable(value: object) -> Any:
    """A found or expected value so that both compare: numbers as fractions, the rest as text, nothing as empty text."""
    if isinstance(value, Mapping):
        return {key: comparable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    return _number_or_text("" if value is None else str(value))


def _number_or_text(text: str) -> Fraction | str:
    try:
        return Fraction(text)
    except ValueError:
        return text


def named(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was found, that which the expectation names (inner mappings likewise); comparable."""
    return {
        key: named(found[key], value) if isinstance(value, Mapping) else comparable(found[key])
        for key, value in expected.items()
    }


def same_rows(found: list[dict[str, Any]], text: str) -> tuple[list[Any], list[Any]]:
    """Found and expected rows, each restricted to the table's columns and in the same order.

    A column that only some rows have (those of one of a metric's parts) is blank in the others.
    """
    expected = table(text)
    columns = list(expected[0])
    assert set(columns) <= {column for row in found for column in row}, columns
    restricted = [{column: row.get(column) for column in columns} for row in found]
    return _ordered(restricted), _ordered(expected)


def _ordered(rows: list[dict[str, Any]]) -> list[Any]:
    return sorted((comparable(row) for row in rows), key=lambda row: [str(value) for value in row.values()])


def lines(origins: Iterable[tuple[int, int]]) -> str:
    """The line numbers of the file that a row came from: 4 5."""
    return " ".join(str(row) for _run, row in origins)
