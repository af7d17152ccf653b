"""Theme and navigation, as a browser remembers them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.html import Html
from tests.people import People

URL = "/preferences/"


def html(client: Client, url: str = "/") -> dict[str, str | None]:
    """The attributes of a page's root."""
    page = Html(client.get(url).content.decode())
    return next(dict(attributes) for tag, attributes in page.elements if tag == "html")


def test_page_follows_the_system_until_a_theme_is_chosen(team: People, client: Client) -> None:
    client.force_login(team.owner)
    assert (html(client)["data-theme"], html(client)["data-navigation"]) == ("system", "open")
    response = client.post(URL, {"theme": "dark", "next": "/rulebook/?q=cap"})
    assert (response.status_code, response.headers["Location"]) == (302, "/rulebook/?q=cap")
    assert (html(client)["data-theme"], html(client)["data-navigation"]) == ("dark", "open")
    client.post(URL, {"navigation": "closed"})
    assert (html(client)["data-theme"], html(client)["data-navigation"]) == ("dark", "closed")


def test_theme_is_kept_for_a_visitor_without_a_sign_in(db: None, client: Client) -> None:
    client.post(URL, {"theme": "light"})
    assert html(client, reverse("account_login"))["data-theme"] == "light"


@pytest.mark.parametrize("value", ["", "blue", "dark;", '"><script>'])
def test_unknown_choice_changes_nothing(team: People, client: Client, value: str) -> None:
    client.post(URL, {"theme": value, "other": "x"})
    assert "theme" not in client.cookies
    client.cookies["theme"] = value or "no"
    client.force_login(team.owner)
    assert html(client)["data-theme"] == "system"


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)", ""]
)
def test_way_back_leads_nowhere_else(db: None, client: Client, there: str) -> None:
    assert client.post(URL, {"theme": "dark", "next": there}).headers["Location"] == "/"


def test_choice_needs_a_token_and_a_post(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(URL, {"theme": "dark"}).status_code == 403
    assert client.get(URL).status_code == 405


def test_cookie_is_kept_for_a_year_on_this_site_alone(db: None, client: Client, settings: Settings) -> None:
    settings.PLAIN_HTTP = False
    client.post(URL, {"theme": "dark"})
    cookie = client.cookies["theme"]
    assert (cookie["max-age"], cookie["samesite"], cookie["secure"]) == (31_536_000, "Lax", True)
