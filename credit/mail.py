"""Alerts of credit by e-mail, to those who may see credit, each in their language."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from credit import links, wording
from credit.alerts import cost, headline
from credit.models import CreditAlert
from partnerhub.languages import each_in_their_language
from partnerhub.models import Letter, Partner
from partnerhub.permissions import PERMISSIONS


def letters(partner: Partner, alerts: Iterable[CreditAlert], on: date) -> list[Letter]:
    """A letter about each alert to each of these people."""
    members = partner.members.filter(roles__overlap=sorted(PERMISSIONS["credit.view"]), user__is_active=True)
    to = list(members.order_by("pk").values_list("user__email", flat=True))
    return [_letter(partner, one, address, on) for one in alerts for address in each_in_their_language(to)]


def _letter(partner: Partner, one: CreditAlert, to: str, on: date) -> Letter:
    told = headline(one, on)
    lines = [
        _("%(partner)s, MPN %(mpn_id)s") % {"partner": partner.name, "mpn_id": partner.mpn_id},
        told,
        cost(one),
        str(wording.CUSTOMERS_RIGHT),
        f"{settings.PUBLIC_URL}{links.customer(partner, one.month, one.tenant)}",
        _("partnerhub is not affiliated with Microsoft."),
    ]
    key = f"credit-alert:{partner.pk}:{one.identity}:{to}"
    return Letter(key=key, about=f"credit:{partner.pk}", to=to, subject=told, text="\n\n".join(lines) + "\n")
