"""Rows of the training completions export."""

from collections.abc import Iterator
from datetime import date, timedelta

from demo.filler import chance, identity
from demo.people import Organisation
from demo.story import NEVER, TODAY, Certificate, Story

Row = dict[str, object]

_LESSONS = (
    "Describe cloud concepts",
    "Get started with Power BI",
    "Introduction to Dataverse",
    "Plan a go-live",
    "Secure your data",
)
_LESSONS_EACH = 2


def completions(story: Story, owner: Organisation, until: date, seed: int) -> Iterator[Row]:
    """Everything completed up to a day, as a report of that day tells it."""
    for one in (*story.certificates, *_lessons(story, seed)):
        if one.completed <= until:
            yield _row(owner, one)


def _lessons(story: Story, seed: int) -> Iterator[Certificate]:
    """Learning that earns no certificate, since the partner's reports begin."""
    first = min(one.first for one in story.deliveries if one.dataset == "trainings")
    for person in dict.fromkeys(one.person for one in story.certificates):
        dice = chance(seed, story.mpn_id, "lessons", person)
        for title in dice.sample(_LESSONS, _LESSONS_EACH):
            day = first + timedelta(days=dice.randrange((TODAY - first).days))
            yield Certificate(person, title, day, NEVER, kind="Learning path")


def _row(owner: Organisation, one: Certificate) -> Row:
    first, last = one.person.split(" ", 1)
    domain = owner.importer.split("@")[1]
    email = f"{first}.{last}@{domain}".lower()
    place = owner.places[0]
    return {
        "pgampnid": owner.mpn_id,
        "trainingactivityid": identity("training", one.title),
        "trainingtitle": one.title,
        "trainingtype": one.kind,
        "individualfirstname": first,
        "individuallastname": last,
        "email": email,
        "corpemail": email,
        "trainingcompletiondate": one.completed,
        "expirationdate": one.expires,
        "activationstatus": one.status,
        "month": one.completed.replace(day=1),
        "icmcp": "Yes",
        "mcpid": identity("person", email).int % 90_000_000 + 10_000_000,
        "mpnid": place.mpn_id,
        "partnername": owner.name,
        "partnercitylocation": place.city,
        "partnercountrylocation": place.country,
    }
