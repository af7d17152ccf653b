"""What scores say in plain words. Facts come in as a snapshot's metrics (see ``wire.metric``); nothing is computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from partnerhub import rules
from partnerhub.told import plural_of, told
from scoring import points
from scoring.models import ScoreSnapshot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from partnerhub.rulebook.schema import Counting


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
    "enrolled_renewal_due": Status(gettext_lazy("Enrolled (Renewal due)"), "warn"),
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
    "below_acr_floor": (gettext_lazy("below the floor of Azure revenue"), "warn"),
    "above_acr_ceiling": (gettext_lazy("above this track's Azure revenue"), "neutral"),
    "below_seats_floor": (gettext_lazy("too few seats for this track"), "warn"),
    "above_seats_ceiling": (gettext_lazy("too many seats for this track"), "neutral"),
    "below_active_share": (gettext_lazy("too few of its seats active"), "warn"),
    "active_when_claimed": (gettext_lazy("in use already when it was claimed"), "neutral"),
    "customer_already_counted": (gettext_lazy("customer already counted in another month"), "neutral"),
    "service_excluded": (gettext_lazy("service does not count as a deployment"), "neutral"),
    "service_not_eligible": (gettext_lazy("service does not count here"), "neutral"),
    "service_unknown": (gettext_lazy("no service named in the file"), "neutral"),
    "no_consumption": (gettext_lazy("no consumption in these months"), "neutral"),
    "opens_gate": (gettext_lazy("counts for the prerequisite"), "progress"),
    "gate_not_met": (gettext_lazy("prerequisite not met"), "warn"),
}

REASONS = {
    "below_baseline": gettext_lazy("The year-ago consumption is below the baseline, so growth earns nothing."),
    "no_base": gettext_lazy("There was no consumption a year ago to grow from, so growth earns nothing."),
    "gate_not_met": gettext_lazy("A prerequisite is not met, so the certificates behind it earn nothing."),
}

DATASETS = {
    "business_apps_revenue": gettext_lazy("Business Applications revenue"),
    "business_apps_usage": gettext_lazy("Business Applications usage"),
    "trainings": gettext_lazy("training completions"),
    "azure_usage": gettext_lazy("Azure usage"),
    "office_usage": gettext_lazy("Office 365 usage"),
    "mobility_usage": gettext_lazy("Enterprise Mobility usage"),
    "customers_revenue": gettext_lazy("customers and revenue"),
    "subscriptions": gettext_lazy("subscriptions"),
    "competencies": gettext_lazy("competencies"),
    "profile": gettext_lazy("the partner profile"),
}


def verdict(key: str) -> tuple[str, str]:
    """A verdict's label and pill colour."""
    label, pill = VERDICTS[key]
    return str(label), pill


