"""Validation by customer references: the last step, open once everything else is met."""

from decimal import Decimal

from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import ReferencesRequirement
from specializations.requirements.check import NOT_MET, Check


def check(rules: Rules, specialization: str, key: str, requirement: ReferencesRequirement) -> Check:
    """Not met: no approved reference is on record. The number asked for may be unpublished."""
    prefix = f"{specialization}.{key}.count"
    entry = rules.get(prefix) if rules.has(prefix) else None
    required = entry.value if entry and isinstance(entry.value, Decimal) else None
    return Check("references", key, requirement.title, NOT_MET, Decimal(0), required, unit="references")
