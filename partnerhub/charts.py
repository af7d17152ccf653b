"""Charts: a picture with what it says in words, as a table and as CSV.

``pictures`` are what is shown, ``chart_drawing`` says where everything goes, components/picture.html writes it as SVG.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from partnerhub import chart_drawing
from partnerhub.chart_drawing import Drawing
from partnerhub.pictures import Picture


@dataclass(frozen=True)
class Head:
    """The head of a column of a chart's table."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Key:
    """A line of a legend: what a kind of mark means."""

    kind: str
    label: str


@dataclass(frozen=True)
class Link:
    """A page that tells more about something in a picture."""

    title: str
    url: str


@dataclass(frozen=True)
class Chart:
    """A picture with everything that it says in a sentence (``told``), as a table, and as CSV (``csv_url``).

    ``heads`` is empty where the page has the table already. ``key`` is what its element's id begins with.
    """

    key: str
    title: str
    told: str
    picture: Picture
    csv_url: str
    heads: tuple[Head, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    legend: tuple[Key, ...] = ()
    note: str = ""
    links_title: str = ""
    links: tuple[Link, ...] = ()

    @cached_property
    def drawing(self) -> Drawing:
        """The picture as shapes."""
        return chart_drawing.drawing(self.picture)

    @property
    def cells(self) -> list[list[tuple[Head, str]]]:
        """The rows of the table, each cell with its head."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def legend(keys: Iterable[tuple[str, object]]) -> tuple[Key, ...]:
    """A legend of these kinds."""
    return tuple(Key(kind, str(label)) for kind, label in keys)


def plain(value: Decimal | None) -> str:
    """A figure as CSV has it: exact, with a point and without separators; empty where it is unknown."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