def month(value: str | date | None) -> str:
    """A month as people write it: June 2023."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return str(date_format(day, "YEAR_MONTH_FORMAT")) if day else _("no month")


def day(value: date) -> str:
    """A day as people write it: 25 Jul 2023."""
    return str(date_format(value, "DATE_FORMAT"))


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
    if snapshot is None or not snapshot.is_measured:
        return _("No score yet: import the export files of this designation.")
    needed = snapshot.details["pass_total"]
    above = Fraction(snapshot.points) - needed
    if snapshot.qualified:
        return f"{_above(points.shown_points(above), needed)} {_earning_nothing([])}"
    zero = _earning_nothing([metric for metric in snapshot.metrics if Decimal(metric["points"]) <= 0])
    if above >= 0:
        return zero
    return f"{_short(points.shown_lack(-above), needed)} {zero}"


def _above(apart: Decimal, needed: int) -> str:
    words = {"apart": amount(apart), "needed": needed, "points": amount(needed + apart)}
    if apart % 1:  # the score stands beside it as a whole number, which this would seem to contradict
        return _("Qualified with %(points)s points: %(apart)s above %(needed)s.") % words
    told = ngettext(
        "Qualified: %(apart)s point above %(needed)s.",
        "Qualified: %(apart)s points above %(needed)s.",
        plural_of(apart),
    )
    return told % words


def _short(apart: Decimal, needed: int) -> str:
    words = {"apart": amount(apart), "needed": needed, "points": amount(needed - apart)}
    if apart % 1:
        return _("%(points)s points: %(apart)s short of %(needed)s.") % words
    told = ngettext("%(apart)s point short of %(needed)s.", "%(apart)s points short of %(needed)s.", plural_of(apart))
    return told % words


def _earning_nothing(metrics: list[dict[str, Any]]) -> str:
    """How many metrics are unknown, and how many are at zero."""
    if not metrics:
        return _("Every metric is above zero.")
    unknown = sum(metric["state"] == "no_evidence" for metric in metrics)
    zero = len(metrics) - unknown
    told = [
        (unknown, ngettext("%(count)d metric is unknown.", "%(count)d metrics are unknown.", unknown)),
        (zero, ngettext("%(count)d metric is at zero.", "%(count)d metrics are at zero.", zero)),
    ]
    return " ".join(text % {"count": count} for count, text in told if count)


def track_reason(snapshot: ScoreSnapshot) -> str:
    """Why the partner is on its track."""
    track = snapshot.details["track"]
    reasons = {"by_workloads": _by_workloads, "by_segment": _by_segment, "best_of": _best_of}
    if track["chosen"] == "by_market":
        return _("by the market on the organisation's record")
    return reasons[track["chosen"]](snapshot, track) if track["chosen"] in reasons else ""


def _by_workloads(snapshot: ScoreSnapshot, track: dict[str, Any]) -> str:
    found = ngettext(
        "assigned automatically: %(count)d workload above %(revenue)s USD now and a year ago, %(needed)s make Enterprise",
        "assigned automatically: %(count)d workloads above %(revenue)s USD now and a year ago, %(needed)s make Enterprise",
        int(track["measured"]),
    )
    return found % {"count": int(track["measured"]), "needed": track["needed"], "revenue": amount(track["limit"])}


def _by_segment(snapshot: ScoreSnapshot, track: dict[str, Any]) -> str:
    """``measured`` of ``needed`` customers are in the segment; ``limit`` is the share that decides."""
    values = {
        "inside": amount(track["measured"]),
        "every": amount(track["needed"]),
        "share": amount(Decimal(track["limit"]) * 100),
    }
    found = _("assigned automatically: %(inside)s of %(every)s customers in the SMB segment, %(share)s%% make SMB")
    return found % values


def _best_of(snapshot: ScoreSnapshot, track: dict[str, Any]) -> str:
    titles = rules.book().designations[snapshot.designation].track_titles
    scores = ", ".join(
        f"{told(titles[key])} {amount(points.shown_points(Fraction(found)))}"
        for key, found in snapshot.details["tracks"].items()
    )
    return _("the better of both: %(scores)s") % {"scores": scores}


def metric_state(metric: dict[str, Any]) -> tuple[str, str]:
    """A metric's badge."""
    if metric["state"] == "no_evidence":
        return _("No evidence"), "warn"
    if Decimal(metric["points"]) >= metric["cap"]:
        return _("Achieved"), "good"
    return (_("In progress"), "progress") if Decimal(metric["points"]) > 0 else (_("At zero"), "bad")


ACTUAL = {
    "%": gettext_lazy("%(found)s%% of %(needed)s%% growth"),
    "workloads": gettext_lazy("%(found)s of %(needed)s workloads added"),
    "customers": gettext_lazy("%(found)s of %(needed)s customers added"),
    "people": gettext_lazy("%(found)s of %(needed)s people"),
    "deployments": gettext_lazy("%(found)s of %(needed)s deployments added"),
    "services": gettext_lazy("%(found)s of %(needed)s services"),
    "users": gettext_lazy("%(found)s of %(needed)s active users added"),
    "USD": gettext_lazy("%(found)s of %(needed)s USD added"),
    "points": gettext_lazy("%(found)s of %(needed)s points"),
}
_FRACTIONAL = ("%", "points", "people")


