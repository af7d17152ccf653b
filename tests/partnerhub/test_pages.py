"""What every page has in common: a fixed number of queries however many rows it shows, one heading, and nothing inline."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.defaults import server_error
from pytest_django import Settings

from evidence import lake
from evidence.models import Run, RunMonth
from partnerhub import clock
from partnerhub.models import Job, Partner, User
from partnerhub.permissions import Role
from scoring.actions import enrol, take_snapshots
from scoring.models import Enrolment, ScoreSnapshot
from specializations.models import Attestation, AuditRequest
from tests.evidence_files import KNOWN, imported
from tests.factories import JobFactory, LocationFactory, MemberFactory, PartnerFactory, UserFactory, person
from tests.people import People
from tests.urls import ALLAUTH, Route, routes

TODAY = date(2023, 7, 25)
MANY = 30
# A page that needs more wants a look at what it asks twice.
MOST_QUERIES = 12

# Page: how many queries it makes, session and person included (two).
QUERIES = {
    "home": 3,
    "membership": 11,
    "designation": 10,
    "why": 6,
    "specializations": 9,
    "specialization-area": 9,
    "specialization": 11,
    "audit-request": 11,
    "requirement-why": 6,
    "data": 8,
    "import-progress": 5,
    "run": 7,
    "activity": 6,
    "users": 6,
    "programme": 6,
    "programme-partner": 6,
}
BY_THE_PROGRAMME = {"programme", "programme-partner"}

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Elements that need no end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Html(HTMLParser):
    """A page, read for what all pages promise."""

    source: str
    elements: list[tuple[str, Mapping[str, str | None]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.close()
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        for tag in {*self.open}:
            self.texts.setdefault(tag, []).append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def text(self, tag: str) -> str:
        return " ".join("".join(self.texts.get(tag, [])).split())

    def inline(self) -> list[str]:
        """Whatever the policy would not let a browser run or apply."""
        found = [
            tag for tag, attributes in self.elements if tag == "style" or (tag == "script" and "src" not in attributes)
        ]
        names = [name for _, attributes in self.elements for name in attributes]
        found += [name for name in names if name == "style" or name.startswith(("on", "hx-on"))]
        values = [value for _, attributes in self.elements for value in attributes.values() if value]
        return found + [value for value in values if value.strip().lower().startswith("javascript:")]

    def twice(self) -> list[str]:
        """Ids that more than one element has."""
        ids = [attributes["id"] for _, attributes in self.elements if attributes.get("id")]
        return sorted({name for name in ids if name and ids.count(name) > 1})


def check_page(response: HttpResponse) -> None:
    """One heading, a title, a main part, well-formed, and nothing inline under the strictest policy."""
    page = Html(response.content.decode())
    assert (page.count("h1"), page.count("main"), page.count("title")) == (1, 1, 1)
    title, _, product = page.text("title").rpartition(" · ")
    assert (product, title != "", page.text("h1") != "") == ("partnerhub", True, True)
    assert (page.unbalanced, page.twice(), page.inline()) == ([], [], [])
    assert [attributes.get("lang") for tag, attributes in page.elements if tag == "html"] == ["en"]
    check_headers(response)


def check_headers(response: HttpResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert dict(one.strip().split(" ", 1) for one in policy.split(";")) == POLICY
    names = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    assert [response.headers[name] for name in names] == ["DENY", "nosniff", "same-origin"]


@dataclass(frozen=True)
class Filled:
    """A partner with some rows of everything."""

    team: People
    arguments: Mapping[str, Any]

    def get(self, name: str) -> HttpResponse:
        client = Client()
        client.force_login(self.team.manager if name in BY_THE_PROGRAMME else self.team.owner)
        return client.get(url_of(name, self.arguments))  # type: ignore[return-value]


def url_of(name: str, arguments: Mapping[str, Any]) -> str:
    route = next(route for route in routes() if route.name == name)
    return route.url(arguments)


@pytest.fixture
def fill(team: People, tmp_path: Path, settings: Settings) -> Callable[[int], Filled]:
    """Fill the tables around the team's partner with so many rows of everything that pages list."""
    settings.DEMO_TODAY = TODAY

    def filled(rows: int) -> Filled:
        partner = team.partner
        fill_programme(team, rows)
        fill_people(team, rows)
        jobs = [JobFactory(partner=partner, asked_by=UserFactory(), state=Job.State.SUCCEEDED) for _ in range(rows)]
        working = [
            JobFactory(partner=partner, asked_by=UserFactory(), task="evidence.tasks.import_run") for _ in range(rows)
        ]
        run = fill_evidence(team, tmp_path, rows, jobs[0])
        fill_records(team, rows)
        names = {"designation": "business_applications", "metric": "net_customer_adds", "area": "azure"}
        rules = {"specialization": "infra_and_database_migration", "requirement": "windows_acr"}
        own = {"mpn_id": partner.mpn_id, "run_id": run.pk, "job_id": working[0].pk}
        return Filled(team, {**names, **rules, **own})

    return filled


