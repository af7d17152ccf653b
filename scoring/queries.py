"""Scores and explanations: computed for any day, or read from the newest snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from evidence import queries as evidence
from evidence.remembered import remembered
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import answers, explain, membership
from scoring.asking import ask
from scoring.membership import Membership
from scoring.models import Enrolment, ScoreSnapshot
from scoring.question import PUBLISHED
from scoring.score import Score, score


def scores(
    partner: Partner,
    as_of: date,
    basis: str,
    known_at: datetime | None = None,
    *,
    designation: str | None = None,
    rules_on: date | None = None,
) -> list[Score]:
    """The partner's scores on a day. Without ``designation`` those that have rules on that day; else raises NotInForce.

    ``rules_on``: under the rules of another day.
    """
    found: list[Score] = []
    for key in [designation] if designation else rules.book().scored:
        try:
            with ask([partner], key, as_of, basis, known_at, rules_on) as question:
                found += score(question)
        except NotInForce:
            if designation:
                raise
    return found


def explanation(
    partner: Partner,
    designation: str,
    metric: str,
    as_of: date,
    basis: str,
    known_at: datetime | None = None,
    *,
    track: str | None = None,
) -> explain.Explanation:
    """Everything behind one metric, on the track that counts or on ``track``. Raises NotInForce where the day has no rules."""

    def explained() -> explain.Explanation:
        with ask([partner], designation, as_of, basis, known_at, view=view) as question:
            return explain.explain(question, metric, track)

    key = ("why", rules.book().digest, as_of, basis, partner.market, designation, metric, track)
    view = evidence.view([partner], known_at)
    return remembered(view, key, explained, lambda found: len(found.contributions))


_LAST_FIRST = ("-as_of", "-computed_at", "-pk")


def newest(
    partner: Partner, as_of: date, basis: str = PUBLISHED, *, before: date | None = None
) -> dict[str, ScoreSnapshot]:
    """Per designation, the snapshot that was taken last for ``as_of`` or the last day before it.

    ``before``: each also tells what was shown last before that day, and whether that qualified (``shown_before`` and
    ``qualified_before``); None where nothing was.
    """
    rows = ScoreSnapshot.objects.filter(partner=partner, basis=basis)
    found = rows.filter(as_of__lte=as_of).order_by("designation", *_LAST_FIRST).distinct("designation")
    if before:
        earlier = rows.filter(designation=OuterRef("designation"), as_of__lt=before).order_by(*_LAST_FIRST)
        found = found.annotate(
            shown_before=Subquery(earlier.values("shown")[:1]),
            qualified_before=Subquery(earlier.values("qualified")[:1]),
        )
    return {snapshot.designation: snapshot for snapshot in found}


def answer_on(
    partner: Partner, designation: str, as_of: date, basis: str, known_at: datetime | None = None
) -> ScoreSnapshot:
    """The score of a day computed now, in the shape of a snapshot (not saved). Raises NotInForce."""
    with ask([partner], designation, as_of, basis, known_at) as question:
        (found,) = score(question)
        return answers.answer(partner, found, question)


def enrolment_history(partner: Partner, known_at: datetime | None = None) -> list[Enrolment]:
    """Every designation that the partner ever bought, newest first, as it was known at a moment (None: now)."""
    known = {} if known_at is None else {"recorded_at__lte": known_at}
    rows = Enrolment.objects.filter(partner=partner, **known)
    last = rows.order_by("designation", "starts", "-recorded_at", "-pk").distinct("designation", "starts")
    return sorted(last.select_related("recorded_by"), key=lambda row: (row.starts, row.recorded_at), reverse=True)


def memberships(partner: Partner, known_at: datetime | None = None) -> dict[str, list[Membership]]:
    """The memberships of each designation that the partner ever bought, as known at a moment (None: now)."""
    return by_designation(enrolment_history(partner, known_at))


def by_designation(rows: Iterable[Enrolment]) -> dict[str, list[Membership]]:
    """The memberships that these rows tell of, by designation."""
    found: dict[str, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.designation, []).append(Membership(row.starts, row.ends))
    return found


def held_by_all(as_of: date, known_at: datetime | None = None) -> Iterator[tuple[str, str]]:
    """Which designations are held on a day, as known at a moment (None: now): the MPN id of the partner, and the designation."""
    known = {} if known_at is None else {"recorded_at__lte": known_at}
    on, rows = rules.book().on(as_of), Enrolment.objects.filter(starts__lte=as_of, **known)
    last = rows.order_by("partner_id", "designation", "starts", "-recorded_at", "-pk")
    last = last.distinct("partner_id", "designation", "starts")
    held = {
        (partner, designation)
        for partner, designation, starts, ends in last.values_list("partner__mpn_id", "designation", "starts", "ends")
        if membership.held(on, as_of, [Membership(starts, ends)])
    }
    yield from sorted(held)


def held(partner: Partner, as_of: date, known_at: datetime | None = None) -> frozenset[str]:
    """The designations that are held on a day, as known at a moment: until the anniversary, and while they can be renewed."""
    return held_of(memberships(partner, known_at), as_of)


def held_of(bought: Mapping[str, Iterable[Membership]], as_of: date) -> frozenset[str]:
    """Those of these designations that are held on a day."""
    on = rules.book().on(as_of)
    return frozenset(key for key, rows in bought.items() if membership.held(on, as_of, rows))
