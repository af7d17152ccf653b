"""A score as the row that is kept of it: everything a page shows, nothing that it would compute anew."""

from collections.abc import Sequence
from typing import Any

from evidence.view import EvidenceView
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook
from scoring import points, wire
from scoring.asking import datasets_of
from scoring.models import ScoreSnapshot
from scoring.question import Question
from scoring.score import Score


def inputs(view: EvidenceView, book: Rulebook, datasets: Sequence[str], partner: Partner) -> str:
    """What an answer about these datasets stands on: what is known of the partner, its market, and the rules."""
    return view.digest(partner.mpn_id, datasets, (book.digest, partner.market))


def details(found: Score) -> dict[str, Any]:
    """What is kept of a score besides its figures: how its track was chosen, and what the others gave."""
    return {
        "track": dict(vars(found.track)),
        "pass_total": found.bar.total,
        "tracks": wire.tracks(found) if found.others else {},
    }


def answer(partner: Partner, found: Score, question: Question) -> ScoreSnapshot:
    """The snapshot of a score, not saved yet."""
    book, view = question.book, question.session.view
    return ScoreSnapshot(
        partner=partner,
        designation=found.designation,
        as_of=question.scope.as_of,
        basis=question.scope.basis,
        inputs=inputs(view, book, datasets_of(book, found.designation), partner),
        track=found.track.key,
        points=points.decimal(found.points),
        shown=found.shown,
        qualified=found.qualified,
        metrics=[wire.metric(measured) for measured in found.metrics],
        details=details(found),
    )
