"""How the demo's tests read what was loaded: through the real scoring."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from demo.story import TODAY
from partnerhub.models import Partner
from scoring import queries
from scoring.contributions import Contribution
from scoring.explain import Explanation
from scoring.life import life
from scoring.score import Score
from scoring.status import Life
from specializations.queries import standings
from specializations.requirements.check import Check

CONTOSO, FABRIKAM, TAILSPIN = "1000001", "1000002", "1000003"
DESIGNATION = "business_applications"
METRICS = ("net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments")


def partner(mpn_id: str) -> Partner:
    return Partner.objects.get(mpn_id=mpn_id)


def score(
    mpn_id: str,
    basis: str = "published",
    as_of: date = TODAY,
    known_at: datetime | None = None,
    designation: str = DESIGNATION,
) -> Score:
    (found,) = queries.scores(partner(mpn_id), as_of, basis, known_at, designation=designation)
    return found


def points(found: Score) -> list[Fraction]:
    """The points of the metrics, in their order."""
    return [one.points for one in found.metrics]


def parts(found: Score, metric: str) -> dict[str, tuple[Fraction, Fraction]]:
    """(actual, points) of the parts of a metric."""
    (measured,) = [one for one in found.metrics if one.metric == metric]
    return {part.metric: (part.actual, part.points) for part in measured.parts}


def why(
    mpn_id: str, metric: str, basis: str = "published", as_of: date = TODAY, designation: str = DESIGNATION
) -> Explanation:
    return queries.explanation(partner(mpn_id), designation, metric, as_of, basis)


def status(mpn_id: str, designation: str) -> Life:
    """Where a designation stands on the demo's day."""
    answer = queries.answer_on(partner(mpn_id), designation, TODAY, "published")
    return life(partner(mpn_id), designation, TODAY, answer)


def verdict(rows: Explanation, period: str, **subject: str) -> tuple[str, Decimal, Decimal | None]:
    """(verdict, amount, shortfall) of the one row with this subject."""
    (found,) = [row for row in rows.contributions if row.period == period and subject.items() <= row.subject.items()]
    return found.verdict, found.amount, found.shortfall


def counted_units(rows: Iterable[Contribution], period: str) -> Decimal:
    """The units of what counted in a period."""
    return sum((row.units for row in rows if row.verdict == "counted" and row.period == period), Decimal(0))


def verdicts(rows: Explanation, name: str) -> set[tuple[str, Decimal, Decimal | None]]:
    """(verdict, amount, shortfall) of a customer's, or a person's, rows of now; of other services and learning paths none."""
    return {
        (row.verdict, row.amount, row.shortfall)
        for row in rows.contributions
        if row.period == "now" and name in {row.subject.get("customer"), row.subject.get("name")}
        if row.verdict not in {"not_a_certificate", "service_not_eligible"}
    }


def requirements(mpn_id: str) -> dict[str, Check]:
    key = "infra_and_database_migration"
    return {check.key: check for check in standings(partner(mpn_id), TODAY, specialization=key)[key].checks}
