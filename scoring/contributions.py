"""What was looked at for one number: the engine's rows as contributions, in the order in which one reads them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, overload

import pyarrow as pa


@dataclass(frozen=True)
class Contribution:
    """One thing that was looked at, by a metric's ``part`` (empty where it has none). ``shortfall`` is what it lacks to a
    limit, where a limit is what it failed."""

    part: str
    subject: dict[str, Any]
    period: str
    month: Any
    amount: Decimal
    units: Decimal
    verdict: str
    shortfall: Decimal | None
    origins: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Source:
    """An engine's rows for a metric's ``part``; ``subject`` names the columns that say what was counted."""

    part: str
    subject: tuple[str, ...]
    table: pa.Table


class Contributions(Sequence[Contribution]):
    """The contributions of all sources, those nearest to counting first. They are made when the first one is looked at."""

    __hash__ = None  # type: ignore[assignment]  # as that of a list

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def __len__(self) -> int:
        return sum(int(source.table.num_rows) for source in self._sources)

    @overload
    def __getitem__(self, place: int) -> Contribution: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Contribution]: ...
    def __getitem__(self, place: int | slice) -> Contribution | Sequence[Contribution]:
        return self._made[place]

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Contributions) and self._made == other._made

    def __repr__(self) -> str:
        return repr(self._made)

    @cached_property
    def _made(self) -> list[Contribution]:
        return ordered(one for source in self._sources for one in contributions(source))


def contributions(source: Source) -> Iterator[Contribution]:
    """The rows of a source as contributions, in the order of its rows."""
    table = source.table.combine_chunks()
    named = [[_plain(value) for value in table[name].to_pylist()] for name in source.subject]
    told = [table[name].to_pylist() for name in ("period", "month", "amount", "units", "verdict", "lack")]
    rows = zip(zip(*named, strict=True), *told, _origins(table["origin"]), strict=True)
    for subject, period, month, amount, units, verdict, lack, origins in rows:
        yield Contribution(
            part=source.part,
            subject=dict(zip(source.subject, subject, strict=True)),
            period=period,
            month=month,
            amount=_trim(amount),
            units=_trim(units),
            verdict=verdict,
            shortfall=None if lack is None else _trim(lack),
            origins=origins,
        )


def _origins(column: Any) -> Iterator[tuple[tuple[int, int], ...]]:
    """The lines of the files of every row of a column of lists, from the columns behind the lists: there are thousands."""
    for chunk in column.chunks:
        lines = chunk.values
        pairs = list(zip(lines.field("run").to_pylist(), lines.field("row").to_pylist(), strict=True))
        ends = chunk.offsets.to_pylist()
        for start, end in pairwise(ends):
            yield tuple(sorted(pairs[start:end]))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(sorted(filter(None, value)))
    return _trim(value) if isinstance(value, Decimal) else value


def _trim(value: Decimal) -> Decimal:
    """Without trailing zeros, and never in scientific notation."""
    trimmed = value.normalize()
    return trimmed if trimmed != trimmed.to_integral_value() else trimmed.quantize(Decimal(1))


def ordered(found: Iterable[Contribution]) -> list[Contribution]:
    """Those nearest to counting first."""
    return sorted(found, key=_nearest_first)


# Verdicts by how little would make the row count; a house test keeps the list complete.
_NEARNESS = (
    "counted",
    "opens_gate",
    "below_revenue_floor",
    "below_consumption_floor",
    "below_acr_floor",
    "below_seats_floor",
    "below_active_share",
    "gate_not_met",
    "not_published",
    "expired",
    "not_active",
    "association_not_eligible",
    "no_amount",
    "no_rate",
    "no_consumption",
    "not_earned_yet",
    "active_when_claimed",
    "above_seats_ceiling",
    "above_acr_ceiling",
    "person_already_counted",
    "customer_already_counted",
    "certificate_unknown",
    "service_unknown",
    "service_excluded",
    "service_not_eligible",
    "workload_not_eligible",
    "offer_excluded",
    "duplicate",
    "certificate_not_listed",
    "not_a_certificate",
)
_PERIOD_ORDER = {"now": 0, "base": 1, "later": 2}


def nearness(verdict: str, shortfall: Decimal | None) -> tuple[Decimal, int]:
    """Sorts what lacks least before what lacks more."""
    return shortfall if shortfall is not None else Decimal("Infinity"), _NEARNESS.index(verdict)


def _nearest_first(row: Contribution) -> tuple[Any, ...]:
    """Counted rows first, largest first; of the others those first that lack least; a fixed order among equals."""
    return (
        row.verdict != "counted",
        *nearness(row.verdict, row.shortfall),
        _PERIOD_ORDER[row.period],
        -row.amount,
        row.part,
        str(row.subject),
        row.origins,
    )
