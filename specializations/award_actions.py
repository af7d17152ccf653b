"""Writes of the life cycle: what is awarded, renewed and lost, each change of status on record, and the reminders.

``review`` and ``remind`` may run at any time and as often as anyone likes: they look at the day, write what it decides and is
not on record yet, and nothing twice. The daily schedule runs them for everyone, what can change a standing at once.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from partnerhub import clock, outbox, rules
from partnerhub.models import Letter, Partner, User
from specializations import award_mail, position_actions, queries, wire
from specializations.life import Life, anniversary_after, life, reminder_days
from specializations.models import Award, AwardRenewal, Reminder, StatusEntry
from specializations.refusals import NotPossible
from specializations.standing import ACTIVE, AUDIT_FAILED, EXPIRED, NOT_ENROLLED, NOT_STARTED, Standing

Why = StatusEntry.Why
# Longer than any anniversary can still be renewed after it.
LONG_AGO = timedelta(days=180)


def review(partner: Partner, *, specialization: str | None = None, by: User | None = None) -> list[StatusEntry]:
    """Write what today decides for one specialization of a partner, or for all: awards, renewals, and what was lost.

    ``by``: whose deed led to it; None for the calendar. Returns the entries that are new; the admins are told of each.
    """
    today = clock.today()
    with transaction.atomic():
        # One review of a partner at a time; others may go on to refer to its row.
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        known = queries.newest_statuses(partner)
        entries = list(_of_the_gone(partner, known, today)) if specialization is None else []
        known |= {entry.specialization: entry.after for entry in entries}
        # Of one that is not offered any more nothing is decided anew.
        offered = specialization is None or specialization in queries.catalogue(today)
        standings = list(queries.standings(partner, today, specialization=specialization).values()) if offered else []
        for found in standings:
            entries += _decide(partner, found, known.get(found.specialization, NOT_STARTED), today, by)
        outbox.post(letter for entry in entries for letter in award_mail.of_entry(entry))
        position_actions.keep_reviewed(partner, standings, all_of_them=specialization is None)
    return entries


def _decide(partner: Partner, found: Standing, before: str, today: date, by: User | None) -> Iterator[StatusEntry]:
    """Write what a standing decides, and the entry for it."""
    if found.complete and not found.is_held:
        _award(partner, found.specialization, today)
        yield _enter(partner, found.specialization, before, ACTIVE, today, Why.COMPLETE, by=by, standing=found)
    elif found.can_renew and found.life:
        _renew(partner, found.specialization, found.life, today)
        yield _enter(partner, found.specialization, before, ACTIVE, today, Why.RENEWED, by=by, standing=found)
    elif found.status != before:
        day, why = _since(found, today)
        yield _enter(partner, found.specialization, before, found.status, day, why, by=by, standing=found)


def _since(found: Standing, today: date) -> tuple[date, StatusEntry.Why]:
    """When a status began that is not on record yet, and why: the day is the calendar's own, also where nobody looked on it."""
    if found.status == EXPIRED and found.life:
        return found.life.closes + timedelta(days=1), Why.LAPSED
    if found.status == AUDIT_FAILED and found.failed_on:
        return found.failed_on, Why.AUDIT_NOT_PASSED
    if found.status == NOT_ENROLLED and found.failed_on:
        shown = rules.book().on(today).number("programme.failed_audit_shown")
        return found.failed_on + timedelta(days=int(shown)), Why.AUDIT_OVER
    return today, Why.CHANGED


def _award(partner: Partner, specialization: str, today: date) -> None:
    anniversary = anniversary_after(rules.book(), today, today)
    days = {"starts": today, "anniversary": anniversary, "validated_on": today, "recorded_on": today}
    Award.objects.create(partner=partner, specialization=specialization, **days)


def _renew(partner: Partner, specialization: str, found: Life, today: date) -> None:
    award = Award.objects.get(partner=partner, specialization=specialization, starts=found.starts, taken_back_at=None)
    AwardRenewal.objects.create(award=award, anniversary=found.anniversary, decided_on=today, validated=found.validates)


def _of_the_gone(partner: Partner, known: Mapping[str, str], today: date) -> Iterator[StatusEntry]:
    """What becomes of specializations that the catalogue does not offer any more: they last until their anniversary, or go on in
    the one that replaced them (as two did in January 2023)."""
    book, offered, awards = rules.book(), queries.catalogue(today), queries.awards(partner)
    for key in sorted(awards.keys() - offered.keys()):
        found = life(book, awards[key], today)
        successor = book.specializations[key].succeeded_by
        if found and not found.is_held and known.get(key) == ACTIVE:
            yield _enter(partner, key, ACTIVE, EXPIRED, found.closes + timedelta(days=1), Why.LAPSED)
        elif found and found.is_held and successor in offered and successor not in awards:
            days = {"starts": found.starts, "anniversary": found.anniversary, "validated_on": found.validated_on}
            Award.objects.create(partner=partner, specialization=successor, recorded_on=today, **days)
            awards[successor] = awards[key]
            yield _enter(partner, successor, known.get(successor, NOT_STARTED), ACTIVE, today, Why.SUCCEEDED)


