"""The export files that the demo writes."""

import csv
import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from demo import files, layouts
from demo.actions import owner_of, write_files
from demo.stories import CONTOSO, FABRIKAM, STORIES
from demo.story import Delivery, Story
from evidence.datasets import DATASETS
from evidence.datasets.recognition import recognise

ALL = [(story, delivery) for story in STORIES for delivery in story.deliveries]
NAMES = [files.file_name(story, delivery) for story, delivery in ALL]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("exports")
    write_files(found)
    return found


def records(path: Path) -> list[list[str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.reader(text.decode().splitlines(), delimiter="\t" if ".tsv" in path.name else ","))


def table(folder: Path, story: Story, delivery: Delivery) -> list[dict[str, str]]:
    header, *rows = records(folder / story.mpn_id / files.file_name(story, delivery))
    return [dict(zip(header, row, strict=True)) for row in rows]


def delivery(story: Story, dataset: str, month: str, **fields: bool) -> Delivery:
    """The one delivery of that month with these marks."""
    (found,) = [
        one
        for one in story.deliveries
        if one.dataset == dataset
        and f"{one.first:%Y-%m}" == month
        and all(getattr(one, name) == value for name, value in fields.items())
    ]
    return found


def test_file_names_are_all_different() -> None:
    assert len(set(NAMES)) == len(NAMES) == 68


@pytest.mark.parametrize(("story", "delivery"), ALL, ids=NAMES)
def test_file_has_the_header_of_its_layout_and_is_recognised(folder: Path, story: Story, delivery: Delivery) -> None:
    header, *rows = records(folder / story.mpn_id / files.file_name(story, delivery))

    assert tuple(header) == layouts.columns(delivery.dataset, delivery.layout)
    assert recognise(header, DATASETS).dataset.name == delivery.dataset
    assert rows
    assert {len(row) for row in rows} == {len(header)}


def test_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = write_files(tmp_path)

    assert len(again) == 68
    assert [path.read_bytes() for path in again] == [
        (folder / path.relative_to(tmp_path)).read_bytes() for path in again
    ]


def test_other_seed_changes_what_surrounds_the_story_and_nothing_of_it(folder: Path, tmp_path: Path) -> None:
    june = delivery(FABRIKAM, "business_apps_revenue", "2023-06")
    files.write(tmp_path, FABRIKAM, owner_of(FABRIKAM), june, seed=7)
    (tmp_path / FABRIKAM.mpn_id).symlink_to(tmp_path)
    ours, other = table(folder, FABRIKAM, june), table(tmp_path, FABRIKAM, june)
    named = {one.customer for one in FABRIKAM.revenue}

    assert ours != other
    assert [row for row in ours if row["CustomerName"] in named] == [
        row for row in other if row["CustomerName"] in named
    ]


def test_every_notation_is_there() -> None:
    assert {(one.dataset, one.layout) for _, one in ALL if one.dataset in {"azure_usage", "office_usage"}} == {
        ("azure_usage", "v1"),
        ("azure_usage", "v2"),
        ("azure_usage", "v3"),
        ("azure_usage", "offers"),
        ("office_usage", "claims"),
        ("office_usage", "v2"),
        ("office_usage", "v3"),
    }
    assert {Path(name).suffix for name in NAMES} == {".csv", ".tsv", ".gz"}


def test_packed_file_carries_neither_name_nor_time(folder: Path) -> None:
    packed = (folder / "1000002" / "AzureUsage_1000002_2023-05_restated.csv.gz").read_bytes()

    assert packed[:2] == b"\x1f\x8b"
    assert packed[3] == 0  # no flags: no file name
    assert packed[4:8] == bytes(4)  # no time


def test_first_generation_writes_its_days_the_american_way(folder: Path) -> None:
    rows = table(folder, CONTOSO, delivery(CONTOSO, "azure_usage", "2021-07"))

    assert {row["Month"] for row in rows} == {"7/1/2021"}


def test_restated_file_differs_in_the_restated_row_alone(folder: Path) -> None:
    first = table(folder, CONTOSO, delivery(CONTOSO, "business_apps_revenue", "2023-05", restates=False))
    again = table(folder, CONTOSO, delivery(CONTOSO, "business_apps_revenue", "2023-05", restates=True))
    changed = [(old, new) for old, new in zip(first, again, strict=True) if old != new]

    assert [
        (old["CustomerName"], old["AdjustedRevenueAmtCD"], new["AdjustedRevenueAmtCD"]) for old, new in changed
    ] == [("Nod Publishers", "2900.00", "290.00")]


def test_restated_azure_file_differs_in_the_restated_line_alone(folder: Path) -> None:
    first = table(folder, FABRIKAM, delivery(FABRIKAM, "azure_usage", "2023-05", restates=False))
    again = table(folder, FABRIKAM, delivery(FABRIKAM, "azure_usage", "2023-05", restates=True))
    changed = [(old, new) for old, new in zip(first, again, strict=True) if old != new]

    assert {old["ServiceLevel4"] for old, _ in changed} == {"Virtual Machines Dsv3 Series"}
    assert sum(Decimal(new["ACR_USD"]) - Decimal(old["ACR_USD"]) for old, new in changed) == -450


def test_spoiled_file_has_five_rows_more_than_a_sound_one(folder: Path) -> None:
    spoiled = table(folder, FABRIKAM, delivery(FABRIKAM, "azure_usage", "2023-04"))
    values = {
        (header, row[header])
        for row in spoiled
        for header, bad in (
            ("ACR_USD", "1.234,56"),
            ("PGAMpnID", "1000009"),
            ("Month", ""),
            ("UsageQuantity", "about 12"),
            ("IsACRDuplicateAtPGALevel", "maybe"),
        )
        if row[header] == bad
    }

    assert len(values) == 5
    assert len(spoiled) == len(table(folder, FABRIKAM, delivery(FABRIKAM, "azure_usage", "2023-06"))) + 5


def test_trainings_file_knows_nothing_later_than_its_day(folder: Path) -> None:
    until = {
        one.last.isoformat(): table(folder, CONTOSO, one) for one in CONTOSO.deliveries if one.dataset == "trainings"
    }

    assert {day: max(row["TrainingCompletionDate"] for row in rows) <= day for day, rows in until.items()} == {
        "2023-04-20": True,
        "2023-05-08": True,
        "2023-06-07": True,
        "2023-07-23": True,
    }
