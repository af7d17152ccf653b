"""Profiles, towns, pictures and leads for tests."""

import uuid
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from directory import actions, lead_actions, logos, places
from directory.logos import Drawn
from directory.models import BusinessProfile, Lead, Listing, Place
from partnerhub import clock
from partnerhub.models import Partner
from tests.factories import PartnerFactory

# Name: geoname id, country, latitude, longitude, population. They are in the package's list too, under the same numbers.
TOWNS: dict[str, tuple[int, str, float, float, int]] = {
    "Munich": (2867714, "DE", 48.13743, 11.57549, 1260391),
    "Augsburg": (2954172, "DE", 48.37154, 10.89851, 259196),
    "Hamburg": (2911298, "DE", 53.55073, 9.99302, 1845229),
    "Vienna": (2761369, "AT", 48.20849, 16.37208, 1691468),
    "Paris": (2988507, "FR", 48.85341, 2.3488, 2138551),
}
ALSO_CALLED = {"Munich": ["München"], "Vienna": ["Wien"]}
FIELDS: dict[str, Any] = {
    "description": "We move what you have to where it runs better.\n\nThen we look after it.",
    "website": "https://contoso.example.com/",
    "linkedin": "https://www.linkedin.com/company/contoso/",
    "industries": ["retail"],
    "products": ["azure"],
    "services": ["deployment"],
    "solutions": "Landing zones, Kubernetes",
    "sizes": ["51-250", "251-1000"],
    "lead_name": "Petra Hollowell",
    "lead_email": "petra@contoso.example.com",
}
MESSAGE: dict[str, str] = {
    "organisation": "Litware",
    "size": "51-250",
    "name": "Mei Lin",
    "email": "mei@litware.example.com",
    "phone": "",
    "city": "Ulm",
    "message": "We would like to move forty servers.",
}


def town(name: str) -> Place:
    """A town of the list; also where another test has emptied the table."""
    key, country, latitude, longitude, population = TOWNS[name]
    called = " ".join(f"'{places.plain(one)}'" for one in [name, *ALSO_CALLED.get(name, [])])
    names = {"name": name, "folded": places.plain(name), "country": country, "names": called}
    where = {"latitude": latitude, "longitude": longitude, "population": population}
    return Place.objects.get_or_create(geoname_id=key, defaults={**names, **where})[0]


def every_town() -> None:
    """All towns of the list, where another test has emptied the table."""
    if Place.objects.count() < len(TOWNS) + 1:
        Place.objects.all().delete()
        places.fill(connection)


def draft(partner: Partner | None = None, country: str = "DE", **fields: Any) -> BusinessProfile:
    """A profile that is complete but for its location."""
    row = actions.begin(partner or PartnerFactory(), country, None)
    actions.write(row, FIELDS | fields, None)
    return row


def published(
    partner: Partner | None = None, *towns: str, country: str = "DE", address: str = "", **fields: Any
) -> BusinessProfile:
    """A published profile with these locations (Munich, where none is named)."""
    row = draft(partner, country, **fields)
    for name in towns or ("Munich",):
        actions.add_location(row, town(name), address, None)
    actions.publish(row, None)
    return row


def listing(profile: BusinessProfile) -> Listing:
    """The first public page of a profile."""
    found = Listing.objects.filter(publication=profile.pk).order_by("pk").first()
    assert found is not None
    return found


def wrote(profile: BusinessProfile, *, days_ago: int = 0, **fields: str) -> Lead:
    """A lead of a published profile, received so many days ago."""
    row = lead_actions.receive(listing(profile), MESSAGE | fields, uuid.uuid4().hex)
    row.received_at = clock.now() - timedelta(days=days_ago)
    row.save()
    return row


def picture(width: int = 240, height: int = 240, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture of a kind and size."""
    stream = BytesIO()
    Image.new(mode, (width, height), 128 if mode in {"L", "P"} else (200, 30, 30)).save(stream, kind)
    return stream.getvalue()


@cache
def drawn() -> Drawn:
    """A logo that will do."""
    return logos.draw(SimpleUploadedFile("logo.png", picture()))


def rows_of_directory(partner: Partner) -> dict[str, Any]:
    """A published profile with its logo and a lead, by the names of parameters."""
    row = draft(partner)
    actions.set_logo(row, drawn(), None)
    profile = published(partner)
    lead = wrote(profile)
    logo = listing(profile).publication.logo
    assert logo is not None
    return {"listing_id": listing(profile).pk, "lead_id": lead.pk, "digest": logo.small.sha256}
