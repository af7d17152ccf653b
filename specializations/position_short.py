"""A standing in short: as much of it as lists show, and how that is kept. What the day alone decides is read from the awards."""

from dataclasses import dataclass
from typing import Any

from specializations.life import Life
from specializations.standing import ACTIVE, EXPIRED, Standing


@dataclass(frozen=True)
class Short:
    """One specialization: its status, how many requirements are met, and whether its audit can be scheduled; ``lacks``:
    whether anything is not met that comes before an audit or references."""

    key: str
    status: str
    validation: str
    ready: bool
    lacks: bool
    met: int
    total: int
    life: Life | None


def of(found: Standing) -> Short:
    """A standing in short."""
    return Short(
        key=found.specialization,
        status=found.status,
        validation=found.validation,
        ready=found.can_schedule_audit,
        lacks=bool(found.open),
        met=sum(check.met for check in found.checks),
        total=len(found.checks),
        life=found.life,
    )


def written(found: Short) -> dict[str, Any]:
    """How it is kept, without its life."""
    names = ("key", "status", "validation", "ready", "lacks", "met", "total")
    return {name: getattr(found, name) for name in names}


def restored(told: dict[str, Any], life: Life | None) -> Short:
    """What was kept, with the life of its awards today: what is held is Active, and what has lapsed since is Expired."""
    status = told["status"]
    if life and life.is_held:
        status = ACTIVE
    elif life and status == ACTIVE and told["met"] < told["total"]:
        status = EXPIRED
    return Short(**{"lacks": False, **told, "status": status}, life=life)
