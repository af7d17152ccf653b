"""What the rulebook says in plain words: names of rules, values, lists, and how sure each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from partnerhub import credit_words
from partnerhub.rulebook import Entry, Filter, Rulebook, report
from partnerhub.rulebook.schema import Certificate
from partnerhub.told import labelled, percent, told

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Certainty:
    """How sure a value is, as its pill shows it."""

    label: StrOrPromise
    pill: str


CERTAINTIES = {
    "confirmed": Certainty(gettext_lazy("Confirmed by two sources"), "good"),
    "single": Certainty(gettext_lazy("One source"), "progress"),
    "reading": Certainty(gettext_lazy("Our reading"), "warn"),
    "own": Certainty(gettext_lazy("Set by this installation"), "neutral"),
    "unpublished": Certainty(gettext_lazy("Unpublished"), "bad"),
}
SHARED = {
    "freshness": gettext_lazy("Calendar"),
    "programme": gettext_lazy("All designations and specializations"),
    "credit": gettext_lazy("Partner-earned credit"),
}
# A section of a designation or specialization that is neither a metric nor a requirement.
BLOCKS = {
    "tracks": gettext_lazy("Tracks"),
    "performance": gettext_lazy("What performance looks at"),
    "customer_success": gettext_lazy("What customer success looks at"),
    "azure": gettext_lazy("What Azure metrics look at"),
    "microsoft_365": gettext_lazy("What Microsoft 365 metrics look at"),
    "rate_card": gettext_lazy("Rate card"),
    "catalogue": gettext_lazy("The specialization itself"),
}
# Rules whose name in the files is no plain English, or not enough of it.
LABELS = {
    **credit_words.LABELS,
    "acr_ceiling": gettext_lazy("most Azure consumption of a customer"),
    "acr_floor": gettext_lazy("least Azure consumption of a customer"),
    "active_share": gettext_lazy("least share of active seats"),
    "all_designations_badge": gettext_lazy("badge for all designations"),
    "any_of": gettext_lazy("active: any of"),
    "baseline": gettext_lazy("least consumption a year ago"),
    "cap": gettext_lazy("maximum"),
    "classification.revenue": gettext_lazy("revenue that makes a workload count"),
    "classification.segments": gettext_lazy("segments of customers"),
    "classification.workloads": gettext_lazy("distinct workloads with that revenue"),
    "audit_contact": gettext_lazy("the auditor gets in touch within"),
    "audit_fee": gettext_lazy("fee of a whole audit"),
    "audit_fee_workload": gettext_lazy("fee of the workload's module alone"),
    "audit_gaps_answered": gettext_lazy("gaps are answered within"),
    "audit_gaps_reported": gettext_lazy("gaps are reported within"),
    "audit_gaps_reviewed": gettext_lazy("gaps are reviewed within"),
    "audit_held": gettext_lazy("the audit is held within"),
    "audit_modules": gettext_lazy("modules of an audit"),
    "audit_result": gettext_lazy("the result is told within"),
    "checklist": gettext_lazy("audit checklist"),
    "claim_months": gettext_lazy("look-back at claims"),
    "combine": gettext_lazy("parts together"),
    "compares": gettext_lazy("measured as"),
    "count": gettext_lazy("number of references"),
    "customers": gettext_lazy("number of customers"),
    "enrolment_days": gettext_lazy("enrolment possible until"),
    "failed_audit_shown": gettext_lazy("a failed audit is shown for"),
    "filter": gettext_lazy("usage rows that count"),
    "history_months": gettext_lazy("months of scoring history"),
    "membership_days": gettext_lazy("a designation is held for"),
    "metric_minimum": gettext_lazy("points needed in every metric"),
    "pass_total": gettext_lazy("points needed to qualify"),
    "people": gettext_lazy("number of people"),
    "performance_day": gettext_lazy("a month's performance is published on"),
    "qualification_window": gettext_lazy("qualified"),
    "rate_card": gettext_lazy("rate"),
    "reference_order": gettext_lazy("customers are asked for references"),
    "reference_resend_days": gettext_lazy("a reference can be sent again after"),
    "renewal_days": gettext_lazy("a designation can be renewed until"),
    "renewal_first_year": gettext_lazy("the first anniversary that counts is in"),
    "renewal_grace": gettext_lazy("renewal possible until"),
    "renewal_opens": gettext_lazy("renewal opens"),
    "renewal_reminders": gettext_lazy("reminders, in days from the anniversary"),
    "renewal_qualification_days": gettext_lazy("days in which to qualify before the anniversary"),
    "renewal_qualification_window": gettext_lazy("qualified for renewal"),
    "seats_ceiling": gettext_lazy("most seats of a customer"),
    "seats_floor": gettext_lazy("least seats of a customer"),
    "segment_share": gettext_lazy("share of customers in these segments"),
    "skilling_lag_days": gettext_lazy("a certificate counts after"),
    "specialization_associations": gettext_lazy("associations"),
    "specialization_term": gettext_lazy("a specialization is active for"),
    "specialization_window": gettext_lazy("months added up"),
    "takes": gettext_lazy("parts in use"),
    "threshold": gettext_lazy("for the maximum"),
    "track_choice": gettext_lazy("track chosen"),
    "track_otherwise": gettext_lazy("track otherwise"),
    "track_when_met": gettext_lazy("track when met"),
    "validation_term": gettext_lazy("an audit or references hold for"),
    "window": gettext_lazy("months added up"),
    "window_counts": gettext_lazy("months count"),
    "window_months": gettext_lazy("months in which to qualify"),
}
VALUES = {
    **credit_words.VALUES,
    ("combine", "best_of"): gettext_lazy("the part that earns most"),
    ("combine", "sum"): gettext_lazy("added up"),
    ("combine", "sum_of_points"): gettext_lazy("the points of each added up"),
    ("compares", "difference"): gettext_lazy("change over a year"),
    ("compares", "level"): gettext_lazy("what is there now"),
    ("compares", "percent"): gettext_lazy("change over a year in percent"),
    ("qualification_window", "day"): gettext_lazy("on the day itself"),
    ("qualification_window", "months"): gettext_lazy("on any day of the last months"),
    ("reference_order", "after_qualification"): gettext_lazy("once everything else is met"),
    ("reference_order", "any_time"): gettext_lazy("at any time"),
    ("renewal_qualification_window", "days_before"): gettext_lazy("in the days before the anniversary"),
    ("renewal_qualification_window", "months"): gettext_lazy("in the months up to the anniversary"),
    ("renewal_qualification_window", "months_and_renewal_window"): gettext_lazy(
        "in the months up to the anniversary, or while it can be renewed"
    ),
    ("track_choice", "best_of"): gettext_lazy("the one with the best score"),
    ("track_choice", "by_market"): gettext_lazy("by the organisation's market"),
    ("track_choice", "by_segment"): gettext_lazy("by the segments of customers"),
    ("track_choice", "by_workloads"): gettext_lazy("by the workloads with revenue"),
    ("validation", "audit"): gettext_lazy("third-party audit"),
    ("validation", "none"): gettext_lazy("neither audit nor references"),
    ("validation", "references"): gettext_lazy("customer references"),
    ("window_counts", "any_month"): gettext_lazy("each by itself, the best one counts"),
    ("window_counts", "total"): gettext_lazy("added up"),
}
FAMILIES = {
    "dynamics_365": "Dynamics 365",
    "power_platform": "Power Platform",
    "microsoft_365": "Microsoft 365",
}
# A number with its unit; one that is not here is a name (USD, MCV) and stands behind the number as it is.
UNITS = {
    "business days": ngettext_lazy("%(number)s business day", "%(number)s business days", "count"),
    "capacity": ngettext_lazy("%(number)s per unit of capacity", "%(number)s per unit of capacity", "count"),
    "customers": ngettext_lazy("%(number)s customer", "%(number)s customers", "count"),
    "day of the next month": ngettext_lazy(
        "day %(number)s of the next month", "day %(number)s of the next month", "count"
    ),
    "days": ngettext_lazy("%(number)s day", "%(number)s days", "count"),
    "days after": ngettext_lazy(
        "%(number)s day after the anniversary", "%(number)s days after the anniversary", "count"
    ),
    "days after first qualifying": ngettext_lazy(
        "%(number)s day after first qualifying", "%(number)s days after first qualifying", "count"
    ),
    "days after the anniversary": ngettext_lazy(
        "%(number)s day after the anniversary", "%(number)s days after the anniversary", "count"
    ),
    "days before": ngettext_lazy(
        "%(number)s day before the anniversary", "%(number)s days before the anniversary", "count"
    ),
    "deployments": ngettext_lazy("%(number)s deployment", "%(number)s deployments", "count"),
    "mau": ngettext_lazy("%(number)s per active user", "%(number)s per active user", "count"),
    "months": ngettext_lazy("%(number)s month", "%(number)s months", "count"),
    "of customers": ngettext_lazy("%(number)s%% of customers", "%(number)s%% of customers", "count"),
    "of seats": ngettext_lazy("%(number)s%% of seats", "%(number)s%% of seats", "count"),
    "of the list price": ngettext_lazy("%(number)s%% of the list price", "%(number)s%% of the list price", "count"),
    "offers": ngettext_lazy("%(number)s offer", "%(number)s offers", "count"),
    "people": ngettext_lazy("%(number)s person", "%(number)s people", "count"),
    "points": ngettext_lazy("%(number)s point", "%(number)s points", "count"),
    "references": ngettext_lazy("%(number)s reference", "%(number)s references", "count"),
    "seats": ngettext_lazy("%(number)s seat", "%(number)s seats", "count"),
    "services": ngettext_lazy("%(number)s service", "%(number)s services", "count"),
    "users": ngettext_lazy("%(number)s user", "%(number)s users", "count"),
    "workloads": ngettext_lazy("%(number)s workload", "%(number)s workloads", "count"),
}
# Values that are words, where those of other rules are names, which stay as they are.
OWN_WORDS = ("programme.audit_modules", "programme.competency_level")
SHORT = 80
_SHARE = "of "
_SIGNS = {"above": "> ", "at_least": "≥ ", "at_most": "≤ "}


def day(value: date) -> str:
    """A day as people write it: 25 Jul 2023."""
    return str(date_format(value, "DATE_FORMAT"))


def name(rule: str) -> str:
    """The last part of a rule's id: what kind of rule it is."""
    return rule.rpartition(".")[2]


