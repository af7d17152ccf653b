"""What is known, and what the evidence pages show."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from evidence import lake
from evidence.view import ACCUMULATING, EvidenceView, Slice
from partnerhub.models import Partner

# The newest published run per partner, dataset and month; for datasets whose facts accumulate, every published run.
_SLICES = """
SELECT dataset, mpn_id, month, run_id, dense_rank() OVER (ORDER BY recorded_at, run_id) FROM (
    SELECT m.dataset, p.mpn_id, m.month, m.run_id, m.recorded_at,
           row_number() OVER (PARTITION BY m.dataset, m.partner_id, m.month ORDER BY m.recorded_at DESC, m.run_id DESC) AS place
    FROM evidence_runmonth m
    JOIN evidence_run r ON r.id = m.run_id AND r.status = 'published'
    JOIN partnerhub_partner p ON p.id = m.partner_id
    WHERE m.partner_id = ANY(%(partners)s) AND (%(known_at)s::timestamptz IS NULL OR m.recorded_at <= %(known_at)s)
) newest
WHERE place = 1 OR dataset = ANY(%(accumulating)s)
"""


def view(partners: Sequence[Partner], known_at: datetime | None = None) -> EvidenceView:
    """The evidence of these partners as it was known at a moment (None: now)."""
    parameters = {
        "partners": [partner.pk for partner in partners],
        "known_at": known_at,
        "accumulating": list(ACCUMULATING),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SLICES, parameters)
        slices = tuple(Slice(*row) for row in cursor.fetchall())
    return EvidenceView(lake.root(), tuple(partner.mpn_id for partner in partners), known_at, slices)
