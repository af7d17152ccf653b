"""ACR by month: its sum is what the requirement measures, unknown months stay unknown; the same in picture, table and CSV."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from partnerhub.charts import Chart
from partnerhub.models import Partner
from partnerhub.pictures import AHEAD, GOOD, PLAIN, Columns
from specializations import acr_chart, pages
from specializations.acr_chart import Acr
from specializations.pages import specialization_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.specializations.evidence import DAY, IDB, SHORT

KEYS = ["windows_acr", "linux_acr", "sql_acr", "open_source_acr"]
APRIL, MAY, JUNE, JULY = (date(2023, month, 1) for month in (4, 5, 6, 7))


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory()


def acr(partner: Partner, key: str = "windows_acr", specialization: str = IDB) -> Acr:
    found = pages.acr(partner, specialization, key, DAY)
    assert found is not None
    return found


def charts(partner: Partner, specialization: str = IDB) -> list[Chart]:
    return specialization_page(partner, specialization, DAY).acr


def test_months_add_up_to_what_the_requirement_measures(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    page = specialization_page(partner, IDB, DAY)
    measured = [row.have.removesuffix(" USD").replace(",", "") for row in page.requirements if row.why_url]
    assert [str(acr(partner, key).total.quantize(Decimal("0.01"))) for key in KEYS] == measured
    assert [one.title for one in page.acr] == [row.title for row in page.requirements if row.why_url]


def test_month_of_the_window_without_a_file_is_unknown(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT.replace("2023-0{4..6}", "2023-0{4,6}"))
    found = acr(partner)
    assert [(month, known is None) for month, known in found.months] == [(APRIL, False), (MAY, True), (JUNE, False)]
    assert found.total == 20_000
    picture = charts(partner)[0].picture
    assert isinstance(picture, Columns)
    assert [(one.label, one.text, len(one.parts)) for one in picture.columns][:3] == [
        ("Apr", "9,999", 1),
        ("May", "?", 0),
        ("Jun", "10,001", 1),
    ]
    assert charts(partner)[0].rows[1] == ("May 2023", "unknown")


def test_month_with_a_file_and_nothing_that_counts_is_zero(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    found = acr(partner, "synapse_acr", "analytics")
    assert [amount for _month, amount in found.months] == [0, 0, 0]


def test_month_after_the_window_is_ahead_where_there_is_a_file(partner: Partner, tmp_path: Path) -> None:
    assert acr_of(partner, tmp_path, "2023-0{4..6}").ahead is None
    found = acr_of(partner, tmp_path, "2023-0{4..7}")
    assert found.ahead == (JULY, found.months[0][1])
    assert found.total_ahead == found.total
    picture = charts(partner)[0].picture
    assert isinstance(picture, Columns)
    assert [(one.label, one.sub, one.parts[0].kind) for one in picture.columns] == [
        *[("Apr", "", PLAIN), ("May", "", PLAIN), ("Jun", "", PLAIN), ("Sum", "Apr–Jun", PLAIN)],
        *[("Jul", "", AHEAD), ("Sum", "May–Jul", AHEAD)],
    ]


def acr_of(partner: Partner, folder: Path, months: str) -> Acr:
    import_table(folder, partner, "azure_usage", SHORT.replace("2023-0{4..6}", months))
    return acr(partner)


def test_sum_ahead_of_an_unknown_month_is_unknown(partner: Partner, tmp_path: Path) -> None:
    found = acr_of(partner, tmp_path, "2023-0{4,6,7}")
    assert (found.ahead is not None, found.total_ahead) == (True, None)


def test_sum_that_reaches_what_is_needed_is_good(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    pictures = [one.picture for one in charts(partner)]
    kinds = [one.columns[3].parts[0].kind for one in pictures if isinstance(one, Columns)]
    # Windows is one dollar short.
    assert kinds == [PLAIN, GOOD, GOOD, GOOD]
    needed = [one.needed.label for one in pictures if isinstance(one, Columns) and one.needed]
    assert needed == ["30,000 USD needed", "15,000 USD needed", "9,000 USD needed", "4,500 USD needed"]


def test_threshold_that_is_not_published_is_said_and_not_drawn(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    (found,) = charts(partner, "microsoft_azure_virtual_desktop")
    assert isinstance(found.picture, Columns)
    assert (found.picture.needed, found.note) == (
        None,
        "What they must add up to is not published in our sources.",
    )
    assert "Needed: not published." in found.told
    assert "Needed" not in [row[0] for row in found.rows]


def test_partner_without_evidence_has_no_pictures(partner: Partner) -> None:
    assert charts(partner) == []
    assert pages.acr(partner, IDB, "windows_acr", DAY) is None


def test_specialization_without_acr_lines_has_none(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    assert charts(partner, "sales") == []


def test_new_file_is_seen_at_once(partner: Partner, tmp_path: Path) -> None:
    before = acr_of(partner, tmp_path, "2023-0{4..6}").total
    import_table(tmp_path, partner, "azure_usage", SHORT.replace("2023-0{4..6}", "2023-0{4..5}"))
    import_table(tmp_path, partner, "azure_usage", SHORT.replace("| 3400", "| 4400"))
    assert acr(partner).total != before or acr(partner, "linux_acr").total > 0


def test_table_and_csv_are_the_picture(partner: Partner, tmp_path: Path) -> None:
    found = acr_of(partner, tmp_path, "2023-0{4..7}")
    chart = charts(partner)[0]
    assert isinstance(chart.picture, Columns)
    _head, *rows = acr_chart.rows(found)
    columns = [
        *(one.height for one in chart.picture.columns[:4]),
        30_000,
        *(one.height for one in chart.picture.columns[4:]),
    ]
    assert [Decimal(str(row[3])) for row in rows] == columns
    assert [row[1].replace(",", "") for row in chart.rows] == [
        str(one) if place == 4 else f"{one:.2f}" for place, one in enumerate(columns)
    ]
    assert [row[:3] for row in rows] == [
        ["month", "2023-04", "published"],
        ["month", "2023-05", "published"],
        ["month", "2023-06", "published"],
        ["sum", "", "published"],
        ["needed", "", ""],
        ["month", "2023-07", "preview"],
        ["sum", "", "preview"],
    ]


def test_picture_is_told_in_a_sentence(partner: Partner, tmp_path: Path) -> None:
    acr_of(partner, tmp_path, "2023-0{4..7}")
    assert charts(partner)[0].told == (
        "Windows Server VM, ACR in USD. April 2023: 9,999.00; May 2023: 9,999.00; June 2023: 10,001.00. "
        "Sum: 29,999.00. Needed: 30,000. Preview of July 2023: 9,999.00; sum: 29,999.00."
    )


@pytest.mark.parametrize(("language", "told"), [("nl", "SQL-familie"), ("fr", "Famille SQL")])
def test_what_one_reader_had_worked_out_is_told_to_the_next_in_their_own_language(
    partner: Partner, tmp_path: Path, language: str, told: str
) -> None:
    import_table(tmp_path, partner, "azure_usage", SHORT)
    before = charts(partner)
    with translation.override(language):
        other = charts(partner)[KEYS.index("sql_acr")]
        assert (other.title, other.told.partition(",")[0]) == (told, told)
    assert charts(partner) == before
    assert before[KEYS.index("sql_acr")].title == "SQL family"
