"""Long lists in a browser: what moves is the list alone, the address says how it stands, and the keyboard stays where it was."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product, Visitor

pytestmark = pytest.mark.browser

CUSTOMERS = "/partners/1000001/membership/solutions-partner/customers/"
FILES = "/partners/1000001/data/imports/"


def marked(page: Page) -> bool:
    """Whether the page is the one that was marked: it was not loaded anew."""
    return bool(page.evaluate("window.marked === true"))


def mark(page: Page) -> None:
    page.evaluate("window.marked = true")


def first_row(page: Page) -> str:
    return page.locator("#list tbody tr").first.locator("th").inner_text()


def test_list_is_sorted_by_keyboard_without_losing_the_place(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(FILES)
    mark(page)
    head = page.get_by_role("columnheader", name="Accepted")
    head.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile(r"\?sort=-accepted"))
    assert page.evaluate("document.activeElement.id") == "list-by-accepted"
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert marked(page)
    visitor.finds_it_accessible()


def test_back_leads_to_the_list_as_it_was(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(FILES)
    before = first_row(page)
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page).to_have_url(re.compile("page=2"))
    after = first_row(page)
    page.get_by_role("columnheader", name="File").get_by_role("link").click()
    expect(page).to_have_url(re.compile("sort=file"))
    page.go_back()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("#list tbody tr").first).to_contain_text(after.split()[0])
    page.go_back()
    expect(page.locator("#list tbody tr").first).to_contain_text(before.split()[0])
    expect(page.locator("header")).to_be_visible()


def test_list_is_searched_in_place_and_kept_by_its_address(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(CUSTOMERS)
    mark(page)
    page.locator("#list").get_by_label("Status").select_option("lost")
    page.locator("#list").get_by_label("Search").fill("a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"status=lost.*q=a"))
    expect(page.get_by_role("link", name="Show all")).to_be_visible()
    assert marked(page)
    assert page.evaluate("document.activeElement.id") == "list-text"
    told = page.locator("#list [role=status]").inner_text()
    page.reload()
    assert page.locator("#list [role=status]").inner_text() == told
    expect(page.locator("#list").get_by_label("Status")).to_have_value("lost")
    visitor.finds_it_accessible()


def test_list_works_without_scripts(browser: Browser, product: Product) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visitor = Visitor(page, product)
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(CUSTOMERS)
    page.get_by_role("columnheader", name="Counts for").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"\?sort=-counts#list"))
    page.locator("#list").get_by_label("Search").fill("adventure")
    page.get_by_role("button", name="Show", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"q=adventure"))
    assert "sort=-counts" in page.url
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="50", exact=True).click()
    expect(page.locator("#list tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Next", exact=True).click()
    assert {"size=50", "page=2", "sort=-counts"} <= set(re.split(r"[?&#]", page.url))
    context.close()
