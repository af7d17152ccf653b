"""What a profile needs before it is published, and what the search knows of it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext as _

from directory import vocabulary
from directory.models import BusinessProfile, Publication
from directory.words import words as words_of
from partnerhub.models import Partner


def missing(profile: BusinessProfile) -> list[str]:
    """What is missing before a profile can be published, in sentences."""
    expertise = (profile.industries, profile.products, profile.services, profile.solutions)
    told = [
        ("" if profile.description else _("Describe what you do.")),
        ("" if any(expertise) else _("Choose at least one industry, product or service, or name your solutions.")),
        ("" if profile.sizes else _("Choose the sizes of the organisations that you work for.")),
        ("" if profile.lead_email else _("Say who gets the messages of customers.")),
        ("" if profile.locations.exists() else _("Add a location.")),
    ]
    return [one for one in told if one]


def tags(publication: Publication) -> list[str]:
    """The marks that a profile's own words give its listings."""
    return [
        *vocabulary.tags(vocabulary.INDUSTRY, publication.industries),
        *vocabulary.tags(vocabulary.PRODUCT, publication.products),
        *vocabulary.tags(vocabulary.SERVICE, publication.services),
        *vocabulary.tags(vocabulary.SIZE, publication.sizes),
    ]


@dataclass(frozen=True)
class Searched:
    """The words that a profile is found by: as PostgreSQL takes them, and each by itself."""

    vector: CombinedExpression
    each: Sequence[str]


def words(partner: Partner, publication: Publication) -> Searched:
    """What free text finds a profile by: the company's name, industries, products, services and solutions, in every language.

    The description is not searched, as the programme's directory does not.
    """
    lists = (
        (vocabulary.INDUSTRIES, publication.industries),
        (vocabulary.PRODUCTS, publication.products),
        (vocabulary.SERVICES, publication.services),
    )
    name = words_of(partner.name)
    skills = words_of(
        " ".join(
            [
                publication.solutions,
                *(one for known, keys in lists for one in vocabulary.in_every_language(known, keys)),
            ]
        )
    )
    parts = (SearchVector(Value(" ".join(one)), config="simple", weight=w) for one, w in ((name, "A"), (skills, "B")))
    first, second = parts
    return Searched(first + second, list(dict.fromkeys([*name, *skills])))