def fill_people(team: People, rows: int) -> None:
    for _ in range(rows):
        person(team.partner, Role.BILLING_ADMIN, Role.REPORT_VIEWER)
        MemberFactory(user=team.owner)
        LocationFactory(partner=team.partner)


def fill_programme(team: People, rows: int) -> None:
    for partner in [team.partner, *(PartnerFactory() for _ in range(rows - 1))]:
        AuditRequest.objects.create(
            partner=partner,
            specialization="infra_and_database_migration",
            contact_name="Gilda",
            contact_email="gilda@example.com",
            requested_by=UserFactory(),
            requested_at=KNOWN,
            standing={},
        )


def fill_evidence(team: People, folder: Path, rows: int, job: Job) -> Run:
    """Files of two datasets, each superseded by so many more; the first has rejected rows."""
    usage = {
        "Month": "2023-06",
        "CustomerTenantId": "t1",
        "ACRAdjustmentType": "N/A",
        "PartnerAttributionType": "CSP Tier 1",
    }
    virtual = {"ServiceLevel2": "Virtual Machines", "ComputeOS": "WINDOWS", "ComputeOSAttribute": "WINDOWS"}
    lines = [
        usage | virtual | {"CustomerTenantId": f"t{number}", "ComputeCoreSoftware": "Core", "ACR_USD": 5}
        for number in range(rows)
    ]
    first = imported(folder, team.partner, "azure_usage", [*lines, *(line | {"ACR_USD": "abc"} for line in lines)]).run
    adds = {
        "FiscalMonthName": "2023-06",
        "Workloads": "Sales",
        "PartnerAssociationType": "CSP Tier 1",
        "AdjustedRevenueAmtCD": 2000,
    }
    others = imported(
        folder,
        team.partner,
        "business_apps_revenue",
        [adds | {"CustomerTenantID": f"t{number}"} for number in range(rows)],
    ).run
    for number in range(1, rows):
        copied(first, number, job)
        copied(others, number, job)
    return first


def copied(run: Run, number: int, job: Job) -> None:
    """The same run again, by someone else and known later."""
    known, months = run.recorded_at + timedelta(minutes=number), list(run.months.all())
    again = Run.objects.get(pk=run.pk)
    again.pk, again.digest, again.recorded_at, again.imported_by, again.job = (
        None,
        f"{number:064}",
        known,
        UserFactory(),
        job,
    )
    again.save()
    RunMonth.objects.bulk_create(
        RunMonth(run=again, partner=run.partner, dataset=run.dataset, month=one.month, rows=one.rows, recorded_at=known)
        for one in months
    )
    shutil.copytree(lake.run_folder(run.dataset, run.pk), lake.run_folder(run.dataset, again.pk))


def fill_records(team: People, rows: int) -> None:
    """Snapshots of so many days, designations bought again and again, and words of the programme."""
    take_snapshots([team.partner], TODAY)
    for snapshot in ScoreSnapshot.objects.filter(as_of=TODAY):
        for number in range(1, rows):
            snapshot.pk, snapshot.as_of = None, TODAY - timedelta(days=number)
            snapshot.save()
    for number in range(rows):
        starts = date(2023 - number, 7, 1)
        enrol(team.partner, "infrastructure", UserFactory(), starts=starts, ends=starts + timedelta(days=300))
        Attestation.objects.create(
            partner=team.partner,
            specialization="infra_and_database_migration",
            requirement="skilling" if number == 0 else f"other_{number}",
            reason="Seen on paper.",
            valid_from=TODAY,
            attested_by=UserFactory(),
            attested_at=clock.now(),
        )


# Queries


@pytest.mark.parametrize("rows", [1, MANY])
@pytest.mark.parametrize("name", QUERIES)
def test_page_makes_a_fixed_number_of_queries(fill: Callable[[int], Filled], name: str, rows: int) -> None:
    filled = fill(rows)
    client = Client()
    client.force_login(filled.team.manager if name in BY_THE_PROGRAMME else filled.team.owner)
    url = url_of(name, filled.arguments)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    asked = [query["sql"] for query in queries]
    assert len(asked) == QUERIES[name], "\n".join(["The page asks:", *asked])
    if rows == MANY:
        check_page(response)  # type: ignore[arg-type]


def test_page_numbers_are_all_at_most_a_dozen() -> None:
    assert {name: number for name, number in QUERIES.items() if number > MOST_QUERIES} == {}


def test_every_page_has_its_number_of_queries() -> None:
    """A page is what answers GET with HTML: everything but the API, files, and what takes POST only."""
    others = {"healthz", "readyz", "import", "attest"}
    names = [route.name for route in routes() if not route.is_api and route.name not in others | ALLAUTH.keys()]
    assert {name for name in names if not route_is_file(name)} == QUERIES.keys()


