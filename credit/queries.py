"""Every read of this app."""

from datetime import date, datetime

from credit.asking import ask
from credit.month import Month
from partnerhub.models import Partner


def month(partner: Partner, of: date, known_at: datetime | None = None) -> Month:
    """The credit of a month, worked out now from what was known at a moment (None: now)."""
    with ask([partner], of, known_at) as question:
        return question.months()[partner.mpn_id]
