"""What pages about one customer or one person share: everything that any designation looked at of them, as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.models import Partner
from scoring import eligibility, listing, table
from scoring.asking import ask_each
from scoring.eligibility import CUSTOMER, Line
from scoring.explain import Contribution
from scoring.forms import Asked
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
    """The rows behind each designation (by key), under the same heads."""

    columns: list[Column]
    by_designation: dict[str, list[Row]]


def looked_at(partner: Partner, asked: Asked, subject: str, wanted: str) -> list[Looked]:
    """Every line that looks at customers (or people), with what it says of one. Raises NotInForce before the programme."""
    with ask_each(partner, asked.as_of, asked.basis, asked.known_at) as questions:
        lines = [line for question in questions for line in eligibility.lines(question, subject)]
        return [Looked(line, eligibility.contributions(line, subject, wanted)) for line in lines]


def rows(partner: Partner, found: Sequence[Looked], subject: str) -> Rows:
    """Everything that was looked at, by designation, in the order of its lines."""
    told = [(one.line, _told(one.line, row)) for one in found for row in one.contributions]
    every = [row for _line, row in told]
    of_customer = subject == CUSTOMER
    shown = table.layout(every, _("Amount") if of_customer else "", month=of_customer)
    titles = {("part", one.line.key): listing.title(one.line) for one in found}
    by_designation: dict[str, list[Row]] = {one.line.designation: [] for one in found}
    for (line, _row), row in zip(told, table.rows(partner, every, shown, titles), strict=True):
        by_designation[line.designation].append(row)
    heads = [replace(column, sort_url="") for column in table.columns(shown, "", "")]
    return Rows(heads, by_designation)


def _told(line: Line, row: Contribution) -> Contribution:
    """The contribution with the line in place of the part, its unit, and its step in words."""
    subject = {name: value for name, value in row.subject.items() if name not in OWN}
    subject["unit"] = str(AMOUNTS[line.measure])
    if subject.get("step"):
        subject["step"] = step_title(line, subject["step"])
    return replace(row, part=line.key, subject=subject)


def step_title(line: Line, step: str) -> str:
    """What a step of a line is called: a gate by its title, what earns by nothing more than the line."""
    metric = rules.book().designations[line.designation].metrics[line.metric]  # type: ignore[index]
    return metric.gates[step].title if step else ""
