"""What every page's shell needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from partnerhub import clock, languages, rules
from partnerhub.access import roles_at
from partnerhub.models import Partner, User
from partnerhub.permissions import PERMISSIONS, allowed
from partnerhub.rulebook.schema import Designation


def shell(request: HttpRequest) -> dict[str, Any]:
    """The partner in view, the day, the designations to choose from, and this person's permissions there (a set of names)."""
    partner: Partner | None = getattr(request, "partner", None)
    user = getattr(request, "user", None)
    roles = roles_at(user, partner)[0] if isinstance(user, User) else frozenset()
    return {
        "partner": partner,
        "today": clock.today(),
        "demo": settings.DEMO,
        "designations": _designations,
        "languages": languages.choices,
        "page_address": languages.page_of(request),
        "may": {name for name in PERMISSIONS if allowed(roles, name)},
    }


def _designations() -> list[Designation]:
    """The designations that have rules, in the order shown; asked for only where the navigation stands."""
    book = rules.book()
    return [book.designations[key] for key in book.scored]
