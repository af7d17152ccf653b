"""Every page of the product, in the name of someone whom it is for: axe finds nothing, and nothing needs scrolling to the side.

In light and dark, on a wide screen and at 400 % zoom (320 pixels). And a status page prints on one sheet.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.journeys.conftest import Product, Visitor
from tests.urls import ALLAUTH, routes

pytestmark = pytest.mark.browser

PARTNER = "/partners/1000001/"
MEMBERSHIP = f"{PARTNER}membership/"
BUSINESS = f"{MEMBERSHIP}solutions-partner/business_applications/"
INFRA = f"{MEMBERSHIP}specializations/infra_and_database_migration/"
OTHER = "/partners/1000002/"
ADMIN, OTHER_ADMIN, NOBODY = "Mara Birchwick", "Owen Tansyfield", ""
MANAGER, AUDITOR, REVIEWER = "Piers Kingsmarsh", "Alva Lindqvale", "Rhea Marlstone"
BILLING_ADMIN, CREDIT = "Bodo Elderfell", f"{PARTNER}credit/"
PROFILE_ADMIN, PROFILE = "Petra Hollowell", f"{PARTNER}profiles/DE/"


@dataclass(frozen=True)
class Found:
    """A page whose address the demo decides: the first link of a page that is like this, and what is added to it."""

    on: str
    like: str
    then: str = ""


# The name of a page's URL: whose it is, and where they find it.
PAGES: Mapping[str, tuple[str, str | Found]] = {
    "home": (ADMIN, "/"),
    "help": (ADMIN, "/help/?partner=1000001"),
    "help-topic": (ADMIN, "/help/proof/"),
    "search": (ADMIN, f"{PARTNER}search/?q=az"),
    "rulebook": (ADMIN, "/rulebook/?partner=1000001"),
    "rulebook-coverage": (ADMIN, "/rulebook/coverage/"),
    "rulebook-differences": (
        ADMIN,
        "/rulebook/differences/?first=2022-10-03&second=2023-07-11&chapter=business_applications",
    ),
    "rulebook-chapter": (ADMIN, "/rulebook/security/?partner=1000001"),
    "membership": (ADMIN, MEMBERSHIP),
    "action-center": (ADMIN, f"{MEMBERSHIP}actions/"),
    "solutions-partner": (ADMIN, f"{MEMBERSHIP}solutions-partner/"),
    "designation": (ADMIN, BUSINESS),
    "history": (ADMIN, f"{BUSINESS}history/"),
    "histories": (ADMIN, f"{MEMBERSHIP}history/"),
    "changes": (ADMIN, f"{BUSINESS}changes/?rules_on=2022-10-03"),
    "why": (ADMIN, f"{BUSINESS}net_customer_adds/"),
    "customers": (ADMIN, f"{MEMBERSHIP}solutions-partner/customers/?q=hazel"),
    "customer": (ADMIN, Found(f"{PARTNER}search/?q=hazelmoor+bakery", "/customers/[^/?]+/$")),
    "skilling": (ADMIN, f"{MEMBERSHIP}skilling/"),
    "people": (ADMIN, f"{MEMBERSHIP}solutions-partner/people/?within=30"),
    "person": (ADMIN, Found(f"{PARTNER}search/?q=gaia", r"/people/\w+/$")),
    "specializations": (ADMIN, f"{MEMBERSHIP}specializations/"),
    "specialization-area": (ADMIN, f"{MEMBERSHIP}specializations/areas/security/"),
    "specialization": (ADMIN, INFRA),
    "requirement-why": (ADMIN, f"{INFRA}requirements/windows_acr/"),
    "own-audits": (ADMIN, f"{MEMBERSHIP}audits/"),
    "audit-request": (ADMIN, f"{INFRA}audit/"),
    "references": (OTHER_ADMIN, f"{OTHER}membership/references/"),
    "reference": (OTHER_ADMIN, Found(f"{OTHER}membership/references/", r"/references/\d+/$")),
    "reference-new": (OTHER_ADMIN, f"{OTHER}membership/specializations/adoption_and_change_management/references/new/"),
    "data": (OTHER_ADMIN, f"{OTHER}data/"),
    "imports": (ADMIN, f"{PARTNER}data/imports/"),
    "run": (ADMIN, Found(f"{PARTNER}data/imports/", r"/runs/\d+/$")),
    "activity": (ADMIN, f"{PARTNER}activity/"),
    "users": (ADMIN, f"{PARTNER}users/"),
    "programme": (MANAGER, "/programme/"),
    "programme-partner": (MANAGER, "/programme/partners/1000001/"),
    "programme-auditors": (MANAGER, "/programme/auditors/"),
    "audits": (AUDITOR, "/audits/"),
    "reference-reviews": (REVIEWER, "/reviews/"),
    "reference-review": (REVIEWER, Found("/reviews/", r"/reviews/\d+/$")),
    "profiles": (PROFILE_ADMIN, f"{PARTNER}profiles/"),
    "profile": (PROFILE_ADMIN, PROFILE),
    "profile-locations": (PROFILE_ADMIN, f"{PROFILE}locations/"),
    "profile-preview": (PROFILE_ADMIN, f"{PROFILE}preview/"),
    "leads": (PROFILE_ADMIN, f"{PARTNER}leads/"),
    "lead": (PROFILE_ADMIN, Found(f"{PARTNER}leads/", r"/leads/\d+/$")),
    "directory": (NOBODY, "/directory/"),
    "directory-profile": (NOBODY, Found("/directory/", r"^/directory/\d+/$")),
    "directory-contact": (NOBODY, Found("/directory/", r"^/directory/\d+/$", "contact/")),
    "credit": (BILLING_ADMIN, CREDIT),
    "credit-steps": (BILLING_ADMIN, f"{CREDIT}next-steps/"),
    "credit-alerts": (BILLING_ADMIN, f"{CREDIT}alerts/"),
    "credit-month": (BILLING_ADMIN, f"{CREDIT}2023-06/"),
    "credit-customer": (BILLING_ADMIN, Found(f"{CREDIT}2023-06/", r"/customers/[^/?]+/$")),
    "credit-why": (BILLING_ADMIN, f"{CREDIT}2023-06/why/?verdict=lost"),
    "credit-resource": (BILLING_ADMIN, Found(f"{CREDIT}2023-06/why/?q=vm-shop-1", r"/resources/.+/$")),
    "credit-reconciliation": (BILLING_ADMIN, f"{CREDIT}2023-06/reconciliation/"),
    "demo-door": (NOBODY, "/demo/"),
    "account_login": (NOBODY, "/accounts/login/"),
    "account_reset_password": (NOBODY, "/accounts/password/reset/"),
    "account_change_password": (ADMIN, "/accounts/password/change/"),
    "account_email": (ADMIN, "/accounts/email/"),
    "account_logout": (ADMIN, "/accounts/logout/"),
}
# Pages that are seen elsewhere, as they need something to have happened.
ELSEWHERE = {
    "audit": "test_admin.py has an auditor open one",
    "import-progress": "test_admin.py imports a file",
    "reference-answer": "test_references.py has customers answer",
}
# What answers with a page but is none of ours, or is a part of one.
NO_PAGES = {
    *("healthz", "readyz", "at-work", "demo-sign-in", "directory-places", "reference-customers"),
    *("directory-logo", "directory-sitemap", "sitemap", "robots", "profile-logo"),
}
POST_ONLY = {
    *("import", "attest", "audit-step", "programme-award", "programme-award-back", "preferences", "language"),
    *("reference-save", "reference-attach", "reference-step", "lead-step"),
    *("profile-new", "profile-save", "profile-location-step", "profile-publish", "profile-delete"),
    *("credit-lapse", "credit-lapse-back"),
}
# Refusals are pages too: who, where, and the status.
REFUSALS = (("Sylvi Fennimoor", MEMBERSHIP, 403), ("Gwen Underhay", MEMBERSHIP, 404), ("Mara Birchwick", CREDIT, 403))

# Once everything that axe knows; then what a theme can change, and what a width can.
TARGETS = "target-size"
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "rules": {TARGETS: {"enabled": True}}}
COLOURS, PLACES = ("color-contrast",), (TARGETS, "scrollable-region-focusable", "label", "heading-order", "region")
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 320, "height": 640}


def names_of_pages() -> set[str]:
    """Whatever answers GET with HTML."""
    files = (".csv", ".ics", "<int:document_id>/", "<int:report_id>/")
    found = {route.name for route in routes() if not route.is_api and not route.address.endswith(files)}
    return found - ALLAUTH.keys() - NO_PAGES - POST_ONLY


def test_every_page_is_listed_here() -> None:
    listed = {name for name in PAGES if not name.startswith("account_")} - {"demo-door"}
    missing = names_of_pages() - listed - ELSEWHERE.keys()
    assert missing == set(), f"Add them to PAGES (or, where they cannot be opened in the demo, to ELSEWHERE): {missing}"
    assert listed - names_of_pages() == set()


@pytest.fixture(scope="module")
def pages(browser: Browser, product: Product) -> Iterator["Visits"]:
    visits = Visits(browser, product)
    yield visits
    visits.close()


class Visits:
    """A browser window for each person, opened once."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self.browser, self.product = browser, product
        self.visitors: dict[str, Visitor] = {}

    def visitor(self, who: str) -> Visitor:
        if who not in self.visitors:
            context = self.browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
            self.visitors[who] = Visitor(context.new_page(), self.product)
            if who:
                self.visitors[who].signs_in_as(who)
        return self.visitors[who]

    def address(self, who: str, where: str | Found) -> str:
        """Where a page is in this demo."""
        if isinstance(where, str):
            return where
        visitor = self.visitor(who)
        visitor.goes_to(where.on)
        read = "links => links.map(one => one.getAttribute('href'))"
        links: list[str] = visitor.page.locator("main a").evaluate_all(read)
        return next(link for link in links if re.search(where.like, link)) + where.then

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.page.context.close()


