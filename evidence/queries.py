"""What is known, and what the evidence pages show."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from evidence import lake
from evidence.engine import Session
from evidence.models import Run
from evidence.view import ACCUMULATING, EVERY_PARTNER, EvidenceView, Slice
from partnerhub.models import Partner

# The newest published run per partner, dataset and month, and per dataset and month of the programme's own files; of the two
# the one recorded last. For datasets whose facts accumulate, every published run.
_SLICES = """
WITH known AS (
    SELECT m.dataset, p.mpn_id, m.month, m.run_id, dense_rank() OVER (ORDER BY m.recorded_at, m.run_id) AS rank
    FROM evidence_runmonth m
    JOIN evidence_run r ON r.id = m.run_id AND r.status = 'published'
    LEFT JOIN partnerhub_partner p ON p.id = m.partner_id
    WHERE (m.partner_id = ANY(%(partners)s) OR m.partner_id IS NULL)
    AND (%(known_at)s::timestamptz IS NULL OR m.recorded_at <= %(known_at)s)
), compared AS (
    SELECT *, max(rank) OVER (PARTITION BY dataset, mpn_id, month) AS newest,
           max(rank) FILTER (WHERE mpn_id IS NULL) OVER (PARTITION BY dataset, month) AS of_every_partner
    FROM known
)
SELECT dataset, coalesce(mpn_id, %(every_partner)s), month, run_id, rank FROM compared
WHERE dataset = ANY(%(accumulating)s) OR (rank = newest AND (mpn_id IS NULL OR rank > coalesce(of_every_partner, 0)))
"""


# What a session is for: any question, answered from the files; the scores of one partner; those of many; one question about
# each row of many partners; one that joins large tables with small ones.
FILES, READY, BULK, STREAMED, WRITTEN = "files", "ready", "bulk", "streamed", "written"
# Spark is an extra, so that its module is imported only where it answers. To it many partners are as good as one.
_ENGINES = {
    "duckdb": {
        FILES: "evidence.engine",
        READY: "evidence.ready",
        BULK: "evidence.bulk",
        STREAMED: "evidence.streamed",
        WRITTEN: "evidence.written",
    },
    "spark": dict.fromkeys((FILES, READY, BULK, STREAMED, WRITTEN), "evidence.spark"),
}


def view(partners: Sequence[Partner], known_at: datetime | None = None) -> EvidenceView:
    """The evidence of these partners as it was known at a moment (None: now)."""
    parameters = {
        "partners": [partner.pk for partner in partners],
        "known_at": known_at,
        "accumulating": list(ACCUMULATING),
        "every_partner": EVERY_PARTNER,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SLICES, parameters)
        slices = tuple(Slice(*row) for row in cursor.fetchall())
    return EvidenceView(lake.root(), tuple(partner.mpn_id for partner in partners), known_at, slices)


def session(view: EvidenceView, names: Sequence[str], kind: str = FILES) -> AbstractContextManager[Session]:
    """These datasets of a view, on the engine of this installation, for what ``kind`` says. One session per thread at a time."""
    if settings.EVIDENCE_ENGINE not in _ENGINES:
        raise ImproperlyConfigured(
            f"EVIDENCE_ENGINE is {settings.EVIDENCE_ENGINE!r}; expected {' or '.join(_ENGINES)}."
        )
    engine = import_module(_ENGINES[settings.EVIDENCE_ENGINE][kind])
    opened: AbstractContextManager[Session] = engine.session(view, names)
    return opened


def own_runs(partner: Partner, runs: Collection[int]) -> set[int]:
    """Those of these runs that are the partner's own, so that its people may open them; the programme's are not."""
    return set(Run.objects.filter(partner=partner, pk__in=runs).values_list("pk", flat=True))
