"""The stories as data: what must hold so that what surrounds them cannot change a figure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from demo import azure, business_apps, microsoft_365, services
from demo.actions import owner_of
from demo.files import SEED
from demo.filler import NAMES
from demo.stories import CONTOSO, FABRIKAM, STORIES
from demo.story import COUNTING, FIRST, NEWEST, PLAN, PREVIEW, Acr, AcrLine, Story, by_month, months, usd

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
    rows: tuple[Any, ...] = (*story.revenue, *story.usage, *story.acr_rows, *story.office, *story.mobility)
    named = {one.customer for one in rows} | {name for line in story.acr for name in line.customers}

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


@pytest.mark.parametrize(
    ("association", "duplicate", "offer", "counts"),
    [
        ("Partner of record", False, PLAN, True),
        ("Partner of record", True, PLAN, False),
        ("Transacting partner of record", False, PLAN, False),
        ("Partner of record", False, "Trial", False),
    ],
)
def test_azure_row_counts_unless_something_bars_it(association: str, duplicate: bool, offer: str, counts: bool) -> None:
    assert Acr("Litware", services.STORAGE, usd("1"), association, duplicate, offer=offer).counts is counts


@pytest.mark.parametrize("seed", [SEED, 7])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.mpn_id)
def test_azure_consumption_of_every_month_is_what_the_story_says(story: Story, seed: int) -> None:
    for month, expected in story.azure.items():
        assert sum(consumed(story, month, seed).values()) == expected, month


def consumed(story: Story, month: date, seed: int) -> dict[str, Decimal]:
    """What counts for the Azure designations, by customer."""
    found: dict[str, Decimal] = {}
    for row in azure.usage(story, owner_of(story), month, seed, first_told=False):
        counts = not row["isacrduplicateatpgalevel"] and row["associationtype"] in COUNTING and row["offertype"] == PLAN
        if counts:
            name = str(row["customername"])
            found[name] = found.get(name, Decimal(0)) + Decimal(str(row["acrusd"]))
    return found


@pytest.mark.parametrize("story", [CONTOSO, FABRIKAM], ids=lambda story: story.mpn_id)
def test_azure_customers_reach_the_floor_whatever_the_seed(story: Story) -> None:
    """In the months that a score of June or July 2023 compares, and among the filler in every month."""
    compared = [date(year, month, 1) for year in (2022, 2023) for month in (4, 5, 6, 7)]
    above = set(NAMES[: story.filler.azure[0]])
    for month in compared:
        large = [
            {name for name, usd in consumed(story, month, seed).items() if usd >= 1_000} for seed in (SEED, 7, 8, 9)
        ]
        assert all(one == large[0] for one in large), month
        assert large[0] & set(NAMES) == above


@pytest.mark.parametrize("month", [4, 5, 6, 7])
@pytest.mark.parametrize("tell", [microsoft_365.office, microsoft_365.mobility], ids=lambda tell: tell.__name__)
def test_other_microsoft_365_customers_use_as_much_as_a_year_earlier(tell: Any, month: int) -> None:
    then, now = (
        [
            row | {"month": "", "date": ""}
            for row in tell(CONTOSO, owner_of(CONTOSO), date(year, month, 1), SEED)
            if row["customername"] in NAMES
        ]
        for year in (2022, 2023)
    )

    assert then == now
    assert len(now) in {80, 16}


def test_other_microsoft_365_customers_are_not_near_the_share_that_deploys() -> None:
    rows = [
        row
        for story in (CONTOSO, FABRIKAM)
        for row in microsoft_365.office(story, owner_of(story), NEWEST, SEED)
        if row["customername"] in NAMES and int(str(row["paidavailableunits"])) >= 11
    ]
    shares = [int(str(row["monthlyactiveusers"])) / int(str(row["paidavailableunits"])) for row in rows]

    assert min(shares) < 0.35
    assert max(shares) > 0.42
    assert not any(0.35 < share < 0.42 for share in shares)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.mpn_id)
def test_files_reach_no_month_beyond_the_story(story: Story) -> None:
    monthly = [one for one in story.deliveries if one.dataset != "trainings"]

    assert min(one.first for one in monthly) >= FIRST
    assert max(one.last for one in monthly) <= PREVIEW
    assert NEWEST < PREVIEW
    assert all(one.last < one.recorded_at.date() for one in story.deliveries)
