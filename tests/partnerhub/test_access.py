"""Who may open which URL. Generated from the URLconf: a new URL is asked in everyone's name without anyone remembering to."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from demo.story import TODAY
from partnerhub.models import Member, Partner, User
from partnerhub.permissions import MEMBERSHIP_ADMINS, PERMISSIONS, PROGRAMME_ROLES, PUBLIC, SIGNED_IN, Role
from tests.access_rows import rows_of
from tests.access_tables import BODIES, NAMES, ROWS, UNKNOWN, WRITES
from tests.factories import MemberFactory, UserFactory, person
from tests.folders import in_folder
from tests.people import People, people
from tests.urls import ALLAUTH, Route, routes

pytestmark = pytest.mark.slow

ROUTES = routes()
OURS = [route for route in ROUTES if route.name not in ALLAUTH]
OF_A_PARTNER = [route for route in OURS if "mpn_id" in route.parameters]
APPS = {"partnerhub", "evidence", "scoring", "specializations", "directory", "credit", "authtoken"}

# Filled once for all, and long.
UNWRITTEN = {"directory_place"}

OPEN, REFUSED, HIDDEN, SIGN_IN, NO_METHOD = "open", "refused", "hidden", "sign in", "no such method"
WORDS = {401: SIGN_IN, 403: REFUSED, 404: HIDDEN, 405: NO_METHOD, 500: "broken"}


@dataclass(frozen=True)
class World:
    """Everyone who asks, and what there is to be asked about. ``foreign`` are the same kinds of rows at another partner."""

    team: People
    everyone: Mapping[str, User | None]
    own: Mapping[str, Any]
    foreign: Mapping[str, Any]

    def roles(self, who: str) -> tuple[frozenset[str], bool]:
        """What this person holds for the partner, read from their rows, and whether they belong to it."""
        rows = Member.objects.filter(user=self.everyone[who])
        here = [row for row in rows if row.partner_id in {None, self.team.partner.pk}]
        return frozenset(role for row in here for role in row.roles), any(row.partner_id for row in here)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker, home: Path) -> Iterator[tuple[World, World]]:
    """Made once and never committed, as making them takes longer than most questions."""
    with django_db_blocker.unblock(), override_settings(DEMO_TODAY=TODAY, **in_folder(home)), transaction.atomic():
        found = world_of(people())
        yield found, crowded(found)
        transaction.set_rollback(True)


@pytest.fixture
def world(
    worlds: tuple[World, World],
    home: Path,
    db: None,
    own_cache: None,
    demo_day: date,
    settings: Settings,
    tmp_path: Path,
) -> World:
    """As it was made, with files of its own: what a test writes goes with it."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    return worlds[0]


@pytest.fixture
def crowd(world: World, worlds: tuple[World, World]) -> World:
    """The same with every other role, and the people between the roles."""
    return worlds[1]


def world_of(team: People) -> World:
    for row, name in ((team.partner, "Partners"), (team.owner, "Owner"), (team.partner_admin, "Admin")):
        row.name = f"Unmistakable {name}"
        row.save(update_fields=["name"])
    other = Partner.objects.get(members__user=team.stranger)
    everyone: dict[str, User | None] = {
        "owner": team.owner,
        "partner admin": team.partner_admin,
        "teammate": team.teammate,
        "profile admin": team.profile_admin,
        "stranger": team.stranger,
        "programme manager": team.manager,
        "auditor": team.auditor,
        "anonymous": None,
    }
    return World(team, everyone, rows_of(team.partner), rows_of(other))


def crowded(world: World) -> World:
    partner, other = world.team.partner, Partner.objects.get(members__user=world.team.stranger)
    two_hats = person(other, Role.GLOBAL_ADMIN)
    MemberFactory(user=two_hats, partner=partner, roles=[Role.HELPDESK_AGENT])
    colleagues = set(Role) - PROGRAMME_ROLES - MEMBERSHIP_ADMINS - {Role.SALES_AGENT, Role.BUSINESS_PROFILE_ADMIN}
    more: dict[str, User | None] = {
        **{str(role): person(partner, role) for role in sorted(colleagues)},
        "reference reviewer": person(None, Role.REFERENCE_REVIEWER),
        "admin elsewhere, helpdesk here": two_hats,
        "without organisation": UserFactory(),
        "inactive owner": person(partner, Role.GLOBAL_ADMIN, is_active=False),
    }
    return replace(world, everyone={**world.everyone, **more})


