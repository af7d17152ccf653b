"""A score as the row that is kept of it: everything a page shows, nothing that it would compute anew."""

from dataclasses import asdict

from partnerhub.models import Partner
from scoring import points, wire
from scoring.asking import datasets_of
from scoring.models import ScoreSnapshot
from scoring.question import Question
from scoring.score import Score


def answer(partner: Partner, found: Score, question: Question) -> ScoreSnapshot:
    """The snapshot of a score, not saved yet."""
    view = question.session.view
    return ScoreSnapshot(
        partner=partner,
        designation=found.designation,
        as_of=question.scope.as_of,
        basis=question.scope.basis,
        inputs=view.digest(
            partner.mpn_id, datasets_of(question.book, found.designation), (question.book.digest, partner.market)
        ),
        track=found.track.key,
        points=points.decimal(found.points),
        shown=found.shown,
        qualified=found.qualified,
        metrics=[wire.metric(measured) for measured in found.metrics],
        details={
            "track": asdict(found.track),
            "pass_total": found.bar.total,
            "tracks": wire.tracks(found) if found.others else {},
        },
    )
