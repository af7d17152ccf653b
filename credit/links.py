"""Addresses of credit's pages: a month is written 2023-07, a resource without the slash that its Azure id begins with."""

from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from partnerhub.models import Partner


def overview(partner: Partner) -> str:
    return reverse("credit", args=[partner.mpn_id])


def steps(partner: Partner) -> str:
    return reverse("credit-steps", args=[partner.mpn_id])


def alerts(partner: Partner) -> str:
    return reverse("credit-alerts", args=[partner.mpn_id])


def month(partner: Partner, of: date, by: str = "") -> str:
    """The page of a month; ``by``: which of its lists."""
    url = of_month("credit-month", partner, of)
    return f"{url}?{urlencode({'by': by})}#list" if by else url


def of_month(name: str, partner: Partner, of: date, *args: str) -> str:
    """A page of a month by its name."""
    if args:
        return reverse(name, args=[partner.mpn_id, f"{of:%Y-%m}", *args])
    return _known(name, partner.mpn_id, f"{of:%Y-%m}")


@lru_cache(256)
def _known(name: str, mpn_id: str, month: str) -> str:
    """Worked out once: a list asks for it in every row, several times."""
    return reverse(name, args=[mpn_id, month])


def customer(partner: Partner, of: date, tenant: str) -> str:
    return of_month("credit-customer", partner, of, tenant)


def why(partner: Partner, of: date, **only: str) -> str:
    """The lines behind an amount: of a ``customer``, ``subscription`` or ``verdict``, alone or together."""
    told = {name: value for name, value in only.items() if value}
    url = of_month("credit-why", partner, of)
    return f"{url}?{urlencode(told)}" if told else url


def resource(partner: Partner, of: date, scope: str) -> str:
    return of_month("credit-resource", partner, of, scope.removeprefix("/"))
