"""Which providers a question finds, in which order, by the programme's rules."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from directory import actions, asking, badges, search
from directory.models import BusinessProfile, Listing, ProfileBadge
from directory.search import Results
from partnerhub import clock
from tests.directory.profiles import draft, listing, published, town, wrote
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """A day of the demo."""


def find(on: date | None = None, /, **query: object) -> Results:
    wish = asking.wish(QueryDict(urlencode(query, doseq=True)), asking.choices())
    return search.find(wish, on or clock.today())


def names(on: date | None = None, /, **query: object) -> list[str]:
    return [one.listing.partner.name for one in find(on, **query).results]


def provider(name: str, *towns: str, **fields: object) -> BusinessProfile:
    return published(PartnerFactory(name=name), *towns, **fields)  # type: ignore[arg-type]


def ranked(profile: BusinessProfile, **ranks: int) -> None:
    Listing.objects.filter(publication=profile.pk).update(**ranks)


def hold(profile: BusinessProfile, kind: str, key: str, since: date, until: date) -> None:
    """A badge as some night wrote it."""
    ProfileBadge.objects.create(partner=profile.partner, kind=kind, key=key, since=since, until=until)
    badges.mark(profile.partner, clock.today())


# What has to match


def test_everything_is_found_where_nothing_is_asked() -> None:
    provider("Contoso"), draft()
    assert names() == ["Contoso"]


def test_place_finds_what_lies_within_the_distance() -> None:
    provider("In Munich"), provider("In Augsburg", "Augsburg"), provider("In Hamburg", "Hamburg")
    assert names(place="Munich", within=10) == ["In Munich"]
    assert sorted(names(place="Munich, Germany", within=100)) == ["In Augsburg", "In Munich"]
    town("Vienna")
    assert names(place="Vienna", within=50) == []


def test_place_at_exactly_the_distance_is_found() -> None:
    provider("In Augsburg", "Augsburg")
    town("Munich")
    km = find(place="Munich", within=100).results[0].km
    assert km is not None and 56 < km < 57
    assert find(place="Munich", within=50).count == 0


def test_place_that_is_none_finds_nothing() -> None:
    provider("Contoso")
    assert find(place="Xyzzyville").count == 0


def test_size_has_to_be_exactly_one_of_those_served() -> None:
    provider("Small", sizes=["1-9"]), provider("Large", sizes=["20001+"])
    assert (names(size="1-9"), names(size="20001+"), names(size="10-50")) == (["Small"], ["Large"], [])


def test_one_match_of_industry_product_service_or_word_is_enough() -> None:
    provider("Retail", industries=["retail"], products=["teams"], services=["support"], solutions="")
    provider("Azure", industries=["energy"], products=["azure"], services=["support"], solutions="")
    provider("Word", industries=["energy"], products=["teams"], services=["support"], solutions="Kubernetes")
    provider("None", industries=["energy"], products=["teams"], services=["support"], solutions="")
    asked = {"industry": "retail", "product": "azure", "q": "kubernetes"}
    assert sorted(names(**asked)) == ["Azure", "Retail", "Word"]


def test_one_match_is_not_enough_against_place_and_size() -> None:
    provider("Contoso", industries=["retail"], sizes=["1-9"])
    town("Hamburg")
    assert names(industry="retail", size="10-50") == []
    assert names(industry="retail", place="Hamburg", within=50) == []


def test_those_that_have_everything_come_first() -> None:
    some = provider("Some", industries=["retail"], products=["teams"])
    both = provider("Both", industries=["retail"], products=["azure"])
    ranked(some, best=9)
    ranked(both, best=1)
    found = find(industry="retail", product="azure")
    assert [(one.listing.partner.name, one.has_all) for one in found.results] == [("Both", True), ("Some", False)]


@pytest.mark.parametrize(
    "text",
    [
        "contoso",
        "CONTOSO",
        "contóso",
        "kubernetes",
        "kuber",
        "landing zones",
        "azure",
        "retail",
        "deployment",
    ],
)
def test_words_are_looked_for_in_name_lists_and_solutions(text: str) -> None:
    provider("Contoso")
    assert names(q=text) == ["Contoso"]


@pytest.mark.parametrize("text", ["looked after", "runs better", "landing nowhere", "petra"])
def test_words_of_the_description_and_of_people_are_not_looked_for(text: str) -> None:
    provider("Contoso", description="runs better, looked after")
    assert names(q=text) == []


def test_word_that_is_misspelt_finds_what_is_meant_and_says_so() -> None:
    provider("Contoso")
    found = find(q="kuberntes")
    assert ([one.listing.partner.name for one in found.results], found.spelt) == (["Contoso"], "kubernetes")


def test_company_name_finds_names_alone() -> None:
    provider("Kubernetes House", solutions=""), provider("Contoso", solutions="Kubernetes")
    assert names(name="kuber") == ["Kubernetes House"]
    assert names(name="!?") == []


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "'; DROP TABLE directory_listing; --"},
        {"q": "a & | ! ( ) : * <-> \\"},
        {"q": "x" * 20_000},
        {"place": "\0", "within": "99999999999999999999"},
        {"place": "Munich", "within": "-1"},
        {"place": "Munich", "within": "1e9"},
        {"size": "\0", "industry": ["\0", "javascript:alert(1)"], "specialization": "x" * 10_000},
        {"page": "99999999999999999999999"},
        {"page": "-3", "sort": "\0"},
        {"name": "%_\\'\""},
    ],
)
def test_anything_asked_has_an_answer(query: dict[str, object]) -> None:
    provider("Contoso")
    assert find(**query).count in {0, 1}


def test_radius_is_never_larger_than_the_largest() -> None:
    town("Munich")
    known = asking.choices()
    radii = [
        asking.wish(QueryDict(f"place=Munich&within={km}"), known).within
        for km in ("1", "11", "499", "9" * 30, "x", "0")
    ]
    assert radii == [10, 25, 500, 500, 50, 50]


# Each once


def test_profile_with_several_locations_is_found_once_at_the_nearest() -> None:
    profile = provider("Contoso", "Hamburg", "Augsburg", "Munich")
    provider("Other")
    assert sorted(names()) == ["Contoso", "Other"]
    for sort in ("best", "nearest", "responsive"):
        found = [
            one
            for one in find(place="Munich", within=100, sort=sort).results
            if one.listing.publication_id == profile.pk
        ]
        assert [one.listing.place.name for one in found] == ["Munich"]


def test_profile_stands_for_itself_at_its_first_location() -> None:
    profile = provider("Contoso", "Hamburg", "Munich")
    assert [one.listing.place.name for one in find().results] == ["Hamburg"]
    hamburg = profile.locations.get(place__name="Hamburg")
    actions.remove_location(hamburg, None)
    assert [one.listing.place.name for one in find().results] == ["Munich"]


# Order


def test_best_match_follows_rank_then_number() -> None:
    one, two, three = provider("One"), provider("Two"), provider("Three")
    ranked(one, best=1)
    ranked(two, best=3)
    ranked(three, best=3)
    assert names() == ["Two", "Three", "One"]


def test_most_responsive_follows_answers() -> None:
    one, two = provider("One"), provider("Two")
    ranked(one, best=9, response=1)
    ranked(two, best=1, response=9)
    assert names(sort="responsive") == ["Two", "One"]


def test_nearest_follows_distance_and_needs_a_place() -> None:
    far, close = provider("Far", "Augsburg"), provider("Near")
    ranked(far, best=9)
    ranked(close, best=1)
    assert names(place="Munich", within=100, sort="nearest") == ["Near", "Far"]
    assert names(sort="nearest") == ["Far", "Near"]


def test_pages_have_24_each_once_and_the_last_stands_for_those_behind() -> None:
    for number in range(30):
        ranked(provider(f"Provider {number}"), best=number)
    pages = [names(page=page) for page in (1, 2, 3)]
    assert ([len(page) for page in pages], pages[1] == pages[2]) == ([24, 6, 6], True)
    assert pages[0] + pages[1] == [f"Provider {number}" for number in reversed(range(30))]


@pytest.mark.parametrize("sort", ["best", "responsive", "nearest"])
@pytest.mark.parametrize("place", ["", "Munich"])
def test_pages_are_the_same_however_many_are_looked_at(monkeypatch: pytest.MonkeyPatch, place: str, sort: str) -> None:
    """With more results than are looked at, PostgreSQL puts them in order; the pages begin as if all had been."""
    for number in range(12):
        towns = ("Munich", "Augsburg") if number % 3 == 0 else ("Augsburg",)
        profile = provider(
            f"Provider {number}", *towns, industries=["retail"], products=["azure"] if number % 2 else ["teams"]
        )
        ranked(profile, best=number % 5, response=number % 4)
    monkeypatch.setattr(search, "PER_PAGE", 3)
    query = {"place": place, "within": 100, "sort": sort, "industry": "retail", "product": "azure"}
    everything = [names(**query, page=page) for page in (1, 2, 3, 4)]
    monkeypatch.setattr(search, "MOST", 8)
    found = find(**query)
    assert (found.more, found.count <= 8) == (True, True)
    pages = -(-found.count // 3)
    looked_at = [name for page in range(1, pages + 1) for name in names(**query, page=page)]
    assert looked_at == [name for page in everything for name in page][: len(looked_at)]
    assert len(looked_at) == found.count


# Badges

DAY = date(2023, 7, 25)


def test_badge_filter_finds_who_holds_it_on_the_day() -> None:
    profile, _other = provider("Holds"), provider("Other")
    hold(profile, "d", "security", DAY, DAY + timedelta(days=1))
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]
    assert [names(day, designation="security") for day in days] == [[], ["Holds"], ["Holds"], []]


def test_badge_filters_are_all_wanted() -> None:
    both, one = provider("Both"), provider("One")
    for profile in (both, one):
        hold(profile, "d", "security", DAY, DAY)
    hold(both, "x", "kubernetes", DAY, DAY)
    assert sorted(names(designation="security")) == ["Both", "One"]
    assert names(designation="security", specialization="kubernetes") == ["Both"]
    assert names(designation="security", specialization="sap") == []


def test_badge_that_begins_again_is_found_by_its_own_days() -> None:
    profile = provider("Again")
    hold(profile, "d", "security", DAY - timedelta(days=9), DAY - timedelta(days=5))
    hold(profile, "d", "security", DAY, DAY + timedelta(days=9))
    assert (names(designation="security"), names(DAY - timedelta(days=3), designation="security")) == (["Again"], [])


def test_lead_that_was_answered_moves_its_provider_up() -> None:
    from directory import lead_actions
    from tests.factories import UserFactory

    slow, quick = provider("Slow"), provider("Quick")
    lead_actions.accept(wrote(quick, days_ago=0), UserFactory())
    lead_actions.archive(wrote(slow, days_ago=9), "no_answer")
    assert names(sort="responsive") == names() == ["Quick", "Slow"]
    assert listing(quick).response > listing(slow).response
