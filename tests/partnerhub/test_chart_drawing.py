"""Pictures as SVG: well-formed, nothing inline, no colour of their own, and every mark where its value is."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from partnerhub import chart_drawing
from partnerhub.chart_drawing import NARROW, ROOM, Drawing, Shape, drawing
from partnerhub.charts import Chart, Head, Key, Link, legend, plain
from partnerhub.pictures import (
    AHEAD,
    BAD,
    GOOD,
    PLAIN,
    QUIET,
    Bar,
    Bars,
    Column,
    Columns,
    Course,
    Dot,
    Level,
    Mark,
    Part,
    Picture,
)
from tests.html import Html

HOME = Path(__file__).parent.parent.parent
CSS = (HOME / "static/css/charts.css").read_text()
HOSTILE = '</text><script>alert("1")</script>\'&'
NEEDED = Level(Decimal(70), "70 to qualify")


def course(*values: int | None, ahead: int | None = None, changes: tuple[int, ...] = ()) -> Course:
    """A value every hundred places, from 0 to 100; what is ahead comes after the last."""
    dots = [Dot(100 * place, None if one is None else Decimal(one), str(one)) for place, one in enumerate(values)]
    following = Dot(100 * len(values), Decimal(ahead), str(ahead)) if ahead is not None else None
    ticks = [Mark(one.at, f"m{one.at}") for one in dots]
    marks = tuple(Mark(one, f"c{one}") for one in changes)
    return Course(tuple(dots), following, tuple(ticks), marks, NEEDED, Decimal(100))


def columns(*values: int | None, needed: Level | None = None) -> Columns:
    found = [
        Column(f"m{place}", "?" if one is None else str(one), () if one is None else (Part(Decimal(one)),))
        for place, one in enumerate(values)
    ]
    return Columns(tuple(found), needed)


BARS = Bars(
    (
        Bar("Performance", "15 of 15", Decimal(15), Decimal(15), GOOD),
        Bar("Skilling", "9 of 30", Decimal(9), Decimal(30)),
    )
)
PICTURES: list[Picture] = [course(20, None, 40, ahead=60, changes=(150,)), columns(3, None, 5, needed=NEEDED), BARS]


def of(found: Drawing, tag: str, kind: str | None = None) -> list[Shape]:
    return [one for one in found.shapes if one.tag == tag and (kind is None or one.kind == kind)]


def texts(found: Drawing) -> list[str]:
    return [one.text for one in of(found, "text")]


def svg(picture: Picture, told: str = "told") -> str:
    return render_to_string("components/picture.html", {"drawing": drawing(picture), "told": told})


# As SVG


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: type(one).__name__)
def test_picture_is_one_image_with_nothing_inline(picture: Picture) -> None:
    page = Html(svg(picture, told=f"A picture {HOSTILE}"))
    (image,) = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert (image["role"], image["aria-label"], image["height"]) == (
        "img",
        f"A picture {HOSTILE}",
        str(drawing(picture).height),
    )
    assert [attributes for tag, attributes in page.elements if tag == "g"] == [{"aria-hidden": "true"}]
    assert {tag for tag, _ in page.elements} <= {"svg", "g", "line", "rect", "circle", "text"}
    assert (page.unbalanced, page.inline()) == ([], [])
    assert len(page.elements) == 2 + len(drawing(picture).shapes)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: type(one).__name__)
def test_picture_has_no_colour_of_its_own_and_the_style_sheet_only_variables(picture: Picture) -> None:
    names = {name for _, attributes in Html(svg(picture)).elements for name in attributes}
    assert names <= {
        *("class", "role", "aria-label", "aria-hidden", "height", "focusable", "text-anchor", "r"),
        *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width"),
    }
    assert re.findall(r"(?:fill|stroke|color|background):(?!\s*var\(--)[^;]+;", CSS) == []


def test_every_kind_of_mark_has_its_look_in_the_style_sheet() -> None:
    kinds = {kind for picture in PICTURES for one in drawing(picture).shapes for kind in one.kind.split()}
    for kind in {*kinds, PLAIN, GOOD, BAD, QUIET, AHEAD, *filter(None, ROOM.values())}:
        assert re.search(rf"\.{kind}\b", CSS), f"css/charts.css says nothing of .{kind}"


def test_widths_for_labels_are_those_of_the_style_sheet() -> None:
    told = dict(re.findall(r"@container \(width < ([\d.]+)rem\) \{\s*\.picture \.([\w-]+)", CSS))
    assert {kind: Decimal(rem) * 16 for rem, kind in told.items()} == {
        kind: width for width, kind in ROOM.items() if kind
    }


def test_hostile_labels_are_text_and_nothing_else() -> None:
    bars = Bars((Bar(HOSTILE, HOSTILE, Decimal(1), Decimal(2)),))
    page = Html(svg(bars))
    assert page.count("script") == 0
    assert page.texts["text"] == [HOSTILE, HOSTILE]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: type(one).__name__)
def test_picture_is_drawn_the_same_each_time(picture: Picture) -> None:
    assert svg(picture) == svg(replace(picture))


# Values over time


def test_line_breaks_where_a_value_is_unknown_and_never_falls_to_zero() -> None:
    found = drawing(course(20, 30, None, 40, 50))
    ways, unknown = of(found, "line", "way"), [one for one in of(found, "text") if one.text == "?"]
    assert [(one.x, one.x2) for one in ways] == [("3.00%", "26.50%"), ("73.50%", "97.00%")]
    assert [one.x for one in unknown] == ["50.00%"]
    assert len(of(found, "circle")) == 4
    assert "None" not in texts(found)


def test_dots_are_as_high_as_their_values() -> None:
    found = drawing(course(0, 50, 100))
    (axis,) = [one for one in of(found, "line", "axis") if (one.x, one.x2) == ("0.00%", "100.00%")]
    heights = [Decimal(axis.y) - Decimal(one.y) for one in of(found, "circle")]
    assert heights == [0, chart_drawing.COURSE / 2, chart_drawing.COURSE]
    (needed,) = of(found, "line", "needed")
    assert Decimal(axis.y) - Decimal(needed.y) == chart_drawing.COURSE * 70 / 100


def test_change_stands_on_its_day() -> None:
    found = drawing(course(20, 30, 40, changes=(50, 100)))
    # Between the first and the second of three places that are 47 % apart; and at the second.
    assert [one.x for one in of(found, "line", "change")] == ["26.50%", "50.00%"]
    assert [(one.x, one.text) for one in of(found, "text", "change")] == [("26.50%", "c50"), ("50.00%", "c100")]


def test_labels_of_neighbouring_changes_stand_on_two_rows() -> None:
    found = drawing(course(*range(10, 90, 10), changes=(395, 400)))
    first, second = of(found, "text", "change")
    assert Decimal(first.y) - Decimal(second.y) == chart_drawing.LINE


def test_what_is_ahead_is_an_open_dot_at_the_end_of_a_dotted_line() -> None:
    found = drawing(course(20, 40, None, ahead=60))
    (ahead,) = of(found, "line", "way way-ahead")
    assert (ahead.x, ahead.x2) == ("34.33%", "97.00%")
    assert [one.x for one in of(found, "circle", "open")] == ["97.00%"]
    assert of(drawing(course(None, None, ahead=60)), "line", "way way-ahead") == []


def test_value_that_is_known_in_part_is_an_open_dot() -> None:
    picture = course(20, 40)
    partial = replace(picture, dots=(replace(picture.dots[0], partial=True), picture.dots[1]))
    assert [one.kind for one in of(drawing(partial), "circle")] == ["open", "dot"]


def test_single_value_is_drawn() -> None:
    found = drawing(course(50))
    assert [one.x for one in of(found, "circle")] == ["3.00%"]
    assert of(found, "line", "way") == []


def test_label_of_what_is_needed_keeps_out_of_the_way_of_values() -> None:
    (free,) = of(drawing(course(10, 50)), "text", "needed")
    (taken,) = of(drawing(course(70, 10)), "text", "needed")
    (below,) = of(drawing(course(74, 74)), "text", "needed")
    assert [(one.x, one.anchor) for one in (free, taken)] == [("0.00%", "start"), ("100.00%", "end")]
    assert Decimal(below.y) - Decimal(free.y) == chart_drawing.LINE + 4


def test_label_too_long_for_a_narrow_picture_keeps_out_of_the_way_in_a_wide_one() -> None:
    long = replace(course(74, 70, 74, ahead=85), needed=Level(Decimal(70), "70 om in aanmerking te komen"))
    (label,) = of(drawing(long), "text", "needed room-m")
    assert label.text == long.needed.label


def test_label_of_what_is_needed_stands_further_in_where_its_ends_are_taken() -> None:
    (between,) = of(drawing(course(70, None, None, None, None, None, 70)), "text", "needed")
    assert (between.x, between.anchor) == ("50.00%", "middle")


def test_value_of_a_column_never_lies_on_a_higher_one_beside_it() -> None:
    found = columns(3, 9, 3, 9, 3)
    long = replace(found, columns=tuple(replace(one, text=f"{one.text} of 1,000") for one in found.columns))
    told = {(one.text, one.kind) for one in of(drawing(long), "text") if one.kind.startswith("value")}
    assert told == {("3 of 1,000", "value room-m"), ("9 of 1,000", "value")}


def test_values_of_long_labels_stand_below_their_bars() -> None:
    short, long = (
        drawing(BARS),
        drawing(replace(BARS, bars=(replace(BARS.bars[0], label="What people have learned of it"),))),
    )
    assert {one.y for one in of(short, "text", "value")} & {one.y for one in of(short, "text", "label")}
    assert not {one.y for one in of(long, "text", "value")} & {one.y for one in of(long, "text", "label")}


def test_labels_thin_out_in_a_narrow_picture_and_all_show_in_a_wide_one() -> None:
    picture = course(*[50] * 13)
    values = [one for one in of(drawing(picture), "text") if one.text == "50" and "value" in one.kind]
    assert len(values) == 13
    always = [one for one in values if one.kind == "value"]
    places = [Decimal(one.x.removesuffix("%")) * NARROW / 100 for one in always]
    assert 3 < len(always) < 13
    assert min(after - before for before, after in pairwise(places)) >= len("50") * Decimal(7)


# Columns and bars


def test_columns_are_as_high_as_their_parts_and_stand_on_one_another() -> None:
    stacked = Columns((Column("a", "3", (Part(Decimal(1), BAD), Part(Decimal(2), QUIET))),), top=Decimal(4))
    lower, upper = of(drawing(stacked), "rect")
    assert (lower.kind, upper.kind) == (BAD, QUIET)
    assert [4 * Decimal(lower.y2), 2 * Decimal(upper.y2)] == [chart_drawing.COLUMNS] * 2
    assert Decimal(upper.y) + Decimal(upper.y2) == Decimal(lower.y)


def test_unknown_column_has_a_question_mark_and_no_height() -> None:
    found = drawing(columns(3, None, 5))
    assert (len(of(found, "rect")), texts(found).count("?")) == (2, 1)


def test_columns_of_nothing_are_drawn() -> None:
    assert of(drawing(columns(0, 0)), "rect") == []
    assert drawing(Columns(())).height > 0


def test_scale_of_columns_reaches_what_is_needed() -> None:
    found = drawing(columns(7, needed=NEEDED))
    (needed,) = of(found, "line", "needed")
    (column,) = of(found, "rect")
    assert Decimal(column.y2) == chart_drawing.COLUMNS / 10
    assert Decimal(column.y) > Decimal(needed.y)


def test_bars_stand_against_their_maximum_on_a_common_scale() -> None:
    found = drawing(BARS)
    assert [one.x2 for one in of(found, "rect", "track")] == ["50.00%", "100.00%"]
    assert [one.x2 for one in (*of(found, "rect", GOOD), *of(found, "rect", PLAIN))] == ["50.00%", "30.00%"]


def test_bar_never_passes_its_maximum() -> None:
    over = Bars((Bar("a", "3 of 2", Decimal(3), Decimal(2)), Bar("b", "0 of 4", Decimal(0), Decimal(4))))
    assert [one.x2 for one in of(drawing(over), "rect", PLAIN)] == ["50.00%", "0.00%"]


# With its table


def test_chart_shows_its_legend_note_links_table_and_csv() -> None:
    chart = Chart(
        key="some",
        title="Some figures",
        told="Told.",
        picture=BARS,
        csv_url="/some.csv",
        heads=(Head("Category"), Head("Points", numeric=True)),
        rows=(("Performance", "15"), ("Skilling", "")),
        legend=legend([(GOOD, "reached")]),
        note="A note.",
        links_title="More",
        links=(Link("here", "/here"), Link("there", "/there")),
    )
    page = Html(render_to_string("components/chart.html", {"chart": chart}))
    assert (page.unbalanced, page.inline(), page.twice()) == ([], [], [])
    assert [attributes["href"] for tag, attributes in page.elements if tag == "a"] == ["/here", "/there", "/some.csv"]
    assert page.text("h2") == "Some figures"
    assert (page.text("th"), page.text("td")) == ("CategoryPointsPerformanceSkilling", "15–")
    assert [attributes.get("data-label") for tag, attributes in page.elements if tag == "td"] == ["Points", "Points"]
    assert [attributes["role"] for tag, attributes in page.elements if attributes.get("role") == "img"] == ["img"]


def test_chart_without_a_table_of_its_own_has_none() -> None:
    chart = Chart("some", "Some figures", "Told.", BARS, "/some.csv")
    page = Html(render_to_string("components/chart.html", {"chart": chart}))
    assert (page.count("table"), page.count("details"), page.count("ul")) == (0, 0, 0)


def test_legend_is_text_in_the_language_of_the_page() -> None:
    assert legend([(GOOD, "reached")]) == (Key(GOOD, "reached"),)


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, ""), (Decimal("15.00"), "15"), (Decimal("1E+3"), "1000"), (Decimal("0.50"), "0.5"), (Decimal(100), "100")],
)
def test_figure_in_csv_is_exact_and_plain(value: Decimal | None, told: str) -> None:
    assert plain(value) == told
