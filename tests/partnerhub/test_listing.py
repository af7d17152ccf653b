"""Lists: sorted, filtered, searched and paged, and every bit of it in the address."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.listing import SIZES, Column, Filter, Listed, Orders, Query, arranged, held, ordered, stored
from partnerhub.models import Job, Partner
from tests.factories import JobFactory, PartnerFactory
from tests.html import Html
from tests.people import People

COLUMNS = (Column("name", "Name", ("name",)), Column("kind", "Kind", ("kind",)), Column("more", "More"))
MARKETS = Filter("market", "Market", dict(Partner.Market.choices), "market")


@pytest.mark.parametrize(
    ("sort", "numeric", "url", "now"),
    [
        ("", False, "?sort=name#list", "none"),
        ("", True, "?sort=-name#list", "none"),
        ("name", False, "?sort=-name#list", "ascending"),
        ("-name", False, "?sort=name#list", "descending"),
        ("-name", True, "?sort=name#list", "descending"),
        ("name", True, "?sort=-name#list", "ascending"),
        ("other", False, "?sort=name#list", "none"),
    ],
)
def test_head_sorts_the_other_way_round_at_the_second_time(sort: str, numeric: bool, url: str, now: str) -> None:
    head = Query({"sort": sort}).head(Column("name", "Name", numeric=numeric))
    assert (head.url, head.sorted, head.id) == (url, now, "list-by-name")


def test_address_keeps_what_else_it_says_and_begins_at_the_first_page() -> None:
    query = Query({"as_of": "2023-06-20", "q": "a b", "sort": "", "page": "3", "awards-page": "2"})
    assert query.url(sort="name") == "?as_of=2023-06-20&q=a+b&sort=name&awards-page=2#list"
    assert query.url(page="4") == "?as_of=2023-06-20&q=a+b&page=4&awards-page=2#list"
    assert query.url(q="") == "?as_of=2023-06-20&awards-page=2#list"
    assert query.elsewhere("/x.csv") == "/x.csv?as_of=2023-06-20&q=a+b&awards-page=2"
    assert query.hidden("q") == [("as_of", "2023-06-20"), ("awards-page", "2")]


def test_lists_of_one_page_have_parameters_of_their_own() -> None:
    query = Query({"q": "one", "awards-q": "two", "awards-size": "50"}, "awards")
    assert (query.id, query.text, query.size, query.key("sort")) == ("awards", "two", 50, "awards-sort")
    assert query.url(sort="-day") == "?q=one&awards-q=two&awards-size=50&awards-sort=-day#awards"
    assert query.hidden("q") == [("q", "one"), ("awards-size", "50")]


@pytest.mark.parametrize(
    "parameters",
    [
        {"sort": "horoscope", "page": "x", "size": "7", "market": "moon", "q": " \0 ", "other": "<script>"},
        {"sort": "-", "page": "-1", "size": "-25", "market": "\0"},
        {"sort": "more", "page": "", "size": "1e9"},
        {"sort": "--name", "size": "²"},
    ],
)
def test_what_makes_no_sense_is_left_out_of_account(db: None, parameters: Mapping[str, str]) -> None:
    PartnerFactory.create_batch(2)
    found = listed(parameters)
    assert (found.found, found.every, found.query.size, found.is_filtered) == (2, 2, SIZES[0], False)
    assert names(found) == sorted(names(found))


def listed(parameters: Mapping[str, str]) -> Listed[Partner]:
    rows = Partner.objects.all()
    return stored(rows, Query(parameters), COLUMNS, search=("name", "mpn_id"), filters=(MARKETS,))


def names(found: Listed[Partner]) -> list[str]:
    return [one.name for one in found.page.object_list]


def test_rows_of_the_database_are_searched_filtered_and_sorted(db: None) -> None:
    for name, market, kind in (
        ("Contoso", "larger", "direct_bill"),
        ("Fabrikam", "other", ""),
        ("Con Brio", "other", ""),
    ):
        PartnerFactory(name=name, market=market, kind=kind)
    assert names(listed({"q": "CON"})) == ["Con Brio", "Contoso"]
    assert names(listed({"q": "con", "sort": "-name"})) == ["Contoso", "Con Brio"]
    assert names(listed({"market": "other"})) == ["Con Brio", "Fabrikam"]
    assert names(listed({"sort": "kind"})) == ["Fabrikam", "Con Brio", "Contoso"]
    one = listed({"q": "con", "market": "other"})
    assert (one.found, one.every, one.is_filtered, one.all_url) == (1, 3, True, "?#list")


def test_search_takes_signs_of_patterns_as_they_are(db: None) -> None:
    PartnerFactory(name="100 % Cloud")
    PartnerFactory(name="1000 Clouds")
    assert names(listed({"q": "100 %"})) == ["100 % Cloud"]
    assert names(listed({"q": "_"})) == []


def test_pages_of_equal_rows_repeat_none(db: None) -> None:
    PartnerFactory.create_batch(60, name="The same", market="other", kind="")
    for sort in ("name", "-name", "kind", "-kind"):
        pages = [[one.pk for one in listed({"sort": sort, "page": page}).page.object_list] for page in "123"]
        assert [len(page) for page in pages] == [25, 25, 10]
        assert len({pk for page in pages for pk in page}) == 60


def test_page_size_is_one_of_three(db: None) -> None:
    PartnerFactory.create_batch(60)
    found = listed({"size": "50", "q": "", "page": "2"})
    assert [(size.number, size.url, size.current) for size in found.sizes] == [
        (25, "?size=25#list", False),
        (50, "?size=50#list", True),
        (100, "?size=100#list", False),
    ]
    assert (len(names(found)), found.previous_url, found.next_url) == (10, "?size=50&page=1#list", "")
    assert listed({"q": "nobody"}).sizes == []


def test_missing_comes_last_whichever_way_round(db: None) -> None:
    done, waits = JobFactory(state="succeeded"), JobFactory()
    Job.objects.filter(pk=done.pk).update(finished_at="2023-07-01T10:00Z")
    columns = (Column("finished", "Finished", ("finished_at",)),)
    for sort in ("finished", "-finished"):
        found = stored(Job.objects.filter(pk__in=[done.pk, waits.pk]), Query({"sort": sort}), columns)
        assert [one.pk for one in found.page.object_list] == [done.pk, waits.pk]


ORDERS: Orders[Any] = {"name": lambda one: one[0].casefold(), "count": lambda one: one[1]}
ROWS = [("beta", 2), ("Alpha", 2), ("gamma", 1)]


def test_rows_that_are_worked_out_are_searched_and_sorted() -> None:
    columns = (Column("name", "Name"), Column("count", "Count", numeric=True), Column("other", "Other"))
    found = held(ROWS, Query({"sort": "-count", "q": "A"}), columns, ORDERS, words=lambda one: one[0])
    assert list(found.page.object_list) == [("beta", 2), ("Alpha", 2), ("gamma", 1)]
    assert [(head.sorted, head.url) for head in found.heads] == [
        ("none", "?sort=name&q=A#list"),
        ("descending", "?sort=count&q=A#list"),
        ("none", ""),
    ]
    assert held(ROWS, Query({"q": "alp"}), columns, ORDERS, words=lambda one: one[0]).found == 1
    assert held(ROWS, Query({"q": "alp"}), columns, ORDERS).found == 3


def test_order_that_is_none_of_them_leaves_rows_as_they_come() -> None:
    assert ordered(ROWS, "horoscope", ORDERS) == ROWS
    assert ordered(ROWS, "name", ORDERS) == [("Alpha", 2), ("beta", 2), ("gamma", 1)]


def test_form_stands_where_there_is_something_to_search() -> None:
    few, many = arranged(ROWS, Query(), (), {}, every=3), arranged(ROWS, Query(), (), {}, every=11)
    sought = arranged(ROWS, Query({"q": "x"}), (), {}, every=3)
    assert [one.has_form for one in (few, many, sought)] == [False, True, True]
    assert [one.is_asked_for for one in (few, sought)] == [False, True]


def test_list_on_a_page_is_moved_by_links_and_forms_alone(team: People) -> None:
    """Each replaces its own list, and what can have the focus has an id, so that htmx gives it back."""
    PartnerFactory.create_batch(60)
    browser = Client()
    browser.force_login(team.manager)
    asked = {"size": "25", "page": "2", "horoscope": "<ram>", "sort": "organisation"}
    page = Html(browser.get(reverse("programme"), asked).content.decode())
    moves = [attributes for _tag, attributes in page.elements if "hx-boost" in attributes]
    assert {(one["hx-target"], one["hx-select"], one["hx-swap"]) for one in moves} == {
        ("#list", "#list", "outerHTML show:none")
    }
    ids = {str(attributes.get("id")) for _tag, attributes in page.elements}
    assert {
        "list",
        "list-by-organisation",
        "list-previous",
        "list-next",
        "list-size-50",
        "list-text",
        "list-show",
    } <= ids
    sorts = [
        str(attributes["aria-sort"]) for tag, attributes in page.elements if tag == "th" and "aria-sort" in attributes
    ]
    assert sorts == ["ascending", "none", "none", "none"]
    carried = [attributes.get("value") for _tag, attributes in page.elements if attributes.get("name") == "horoscope"]
    assert (carried, page.unbalanced, page.twice(), page.inline()) == (["<ram>"], [], [], [])
