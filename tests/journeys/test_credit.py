"""Credit in a browser: a Billing admin follows a lost amount down to the days of a resource; a Sales agent is refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.test_every_page import seen_everywhere

pytestmark = pytest.mark.browser

CREDIT = "/partners/1000001/credit/"


def sees(visitor: Visitor, heading: str) -> None:
    """The page has this heading and is accessible in both themes and widths."""
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert (heading, seen_everywhere(visitor.page), visitor.errors) == (heading, {}, [])


def follows(page: Page, name: str) -> None:
    """Follow the first link of the content that is called so."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def test_billing_admin_follows_a_lost_amount_to_its_days(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Bodo Elderfell")
    follows(page, "Partner-earned credit")
    expect(page.get_by_role("main")).to_contain_text("Adventure Works: access to Web shop ended on 19 Jun 2023")
    sees(visitor, "Overview")
    follows(page, "June 2023")
    sees(visitor, "June 2023")
    follows(page, "By reason")
    expect(page.get_by_role("main")).to_contain_text("role does not earn")
    follows(page, "By customer")
    follows(page, "Adventure Works")
    sees(visitor, "Adventure Works")
    follows(page, "Web shop")
    expect(page.get_by_role("main")).to_contain_text("276.48 USD × 15% = 41.47 USD")
    follows(page, "vm-shop-1")
    sees(visitor, "vm-shop-1")
    expect(page.get_by_role("row", name=re.compile("^18 Jun 2023"))).to_contain_text("earned")
    expect(page.get_by_role("row", name=re.compile("^19 Jun 2023"))).to_contain_text("part of the day")
    expect(page.get_by_role("main")).to_contain_text("never press a customer for access")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="June 2023").click()
    follows(page, "Differences explained")
    sees(visitor, "Reconciliation")
    expect(page.get_by_role("main")).to_contain_text("credited, access not known")


def test_global_admin_records_days_without_an_agreement_and_takes_them_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(f"{CREDIT}next-steps/")
    page.get_by_text("Record days without an agreement").click()
    page.get_by_label("First day without an agreement").fill("2023-05-01")
    page.get_by_label("Last day").fill("2023-05-02")
    page.get_by_role("button", name="Record these days").click()
    expect(page.get_by_role("main")).to_contain_text("1 May 2023 to 2 May 2023")
    sees(visitor, "Next steps")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("main")).to_contain_text("None on record")


def test_sales_agent_is_refused_and_told_whom_to_ask(visitor: Visitor) -> None:
    visitor.signs_in_as("Sorcha Vinterby")
    expect(visitor.page.get_by_role("link", name="Partner-earned credit")).to_have_count(0)
    assert visitor.goes_to("/partners/1000002/credit/") == 403
    expect(visitor.page.get_by_role("main")).to_contain_text("Gwen Underhay")
