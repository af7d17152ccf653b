"""What the life of a specialization tells its partner's admins by e-mail."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.access import admins_of
from partnerhub.models import Letter, Partner
from scoring.wording import day
from specializations import queries, wording
from specializations.life import Life
from specializations.models import Reminder, StatusEntry
from specializations.standing import Standing

Why = StatusEntry.Why
TOLD = {Why.COMPLETE, Why.RECORDED, Why.SUCCEEDED, Why.RENEWED, Why.LAPSED, Why.TAKEN_BACK, Why.AUDIT_OVER}


def of_entry(entry: StatusEntry) -> list[Letter]:
    """What was awarded, renewed or lost. What an audit's result led to is told with the result."""
    if entry.why not in TOLD:
        return []
    title = queries.name_of(entry.specialization, entry.day)
    words = {"title": title, "status": wording.STATUS[entry.after].label, "why": entry.get_why_display()}
    lines = [_("%(title)s is %(status)s since %(day)s: %(why)s.") % {**words, "day": day(entry.day)}, entry.note]
    return _letters(
        entry.partner, entry.specialization, f"status:{entry.pk}", _("%(title)s: %(status)s") % words, lines
    )


def of_reminder(reminder: Reminder, found: Standing) -> list[Letter]:
    """The anniversary that comes or has passed, until when it can be renewed, and what is still open for that."""
    award = reminder.award
    title = queries.name_of(award.specialization, reminder.written_on)
    lines = [*renewal_lines(found.life, title), *wording.open_for_renewal(found)] if found.life else []
    subject = _("Renewal of %(title)s, anniversary %(day)s") % {"title": title, "day": day(reminder.anniversary)}
    return _letters(award.partner, award.specialization, f"reminder:{reminder.pk}", subject, lines)


def renewal_lines(found: Life, title: str) -> list[str]:
    """When it can be renewed."""
    days = {"title": title, "day": day(found.anniversary), "opens": day(found.opens), "closes": day(found.closes)}
    return [
        _("The anniversary of %(title)s is on %(day)s. It can be renewed from %(opens)s to %(closes)s.") % days,
        wording.renewal_asks(found),
    ]


def _letters(partner: Partner, specialization: str, key: str, subject: str, lines: Sequence[str]) -> list[Letter]:
    address = reverse("specialization", args=[partner.mpn_id, specialization])
    text = "\n\n".join(
        [
            _("%(partner)s, MPN %(mpn_id)s") % {"partner": partner.name, "mpn_id": partner.mpn_id},
            *filter(None, lines),
            f"{settings.PUBLIC_URL}{address}",
            _("partnerhub is not affiliated with Microsoft."),
        ]
    )
    about = f"award:{partner.pk}:{specialization}"
    to = dict.fromkeys(member.user.email for member in admins_of(partner))
    return [Letter(key=f"{key}:{one}", about=about, to=one, subject=subject, text=text + "\n") for one in to]
