"""Prerequisite: an active Solutions Partner designation (until 2022 a gold competency), any one of those listed."""

from collections.abc import Collection
from decimal import Decimal

from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import CompetencyRequirement, DesignationRequirement
from specializations.requirements.check import MET, NOT_MET, UNPUBLISHED, Check


def check(
    rules: Rules,
    specialization: str,
    key: str,
    requirement: DesignationRequirement | CompetencyRequirement,
    held: Collection[str],
) -> Check:
    """``held`` are the keys that are active on the day."""
    entry = rules.get(f"{specialization}.{key}.any_of")
    if not entry.published:
        return Check(requirement.kind, key, requirement.title, UNPUBLISHED)
    wanted = rules.names(f"{specialization}.{key}.any_of")
    active = tuple(name for name in wanted if name in held)
    state = MET if active else NOT_MET
    return Check(
        requirement.kind, key, requirement.title, state, Decimal(len(active)), Decimal(1), wanted=wanted, found=active
    )
