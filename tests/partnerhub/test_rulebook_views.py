"""The rulebook over HTTP: for everybody who is signed in, beside the organisation that they may know of."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.access import partner_in_view
from partnerhub.models import User
from partnerhub.permissions import Role
from partnerhub.rules import book
from tests.factories import MemberFactory, PartnerFactory, UserFactory, person
from tests.html import Html, check_page
from tests.people import People

CHAPTERS = [*book().designations, *book().specializations, "freshness", "programme", "credit"]
PAGES = ("rulebook", "rulebook-coverage", "rulebook-differences")
BA = "business_applications"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


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


def ids(response: Any) -> set[str | None]:
    return {attributes.get("id") for _tag, attributes in Html(response.content.decode()).elements}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_is_a_page_on_every_day(team: People, chapter: str) -> None:
    for day in ("2021-07-06", "2022-10-03", "2023-07-25", "2026-11-20"):
        response = seen(team.owner, "rulebook-chapter", chapter, on=day)
        assert (day, response.status_code) == (day, 200)
        check_page(response)
        page = response.context["page"]
        anchors = {rule.id for section in page.sections for rule in section.rules} | {one.anchor for one in page.idle}
        assert (page.on, anchors - {""} <= ids(response)) == (date.fromisoformat(day), True)


@pytest.mark.parametrize("name", PAGES)
def test_page_without_organisation_is_a_page(db: None, name: str) -> None:
    response = seen(UserFactory(), name)
    assert (response.status_code, response.context["partner"]) == (200, None)
    check_page(response)


@pytest.mark.parametrize("chapter", ["sources", "nothing", "business-applications"])
def test_chapter_that_there_is_not_is_not_found(team: People, chapter: str) -> None:
    assert seen(team.owner, "rulebook-chapter", chapter).status_code == 404


@pytest.mark.parametrize(
    "query",
    [{"on": "yesterday"}, {"on": "1999-12-31"}, {"on": "2101-01-01"}, {"first": "2023-02-30"}, {"q": "x" * 101}],
)
def test_unusable_question_is_passed_over(team: People, query: dict[str, str]) -> None:
    for name, args in (*((name, ()) for name in PAGES), ("rulebook-chapter", (BA,))):
        response = seen(team.owner, name, *args, **query)
        assert (name, response.status_code) == (name, 200)
    assert response.context["page"].on == date(2023, 7, 25)


def test_search_by_htmx_answers_with_what_was_found_alone(team: People) -> None:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(team.owner)
    response = client.get(reverse("rulebook"), {"q": "revenue floor"})
    part = Html(response.content.decode())
    assert (part.count("html"), part.count("h1"), part.unbalanced, part.inline()) == (0, 0, [], [])
    assert "revenue floor" in part.text("h2")
    assert response.context["page"].total > 0


def test_differences_take_days_and_chapter_from_the_address(team: People) -> None:
    response = seen(team.owner, "rulebook-differences", first="2023-06-12", second="2023-06-13", chapter="freshness")
    check_page(response)
    page = response.context["page"]
    assert ([chapter.key for chapter in page.chapters], page.total) == (["freshness"], 2)


def test_index_leads_to_differences_and_coverage(team: People) -> None:
    found = links(seen(team.owner, "rulebook"))
    partner = team.partner.mpn_id
    assert {f"/rulebook/coverage/?partner={partner}", f"/rulebook/differences/?partner={partner}"} <= set(found)


# Beside which organisation


def test_page_stands_beside_ones_only_organisation(team: People) -> None:
    response = seen(team.owner, "rulebook-chapter", BA)
    assert response.context["partner"] == team.partner
    why = reverse("why", args=[team.partner.mpn_id, BA, "net_customer_adds"])
    assert why in links(response)


def test_who_may_not_see_membership_gets_no_link_to_its_figures(team: People) -> None:
    response = seen(team.teammate, "rulebook-chapter", BA)
    assert (response.status_code, response.context["partner"]) == (200, team.partner)
    assert [link for link in links(response) if "/membership/" in link] == []


def test_programme_manager_sees_the_organisation_that_the_address_names(team: People) -> None:
    named = seen(team.manager, "rulebook-chapter", BA, partner=team.partner.mpn_id)
    assert named.context["partner"] == team.partner
    assert seen(team.manager, "rulebook-chapter", BA).context["partner"] is None


@pytest.mark.parametrize("mpn_id", ["9999999", "\0"])
def test_organisation_that_there_is_not_is_none_to_anyone(team: People, mpn_id: str) -> None:
    for user in (team.manager, team.owner, team.auditor):
        assert partner_in_view(user, mpn_id) is None


def test_stranger_and_auditor_learn_nothing_of_an_organisation_by_naming_it(team: People) -> None:
    named, none = (
        seen(team.stranger, "rulebook-chapter", BA, partner=mpn_id) for mpn_id in (team.partner.mpn_id, "9999999")
    )
    assert named.context["partner"] is None
    told = [TOKEN.sub("", response.content.decode()) for response in (named, none)]
    assert told[0].replace(team.partner.mpn_id, "9999999") == told[1]
    assert partner_in_view(team.auditor, team.partner.mpn_id) is None


def test_of_several_organisations_the_named_one_is_in_view(team: People) -> None:
    user, other = person(team.partner, Role.GLOBAL_ADMIN), PartnerFactory()
    MemberFactory(user=user, partner=other, roles=[Role.SALES_AGENT])
    assert [partner_in_view(user, mpn_id) for mpn_id in ("", other.mpn_id, team.partner.mpn_id)] == [
        None,
        other,
        team.partner,
    ]


# The way there


def test_navigation_lists_the_designations_of_the_book_in_their_order(team: People) -> None:
    response = seen(team.owner, "membership", team.partner.mpn_id)
    wanted = [reverse("designation", args=[team.partner.mpn_id, key]) for key in book().scored]
    found = [link for link in links(response) if link in wanted]
    assert (found[: len(wanted)], len(wanted)) == (wanted, 6)


def test_navigation_and_home_lead_to_the_rulebook(team: People) -> None:
    page = links(seen(team.owner, "membership", team.partner.mpn_id))
    partner = team.partner.mpn_id
    assert {f"/rulebook/?partner={partner}", f"/rulebook/coverage/?partner={partner}"} <= set(page)
    assert "/rulebook/" in links(seen(team.auditor, "home"))


def first_heads(response: Any) -> list[str]:
    """What stands first in the rows of the page's tables."""
    rows = re.findall(r'<th scope="row".*?</th>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", one).split()) for one in rows]


@pytest.mark.parametrize(
    ("name", "args", "query", "sort"),
    [
        ("rulebook-chapter", ("security",), {"on": "2023-07-11"}, "section-net_customer_adds-sort"),
        ("rulebook-chapter", (BA,), {"on": "2022-10-01"}, "idle-sort"),
        ("rulebook-differences", (), {"first": "2022-10-03", "second": "2023-07-11", "chapter": BA}, f"{BA}-sort"),
        ("rulebook", (), {"q": "floor"}, "values-sort"),
        ("rulebook-coverage", (), {}, "sources-sort"),
        ("rulebook-coverage", (), {}, "specializations-sort"),
    ],
)
def test_table_sorts_by_its_heads_and_the_address_says_how(
    team: People, name: str, args: tuple[str, ...], query: dict[str, str], sort: str
) -> None:
    column = {"sources-sort": "source", "specializations-sort": "chapter"}.get(sort, "rule")
    up, down = (seen(team.owner, name, *args, **query, **{sort: f"{way}{column}"}) for way in ("", "-"))
    head = f'id="{sort.removesuffix("-sort")}-by-{column}"'
    for page, sorted_as in ((up, "ascending"), (down, "descending")):
        check_page(page)
        assert re.search(rf'aria-sort="{sorted_as}">\s*<a class="sort" {head}', page.content.decode())
    (link,) = [one for one in links(up) if f"{sort}=-{column}" in one]
    assert all(f"{key}={value}" in link for key, value in query.items())
    assert first_heads(up) != first_heads(down)
    assert sorted(first_heads(up)) == sorted(first_heads(down))


def test_rules_sort_by_what_they_say_numbers_first(team: People) -> None:
    sort = {"on": "2023-07-11", "section-net_customer_adds-sort": "value"}
    page = seen(team.owner, "rulebook-chapter", BA, **sort).context["page"]
    (section,) = [one for one in page.sections if one.key == "net_customer_adds"]
    numbers = [one.rows[0].number for one in section.rules if one.rows[0].number is not None]
    assert numbers == sorted(numbers) and len(numbers) > 1
    assert [one.rows[0].number is None for one in section.rules] == sorted(
        one.rows[0].number is None for one in section.rules
    )
