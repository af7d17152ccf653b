"""What every page's shell needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from partnerhub import clock
from partnerhub.access import roles_at
from partnerhub.models import Partner, User
from partnerhub.permissions import PERMISSIONS, allowed


def shell(request: HttpRequest) -> dict[str, Any]:
    """The partner in view, the day, and the permissions of this person there (a set of names for templates)."""
    partner: Partner | None = getattr(request, "partner", None)
    user = getattr(request, "user", None)
    roles = roles_at(user, partner)[0] if isinstance(user, User) else frozenset()
    return {
        "partner": partner,
        "today": clock.today(),
        "demo": settings.DEMO,
        "may": {name for name in PERMISSIONS if allowed(roles, name)},
    }