def route_is_file(name: str) -> bool:
    return next(route for route in routes() if route.name == name).address.endswith(".csv")


def test_filled_tables_have_that_many_rows(fill: Callable[[int], Filled]) -> None:
    filled = fill(3)
    partner = filled.team.partner
    counts = [
        rows.count()
        for rows in (partner.jobs, partner.runs, partner.enrolments, partner.attestations, partner.locations)
    ]
    assert counts == [8, 6, 3, 3, 3]
    assert (Partner.objects.count(), partner.members.count(), filled.team.owner.memberships.count()) == (7, 6, 4)
    assert (Enrolment.objects.count(), ScoreSnapshot.objects.count(), RunMonth.objects.count()) == (3, 6, 6)
    assert Run.objects.get(pk=filled.arguments["run_id"]).rejected == 3


# What is common to all of them


@pytest.fixture
def empty(team: People, settings: Settings) -> Filled:
    """A partner that was just added: no file, no job, no score."""
    settings.DEMO_TODAY = TODAY
    names = {"designation": "business_applications", "metric": "deployments", "area": "azure"}
    return Filled(
        team,
        {
            **names,
            "specialization": "infra_and_database_migration",
            "requirement": "windows_acr",
            "mpn_id": team.partner.mpn_id,
        },
    )


@pytest.mark.parametrize("name", [name for name in QUERIES if name not in {"run", "import-progress"}])
def test_page_of_a_new_partner_is_a_page(empty: Filled, name: str) -> None:
    response = empty.get(name)
    assert response.status_code == 200
    check_page(response)


def test_home_of_a_person_without_organisation_is_a_page(db: None, client: Client) -> None:
    client.force_login(UserFactory())
    check_page(client.get("/"))  # type: ignore[arg-type]


def test_refusal_and_what_is_not_there_are_pages(empty: Filled) -> None:
    client, url = Client(), url_of("membership", empty.arguments)
    for user, status in ((empty.team.teammate, 403), (empty.team.stranger, 404)):
        client.force_login(user)
        response = client.get(url)
        assert response.status_code == status
        check_page(response)  # type: ignore[arg-type]


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
    empty: Filled, name: str, status: int, body: dict[str, str]
) -> None:
    client = Client()
    client.force_login(empty.team.manager if name in {*BY_THE_PROGRAMME, "attest"} else empty.team.owner)
    response = client.post(url_of(name, empty.arguments), body)
    assert (response.status_code, bool(response.context["form"].errors)) == (status, True)
    check_page(response)  # type: ignore[arg-type]


def test_form_without_csrf_token_is_a_page_that_says_what_to_do(empty: Filled) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(empty.team.owner)
    response = client.post(url_of("import", empty.arguments))
    assert (response.status_code, [template.name for template in response.templates][0]) == (403, "403_csrf.html")
    check_page(response)  # type: ignore[arg-type]


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
    check_page(response)  # type: ignore[arg-type]


def test_login_with_a_wrong_password_is_a_page(db: None, client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    User.objects.create_user("gilda@example.com", "correct-horse-9", name="Gilda")
    response = client.post(reverse("account_login"), {"login": "gilda@example.com", "password": "wrong"})
    assert (response.status_code, "_auth_user_id" in client.session) == (200, False)
    check_page(response)  # type: ignore[arg-type]


def test_login_leads_home_and_nowhere_else(db: None, client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    User.objects.create_user("gilda@example.com", "correct-horse-9", name="Gilda")
    body = {"login": "Gilda@Example.com", "password": "correct-horse-9", "next": "https://elsewhere.example.org/"}
    response = client.post(reverse("account_login"), body)
    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("route", [route for route in routes() if not route.parameters], ids=str)
def test_answer_to_anyone_carries_the_strict_policy(db: None, client: Client, route: Route) -> None:
    check_headers(client.get(route.url({})))  # type: ignore[arg-type]


def test_page_for_an_htmx_request_is_the_part_alone(fill: Callable[[int], Filled]) -> None:
    filled = fill(1)
    client = Client(headers={"HX-Request": "true"})
    client.force_login(filled.team.owner)
    for name in ("activity", "import-progress"):
        part = Html(client.get(url_of(name, filled.arguments)).content.decode())
        assert (part.count("html"), part.count("h1"), part.unbalanced, part.inline()) == (0, 0, [], [])
        assert part.elements != []


def test_page_numbers_beyond_the_last_show_the_last(fill: Callable[[int], Filled]) -> None:
    filled = fill(MANY)
    client = Client()
    client.force_login(filled.team.owner)
    for name, last in (("activity", 3), ("data", 3)):
        pages = [
            client.get(url_of(name, filled.arguments), {"page": page}).context["page"] for page in ("2", "99", "x")
        ]
        numbers = [(page.runs if name == "data" else page).number for page in pages]
        assert numbers == [2, last, 1]
