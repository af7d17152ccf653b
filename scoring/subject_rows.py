"""What pages about one customer or one person share: everything that any designation looked at of them, as rows of a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.told import told
from scoring import listing, table
from scoring.contributions import Contribution
from scoring.eligibility import Line
from scoring.table import Column, Row
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
    """The rows of a section, under the heads of those columns in which any of them says something."""

    columns: list[Column]
    rows: list[Row]


# A line and one thing that it looked at; without a line where that says the same as every other.
Told = tuple[Line | None, Contribution]


def rows(partner: Partner, sections: Mapping[str, Iterable[Told]], *, months: bool) -> dict[str, Rows]:
    """The rows of every section by its key. ``months``: whether they have a month and an amount."""
    written_as = {key: [_told(*one) for one in own] for key, own in sections.items()}
    every = [row for own in written_as.values() for row in own]
    shown = table.layout(every, _("Amount") if months else "", month=months)
    titles = {("part", line.key): listing.title(line) for own in sections.values() for line, _row in own if line}
    heads = [replace(column, sort_url="") for column in table.columns(shown, "", "")]
    written = iter(table.rows(partner, every, shown, titles))
    return {key: _filled(heads, [next(written) for _row in own]) for key, own in written_as.items()}


def _filled(heads: Sequence[Column], found: Sequence[Row]) -> Rows:
    """Without the columns that are empty in every row."""
    places = [place for place in range(len(heads)) if any(row.cells[place].text for row in found)]
    return Rows(
        [heads[place] for place in places],
        [replace(row, cells=[row.cells[place] for place in places]) for row in found],
    )


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
