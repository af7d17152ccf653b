"""The Why page of a metric: its arithmetic, its rows, its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Entry, Filter, report
from partnerhub.rulebook.schema import Designation
from scoring import queries, table, wire, wording
from scoring.explain import Contribution, Explanation
from scoring.forms import Asked
from scoring.metrics.common import BASE, COUNTED, LATER, NOW
from scoring.question import PREVIEW
from scoring.table import Column, Row

ROWS_PER_PAGE = 50
NEAREST = 3

# The numbers that decide come first; lists and rate cards follow in the order in which they were read.
DECISIVE = ("minimum", "customers", "revenue_floor", "consumption_floor", "baseline", "threshold", "cap")


@dataclass(frozen=True)
class Term:
    """A piece of the arithmetic: a value, an operator or text between them."""

    kind: str
    text: str


@dataclass(frozen=True)
class Tab:
    """A selection of the rows."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Link:
    """Words that lead to another page."""

    title: str
    url: str


@dataclass(frozen=True)
class RuleRow:
    """One rule value that was read."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Before:
    """What a rule said at another time."""

    value: str
    since: date
    source: str


@dataclass(frozen=True)
class WhyPage:
    """Everything behind one figure on one day: its arithmetic, one page of its rows, and the rules that were read."""

    title: str
    lede: str
    as_of: date
    parent: Link
    area: Link | None
    formula: list[Term]
    tabs: list[Tab]
    columns: list[Column]
    rows: list[Row]
    rows_page: Page[Contribution]
    rule: list[RuleRow]
    rule_note: str
    history: list[Before]
    changes: list[str]
    download_url: str


def why_page(partner: Partner, designation: str, metric: str, asked: Asked, tab: str, number: str | None) -> WhyPage:
    """The Why of a metric, with one page of the rows under one tab. Raises NotInForce where the day has no rules."""
    found = queries.explanation(partner, designation, metric, asked.as_of, asked.basis, asked.known_at)
    known = rules.book().designations[designation]
    measured = wire.metric(found.measured)
    told = next(one for key, one in known.metrics.items() if key == metric)
    unit = told.unit
    grouped = _grouped(found)
    tab = tab if tab in grouped else NOW
    page = Paginator(grouped[tab], ROWS_PER_PAGE).get_page(number)
    columns = list(found.contributions[0].subject) if found.contributions else []
    query, month = asked.query(), tab == "missed" and found.measured.months.base is not None
    return WhyPage(
        title=told.title,
        lede=_lede(known, found, asked),
        as_of=asked.as_of,
        parent=Link(known.title, _with(reverse("designation", args=[partner.mpn_id, designation]), query)),
        area=None,
        formula=formula(measured, unit),
        tabs=[_tab(key, len(rows), measured, query, current=key == tab) for key, rows in grouped.items()],
        columns=table.columns(columns, _amount_label(unit), month=month),
        rows=table.rows(partner, page.object_list, columns, month=month, amount=bool(_amount_label(unit))),
        rows_page=page,
        rule=rule_rows(found.rules),
        rule_note=note(found.rules),
        history=before(found.rules),
        changes=_changes(found, measured, unit),
        download_url=_with(reverse("why-download", args=[partner.mpn_id, designation, metric]), query),
    )


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url


def _lede(known: Designation, found: Explanation, asked: Asked) -> str:
    parts = [
        known.title,
        known.track_titles.get(found.track.key, ""),
        _("as of %(day)s") % {"day": wording.day(asked.as_of)},
    ]
    parts.append(_("preview: everything imported so far") if asked.basis == PREVIEW else "")
    known_when = (
        _("as known on %(day)s") % {"day": wording.day(asked.known_at.date())} if asked.known_at else _("as known now")
    )
    return " · ".join(part for part in [*parts, known_when] if part)


def _amount_label(unit: str) -> str:
    return {"workloads": _("USD in the month"), "people": "", "%": _("Consumption value")}.get(
        unit, _("Consumption value")
    )


def _grouped(found: Explanation) -> dict[str, list[Contribution]]:
    groups: dict[str, list[Contribution]] = {NOW: [], BASE: [], "missed": [], LATER: []}
    for row in found.contributions:
        groups[_group(row)].append(row)
    if found.measured.months.base is None and not groups[BASE]:
        del groups[BASE]
    return groups


def _group(row: Contribution) -> str:
    if row.period == LATER:
        return LATER
    return row.period if row.verdict == COUNTED else "missed"


def _tab(key: str, count: int, measured: dict[str, Any], query: str, *, current: bool) -> Tab:
    return Tab(
        _tab_label(key, measured), count, "?" + "&".join(part for part in (f"tab={key}", query) if part), current
    )


def _tab_label(key: str, measured: dict[str, Any]) -> str:
    if key == NOW:
        return (
            _("Counted in %(month)s") % {"month": wording.month(measured["now"])} if measured["base"] else _("Counted")
        )
    if key == BASE:
        return _("Counted in %(month)s") % {"month": wording.month(measured["base"])}
    return _("Not counted") if key == "missed" else _("Not published yet")


def formula(measured: dict[str, Any], unit: str) -> list[Term]:
    """The arithmetic in one line: counts, difference, points; or what is missing."""
    if measured["state"] == "no_evidence":
        return [Term("text", wording.missing(measured)), Term("operator", "→"), Term("value", _("0 points"))]
    return [*_left_side(measured, unit), *_right_side(measured)]


def _left_side(measured: dict[str, Any], unit: str) -> list[Term]:
    now, base = (measured["totals"].get(period, "0") for period in (NOW, BASE))
    if measured["base"] is None:
        return [Term("value", wording.amount(now)), Term("text", _("people with a certificate that counts"))]
    months = [wording.month(measured["now"]), wording.month(measured["base"])]
    terms = [
        Term("value", wording.amount(now)),
        Term("text", months[0]),
        Term("operator", "−"),
        Term("value", wording.amount(base)),
    ]
    terms.append(Term("text", months[1]))
    if unit != "%":
        return [
            *terms,
            Term("operator", "="),
            Term("value", wording.amount(measured["actual"])),
            Term("text", _("added")),
        ]
    if measured["reason"] == "no_base":
        return terms
    growth = wording.amount(measured["actual"], 2)
    return [
        Term("text", "("),
        *terms,
        Term("text", ")"),
        Term("operator", "÷"),
        Term("value", wording.amount(base)),
        Term("operator", "="),
        Term("value", f"{growth} %"),
    ]


def _right_side(measured: dict[str, Any]) -> list[Term]:
    if measured["reason"]:
        return [
            Term("operator", "→"),
            Term("text", str(wording.REASONS[measured["reason"]])),
            Term("value", _("0 points")),
        ]
    places = None if Decimal(measured["actual"]) == round(Decimal(measured["actual"]), 2) else 2
    product = (
        f"{measured['cap']} × {wording.amount(measured['actual'], places)} ÷ {wording.amount(measured['threshold'])}"
    )
    points = _("%(points)s points") % {"points": wording.amount(measured["shown"])}
    limits = _("(at most %(cap)s, at least 0)") % {"cap": measured["cap"]}
    return [
        Term("operator", "→"),
        Term("text", product),
        Term("operator", "="),
        Term("value", points),
        Term("text", limits),
    ]


def rule_rows(entries: Sequence[Entry]) -> list[RuleRow]:
    """The rule box: the deciding numbers first."""
    return [_rule_row(entry) for entry in sorted(entries, key=_decisive_first)]


def _decisive_first(entry: Entry) -> int:
    name = entry.id.rsplit(".", 1)[-1]
    return DECISIVE.index(name) if name in DECISIVE else len(DECISIVE)


def _rule_row(entry: Entry) -> RuleRow:
    """A rule value that was read, as the rule box shows it."""
    own = _("set by this installation") if entry.overlay else ""
    return RuleRow(
        _label(entry), _value(entry), " ".join(part for part in (_listed(entry), own, entry.note or "") if part)
    )


def note(entries: Sequence[Entry]) -> str:
    """Since when the newest of these values is in force, and the pages that they were read on."""
    sources = rules.book().sources
    titles = sorted({sources[entry.source].title for entry in entries})
    since = max((entry.from_ for entry in entries), default=None)
    if since is None:
        return ""
    return _("In force since %(day)s. Sources: %(titles)s.") % {"day": wording.day(since), "titles": "; ".join(titles)}


def before(entries: Sequence[Entry]) -> list[Before]:
    """What was in force before and what comes after, of every value read that ever changed."""
    book = rules.book()
    changed = [one for entry in entries for one in book.history(entry.id, entry.track, entry.of) if one is not entry]
    return [Before(f"{_label(one)}: {_value(one)}", one.from_, book.sources[one.source].title) for one in changed]


def _label(entry: Entry) -> str:
    name = entry.id.rsplit(".", 1)[-1].replace("_", " ")
    return f"{name}: {entry.of.replace('_', ' ')}" if entry.of else name


def _value(entry: Entry) -> str:
    if isinstance(entry.value, Decimal):
        sign = {"above": "> ", "at_least": "≥ "}.get(entry.comparison or "", "")
        return f"{sign}{wording.amount(entry.value)} {entry.unit or ''}".strip()
    if isinstance(entry.value, tuple):
        return ngettext("%(count)d listed", "%(count)d listed", len(entry.value)) % {"count": len(entry.value)}
    if isinstance(entry.value, Filter):
        return report.filter_text(entry.value)
    return entry.value or _("not published")


def _listed(entry: Entry) -> str:
    """The titles of a list's names, in its order."""
    book = rules.book()
    titles = {key: one.title for key, one in book.workload_list.items()}
    titles |= {key: one.title for key, one in book.certificate_list.items()}
    titles |= {key: one.title for key, one in book.association_list.items()}
    names = entry.value if isinstance(entry.value, tuple) else ()
    return ", ".join(titles.get(name, name) for name in names)


def _changes(found: Explanation, measured: dict[str, Any], unit: str) -> list[str]:
    """What would change the figure: the gap, and the rows that miss a floor by least."""
    hints = [hint for hint in [wording.gap(measured, unit)] if hint]
    near = [row for row in found.contributions if row.shortfall is not None and row.period == NOW][:NEAREST]
    for row in near:
        name = row.subject.get("customer") or row.subject.get("tenant")
        short = _("%(short)s below the floor") % {"short": wording.amount(row.shortfall or 0)}
        hints.append(f"{name}, {table.text('workload', row)}: {short}.")
    return hints
