"""An admin's way: sign in, see the score, ask why, import a file, schedule the audit."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser

ADMIN = "Gilda Ashgrove"
MEMBERSHIP = "/partners/1000001/membership/"
INFRA = "Infra and Database Migration to Microsoft Azure"


def test_score_leads_to_its_why_and_to_the_line_of_the_file(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as(ADMIN)
    page.get_by_role("link", name="Contoso Consulting").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    visitor.finds_it_accessible()
    page.get_by_role("link", name=re.compile("View details.*Business Applications")).click()
    expect(page.locator("main")).to_contain_text("Qualified with 77.5 points: 7.5 above 70.")
    visitor.finds_it_accessible()
    page.get_by_role("link", name=re.compile("Why 15.*Net customer adds")).click()
    arithmetic = "75in June 2023−70in June 2022=5added→15 × 5 ÷ 5=15 points(at most 15, at least 0)"
    expect(page.get_by_label("The arithmetic")).to_have_text(arithmetic)
    visitor.finds_it_accessible()
    page.get_by_role("link", name="Not counted").click()
    nearest = page.get_by_role("row", name=re.compile("Alpine Ski House.*June 2023"))
    expect(nearest).to_contain_text("short by 0.01")
    nearest.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("BusinessApplicationsRevenue_1000001")
    visitor.finds_it_accessible()


def test_why_downloads_every_contribution(visitor: Visitor, tmp_path: Path) -> None:
    visitor.signs_in_as(ADMIN)
    visitor.goes_to(MEMBERSHIP + "solutions-partner/business_applications/net_customer_adds/")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download").click()
    path = tmp_path / "contributions.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    counted = {period: sum(int(row["units"]) for row in rows if row["period"] == period) for period in ("now", "base")}
    assert counted == {"now": 75, "base": 70}


def test_import_shows_progress_result_and_rejected_rows_and_the_score_follows(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.signs_in_as("Odile Fernhollow")
    visitor.goes_to("/partners/1000003/data/")
    expect(page.get_by_role("row", name=re.compile("Azure usage.*Late"))).to_be_visible()
    visitor.finds_it_accessible()
    page.get_by_role("link", name="Import a file").click()
    visitor.finds_it_accessible()
    page.get_by_label("Export file").set_input_files(_june_2022(tmp_path / "revenue-june-2022.csv"))
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Open the result").click(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("revenue-june-2022.csv")
    expect(page.get_by_role("row", name="3 AdjustedRevenueAmtCD abc not a number")).to_be_visible()
    visitor.finds_it_accessible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all").click()
    assert "3,AdjustedRevenueAmtCD,abc,not a number" in Path(download.value.path()).read_text()
    visitor.goes_to("/partners/1000003/activity/")
    expect(page.get_by_role("row", name="Scores after the import").first).to_contain_text("Succeeded", timeout=30_000)
    visitor.finds_it_accessible()
    visitor.goes_to("/partners/1000003/membership/solutions-partner/business_applications/")
    expect(page.get_by_role("listitem").filter(has_text="Net customer adds")).not_to_contain_text("No evidence")


def _june_2022(path: Path) -> Path:
    """Tailspin's missing month, with one row that cannot be used."""
    header = "FiscalMonthName,PartnerAssociationType,CustomerName,CustomerTenantID,Workloads,AdjustedRevenueAmtCD"
    rows = ["June 2022,CSP Tier 1,Relecloud,tenant-1,Sales,500", "June 2022,CSP Tier 1,Relecloud,tenant-1,Finance,abc"]
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_import_of_an_unknown_file_is_refused_with_what_to_do(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.signs_in_as(ADMIN)
    visitor.goes_to("/partners/1000001/data/imports/")
    file = tmp_path / "holidays.csv"
    file.write_text("Day,Name\n2023-07-25,Tuesday\n")
    page.get_by_label("Export file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("alert")).to_contain_text("holidays.csv", timeout=30_000)
    visitor.finds_it_accessible()


def test_audit_is_scheduled_once_after_a_corrected_form_and_passed(visitor: Visitor, auditor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as(ADMIN)
    visitor.goes_to(MEMBERSHIP + "specializations/")
    visitor.finds_it_accessible()
    page.get_by_role("link", name=INFRA).click()
    expect(page.locator("main")).to_contain_text("6 of 7 requirements met")
    visitor.finds_it_accessible()
    page.get_by_role("link", name="Schedule audit").click()
    page.get_by_label("Preferred day").fill("2023-07-29")
    page.get_by_role("button", name="Request the audit").click()
    expect(page.locator("main")).to_contain_text("This is a weekend day; choose a working day.")
    visitor.finds_it_accessible()
    page.get_by_label("Preferred day").fill("2023-08-02")
    page.get_by_role("button", name="Request the audit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Audit requested")
    expect(page.locator("main")).to_contain_text("2 Aug 2023")
    visitor.finds_it_accessible()
    visitor.goes_to(MEMBERSHIP + "specializations/infra_and_database_migration/")
    expect(page.get_by_role("link", name="View the audit")).to_be_visible()
    expect(page.get_by_role("link", name="Schedule audit")).to_have_count(0)
    _goes_on_to_active(visitor, auditor)


def _goes_on_to_active(visitor: Visitor, auditor: Visitor) -> None:
    """The auditor and the partner, each in a browser of their own."""
    own, desk = visitor.page, auditor.page
    auditor.signs_in_as("Alva Lindqvale")
    desk.get_by_role("link", name="Auditor’s desk").click()
    auditor.finds_it_accessible()
    desk.get_by_role("link", name=INFRA).click()
    desk.get_by_role("button", name="Accept").click()
    desk.get_by_label("Day").fill("2023-07-24")
    desk.get_by_role("button", name="Propose a day").click()
    expect(desk.locator("main")).to_contain_text("This day is in the past; choose today or later.")
    auditor.errors.clear()  # the browser notes the 422 itself
    auditor.finds_it_accessible()
    desk.get_by_label("Day").fill("2023-07-25")
    desk.get_by_role("button", name="Propose a day").click()
    own.get_by_role("link", name="View the audit").click()
    visitor.finds_it_accessible()
    own.get_by_role("button", name="Agree to the day").click()
    desk.reload()
    desk.get_by_role("button", name="Record as held").click()
    desk.get_by_role("button", name="Pass", exact=True).click()
    expect(desk.locator("main")).to_contain_text("Pass")
    expect(desk.get_by_role("button", name="Record as held")).to_have_count(0)
    auditor.finds_it_accessible()
    visitor.goes_to(MEMBERSHIP + "specializations/infra_and_database_migration/")
    expect(own.locator("main")).to_contain_text("7 of 7 requirements met")
    expect(own.get_by_role("row", name="Third-party audit")).to_contain_text("valid until 25 Jul 2025")
    visitor.finds_it_accessible()


def test_audit_stays_closed_and_says_what_is_missing(visitor: Visitor) -> None:
    visitor.signs_in_as("Gwen Underhay")
    visitor.goes_to("/partners/1000002/membership/specializations/infra_and_database_migration/")
    button = visitor.page.get_by_role("button", name="Schedule audit")
    expect(button).to_be_disabled()
    expect(visitor.page.locator("#audit-reason")).to_contain_text("Linux VM (1,050 USD short)")
    visitor.finds_it_accessible()
