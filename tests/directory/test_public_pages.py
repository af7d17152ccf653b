"""The public pages: for everyone, about nobody, and told to search engines."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import indexing, pages, search
from directory.models import BusinessProfile
from partnerhub.permissions import Role
from scoring.actions import enrol
from tests.directory.profiles import FIELDS, draft, listing, published, town, wrote
from tests.factories import PartnerFactory, UserFactory, person
from tests.html import Html, check_page

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def profile(demo_day: date) -> BusinessProfile:
    profile = published(PartnerFactory(name="Contoso <Consulting>"), "Munich", "Hamburg", address="Marienplatz 1")
    enrol(profile.partner, "security", UserFactory(name="Unmistakable Manager"), starts=date(2023, 3, 1))
    wrote(profile)
    return profile


def page(client: Client, profile: BusinessProfile) -> str:
    response = client.get(reverse("directory-profile", args=[listing(profile).pk]))
    assert response.status_code == 200
    check_page(response)
    return str(response.content.decode())


@pytest.mark.parametrize("path", ["", "?place=Munich&within=10", "?q=kubernetes&sort=responsive"])
def test_nobody_is_named_in_public(client: Client, profile: BusinessProfile, path: str) -> None:
    person(profile.partner, Role.BUSINESS_PROFILE_ADMIN, name="Unmistakable Admin")
    pages = client.get(f"/directory/{path}").content.decode() + page(client, profile)
    pages += client.get(reverse("directory-contact", args=[listing(profile).pk])).content.decode()
    pages += client.get(reverse("api-directory")).content.decode()
    names = ("Unmistakable", FIELDS["lead_name"], FIELDS["lead_email"], "Mei Lin", "Litware", "@")
    assert [one for one in names if one in pages] == []


def test_provider_page_tells_everything_published(client: Client, profile: BusinessProfile) -> None:
    told = page(client, profile)
    wanted = ("Contoso &lt;Consulting&gt;", "Then we look after it.", "Retail and consumer goods", "Landing zones", "Kubernetes",
              "51 to 250 employees", "Marienplatz 1", "Munich", "Security", "1 Mar 2023", "Hamburg, Germany")  # fmt: skip
    assert [one for one in wanted if one not in told] == []


def test_provider_page_is_an_organization_of_schema_org(client: Client, profile: BusinessProfile) -> None:
    html = Html(page(client, profile))
    items = [one for _tag, one in html.elements if "itemtype" in one]
    assert [one["itemtype"] for one in items] == [
        "https://schema.org/Organization",
        "https://schema.org/EducationalOccupationalCredential",
        "https://schema.org/PostalAddress",
    ]
    properties = {one["itemprop"] for _tag, one in html.elements if "itemprop" in one}
    assert {"name", "description", "url", "address", "addressLocality", "addressCountry", "hasCredential"} <= properties


def test_provider_page_says_what_and_where_it_is(client: Client, profile: BusinessProfile) -> None:
    html = Html(page(client, profile))
    heads = {
        one.get("name") or one.get("rel"): one.get("content") or one.get("href")
        for tag, one in html.elements
        if tag in {"meta", "link"}
    }
    assert heads["description"] == "We move what you have to where it runs better. Then we look after it."
    assert str(heads["canonical"]).endswith(f"/directory/{listing(profile).pk}/")
    assert "robots" not in heads


def test_links_of_a_profile_are_https_alone(client: Client, profile: BusinessProfile) -> None:
    links = [one["href"] for tag, one in Html(page(client, profile)).elements if tag == "a" and one.get("rel")]
    assert links == [FIELDS["website"], FIELDS["linkedin"]]


def test_search_is_for_search_engines_and_its_answers_are_not(client: Client, profile: BusinessProfile) -> None:
    assert "noindex" not in client.get("/directory/").content.decode()
    assert "noindex, follow" in client.get("/directory/?q=azure").content.decode()


def test_search_for_htmx_is_the_results_alone(client: Client, profile: BusinessProfile) -> None:
    html = Html(client.get("/directory/?q=azure", headers={"HX-Request": "true"}).content.decode())
    assert (html.count("html"), html.count("h1"), html.count("h2"), html.unbalanced, html.inline()) == (0, 0, 1, [], [])


def test_search_keeps_the_question_in_its_form_and_pages(client: Client, demo_day: date) -> None:
    for _ in range(26):
        published()
    town("Hamburg")
    query = {
        "q": "azure",
        "place": "Munich",
        "within": "100",
        "size": "51-250",
        "industry": "retail",
        "sort": "nearest",
    }
    html = Html(client.get("/directory/", query).content.decode())
    fields = {one.get("id"): one.get("value") for tag, one in html.elements if tag == "input"}
    assert (fields["directory-q"], fields["directory-place"]) == ("azure", "Munich")
    chosen = [one["value"] for tag, one in html.elements if "selected" in one or "checked" in one]
    assert chosen == ["100", "51-250", "retail"]
    (following,) = [one["href"] for tag, one in html.elements if one.get("id") == "page-next"]
    assert all(f"{key}={value}" in str(following) for key, value in query.items()) and "page=2" in str(following)


def test_search_tells_other_towns_and_unknown_ones(client: Client, profile: BusinessProfile) -> None:
    unknown = client.get("/directory/", {"place": "<Xyzzyville>"})
    assert "No town is called “&lt;Xyzzyville&gt;”" in unknown.content.decode()
    check_page(unknown)


@pytest.mark.parametrize(
    "query", ["", "place=Munich", "q=azure", "industry=retail&product=azure", "designation=security"]
)
def test_search_makes_the_same_queries_for_few_and_many(client: Client, demo_day: date, query: str) -> None:
    counts = []
    for more in (2, 20):
        for _ in range(more):
            profile = published(None, "Munich", "Augsburg")
            enrol(profile.partner, "security", UserFactory(), starts=date(2023, 3, 1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/directory/?{query}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


# For search engines


def test_sitemap_names_the_search_and_every_public_page(client: Client, profile: BusinessProfile) -> None:
    draft()
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    (part,) = [one.text for one in index.iter(f"{NAMESPACE}loc")]
    response = client.get(re.sub(r"^https?://[^/]+", "", str(part)))
    urls = [str(one.text) for one in ElementTree.fromstring(response.content).iter(f"{NAMESPACE}loc")]
    numbers = sorted(profile.locations.values_list("pk", flat=True))
    assert [re.sub(r"^https?://[^/]+", "", one) for one in urls] == [
        "/directory/", *(f"/directory/{number}/" for number in numbers),
    ]  # fmt: skip
    assert response.headers["Content-Type"] == "application/xml"


def test_sitemap_comes_in_parts(client: Client, profile: BusinessProfile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "PER_PART", 1)
    assert client.get("/sitemap.xml").content.count(b"<sitemap>") == 2
    counts = [client.get(f"/directory/sitemap-{number}.xml").content.count(b"<loc>") for number in (1, 2)]
    assert (counts, client.get("/directory/sitemap-3.xml").status_code) == ([2, 1], 404)


def test_robots_are_kept_from_what_needs_a_sign_in(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /partners/" in text and "Disallow: /directory/\n" not in text and "Sitemap: http" in text


# Over REST


def test_api_finds_what_the_page_finds(client: Client, profile: BusinessProfile) -> None:
    found = client.get("/api/v1/directory/", {"place": "Munich", "designation": "security"}).json()
    assert (found["count"], found["page"], found["place"]) == (1, 1, "Munich, DE")
    (one,) = found["results"]
    assert (one["name"], one["town"], one["km"]) == ("Contoso <Consulting>", "Munich", 0.0)
    assert one["badges"][0] | {"until": ""} == {
        "kind": "designation",
        "key": "security",
        "since": "2023-03-01",
        "until": "",
    }


def test_api_shows_profiles_to_who_may_see_them(client: Client, profile: BusinessProfile) -> None:
    url = f"/api/v1/partners/{profile.partner.mpn_id}/profiles/"
    assert client.get(url).status_code == 401
    client.force_login(person(profile.partner, Role.BUSINESS_PROFILE_ADMIN))
    (one,) = client.get(url).json()["results"]
    assert (one["country"], one["state"], one["lead_email"]) == ("DE", "published", FIELDS["lead_email"])
    assert client.get(f"{url}DE/").json() == one
    assert client.get(f"{url}XX/").status_code == 404


def test_results_lead_from_page_to_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (search, pages):
        monkeypatch.setattr(module, "PER_PAGE", 1)
    for name in ("One", "Two"):
        published(PartnerFactory(name=name), "Munich")
    first = Html(client.get("/directory/?place=Munich&within=10&industry=retail").content.decode())
    links = {str(one.get("rel")): str(one["href"]) for tag, one in first.elements if tag == "a" and "rel" in one}
    assert links["next"] == "?place=Munich&within=10&industry=retail&page=2"
    second = Html(client.get(f"/directory/{links['next']}").content.decode())
    assert [one["href"] for tag, one in second.elements if tag == "a" and one.get("rel") == "prev"] == [
        "?place=Munich&within=10&industry=retail&page=1"
    ]
