"""Charts in a browser: light and dark, narrow and wide, each with the table and the CSV that say the same."""

import csv
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser

MEMBERSHIP = "/partners/1000001/membership/"
BUSINESS_APPLICATIONS = MEMBERSHIP + "solutions-partner/business_applications/"
CHARTS = {
    BUSINESS_APPLICATIONS: 2,
    BUSINESS_APPLICATIONS + "history/": 1,
    MEMBERSHIP + "specializations/infra_and_database_migration/": 4,
    MEMBERSHIP + "solutions-partner/people/": 1,
}
# The labels of a page's pictures that are shown, in the order in which they were drawn, and how far they reach.
LABELS = """() => [...document.querySelectorAll('.chart text')].filter(one => one.getClientRects().length)
    .map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_charts_are_accessible_in_every_theme_and_width(
    visitor: Visitor, theme: Literal["light", "dark"], width: int
) -> None:
    page = visitor.page
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    visitor.signs_in_as("Gilda Ashgrove")
    for path, count in CHARTS.items():
        assert visitor.goes_to(path) == 200
        expect(page.get_by_role("main").get_by_role("img")).to_have_count(count)
        for table in page.locator(".chart-links summary").all():
            table.click()
        assert _reach(page) == (True, True)
        visitor.finds_it_accessible()


def _reach(page: Page) -> tuple[bool, bool]:
    """Whether no label is cut off by the window, and whether nothing makes the page scroll sideways."""
    width: int = page.evaluate("document.documentElement.clientWidth")
    shown: list[tuple[float, float]] = page.evaluate(LABELS)
    return all(left >= 0 and right <= width for left, right in shown), width >= page.evaluate(
        "document.documentElement.scrollWidth"
    )


def test_chart_and_its_table_and_its_csv_say_the_same(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(BUSINESS_APPLICATIONS)
    chart = page.locator("section", has=page.get_by_role("heading", name="Score by refresh"))
    expect(chart.get_by_role("img")).to_have_accessible_name(
        "The published score went from 34 on 15 Oct 2022 to 78 on 25 Jul 2023. 70 points qualify. With everything imported "
        "so far it would be 84. Rules changed on 1 Mar 2023, 4 May 2023, 13 Jun 2023, 1 Jul 2023."
    )
    chart.locator("summary").click()
    table = [row.inner_text() for row in chart.locator("tbody td:nth-child(2)").all()]
    with page.expect_download() as download:
        chart.get_by_role("link", name="CSV").click()
    path = tmp_path / "score.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert table == [row["shown"] for row in rows]
    assert chart.locator(".chart circle").count() == len(rows)
    chart.get_by_role("link", name="1 Mar 2023").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Differences between two days")
    visitor.finds_it_accessible()
