"""Specializations that are not offered any more, for those who have something on record of them."""

from datetime import date, timedelta

from partnerhub import rules
from partnerhub.models import Partner
from specializations.models import Audit, Award
from specializations.queries import catalogue


def last_offered(specialization: str, day: date) -> date | None:
    """The last day until this one on which a specialization was offered; None where it never was."""
    if specialization in catalogue(day):
        return day
    entries = rules.book().history(f"{specialization}.name")
    ends = [one.to for one in entries if one.published and one.to and one.to <= day]
    return max(ends) - timedelta(days=1) if ends else None


def is_on_record(partner: Partner, specialization: str) -> bool:
    """Whether the partner ever asked for an audit of a specialization, or was awarded it."""
    of_partner = {"partner": partner, "specialization": specialization}
    return Audit.objects.filter(**of_partner).exists() or Award.objects.filter(**of_partner).exists()
