"""Every write of a business profile: begun, written, its locations and logo, published, taken off, deleted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from directory import badges, geography, logos, publishing
from directory.logos import Drawn
from directory.models import (
    MOST_LOCATIONS,
    BusinessProfile,
    Listing,
    Place,
    ProfileLocation,
    Publication,
    Word,
    Words,
)
from directory.refusals import NotPossible
from directory.words import trigrams
from partnerhub import clock
from partnerhub.models import Partner, User


def begin(partner: Partner, country: str, by: User | None) -> BusinessProfile:
    """Begin a profile for a country; the one that is there already where there is one."""
    row, _made = BusinessProfile.objects.get_or_create(
        partner=partner, country=country, defaults={"changed_by": by, "changed_at": clock.now()}
    )
    return row


@transaction.atomic
def write(profile: BusinessProfile, fields: Mapping[str, Any], by: User | None) -> None:
    """Write what a profile says. Nothing of it is public before it is published."""
    for name in (*Words.FIELDS, "lead_name", "lead_email"):
        setattr(profile, name, fields[name])
    _touch(profile, by)


@transaction.atomic
def set_logo(profile: BusinessProfile, drawn: Drawn | None, by: User | None) -> None:
    """Give a profile a logo, or none."""
    before, profile.logo = profile.logo, logos.keep(drawn, by) if drawn else None
    _touch(profile, by)
    logos.drop_unused(before)


def _touch(profile: BusinessProfile, by: User | None) -> None:
    profile.changed_by, profile.changed_at = by, clock.now()
    profile.save()


@transaction.atomic
def add_location(profile: BusinessProfile, place: Place, address: str, by: User | None) -> ProfileLocation:
    """Add an office. Raises NotPossible where there are five already, or this one is."""
    _lock(profile)
    if profile.locations.count() >= MOST_LOCATIONS:
        raise NotPossible(_("A profile has at most %(most)d locations; delete one first.") % {"most": MOST_LOCATIONS})
    try:
        with transaction.atomic():
            row = ProfileLocation.objects.create(profile=profile, place=place, address=address)
    except IntegrityError as error:
        raise NotPossible(_("This location is on the profile already.")) from error
    _touch(profile, by)
    return row


@transaction.atomic
def remove_location(location: ProfileLocation, by: User | None) -> None:
    """Delete an office, and at once its public page. Raises NotPossible for the last one of a published profile."""
    profile = _lock(location.profile)
    published = Publication.objects.filter(profile=profile).exists()
    if published and not Listing.objects.filter(publication=profile.pk).exclude(pk=location.pk).exists():
        raise NotPossible(
            _("This is the only published location; publish another one first, or unpublish the profile.")
        )
    location.delete()
    _number(profile)
    _touch(profile, by)


def _lock(profile: BusinessProfile) -> BusinessProfile:
    return BusinessProfile.objects.select_for_update().select_related("partner").get(pk=profile.pk)


@transaction.atomic
def publish(profile: BusinessProfile, by: User | None) -> Publication:
    """Publish a profile as it is written now. Raises NotPossible where something is missing."""
    profile = _lock(profile)
    if missing := publishing.missing(profile):
        raise NotPossible(" ".join(missing))
    now = clock.now()
    before = Publication.objects.filter(profile=profile).select_related("logo").first()
    row = Publication(
        profile=profile,
        published_at=now,
        first_published_at=before.first_published_at if before else now,
        logo=profile.logo,
        **{name: getattr(profile, name) for name in Words.FIELDS},
    )
    row.save(force_insert=before is None, force_update=before is not None)
    logos.drop_unused(before.logo if before else None)
    _list(profile, row)
    badges.refresh(profile.partner, clock.today())
    return row


def _list(profile: BusinessProfile, publication: Publication) -> None:
    """Write the listings of a profile anew; the page of a location keeps its address."""
    words = publishing.words(profile.partner, publication)
    for location in profile.locations.select_related("place"):
        place = location.place
        x, y, z = geography.vector(place.latitude, place.longitude)
        fields: dict[str, Any] = {"latitude": place.latitude, "longitude": place.longitude, "x": x, "y": y, "z": z}
        fields |= {"partner": profile.partner, "place": place, "publication": publication, "words": words.vector}
        fields |= {"tags": publishing.tags(publication), "is_main": False}
        Listing.objects.update_or_create(location=location, defaults=fields)
    _number(profile)
    learn(words.each)


def _number(profile: BusinessProfile) -> None:
    """Say which listing stands for its profile."""
    rows = Listing.objects.filter(publication=profile.pk)
    first = rows.order_by("pk").values_list("pk", flat=True).first()
    rows.update(is_main=Case(When(pk=first, then=True), default=False))


def learn(words: Iterable[str]) -> None:
    """Remember words, so that who misspells them is understood. Numbers are nobody's misspelling."""
    rows = [Word(text=word, trigrams=trigrams(word)) for word in words if word.isalpha()]
    Word.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def relearn() -> int:
    """Forget the words that no published profile has any more. Returns how many are left."""
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT word FROM ts_stat('SELECT words FROM directory_listing') WHERE word !~ '\d'")
        known = [word for (word,) in cursor.fetchall()]
    Word.objects.exclude(text__in=known).delete()
    learn(known)
    return len(known)


@transaction.atomic
def unpublish(profile: BusinessProfile) -> None:
    """Take a profile off the directory. What is written stays, and so do its leads."""
    if row := Publication.objects.filter(profile=_lock(profile)).select_related("logo").first():
        row.delete()
        logos.drop_unused(row.logo)


@transaction.atomic
def delete(profile: BusinessProfile) -> None:
    """Delete a profile with its pages. Its leads stay."""
    published = Publication.objects.filter(profile=_lock(profile)).select_related("logo").first()
    pictures = {row.logo for row in (profile, published) if row and row.logo}
    profile.delete()
    for logo in pictures:
        logos.drop_unused(logo)
