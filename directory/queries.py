"""What is read for the partner's own pages and for public ones."""

from django.db.models import Count, F, Q, QuerySet

from directory.models import BusinessProfile, Lead, Listing, ProfileLocation, Publication
from partnerhub.models import Document, Partner


def profiles(partner: Partner) -> list[BusinessProfile]:
    """A partner's profiles, with what is published of them and how many locations they have."""
    rows = BusinessProfile.objects.filter(partner=partner).select_related("publication", "changed_by", "logo__small")
    return list(rows.annotate(location_count=Count("locations")))


def profile(partner: Partner, country: str) -> BusinessProfile | None:
    """A partner's profile for a country."""
    if "\0" in country:
        return None
    rows = BusinessProfile.objects.filter(partner=partner, country=country)
    return rows.select_related("partner", "publication", "changed_by", "logo__picture", "logo__small").first()


def locations(profile: BusinessProfile) -> list[ProfileLocation]:
    """Its offices, with their public pages where they have any."""
    return list(profile.locations.select_related("place", "listing"))


def listing(listing_id: int) -> Listing | None:
    """A public page by its number."""
    rows = Listing.objects.select_related(
        "partner", "place", "location", "publication__logo__picture", "publication__profile"
    )
    return rows.defer("words").filter(pk=listing_id).first()


def beside(found: Listing) -> list[Listing]:
    """The other locations of the same profile."""
    rows = Listing.objects.filter(publication=found.publication_id).exclude(pk=found.pk).select_related("place")
    return list(rows.defer("words", "tags"))


def logo(digest: str) -> Document | None:
    """The picture of a published logo with this content."""
    shown = Q(logo__picture__sha256=digest) | Q(logo__small__sha256=digest)
    if not Publication.objects.filter(shown).exists():
        return None
    return Document.objects.filter(sha256=digest).first()


def leads(partner: Partner) -> QuerySet[Lead]:
    """A partner's leads, newest first."""
    return Lead.objects.filter(partner=partner).select_related("profile", "accepted_by")


def lead(partner: Partner, lead_id: int) -> Lead | None:
    """One of a partner's leads."""
    return leads(partner).filter(pk=lead_id).first()


def pages_of_sitemap(size: int) -> int:
    """In how many parts of this size all public pages are told."""
    return -(-Listing.objects.count() // size)


def sitemap(number: int, size: int) -> list[tuple[int, object]]:
    """The public pages of one part (from 1 on): number, and when it was published last."""
    rows = Listing.objects.annotate(at=F("publication__published_at")).order_by("pk").values_list("pk", "at")
    return list(rows[(number - 1) * size : number * size])
