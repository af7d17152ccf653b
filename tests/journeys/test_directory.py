"""From a search to an accepted lead, and from a country to a published profile; each person at a browser of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.directory.profiles import picture
from tests.journeys.conftest import Product, Visitor
from tests.partnerhub.houses import until

pytestmark = pytest.mark.browser

PROFILES = "/partners/1000001/profiles/"
LEADS = "/partners/1000001/leads/"
WANTED = "Eighty people, one warehouse, and an order system from 1998."


@contextmanager
def somebody(browser: Browser, product: Product, name: str = "", width: int = 1440) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    visitor = Visitor(context.new_page(), product)
    if name:
        visitor.signs_in_as(name)
    yield visitor
    context.close()


def looks(visitor: Visitor) -> None:
    """Accessible, and nothing of it beyond the window's edge."""
    visitor.finds_it_accessible()
    root = "document.documentElement"
    assert visitor.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


@pytest.mark.parametrize("width", [1440, 320])
def test_customer_finds_a_provider_and_its_admin_accepts(browser: Browser, product: Product, width: int) -> None:
    organisation = f"Trey Research {width}"
    with somebody(browser, product, width=width) as customer:
        _searches(customer)
        _reads(customer)
        _writes(customer, organisation)
    assert until(lambda: any(organisation in one["Subject"] for one in _letters(product)), 60)
    with somebody(browser, product, "Petra Hollowell", width=width) as admin:
        _accepts(admin, organisation)


def _letters(product: Product) -> list[dict[str, str]]:
    return [{"Subject": str(one["Subject"])} for one in product.box.to("petra.hollowell@contoso.example.com")]


def _searches(customer: Visitor) -> None:
    page = customer.page
    customer.goes_to("/directory/")
    looks(customer)
    town = page.get_by_label("Town")
    town.press_sequentially("Mün")
    expect(page.locator('#place-options option[value="Munich, Germany"]')).to_have_count(1)
    town.fill("Munich, Germany")
    page.get_by_label("Within").select_option("100")
    expect(page.get_by_role("heading", name="within 100 km of Munich, Germany")).to_be_visible()
    page.get_by_label("Size of your organisation").select_option("251-1000")
    page.locator("summary", has_text="Industry").click()
    page.get_by_label("Manufacturing").check()
    expect(page).to_have_url(re.compile("industry=manufacturing"))
    expect(page.locator(".provider-card h3")).to_have_text(["Contoso Consulting", "Litware Systems"])
    looks(customer)
    page.locator("summary", has_text="Specialization").click()
    page.get_by_label("Kubernetes on Microsoft Azure").check()
    expect(page.locator(".provider-card h3")).to_have_text(["Contoso Consulting"])
    page.get_by_role("link", name="Nearest").click()
    expect(page.get_by_role("link", name="Nearest")).to_have_attribute("aria-current", "page")
    looks(customer)


def _reads(customer: Visitor) -> None:
    page = customer.page
    page.get_by_role("link", name="Contoso Consulting").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contoso Consulting")
    expect(page.locator("main")).to_contain_text("Specialization, since 14 Sep 2021")
    expect(page.locator("main")).not_to_contain_text("petra")
    looks(customer)
    page.get_by_role("link", name="Hamburg, Germany").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hamburg")
    looks(customer)


def _writes(customer: Visitor, organisation: str) -> None:
    page = customer.page
    page.get_by_role("link", name="Write to this provider").click()
    looks(customer)
    page.get_by_label("What you need").fill(WANTED)
    page.get_by_label("Your organisation", exact=True).fill(organisation)
    page.get_by_label("Your name").fill("Ines Greyfield")
    page.get_by_label("Your e-mail address").fill("ines@trey")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Enter a valid email address.")).to_be_visible()
    expect(page.get_by_label("What you need")).to_have_value(WANTED)
    customer.errors.clear()  # the browser notes the 422 itself
    looks(customer)
    page.get_by_label("Your e-mail address").fill("ines@trey.example.com")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("The provider has your message")
    looks(customer)


