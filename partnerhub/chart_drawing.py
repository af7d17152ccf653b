"""Where everything in a picture goes. Pure.

Places along a picture are shares of its width and places down are pixels, so that text keeps its size however wide the picture,
and nothing moves while a page loads. Only how many labels have room depends on the width: a label that needs more than the least
is of a kind (``ROOM``) that css/charts.css hides in a narrower picture. Colours are the style sheet's too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from partnerhub.pictures import Bar, Bars, Column, Columns, Course, Dot, Level, Mark, Picture

# The widths of a picture that labels are laid out for (the first in a window of 320 pixels), and the kind of those that have room
# from there on. css/charts.css has the same widths.
NARROW, WIDE = Decimal(230), Decimal(600)
ROOM = {NARROW: "", Decimal(300): "room-s", Decimal(440): "room-m", WIDE: "room-l"}
# About what a broad character takes, plain and bold, what is between two labels, and from one line of text to the next.
CHARACTER, BOLD, APART, LINE = Decimal("7.2"), Decimal("8.2"), Decimal(7), 15
FULL = Decimal(100)
# What lines leave free at both ends, so that dots and their labels stay inside.
MARGIN = Decimal(3)
COURSE, COLUMNS, BAR = 150, 140, 52
BAR_TOP, BAR_HEIGHT = 22, 14
GAP = Decimal("0.3")
# Where along a line its name may stand: at its ends, or else further in.
ALONG = ((0, 100), (50, 25, 75))


@dataclass(frozen=True)
class Shape:
    """A line (x, y to x2, y2), a rect (x2, y2: how wide and high), a circle or a text, of a kind. As SVG writes numbers."""

    tag: str
    kind: str
    x: str
    y: str
    x2: str = ""
    y2: str = ""
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Drawing:
    """Shapes, the lowest first, and how many pixels high they are together."""

    height: int
    shapes: tuple[Shape, ...]


@lru_cache(500)
def drawing(picture: Picture) -> Drawing:
    """A picture as shapes, which are worked out once: labels that find their room take longest."""
    match picture:
        case Course():
            return _course(picture)
        case Columns():
            return _columns(picture)
        case Bars():
            return _bars(picture)


# Shapes


def _share(value: Decimal) -> str:
    return f"{value:.2f}%"


def _pixels(value: Decimal) -> str:
    return f"{value:.1f}"


def _line(kind: str, x: Decimal, y: Decimal, x2: Decimal, y2: Decimal) -> Shape:
    return Shape("line", kind, _share(x), _pixels(y), _share(x2), _pixels(y2))


def _rect(kind: str, x: Decimal, y: Decimal, width: Decimal, height: Decimal) -> Shape:
    return Shape("rect", kind, _share(x), _pixels(y), _share(width), _pixels(height))


def _text(kind: str, x: Decimal, y: Decimal, text: str, anchor: str = "middle") -> Shape:
    return Shape("text", kind, _share(x), _pixels(y), text=text, anchor=anchor)


@dataclass(frozen=True)
class _Label:
    """A word at a place. ``centred``: also where that is more than half out of a narrow picture."""

    x: Decimal
    y: Decimal
    text: str
    centred: bool = False
    bold: bool = False

    def wide(self, width: Decimal) -> Decimal:
        """What it takes of a picture so wide."""
        return len(self.text) * (BOLD if self.bold else CHARACTER) * FULL / width

    @property
    def anchor(self) -> str:
        """In the middle of its place, but never out of the picture."""
        half = self.wide(NARROW) / 2
        if self.centred or half <= self.x <= FULL - half:
            return "middle"
        return "start" if self.x < half else "end"

    def begins(self, width: Decimal) -> Decimal:
        """Where it begins in a picture so wide, wherever its place is in it."""
        return self.x - {"start": 0, "middle": 1, "end": 2}[self.anchor] * self.wide(width) / 2

    def meets(self, other: "_Label", width: Decimal) -> bool:
        """Whether two labels run into one another in a picture so wide."""
        apart = APART * FULL / width
        begins, others = self.begins(width), other.begins(width)
        after = begins >= others + other.wide(width) + apart
        before = others >= begins + self.wide(width) + apart
        return abs(self.y - other.y) < LINE and not (after or before)


@dataclass(frozen=True)
class _Stack:
    """A column, from ``x`` to ``x2``, that stands as high as ``top``."""

    x: Decimal
    x2: Decimal
    top: Decimal

    def hides(self, label: _Label, width: Decimal) -> bool:
        """Whether a label runs into it in a picture so wide."""
        begins = label.begins(width)
        return self.top < label.y and begins < self.x2 and begins + label.wide(width) > self.x


def _fitting(labels: Sequence[_Label], stacks: Sequence[_Stack]) -> dict[int, str]:
    """Which of these labels have room, by their place in the row, and from which width on (a kind). The last goes first."""
    found: dict[int, str] = {}
    for width, kind in ROOM.items():
        for number in reversed(range(len(labels))):
            one = labels[number]
            met = any(number == other or one.meets(labels[other], width) for other in found)
            if not met and not any(stack.hides(one, width) for stack in stacks):
                found[number] = kind
    return found


def _row(kind: str, labels: Sequence[_Label], stacks: Sequence[_Stack] = ()) -> Iterator[Shape]:
    """Labels beside one another, where they have room."""
    for number, room in sorted(_fitting(labels, stacks).items()):
        one = labels[number]
        yield _text(f"{kind} {room}".strip(), one.x, one.y, one.text, one.anchor)


# Values over time


@dataclass(frozen=True)
class _Plot:
    """From places and values to shares and pixels."""

    first: int
    last: int
    top: int
    most: Decimal

    def x(self, at: int) -> Decimal:
        return MARGIN + (FULL - 2 * MARGIN) * (at - self.first) / max(self.last - self.first, 1)

    def y(self, value: Decimal) -> Decimal:
        return self.top + COURSE * (1 - value / self.most)

    def place(self, dot: Dot) -> tuple[Decimal, Decimal]:
        return self.x(dot.at), self.y(dot.value or Decimal(0))


def _course(picture: Course) -> Drawing:
    every = [one.at for one in (*picture.dots, *([picture.ahead] if picture.ahead else []))]
    plot = _Plot(min(every), max(every), 8 + LINE * (2 if picture.changes else 1), picture.top)
    taken = [*_values(picture, plot), *_marks(picture, plot)]
    shapes = [
        *_grid(picture, plot, taken),
        *_changes(picture, plot),
        *_way(picture, plot),
        *_needed(picture.needed, plot.y(picture.needed.value), taken),
        *_dots(picture, plot),
        *_ticks(picture, plot),
    ]
    return Drawing(plot.top + COURSE + 24, tuple(shapes))


def _grid(picture: Course, plot: _Plot, taken: Sequence[_Label]) -> Iterator[Shape]:
    for value in (picture.top / 2, picture.top):
        yield _line("grid", Decimal(0), plot.y(value), FULL, plot.y(value))
        yield _at_a_line("", f"{value:.0f}", plot.y(value), (LINE - 2, -4), taken)
    y = plot.y(Decimal(0))
    yield _line("axis", Decimal(0), y, FULL, y)


def _rows_of_changes(changes: Sequence[Mark], plot: _Plot) -> list[list[_Label]]:
    """The labels of changes above the plot: on a second row where one would run into that before it, even in a wide picture."""
    rows: list[list[_Label]] = [[], []]
    for mark in changes:
        for number, row in enumerate(rows):
            label = _Label(plot.x(mark.at), Decimal(plot.top - 8 - LINE * number), mark.label)
            if not (row and row[-1].meets(label, WIDE)):
                row.append(label)
                break
    return rows


def _changes(picture: Course, plot: _Plot) -> Iterator[Shape]:
    for mark in picture.changes:
        yield _line("change", plot.x(mark.at), Decimal(plot.top - 4), plot.x(mark.at), Decimal(plot.top + COURSE))
    for row in _rows_of_changes(picture.changes, plot):
        yield from _row("change", row)


def _needed(needed: Level, y: Decimal, taken: Sequence[_Label] = ()) -> Iterator[Shape]:
    yield _line("needed", Decimal(0), y, FULL, y)
    yield _at_a_line("needed", needed.label, y, (-5, LINE - 1), taken)


def _at_a_line(kind: str, text: str, y: Decimal, sides: Sequence[int], taken: Sequence[_Label]) -> Shape:
    """What a line across the picture is called, at that end and on that side of it where nothing else stands, or else further in.

    It shows from the width on in which there is such a place; a legend says it too.
    """
    places = [_Label(Decimal(x), y + side, text) for further in ALONG for side in sides for x in further]
    free = (
        (one, room)
        for width, room in ROOM.items()
        for one in places
        if not any(one.meets(other, width) for other in taken)
    )
    label, room = next(free, (places[0], ROOM[WIDE]))
    return _text(f"{kind} {room}".strip(), label.x, label.y, label.text, label.anchor)


def _way(picture: Course, plot: _Plot) -> Iterator[Shape]:
    """From each known value to the next refresh's, where that is known too; and from the last one to what is ahead."""
    for one, following in pairwise(picture.dots):
        if one.value is not None and following.value is not None:
            yield _line("way", *plot.place(one), *plot.place(following))
    shown = _shown(picture)
    if picture.ahead in shown and len(shown) > 1:
        yield _line("way way-ahead", *plot.place(shown[-2]), *plot.place(shown[-1]))