@dataclass(frozen=True)
class Answer:
    """What came back: the status in a word, and everything that was told."""

    word: str
    status: int
    body: str


def ask(world: World, who: str, method: str, url: str, name: str) -> Answer:
    client = Client(raise_request_exception=False)
    if user := world.everyone[who]:
        client.force_login(user)
    body = {
        key: SimpleUploadedFile("usage.csv", value) if isinstance(value, bytes) else value
        for key, value in BODIES.get(name, {}).items()
    }
    response = getattr(client, method.lower())(url, **({"data": body} if method == "POST" else {}))
    told = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(
        word(response.status_code, response.headers.get("Location", "")),
        response.status_code,
        told.decode(errors="replace"),
    )


def word(status: int, location: str) -> str:
    if status == 302 and location.startswith(reverse("account_login")):
        return SIGN_IN
    return WORDS.get(min(status, 500), OPEN)


def expected(world: World, route: Route, method: str, who: str) -> str:
    """What the permission table says, whatever the code does."""
    permission = route.permission(method)
    if permission == PUBLIC:
        return OPEN
    user = world.everyone[who]
    if user is None or not user.is_active:
        return SIGN_IN
    if permission is None:
        return NO_METHOD
    if permission == SIGNED_IN:
        return OPEN
    roles, belongs = world.roles(who)
    if PERMISSIONS[permission] & roles:
        return OPEN
    # What no role of an organisation could open is no business of its people: it does not exist for them.
    return REFUSED if belongs and PERMISSIONS[permission] - PROGRAMME_ROLES else HIDDEN


def everything_written() -> dict[str, Any]:
    """Every row of our tables and every file, except when somebody was last here."""
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in APPS} - UNWRITTEN
    rows = "SELECT '{0}', jsonb_agg(kept ORDER BY kept) FROM (SELECT to_jsonb(one) - 'last_login' AS kept FROM {0} one) rows"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(rows.format(table) for table in sorted(tables)))
        written = dict(cursor.fetchall())
    folders = (django_settings.LAKE_URL, django_settings.UPLOAD_DIR, django_settings.DOCUMENTS_DIR)
    kept = [Path(folder).rglob("*") for folder in folders]
    return {**written, "files": sorted(str(path) for paths in kept for path in paths)}


# Every URL declares who may open it


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.address)
def test_url_declares_a_permission(route: Route) -> None:
    known = {*PERMISSIONS, PUBLIC, SIGNED_IN}
    assert route.declared, (
        f"/{route.address} does not say who may open it. A page: put @requires('<name in partnerhub/permissions.py>'), "
        "@requires_programme, @signed_in or @public on its view. A resource of the API: subclass PartnerView with "
        "permissions = {'GET': '<name>'}, or set permission = SIGNED_IN or PUBLIC."
    )
    assert set(route.declared.values()) <= known, f"/{route.address} declares {route.declared}; known are {known}."


def test_url_that_writes_declares_what_writing_needs() -> None:
    assert {route.name: route.permission("POST") for route in OURS if route.name in WRITES} == WRITES
    assert BODIES.keys() == WRITES.keys()


def test_url_names_are_given_once() -> None:
    names = [route.name for route in ROUTES]
    assert sorted(set(names)) == sorted(names), "Give every path() a name of its own; the tests and templates use it."


@pytest.mark.parametrize("route", OURS, ids=str)
def test_url_parameters_have_a_sample(route: Route) -> None:
    missing = set(route.parameters) - NAMES.keys() - ROWS
    assert missing == set(), (
        f"/{route.address} has parameters that these tests know no value for: {missing}. Add a name to NAMES, or a row "
        "to ROWS and rows_of(), in tests/access_tables.py, and what nobody has to UNKNOWN."
    )


def test_allauth_list_names_only_urls_that_exist() -> None:
    assert ALLAUTH.keys() - {route.name for route in ROUTES} == set()


# Every URL in everyone's name


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("route", OURS, ids=str)
def test_url_answers_everyone_as_the_table_says(crowd: World, route: Route, method: str) -> None:
    ask_everyone(crowd, route, method)


@pytest.mark.parametrize("route", OURS, ids=str)
def test_url_answers_other_methods_as_the_table_says(world: World, route: Route) -> None:
    ask_everyone(world, route, "PUT", "PATCH", "DELETE")


