"""Everyone else's way: a colleague without the role, a stranger, the programme's manager, a keyboard, a narrow dark screen."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product, Visitor

pytestmark = pytest.mark.browser

OVERVIEW = "/partners/1000001/membership/"


def test_colleague_without_the_role_is_told_whom_to_ask(visitor: Visitor) -> None:
    visitor.signs_in_as("Sylvi Fennimoor")
    assert visitor.goes_to(OVERVIEW) == 403
    expect(visitor.page.locator("main")).to_contain_text("Gilda Ashgrove")
    expect(visitor.page.locator("main")).to_contain_text("Mara Birchwick")
    visitor.errors.clear()  # the browser notes the 403 itself
    visitor.finds_it_accessible()


def test_stranger_finds_nothing(visitor: Visitor) -> None:
    visitor.signs_in_as("Gwen Underhay")
    assert visitor.goes_to(OVERVIEW) == 404
    expect(visitor.page.locator("body")).not_to_contain_text("Contoso Consulting")


def test_anonymous_is_asked_to_sign_in_and_comes_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goes_to(OVERVIEW)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    visitor.finds_it_accessible()
    page.get_by_label("E-mail address").fill("mara.birchwick@contoso.example.com")
    page.get_by_label("Password").fill("contoso-demo-2023")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{OVERVIEW}")


def test_programme_manager_attests_and_enrols(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Piers Kingsmarsh")
    visitor.goes_to("/programme/")
    visitor.finds_it_accessible()
    visitor.goes_to("/programme/partners/1000003/")
    page.get_by_label("Designation", exact=True).select_option("infrastructure")
    page.get_by_label("Active from").fill("2023-07-01")
    page.get_by_label("Active until (anniversary)").fill("2024-06-30")
    page.get_by_role("button", name="Record the enrolment").click()
    expect(page.get_by_role("row", name="Infrastructure")).to_contain_text("30 Jun 2024")
    visitor.finds_it_accessible()
    visitor.goes_to("/partners/1000003/membership/specializations/infra_and_database_migration/")
    page.get_by_label("Reason, kept on record").fill("The programme saw the certificates of nine people.")
    page.get_by_role("button", name="Attest").click()
    expect(page.get_by_role("row", name="Skilling")).to_contain_text("Attested")
    visitor.finds_it_accessible()


def test_day_before_the_rules_is_said_not_guessed(visitor: Visitor) -> None:
    visitor.signs_in_as("Gilda Ashgrove")
    assert visitor.goes_to(OVERVIEW + "solutions-partner/business_applications/?as_of=2022-10-02") == 404
    expect(visitor.page.locator("main")).to_contain_text("2022-10-03")


def test_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    page = visitor.page
    visitor.signs_in_as("Gilda Ashgrove")
    visitor.goes_to(OVERVIEW)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1920])
def test_pages_fit_every_width_and_theme(browser: Browser, product: Product, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    visitor = Visitor(context.new_page(), product)
    visitor.signs_in_as("Gilda Ashgrove")
    for path in ("", "solutions-partner/business_applications/", "specializations/infra_and_database_migration/"):
        visitor.goes_to(OVERVIEW + path)
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        visitor.finds_it_accessible()
    context.close()