def actual(metric: dict[str, Any], unit: str) -> str:
    """What was measured against what is needed: "3 of 5 workloads added"."""
    if metric["state"] == "no_evidence":
        return _("unknown")
    found = Fraction(metric["actual"])
    places = 1 if unit in _FRACTIONAL and found.denominator != 1 else 0
    if unit == "%":
        places = 1
    words = _("%(found)s of 1 person") if unit == "people" and Decimal(metric["threshold"]) == 1 else str(ACTUAL[unit])
    return words % {"found": amount(metric["actual"], places), "needed": amount(metric["threshold"])}


def metric_sentence(metric: dict[str, Any], known: Counting) -> str:
    """What stands behind the figure: both months, or what is missing. ``known`` is the metric, or the part, in the rulebook."""
    if metric["state"] == "no_evidence":
        return missing(metric)
    if metric.get("parts"):
        return ""
    more = " ".join(part for part in (partly_missing(metric), _gates(metric, known)) if part)
    return f"{_both_months(metric, known)}. {more}" if more else _both_months(metric, known)


def _both_months(metric: dict[str, Any], known: Counting) -> str:
    if metric["now"] is None:
        return _("certificates that count on this day")
    now, base = metric["totals"].get("now", "0"), metric["totals"].get("base", "0")
    values = {"now": amount(now), "base": amount(base), "month": month(metric["now"])}
    if metric["base"] is None:
        return _("%(now)s in the months up to %(month)s") % values
    values["ago"] = month(metric["base"])
    if known.window:
        return _("%(now)s in the months up to %(month)s, %(base)s in those up to %(ago)s") % values
    return _("%(now)s in %(month)s, %(base)s in %(ago)s") % values


def _gates(metric: dict[str, Any], known: Counting) -> str:
    """Each prerequisite that is not met, with what it has."""
    told = _("Prerequisite not met: %(people)d of %(needed)d %(title)s.")
    return " ".join(told % gate for gate in _closed(metric, known))


def _closed(metric: dict[str, Any], known: Counting) -> list[dict[str, Any]]:
    """The prerequisites that are not met, each with its ``title``, in the rulebook's order."""
    found = metric.get("gates", {})
    gates = [
        {**found[key], "title": told(one.title)} for key, one in getattr(known, "gates", {}).items() if key in found
    ]
    return [gate for gate in gates if gate["people"] < gate["needed"]]


def partly_missing(metric: dict[str, Any]) -> str:
    """Which months of the window are unknown, where the figure was measured without them."""
    if metric["state"] == "no_evidence" or not metric["missing"]:
        return ""
    count = len(metric["missing"])
    found = ngettext(
        "%(count)d month is unknown (%(months)s): only what is known counts.",
        "%(count)d months are unknown (%(months)s): only what is known counts.",
        count,
    )
    return found % {"count": count, "months": _span(metric["missing"])}


LEAST_SHOWN = Decimal("0.1")
# Up to so many months are named one by one.
NAMED = 3


def _span(months: list[str]) -> str:
    """A few months by name, many by the first and the last."""
    if len(months) <= NAMED:
        return ", ".join(map(month, months))
    return _("%(first)s to %(last)s") % {"first": month(months[0]), "last": month(months[-1])}


def missing(metric: dict[str, Any]) -> str:
    """Which months of which dataset are missing."""
    dataset = str(DATASETS[metric["dataset"]])
    if not metric["missing"]:
        return _("No file of %(dataset)s has been imported: unknown, not zero.") % {"dataset": dataset}
    values = {"dataset": dataset, "months": _span(metric["missing"])}
    return _("No evidence of %(dataset)s for %(months)s: unknown, not zero.") % values


