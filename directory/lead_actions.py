"""Every write of a lead: received from the public form, accepted, archived, expired, and the person in it forgotten.

Which step is possible hangs on the day as well as on the state: one that nobody accepted in time has expired, whether or not the
nightly task has run since.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from directory import badges, lead_mail
from directory.models import Lead, Listing
from directory.refusals import NotPossible
from partnerhub import clock, outbox
from partnerhub.models import User

State = Lead.State
# The leads page of 2021.
EXPIRES_AFTER = timedelta(days=14)
# As many messages one sender may write, and one profile gets, before it is taken for a flood.
PER_SENDER, SENDER_SPAN = 5, timedelta(hours=1)
PER_PROFILE, PROFILE_SPAN = 200, timedelta(days=1)
_SENDER_KEPT = timedelta(days=1)
_PERSONAL = ("name", "email", "phone", "message")


class TooMany(Exception):
    """A flood; the message says when to try again."""


@transaction.atomic
def receive(listing: Listing, fields: Mapping[str, Any], sender: str) -> Lead:
    """Keep what a customer wrote, and tell the profile's contact. Raises TooMany for what looks like a flood."""
    now, profile = clock.now(), listing.publication.profile
    _check_flood(listing, sender, now)
    row = Lead.objects.create(
        partner=listing.partner,
        profile=profile,
        city=listing.place.name,
        country=profile.country,
        organisation=fields["organisation"],
        size=fields["size"],
        customer_city=fields["city"],
        sender=sender,
        received_at=now,
        changed_at=now,
        **{name: fields[name] for name in _PERSONAL},
    )
    outbox.post(lead_mail.of_lead(row))
    return row


def _check_flood(listing: Listing, sender: str, now: datetime) -> None:
    of_sender = Lead.objects.filter(sender=sender, received_at__gt=now - SENDER_SPAN)
    if of_sender.count() >= PER_SENDER:
        raise TooMany(_("Too many messages came from your connection. Please try again in an hour."))
    if listing.partner.leads.filter(received_at__gt=now - PROFILE_SPAN).count() >= PER_PROFILE:
        raise TooMany(_("This provider got very many messages today. Please try again tomorrow."))


def is_over(lead: Lead, now: datetime) -> bool:
    """Whether a lead has expired: nobody accepted it in time."""
    return lead.state == State.EXPIRED or (lead.state == State.RECEIVED and now >= expires_at(lead))


def expires_at(lead: Lead) -> datetime:
    """When a lead expires unless somebody accepts it."""
    return lead.received_at + EXPIRES_AFTER


@transaction.atomic
def accept(lead: Lead, by: User) -> None:
    """Accept a lead that was received. Raises NotPossible for any other: what has ended cannot be opened again."""
    row = _open(lead)
    if row.state != State.RECEIVED:
        raise NotPossible(_("This lead is accepted already."))
    row.state, row.accepted_by = State.ACCEPTED, by
    row.accepted_at = row.changed_at = clock.now()
    row.save()
    _rank(row)


@transaction.atomic
def archive(lead: Lead, reason: str) -> None:
    """End a lead, with how it ended. Raises NotPossible for one that has ended."""
    row = _open(lead)
    row.state, row.reason = State.ARCHIVED, reason
    row.changed_at = row.ended_at = clock.now()
    row.save()
    _rank(row)


def _open(lead: Lead) -> Lead:
    row = Lead.objects.select_for_update(of=("self",)).select_related("partner").get(pk=lead.pk)
    if row.state == State.ARCHIVED:
        raise NotPossible(_("This lead is archived; it cannot be opened again."))
    if is_over(row, clock.now()):
        raise NotPossible(_("This lead has expired; it cannot be opened again."))
    return row


def _rank(lead: Lead) -> None:
    """How leads are answered decides where a provider stands."""
    badges.mark(lead.partner, clock.today())


@transaction.atomic
def expire(now: datetime) -> int:
    """Write down which leads have expired. Returns how many."""
    late = Lead.objects.filter(state=State.RECEIVED, received_at__lte=now - EXPIRES_AFTER)
    return late.update(state=State.EXPIRED, changed_at=now, ended_at=now)


def forget(now: datetime) -> int:
    """Forget the people in leads that ended long enough ago, with their letters, and where yesterday's messages came from."""
    Lead.objects.filter(received_at__lte=now - _SENDER_KEPT).exclude(sender="").update(sender="")
    until = now - timedelta(days=settings.LEAD_PERSON_DAYS)
    rows = Lead.objects.filter(ended_at__lte=until, forgotten_at=None)
    for row in rows:
        forget_person(row, now)
    return len(rows)


@transaction.atomic
def forget_person(lead: Lead, now: datetime) -> None:
    """Forget who wrote, and what; that somebody of this organisation did stays."""
    Lead.objects.filter(pk=lead.pk).update(**dict.fromkeys(_PERSONAL, ""), sender="", forgotten_at=now)
    outbox.forget(lead_mail.about(lead))
