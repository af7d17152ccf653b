"""What search engines are told: which pages are for everyone, and when they changed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from directory import queries

# A sitemap may hold five times as many; this one is written within a moment.
PER_PART = 10_000
# Where nothing is for everyone.
_CLOSED = ("partners/", "programme/", "audits/", "reviews/", "references/", "rulebook/", "accounts/", "demo/", "api/")


@dataclass(frozen=True)
class Told:
    """An address, and when what stands there changed."""

    url: str
    changed: Any = None


def parts() -> list[Told]:
    """The parts that the sitemap has."""
    count = queries.pages_of_sitemap(PER_PART)
    return [Told(_address("directory-sitemap", number)) for number in range(1, max(count, 1) + 1)]


def part(number: int) -> list[Told]:
    """The pages of one part, the search itself in front of the first; none for a part that is not there."""
    if number < 1 or number > max(queries.pages_of_sitemap(PER_PART), 1):
        return []
    first = [Told(_address("directory"))] if number == 1 else []
    return [*first, *(Told(_address("directory-profile", key), at) for key, at in queries.sitemap(number, PER_PART))]


def robots() -> str:
    """Which addresses robots leave alone. Results of searches say so themselves."""
    closed = [f"Disallow: /{path}" for path in _CLOSED]
    closed.append(f"Disallow: {reverse('directory')}*/contact/")
    return "\n".join(["User-agent: *", *closed, f"Sitemap: {_address('sitemap')}", ""])


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