def _enter(
    partner: Partner,
    specialization: str,
    before: str,
    after: str,
    day: date,
    why: StatusEntry.Why,
    *,
    by: User | None = None,
    note: str = "",
    standing: Standing | None = None,
) -> StatusEntry:
    return StatusEntry.objects.create(
        partner=partner,
        specialization=specialization,
        day=day,
        at=clock.now(),
        before=before,
        after=after,
        why=why,
        note=note,
        by=by,
        standing=wire.standing(standing) if standing else {},
    )


def record_award(partner: Partner, specialization: str, by: User, *, starts: date, note: str) -> Award:
    """Record a specialization that the partner holds already, awarded elsewhere on ``starts``.

    It goes on from its next anniversary. Raises NotPossible for a day to come, and where it is held here already.
    """
    today = clock.today()
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if starts > today:
            raise NotPossible(_("The day of the award lies in the future."))
        if specialization in queries.held(partner, today):
            raise NotPossible(_("This specialization is held already."))
        row, made = Award.objects.get_or_create(
            partner=partner,
            specialization=specialization,
            starts=starts,
            taken_back_at=None,
            defaults={"anniversary": _next_to_renew(starts, today), "recorded_on": today},
        )
        if not made:
            raise NotPossible(_("An award of this day is on record already, and it has expired."))
        before = queries.newest_statuses(partner).get(specialization, NOT_STARTED)
        entry = _enter(partner, specialization, before, ACTIVE, today, Why.RECORDED, by=by, note=note)
        outbox.post(award_mail.of_entry(entry))
        position_actions.keep_recorded(partner)
    return row


def take_back(partner: Partner, specialization: str, by: User, *, note: str) -> StatusEntry:
    """Take back an award that should never have been, with the one that it goes on from; its entries stay on record.

    Where everything is met all the same, it is awarded anew from today on. Raises NotPossible for what is not held.
    """
    today = clock.today()
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        found = life(rules.book(), queries.awards(partner).get(specialization, []), today)
        if found is None or not found.is_held:
            raise NotPossible(_("This specialization is not held."))
        merged = [key for key, one in rules.book().specializations.items() if one.succeeded_by == specialization]
        rows = Award.objects.filter(partner=partner, specialization__in=[specialization, *merged], taken_back_at=None)
        rows.filter(starts=found.starts).update(taken_back_at=clock.now())
        entry = _enter_without(partner, specialization, today, by, note)
        outbox.post(award_mail.of_entry(entry))
        review(partner, specialization=specialization if entry.standing else None, by=by)
    return entry


def _enter_without(partner: Partner, specialization: str, today: date, by: User, note: str) -> StatusEntry:
    """The entry of what a specialization is once its award is taken back."""
    offered = specialization in queries.catalogue(today)
    left = queries.standings(partner, today, specialization=specialization)[specialization] if offered else None
    after = NOT_STARTED if left is None or left.status == ACTIVE else left.status
    return _enter(partner, specialization, ACTIVE, after, today, Why.TAKEN_BACK, by=by, note=note, standing=left)


def _next_to_renew(starts: date, today: date) -> date:
    """The first anniversary whose renewal is not over yet: what was renewed before is not asked again."""
    book = rules.book()
    anniversary = anniversary_after(book, starts, max(starts, today - LONG_AGO))
    while today > anniversary + timedelta(days=int(book.on(anniversary).number("programme.renewal_grace"))):
        anniversary = anniversary_after(book, starts, anniversary)
    return anniversary


def remind(partner: Partner) -> list[Reminder]:
    """Write the reminders that are due, each once; those of days on which nobody ran this are written now.

    Of a specialization that has been renewed or has expired nobody is reminded, nor of days before it was on record.
    """
    book, today = rules.book(), clock.today()
    new: list[Reminder] = []
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        found = queries.awards(partner)
        held = {key: one for key, rows in found.items() if (one := life(book, rows, today)) and one.is_held}
        rows = Award.objects.filter(partner=partner, specialization__in=held, taken_back_at=None)
        for award in rows.prefetch_related("reminders"):
            one = held[award.specialization]
            if award.starts == one.starts:
                new += _due(award, one.anniversary, today)
        Reminder.objects.bulk_create(new)
        outbox.post(letter for letters in map(_letters, new) for letter in letters)
    return new


def _due(award: Award, anniversary: date, today: date) -> Iterator[Reminder]:
    written = {(one.anniversary, one.distance) for one in award.reminders.all()}
    for distance, day in reminder_days(rules.book(), anniversary):
        if award.recorded_on <= day <= today and (anniversary, distance) not in written:
            yield Reminder(award=award, anniversary=anniversary, distance=distance, day=day, written_on=today)


def _letters(reminder: Reminder) -> list[Letter]:
    award = reminder.award
    found = queries.standings(award.partner, clock.today(), specialization=award.specialization)
    return award_mail.of_reminder(reminder, found[award.specialization])