def _accepts(admin: Visitor, organisation: str) -> None:
    page = admin.page
    admin.goes_to(LEADS)
    looks(admin)
    page.get_by_role("link", name=re.compile(r"^Received \d")).click()
    page.get_by_role("link", name=organisation).click()
    expect(page.locator("main")).to_contain_text(WANTED)
    looks(admin)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("main")).to_contain_text("Accepted. Answer the customer now")
    looks(admin)
    page.get_by_label("How it ended").select_option("won")
    page.get_by_role("button", name="Archive").click()
    expect(page.locator("main")).to_contain_text("cannot be opened again")
    looks(admin)


def test_admin_publishes_a_profile_for_another_country(browser: Browser, product: Product, tmp_path: Path) -> None:
    logo, wide = tmp_path / "logo.png", tmp_path / "wide.png"
    logo.write_bytes(picture(240, 240))
    wide.write_bytes(picture(400, 240))
    with somebody(browser, product, "Petra Hollowell") as admin:
        _describes(admin, logo, wide)
        _locates(admin)
        _publishes(admin)
        with somebody(browser, product, width=320) as customer:
            customer.goes_to("/directory/?place=Salzburg&within=10&q=ski+lifts")
            customer.page.get_by_role("link", name="Contoso Consulting").click()
            expect(customer.page.get_by_role("img", name="Logo of Contoso Consulting")).to_be_visible()
            looks(customer)
        _takes_it_off(admin)


def _describes(admin: Visitor, logo: Path, wide: Path) -> None:
    page = admin.page
    admin.goes_to(PROFILES)
    looks(admin)
    page.get_by_label("Country or region").select_option("AT")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Description").fill("In Austria we look after ski lifts.")
    page.get_by_label("Hospitality and travel").check()
    page.get_by_label("Solutions, skills and capabilities").fill("Ski lifts")
    page.get_by_label("Contact's e-mail address").fill("petra.hollowell@contoso.example.com")
    page.get_by_label("Website").fill("http://contoso.example.com/")
    page.get_by_label("Logo", exact=False).set_input_files(wide)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("The logo is 400 pixels wide; it may be at most 300.")).to_be_visible()
    expect(page.get_by_text("Enter a whole address that begins with https://.")).to_be_visible()
    expect(page.get_by_label("Description")).to_have_value("In Austria we look after ski lifts.")
    admin.errors.clear()  # the browser notes the 422 itself
    looks(admin)
    page.get_by_label("Website").fill("https://contoso.example.com/")
    page.get_by_label("Logo", exact=False).set_input_files(logo)
    page.get_by_role("button", name="Save and go on").click()


def _locates(admin: Visitor) -> None:
    page = admin.page
    page.get_by_label("Town").fill("Munich")
    page.get_by_role("button", name="Add the location").click()
    expect(page.get_by_text("No town in Austria is called so")).to_be_visible()
    admin.errors.clear()  # the browser notes the 422 itself
    looks(admin)
    page.get_by_label("Town").fill("Salzburg")
    page.get_by_role("button", name="Add the location").click()
    expect(page.get_by_text("The location is added.")).to_be_visible()
    looks(admin)


def _publishes(admin: Visitor) -> None:
    page = admin.page
    page.get_by_role("link", name="Go on to the preview").click()
    expect(page.locator("main")).to_contain_text("nobody sees it yet")
    looks(admin)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main")).to_contain_text("Published. Customers find the profile from now on.")
    looks(admin)


def _takes_it_off(admin: Visitor) -> None:
    page = admin.page
    page.locator("summary", has_text="Unpublish").click()
    looks(admin)
    page.get_by_role("button", name="Take it off the directory").click()
    expect(page.locator("main")).to_contain_text("The profile is not public any more.")
    page.locator("summary", has_text="Delete").click()
    page.get_by_role("button", name="Delete the profile").click()
    expect(page.locator("main")).to_contain_text("The profile is deleted.")
    looks(admin)
