"""From a month worked out to the rows that keep it, and back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from credit import wire
from credit.asking import DATASETS, Question
from credit.models import CreditMonth, CreditShare
from credit.month import Month, Share
from partnerhub.models import Location, Partner

_SHARED = (
    *("tenant", "customer", "subscription", "subscription_name", "verdict", "reason", "billed_share"),
    *("billing_currency", "exchange_rate", "ends", "lines", "amount", "billed", "missed"),
)


def inputs(question: Question, partners: Sequence[Partner], lapsed: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """For each partner the identity of everything that its answer rests on."""
    days: dict[str, list[str]] = {}
    for row in lapsed:
        days.setdefault(row["partner"], []).append(str(row["day"]))
    # Whose an MPN id is may be another partner's record: of a reseller, say.
    places = hashlib.sha256(
        repr(sorted(Location.objects.values_list("mpn_id", "partner__mpn_id"))).encode()
    ).hexdigest()
    told = (question.book.digest, places)
    return {
        one.mpn_id: question.session.view.digest(
            one.mpn_id, DATASETS, (*told, one.kind, f"{question.month}", *sorted(days.get(one.mpn_id, ())))
        )
        for one in partners
    }


def row(partner: Partner, found: Month, stands_on: str, details: dict[str, Any]) -> CreditMonth:
    """The row of a month, not saved."""
    return CreditMonth(
        partner=partner,
        month=found.month,
        inputs=stands_on,
        currency=found.currency,
        lines=found.lines,
        earned=found.earned,
        billed=found.billed,
        missed=found.missed,
        possible=found.possible,
        at_risk=found.at_risk,
        details={**details, "exchange_rates": _rates(found), "verdicts": wire.month(found)["verdicts"]},
    )


def _rates(found: Month) -> dict[str, list[str]]:
    return {currency: [wire.plain(rate) for rate in rates] for currency, rates in found.exchange_rates.items()}


def share_rows(kept: CreditMonth, shares: Iterable[Share]) -> list[CreditShare]:
    """The rows of a month's shares, not saved."""
    return [CreditShare(credit_month=kept, **{name: getattr(one, name) for name in _SHARED}) for one in shares]


def shares(kept: CreditMonth) -> list[Share]:
    """The shares of a kept month."""
    return [Share(**values) for values in kept.shares.order_by("pk").values(*_SHARED)]


def month(kept: CreditMonth) -> Month:
    """The month that a row keeps."""
    return Month(kept.partner.mpn_id, kept.month, shares(kept), kept.currency)
