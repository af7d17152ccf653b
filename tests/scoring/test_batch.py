"""The scores of many partners: what they are made of is read in another way, and must not show."""

from datetime import date
from pathlib import Path

import pytest

from partnerhub.models import Partner
from scoring import batch
from scoring.models import ScoreSnapshot
from scoring.score import score
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.generated import editions, lake, situation
from tests.scoring.test_actions import DAY, OF_ONE, REVENUE

PARTNERS = 25


@pytest.mark.once
@pytest.mark.parametrize(("designation", "as_of"), editions(), ids=str)
def test_bulk_session_gives_the_scores_that_any_other_gives(designation: str, as_of: date) -> None:
    first = 7 * as_of.toordinal()
    with lake(situation(designation, as_of, "published", range(first, first + PARTNERS))) as known:
        with known.asked(bulk=True) as question:
            in_bulk = list(score(question))
        with known.asked() as question:
            assert in_bulk == list(score(question))
    assert any(one.points for one in in_bulk)


def test_answers_that_somebody_else_keeps_meanwhile_are_marked_and_the_others_kept(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners: list[Partner] = [PartnerFactory(), PartnerFactory()]
    import_table(tmp_path, partners[0], "business_apps_revenue", REVENUE)
    assert batch.take(partners[:1], DAY) == OF_ONE
    before = {row.pk: row for row in ScoreSnapshot.objects.all()}
    looked = []

    def nothing_yet(*asked: object) -> dict[batch.Key, int]:
        """At first nobody else has kept anything."""
        looked.append(asked)
        return {} if len(looked) == 1 else found(*asked)  # type: ignore[arg-type]

    found = batch._kept
    monkeypatch.setattr(batch, "_kept", nothing_yet)
    assert batch.take(partners, DAY) == OF_ONE
    assert ScoreSnapshot.objects.count() == 2 * OF_ONE
    for row in ScoreSnapshot.objects.filter(pk__in=before):
        assert row.computed_at > before[row.pk].computed_at
        assert row.points == before[row.pk].points
