"""Skilling at a glance: for each designation the certified people that it asks for and has, and what ends next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import rules
from partnerhub.models import Partner
from scoring import listing
from scoring.eligibility import Line
from scoring.forms import Asked
from scoring.people import People, Wanted, find
from scoring.people_page import LineOfPeople, Window, line_of_people, windows_of


@dataclass(frozen=True)
class DesignationSkills:
    """A designation with what it counts people for; ``people_url`` are the people with certificates for it.

    ``is_known``: whether anybody can tell who counts.
    """

    title: str
    url: str
    people_url: str
    lines: list[LineOfPeople]
    met: int
    is_known: bool


@dataclass(frozen=True)
class SkillingPage:
    """Every designation that counts people, in order, and what ends in the days to come."""

    as_of: date
    lede: str
    designations: list[DesignationSkills]
    windows: list[Window]
    people: int
    people_url: str
    is_empty: bool


def skilling_page(partner: Partner, asked: Asked) -> SkillingPage:
    """The skilling of a partner on a day. Raises NotInForce where the day has no rules."""
    found = find(partner, asked, Wanted())
    every = list(zip(found.lines, found.measured, found.staffs, strict=True))
    by_designation: dict[str, list[LineOfPeople]] = {}
    for line, measured, staff in every:
        told = line_of_people(partner, line, measured, staff, asked)
        by_designation.setdefault(line.designation, []).append(told)
    return SkillingPage(
        as_of=asked.as_of,
        lede=listing.lede(_counted(found), asked=asked),
        designations=[
            _designation(partner, key, by_designation[key], found.lines, asked)
            for key in rules.book().scored
            if key in by_designation
        ],
        windows=windows_of(partner, found, asked),
        people=len(found.every),
        people_url=listing.with_query(reverse("people", args=[partner.mpn_id]), asked),
        is_empty=not found.every,
    )


def _counted(found: People) -> str:
    if not found.is_known:
        return _("No certificate is known yet")
    count = len(found.every)
    return ngettext("%(count)d certified person", "%(count)d certified people", count) % {"count": count}


def _designation(
    partner: Partner, key: str, told: list[LineOfPeople], lines: Sequence[Line], asked: Asked
) -> DesignationSkills:
    people = listing.with_query(reverse("people", args=[partner.mpn_id]), asked, designation=key)
    first = next(line for line in lines if line.designation == key)
    return DesignationSkills(
        title=listing.designation_title(first),
        url=listing.with_query(reverse("designation", args=[partner.mpn_id, key]), asked),
        people_url=f"{people}#list",
        lines=told,
        met=sum(not one.unknown and one.people.met and all(gate.met for gate in one.gates) for one in told),
        is_known=any(not one.unknown for one in told),
    )
