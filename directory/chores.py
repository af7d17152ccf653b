"""What has to be done every night, and may be done at any time and twice."""

import logging
from datetime import datetime

from directory import actions, badges, lead_actions

logger = logging.getLogger(__name__)


def nightly(now: datetime) -> None:
    """Badges and places of those whose may have changed; then leads and words. One partner's failure keeps nobody from theirs."""
    lead_actions.expire(now)
    lead_actions.forget(now)
    for partner in badges.stale().iterator():
        try:
            badges.refresh(partner, now.date())
        except Exception:
            logger.exception("the badges of %s were not looked at", partner)
    actions.relearn()
