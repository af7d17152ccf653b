"""Validation by a third-party audit: the last step, open once everything else is met."""

from partnerhub.rulebook.schema import AuditRequirement
from specializations.requirements.check import NOT_MET, Check


def check(key: str, requirement: AuditRequirement) -> Check:
    """Not met: no pass is on record."""
    return Check("audit", key, requirement.title, NOT_MET)
