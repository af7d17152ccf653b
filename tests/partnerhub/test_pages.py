"""What every page has in common: a fixed number of queries however many rows it shows, one heading, and nothing inline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.defaults import server_error

from evidence.models import Run, RunMonth
from partnerhub.models import Partner, User
from scoring.models import Enrolment, ScoreSnapshot
from tests.factories import UserFactory
from tests.filled import Filled, empty, filled, route_named
from tests.html import Html, check_headers, check_page
from tests.many import multiplied
from tests.people import People
from tests.urls import ALLAUTH, Route, routes

pytestmark = pytest.mark.slow

MANY, THOUSANDS = 30, 15_000
# What is said of more rows: another step to take or a tag, longer numbers.
MORE, LONGER = 3, 1.1
# A page that needs more wants a look at what it asks twice.
MOST_QUERIES = 12

# Page: how many queries it makes, session and person included (two).
QUERIES = {
    "home": 6,
    "help": 4,
    "help-topic": 4,
    "search": 4,
    "solutions-partner": 7,
    "histories": 6,
    "skilling": 5,
    "own-audits": 8,
    "directory": 6,
    "directory-profile": 6,
    "directory-contact": 6,
    "profiles": 8,
    "profile": 9,
    "profile-locations": 9,
    "profile-preview": 9,
    "leads": 8,
    "lead": 5,
    "rulebook": 4,
    "rulebook-coverage": 4,
    "rulebook-differences": 4,
    "rulebook-chapter": 4,
    "membership": 12,
    "action-center": 12,
    "designation": 9,
    "history": 9,
    "changes": 6,
    "why": 6,
    "customers": 5,
    "customer": 6,
    "people": 5,
    "person": 6,
    "specializations": 7,
    "specialization-area": 7,
    "specialization": 11,
    "audit-request": 11,
    "audits": 6,
    "reference-new": 5,
    "references": 7,
    "reference": 11,
    "reference-answer": 8,
    "reference-reviews": 7,
    "reference-review": 6,
    "audit": 5,
    "requirement-why": 6,
    "data": 7,
    "imports": 10,
    "import-progress": 5,
    "run": 7,
    "activity": 6,
    "users": 6,
    "credit": 9,
    "credit-steps": 7,
    "credit-alerts": 6,
    "credit-month": 7,
    "credit-customer": 10,
    "credit-why": 8,
    "credit-resource": 8,
    "credit-reconciliation": 9,
    "programme": 7,
    "programme-auditors": 8,
    "programme-partner": 7,
}


# Pages about rows that a new partner does not have.
OF_ROWS = {
    *("run", "import-progress", "customer", "person", "audit"),
    *("reference", "reference-answer", "reference-review"),
    *("credit-month", "credit-customer", "credit-why", "credit-resource", "credit-reconciliation"),
    *("profile", "profile-locations", "profile-preview", "lead", "directory-profile", "directory-contact"),
}


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Pages show the demo's day."""


# Queries


@dataclass(frozen=True)
class Shown:
    """What a page asked the database for, how many rows and entries it shows, and how large it is."""

    queries: tuple[str, ...]
    rows: int
    size: int


def shown(pages: Filled) -> dict[str, Shown]:
    """Every page, in the name of whom it is for."""
    found = {}
    for name in QUERIES:
        client, url = pages.client(name), pages.url(name)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert (name, response.status_code) == (name, 200)
        check_page(response, referrer="no-referrer" if name == "reference-answer" else "same-origin")
        page = Html(response.content.decode())
        asked = tuple(query["sql"] for query in queries)
        found[name] = Shown(asked, page.count("tr") + page.count("li"), len(response.content))
    return found


def check_queries(found: Mapping[str, Shown], rows: int) -> None:
    wrong = {name: one.queries for name, one in found.items() if len(one.queries) != QUERIES[name]}
    told = [line for name, asked in wrong.items() for line in (f"{name} with {rows} rows of everything asks:", *asked)]
    assert {name: len(one.queries) for name, one in found.items()} == QUERIES, "\n".join(told)


def test_page_makes_a_fixed_number_of_queries_with_one_row(team: People, tmp_path: Path) -> None:
    """All pages in one test, as filling the tables is what takes long; they only read."""
    check_queries(shown(filled(team, tmp_path, 1)), 1)


def test_page_with_thousands_of_rows_asks_and_shows_what_it_does_with_dozens(team: People, tmp_path: Path) -> None:
    pages = filled(team, tmp_path, MANY)
    few = shown(pages)
    check_queries(few, MANY)
    many = shown(multiplied(pages, tmp_path, THOUSANDS))
    check_queries(many, THOUSANDS)
    grown = {name: (few[name].rows, one.rows) for name, one in many.items() if one.rows > few[name].rows + MORE}
    longer = {name: (few[name].size, one.size) for name, one in many.items() if one.size > few[name].size * LONGER}
    assert (grown, longer) == ({}, {})


def test_page_numbers_are_all_at_most_a_dozen() -> None:
    assert {name: number for name, number in QUERIES.items() if number > MOST_QUERIES} == {}


def test_every_page_has_its_number_of_queries() -> None:
    """A page is what answers GET with HTML: everything but the API, files, and what takes POST only."""
    others = {"healthz", "readyz", "import", "attest", "audit-step", "programme-award", "programme-award-back"}
    others |= {"preferences", "language", "at-work", "reference-customers"}
    others |= {"reference-save", "reference-attach", "reference-step"}
    others |= {"profile-new", "profile-save", "profile-location-step", "profile-publish", "profile-delete", "lead-step"}
    others |= {"credit-lapse", "credit-lapse-back"}
    others |= {"profile-logo", "directory-logo", "directory-places", "directory-sitemap", "sitemap", "robots"}
    names = [route.name for route in routes() if not route.is_api and route.name not in others | ALLAUTH.keys()]
    files = (".csv", ".ics", "<int:document_id>/", "<int:report_id>/")
    assert {name for name in names if not route_named(name).address.endswith(files)} == QUERIES.keys()


