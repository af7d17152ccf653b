"""One customer's Why: how it stands with every metric that looks at customers, and every row that says so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub.models import Partner
from scoring import eligibility, listing, subject_rows
from scoring.asking import ask_each
from scoring.customers_page import Entry, Figures, entry, figures, unit
from scoring.eligibility import ABSENT, CUSTOMER, Standing
from scoring.forms import Asked
from scoring.subject_rows import Looked, Rows, Told
from scoring.why import Link


@dataclass(frozen=True)
class LineOfOne:
    """How the customer stands with a line: in words, and in numbers of a unit. ``note`` says why these may be of no matter."""

    why: Link
    entry: Entry | None
    figures: Figures | None
    unit: str
    note: str


@dataclass(frozen=True)
class Section:
    """What a designation looks at of the customer: its lines, and the rows behind them."""

    title: str
    lines: list[LineOfOne]
    behind: Rows


@dataclass(frozen=True)
class CustomerPage:
    """A customer with everything that any designation looked at."""

    name: str
    tenant: str
    lede: str
    as_of: date
    parent: Link
    sections: list[Section]


def customer_page(
    partner: Partner, tenant: str, asked: Asked, parameters: Mapping[str, str] | None = None
) -> CustomerPage | None:
    """The page of a customer; None where no row that any designation looks at names this tenant. ``parameters``: what the
    address says of its lists.

    Raises NotInForce where the day has no rules.
    """
    found = _looked_at(partner, tenant, asked)
    names = [row.subject["customer"] or "" for looked in found for row in looked.contributions]
    if not names:
        return None
    standings = [_standing(looked, tenant) for looked in found]
    counting = sum(standing.counts for standing in standings if standing and standing.line.makes_figure)
    told = ngettext("helps %(count)d metric", "helps %(count)d metrics", counting) % {"count": counting}
    url = listing.with_query(reverse("customers", args=[partner.mpn_id]), asked)
    return CustomerPage(
        name=max(names) or tenant,
        tenant=tenant,
        lede=listing.lede(told, asked=asked),
        as_of=asked.as_of,
        parent=Link(_("Customer eligibility"), url),
        sections=_sections(partner, found, standings, asked, parameters or {}),
    )


def _looked_at(partner: Partner, tenant: str, asked: Asked) -> list[Looked]:
    with ask_each(partner, asked.as_of, asked.basis, asked.known_at) as questions:
        lines = [line for question in questions for line in eligibility.lines(question, CUSTOMER)]
        return [Looked(line, eligibility.contributions(line, CUSTOMER, tenant)) for line in lines]


def _standing(looked: Looked, tenant: str) -> Standing | None:
    rows = [
        (row.period, row.verdict, row.subject["customer"], row.units, row.shortfall) for row in looked.contributions
    ]
    return eligibility.standing(looked.line, tenant, rows)


def _sections(
    partner: Partner,
    found: list[Looked],
    standings: list[Standing | None],
    asked: Asked,
    parameters: Mapping[str, str],
) -> list[Section]:
    """The designations that have rows of the customer, in their order."""
    lines: defaultdict[str, list[LineOfOne]] = defaultdict(list)
    behind: defaultdict[str, list[Told]] = defaultdict(list)
    titles: dict[str, str] = {}
    for looked, standing in zip(found, standings, strict=True):
        key = looked.line.designation
        titles[key] = listing.designation_title(looked.line)
        lines[key].append(_line(partner, looked, standing, asked))
        behind[key] += [(looked.line, row) for row in looked.contributions]
    rows = subject_rows.rows(partner, behind, parameters, months=True)
    return [Section(title, lines[key], rows[key]) for key, title in titles.items() if behind[key]]


def _line(partner: Partner, looked: Looked, standing: Standing | None, asked: Asked) -> LineOfOne:
    line = looked.line
    note = listing.unknown(line) or (
        "" if line.makes_figure else _("The metric’s figure is made of another part, which earns more.")
    )
    told = entry(standing, with_title=False) if standing else None
    return LineOfOne(
        why=listing.why_link(partner, line, asked),
        entry=told or _absent(note),
        figures=figures(standing) if standing else None,
        unit=unit(line),
        note=note,
    )


def _absent(note: str) -> Entry | None:
    """What is said where there is no row of the customer, although there might be; nothing where all is unknown."""
    label, pill = listing.verdict(ABSENT)
    return None if note else Entry("", pill, label, "")