def only(rules: Sequence[str]) -> dict[str, Any]:
    """These rules alone, as all of them take long."""
    return {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": list(rules)}}


LOOKS: Sequence[tuple[dict[str, int], Literal["light", "dark"], dict[str, Any]]] = (
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", only(COLOURS)),
    (NARROW, "dark", only(PLACES)),
    (NARROW, "light", only(PLACES)),
)
# What axe finds, each with the first element.
RUN = """options => axe.run(document, options)
    .then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html}`))"""


def problems(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found: list[str] = page.evaluate(RUN, options)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, *([f"{wide} pixels wider than the window"] if wide > 0 else [])]


def seen_everywhere(page: Page) -> dict[str, list[str]]:
    """The page as it is, in each theme and width; by theme and width, what is wrong."""
    page.evaluate(AXE_SCRIPT)
    found = {}
    for size, scheme, options in LOOKS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)
        found[f"{size['width']} {scheme}"] = problems(page, options)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return {look: told for look, told in found.items() if told}


@pytest.mark.parametrize("who", [ADMIN, OTHER_ADMIN, BILLING_ADMIN, PROFILE_ADMIN, MANAGER, AUDITOR, REVIEWER, NOBODY])
def test_pages_are_accessible_in_every_theme_and_width(pages: Visits, who: str) -> None:
    visitor, wrong = pages.visitor(who), {}
    for name, (whose, where) in PAGES.items():
        if whose == who:
            assert (name, visitor.goes_to(pages.address(who, where))) == (name, 200)
            if found := seen_everywhere(visitor.page):
                wrong[name] = found
    assert (wrong, visitor.errors) == ({}, [])


def test_refusals_are_accessible_in_every_theme_and_width(pages: Visits) -> None:
    for who, where, status in REFUSALS:
        visitor = pages.visitor(who)
        assert visitor.goes_to(where) == status
        assert seen_everywhere(visitor.page) == {}


@pytest.mark.parametrize("who", [ADMIN, OTHER_ADMIN])
def test_status_page_prints_on_one_sheet(pages: Visits, who: str) -> None:
    visitor, partner = pages.visitor(who), PARTNER if who == ADMIN else OTHER
    areas = ("business_applications", "modern_work", "security", "data_ai")
    own = ("infra_and_database_migration", "kubernetes", "adoption_and_change_management")
    paths = [*(f"solutions-partner/{key}/" for key in areas), *(f"specializations/{key}/" for key in own)]
    sheets = {}
    for path in paths:
        visitor.goes_to(f"{partner}membership/{path}")
        sheets[path] = len(PdfReader(BytesIO(visitor.page.pdf(prefer_css_page_size=True))).pages)
    assert sheets == dict.fromkeys(paths, 1)
