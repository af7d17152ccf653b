"""Prerequisite: an active Solutions Partner designation, any one of those listed (since October 2022)."""

from collections.abc import Collection
from decimal import Decimal

from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import DesignationRequirement
from specializations.requirements.check import ALL, UNPUBLISHED, Check, state


def check(
    rules: Rules, specialization: str, key: str, requirement: DesignationRequirement, held: Collection[str]
) -> Check:
    """``held`` are the designations that are active on the day."""
    entry = rules.get(f"{specialization}.{key}.any_of")
    if not entry.published:
        return Check("designation", key, requirement.title, UNPUBLISHED)
    wanted = rules.names(f"{specialization}.{key}.any_of")
    found = tuple(name for name in wanted if name in held)
    judged = state(published=True, known=ALL, reached=bool(found))
    return Check(
        "designation", key, requirement.title, judged, Decimal(len(found)), Decimal(1), wanted=wanted, found=found
    )
