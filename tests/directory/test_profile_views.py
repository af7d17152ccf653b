"""The partner's own pages: who writes, what is refused beside its field, and what of it is public when."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory import actions
from directory.models import BusinessProfile, Lead, Listing, ProfileLocation, Publication
from directory.refusals import NotPossible
from partnerhub.models import Partner
from partnerhub.permissions import Role
from tests.directory.profiles import FIELDS, draft, listing, picture, published, town, wrote
from tests.factories import PartnerFactory, person
from tests.html import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Partner:
    return PartnerFactory(name="Contoso Consulting")


@pytest.fixture
def client(partner: Partner) -> Client:
    client = Client()
    client.force_login(person(partner, Role.BUSINESS_PROFILE_ADMIN))
    return client


def save(client: Client, profile: BusinessProfile, **fields: Any) -> Any:
    url = reverse("profile-save", args=[profile.partner.mpn_id, profile.country])
    return client.post(url, FIELDS | {"do": "save"} | fields)


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    check_page(response)
    return {name: [str(one) for one in found] for name, found in response.context["form"].errors.items()}


# What is written


def test_profile_begins_once_per_country(client: Client, partner: Partner) -> None:
    url = reverse("profile-new", args=[partner.mpn_id])
    assert client.post(url, {"country": "DE"}).status_code == 302
    assert "country" in errors(client.post(url, {"country": "DE"}))
    assert "country" in errors(client.post(url, {"country": "XX"}))
    assert BusinessProfile.objects.count() == 1


def test_draft_may_be_incomplete(client: Client, partner: Partner) -> None:
    row = draft(partner)
    response = client.post(reverse("profile-save", args=[partner.mpn_id, "DE"]), {})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.description, row.industries, row.website, row.changed_by is None) == ("", [], "", False)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("description", "x" * 2501, "at most 2500 characters"),
        ("description", "a\0b", "Null characters"),
        ("website", "http://contoso.example.com/", "begins with https://"),
        ("website", "javascript:alert(1)", "begins with https://"),
        ("website", "https://", "begins with https://"),
        ("website", "https://name:secret@contoso.example.com/", "sign-in"),
        ("website", "data:text/html,x", "begins with https://"),
        ("website", "HTTPS:alert(1)", "begins with https://"),
        ("linkedin", "https://www.linkedin.com/in/somebody/", "no page of a company"),
        ("linkedin", "https://linkedin.com.example.com/company/x/", "no page of a company"),
        ("linkedin", "https://example.com/company/x/", "no page of a company"),
        ("industries", ["retail", "piracy"], "piracy"),
        ("sizes", ["0-0"], "0-0"),
        ("solutions", "x" * 1001, "at most 1000 characters"),
        ("lead_email", "nobody", "valid email"),
    ],
)
def test_field_that_is_unusable_is_told_beside_it_and_kept(
    client: Client, partner: Partner, field: str, value: Any, told: str
) -> None:
    row = draft(partner)
    response = save(client, row, **{field: value})
    found = {name: [str(one) for one in told] for name, told in response.context["form"].errors.items()}
    assert (response.status_code, list(found), told in found[field][0]) == (422, [field], True)
    assert response.context["form"][field].value() == value
    row.refresh_from_db()
    assert getattr(row, field) == FIELDS[field]


@pytest.mark.parametrize("address", ["https://www.linkedin.com/company/contoso/", "https://de.linkedin.com/company/x"])
def test_company_page_of_any_country_is_taken(client: Client, partner: Partner, address: str) -> None:
    row = draft(partner)
    assert save(client, row, linkedin=address).status_code == 302


def test_description_of_the_longest_length_is_taken(client: Client, partner: Partner) -> None:
    row = draft(partner)
    save(client, row, description="ü" * 2500)
    row.refresh_from_db()
    assert len(row.description) == 2500


def test_logo_that_is_refused_keeps_the_rest_of_what_was_typed(client: Client, partner: Partner) -> None:
    row = draft(partner)
    svg = SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>", "image/png")
    response = save(client, row, description="Newly typed", logo=svg)
    assert "no GIF, JPG or PNG" in errors(response)["logo"][0]
    assert "Newly typed" in response.content.decode()


def test_logo_that_will_do_is_kept_beside_a_field_that_will_not(client: Client, partner: Partner) -> None:
    row = draft(partner)
    assert list(errors(save(client, row, website="x", logo=SimpleUploadedFile("x.png", picture())))) == ["website"]
    row.refresh_from_db()
    assert row.logo is not None
    save(client, row, remove_logo="on")
    row.refresh_from_db()
    assert row.logo is None


def test_logo_is_shown_on_the_draft_to_its_partner_alone(client: Client, partner: Partner) -> None:
    row = draft(partner)
    url = reverse("profile-logo", args=[partner.mpn_id, "DE"])
    assert client.get(url).status_code == 404
    save(client, row, logo=SimpleUploadedFile("x.png", picture()))
    response = client.get(url)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    response.close()
    assert Client().get(url).status_code == 302


def test_name_is_the_partners_and_nothing_else(client: Client, partner: Partner) -> None:
    row = published(partner)
    save(client, row, name="Another name", partner="Another name")
    partner.refresh_from_db()
    assert (partner.name, listing(row).partner.name) == ("Contoso Consulting", "Contoso Consulting")


# Locations


def test_location_is_found_by_its_town(client: Client, partner: Partner) -> None:
    row, munich = draft(partner), town("Munich")
    url = reverse("profile-location-step", args=[partner.mpn_id, "DE"])
    client.post(url, {"place": "münchen"}), client.post(url, {"place": "Munich, Germany", "address": "Marienplatz 1"})
    assert list(row.locations.values_list("place", "address")) == [(munich.pk, ""), (munich.pk, "Marienplatz 1")]


def test_location_that_is_no_town_of_the_country_is_told_beside_the_field(client: Client, partner: Partner) -> None:
    draft(partner), town("Paris")
    url = reverse("profile-location-step", args=[partner.mpn_id, "DE"])
    for place in ("Xyzzyville", "Paris, France", "", "\0"):
        assert list(errors(client.post(url, {"place": place}))) == ["place"]


def test_location_is_added_five_times_at_most_and_each_once(client: Client, partner: Partner) -> None:
    row, munich = draft(partner), town("Munich")
    for number in range(5):
        actions.add_location(row, munich, f"Street {number}", None)
    with pytest.raises(NotPossible, match="at most 5 locations"):
        actions.add_location(row, munich, "Street 6", None)
    row.locations.last().delete()  # type: ignore[union-attr]
    with pytest.raises(NotPossible, match="on the profile already"):
        actions.add_location(row, munich, "Street 0", None)
    assert row.locations.count() == 4


def test_location_deleted_takes_its_page_along(client: Client, partner: Partner) -> None:
    row = published(partner, "Munich", "Hamburg")
    hamburg = row.locations.get(place__name="Hamburg")
    url = reverse("directory-profile", args=[hamburg.pk])
    assert Client().get(url).status_code == 200
    client.post(reverse("profile-location-step", args=[partner.mpn_id, "DE"]), {"remove": str(hamburg.pk)})
    assert Client().get(url).status_code == 404


def test_last_location_of_a_published_profile_stays(client: Client, partner: Partner) -> None:
    row = published(partner)
    actions.add_location(row, town("Hamburg"), "", None)
    url = reverse("profile-location-step", args=[partner.mpn_id, "DE"])
    response = client.post(url, {"remove": str(listing(row).pk)}, follow=True)
    assert "only published location" in response.content.decode()
    assert row.locations.count() == 2


def test_location_of_another_profile_is_not_there(client: Client, partner: Partner) -> None:
    draft(partner)
    other = published()
    url = reverse("profile-location-step", args=[partner.mpn_id, "DE"])
    assert client.post(url, {"remove": str(listing(other).pk)}).status_code == 404
    assert ProfileLocation.objects.count() == 1


# Published


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("description", "Describe what you do."),
        ("sizes", "Choose the sizes"),
        ("lead_email", "Say who gets the messages"),
    ],
)
def test_profile_that_lacks_something_is_not_published(client: Client, partner: Partner, field: str, told: str) -> None:
    row = draft(partner, **{field: type(FIELDS[field])()})
    actions.add_location(row, town("Munich"), "", None)
    page = client.get(reverse("profile-preview", args=[partner.mpn_id, "DE"])).content.decode()
    assert told in page and 'value="publish"' not in page
    response = client.post(reverse("profile-publish", args=[partner.mpn_id, "DE"]), {"step": "publish"}, follow=True)
    assert told in response.content.decode()
    assert Publication.objects.count() == 0


def test_profile_without_expertise_or_location_is_not_published(partner: Partner) -> None:
    row = draft(partner, industries=[], products=[], services=[], solutions="")
    with pytest.raises(NotPossible, match=r"at least one industry.*Add a location"):
        actions.publish(row, None)


def test_changes_are_public_when_they_are_published(client: Client, partner: Partner) -> None:
    row = published(partner)
    page = reverse("directory-profile", args=[listing(row).pk])
    save(client, row, description="Rewritten", industries=["energy"])
    assert "Rewritten" not in Client().get(page).content.decode()
    preview = client.get(reverse("profile-preview", args=[partner.mpn_id, "DE"]))
    assert (preview.context["page"].state.key, "Rewritten" in preview.content.decode()) == ("changed", True)
    client.post(reverse("profile-publish", args=[partner.mpn_id, "DE"]), {"step": "publish"})
    assert "Rewritten" in Client().get(page).content.decode()
    assert "i:energy" in listing(row).tags and "i:retail" not in listing(row).tags


def test_location_added_after_publishing_is_not_public_yet(partner: Partner) -> None:
    row = published(partner)
    office = actions.add_location(row, town("Hamburg"), "", None)
    page = reverse("directory-profile", args=[office.pk])
    assert Client().get(page).status_code == 404
    actions.publish(row, None)
    assert Client().get(page).status_code == 200


def test_page_of_a_location_keeps_its_address_when_published_again(partner: Partner) -> None:
    row = published(partner)
    before = listing(row).pk
    first = row.publication.first_published_at
    actions.publish(row, None)
    row.publication.refresh_from_db()
    assert (listing(row).pk, row.publication.first_published_at) == (before, first)


def test_profile_taken_off_is_nowhere_and_can_be_published_again(client: Client, partner: Partner) -> None:
    row = published(partner)
    page = reverse("directory-profile", args=[listing(row).pk])
    client.post(reverse("profile-publish", args=[partner.mpn_id, "DE"]), {"step": "unpublish"})
    assert (Client().get(page).status_code, Listing.objects.count()) == (404, 0)
    row.refresh_from_db()
    assert row.description == FIELDS["description"]
    actions.publish(row, None)
    assert Client().get(page).status_code == 200


def test_profile_deleted_leaves_its_leads(client: Client, partner: Partner) -> None:
    row = published(partner)
    wrote(row)
    client.post(reverse("profile-delete", args=[partner.mpn_id, "DE"]))
    assert (BusinessProfile.objects.count(), Listing.objects.count(), Lead.objects.get().profile) == (0, 0, None)


# Roles


EDITS = ("profile-save", "profile-location-step", "profile-publish")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.BUSINESS_PROFILE_ADMIN, (200, 302, 302)),
        (Role.REFERRALS_ADMIN, (200, 302, 403)),
        (Role.GLOBAL_ADMIN, (200, 403, 403)),
        (Role.ACCOUNT_ADMIN, (200, 403, 403)),
        (Role.USER_MANAGEMENT_ADMIN, (200, 403, 403)),
        (Role.SALES_AGENT, (403, 403, 403)),
        (Role.BILLING_ADMIN, (403, 403, 403)),
    ],
)
def test_role_views_edits_and_deletes_as_the_table_says(
    partner: Partner, role: Role, may: tuple[int, int, int]
) -> None:
    row, client = published(partner), Client()
    client.force_login(person(partner, role))
    one = [partner.mpn_id, row.country]
    view = client.get(reverse("profile", args=one))
    publish = client.post(reverse("profile-publish", args=one), {"step": "publish"})
    delete = client.post(reverse("profile-delete", args=one))
    assert (view.status_code, publish.status_code, delete.status_code) == may
    assert BusinessProfile.objects.exists() == (may[2] != 302)


def test_who_may_only_view_gets_no_form(partner: Partner) -> None:
    row, client = published(partner), Client()
    client.force_login(person(partner, Role.GLOBAL_ADMIN))
    for name in ("profiles", "profile", "profile-locations", "profile-preview"):
        args = [partner.mpn_id] if name == "profiles" else [partner.mpn_id, row.country]
        page = client.get(reverse(name, args=args)).content.decode()
        main = page[page.index("<main") : page.index("</main")]
        assert (name, "<form" in main) == (name, False)
