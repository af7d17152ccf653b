"""Badges of profiles: which designations and specializations a partner holds from when until when, by their status alone.

They are written at once where a status is (the signals of ``apps``), and looked at again every night. A badge knows its last day,
so that what lapses by the calendar is gone on its day without anybody writing anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from directory import ranking
from directory.models import BusinessProfile, Listing, ProfileBadge
from partnerhub import clock, rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rules
from scoring import membership
from scoring import queries as scoring
from scoring.membership import Membership
from specializations import queries as specializations
from specializations.life import life

Kind = ProfileBadge.Kind
_DAY = timedelta(days=1)


def after_change(instance: Any, **_: object) -> None:
    """What a partner holds may have changed: its badges follow in the same transaction."""
    award = getattr(instance, "award", None)
    refresh((award or instance).partner, clock.today())


@transaction.atomic
def refresh(partner: Partner, day: date) -> None:
    """Write what a partner holds on a day, or will from a day to come, and mark its listings. Without a profile there is nothing
    to write."""
    if not BusinessProfile.objects.filter(partner=partner).exists():
        return
    wanted = {(one.kind, one.key, one.since, one.until): one for one in found(partner, day)}
    rows = ProfileBadge.objects.filter(partner=partner).select_for_update()
    kept = {(row.kind, row.key, row.since, row.until): row.pk for row in rows}
    ProfileBadge.objects.filter(pk__in=[pk for span, pk in kept.items() if span not in wanted]).delete()
    ProfileBadge.objects.bulk_create(badge for span, badge in wanted.items() if span not in kept)
    mark(partner, day)


@transaction.atomic
def mark(partner: Partner, day: date) -> None:
    """Write a partner's badges, and its place among the others, onto its listings."""
    held = list(ProfileBadge.objects.filter(partner=partner))
    marks = sorted({f"{one.kind}:{one.key}" for one in held})
    ranks = ranking.of_partner(partner, [one for one in held if one.since <= day <= one.until], day)
    changed: list[Listing] = []
    for row in Listing.objects.filter(partner=partner).select_for_update():
        tags = [*(tag for tag in row.tags if tag[:2] not in ("d:", "x:")), *marks]
        if (tags, row.best, row.response) != (row.tags, ranks.best, ranks.response):
            row.tags, row.best, row.response = tags, ranks.best, ranks.response
            changed.append(row)
    Listing.objects.bulk_update(changed, ["tags", "best", "response"])


def found(partner: Partner, day: date) -> list[ProfileBadge]:
    """What a partner holds on a day or will from a day to come, as rows that are not saved."""
    return [*_designations(partner, day), *_specializations(partner, day)]


def _designations(partner: Partner, day: date) -> Iterator[ProfileBadge]:
    on = rules.book().on(day)
    for key, bought in scoring.memberships(partner).items():
        spans = [(one.starts, _last_day(on, one)) for one in bought]
        for since, until in _joined(spans):
            if until >= day:
                yield ProfileBadge(partner=partner, kind=Kind.DESIGNATION, key=key, since=since, until=until)


def _last_day(on: Rules, one: Membership) -> date:
    """Until its anniversary, and while it can still be renewed, a designation is held."""
    return max(one.ends, membership.renewal(on, one)[1])


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days, those that touch as one: what was renewed in time was held all along."""
    joined: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if joined and since <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def _specializations(partner: Partner, day: date) -> Iterator[ProfileBadge]:
    for key, awards in specializations.awards(partner).items():
        one = life(rules.book(), awards, day)
        if one and one.is_held:
            yield ProfileBadge(partner=partner, kind=Kind.SPECIALIZATION, key=key, since=one.starts, until=one.closes)


def shown(partners: Iterable[int], day: date) -> dict[int, list[ProfileBadge]]:
    """The badges that these partners (row numbers) show on a day, by partner, designations first."""
    found: dict[int, list[ProfileBadge]] = {}
    for row in holding(day).filter(partner__in=list(partners)):
        found.setdefault(row.partner_id, []).append(row)
    return found


def holding(day: date) -> QuerySet[ProfileBadge]:
    """Every badge that shows on a day."""
    return ProfileBadge.objects.filter(since__lte=day, until__gte=day)


def asleep(kind: str, key: str, day: date) -> QuerySet[Partner]:
    """The partners that are marked with a badge which does not show on a day: it has ended, or not begun. They are few, as every
    night marks them anew."""
    of_one = ProfileBadge.objects.filter(kind=kind, key=key)
    shows = of_one.filter(partner=OuterRef("pk"), since__lte=day, until__gte=day)
    other_days = of_one.filter(Q(until__lt=day) | Q(since__gt=day))
    return Partner.objects.filter(pk__in=other_days.values("partner")).exclude(Exists(shows))


def titles(held: Iterable[ProfileBadge], day: date) -> dict[tuple[str, str], str]:
    """What badges are called on a day, by kind and key. Read at once: asking for the rulebook takes its time."""
    known = rules.book().designations
    names = specializations.catalogue(day)
    return {
        (one.kind, one.key): known[one.key].title
        if one.kind == Kind.DESIGNATION
        else names.get(one.key) or specializations.name_of(one.key, day)
        for one in held
    }


def stale() -> QuerySet[Partner]:
    """The partners with a profile whose badges or rank may change overnight: they hold or held something, or have leads."""
    profiles = Partner.objects.filter(profiles__isnull=False)
    some = Q(enrolments__isnull=False) | Q(awards__isnull=False) | Q(badges__isnull=False) | Q(leads__isnull=False)
    return profiles.filter(some).distinct()
