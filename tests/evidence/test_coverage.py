"""What is known month by month, and what of it is late, missing or doubtful."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from evidence import coverage
from evidence.actions import import_file
from evidence.coverage import FEEDS, Counted, Coverage, Month, State, judged, plain
from evidence.datasets import DATASETS, NO_MONTH
from partnerhub.models import Partner
from tests.evidence_files import KNOWN, imported, write
from tests.factories import PartnerFactory
from tests.filled import USAGE, revenue

JUNE = date(2023, 6, 1)
DAY = date(2023, 7, 25)


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory()


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def known(rows: Mapping[str, int]) -> dict[date, Counted]:
    """So many rows per month, each from a run of its own, without amounts."""
    return {month(text): Counted(run, many) for run, (text, many) in enumerate(rows.items())}


def states(months: list[Month]) -> dict[str, str]:
    return {f"{one.month:%Y-%m}": one.state for one in months}


def covered(partner: Partner, dataset: str, day: date = DAY, known_at: datetime | None = None) -> Coverage:
    return next(one for one in coverage.coverage(partner, day, known_at) if one.dataset == dataset)


# Judging


@pytest.mark.parametrize(
    ("rows", "published", "expected"),
    [
        ({"2023-05": 1, "2023-06": 1}, "2023-06", {"2023-05": "known", "2023-06": "known"}),
        ({"2023-05": 1}, "2023-06", {"2023-05": "known", "2023-06": "late"}),
        ({"2023-04": 1}, "2023-06", {"2023-04": "known", "2023-05": "late", "2023-06": "late"}),
        ({"2023-04": 1, "2023-06": 1}, "2023-06", {"2023-04": "known", "2023-05": "missing", "2023-06": "known"}),
        (
            {"2023-03": 1, "2023-05": 1},
            "2023-06",
            {"2023-03": "known", "2023-04": "missing", "2023-05": "known", "2023-06": "late"},
        ),
        (
            {"2023-05": 1, "2023-07": 1},
            "2023-06",
            {"2023-05": "known", "2023-06": "missing", "2023-07": "early"},
        ),
        ({"2023-07": 1}, "2023-06", {"2023-07": "early"}),
        ({"2022-12": 1, "2023-02": 1}, None, {"2022-12": "known", "2023-01": "missing", "2023-02": "known"}),
    ],
)
def test_judged_month_without_evidence_is_missing_or_late(
    rows: dict[str, int], published: str | None, expected: dict[str, str]
) -> None:
    assert states(judged(known(rows), month(published) if published else None)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([100, 100, 10, 100, 100], ["known", "known", "few_rows", "known", "known"]),
        ([100, 100, 11, 100, 100], ["known", "known", "known", "known", "known"]),
        ([100, 100, 100, 100, 10], ["known", "known", "known", "known", "few_rows"]),
        ([100, 100, 9, 9, 100, 100], ["known", "known", "few_rows", "few_rows", "known", "known"]),
        ([10, 10, 1, 10, 10], ["known", "known", "few_rows", "known", "known"]),
        ([9, 9, 0, 9, 9], ["known", "known", "known", "known", "known"]),
        ([100, 1], ["known", "known"]),
        ([1, 100, 100], ["few_rows", "known", "known"]),
        # Growth is nobody's mistake.
        ([10, 20, 40, 80, 160], ["known", "known", "known", "known", "known"]),
    ],
)
def test_judged_month_with_a_tenth_of_the_usual_rows_is_doubtful(rows: list[int], expected: list[str]) -> None:
    months = {date(2023, place, 1): Counted(place, many) for place, many in enumerate(rows, start=1)}
    assert [one.state for one in judged(months, date(2023, len(rows), 1))] == expected


def test_judged_month_says_how_many_rows_are_usual() -> None:
    found = judged(known({"2023-03": 90, "2023-04": 80, "2023-05": 2, "2023-06": 100}), JUNE)
    assert found[2] == Month(month("2023-05"), State.FEW_ROWS, 2, 2, 90)


def test_judged_month_before_its_publication_is_neither_doubtful_nor_usual() -> None:
    rows = {"2023-04": 100, "2023-05": 100, "2023-06": 100, "2023-07": 1}
    assert states(judged(known(rows), JUNE)) == {
        **dict.fromkeys(("2023-04", "2023-05", "2023-06"), "known"),
        "2023-07": "early",
    }
    assert [one.usual for one in judged(known(rows), JUNE)] == [100, 100, 100, 0]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        (["5", "5", "0", "5"], ("zero", "acr")),
        (["5", "5", None, "5"], ("no_amount", "acr")),
        (["5", "5", "0.01", "5"], ("known", "")),
        (["5", "5", "-1", "5"], ("known", "")),
        (["0", "5", "0", "0"], ("known", "")),
        ([None, None, None, None], ("known", "")),
        ([None, "5", "0", "5"], ("zero", "acr")),
    ],
)
def test_judged_month_whose_amount_is_zero_is_doubtful_where_it_usually_is_not(
    totals: list[str | None], expected: tuple[str, str]
) -> None:
    months = {
        date(2023, place, 1): Counted(place, 5, {"acr": None if total is None else Decimal(total)})
        for place, total in enumerate(totals, start=1)
    }
    third = judged(months, date(2023, 4, 1))[2]
    assert (third.state, third.amount) == expected


def test_judged_month_without_rows_has_a_zero_and_not_a_missing_amount() -> None:
    months = {date(2023, place, 1): Counted(place, 5, {"acr": Decimal(5)}) for place in (1, 2, 4)}
    months[date(2023, 3, 1)] = Counted(3, 0, {"acr": None})
    assert [one.state for one in judged(months, date(2023, 4, 1))] == ["known", "known", "zero", "known"]


def test_plain_months_are_what_they_are() -> None:
    assert states(plain(known({"2023-06": 1, "2023-01": 90}))) == {"2023-01": "known", "2023-06": "known"}


def test_feeds_are_of_datasets_and_name_their_columns() -> None:
    named = {
        (name, column) for name, feed in FEEDS.items() for columns in feed.amounts.values() for column in columns
    } | {(name, feed.fact_day) for name, feed in FEEDS.items() if feed.fact_day}
    assert [(name, column) for name, column in named if column not in DATASETS[name].schema] == []


# Reading


def test_coverage_of_a_new_partner_lists_what_scores_need(partner: Partner) -> None:
    found = coverage.coverage(partner, DAY)
    assert [one.dataset for one in found] == [name for name in DATASETS if name in FEEDS and FEEDS[name].expected]
    assert {(one.file, tuple(one.months), one.late) for one in found} == {(None, (), False)}


def test_coverage_counts_the_rows_of_the_run_that_speaks(partner: Partner, tmp_path: Path) -> None:
    may, june = revenue("2023-05", "t1"), revenue("2023-06", "t1")
    first = imported(tmp_path, partner, "business_apps_revenue", [may, june, june]).run
    later = KNOWN + timedelta(days=1)
    second = imported(tmp_path, partner, "business_apps_revenue", [june, june, june], known=later).run
    found = covered(partner, "business_apps_revenue")
    assert [(one.month, one.run, one.rows) for one in found.months] == [
        (month("2023-05"), first.pk, 1),
        (JUNE, second.pk, 3),
    ]
    assert (found.file, found.late) == (second, False)
    before = covered(partner, "business_apps_revenue", DAY, KNOWN)
    assert ([(one.run, one.rows) for one in before.months], before.file) == ([(first.pk, 1), (first.pk, 2)], first)


def test_coverage_finds_a_month_that_adds_up_to_zero(partner: Partner, tmp_path: Path) -> None:
    rows = [
        USAGE | {"CustomerTenantId": "t1", "Month": f"2023-{n:02}", "ACR_USD": 0 if n == 5 else 7} for n in (4, 5, 6)
    ]
    imported(tmp_path, partner, "azure_usage", rows)
    assert states(list(covered(partner, "azure_usage").months)) == {
        "2023-04": "known",
        "2023-05": "zero",
        "2023-06": "known",
    }


@pytest.mark.parametrize("dataset", [name for name, feed in FEEDS.items() if feed.amounts])
def test_coverage_adds_up_every_amount(partner: Partner, tmp_path: Path, dataset: str) -> None:
    """Without its amounts a file of any monthly dataset still counts."""
    needed = {"WorkloadName": "Teams", "Workloads": "Sales", "Workload": "Sales", "SubscriptionId": "s1"}
    amounts = {"AdjustedRevenueAmtCD": 1, "PAMAU": 1, "MonthlyActiveUsers": 1}
    row = {"Month": "2023-06", "FiscalMonthName": "2023-06", "CustomerTenantId": "t1", "CustomerTenantID": "t1"}
    headers = {column.headers[0] for column in DATASETS[dataset].columns}
    cells = {name: cell for name, cell in (row | needed | amounts).items() if name in headers}
    imported(tmp_path, partner, dataset, [cells, cells])
    assert [(one.state, one.rows) for one in covered(partner, dataset).months] == [("known", 2)]


def test_coverage_on_an_earlier_day_knows_no_later_month(partner: Partner, tmp_path: Path) -> None:
    imported(
        tmp_path,
        partner,
        "azure_usage",
        [USAGE | {"CustomerTenantId": "t1", "Month": f"2023-0{n}"} for n in (3, 4, 5, 6)],
    )
    found = covered(partner, "azure_usage", date(2023, 5, 15))
    assert states(list(found.months)) == {"2023-03": "known", "2023-04": "known", "2023-05": "early"}


def test_coverage_before_the_rules_has_no_calendar(partner: Partner, tmp_path: Path) -> None:
    imported(tmp_path, partner, "azure_usage", [USAGE | {"CustomerTenantId": "t1", "Month": "2021-03"}])
    found = covered(partner, "azure_usage", date(2021, 12, 31))
    assert (states(list(found.months)), found.late) == ({"2021-03": "known"}, False)


def training(day: str) -> dict[str, object]:
    return {"TrainingTitle": "Title", "TrainingType": "Certification", "TrainingCompletionDate": day, "MCPID": day}


@pytest.mark.parametrize(("day", "stale"), [(date(2023, 8, 21), False), (date(2023, 8, 22), True)])
def test_coverage_of_trainings_is_late_when_the_newest_file_is_old(
    partner: Partner, tmp_path: Path, day: date, stale: bool
) -> None:
    imported(tmp_path, partner, "trainings", [training("2023-07-01"), training("2023-07-18")])
    found = covered(partner, "trainings", day)
    assert (found.newest_fact, found.stale, found.late, found.months) == (date(2023, 7, 18), stale, stale, ())
    assert coverage.late(partner, day) == (["trainings"] if stale else [])


def test_coverage_of_trainings_knows_no_later_completion(partner: Partner, tmp_path: Path) -> None:
    imported(tmp_path, partner, "trainings", [training("2023-07-01"), training("2023-07-18")])
    assert covered(partner, "trainings", date(2023, 7, 17)).newest_fact == date(2023, 7, 1)
    assert covered(partner, "trainings", date(2023, 7, 18)).newest_fact == date(2023, 7, 18)


def test_coverage_of_a_file_without_months_stands_under_none(partner: Partner, tmp_path: Path) -> None:
    row = {"MPNId": "2000002", "PartnerName": "Contoso Utrecht", "HierarchyLevel": "Location"}
    imported(tmp_path, partner, "profile", [row, row])
    later = imported(tmp_path, partner, "profile", [row], known=KNOWN + timedelta(days=1)).run
    found = covered(partner, "profile")
    assert ([(one.month, one.rows, one.run) for one in found.months], found.late) == ([(NO_MONTH, 1, later.pk)], False)


def test_coverage_by_a_file_of_the_programme_counts_the_partners_rows_alone(partner: Partner, tmp_path: Path) -> None:
    other = PartnerFactory()
    row = USAGE | {"CustomerTenantId": "t1"}
    rows = [row | {"PGAMpnID": partner.mpn_id, "Month": "2023-05"}]
    rows += [row | {"PGAMpnID": other.mpn_id, "Month": f"2023-0{n}"} for n in (5, 6)]
    run = import_file(None, write(tmp_path / "all.csv", "azure_usage", rows), recorded_at=KNOWN).run
    found = covered(partner, "azure_usage")
    assert [(one.month, one.state, one.rows) for one in found.months] == [
        (month("2023-05"), "known", 1),
        (JUNE, "known", 0),
    ]
    assert (found.file, found.late) == (run, False)


def test_late_names_the_monthly_feeds_that_stopped(partner: Partner, tmp_path: Path) -> None:
    imported(tmp_path, partner, "azure_usage", [USAGE | {"CustomerTenantId": "t1", "Month": "2023-05"}])
    imported(tmp_path, partner, "business_apps_revenue", [revenue("2023-06", "t1")])
    assert coverage.late(partner, date(2023, 7, 19)) == []
    assert coverage.late(partner, date(2023, 7, 20)) == ["azure_usage"]
    assert coverage.late(partner, date(2023, 8, 20)) == ["azure_usage", "business_apps_revenue"]
    assert coverage.late(partner, date(2022, 1, 1)) == []
    assert coverage.late(PartnerFactory(), DAY) == []


def test_late_says_the_same_as_the_whole_coverage(partner: Partner, tmp_path: Path) -> None:
    imported(tmp_path, partner, "azure_usage", [USAGE | {"CustomerTenantId": "t1", "Month": "2023-05"}])
    imported(tmp_path, partner, "trainings", [training("2023-07-01")], known=datetime(2023, 5, 1, tzinfo=UTC))
    for day in (date(2023, 6, 1), DAY, date(2024, 1, 1)):
        found = [one.dataset for one in coverage.coverage(partner, day) if one.late]
        assert sorted(coverage.late(partner, day)) == sorted(found)
