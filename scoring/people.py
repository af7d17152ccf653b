"""What every person's certificates are worth, what ends when, and what that costs: found, filtered and put in order."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any

from partnerhub import rules
from partnerhub.folding import fold, has_all, spellings
from partnerhub.listing import ordered
from partnerhub.models import Partner
from scoring import eligibility, expiry
from scoring.asking import remembered_each
from scoring.eligibility import PERSON, Certificate, Line
from scoring.expiry import Day, Staff
from scoring.forms import Asked
from scoring.measure import Measured
from scoring.question import Question

# Within so many days; the last is how far expiry.HORIZON looks ahead.
WITHIN = (30, 60, 90)
_ID_LENGTH = 16


@dataclass(frozen=True)
class Wanted:
    """Which people a page shows: filters (empty: all), a text that they contain, an order, a page of them."""

    designation: str = ""
    certificate: str = ""
    within: str = ""
    text: str = ""
    sort: str = ""
    number: str = ""
    size: str = ""

    @property
    def days(self) -> int | None:
        """The days within which a certificate is to end; None where it does not matter."""
        return int(self.within) if self.within in {str(days) for days in WITHIN} else None

    def shown(self) -> dict[str, str]:
        """What an address says of it."""
        names = {"designation": self.designation, "certificate": self.certificate, "within": self.within}
        return {**names, "q": self.text, "sort": self.sort, "size": self.size, "page": self.number}


@dataclass(frozen=True)
class Person:
    """A person with certificates. ``id`` stands for them in addresses, which name nobody."""

    id: str
    key: str
    name: str
    certificates: tuple[Certificate, ...]

    @cached_property
    def counting(self) -> int:
        """The metrics that they count for, or open the way to."""
        return len({use.line.key for one in self.certificates for use in one.uses if use.is_useful})

    @cached_property
    def next_end(self) -> date | None:
        """The first day on which a certificate of theirs ends that is of use."""
        ends = [one.expires for one in self.certificates if one.expires and one.is_useful]
        return min(ends, default=None)


@dataclass(frozen=True)
class Unknown:
    """A title that the rulebook does not know: how many certificates of it there are, and of how many people."""

    title: str
    certificates: int
    people: int


@dataclass(frozen=True)
class People:
    """Everyone with a certificate; ``chosen`` are those whom the filters let through, with the certificates that they do.

    ``staffs`` and ``measured`` are by line, ``calendar`` what ends in the days to come; ``others`` counts what is no
    certificate at all (courses, exams).
    """

    lines: tuple[Line, ...]
    measured: tuple[Measured, ...]
    staffs: tuple[Staff, ...]
    calendar: tuple[Day, ...]
    every: tuple[Person, ...]
    chosen: tuple[Person, ...]
    unknown: tuple[Unknown, ...]
    others: int

    @property
    def is_known(self) -> bool:
        """Whether anything is known of anybody; without that nobody can say who counts, or what ends."""
        return any(line.is_known for line in self.lines)


def find(partner: Partner, asked: Asked, wanted: Wanted) -> People:
    """The partner's people on a day. Raises NotInForce where the day has no rules."""
    question = (asked.as_of, asked.basis, asked.known_at)
    found = remembered_each(partner, question, "people", partial(_everyone, partner), _uses)
    kept = (_restricted(person, wanted, asked.as_of) for person in found.every if _contains(person, wanted.text))
    chosen = tuple(person for person in kept if person.certificates)
    return replace(found, chosen=tuple(ordered(chosen, wanted.sort, ORDERS)))


def held(questions: Iterable[Question]) -> tuple[tuple[Line, ...], list[Certificate]]:
    """What counts people, and every title that anybody earned."""
    lines = tuple(line for question in questions for line in eligibility.lines(question, PERSON))
    return lines, eligibility.certificates(lines)


def _everyone(partner: Partner, questions: Iterable[Question]) -> People:
    """Everyone, before any is chosen."""
    lines, found = held(questions)
    staffs = tuple(Staff(line, found) for line in lines)
    return People(
        lines=lines,
        measured=tuple(eligibility.measured_people(line, found) for line in lines),
        staffs=staffs,
        calendar=tuple(expiry.calendar(staffs)),
        every=grouped(partner, (one for one in found if one.is_certificate)),
        chosen=(),
        unknown=_unknown(found),
        others=sum(not one.is_certificate for one in found),
    )


def _uses(found: People) -> int:
    return sum(1 + len(one.uses) for person in found.every for one in person.certificates)


def grouped(partner: Partner, found: Iterable[Certificate]) -> tuple[Person, ...]:
    """The certificates by person, by name; what ends first comes first."""
    of_person: defaultdict[str, list[Certificate]] = defaultdict(list)
    for one in found:
        of_person[one.person].append(one)
    people = (
        Person(person_id(partner, key), key, max(one.name for one in own), tuple(sorted(own, key=_first_end)))
        for key, own in of_person.items()
    )
    return tuple(sorted(people, key=_by_name))


def person_id(partner: Partner, key: str) -> str:
    """What stands for a person in the addresses of this partner."""
    return hashlib.sha256(f"{partner.mpn_id} {key}".encode()).hexdigest()[:_ID_LENGTH]


def _first_end(one: Certificate) -> tuple[bool, date, str]:
    return not one.is_useful, one.expires or date.max, one.title


def _by_name(person: Person) -> tuple[bool, str, str]:
    return not person.name, fold(person.name), person.key


def _contains(person: Person, text: str) -> bool:
    return has_all("\n".join([person.name, person.key, *_titles(person)]), [spellings(text.strip())])


def _titles(person: Person) -> list[str]:
    return [one.title for one in person.certificates]


def _restricted(person: Person, wanted: Wanted, today: date) -> Person:
    kept = tuple(one for one in person.certificates if _wanted(one, wanted, today))
    return Person(person.id, person.key, person.name, kept)


def _wanted(one: Certificate, wanted: Wanted, today: date) -> bool:
    if wanted.designation and all(use.line.designation != wanted.designation for use in one.uses):
        return False
    if wanted.certificate and rules.book().certificate(one.title) != wanted.certificate:
        return False
    return wanted.days is None or ends_within(one, today, wanted.days)


def ends_within(one: Certificate, today: date, days: int) -> bool:
    """Whether its last day is today or one of the next so many."""
    return one.expires is not None and today <= one.expires <= today + timedelta(days=days)


# By which keys a list can be sorted; equals stay by name.
ORDERS: Mapping[str, Any] = {
    "person": _by_name,
    "counts": lambda one: one.counting,
    "ends": lambda one: (one.next_end is None, one.next_end),
}


def _unknown(found: Iterable[Certificate]) -> tuple[Unknown, ...]:
    """The titles that nobody can place, the most frequent first."""
    unknown = [one for one in found if not one.is_known]
    titles = Counter(one.title for one in unknown)
    people = Counter(title for title, _person in {(one.title, one.person) for one in unknown})
    every = (Unknown(title, count, people[title]) for title, count in titles.items())
    return tuple(sorted(every, key=lambda one: (-one.certificates, one.title)))