def label(rule: str) -> str:
    """What kind of rule an id stands for, in lower case: `revenue floor`."""
    kind, of_block = name(rule), ".".join(rule.split(".")[-2:])
    return str(LABELS.get(of_block) or LABELS.get(kind) or told(plain_label(rule)))


def plain_label(rule: str) -> str:
    """The kind of a rule by the words of its name; empty where it has a label of its own."""
    kind, of_block = name(rule), ".".join(rule.split(".")[-2:])
    return "" if of_block in LABELS or kind in LABELS else kind.replace("_", " ")


def label_of(book: Rulebook, entry: Entry) -> str:
    """What one value is of, in lower case, with its selector: `rate: Power Apps`."""
    of = _selector(book, entry.of)
    return labelled(label(entry.id), of) if of else label(entry.id)


def scope(book: Rulebook, entry: Entry, *, with_track: bool = True) -> str:
    """For whom, or for what, a value holds where its rule has several: a track, a family, a workload."""
    known = book.designations.get(report.root_of(entry.id))
    track = told(known.track_titles.get(entry.track, entry.track)) if known and entry.track and with_track else ""
    return " · ".join(part for part in (track, _selector(book, entry.of)) if part)


def _selector(book: Rulebook, of: str | None) -> str:
    if of is None:
        return ""
    return FAMILIES.get(of) or book.workload_list[of].title


