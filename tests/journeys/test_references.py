"""Customer references, from the partner's form through the customers' mail to Active; each person at a browser of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product, Visitor
from tests.partnerhub.houses import until
from tests.uploads import PNG

pytestmark = pytest.mark.browser

MEMBERSHIP = "/partners/1000001/membership/"
MEETINGS = MEMBERSHIP + "specializations/meetings_and_meeting_rooms_for_microsoft_teams/"
TITLE = "Meetings and Meeting Rooms for Microsoft Teams"


@pytest.fixture
def people(browser: Browser, product: Product) -> "People":
    return People(browser, product)


class People:
    """Whoever comes along: each with a window and cookies of their own."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self.browser, self.product = browser, product

    @contextmanager
    def somebody(self, name: str = "", width: int = 1440) -> Iterator[Visitor]:
        context = self.browser.new_context(viewport={"width": width, "height": 900})
        visitor = Visitor(context.new_page(), self.product)
        if name:
            visitor.signs_in_as(name)
        yield visitor
        context.close()


def test_three_customers_make_a_specialization_active(people: People, tmp_path: Path) -> None:
    picture = tmp_path / "rooms.png"
    picture.write_bytes(PNG)
    with people.somebody("Piers Kingsmarsh") as manager, people.somebody("Gilda Ashgrove") as admin:
        admin.goes_to(MEETINGS)
        expect(admin.page.locator("#references")).to_contain_text(
            "References are sent once every other requirement is met"
        )
        admin.finds_it_accessible()
        _records_what_is_needed(manager)
        _begins_and_corrects(admin, picture)
        for number in (2, 3, 4):
            _sends(admin, number)
        _rejects(people, 1)
        for number in (2, 3, 4):
            _approves(people, number)
        _sees_what_came_of_it(admin)
    with people.somebody("Rhea Marlstone", width=400) as reviewer:
        _confirms(reviewer)


def _records_what_is_needed(manager: Visitor) -> None:
    page = manager.page
    manager.goes_to("/programme/partners/1000001/")
    page.get_by_label("Designation", exact=True).select_option("modern_work")
    page.get_by_label("Active from").fill("2023-07-01")
    page.get_by_role("button", name="Record the enrolment").click()
    manager.goes_to(MEETINGS)
    for requirement in ("performance", "skilling"):
        page.get_by_label("Requirement", exact=True).select_option(requirement)
        page.get_by_label("Reason, kept on record").fill("The programme saw the usage and the certificates.")
        page.get_by_role("button", name="Attest").click()
    expect(page.get_by_role("heading", name="3 of 4 requirements met")).to_be_visible()


def _begins_and_corrects(admin: Visitor, picture: Path) -> None:
    """The first one is sent too early, corrected, and sent. Its customer is the first that evidence knows."""
    page = admin.page
    admin.goes_to(MEMBERSHIP + "references/")
    expect(page.get_by_role("heading", name="No reference yet")).to_be_visible()
    admin.finds_it_accessible()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Customer", exact=True).select_option(index=1)
    admin.finds_it_accessible()
    page.get_by_role("button", name="Send to the customer").click()
    expect(page.get_by_text("Fill this in; the customer has to read it.")).to_have_count(7)
    admin.finds_it_accessible()
    _fills_in(page, 1)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_label("Attach documents").set_input_files(picture)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("link", name="rooms.png")).to_be_visible()
    admin.finds_it_accessible()
    page.get_by_role("button", name="Send to the customer").click()
    expect(page.locator("main")).to_contain_text("Awaiting approval")
    admin.finds_it_accessible()


def _sends(admin: Visitor, number: int) -> None:
    page = admin.page
    admin.goes_to(MEETINGS)
    page.get_by_role("link", name="Add a reference").click()
    page.get_by_label("Name of another customer").fill(f"Litware {number}")
    page.get_by_label("Tenant id of that customer").fill(f"tenant-of-litware-{number}")
    _fills_in(page, number)
    page.get_by_role("button", name="Send to the customer").click()
    expect(page.locator("main")).to_contain_text("Sent to the customer.")


def _fills_in(page: Page, number: int) -> None:
    page.get_by_label("Contact at the customer").fill(f"Mei Lin {number}")
    page.get_by_label("Contact's e-mail address").fill(f"mei{number}@litware.example.com")
    page.get_by_label("What was deployed and managed").fill("Forty meeting rooms, and their support.")
    page.get_by_label("Workload").fill("Teams Rooms")
    page.get_by_label("Number of users").fill("1200")
    page.get_by_label("From", exact=True).fill("2022-01-01")
    page.get_by_label("To", exact=True).fill("2023-06-30")


def _opens_the_link(visitor: Visitor, number: int) -> str:
    """The link in the customer's mail; its address."""
    box = visitor.product.box
    assert until(lambda: box.to(f"mei{number}@litware.example.com"), 60)
    text = box.to(f"mei{number}@litware.example.com")[0].get_content()
    (link,) = re.findall(r"http\S+/references/\S+/", text)
    visitor.page.goto(link)
    expect(visitor.page.locator("main")).to_contain_text("Forty meeting rooms, and their support.")
    visitor.finds_it_accessible()
    return str(link)


def _rejects(people: People, number: int) -> None:
    with people.somebody(width=400) as customer:
        page = customer.page
        link = _opens_the_link(customer, number)
        with page.expect_download() as download:
            page.get_by_role("link", name="rooms.png").click()
        assert download.value.suggested_filename == "rooms.png"
        page.get_by_label("Why you reject it").fill("We had twenty rooms.")
        page.get_by_role("button", name="Reject").click()
        expect(page.locator("main")).to_contain_text("You rejected the reference.")
        customer.finds_it_accessible()
        response = page.goto(link)
        assert response is not None and response.status == 410
        expect(page.locator("main")).to_contain_text("This link does not work any more")
        customer.errors.clear()  # the browser notes the 410 itself
        customer.finds_it_accessible()


def _approves(people: People, number: int) -> None:
    with people.somebody() as customer:
        _opens_the_link(customer, number)
        customer.page.get_by_role("button", name="Approve").click()
        expect(customer.page.locator("main")).to_contain_text("You approved the reference.")
        customer.finds_it_accessible()


def _sees_what_came_of_it(admin: Visitor) -> None:
    page, box = admin.page, admin.product.box
    admin.goes_to(MEETINGS)
    expect(page.locator(".page-actions")).to_contain_text("Active")
    expect(page.get_by_role("row", name="Customer references")).to_contain_text("enough until 25 Jul 2025")
    expect(page.get_by_role("row", name="A. Datum Corporation")).to_contain_text("We had twenty rooms.")
    admin.finds_it_accessible()
    admin.goes_to(MEMBERSHIP + "references/?state=rejected")
    admin.finds_it_accessible()
    page.get_by_role("link", name="A. Datum Corporation").click()
    expect(page.locator("main")).to_contain_text("Customer rejected")
    page.get_by_text("Delete the contact").click()
    admin.finds_it_accessible()
    page.get_by_role("button", name="Delete them").click()
    expect(page.locator("main")).not_to_contain_text("mei1@litware.example.com")
    admin.finds_it_accessible()
    assert until(lambda: any("Rejected" in str(one["Subject"]) for one in box.to("gilda.ashgrove")), 60)


def _confirms(reviewer: Visitor) -> None:
    page = reviewer.page
    page.get_by_role("link", name="Reference reviews").click()
    reviewer.finds_it_accessible()
    page.get_by_role("link", name="Litware 2").click()
    reviewer.finds_it_accessible()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("main")).to_contain_text("Accepted by the programme")
    reviewer.finds_it_accessible()
