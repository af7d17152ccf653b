"""What the partner's own pages show: its profiles, one being written, its locations, and how it will look."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory import badges, countries, pages, publishing, queries
from directory.models import MOST_LOCATIONS, BusinessProfile, ProfileLocation, Publication
from directory.pages import Badge, Said
from partnerhub.models import Partner
from scoring.why import Tab

DRAFT, CHANGED, PUBLISHED = "draft", "changed", "published"


@dataclass(frozen=True)
class State:
    """Whether a profile is public: not yet, as it is written, or as it was before it was changed."""

    key: str
    label: str
    pill: str


@dataclass(frozen=True)
class ProfileRow:
    """A profile in the list."""

    country: str
    url: str
    state: State
    locations: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class ProfilesPage:
    """A partner's profiles, and the badges that all of them show."""

    rows: list[ProfileRow]
    badges: list[Badge]


@dataclass(frozen=True)
class Office:
    """A location with its public page, where it has one."""

    location: ProfileLocation
    town: str
    url: str


@dataclass(frozen=True)
class ProfilePage:
    """One profile. ``missing`` says what it needs before it can be published; ``public_url`` is its first public page."""

    profile: BusinessProfile
    country: str
    state: State
    tabs: list[Tab]
    said: Said
    badges: list[Badge]
    offices: list[Office]
    is_full: bool
    missing: list[str]
    public_url: str


def profiles_page(partner: Partner, on: date) -> ProfilesPage:
    """The list of a partner's profiles."""
    return ProfilesPage([_row(partner, one) for one in queries.profiles(partner)], _badges(partner, on))


def _row(partner: Partner, row: BusinessProfile) -> ProfileRow:
    return ProfileRow(
        country=countries.name(row.country),
        url=reverse("profile", args=[partner.mpn_id, row.country]),
        state=state_of(row),
        locations=row.location_count,  # type: ignore[attr-defined]  # queries.profiles counts them
        changed_at=row.changed_at,
        changed_by=str(row.changed_by or ""),
    )


def _badges(partner: Partner, on: date) -> list[Badge]:
    held = [one for one in badges.found(partner, on) if one.since <= on]
    return pages.badge_rows(held, on)


def state_of(profile: BusinessProfile) -> State:
    """Whether a profile is public, and as it is written."""
    published: Publication | None = getattr(profile, "publication", None)
    if published is None:
        return State(DRAFT, _("Draft"), "neutral")
    if profile.changed_at > published.published_at:
        return State(CHANGED, _("Published, with changes that are not"), "progress")
    return State(PUBLISHED, pgettext("profile", "Published"), "good")


def profile_page(profile: BusinessProfile, on: date, current: str) -> ProfilePage:
    """One profile, on the page of this name."""
    partner, offices = profile.partner, [_office(one) for one in queries.locations(profile)]
    logo_url = reverse("profile-logo", args=[partner.mpn_id, profile.country])
    return ProfilePage(
        profile=profile,
        country=countries.name(profile.country),
        state=state_of(profile),
        tabs=_tabs(profile, current, len(offices)),
        said=pages.said(partner.name, profile, logo_url),
        badges=_badges(partner, on),
        offices=offices,
        is_full=len(offices) >= MOST_LOCATIONS,
        missing=publishing.missing(profile),
        public_url=next((one.url for one in offices if one.url), ""),
    )


def _office(row: ProfileLocation) -> Office:
    is_public = getattr(row, "listing", None) is not None
    return Office(row, row.place.name, reverse("directory-profile", args=[row.pk]) if is_public else "")


def _tabs(profile: BusinessProfile, current: str, locations: int) -> list[Tab]:
    steps = {
        "profile": (_("What you say"), None),
        "profile-locations": (_("Locations"), locations),
        "profile-preview": (_("Preview and publish"), None),
    }
    args = [profile.partner.mpn_id, profile.country]
    return [Tab(label, count, reverse(name, args=args), name == current) for name, (label, count) in steps.items()]
