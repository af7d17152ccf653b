"""The years of a specialization: a failed audit and a second try, a renewal by itself, one with a new audit, and its loss.

The product is stopped and started again on later days; its worker does what the schedule asks it for every night.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DATABASE, PLACE, House, Product, Visitor
from tests.partnerhub.houses import until
from tests.postbox import Postbox, postbox
from tests.uploads import pdf

pytestmark = pytest.mark.browser

PARTNER = "/partners/1000001/membership/"
NETWORKING = PARTNER + "specializations/networking_services_in_microsoft_azure/"
TITLE = "Networking Services in Microsoft Azure"
ADMINS = ("gilda.ashgrove@contoso.example.com",)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with postbox() as box:
        yield House(tmp_path, box, f"{DATABASE}_years", 12 + PLACE % 3)


@contextmanager
def somebody(browser: Browser, product: Product, name: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visitor = Visitor(context.new_page(), product)
    visitor.signs_in_as(name)
    yield visitor
    context.close()


def test_specialization_lives_through_its_years(browser: Browser, house: House, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf())
    with house.on() as product:
        _is_prepared(browser, product)
        _is_audited(browser, product, "2023-07-25", "No Pass", report)
        _shows(browser, product, "Audit failed")
    with house.on("2023-08-01") as product:
        _night(house, product, "Free to try the audit again")
        _shows(browser, product, "Not enrolled", "Free to try the audit again")
        _is_audited(browser, product, "2023-08-01", "Pass", report)
        _shows(browser, product, "Active", "1 Aug 2024", "Every requirement is met")
    with house.on("2024-06-05") as product:
        _night(house, product, "Renewed for another year")
        _shows(browser, product, "Active", "1 Aug 2025", "Renewed for another year")
    with house.on("2025-06-05") as product:
        _night(house, product, "Renewal of " + TITLE)
        _shows(browser, product, "Active, renewal open", "the audit or the references again")
        _is_audited(browser, product, "2025-06-05", "Pass", report)
        _shows(browser, product, "Active", "1 Aug 2026")
        assert len(_told(house.box, "Renewal of " + TITLE)) == 3
    with house.on("2026-09-02") as product:
        _night(house, product, TITLE + ": Expired")
        _shows(browser, product, "Expired", "Not renewed in time")
    assert len(_told(house.box, TITLE + ": Expired")) == 1


def _is_prepared(browser: Browser, product: Product) -> None:
    """The programme manager records the designation for some years, and attests what has no published threshold."""
    with somebody(browser, product, "Piers Kingsmarsh") as manager:
        page = manager.page
        manager.goes_to("/programme/partners/1000001/")
        page.get_by_label("Designation", exact=True).select_option("infrastructure")
        page.get_by_label("Active from").fill("2023-07-01")
        page.get_by_label("Active until").fill("2026-05-01")
        page.get_by_role("button", name="Record the enrolment").click()
        manager.goes_to(NETWORKING)
        for requirement in ("performance", "skilling"):
            page.get_by_label("Requirement", exact=True).select_option(requirement)
            page.get_by_label("Reason, kept on record").fill("The programme saw the usage and the certificates.")
            page.get_by_role("button", name="Attest").click()
        expect(page.get_by_role("heading", name="3 of 4 requirements met")).to_be_visible()


def _is_audited(browser: Browser, product: Product, day: str, result: str, report: Path) -> None:
    """An audit in a day: its partner, the auditor who accepts, and a colleague of theirs who carries it on."""
    with (
        somebody(browser, product, "Gilda Ashgrove") as admin,
        somebody(browser, product, "Alva Lindqvale") as auditor,
        somebody(browser, product, "Bram Oudehoven") as colleague,
    ):
        admin.goes_to(NETWORKING)
        admin.page.get_by_role("link", name="Schedule audit").click()
        admin.page.get_by_role("button", name="Request the audit").click()
        admin.finds_it_accessible()
        _opens(auditor)
        auditor.page.get_by_role("button", name="Accept").click()
        _opens(colleague)
        colleague.page.get_by_label("Day").fill(day)
        colleague.page.get_by_role("button", name="Propose a day").click()
        admin.page.reload()
        admin.page.get_by_role("button", name="Agree to the day").click()
        expect(admin.page.get_by_role("link", name="Add to your calendar")).to_be_visible()
        admin.finds_it_accessible()
        _ends(colleague.page, result, report)
        colleague.finds_it_accessible()
        admin.goes_to(NETWORKING + "audit/")
        with admin.page.expect_download() as download:
            admin.page.get_by_role("link", name="report.pdf").first.click()
        assert download.value.path().read_bytes() == report.read_bytes()


def _opens(visitor: Visitor) -> None:
    """The audit that is open now: the first on the desk."""
    visitor.goes_to("/audits/")
    visitor.page.get_by_role("link", name=TITLE).first.click()


def _ends(page: Page, result: str, report: Path) -> None:
    page.reload()
    page.get_by_role("button", name="Record as held").click()
    form = page.locator("form").filter(has=page.get_by_role("button", name=result, exact=True))
    if result == "No Pass":
        form.get_by_label("What was not met").fill("Control 2.1: no design was shown.")
    form.get_by_label("Document (PDF)").set_input_files(report)
    form.get_by_role("button", name=result, exact=True).click()
    expect(page.get_by_role("link", name="report.pdf")).to_be_visible()


def _night(house: House, product: Product, told: str) -> None:
    """The worker reviews everyone; what it has to say arrives by e-mail."""
    before = len(_told(house.box, told))
    house.calls("specializations.tasks.review_everyone")
    assert until(lambda: len(_told(house.box, told)) > before, 60), product.log.read_text()[-3000:]


def _told(box: Postbox, words: str) -> list[str]:
    """The subjects of the letters to the admin with these words in them."""
    letters = [one for address in ADMINS for one in box.to(address)]
    return [str(one["Subject"]) for one in letters if words in f"{one['Subject']}\n{_text(one)}"]


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _shows(browser: Browser, product: Product, status: str, *words: str) -> None:
    with somebody(browser, product, "Gilda Ashgrove") as admin:
        admin.goes_to(NETWORKING)
        expect(admin.page.locator(".page-head")).to_contain_text(status)
        for one in words:
            expect(admin.page.locator("main")).to_contain_text(one)
        admin.finds_it_accessible()
