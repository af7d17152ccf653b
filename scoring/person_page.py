"""One person's Why: what each certificate is worth, and every row that says so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub.models import Partner
from scoring import eligibility, listing, subject_rows
from scoring.asking import ask_each
from scoring.eligibility import NOT_LISTED, PERSON
from scoring.forms import Asked
from scoring.people import Person, grouped, person_id
from scoring.people_page import PersonRow, person_row
from scoring.subject_rows import Looked, Rows, Told
from scoring.why import Link

# The section of what no designation has a use for.
OTHERS = ""


@dataclass(frozen=True)
class Section:
    """The rows in which a designation looks at the person; and those that none has a use for."""

    title: str
    behind: Rows


@dataclass(frozen=True)
class PersonPage:
    """A person with everything that any designation looked at."""

    person: PersonRow
    lede: str
    as_of: date
    parent: Link
    sections: list[Section]


def person_page(
    partner: Partner, id: str, asked: Asked, parameters: Mapping[str, str] | None = None
) -> PersonPage | None:
    """The page of a person; None where nobody of the partner's has this id. Raises NotInForce where the day has no rules.
    ``parameters``: what the address says of its lists."""
    found = _find(partner, id, asked)
    if found is None:
        return None
    person, looked_at = found
    told = ngettext("counts for %(count)d metric", "counts for %(count)d metrics", person.counting)
    url = listing.with_query(reverse("people", args=[partner.mpn_id]), asked)
    return PersonPage(
        person=person_row(partner, person, asked),
        lede=listing.lede(told % {"count": person.counting}, asked=asked),
        as_of=asked.as_of,
        parent=Link(_("Skilling eligibility"), url),
        sections=_sections(partner, person, looked_at, parameters or {}),
    )


def _sections(partner: Partner, person: Person, found: list[Looked], parameters: Mapping[str, str]) -> list[Section]:
    """The designations that list a certificate of theirs, in their order; what none lists once, as the first one has it."""
    behind: defaultdict[str, list[Told]] = defaultdict(list)
    useless = {one.title for one in person.certificates if not one.uses}
    titles: dict[str, str] = {}
    for looked in found:
        titles[looked.line.designation] = listing.designation_title(looked.line)
        for row in looked.contributions:
            if row.verdict not in NOT_LISTED:
                behind[looked.line.designation].append((looked.line, row))
            elif looked is found[0] and row.subject["title"] in useless:
                behind[OTHERS].append((None, row))
    rows = subject_rows.rows(partner, behind, parameters, months=False)
    titles[OTHERS] = _("Counts for no designation")
    return [Section(title, rows[key]) for key, title in titles.items() if key in rows]


def _find(partner: Partner, id: str, asked: Asked) -> tuple[Person, list[Looked]] | None:
    """The person whom this id stands for, with everything that was looked at."""
    with ask_each(partner, asked.as_of, asked.basis, asked.known_at) as questions:
        key = next((one for one in eligibility.people(questions[0]) if person_id(partner, one) == id), None)
        if key is None:
            return None
        lines = [line for question in questions for line in eligibility.lines(question, PERSON)]
        (person,) = grouped(partner, eligibility.certificates(lines, key))
        return person, [Looked(line, eligibility.contributions(line, PERSON, key)) for line in lines]
