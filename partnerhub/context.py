"""What every page's shell needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from partnerhub import clock, languages, preferences
from partnerhub.access import roles_at
from partnerhub.models import Partner, User
from partnerhub.permissions import PERMISSIONS, allowed


def shell(request: HttpRequest) -> dict[str, Any]:
    """The partner in view, the day, this person's permissions there (a set of names), and how they like their pages."""
    return {
        "partner": getattr(request, "partner", None),
        "today": clock.today(),
        "demo": settings.DEMO,
        "languages": languages.choices,
        "page_address": languages.page_of(request),
        "may": permissions(request),
        "preferences": preferences.of(request),
    }


def permissions(request: HttpRequest) -> set[str]:
    """The names of what this person may do, with the partner in view (if any)."""
    partner: Partner | None = getattr(request, "partner", None)
    user = getattr(request, "user", None)
    roles = roles_at(user, partner)[0] if isinstance(user, User) else frozenset()
    return {name for name in PERMISSIONS if allowed(roles, name)}
