"""From an empty profile to an accepted lead, through the pages alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory.models import Lead, Listing
from partnerhub.models import Letter
from partnerhub.permissions import Role
from tests.directory.profiles import FIELDS, MESSAGE, picture, town
from tests.factories import PartnerFactory, person

pytestmark = pytest.mark.django_db


def test_profile_is_written_published_found_and_written_to(client: Client) -> None:
    partner, public = PartnerFactory(name="Contoso Consulting"), Client()
    town("Munich")
    client.force_login(person(partner, Role.BUSINESS_PROFILE_ADMIN))
    one = [partner.mpn_id, "DE"]
    response = client.post(reverse("profile-new", args=[partner.mpn_id]), {"country": "DE"})
    assert response.headers["Location"] == reverse("profile", args=one)
    logo = SimpleUploadedFile("logo.png", picture())
    response = client.post(reverse("profile-save", args=one), FIELDS | {"logo": logo, "do": "next"})
    assert response.headers["Location"] == reverse("profile-locations", args=one)
    client.post(reverse("profile-location-step", args=one), {"place": "München, Germany", "address": "Marienplatz 1"})
    assert "Everything is there." in client.get(reverse("profile-preview", args=one)).content.decode()
    client.post(reverse("profile-publish", args=one), {"step": "publish"})
    assert "1 provider" in public.get("/directory/").content.decode()
    found = public.get("/directory/", {"place": "Munich, Germany", "industry": "retail", "q": "kubernetes"})
    listing = Listing.objects.get()
    assert reverse("directory-profile", args=[listing.pk]) in found.content.decode()
    page = public.get(reverse("directory-profile", args=[listing.pk])).content.decode()
    assert "Contoso Consulting" in page and "Marienplatz 1" in page and "petra@" not in page
    public.post(reverse("directory-contact", args=[listing.pk]), MESSAGE)
    lead = Lead.objects.get()
    assert Letter.objects.get().to == FIELDS["lead_email"]
    client.post(reverse("lead-step", args=[partner.mpn_id, lead.pk]), {"step": "accept"})
    lead.refresh_from_db()
    assert lead.state == "accepted"
    assert "Mei Lin" in client.get(reverse("leads", args=[partner.mpn_id])).content.decode()
