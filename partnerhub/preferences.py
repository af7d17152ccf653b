"""How a person likes their pages: kept in cookies of this browser, as that works signed out too and needs no row."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Name of the cookie: what it may say; the first is what holds without one.
CHOICES: Mapping[str, tuple[str, ...]] = {"theme": ("system", "light", "dark"), "navigation": ("open", "closed")}
ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """What was chosen; the defaults where nothing usable was."""

    theme: str
    navigation: str


def of(request: HttpRequest) -> Preferences:
    """What this browser says of it."""
    return Preferences(**{name: _known(name, request.COOKIES.get(name, "")) for name in CHOICES})


def _known(name: str, value: str) -> str:
    return value if value in CHOICES[name] else CHOICES[name][0]


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser remember what a form chose; what is not known is left as it was."""
    for name, choices in CHOICES.items():
        if (value := request.POST.get(name, "")) in choices:
            response.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", secure=not settings.PLAIN_HTTP)
