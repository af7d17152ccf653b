"""Certified people. Our sources publish no number for 2021 and 2023, so only the programme can say that it is met."""

from decimal import Decimal

from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import SkillingRequirement
from specializations.requirements.check import NOT_MET, UNPUBLISHED, Check


def check(rules: Rules, specialization: str, key: str, requirement: SkillingRequirement) -> Check:
    """Unpublished, or (where an installation's overlay gives a number) not met until people are counted against it."""
    entry = rules.get(f"{specialization}.{key}.people")
    required = entry.value if isinstance(entry.value, Decimal) else None
    state = UNPUBLISHED if required is None else NOT_MET
    return Check("skilling", key, requirement.title, state, required=required, unit="people")
