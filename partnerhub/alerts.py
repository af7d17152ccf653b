"""What apps above the Action center have to tell there, and how much of it is open: each registers once what it has."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from partnerhub.models import Partner


@dataclass(frozen=True)
class Alert:
    """Something that a partner was told, and that still holds; ``url`` has more."""

    day: date
    kind: str
    text: str
    url: str
    label: str


@dataclass(frozen=True)
class Source:
    """An app's alerts: who may read them, those of a partner on a day (newest first), and how many are open by primary key."""

    permission: str
    of: Callable[[Partner, date], list[Alert]]
    open: Callable[[Collection[int]], Mapping[int, int]]


_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let an app tell something; registering a name again replaces it."""
    _sources[name] = source


def alerts(partner: Partner, on: date, may: Collection[str]) -> list[Alert]:
    """Every alert that a person with these permissions may read, newest first."""
    found = [alert for one in _sources.values() if one.permission in may for alert in one.of(partner, on)]
    return sorted(found, key=lambda one: one.day, reverse=True)


def open_alerts(name: str, partners: Collection[int]) -> Mapping[int, int]:
    """How many alerts of an app are open, by the primary key of a partner; none where the app is not there."""
    return _sources[name].open(partners) if partners and name in _sources else {}