def part(book: Rulebook, rule: str) -> str:
    """The part, gate or line of a metric or requirement that a rule stands in, by title; empty for the whole."""
    root, *steps = rule.split(".")
    found: Any = book.designations.get(root) or book.specializations.get(root)
    if found is None or len(steps) != len(("metric", "part", "name")):
        return ""
    whole: Any = getattr(found, "metrics", None) or getattr(found, "requirements", None) or {}
    inside = whole.get(steps[0])
    places = {**getattr(inside, "parts", {}), **getattr(inside, "gates", {}), **getattr(inside, "lines", {})}
    return told(places[steps[1]].title) if steps[1] in places else ""


def value(book: Rulebook, entry: Entry) -> str:
    """A value in words: with its sign and unit, or how many a list names."""
    if not entry.published:
        return _("not published")
    if entry.removed:
        return _("no longer in force")
    if isinstance(entry.value, Decimal):
        return _number(entry, entry.value)
    if isinstance(entry.value, tuple):
        return ngettext("%(count)d listed", "%(count)d listed", len(entry.value)) % {"count": len(entry.value)}
    if isinstance(entry.value, Filter):
        return filter_text(book, entry.value)
    return _text(book, entry, str(entry.value))


def in_full(book: Rulebook, entry: Entry) -> str:
    """A value in words, a short list with its names."""
    listed = ", ".join(names(book, entry))
    return listed if 0 < len(listed) <= SHORT else value(book, entry)


def _number(entry: Entry, number: Decimal) -> str:
    unit = entry.unit or ""
    shown = number * 100 if unit.startswith(_SHARE) else number
    return _SIGNS.get(entry.comparison or "", "") + quantity(shown, unit)


