"""The answers of many partners as rows, beside others who keep them at the same time."""

from pathlib import Path

import pytest

from partnerhub.models import Partner
from scoring import batch
from scoring.models import ScoreSnapshot
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.test_actions import DAY, OF_ONE, REVENUE


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


def test_many_partners_have_the_answers_that_few_have(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners: list[Partner] = [PartnerFactory(), PartnerFactory()]
    import_table(tmp_path, partners[0], "business_apps_revenue", REVENUE)
    kept = []
    for few in (batch.FEW, 0):
        monkeypatch.setattr(batch, "FEW", few)
        assert batch.take(partners, DAY) == 2 * OF_ONE
        rows = ScoreSnapshot.objects.order_by("partner", "designation", "basis")
        kept.append(list(rows.values_list("partner", "designation", "basis", "inputs", "points", "metrics", "details")))
        ScoreSnapshot.objects.all().delete()
    assert kept[0] == kept[1]
