"""What a picture shows, as plain data: labels in the reader's language, places and values. It knows nothing of scores."""

from dataclasses import dataclass
from decimal import Decimal

# What a part of a picture says: that it counts, that the goal is reached, that something is lost, that it matters less; what is
# ahead has an outline only.
PLAIN, GOOD, BAD, QUIET, AHEAD = "plain", "good", "bad", "quiet", "ahead"


@dataclass(frozen=True)
class Mark:
    """A place along a picture, with a word for it."""

    at: int
    label: str


@dataclass(frozen=True)
class Level:
    """A value that is to be reached."""

    value: Decimal
    label: str


@dataclass(frozen=True)
class Dot:
    """A value at a place; None where it is unknown, which breaks the line. ``partial``: only a part of it is known."""

    at: int
    value: Decimal | None
    label: str = ""
    partial: bool = False


@dataclass(frozen=True)
class Course:
    """How a value went, from nothing to ``top``. ``changes`` are where that changed by which it is measured."""

    dots: tuple[Dot, ...]
    ahead: Dot | None
    ticks: tuple[Mark, ...]
    changes: tuple[Mark, ...]
    needed: Level
    top: Decimal


@dataclass(frozen=True)
class Part:
    """A part of a column, and what it says."""

    value: Decimal
    kind: str = PLAIN


@dataclass(frozen=True)
class Column:
    """A column of parts on top of one another; without any the value is unknown. ``sub`` is a second line under its label."""

    label: str
    text: str
    parts: tuple[Part, ...]
    sub: str = ""

    @property
    def height(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


@dataclass(frozen=True)
class Columns:
    """Values side by side, and what they are to reach. The scale reaches to ``top`` at least."""

    columns: tuple[Column, ...]
    needed: Level | None = None
    top: Decimal = Decimal(1)


@dataclass(frozen=True)
class Bar:
    """A value of at most so much."""

    label: str
    text: str
    value: Decimal
    most: Decimal
    kind: str = PLAIN


@dataclass(frozen=True)
class Bars:
    """Values below one another, each against its own maximum, on a common scale."""

    bars: tuple[Bar, ...]


Picture = Course | Columns | Bars