def ask_everyone(world: World, route: Route, *methods: str) -> None:
    """Ask in everyone's name, the refused first: after them nothing may have changed."""
    wanted = {(method, who): expected(world, route, method, who) for method in methods for who in world.everyone}
    refused = [asked for asked in wanted if wanted[asked] != OPEN]
    before = everything_written()
    found = {asked: checked(world, route, *asked) for asked in refused}
    assert everything_written() == before, f"{route.name} wrote something for someone whom it refuses"
    found |= {asked: checked(world, route, *asked) for asked in wanted if asked not in refused}
    assert "GET" in methods or OPEN not in found.values() or route.name in BODIES, (
        f"{route.name} takes {methods}: add a body that it accepts to BODIES in tests/access_tables.py."
    )
    assert {
        asked: OPEN if (wanted[asked], word) == (OPEN, NO_METHOD) else word for asked, word in found.items()
    } == wanted


def checked(world: World, route: Route, method: str, who: str) -> str:
    """The answer in a word. A refusal names the people to ask and the role; who must not know of the partner reads no name."""
    answer = ask(world, who, method, route.url(world.own), route.name)
    if answer.word == REFUSED:
        holders = PERMISSIONS[route.permission(method) or ""]
        roles = [str(role.label) for role in holders & MEMBERSHIP_ADMINS or holders]
        wanted = ("Unmistakable Owner", "Unmistakable Admin", *roles)
        assert [one for one in wanted if one not in answer.body] == [], (
            f"{route.name} refuses {who} without naming them"
        )
    if answer.word in {HIDDEN, SIGN_IN, NO_METHOD}:
        told = answer.body.replace(str(world.everyone[who]), "")
        assert "Unmistakable" not in told, f"{route.name} tells {who} a name"
    return answer.word


def test_page_asks_anonymous_to_sign_in_and_comes_back(world: World, client: Client) -> None:
    url = reverse("membership", args=[world.team.partner.mpn_id])
    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"


def who_may(route: Route) -> str:
    """Somebody who may open a page, of those who know of the team's partner."""
    permission = route.declared.get("GET", "")
    if permission.startswith("programme."):
        return "programme manager"
    return "profile admin" if permission in {"profile.edit", "profile.delete", "leads.manage"} else "owner"


# Strangers learn nothing


# What differs between two answers to the same person that say the same.
OWN_WORDS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|partners/\w+')


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("route", OF_A_PARTNER, ids=str)
def test_stranger_cannot_tell_a_partner_from_none(world: World, route: Route, method: str) -> None:
    ids = (world.team.partner.mpn_id, UNKNOWN["mpn_id"])
    answers = [ask(world, "stranger", method, route.url({**world.own, "mpn_id": mpn_id}), route.name) for mpn_id in ids]
    assert len({(answer.status, OWN_WORDS.sub("", answer.body)) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("route", "parameter"),
    [(route, name) for route in OF_A_PARTNER for name in route.parameters if name in ROWS - {"mpn_id"}],
    ids=str,
)
def test_row_of_another_partner_is_not_found_under_ones_own(world: World, route: Route, parameter: str) -> None:
    own, foreign = route.url(world.own), route.url({**world.own, parameter: world.foreign[parameter]})
    who = who_may(route)
    method = "POST" if ask(world, who, "GET", own, route.name).word == NO_METHOD else "GET"
    assert [ask(world, who, method, url, route.name).word for url in (own, foreign)] == [OPEN, HIDDEN]


@pytest.mark.parametrize(
    ("route", "parameter"), [(route, name) for route in OURS for name in route.parameters], ids=str
)
def test_address_that_names_nothing_is_not_found(world: World, route: Route, parameter: str) -> None:
    url = route.url({**world.own, parameter: UNKNOWN[parameter]})
    answers = {method: ask(world, who_may(route), method, url, route.name).word for method in ("GET", "POST")}
    assert HIDDEN in answers.values()
    assert set(answers.values()) <= {HIDDEN, NO_METHOD}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("route", OF_A_PARTNER, ids=str)
def test_stranger_learns_nothing_from_other_methods(world: World, route: Route, method: str) -> None:
    answer = ask(world, "stranger", method, route.url(world.own), route.name)
    assert answer.status in ({200, 405} if route.is_api else {404})
    assert "Unmistakable" not in answer.body
