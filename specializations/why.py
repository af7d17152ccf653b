"""The Why of a performance requirement: the usage rows that count, and those that do not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.listing import Query
from partnerhub.models import Partner
from partnerhub.rule_box import note
from partnerhub.rulebook import Entry
from partnerhub.told import told
from scoring import table, wire
from scoring.arithmetic import Line, Term
from scoring.contributions import Contribution, Source, contributions
from scoring.metrics.common import COUNTED
from scoring.rule_box import before, rule_rows
from scoring.why import Link, Shown, Tab, WhyPage
from scoring.wording import amount, day, missing
from specializations import measured, queries, wording
from specializations.pages import AREAS
from specializations.requirements import performance
from specializations.requirements.check import Check


@dataclass(frozen=True)
class RequirementWhy:
    """A requirement with everything behind it. The counted units add up to what was measured, exactly."""

    specialization: str
    check: Check
    contributions: list[Contribution]
    rules: Sequence[Entry]
    as_of: date


def requirement(partner: Partner, specialization: str, key: str, on: date) -> RequirementWhy:
    """The rows behind a performance requirement with lines of its own. Raises Http404 for any other."""
    read = rules.book().on(on)
    known = rules.book().requirements(specialization, on).get(key)
    if not getattr(known, "lines", None):
        raise Http404
    with measured.session(partner, on) as session:
        window = performance.window(session, read, specialization, partner.mpn_id)
        statement = performance.contributions(session, read, specialization, key, window)
        source = Source("", performance.SUBJECT, session.table(statement))
        check = performance.check(session, read, specialization, key, known)  # type: ignore[arg-type]
    titles = {name: line.title for name, line in known.lines.items()}  # type: ignore[union-attr]
    found = [_titled(one, titles) for one in contributions(source)]
    entries = tuple(dict.fromkeys((*statement.notes, *read.trace)))
    return RequirementWhy(specialization, check, sorted(found, key=_counted_first), entries, on)


def _titled(row: Contribution, titles: Mapping[str, str]) -> Contribution:
    return replace(row, subject=row.subject | {"line": titles.get(row.subject["line"], "")})


def _counted_first(row: Contribution) -> tuple[bool, Decimal, str, date]:
    return row.verdict != COUNTED, -row.amount, str(row.subject), row.month


def page(partner: Partner, found: RequirementWhy, shown: Shown) -> WhyPage:
    """The rows under one tab (counted, missed)."""
    lines = {("line", line): told(line) for line in {row.subject["line"] for row in found.contributions}}
    groups = {
        "counted": [row for row in found.contributions if row.verdict == COUNTED],
        "missed": [row for row in found.contributions if row.verdict != COUNTED],
    }
    matching = {key: table.containing(rows, shown.text, lines) for key, rows in groups.items()}
    labels = {"counted": _("Counted"), "missed": _("Not counted")}
    tab = shown.tab if shown.tab in groups else "counted"
    query = Query(shown.told(tab))
    layout = table.layout(found.contributions, _("USD"), month=True)
    listed = table.listed(matching[tab], query, layout, len(groups[tab]))
    area = rules.book().specializations[found.specialization].area
    address = [partner.mpn_id, found.specialization]
    return WhyPage(
        title=told(found.check.title),
        lede=" · ".join(filter(None, (wording.note(found.check), _("as of %(day)s") % {"day": day(found.as_of)}))),
        as_of=found.as_of,
        parent=Link(queries.catalogue(found.as_of)[found.specialization], reverse("specialization", args=address)),
        area=Link(str(AREAS[area]), reverse("specialization-area", args=[partner.mpn_id, area])),
        formula=[Line("", _formula(found))],
        tracks=[],
        tabs=[Tab(labels[key], len(group), query.url(tab=key), key == tab) for key, group in matching.items()],
        listed=listed,
        rows=table.rows(partner, listed.page.object_list, layout, lines),
        rule=rule_rows(partner, found.rules, found.as_of),
        rule_note=note(found.rules),
        history=before(found.rules),
        changes=[text for _kind, text in [wording.step(found.check)] if not found.check.met],
        download_url=Query({"q": shown.text}).elsewhere(
            reverse("requirement-download", args=[*address, found.check.key])
        ),
    )


def _formula(found: RequirementWhy) -> list[Term]:
    """One amount per line, their sum, and what is needed; where nothing is measured, no figure."""
    needed = _("needed: %(needed)s") % {"needed": wording.needed(found.check) or _("not published")}
    asked = [Term("operator", "→"), Term("text", needed)]
    if found.check.measured is None:
        return [Term("text", _nothing(found.check)), *asked]
    by_line: dict[str, Decimal] = {}
    for row in found.contributions:
        if row.verdict == COUNTED:
            by_line[row.subject["line"]] = by_line.get(row.subject["line"], Decimal(0)) + row.units
    terms: list[Term] = []
    for line, one in sorted(by_line.items()):
        terms += [Term("operator", "+")] if terms else []
        terms += [Term("value", amount(one, 2)), Term("text", told(line))]
    total = _("%(amount)s USD") % {"amount": amount(sum(by_line.values(), Decimal(0)), 2)}
    terms += [Term("operator", "=")] if terms else []
    return [*terms, Term("value", total), Term("text", wording.have_parts(found.check)), *asked]


def _nothing(check: Check) -> str:
    """Instead of an amount: what is missing, where that is all of it."""
    if not check.missing or len(check.missing) < len(check.months):
        return wording.have(check)
    return missing({"dataset": check.dataset, "missing": [month.isoformat() for month in check.missing]})


def download(found: RequirementWhy, text: str = "") -> Iterator[Sequence[object]]:
    """A header, then one row per contribution: all of them, or those that contain a text."""
    yield [*performance.SUBJECT, "month", "amount_usd", "counted_usd", "verdict", "origins"]
    for row in map(wire.contribution, table.containing(found.contributions, text, {})):
        origins = " ".join(f"{run}:{line}" for run, line in row["origins"])
        yield [*row["subject"].values(), row["month"], row["amount"], row["units"], row["verdict"], origins]
