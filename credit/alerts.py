"""Access that ends, has ended, or has gone from the list: what is found, and how it is told in the Action center."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from credit import links, places, queries, verdicts, wording
from credit.ending import Ending, Removed, is_above
from credit.models import CreditAlert, CreditMonth
from credit.month import added
from partnerhub.alerts import Alert
from partnerhub.models import Partner
from partnerhub.months import shift

# So many are told of at once; a page has all.
MOST = 8


def found(partner: Partner, kept: CreditMonth, on: date) -> list[CreditAlert]:
    """What is to be told on a day, not saved: what ends within ``queries.SOON``, or has ended or gone lately, and costs."""
    of = (partner, kept, on)
    ends = (_ending(*of, one) for one in queries.endings(partner, kept.month) if _near(one.ends, on))
    gone = (_removed(*of, one) for one in queries.removed(partner, kept.month) if _near(one.since, on))
    every = (one for one in (*ends, *gone) if one.monthly > 0)
    alerts = list({one.identity: one for one in every}.values())
    # A list of access names neither customers nor subscriptions, lines of usage do.
    customers, subscriptions = queries.names(kept, {one.tenant for one in alerts})
    for one in alerts:
        one.customer = one.customer or customers.get(one.tenant, "")
        name = places.name(one.place)
        one.place_name = subscriptions.get(name, name) if places.level(one.place) == "subscription" else name
    return alerts


def _near(moment: datetime, on: date) -> bool:
    return on - queries.KEPT <= moment.date() <= on + queries.SOON


def _ending(partner: Partner, kept: CreditMonth, on: date, one: Ending) -> CreditAlert:
    grant: Mapping[str, Any] = one.grants[0] if one.grants else {}
    return CreditAlert(
        partner=partner,
        kind=CreditAlert.Kind.ENDING,
        identity=_identity("ending", one.tenant, one.area, one.ends.isoformat()),
        tenant=one.tenant,
        customer=one.customer,
        place=one.area,
        access_kind=grant.get("kind") or "",
        holder=grant.get("holder") or "",
        azure_role=grant.get("azure_role") or "",
        moment=one.ends,
        month=kept.month,
        monthly=_monthly(partner, kept, one),
        currency=kept.currency,
        found_on=on,
    )


def _monthly(partner: Partner, kept: CreditMonth, one: Ending) -> Decimal:
    """What a month of the access is worth. Where it ended within the month, also the days after its end count."""
    if one.ends.date() >= shift(kept.month, 1):
        return one.monthly
    lines = queries.places(partner, kept.month, only=("tenant", one.tenant))
    could = (verdicts.EARNED, *verdicts.OF_ACCESS)
    return added(line.amount for line in lines if line.verdict in could and is_above(one.area, line.scope))


def _removed(partner: Partner, kept: CreditMonth, on: date, one: Removed) -> CreditAlert:
    return CreditAlert(
        partner=partner,
        kind=CreditAlert.Kind.REMOVED,
        identity=_identity("removed", *of_assignment(vars(one)), one.since.isoformat()),
        tenant=one.tenant,
        customer=one.customer,
        place=one.scope,
        access_kind=one.kind,
        holder=one.holder,
        azure_role=one.azure_role,
        moment=one.since,
        month=kept.month,
        monthly=one.monthly,
        currency=kept.currency,
        found_on=on,
    )


def of_assignment(one: Mapping[str, object]) -> tuple[str, ...]:
    """What tells an assignment from others."""
    return tuple(str(one[name] or "") for name in ("tenant", "scope", "kind", "holder", "azure_role"))


def _identity(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def still_holds(one: CreditAlert, on: date, listed: Collection[tuple[str, ...]]) -> bool:
    """Whether what was told of and is not found any more still holds: access that is gone, until it is listed again."""
    key = (one.tenant, one.place, one.access_kind, one.holder, one.azure_role)
    return one.kind == CreditAlert.Kind.REMOVED and _near(one.moment, on) and key not in listed


def kept_open(partner: Partner) -> list[CreditAlert]:
    """The alerts that still hold, newest first."""
    return list(CreditAlert.objects.filter(partner=partner, over_on=None))


def counts(partners: Collection[int]) -> Mapping[int, int]:
    """How many alerts are open, by the primary key of a partner."""
    rows = CreditAlert.objects.filter(partner__in=partners, over_on=None).order_by()
    return dict(rows.values_list("partner").annotate(count=Count("pk")))


def told(partner: Partner, on: date) -> list[Alert]:
    """The open alerts of a partner in the reader's language: the newest of them, and how many more there are."""
    rows = CreditAlert.objects.filter(partner=partner, over_on=None).annotate(every=Window(Count("pk")))[:MOST]
    found = [_told(partner, one, on) for one in rows]
    more = (rows[0].every if found else 0) - len(found)
    if more:
        text = ngettext("%(count)d more alert.", "%(count)d more alerts.", more) % {"count": more}
        found.append(Alert(found[-1].day, _("Credit"), text, links.alerts(partner), _("See all")))
    return found


def _told(partner: Partner, one: CreditAlert, on: date) -> Alert:
    url = links.customer(partner, one.month, one.tenant)
    return Alert(one.found_on, _("Credit"), f"{headline(one, on)} {cost(one)}", url, _("See what it covers"))


def headline(one: CreditAlert, on: date) -> str:
    """What ends, or has gone, where and when."""
    words = {
        "customer": one.customer or one.tenant,
        "place": one.place_name,
        "day": wording.moment(one.moment.astimezone(UTC)),
    }
    if one.kind == CreditAlert.Kind.REMOVED:
        return _("%(customer)s: access to %(place)s is no longer on the list of %(day)s.") % words
    if one.moment.date() < on:
        return _("%(customer)s: access to %(place)s ended on %(day)s.") % words
    return _("%(customer)s: access to %(place)s ends on %(day)s.") % words


def cost(one: CreditAlert) -> str:
    """What a month without it costs."""
    words = {"amount": wording.money(one.monthly, one.currency), "month": wording.month(one.month)}
    return _("Without it %(amount)s a month is lost, at the usage of %(month)s.") % words