def quantity(number: Decimal, unit: str) -> str:
    """A number with its unit, by the reader's locale: `15 people`."""
    written = str(number_format(_plain(number)))
    if unit == "%":
        return percent(written)
    if unit not in UNITS:
        return f"{written} {unit}".strip()
    return UNITS[unit] % {"number": written, "count": ceil(number)}


def _plain(number: Decimal) -> Decimal:
    """Without trailing zeros and without exponent."""
    return Decimal(format(number.normalize(), "f"))


def _text(book: Rulebook, entry: Entry, text: str) -> str:
    kind, known = name(entry.id), book.designations.get(report.root_of(entry.id))
    if (kind, text) in VALUES:
        return str(VALUES[kind, text])
    if known and kind.startswith("track_"):
        return told(known.track_titles.get(text, text))
    return told(text) if entry.id in OWN_WORDS else text


def names(book: Rulebook, entry: Entry) -> list[str]:
    """The titles of a list's names, in its order; empty for anything but a list."""
    found = entry.value if isinstance(entry.value, tuple) else ()
    titles = _titles(book, entry)
    return [titles.get(one, told(one) if entry.id in OWN_WORDS else one) for one in found]


def _titles(book: Rulebook, entry: Entry) -> dict[str, str]:
    kind, root = name(entry.id), report.root_of(entry.id)
    if kind in credit_words.KEYS:
        return {key: str(title) for key, title in credit_words.KEYS[kind].items()}
    if kind == "certificates":
        return {key: _certificate(one) for key, one in book.certificate_list.items()}
    if kind == "tracks":
        return {key: told(title) for key, title in book.designations[root].track_titles.items()}
    if kind == "takes":
        metric = book.metric(root, entry.id.split(".")[1])
        return {key: told(one.title) for key, one in metric.parts.items()} if metric else {}
    registries: dict[str, Any] = {"workloads": book.workload_list, "any_of": book.designations}
    registry = book.association_list if kind.endswith("associations") else registries.get(kind, {})
    return {key: one.title for key, one in registry.items()}


def _certificate(certificate: Certificate) -> str:
    return f"{certificate.title} ({', '.join(certificate.exams)})" if certificate.exams else certificate.title


def changes(book: Rulebook, before: Entry | None, after: Entry) -> list[str]:
    """What a list names that the one before it did not, and the other way round, as sentences."""
    if before is None or not isinstance(before.value, tuple) or not isinstance(after.value, tuple):
        return []
    old, new = names(book, before), names(book, after)
    added, dropped = [one for one in new if one not in old], [one for one in old if one not in new]
    told = [_("Added: %(names)s.") % {"names": ", ".join(added)} if added else ""]
    told.append(_("Dropped: %(names)s.") % {"names": ", ".join(dropped)} if dropped else "")
    return [sentence for sentence in told if sentence]


def filter_text(book: Rulebook, node: Filter) -> str:
    """A filter of usage rows written out, with the titles of its columns."""
    for parts, word in ((node.all_of, _("and")), (node.any_of, _("or"))):
        if parts:
            return "(" + f" {word} ".join(filter_text(book, one) for one in parts) + ")"
    field = book.acr_fields[node.field or ""].title
    template = _("%(field)s is %(values)s") if node.in_ else _("%(field)s is not %(values)s")
    return template % {"field": field, "values": _either(node.values)}


def _either(values: tuple[str, ...]) -> str:
    *first, last = values
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def certainty(entry: Entry) -> Certainty:
    """How sure a value is."""
    return CERTAINTIES[report.sureness(entry)]


def chapter(book: Rulebook, root: str, on: date) -> str:
    """The title of a designation, of a specialization by its name on a day (or the nearest one), or of a shared file."""
    if root in book.designations:
        return book.designations[root].title
    if root in SHARED:
        return str(SHARED[root])
    dated = [entry for entry in book.history(f"{root}.name") if not entry.removed]
    return str(
        max((entry for entry in dated if entry.from_ <= on), key=lambda entry: entry.from_, default=dated[0]).value
    )


def section(book: Rulebook, root: str, block: str) -> str:
    """The title of a metric, of a requirement, or of another part of a designation or specialization."""
    if root in book.designations and block in book.designations[root].metrics:
        return told(next(metric.title for key, metric in book.designations[root].metrics.items() if key == block))
    if root in book.specializations and block in book.specializations[root].requirements:
        return told(book.specializations[root].requirements[block].title)
    return str({**BLOCKS, **SHARED}[block])
