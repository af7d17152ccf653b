"""What the life of a specialization tells its partner's admins by e-mail."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.access import admins_of
from partnerhub.languages import each_in_their_language
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

    def told() -> tuple[str, list[str]]:
        words = {"title": title, "status": wording.STATUS[entry.after].label, "why": entry.get_why_display()}
        line = _("%(title)s is %(status)s since %(day)s: %(why)s.") % {**words, "day": day(entry.day)}
        return _("%(title)s: %(status)s") % words, [line, entry.note]

    return _letters(entry.partner, entry.specialization, f"status:{entry.pk}", told)


def of_reminder(reminder: Reminder, found: Standing) -> list[Letter]:
    """The anniversary that comes or has passed, until when it can be renewed, and what is still open for that."""
    award = reminder.award
    title = queries.name_of(award.specialization, reminder.written_on)

    def told() -> tuple[str, list[str]]:
        lines = [*renewal_lines(found.life, title), *wording.open_for_renewal(found)] if found.life else []
        anniversary = {"title": title, "day": day(reminder.anniversary)}
        return _("Renewal of %(title)s, anniversary %(day)s") % anniversary, lines

    return _letters(award.partner, award.specialization, f"reminder:{reminder.pk}", told)


def renewal_lines(found: Life, title: str) -> list[str]:
    """When it can be renewed."""
    days = {"title": title, "day": day(found.anniversary), "opens": day(found.opens), "closes": day(found.closes)}
    return [
        _("The anniversary of %(title)s is on %(day)s. It can be renewed from %(opens)s to %(closes)s.") % days,
        wording.renewal_asks(found),
    ]


def _letters(
    partner: Partner, specialization: str, key: str, told: Callable[[], tuple[str, list[str]]]
) -> list[Letter]:
    """Letters to the partner's admins, each in its reader's language: ``told`` gives subject and lines in that."""
    about = f"award:{partner.pk}:{specialization}"
    to = dict.fromkeys(member.user.email for member in admins_of(partner))
    return [_letter(partner, specialization, f"{key}:{one}", about, one, *told()) for one in each_in_their_language(to)]


def _letter(
    partner: Partner, specialization: str, key: str, about: str, to: str, subject: str, lines: list[str]
) -> Letter:
    address = reverse("specialization", args=[partner.mpn_id, specialization])
    text = "\n\n".join(
        [
            _("%(partner)s, MPN %(mpn_id)s") % {"partner": partner.name, "mpn_id": partner.mpn_id},
            *filter(None, lines),
            f"{settings.PUBLIC_URL}{address}",
            _("partnerhub is not affiliated with Microsoft."),
        ]
    )
    return Letter(key=key, about=about, to=to, subject=subject, text=text + "\n")