def _shown(picture: Course) -> list[Dot]:
    """The dots whose value is known; the last may be what is ahead."""
    return [one for one in (*picture.dots, picture.ahead) if one is not None and one.value is not None]


def _values(picture: Course, plot: _Plot) -> list[_Label]:
    """A label above each dot."""
    places = [(plot.place(one), one.label) for one in _shown(picture)]
    return [_Label(x, y - 9, label, bold=True) for (x, y), label in places]


def _marks(picture: Course, plot: _Plot) -> list[_Label]:
    """The dots themselves, as what a label must not run into."""
    return [_Label(x, y + 4, "o") for x, y in map(plot.place, _shown(picture))]


def _dots(picture: Course, plot: _Plot) -> Iterator[Shape]:
    for one in _shown(picture):
        x, y = plot.place(one)
        yield Shape("circle", "open" if one.partial or one is picture.ahead else "dot", _share(x), _pixels(y))
    yield from _row("value", _values(picture, plot))
    unknown = [plot.x(one.at) for one in picture.dots if one.value is None]
    yield from _row("", [_Label(x, plot.y(Decimal(0)) - 6, "?") for x in unknown])


def _ticks(picture: Course, plot: _Plot) -> Iterator[Shape]:
    below = plot.y(Decimal(0))
    for one in picture.ticks:
        yield _line("axis", plot.x(one.at), below, plot.x(one.at), below + 5)
    yield from _row("", [_Label(plot.x(one.at), below + 19, one.label) for one in picture.ticks])


