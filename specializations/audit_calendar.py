"""The agreed day of an audit as an iCalendar entry, for the calendars of both sides (RFC 5545 and 5546)."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from partnerhub import clock
from specializations import queries
from specializations.models import Audit

MORNING = time(9)
# About as long as audits were in 2026; our sources say nothing of earlier years.
LENGTHS: dict[str, timedelta] = {Audit.Modules.WORKLOAD: timedelta(hours=4)}
WHOLE_DAY = timedelta(hours=8)


def entry(audit: Audit, *, cancelled: bool = False) -> str:
    """The calendar entry of an audit with a day: to put it there, to move it, or (``cancelled``) to take it off.

    The same entry keeps its UID; its SEQUENCE counts the changes.
    """
    found = Calendar()
    found.add("prodid", "-//partnerhub//audits//EN")
    found.add("version", "2.0")
    found.add("method", "CANCEL" if cancelled else "REQUEST")
    found.add_component(_event(audit, cancelled))
    return bytes(found.to_ical()).decode()


def starts_at(audit: Audit) -> datetime:
    """When the audit begins, in the contact's time zone."""
    assert audit.day is not None
    return datetime.combine(audit.day, audit.begins or MORNING, ZoneInfo(audit.time_zone))


def _event(audit: Audit, cancelled: bool) -> Event:
    words = {"partner": audit.partner.name, "title": queries.title_of(audit)}
    starts = starts_at(audit).astimezone(ZoneInfo("UTC"))
    found = Event()
    found.add("uid", f"audit-{audit.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'partnerhub'}")
    found.add("dtstamp", clock.now())
    found.add("sequence", audit.sequence)
    found.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    found.add("dtstart", starts)
    found.add("dtend", starts + LENGTHS.get(audit.modules, WHOLE_DAY))
    found.add("summary", _("Audit: %(title)s, %(partner)s") % words)
    found.add("organizer", f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    found.add("attendee", f"mailto:{audit.contact_email}")
    return found
