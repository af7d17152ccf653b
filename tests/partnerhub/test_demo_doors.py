"""The demo's doors: whoever comes may sign in as a demo person there, and nowhere else."""

import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Member
from partnerhub.permissions import PUBLIC
from tests.factories import UserFactory
from tests.people import People
from tests.urls import routes


def site_map(*, demo: bool) -> ModuleType:
    """The URLconf as an installation reads it when it starts."""
    spec = importlib.util.find_spec("partnerhub.urls")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, django_settings.DEMO = django_settings.DEMO, demo
    try:
        spec.loader.exec_module(module)
    finally:
        django_settings.DEMO = before
    return module


@pytest.fixture
def demo_urls(settings: Settings) -> Iterator[ModuleType]:
    settings.DEMO = True
    settings.ROOT_URLCONF = urlconf = site_map(demo=True)
    yield urlconf


def test_demo_doors_are_all_that_the_demo_adds() -> None:
    with_demo, without = ([route.name for route in routes(site_map(demo=demo))] for demo in (True, False))
    assert [name for name in with_demo if name not in without] == ["demo-door", "demo-sign-in"]
    assert [name for name in without if name not in with_demo] == []


@pytest.mark.parametrize("address", ["demo/", "demo/1/"])
def test_demo_door_does_not_exist_outside_the_demo(db: None, settings: Settings, client: Client, address: str) -> None:
    settings.ROOT_URLCONF = site_map(demo=False)
    assert (client.get(f"/{address}").status_code, client.post(f"/{address}").status_code) == (404, 404)


def test_demo_sign_in_asks_the_setting_again(
    team: People, settings: Settings, demo_urls: ModuleType, client: Client
) -> None:
    settings.DEMO = False
    response = client.post(reverse("demo-sign-in", args=[team.owner.pk]))
    assert (response.status_code, client.session.get("_auth_user_id")) == (404, None)


def test_demo_urls_declare_a_permission(demo_urls: ModuleType) -> None:
    assert {route.name: route.permission("GET") for route in routes(demo_urls) if route.name.startswith("demo-")} == {
        "demo-door": PUBLIC,
        "demo-sign-in": PUBLIC,
    }


def test_demo_door_lists_people_and_signs_in_as_one(team: People, demo_urls: ModuleType, client: Client) -> None:
    door = client.get(reverse("demo-door"))
    assert {member.user for member in door.context["page"]} == {
        row.user for row in Member.objects.select_related("user")
    }
    assert f'href="{reverse("demo-door")}"' in client.get(reverse("account_login")).content.decode()
    entered = client.post(reverse("demo-sign-in", args=[team.owner.pk]))
    assert (entered.status_code, entered.headers["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(team.owner.pk)


@pytest.mark.parametrize("fields", [{"email": "real@contoso.test"}, {"is_superuser": True}])
def test_demo_sign_in_of_anyone_else_is_not_found(
    team: People, demo_urls: ModuleType, client: Client, fields: dict[str, Any]
) -> None:
    user = UserFactory(**fields)
    response = client.post(reverse("demo-sign-in", args=[user.pk]))
    assert (response.status_code, client.session.get("_auth_user_id")) == (404, None)


def test_demo_sign_in_by_link_is_no_method(team: People, demo_urls: ModuleType, client: Client) -> None:
    response = client.get(reverse("demo-sign-in", args=[team.owner.pk]))
    assert (response.status_code, client.session.get("_auth_user_id")) == (405, None)
