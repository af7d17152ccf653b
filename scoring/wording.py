"""What scores say in plain words. Facts come in as a snapshot's metrics (see ``wire.metric``); nothing is computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring import points
from scoring.models import ScoreSnapshot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Status:
    """A status word with the colour of its pill."""

    label: StrOrPromise
    pill: str


CATEGORIES = {
    "performance": gettext_lazy("Performance"),
    "skilling": gettext_lazy("Skilling"),
    "customer_success": gettext_lazy("Customer success"),
}

STATUS = {
    "enrolled": Status(gettext_lazy("Enrolled"), "good"),
    "qualified": Status(gettext_lazy("Qualified"), "good"),
    "in_progress": Status(gettext_lazy("In progress"), "progress"),
    "no_evidence": Status(gettext_lazy("No evidence"), "neutral"),
    "not_scored": Status(gettext_lazy("Not scored yet"), "neutral"),
}

VERDICTS = {
    "counted": (gettext_lazy("counted"), "good"),
    "below_revenue_floor": (gettext_lazy("below the revenue floor"), "warn"),
    "below_consumption_floor": (gettext_lazy("below the consumption floor"), "warn"),
    "workload_not_eligible": (gettext_lazy("workload does not count here"), "neutral"),
    "association_not_eligible": (gettext_lazy("association does not count here"), "bad"),
    "no_rate": (gettext_lazy("no published rate"), "neutral"),
    "no_amount": (gettext_lazy("no amount in the file"), "neutral"),
    "not_published": (gettext_lazy("not published yet"), "progress"),
    "not_a_certificate": (gettext_lazy("not a certification"), "neutral"),
    "certificate_unknown": (gettext_lazy("title not known to the rulebook"), "warn"),
    "certificate_not_listed": (gettext_lazy("certificate does not count here"), "neutral"),
    "not_active": (gettext_lazy("not active"), "bad"),
    "not_earned_yet": (gettext_lazy("earned later than this day"), "neutral"),
    "expired": (gettext_lazy("expired"), "bad"),
    "person_already_counted": (gettext_lazy("person already counted"), "neutral"),
    "duplicate": (gettext_lazy("duplicate row"), "neutral"),
    "offer_excluded": (gettext_lazy("offer never counts"), "neutral"),
    "other_service": (gettext_lazy("another service"), "neutral"),
}

REASONS = {
    "below_baseline": gettext_lazy("The year-ago consumption is below the baseline, so growth earns nothing."),
    "no_base": gettext_lazy("There was no consumption a year ago to grow from, so growth earns nothing."),
}

DATASETS = {
    "business_apps_revenue": gettext_lazy("Business Applications revenue"),
    "business_apps_usage": gettext_lazy("Business Applications usage"),
    "trainings": gettext_lazy("training completions"),
    "azure_usage": gettext_lazy("Azure usage"),
}


def verdict(key: str) -> tuple[str, str]:
    """A verdict's label and pill colour."""
    label, pill = VERDICTS[key]
    return str(label), pill


