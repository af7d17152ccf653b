"""The rulebook over HTTP: for everybody who is signed in, beside the organisation that they may know of."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.models import Partner, User
from partnerhub.permissions import Role
from partnerhub.rules import book
from tests.factories import MemberFactory, PartnerFactory, UserFactory, person
from tests.html import Html, check_page
from tests.people import People

CHAPTERS = [*book().designations, *book().specializations, "freshness", "programme"]
NET_ADDS = "business_applications.net_customer_adds.threshold"


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Pages show the demo's day."""


def seen(user: User, name: str, *args: str, **query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def links(response: Any) -> list[str]:
    found = Html(response.content.decode()).elements
    return [str(attributes["href"]) for tag, attributes in found if tag == "a" and "href" in attributes]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_is_a_page_on_every_day_of_its_editions(team: People, chapter: str) -> None:
    client = Client()
    client.force_login(team.owner)
    for day in ("2021-07-06", "2022-10-03", "2023-07-25", "2026-11-20"):
        response = client.get(reverse("rulebook-chapter", args=[chapter]), {"on": day})
        assert (day, response.status_code) == (day, 200)
        check_page(response)
        assert response.context["page"].on == date.fromisoformat(day)


@pytest.mark.parametrize("name", ["rulebook", "rulebook-coverage", "rulebook-differences"])
def test_page_without_organisation_is_a_page(db: None, name: str) -> None:
    response = seen(UserFactory(), name)
    assert (response.status_code, response.context["partner"]) == (200, None)
    check_page(response)
