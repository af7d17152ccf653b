"""How the demo's tests read what was loaded: through the real scoring."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from demo.story import TODAY
from partnerhub.models import Partner
from scoring import queries
from scoring.explain import Explanation
from scoring.score import Score
from specializations.queries import standings
from specializations.requirements.check import Check

DESIGNATION = "business_applications"
METRICS = ("net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments")


def partner(mpn_id: str) -> Partner:
    return Partner.objects.get(mpn_id=mpn_id)


def score(mpn_id: str, basis: str = "published", as_of: date = TODAY, known_at: datetime | None = None) -> Score:
    (found,) = queries.scores(partner(mpn_id), as_of, basis, known_at)
    return found


def points(found: Score) -> list[Fraction]:
    assert [one.metric for one in found.metrics] == list(METRICS)
    return [one.points for one in found.metrics]


def why(mpn_id: str, metric: str, basis: str = "published", as_of: date = TODAY) -> Explanation:
    return queries.explanation(partner(mpn_id), DESIGNATION, metric, as_of, basis)


def verdict(rows: Explanation, period: str, **subject: str) -> tuple[str, Decimal, Decimal | None]:
    """(verdict, amount, shortfall) of the one row with this subject."""
    (found,) = [row for row in rows.contributions if row.period == period and subject.items() <= row.subject.items()]
    return found.verdict, found.amount, found.shortfall


def requirements(mpn_id: str) -> dict[str, Check]:
    key = "infra_and_database_migration"
    return {check.key: check for check in standings(partner(mpn_id), TODAY, specialization=key)[key].checks}
