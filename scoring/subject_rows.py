"""What pages about one customer or one person share: everything that any designation looked at of them, as rows of a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.listing import Listed, Query
from partnerhub.models import Partner
from partnerhub.told import told
from scoring import listing, table
from scoring.contributions import Contribution
from scoring.eligibility import Line
from scoring.table import Layout, Row
from scoring.why import AMOUNTS

# What the page itself is about, and so no column needs to say.
OWN = {"tenant", "customer", "person", "name"}


@dataclass(frozen=True)
class Looked:
    """A line with everything that it looked at of one customer or person."""

    line: Line
    contributions: Sequence[Contribution]


@dataclass(frozen=True)
class Rows:
    """One page of the rows of a section, under the heads of those columns in which any of its rows says something."""

    listed: Listed[Contribution]
    rows: list[Row]


# A line and one thing that it looked at; without a line where that says the same as every other.
Told = tuple[Line | None, Contribution]


def rows(
    partner: Partner, sections: Mapping[str, Iterable[Told]], parameters: Mapping[str, str], *, months: bool
) -> dict[str, Rows]:
    """A page of the rows of every section by its key. ``parameters``: what the address says; ``months``: whether rows have a
    month and an amount."""
    lines = {key: list(own) for key, own in sections.items()}
    written = {key: [_told(*one) for one in own] for key, own in lines.items()}
    whole = table.layout([row for own in written.values() for row in own], _("Amount") if months else "", month=months)
    titles = {("part", line.key): listing.title(line) for own in lines.values() for line, _row in own if line}
    layouts = {key: _filled(whole, own) for key, own in written.items()}
    lists = {key: _listed(key, own, layouts[key], titles, parameters) for key, own in written.items()}
    pages = table.runs_with_page(partner, [row for one in lists.values() for row in one.page.object_list])
    return {
        key: Rows(one, table.rows(partner, one.page.object_list, layouts[key], titles, pages))
        for key, one in lists.items()
    }


def _listed(
    key: str,
    own: Sequence[Contribution],
    shown: Layout,
    titles: Mapping[tuple[str, str], str],
    parameters: Mapping[str, str],
) -> Listed[Contribution]:
    query = Query(parameters, key or "others")
    return table.listed(table.containing(own, query.text, titles), query, shown, len(own))


def _filled(whole: Layout, found: Sequence[Contribution]) -> Layout:
    """Without the columns that are empty in every row."""
    names = (name for name in whole.names if any(_says(name, one) for one in found))
    return replace(whole, names=tuple(names))


def _says(name: str, one: Contribution) -> bool:
    return bool(table.text(name, one) or table.text(table.UNDER.get(name, ""), one))


def _told(line: Line | None, row: Contribution) -> Contribution:
    """The contribution with the line in place of the part, its unit, and its step in words."""
    subject = {name: value for name, value in row.subject.items() if name not in OWN}
    if line is None:
        return replace(row, part="", subject=subject)
    subject["unit"] = str(AMOUNTS[line.measure])
    if subject.get("step"):
        subject["step"] = step_title(line, subject["step"])
    return replace(row, part=line.key, subject=subject)


def step_title(line: Line, step: str) -> str:
    """What a step of a line is called: a gate by its title, what earns by nothing more than the line."""
    metric = rules.book().designations[line.designation].metrics[line.metric]  # type: ignore[index]
    return told(metric.gates[step].title) if step else ""
