"""What the life of a specialization says in plain words: until when it is held, and what its renewal asks for."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub.told import day_range
from scoring.life_wording import Fact
from scoring.wording import day
from specializations import wording
from specializations.life import GRACE, HELD, Life
from specializations.standing import Standing


def facts(found: Standing, on: date) -> list[Fact]:
    """The days of an award, in the order in which they come; empty before the first award."""
    life = found.life
    if life is None:
        return []
    if not life.is_held:
        note = _("It was not renewed until then. It can be earned anew.")
        return [Fact(_("Held since"), day(life.starts), ""), Fact(_("Expired after"), day(life.closes), note)]
    return [
        Fact(_("Held since"), day(life.starts), ""),
        Fact(_("Anniversary"), day(life.anniversary), _until(life)),
        Fact(_("Renewal window"), day_range(day(life.opens), day(life.closes)), wording.renewal_asks(life)),
        Fact(_("For the renewal"), *_asked(found, on)),
    ]


def _until(life: Life) -> str:
    if life.state == GRACE:
        return _("It has passed; the specialization stays Active until the renewal window closes.")
    return _("Active until then, whatever the requirements say in between.")


def _asked(found: Standing, on: date) -> tuple[str, str]:
    assert found.life is not None
    if found.life.state == HELD:
        days = (found.life.opens - on).days
        return _("not before the window opens"), _days_to_go(days)
    return " ".join(wording.open_for_renewal(found)), ""


def _days_to_go(days: int) -> str:
    return ngettext("%(days)d day to go", "%(days)d days to go", days) % {"days": days}


def sentence(life: Life) -> str:
    """The renewal that needs the admins, in a line."""
    days = {"day": day(life.anniversary), "closes": day(life.closes)}
    if life.state == GRACE:
        return _("its anniversary was on %(day)s; it can be renewed until %(closes)s.") % days
    return _("its anniversary is on %(day)s; it can be renewed until %(closes)s.") % days
