"""The rows behind a figure as a table to take away."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from partnerhub import rules
from scoring import downloads, queries, why
from scoring.forms import Asked
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, DAY, enterprise


def test_download_holds_every_row_and_adds_up(db: None, tmp_path: Path) -> None:
    found = queries.explanation(enterprise(tmp_path), BA, "net_customer_adds", DAY, "published")
    header, *rows = downloads.contributions(found)
    columns = [
        "tenant",
        "customer",
        "workload",
        "association",
        "period",
        "month",
        "amount",
        "units",
        "verdict",
        "shortfall",
        "origins",
    ]
    assert header == columns
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    assert len(told) == len(found.contributions) == 16
    sums = {
        period: sum(Decimal(str(row["units"])) for row in told if row["period"] == period) for period in ("now", "base")
    }
    assert sums == {"now": 10, "base": 5}
    run = found.contributions[-1].origins[0][0]
    assert rows[-1] == [
        "near", "Contoso", "sales", "CSP Tier 1", "now", "2023-06-01", "1499.5", "0", "below_revenue_floor", "0.5", f"{run}:17",
    ]  # fmt: skip


def test_download_without_rows_has_a_header(db: None) -> None:
    found = queries.explanation(PartnerFactory(), BA, "net_customer_adds", DAY, "published")
    assert list(downloads.contributions(found)) == [
        ["period", "month", "amount", "units", "verdict", "shortfall", "origins"]
    ]


def test_download_of_a_search_holds_what_it_finds_under_every_tab(db: None, tmp_path: Path, demo_day: date) -> None:
    partner = enterprise(tmp_path)
    found, told = (
        queries.explanation(partner, BA, "net_customer_adds", DAY, "published"),
        rules.book().metric(BA, "net_customer_adds"),
    )
    assert told is not None
    page = why.why_page(partner, BA, "net_customer_adds", Asked(DAY, "published", None), why.Shown("missed", "near"))
    rows = list(downloads.contributions(why.containing(found, told, "near")))[1:]
    assert page.download_url.endswith("/contributions.csv?q=near")
    assert {str(row[0]) for row in rows} == {"near"}
    assert len(rows) == sum(tab.count or 0 for tab in page.tabs) == 1
