"""Rows of evidence put straight into a lake, with the runs that speak for them: for tests that are not about importing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings

from evidence.models import Run, RunMonth
from partnerhub.models import Partner
from tests.evidence_files import KNOWN
from tests.scoring.drawn import Row
from tests.scoring.generated import write


def put(partner: Partner, facts: Mapping[str, Sequence[Row]]) -> dict[str, Run]:
    """One published run per dataset; a row has the columns that are stored, of which it may leave out any."""
    return {dataset: _put(partner, dataset, rows) for dataset, rows in facts.items() if rows}


def _put(partner: Partner, dataset: str, rows: Sequence[Row]) -> Run:
    run = Run.objects.create(
        partner=partner,
        dataset=dataset,
        file_name=f"{dataset}.csv",
        digest=f"{dataset:0>64}",
        size=1,
        status=Run.Status.PUBLISHED,
        accepted=len(rows),
        rejected=0,
        recorded_at=KNOWN,
    )
    origin = {"partner": partner.mpn_id, "run": run.pk}
    write(Path(settings.LAKE_URL), dataset, run.pk, [{**row, **origin, "row": n} for n, row in enumerate(rows, 2)])
    months = [row["month"] for row in rows]
    RunMonth.objects.bulk_create(
        RunMonth(run=run, partner=partner, dataset=dataset, month=month, rows=months.count(month), recorded_at=KNOWN)
        for month in sorted(set(months))
    )
    return run
