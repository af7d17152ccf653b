"""Generated evidence, put into a lake without a database: many partners at once, for every designation and edition."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evidence import queries
from evidence.datasets import DATASETS
from evidence.view import ACCUMULATING, EvidenceView, Slice, run_folder
from scoring.asking import datasets_of
from scoring.metrics.common import Scope
from scoring.question import Question
from tests.scoring.drawn import BOOK, Drawn, Row
from tests.scoring.slow import Slow

Facts = Mapping[str, Sequence[Row]]
# Which months of a dataset a partner's imports speak for although no row is in them: dataset -> partner -> months.
Silent = Mapping[str, Mapping[str, frozenset[date]]]
BUSINESS_APPS = "business_applications"
MARKETS = {"7001": "larger", "7002": "other"}

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    "DECIMAL(28,10)": pa.decimal128(28, 10),
    "DECIMAL(28,12)": pa.decimal128(28, 12),
    "DECIMAL(28,14)": pa.decimal128(28, 14),
}


@dataclass(frozen=True)
class Situation:
    """A designation, a day, a basis, and what is known on it of some partners (MPN global account id -> market)."""

    as_of: date
    basis: str
    facts: Facts = field(repr=False)
    designation: str = BUSINESS_APPS
    markets: Mapping[str, str] = field(default_factory=lambda: MARKETS, repr=False)
    silent: Silent = field(default_factory=dict, repr=False)
    seeds: Mapping[str, int] = field(default_factory=dict, repr=False)

    def twin(self, partner: str) -> Slow:
        """The slow second opinion about one of the partners."""
        facts = {name: self.rows(name, partner) for name in self.facts}
        known = {name: self.known(name, partner) for name in self.facts}
        return Slow(BOOK, self.designation, self.as_of, self.basis, self.markets[partner], facts, known)

    def rows(self, dataset: str, partner: str) -> list[Row]:
        return self._by_partner.get((dataset, partner), [])

    def known(self, dataset: str, partner: str) -> frozenset[date]:
        """The months that a partner's imports speak for."""
        months = {row["month"] for row in self.rows(dataset, partner)}
        return self.silent.get(dataset, {}).get(partner, frozenset()) | months

    @cached_property
    def stored(self) -> dict[str, list[Row]]:
        return stored(self.facts)

    @cached_property
    def _by_partner(self) -> Mapping[tuple[str, str], list[Row]]:
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for dataset, rows in self.stored.items():
            for row in rows:
                found[dataset, row["partner"]].append(row)
        return found


def editions() -> list[tuple[str, date]]:
    """Every designation with a day in each of its editions: on all days of one, its own rules read the same."""
    turns: defaultdict[str, set[date]] = defaultdict(set)
    for (rule, _, _), chain in BOOK.chains.items():
        turns[rule.partition(".")[0]] |= {day for entry in chain for day in (entry.from_, entry.to) if day}
    return [(key, _day_of(start)) for key in BOOK.scored for start in sorted(turns[key])]


def _day_of(start: date) -> date:
    """A day of the edition that begins then, before or after the publication day."""
    return start + timedelta(days=start.toordinal() % 21)


def situation(designation: str, as_of: date, basis: str, seeds: Sequence[int]) -> Situation:
    """Evidence of many partners, each drawn apart from a seed of its own."""
    names = datasets_of(BOOK, designation)
    by_partner = {str(number): seed for number, seed in enumerate(seeds, 1_000_000)}
    drawn = {key: Drawn(designation, as_of, basis, seed).draw(names) for key, seed in by_partner.items()}
    facts = {name: [row | {"partner": key} for key, one in drawn.items() for row in one.facts[name]] for name in names}
    silent = {name: {key: one.known[name] for key, one in drawn.items()} for name in names}
    markets = {key: one.market for key, one in drawn.items()}
    return Situation(as_of, basis, facts, designation, markets, silent, by_partner)


def stored(facts: Facts) -> dict[str, list[Row]]:
    """The facts as a lake has them, rows numbered as a spreadsheet shows them; trainings came in two files."""
    return {name: list(_stored(name, rows)) for name, rows in facts.items()}


def _stored(name: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Of a partner's certificates every other one came in the later file, so rows are put in the order of files."""
    first = 2 * sorted(DATASETS).index(name)
    empty = dict.fromkeys(DATASETS[name].schema)
    for later in (0, 1) if name in ACCUMULATING else (0,):
        for place, row in enumerate(rows):
            if name not in ACCUMULATING or place % 2 == later:
                yield empty | row | {"run": first + later, "row": place + 2}


def put(folder: Path, facts: Facts, silent: Silent | None = None) -> list[Slice]:
    """Write the facts as a lake's immutable files. Returns which months they speak for."""
    slices = set()
    for name, rows in stored(facts).items():
        first = 2 * sorted(DATASETS).index(name)
        for run in {first, *(row["run"] for row in rows)}:
            write(folder, name, run, [row for row in rows if row["run"] == run])
        slices |= {Slice(name, row["partner"], row["month"], row["run"], row["run"]) for row in rows}
        quiet = (silent or {}).get(name, {})
        slices |= {Slice(name, partner, month, first, first) for partner, months in quiet.items() for month in months}
    return sorted(slices)


def write(folder: Path, dataset: str, run: int, rows: Sequence[Row]) -> None:
    """One run's file of facts."""
    schema = pa.schema([(column, _ARROW[kind]) for column, kind in DATASETS[dataset].schema.items()])
    target = run_folder(folder, dataset, run)
    target.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema), target / "part-0.parquet")


@dataclass(frozen=True)
class Lake:
    """A situation's evidence in a folder, to be asked for any of its partners, on the real engine."""

    folder: Path
    situation: Situation
    slices: Sequence[Slice]

    @contextmanager
    def asked(self, *partners: str, kind: str = queries.READY) -> Iterator[Question]:
        """The question of the situation for these partners (none named: all), whose evidence is all that the session sees."""
        known = self.situation
        chosen = partners or tuple(known.markets)
        slices = tuple(one for one in self.slices if one.partner in chosen)
        names = datasets_of(BOOK, known.designation)
        with queries.session(EvidenceView(self.folder, chosen, None, slices), names, kind) as session:
            markets = {partner: known.markets[partner] for partner in chosen}
            yield Question(session, BOOK, known.designation, Scope(known.as_of, known.basis), markets)


@contextmanager
def lake(situation: Situation) -> Iterator[Lake]:
    """The situation's evidence as immutable files."""
    with tempfile.TemporaryDirectory() as folder:
        yield Lake(Path(folder), situation, put(Path(folder), situation.facts, situation.silent))
