"""An offer published in AppSource, which some specializations ask for; which ones is not published (overview, October 2023).

No export tells of it, so only the programme can say that it is met.
"""

from decimal import Decimal

from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import OfferRequirement
from specializations.requirements.check import UNPUBLISHED, Check


def check(rules: Rules, specialization: str, key: str, requirement: OfferRequirement) -> Check:
    """How many offers are asked for, where that is published."""
    value = rules.get(f"{specialization}.{key}.offers").value
    required = value if isinstance(value, Decimal) else None
    return Check("offer", key, requirement.title, UNPUBLISHED, required=required, unit="offers")