def test_filled_tables_have_that_many_rows(team: People, tmp_path: Path) -> None:
    pages, partner = filled(team, tmp_path, 3), team.partner
    counts = [
        rows.count()
        for rows in (partner.jobs, partner.runs, partner.enrolments, partner.attestations, partner.locations)
    ]
    assert counts == [6, 9, 3, 3, 3]
    assert (Partner.objects.count(), partner.members.count(), team.owner.memberships.count()) == (7, 7, 4)
    assert (Enrolment.objects.count(), ScoreSnapshot.objects.count(), RunMonth.objects.count()) == (3, 36, 9)
    assert Run.objects.get(pk=pages.arguments["run_id"]).rejected == 3


# What is common to all of them


@pytest.mark.parametrize(
    "name",
    sorted(QUERIES.keys() - OF_ROWS),
)
def test_page_of_a_new_partner_is_a_page(team: People, name: str) -> None:
    pages = empty(team)
    response = pages.client(name).get(pages.url(name))
    assert response.status_code == 200
    check_page(response)


def test_home_of_a_person_without_organisation_is_a_page(db: None, client: Client) -> None:
    client.force_login(UserFactory())
    check_page(client.get("/"))


def test_refusal_and_what_is_not_there_are_pages(team: People, client: Client) -> None:
    url = empty(team).url("membership")
    for user, status in ((team.teammate, 403), (team.stranger, 404)):
        client.force_login(user)
        response = client.get(url)
        assert response.status_code == status
        check_page(response)


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("import", 422, {"dataset": "horoscopes"}),
        ("audit-request", 200, {"contact_email": "nobody"}),
        ("attest", 422, {"requirement": "skilling", "reason": "short"}),
        ("programme-partner", 200, {"starts": "2023-07-01", "ends": "2023-06-01"}),
    ],
)
def test_form_with_an_error_is_a_page_and_names_its_fields(
    team: People, name: str, status: int, body: dict[str, str]
) -> None:
    pages = empty(team)
    response = pages.client(name).post(pages.url(name), body)
    assert (response.status_code, bool(response.context["form"].errors)) == (status, True)
    check_page(response)


def test_form_without_csrf_token_is_a_page_that_says_what_to_do(team: People) -> None:
    pages = empty(team)
    response = pages.client("import", enforce_csrf_checks=True).post(pages.url("import"))
    assert (response.status_code, next(template.name for template in response.templates)) == (403, "403_csrf.html")
    check_page(response, plain=True)


def test_our_own_failure_is_a_page(rf: RequestFactory) -> None:
    page = Html(server_error(rf.get("/")).content.decode())
    assert (page.count("h1"), page.count("main"), page.unbalanced, page.inline()) == (1, 1, [], [])


SIGNED_OUT = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
)
SIGNED_IN = ("account_logout", "account_change_password", "account_email", "account_reauthenticate")


@pytest.mark.parametrize("name", [*SIGNED_OUT, *SIGNED_IN])
def test_account_page_is_a_page(db: None, client: Client, name: str) -> None:
    if name in SIGNED_IN:
        user = UserFactory()
        user.set_password("correct-horse-9")
        user.save()
        client.force_login(user)
    response = client.get(reverse(name))
    assert response.status_code == 200
    check_page(response)


def test_login_with_a_wrong_password_is_a_page(db: None, own_cache: None, client: Client) -> None:
    User.objects.create_user("gilda@example.com", "correct-horse-9", name="Gilda")
    response = client.post(reverse("account_login"), {"login": "gilda@example.com", "password": "wrong"})
    assert (response.status_code, "_auth_user_id" in client.session) == (200, False)
    check_page(response)


def test_login_leads_home_and_nowhere_else(db: None, own_cache: None, client: Client) -> None:
    User.objects.create_user("gilda@example.com", "correct-horse-9", name="Gilda")
    body = {"login": "Gilda@Example.com", "password": "correct-horse-9", "next": "https://elsewhere.example.org/"}
    response = client.post(reverse("account_login"), body)
    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("route", [route for route in routes() if not route.parameters], ids=str)
def test_answer_to_anyone_carries_the_strict_policy(db: None, own_cache: None, client: Client, route: Route) -> None:
    check_headers(client.get(route.url({})))


def test_page_for_an_htmx_request_is_the_part_alone(team: People, tmp_path: Path) -> None:
    pages = filled(team, tmp_path, 1)
    client = pages.client("activity", headers={"HX-Request": "true"})
    for name in ("activity", "import-progress"):
        part = Html(client.get(pages.url(name)).content.decode())
        assert (part.count("html"), part.count("h1"), part.unbalanced, part.inline()) == (0, 0, [], [])
        assert part.elements != []


def test_page_numbers_beyond_the_last_show_the_last(team: People, tmp_path: Path) -> None:
    pages = filled(team, tmp_path, MANY)
    client = pages.client("activity")
    for name, last in (("activity", 3), ("imports", 3)):
        found = [client.get(pages.url(name), {"page": page}).context["page"] for page in ("2", "99", "x")]
        numbers = [(one.runs if name == "imports" else one).page.number for one in found]
        assert numbers == [2, last, 1]
