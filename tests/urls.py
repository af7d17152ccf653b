"""Every URL of the product, read from its URLconf, with what it declares about who may open it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnerhub.permissions import PUBLIC, SIGNED_IN

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Pages of django-allauth, which knows nothing of our declarations: the only URLs that stand in a list instead.
ALLAUTH = {
    "account_confirm_email": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_inactive": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_signup": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_set_password": SIGNED_IN,
}


@dataclass(frozen=True)
class Route:
    """One URL pattern. ``parameters`` are the names in its address, ``declared`` its permission for each method."""

    name: str
    address: str
    parameters: tuple[str, ...]
    declared: Mapping[str, str]
    is_api: bool

    def __str__(self) -> str:
        return self.name

    def permission(self, method: str) -> str | None:
        """What this method needs; None where the URL has no such method."""
        return self.declared.get(method)

    def url(self, arguments: Mapping[str, Any], urlconf: ModuleType | None = None) -> str:
        """Its address with these arguments, of which it takes those it knows."""
        taken = {name: arguments[name] for name in self.parameters}
        return reverse(self.name, urlconf, kwargs=taken)  # type: ignore[arg-type]  # a module is a URLconf too


def routes(urlconf: ModuleType | None = None) -> list[Route]:
    """Every URL of the product (or of another URLconf), in the order of the site map."""
    resolver = get_resolver(urlconf)  # type: ignore[arg-type]  # a module is a URLconf too
    return [_route(pattern, address) for pattern, address in _walk(resolver, "")]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[URLPattern, str]]:
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, address)
        else:
            yield pattern, address


def _route(pattern: URLPattern, address: str) -> Route:
    view = pattern.callback
    resource = getattr(view, "cls", None)
    return Route(
        name=pattern.name or "",
        address=address,
        parameters=tuple(pattern.pattern.regex.groupindex),
        declared=_declared(pattern.name or "", view, resource),
        is_api=resource is not None,
    )


def _declared(name: str, view: Callable[..., Any], resource: Any) -> Mapping[str, str]:
    """A page declares one permission; a resource of the API one, or one for each of its methods."""
    if by_method := getattr(resource, "permissions", None):
        return dict(by_method)
    word = getattr(view, "permission", None) or getattr(resource, "permission", None) or ALLAUTH.get(name)
    return dict.fromkeys(METHODS, word) if word else {}
