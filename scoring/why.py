"""The Why page of a metric: its arithmetic, its rows, its rules."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from partnerhub import rules
from partnerhub.listing import Listed, Query
from partnerhub.models import Partner
from partnerhub.rule_box import RuleRow, note
from partnerhub.rulebook.schema import Designation, Metric
from partnerhub.told import labelled, plural_of, told
from scoring import arithmetic, queries, table, wire, wording
from scoring.arithmetic import Line
from scoring.contributions import Contribution
from scoring.explain import Explanation
from scoring.forms import Asked
from scoring.metrics.common import BASE, COUNTED, LATER, NOW
from scoring.question import PREVIEW, Months
from scoring.rule_box import Before, before, rule_rows
from scoring.table import Row

NEAREST = 3


@dataclass(frozen=True)
class Tab:
    """A selection of the rows, with their number where it is known before."""

    label: str
    count: int | None
    url: str
    current: bool


@dataclass(frozen=True)
class Link:
    """Words that lead to another page."""

    title: str
    url: str


@dataclass(frozen=True)
class WhyPage:
    """Everything behind one figure on one day: its arithmetic, one page of its rows, and the rules that were read."""

    title: str
    lede: str
    as_of: date
    parent: Link
    area: Link | None
    formula: list[Line]
    tracks: list[Tab]
    tabs: list[Tab]
    listed: Listed[Contribution]
    rows: list[Row]
    rule: list[RuleRow]
    rule_note: str
    history: list[Before]
    changes: list[str]
    download_url: str


@dataclass(frozen=True)
class Shown:
    """Which of the rows a page shows, and in which order: a tab, a text that they contain, a column (``-`` before it: largest
    first), a page of them of a size."""

    tab: str = ""
    text: str = ""
    sort: str = ""
    number: str = ""
    size: str = ""

    def told(self, tab: str) -> dict[str, str]:
        """What an address says of it."""
        return {"tab": tab, "q": self.text, "sort": self.sort, "size": self.size, "page": self.number}


def shown(parameters: Mapping[str, str]) -> Shown:
    """What the address says of the rows."""
    names = {"tab": "tab", "text": "q", "sort": "sort", "number": "page", "size": "size"}
    return Shown(**{key: parameters.get(name, "") for key, name in names.items()})


def why_page(partner: Partner, designation: str, metric: str, asked: Asked, shown: Shown, track: str = "") -> WhyPage:
    """The Why of a metric, with one page of the rows under one tab. Raises NotInForce where the day has no rules."""
    found = queries.explanation(
        partner, designation, metric, asked.as_of, asked.basis, asked.known_at, track=track or None
    )
    known = rules.book().designations[designation]
    counting = rules.book().metric(designation, metric)
    assert counting is not None
    measured = wire.metric(found.measured)
    titles = table.titles(counting)
    grouped = _grouped(found.contributions, with_base=found.measured.months.base is not None)
    tab = shown.tab if shown.tab in grouped else NOW
    matching = {key: table.containing(rows, shown.text, titles) for key, rows in grouped.items()}
    asked_for = asked.query(track=found.track.key if track else "")
    query = Query({**dict(parse_qsl(asked_for)), **shown.told(tab)})
    month = tab == "missed" and found.measured.months.base is not None
    layout = table.layout(found.contributions, _amount_label(counting), month=month, places=_places(counting))
    listed = table.listed(matching[tab], query, layout, len(grouped[tab]))
    return WhyPage(
        title=told(counting.title),
        lede=_lede(known, found, asked),
        as_of=asked.as_of,
        parent=Link(known.title, _with(reverse("designation", args=[partner.mpn_id, designation]), asked.query())),
        area=None,
        formula=arithmetic.lines(measured, counting),
        tracks=_tracks(known, found, asked),
        tabs=[_tab(key, len(rows), found, query, current=key == tab) for key, rows in matching.items()],
        listed=listed,
        rows=table.rows(partner, listed.page.object_list, layout, titles),
        rule=rule_rows(partner, found.rules, asked.as_of),
        rule_note=note(found.rules),
        history=before(found.rules),
        changes=_changes(found, measured, counting),
        download_url=_with(
            reverse("why-download", args=[partner.mpn_id, designation, metric]), _sought(asked_for, shown)
        ),
    )


def _sought(asked_for: str, shown: Shown) -> str:
    """The same question about the rows that contain the text."""
    return "&".join(filter(None, (asked_for, urlencode({"q": shown.text}) if shown.text else "")))


def containing(found: Explanation, told: Metric, text: str) -> Explanation:
    """The same with only the rows that contain the text, under all tabs."""
    return replace(found, contributions=table.containing(found.contributions, text, table.titles(told)))


def _tracks(known: Designation, found: Explanation, asked: Asked) -> list[Tab]:
    """A link to every track on which the partner was measured, the one that counts first; none where there is only one."""
    if len(found.tracks) == 1:
        return []
    return [
        Tab(told(known.track_titles[one.key]), None, f"?{asked.query(track=one.key)}", one.key == found.track.key)
        for one in found.tracks
    ]


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url


def _lede(known: Designation, found: Explanation, asked: Asked) -> str:
    parts = [
        known.title,
        told(known.track_titles.get(found.track.key, "")),
        _("as of %(day)s") % {"day": wording.day(asked.as_of)},
    ]
    parts.append(_("preview: everything imported so far") if asked.basis == PREVIEW else "")
    known_when = (
        _("as known on %(day)s") % {"day": wording.day(asked.known_at.date())} if asked.known_at else _("as known now")
    )
    return " · ".join(part for part in [*parts, known_when] if part)


AMOUNTS = {
    "acr_customers": gettext_lazy("Azure revenue (USD)"),
    "acr_growth": gettext_lazy("Azure revenue (USD)"),
    "acr_services": gettext_lazy("Azure revenue (USD)"),
    "active_deployments": gettext_lazy("Active users"),
    "active_users": gettext_lazy("Active users"),
    "business_apps_deployments": gettext_lazy("Consumption value"),
    "business_apps_net_adds": gettext_lazy("USD in the month"),
    "business_apps_usage_growth": gettext_lazy("Consumption value"),
    "certifications": "",
    "seat_customers": gettext_lazy("Seats"),
}


PEOPLE_AND_SEATS = {"active_deployments", "active_users", "seat_customers"}


def _amount_label(counting: Metric) -> str:
    """What the amounts of a metric's rows are; parts that measure different things have amounts of several kinds."""
    labels = {str(AMOUNTS[str(one.counts)]) for one in (counting, *counting.parts.values()) if one.counts}
    return labels.pop() if len(labels) == 1 else _("Amount")


