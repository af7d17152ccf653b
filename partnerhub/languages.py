"""In which language a page or a letter is: what its reader chose, else what the browser asks for, else English.

The API speaks English whoever asks, as do command line and downloads: programs read them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from partnerhub.models import User

LANGUAGES = dict(settings.LANGUAGES)
API = "/api/"


class LanguageMiddleware:
    """Every page in its reader's language. Stands behind authentication: what a person chose is kept with them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = settings.LANGUAGE_CODE if request.path.startswith(API) else language_of(request)
        request.LANGUAGE_CODE = language
        # Over with the response: what streams later (CSV) and the next request in this thread are not in this language.
        with translation.override(language):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    """The language that the person chose, here or where they last signed in; else that of the cookie or the browser."""
    chosen = request.user.language if isinstance(request.user, User) else ""
    return chosen if chosen in LANGUAGES else translation.get_language_from_request(request)


@dataclass(frozen=True)
class Choice:
    """A language to choose, by its own name."""

    code: str
    name: str
    chosen: bool


def choices() -> list[Choice]:
    """The languages there are, for the menu of a page."""
    active = translation.get_language()
    return [Choice(code, name, code == active) for code, name in LANGUAGES.items()]


def page_of(request: HttpRequest) -> str:
    """The address to come back to after a choice: that of this page, or of the one whose form led here."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    place = urlsplit(came_from)
    back = f"{place.path}?{place.query}" if place.query else place.path
    return back if _is_ours(request, came_from) and back else request.get_full_path()


def next_page(request: HttpRequest) -> str:
    """Where the form of the language menu wants to go back to; home where that is not a page of ours."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and _is_ours(request, wanted) else reverse("home")


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def came_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from one of our pages, as far as the browser tells.

    Pages without referrer hide their origin ("null"), which Django's own check takes for a foreign one.
    """
    origin, site = request.headers.get("Origin", "null"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return origin in {"null", f"{request.scheme}://{request.get_host()}"} and site == "same-origin"


def remember(response: HttpResponseBase, language: str) -> None:
    """Have the browser remember the language, also for who is not signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def each_in_their_language(addresses: Iterable[str], otherwise: str = "") -> Iterator[str]:
    """E-mail addresses one by one; while one is given, texts are in the language that its person chose.

    ``otherwise`` is for those who have no account, or chose none; English where that is empty too.
    """
    wanted = list(addresses)
    known = dict(User.objects.filter(email__in=wanted).exclude(language="").values_list("email", "language"))
    for address in wanted:
        with translation.override(known.get(address) or otherwise or settings.LANGUAGE_CODE):
            yield address
