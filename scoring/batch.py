"""The scores of many partners as rows in PostgreSQL: what is kept already is not computed again, what is new is copied in.

One look at the evidence serves every designation and both bases. Partners with the same figures share their text.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Func

from evidence import queries as evidence
from evidence.engine import Session
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce, Rulebook
from scoring import points, wire
from scoring.answers import details, inputs
from scoring.asking import datasets_of, in_force
from scoring.metrics.common import Scope
from scoring.models import ScoreSnapshot
from scoring.question import PREVIEW, PUBLISHED, Question
from scoring.score import Score, score

BASES = (PUBLISHED, PREVIEW)
# How often what somebody else keeps at this very time may come in between.
ATTEMPTS = 3
# So many partners are few.
FEW = 20
# Rows that are handed over together.
ROWS_SENT = 200
COPY = """
COPY scoring_scoresnapshot
(partner_id, designation, basis, inputs, as_of, computed_at, track, points, shown, qualified, metrics, details) FROM STDIN
"""
# An answer for the day: partner, designation, basis and the state of knowledge that it stands on.
Key = tuple[int, str, str, str]
# What is kept of it: track, figures with metrics, details.
Line = tuple[str, str, str]
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def take(partners: Sequence[Partner], as_of: date) -> int:
    """Keep the score of every designation with rules on that day for these partners, on both bases. Returns how many are new.

    An answer that is kept already is only marked as computed now, so that of a day's answers the newest speaks, also when a
    change was taken back.
    """
    book, view = rules.book(), evidence.view(partners)
    read = {key: datasets_of(book, key) for key in _in_force(book, as_of)}
    kept = _kept(partners, as_of)
    missing: defaultdict[tuple[str, str], dict[str, Key]] = defaultdict(dict)
    again = []
    for answer, partner in _wanted(partners, view, book, read):
        if answer in kept:
            again.append(kept[answer])
        else:
            missing[answer[1:3]][partner] = answer
    _touch(again)
    if not missing:
        return 0
    names = tuple(sorted({name for datasets in read.values() for name in datasets}))
    markets = {partner.mpn_id: partner.market for partner in partners}
    kind = evidence.READY if len(partners) <= FEW else evidence.BULK
    with _uncollected(), evidence.session(view, names, kind) as session:
        asked = (
            (Question(session, book, key, Scope(as_of, basis), {one: markets[one] for one in answers}), answers)
            for (key, basis), answers in missing.items()
        )
        return sum(_copied(_lines(question, answers), as_of, partners) for question, answers in asked)


def _wanted(
    partners: Sequence[Partner], view: EvidenceView, book: Rulebook, read: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Key, str]]:
    """Every answer that should be kept, and of which partner it is."""
    for key, datasets in read.items():
        for partner in partners:
            stands_on = inputs(view, book, datasets, partner)
            for basis in BASES:
                yield (partner.pk, key, basis, stands_on), partner.mpn_id


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for reference cycles, which would look through millions of rows again and again and find none."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _in_force(book: Rulebook, as_of: date) -> tuple[str, ...]:
    try:
        return in_force(book, as_of)
    except NotInForce:
        return ()


def _kept(partners: Collection[Partner], as_of: date) -> dict[Key, int]:
    """The answers for the day that are there already, with their primary keys."""
    # Every column of the index is named, so that a history of many days is not looked through.
    found = ScoreSnapshot.objects.filter(
        partner__in=partners, designation__in=rules.book().scored, basis__in=BASES, as_of=as_of
    )
    rows = found.values_list("partner_id", "designation", "basis", "inputs", "pk")
    return {(partner, designation, basis, stands_on): pk for partner, designation, basis, stands_on, pk in rows}


class _Now(Func):
    """The database's clock, also within a transaction."""

    function = "clock_timestamp"
    output_field = ScoreSnapshot._meta.get_field("computed_at")


def _touch(ids: Iterable[int]) -> None:
    ScoreSnapshot.objects.filter(pk__in=list(ids)).update(computed_at=_Now())


def _lines(question: Question, answers: Mapping[str, Key]) -> dict[Key, Line]:
    """The missing answers of these partners, each with what is kept of it, in the format of COPY.

    Made once for the same total, of which both bases have many, and for the same track; they live as long as the session.
    """
    texts: dict[int, str] = question.session.once("texts of totals", dict)
    tails: dict[Hashable, str] = {}
    lines = {}
    for found in score(question):
        if (text := texts.get(id(found.total))) is None:
            text = texts[id(found.total)] = _text(question.session, found)
        told = (
            (id(found.track), *(id(one.total) for one in (found, *found.others))) if found.others else id(found.track)
        )
        if (tail := tails.get(told)) is None:
            tail = tails[told] = _json(details(found))
        lines[answers[found.partner]] = (found.track.key, text, tail)
    return lines


def _text(session: Session, found: Score) -> str:
    texts: dict[int, str] = session.once("texts of metrics", dict)
    metrics = []
    for measured in found.metrics:
        if (text := texts.get(id(measured))) is None:
            text = texts[id(measured)] = _json(wire.metric(measured))
        metrics.append(text)
    qualified = "t" if found.qualified else "f"
    return f"{points.decimal(found.points)}\t{found.shown}\t{qualified}\t[{','.join(metrics)}]"


def _json(value: Any) -> str:
    """JSON within COPY, where a backslash would begin something else."""
    return _ENCODER.encode(value).replace("\\", "\\\\")


def _copied(lines: Mapping[Key, Line], as_of: date, partners: Collection[Partner]) -> int:
    """Copy these answers in. Returns how many: those that somebody else has kept meanwhile are only marked."""
    for attempt in range(ATTEMPTS):
        try:
            _copy(lines, as_of)
            break
        except IntegrityError:
            if attempt + 1 == ATTEMPTS:
                raise
            kept = _kept(partners, as_of)
            _touch(pk for answer, pk in kept.items() if answer in lines)
            lines = {answer: text for answer, text in lines.items() if answer not in kept}
    return len(lines)


def _copy(lines: Mapping[Key, Line], as_of: date) -> None:
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute("SELECT clock_timestamp()")
        moment = cursor.fetchone()[0].isoformat()
        rows = [
            f"{partner}\t{designation}\t{basis}\t{stands_on}\t{as_of}\t{moment}\t{track}\t{text}\t{tail}\n"
            for (partner, designation, basis, stands_on), (track, text, tail) in lines.items()
        ]
        with cursor.copy(COPY) as copy:
            for start in range(0, len(rows), ROWS_SENT):
                copy.write("".join(rows[start : start + ROWS_SENT]))
