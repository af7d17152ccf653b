"""The arithmetic of a measured metric in a line of terms: counts, difference, points; or what is missing.

Facts come in as ``wire.metric`` tells them; nothing is computed anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub.rulebook.schema import Counting
from partnerhub.told import percent, plural_of, told
from scoring import wording
from scoring.metrics.common import BASE, NOW


@dataclass(frozen=True)
class Term:
    """A piece of the arithmetic: a value, an operator or text between them."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """The arithmetic of a metric, or of one of its parts (``title``); ``counts`` says whether the figure is made of it."""

    title: str
    terms: list[Term]
    counts: bool = True


def lines(measured: dict[str, Any], known: Counting) -> list[Line]:
    """One line per part, where the metric has parts, and the line of the metric itself."""
    parts = measured.get("parts", {})
    described: Mapping[str, Counting] = getattr(known, "parts", {})
    best = measured.get("best")
    found = [
        Line(told(str(getattr(described[key], "title", ""))), _alone(part, described[key]), best in (None, key))
        for key, part in parts.items()
    ]
    if best:
        return found
    return [*found, Line("", _combined(measured, parts) if parts else _alone(measured, known))]


def _alone(measured: dict[str, Any], known: Counting) -> list[Term]:
    if measured["state"] == "no_evidence":
        return _unknown(measured)
    return [*_left_side(measured, known), *_right_side(measured)]


def _unknown(measured: dict[str, Any]) -> list[Term]:
    return [Term("text", wording.missing(measured)), Term("operator", "→"), Term("text", _("unknown"))]


def _combined(measured: dict[str, Any], parts: Mapping[str, dict[str, Any]]) -> list[Term]:
    """The parts that are there, added: their units, or their points."""
    if measured["state"] == "no_evidence":
        return _unknown(measured)
    there = [part for part in parts.values() if part["state"] != "no_evidence"]
    added: list[Term] = []
    for part in there:
        shown = part["actual"] if measured["combined"] == "sum" else part["shown"]
        added += [Term("operator", "+")] if added else []
        added.append(Term("value", wording.amount(shown)))
    if measured["combined"] == "sum":
        total = [Term("operator", "="), Term("value", wording.amount(measured["actual"]))] if len(there) > 1 else []
        return [*added, *total, *_right_side(measured)]
    return [*added, Term("operator", "="), *_points(measured)]


def _left_side(measured: dict[str, Any], known: Counting) -> list[Term]:
    now, base = (wording.amount(measured["totals"].get(period, "0")) for period in (NOW, BASE))
    if measured["now"] is None:
        return [Term("value", now), Term("text", _("people with a certificate that counts"))]
    if measured["base"] is None:
        return [Term("value", now), Term("text", _period(measured["now"], known))]
    terms = [
        Term("value", now),
        Term("text", _period(measured["now"], known)),
        Term("operator", "−"),
        Term("value", base),
        Term("text", _period(measured["base"], known)),
    ]
    if known.unit != "%":
        added = ngettext("added", "added", plural_of(Fraction(measured["actual"])))
        return [*terms, Term("operator", "="), Term("value", wording.amount(measured["actual"])), Term("text", added)]
    if measured["reason"] == "no_base":
        return terms
    growth = wording.amount(measured["actual"], 2)
    share = [Term("operator", "÷"), Term("value", base), Term("operator", "="), Term("value", percent(growth))]
    return [Term("text", "("), *terms, Term("text", ")"), *share]


def _period(month: str, known: Counting) -> str:
    """The month that was measured, or the window that ends with it. A bare month behind a number would read as a day."""
    told = _("in the months up to %(month)s") if known.window else _("in %(month)s")
    return told % {"month": wording.month(month)}


def _right_side(measured: dict[str, Any]) -> list[Term]:
    if measured["reason"]:
        reason = str(wording.REASONS[measured["reason"]])
        return [Term("operator", "→"), Term("text", reason), Term("value", _("0 points"))]
    places = None if Decimal(measured["actual"]) == round(Decimal(measured["actual"]), 2) else 2
    product = (
        f"{measured['cap']} × {wording.amount(measured['actual'], places)} ÷ {wording.amount(measured['threshold'])}"
    )
    return [Term("operator", "→"), Term("text", product), Term("operator", "="), *_points(measured)]


def _points(measured: dict[str, Any]) -> list[Term]:
    shown = Decimal(measured["shown"])
    told = ngettext("%(points)s point", "%(points)s points", plural_of(shown)) % {"points": wording.amount(shown)}
    return [Term("value", told), Term("text", _("(at most %(cap)s, at least 0)") % {"cap": measured["cap"]})]
