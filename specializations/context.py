"""What the shell of every page shows of the workspace in view; asked for only where a page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from partnerhub.context import permissions
from specializations import position
from specializations.navigation import navigation


def workspace(request: HttpRequest) -> dict[str, Any]:
    """The navigation, and the figures in it (also of the bell, and of the work that goes on)."""
    partner = getattr(request, "partner", None)
    return {
        "glance": SimpleLazyObject(lambda: position.in_view(request)),
        "navigation": SimpleLazyObject(
            lambda: navigation(partner, permissions(request), position.in_view(request), request.path)
        ),
    }
