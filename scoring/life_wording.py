"""What the life of a designation says in plain words: its windows, its anniversary, and what happens then."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub.told import day_range
from scoring.models import ScoreSnapshot
from scoring.status import ENROLLED, NOT_SCORED, QUALIFIED, RENEWAL_DUE, Life, Renewal
from scoring.window import Window
from scoring.wording import day, score_sentence


@dataclass(frozen=True)
class Fact:
    """Something that holds: what it is called, what it is, and what it means."""

    label: str
    value: str
    note: str


def facts(life: Life, as_of: date) -> list[Fact]:
    """What decides the status, in the order in which it comes."""
    if life.renewal:
        return [*_membership(life.renewal, as_of), _window(life), _known(life)]
    found = [_window(life), _known(life)]
    if life.buy_until:
        found.append(_buy(life, life.buy_until, as_of))
    if life.lapsed:
        note = _("The membership that ended then was not renewed in its days; the designation can be bought anew.")
        found.append(Fact(_("Not renewed"), day(life.lapsed), note))
    return found


def _membership(renewal: Renewal, as_of: date) -> list[Fact]:
    ended = _("The membership has ended; the designation stays for as long as it can be renewed.")
    running = _("Enrolled until then, whatever the score does.")
    note = _(
        "A renewal in these days begins a new membership on the day of its payment. "
        "Without one, the designation, its badge and its benefits are lost."
    )
    return [
        Fact(_("Anniversary"), day(renewal.anniversary), ended if as_of > renewal.anniversary else running),
        Fact(_("Renewal window"), span(Window(renewal.opens, renewal.closes)), note),
    ]


def _window(life: Life) -> Fact:
    if life.window.first == life.window.last:
        note = _("To enrol, the criteria must be met on the day itself.")
    elif life.is_held:
        note = _("To renew, the criteria must be met on at least one of these days.")
    else:
        note = _("To enrol, the criteria must be met on at least one of these days.")
    return Fact(_("Qualification window"), span(life.window), note)


def _known(life: Life) -> Fact:
    label = _("Days known to qualify")
    if not life.qualified:
        return Fact(label, _("none"), _("Days whose score is not known may qualify as well."))
    count = len(life.qualified)
    found = ngettext("%(count)d day: %(last)s", "%(count)d days, the last on %(last)s", count)
    return Fact(label, found % {"count": count, "last": day(life.qualified[-1])}, "")


def _buy(life: Life, until: date, as_of: date) -> Fact:
    notes = [_("Longer, as long as the score qualifies.")] if life.qualified[-1] == as_of else []
    if life.enrol_by and life.enrol_by >= as_of:
        soon = _("A partner that qualifies for the first time is asked to enrol by %(day)s.")
        notes.append(soon % {"day": day(life.enrol_by)})
    return Fact(_("Can be bought until"), day(until), " ".join(notes))


def span(days: Window) -> str:
    """The days from one to another, or the one day."""
    if days.first == days.last:
        return day(days.first)
    return day_range(day(days.first), day(days.last))


def sentence(life: Life, snapshot: ScoreSnapshot | None, as_of: date) -> str:
    """The one sentence that matters about a designation."""
    if life.key == NOT_SCORED:
        return _("None of its rules is in force on this day.")
    if life.key == ENROLLED and life.renewal:
        return _("Enrolled until %(day)s.") % {"day": day(life.renewal.anniversary)}
    if life.key == RENEWAL_DUE and life.renewal:
        return renewal_sentence(life.renewal)
    told = score_sentence(snapshot)
    if life.key == QUALIFIED and life.buy_until and life.qualified[-1] < as_of:
        earlier = _("It qualified on %(day)s, which serves until %(until)s.")
        told = f"{told} {earlier % {'day': day(life.qualified[-1]), 'until': day(life.buy_until)}}"
    return told


def renewal_sentence(renewal: Renewal) -> str:
    """What is due once the anniversary has passed."""
    told = _("The membership ended on %(ended)s; it can be renewed until %(until)s.")
    return told % {"ended": day(renewal.anniversary), "until": day(renewal.closes)}