# Columns


def _columns(picture: Columns) -> Drawing:
    top = 22
    needed = [picture.needed.value] if picture.needed else []
    most = max([picture.top, *needed, *(one.height for one in picture.columns)]) or Decimal(1)
    base = Decimal(top + COLUMNS)
    slot = FULL / max(len(picture.columns), 1)
    shapes = [
        *_stacks(picture.columns, slot, base, most),
        _line("axis", Decimal(0), base, FULL, base),
        *(_needed(picture.needed, base - COLUMNS * picture.needed.value / most) if picture.needed else ()),
        *_column_texts(picture.columns, slot, base, most),
    ]
    lines = 2 if any(one.sub for one in picture.columns) else 1
    return Drawing(int(base) + 6 + LINE * lines, tuple(shapes))


def _stacks(columns: Sequence[Column], slot: Decimal, base: Decimal, most: Decimal) -> Iterator[Shape]:
    for number, column in enumerate(columns):
        y = base
        for part in column.parts:
            height = COLUMNS * part.value / most
            y -= height
            if part.value > 0:
                yield _rect(part.kind, slot * (number + GAP / 2), y, slot * (1 - GAP), height)


def _column_texts(columns: Sequence[Column], slot: Decimal, base: Decimal, most: Decimal) -> Iterator[Shape]:
    middles = [slot * (number + Decimal("0.5")) for number in range(len(columns))]
    every = list(zip(middles, columns, strict=True))
    half = slot * (1 - GAP) / 2
    stacks = [_Stack(x - half, x + half, base - COLUMNS * one.height / most) for x, one in every if one.height > 0]
    values = [_Label(x, base - COLUMNS * one.height / most - 6, one.text, True, bold=True) for x, one in every]
    yield from _row("value", values, stacks)
    yield from _row("", [_Label(x, base + LINE + 1, one.label, True) for x, one in every])
    yield from _row("", [_Label(x, base + 2 * LINE + 1, one.sub, True) for x, one in every if one.sub])


# Bars against their maximum


def _bars(picture: Bars) -> Drawing:
    most = max((one.most for one in picture.bars), default=Decimal(1)) or Decimal(1)
    # Where a label and its value have no room beside one another, each value stands below its bar.
    below = LINE if any(_is_long(one) for one in picture.bars) else 0
    each = BAR + below
    shapes = [shape for number, one in enumerate(picture.bars) for shape in _bar(one, each * number, most, below)]
    return Drawing(each * len(picture.bars) - (BAR - BAR_TOP - BAR_HEIGHT) + below // 3, tuple(shapes))


def _is_long(one: Bar) -> bool:
    return _Label(Decimal(0), Decimal(0), one.label, bold=True).meets(
        _Label(FULL, Decimal(0), one.text, bold=True), NARROW
    )


def _bar(one: Bar, top: int, most: Decimal, below: int) -> Iterable[Shape]:
    y, height, end = Decimal(top + BAR_TOP), Decimal(BAR_HEIGHT), FULL * one.most / most
    told = y + height + below if below else Decimal(top + 13)
    return (
        _text("label", Decimal(0), Decimal(top + 13), one.label, "start"),
        _text("value", FULL, told, one.text, "end"),
        _rect("track", Decimal(0), y, end, height),
        _rect(one.kind, Decimal(0), y, min(FULL * one.value / most, end), height),
        _line("axis", end, y - 2, end, y + height + 2),
    )