def _places(counting: Metric) -> int | None:
    """Money and consumption are shown to the cent; people and seats are counted."""
    return None if {str(one.counts) for one in (counting, *counting.parts.values())} & PEOPLE_AND_SEATS else 2


def _grouped(rows: Sequence[Contribution], *, with_base: bool) -> dict[str, list[Contribution]]:
    groups: dict[str, list[Contribution]] = {NOW: [], BASE: [], "missed": [], LATER: []}
    for row in rows:
        groups[_group(row)].append(row)
    if not with_base and not groups[BASE]:
        del groups[BASE]
    return groups


def _group(row: Contribution) -> str:
    if row.period == LATER:
        return LATER
    return row.period if row.verdict == COUNTED else "missed"


def _tab(key: str, count: int, found: Explanation, query: Query, *, current: bool) -> Tab:
    return Tab(_tab_label(key, found.measured.months), count, query.url(tab=key), current)


def _tab_label(key: str, months: Months) -> str:
    if key == "missed":
        return _("Not counted")
    if key == LATER:
        return _("Not published yet")
    last = months.now if key == NOW else months.base
    if last is None:
        return _("Counted")
    count = sum(period == key for period, _month in months.looked_at)
    if count > 1:
        return _("Counted, %(count)d months to %(month)s") % {"count": count, "month": wording.month(last)}
    return _("Counted in %(month)s") % {"month": wording.month(last)}


def _changes(found: Explanation, measured: dict[str, Any], counting: Metric) -> list[str]:
    """What would change the figure: the gap, and the rows that miss a limit by least."""
    hints = [hint for hint in [wording.gap(measured, counting.unit, counting)] if hint]
    near = [row for row in found.contributions if row.shortfall and row.period == NOW][:NEAREST]
    return [*hints, *(labelled(name, _below(row)) for name, row in zip(_names(near), near, strict=True))]


def _names(rows: Sequence[Contribution]) -> list[str]:
    """What each row is of: its customer and workload; where that is the same of several, its month and association too."""
    told = [[row.subject.get("customer") or row.subject.get("tenant"), table.text("workload", row)] for row in rows]
    further: list[Callable[[Contribution], str]] = [
        lambda row: wording.month(row.month),
        partial(table.text, "association"),
    ]
    for more in further:
        again = Counter(map(tuple, told))
        told = [[*one, more(row)] if again[tuple(one)] > 1 else one for one, row in zip(told, rows, strict=True)]
    return [", ".join(filter(None, one)) for one in told]


# What a row lacks to the limit that it failed, in the unit of that limit.
BELOW = {
    "below_acr_floor": gettext_lazy("%(short)s USD below the limit."),
    "below_revenue_floor": gettext_lazy("%(short)s USD below the limit."),
    "below_consumption_floor": gettext_lazy("%(short)s MCV below the limit."),
    "below_active_share": ngettext_lazy(
        "%(short)s active user below the limit.", "%(short)s active users below the limit.", "count"
    ),
    "below_seats_floor": ngettext_lazy("%(short)s seat below the limit.", "%(short)s seats below the limit.", "count"),
}


def _below(row: Contribution) -> str:
    short = row.shortfall or Decimal(0)
    return BELOW[row.verdict] % {"short": wording.amount(short), "count": plural_of(short)}
