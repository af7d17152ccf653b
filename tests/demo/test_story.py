"""The stories as data: what must hold so that what surrounds them cannot change a figure."""

from datetime import date
from decimal import Decimal

import pytest

from demo import business_apps, services
from demo.actions import owner_of
from demo.files import SEED
from demo.filler import NAMES
from demo.stories import CONTOSO, FABRIKAM, STORIES
from demo.story import FIRST, NEWEST, PREVIEW, AcrLine, Story, by_month, months, usd

LINE = AcrLine(
    services.LINUX_VM, ("Litware",), by_month(date(2023, 4, 1), "100", "200"), {date(2023, 5, 1): usd("250")}
)


@pytest.mark.parametrize(
    ("month", "first_told", "total"),
    [
        (date(2023, 2, 1), False, "96.04"),
        (date(2023, 3, 1), False, "98.00"),
        (date(2023, 4, 1), False, "100"),
        (date(2023, 5, 1), False, "200"),
        (date(2023, 5, 1), True, "250"),
        (date(2023, 4, 1), True, "100"),
    ],
)
def test_line_total_fades_before_the_months_that_matter(month: date, first_told: bool, total: str) -> None:
    assert LINE.total(month, first_told=first_told) == Decimal(total)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.mpn_id)
def test_story_customers_are_nobody_of_the_filler(story: Story) -> None:
    named = {one.customer for one in story.revenue} | {one.customer for one in story.usage}
    named |= {one.customer for one in story.strays} | {name for line in story.acr for name in line.customers}

    assert named.isdisjoint(NAMES)


@pytest.mark.parametrize(
    ("story", "floor", "highest"), [(CONTOSO, 1_500, 5_000), (FABRIKAM, 250, 1_500)], ids=["enterprise", "smb"]
)
def test_filler_revenue_stays_on_its_side_of_every_floor(story: Story, floor: int, highest: int) -> None:
    _, least, most = story.filler.above
    _, lowest, below = story.filler.below

    assert floor < least < most < highest
    assert 0 < lowest < below < floor


def test_near_misses_are_nearer_than_anything_of_the_filler() -> None:
    assert FABRIKAM.filler.below[2] < Decimal("237.50")
    assert CONTOSO.filler.below[2] < Decimal("1422.00")


@pytest.mark.parametrize(("story", "floor"), [(CONTOSO, 10_000), (FABRIKAM, 5_000)], ids=["enterprise", "smb"])
def test_consumption_of_every_month_is_what_the_story_says(story: Story, floor: int) -> None:
    story_pairs = {(one.customer, one.workload): one for one in story.usage}
    for month, expected in zip(months(FIRST, PREVIEW), story.consumption, strict=True):
        total = Decimal(0)
        for row in business_apps.usage(story, owner_of(story), month, SEED):
            pair = story_pairs.get((str(row["customername"]), str(row["workload"])))
            if pair is None or pair.counts:
                quantity = Decimal(str(row.get("mac", row.get("mau"))))
                value = quantity * business_apps.RATES[str(row["workload"])]
                assert pair is not None or 0 < value < floor
                total += value
        assert total == Decimal(expected), month


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.mpn_id)
def test_files_reach_no_month_beyond_the_story(story: Story) -> None:
    monthly = [one for one in story.deliveries if one.dataset != "trainings"]

    assert min(one.first for one in monthly) >= FIRST
    assert max(one.last for one in monthly) <= PREVIEW
    assert NEWEST < PREVIEW
    assert all(one.last < one.recorded_at.date() for one in story.deliveries)