def gap(metric: dict[str, Any], unit: str, known: Counting) -> str:
    """The next step in plain words: how many more bring how many points."""
    if metric["state"] == "no_evidence":
        return _("Import the missing file.")
    if closed := _closed(metric, known) if metric["reason"] == "gate_not_met" else []:
        return " ".join(_opens(gate) for gate in closed)
    if metric["reason"]:
        return str(REASONS[metric["reason"]])
    if metric.get("parts"):
        return _gap_of_parts(metric, known)
    lack = Fraction(metric["threshold"]) - Fraction(metric["actual"])
    return _brings(lack, metric["cap"] - Fraction(metric["points"]), unit) if lack > 0 else ""


# How much more of a unit, in words.
MORE = {
    "workloads": ngettext_lazy("%(lack)s more workload", "%(lack)s more workloads", "count"),
    "customers": ngettext_lazy("%(lack)s more customer add", "%(lack)s more customer adds", "count"),
    "people": ngettext_lazy("%(lack)s more person", "%(lack)s more people", "count"),
    "deployments": ngettext_lazy("%(lack)s more deployment", "%(lack)s more deployments", "count"),
    "services": ngettext_lazy("%(lack)s more service", "%(lack)s more services", "count"),
    "users": ngettext_lazy("%(lack)s more active user", "%(lack)s more active users", "count"),
    "USD": ngettext_lazy("%(lack)s USD more", "%(lack)s USD more", "count"),
    "%": ngettext_lazy("%(lack)s%% more growth", "%(lack)s%% more growth", "count"),
}


def _more(lack: Fraction, unit: str) -> str:
    return MORE[unit] % {"lack": amount(points.shown_lack(lack)), "count": ceil(lack)}


def _gain(more: Fraction) -> Decimal:
    """Points to be earned as they will be shown, and never as nothing."""
    return max(points.shown_points(more), LEAST_SHOWN)


def _opens(gate: dict[str, Any]) -> str:
    told = _("%(title)s: %(more)s needed before any other certificate counts.")
    return told % {"title": gate["title"], "more": _more(Fraction(gate["needed"] - gate["people"]), "people")}


def _brings(lack: Fraction, more: Fraction, unit: str) -> str:
    gain = _gain(more)
    values = {"step": _more(lack, unit), "points": amount(gain)}
    if ceil(lack) == 1 or unit in ("%", "USD"):
        told = ngettext("%(step)s brings %(points)s point.", "%(step)s brings %(points)s points.", plural_of(gain))
    else:
        told = ngettext("%(step)s bring %(points)s point.", "%(step)s bring %(points)s points.", plural_of(gain))
    return told % values


def _gap_of_parts(metric: dict[str, Any], known: Counting) -> str:
    """What each part alone would have to add until the metric is at its cap."""
    more = metric["cap"] - Fraction(metric["points"])
    if more <= 0:
        return ""
    if metric["combined"] == "sum":
        return _brings(Fraction(metric["threshold"]) - Fraction(metric["actual"]), more, known.unit)
    described = getattr(known, "parts", {})
    steps = [_step(metric["parts"][key], one, metric, more) for key, one in described.items() if key in metric["parts"]]
    told = [step for step in steps if step]
    gain = _gain(more)
    sentence = ngettext("%(steps)s: %(points)s point.", "%(steps)s: %(points)s points.", plural_of(gain))
    return sentence % {"steps": _(" or ").join(told), "points": amount(gain)}


def _step(part: dict[str, Any], described: Any, metric: dict[str, Any], more: Fraction) -> str:
    """How much more of one part alone brings the metric to its cap; nothing where the part is unknown or cannot."""
    if part["state"] == "no_evidence":
        return ""
    threshold, actual = Fraction(part["threshold"]), Fraction(part["actual"])
    alone = metric["combined"] == "best_of"
    lack = threshold - actual if alone else more * threshold / part["cap"] - min(actual, Fraction(0))
    return _("%(step)s (%(part)s)") % {"step": _more(lack, described.unit), "part": told(described.title)}