def month(value: str | date | None) -> str:
    """A month as people write it: June 2023."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return capfirst(date_format(day, "F Y")) if day else _("no month")


def day(value: date) -> str:
    """A day as people write it: 25 Jul 2023."""
    return str(date_format(value, "j M Y"))


def amount(value: Decimal | str | int, places: int | None = None) -> str:
    """A number by locale; with ``places`` rounded half up to exactly so many."""
    number = Decimal(value)
    rounded = (
        points.decimal(Fraction(number))
        if places is None
        else number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    )
    return str(number_format(rounded))


def score_sentence(snapshot: ScoreSnapshot | None) -> str:
    """The one sentence that matters about a score."""
    if snapshot is None:
        return _("No score yet: import the export files of this designation.")
    needed = snapshot.details["pass_total"]
    above = Fraction(snapshot.points) - needed
    if snapshot.qualified:
        apart = amount(points.shown_points(above))
        qualified = _("Qualified: %(apart)s points above %(needed)s.") % {"apart": apart, "needed": needed}
        return f"{qualified} {_at_zero(0)}"
    zero = _at_zero(sum(Decimal(metric["points"]) <= 0 for metric in snapshot.metrics))
    if above >= 0:
        return zero
    apart = amount(points.shown_lack(-above))
    short = _("%(apart)s points short of %(needed)s.") % {"apart": apart, "needed": needed}
    return f"{short} {zero}"


def _at_zero(count: int) -> str:
    if count == 0:
        return _("Every metric is above zero.")
    return ngettext("%(count)d metric is at zero.", "%(count)d metrics are at zero.", count) % {"count": count}


def track_reason(snapshot: ScoreSnapshot) -> str:
    """Why the partner is on its track."""
    track = snapshot.details["track"]
    if track["chosen"] == "by_market":
        return _("by the market on the organisation's record")
    found = ngettext(
        "assigned automatically: %(count)d workload above %(revenue)s USD now and a year ago, %(needed)d make Enterprise",
        "assigned automatically: %(count)d workloads above %(revenue)s USD now and a year ago, %(needed)d make Enterprise",
        track["workloads"],
    )
    return found % {"count": track["workloads"], "needed": track["needed"], "revenue": amount(track["revenue"])}


def metric_state(metric: dict[str, Any]) -> tuple[str, str]:
    """A metric's badge."""
    if metric["state"] == "no_evidence":
        return _("No evidence"), "warn"
    if Decimal(metric["points"]) >= metric["cap"]:
        return _("Achieved"), "good"
    return (_("In progress"), "progress") if Decimal(metric["points"]) > 0 else (_("At zero"), "bad")


def actual(metric: dict[str, Any], unit: str) -> str:
    """What was measured against what is needed: "3 of 5 workloads added"."""
    if metric["state"] == "no_evidence":
        return _("unknown")
    found, needed = amount(metric["actual"], 1 if unit == "%" else 0), amount(metric["threshold"])
    if unit == "%":
        return _("%(found)s %% of %(needed)s %% growth") % {"found": found, "needed": needed}
    templates = {
        "workloads": _("%(found)s of %(needed)s workloads added"),
        "people": _("%(found)s of %(needed)s people"),
        "deployments": _("%(found)s of %(needed)s deployments added"),
    }
    return templates[unit] % {"found": found, "needed": needed}


def metric_sentence(metric: dict[str, Any], unit: str) -> str:
    """What stands behind the figure: both months, or what is missing."""
    if metric["state"] == "no_evidence":
        return missing(metric)
    if metric["base"] is None:
        return _("certificates that count on this day")
    now, base = metric["totals"].get("now", "0"), metric["totals"].get("base", "0")
    values = {"now": amount(now), "base": amount(base), "month": month(metric["now"]), "ago": month(metric["base"])}
    return _("%(now)s in %(month)s, %(base)s in %(ago)s") % values


def missing(metric: dict[str, Any]) -> str:
    """Which months of which dataset are missing."""
    dataset = str(DATASETS[metric["dataset"]])
    if not metric["missing"]:
        return _("No file of %(dataset)s has been imported: unknown, not zero.") % {"dataset": dataset}
    months = ", ".join(month(value) for value in metric["missing"])
    return _("No evidence of %(dataset)s for %(months)s: unknown, not zero.") % {"dataset": dataset, "months": months}


def gap(metric: dict[str, Any], unit: str) -> str:
    """The next step in plain words: how many more bring how many points."""
    if metric["state"] == "no_evidence":
        return _("Import the missing file.")
    if metric["reason"]:
        return str(REASONS[metric["reason"]])
    lack = Fraction(metric["threshold"]) - Fraction(metric["actual"])
    if lack <= 0:
        return ""
    more = metric["cap"] - Fraction(metric["points"])
    values = {
        "lack": amount(points.shown_lack(lack)),
        "points": amount(points.shown_lack(more)),
    }
    if unit == "%":
        return _("%(lack)s %% more growth brings %(points)s points.") % values
    return (
        ngettext("%(lack)s more brings %(points)s points.", "%(lack)s more bring %(points)s points.", ceil(lack))
        % values
    )
