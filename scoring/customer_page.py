"""One customer's Why: how it stands with every metric that looks at customers, and every row that says so."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.models import Partner
from scoring import eligibility, listing, subject_rows
from scoring.customers_page import Entry, Figures, entry, figures, unit
from scoring.eligibility import ABSENT, CUSTOMER, Standing
from scoring.forms import Asked
from scoring.subject_rows import Looked, Rows
from scoring.table import Column, Row
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
    rows: list[Row]


@dataclass(frozen=True)
class CustomerPage:
    """A customer with everything that any designation looked at. ``columns`` are the heads of all sections' rows."""

    name: str
    tenant: str
    lede: str
    as_of: date
    parent: Link
    columns: list[Column]
    sections: list[Section]


def customer_page(partner: Partner, tenant: str, asked: Asked) -> CustomerPage | None:
    """The page of a customer; None where no row that any designation looks at names this tenant.

    Raises NotInForce where the day has no rules.
    """
    found = subject_rows.looked_at(partner, asked, CUSTOMER, tenant)
    names = [row.subject["customer"] or "" for looked in found for row in looked.contributions]
    if not names:
        return None
    standings = [_standing(looked, tenant) for looked in found]
    counting = sum(standing.counts for standing in standings if standing and standing.line.makes_figure)
    rows = subject_rows.rows(partner, found, CUSTOMER)
    url = listing.with_query(reverse("customers", args=[partner.mpn_id]), asked)
    return CustomerPage(
        name=max(names) or tenant,
        tenant=tenant,
        lede=listing.lede(_("helps %(count)d metrics") % {"count": counting}, asked=asked),
        as_of=asked.as_of,
        parent=Link(_("Customer eligibility"), url),
        columns=rows.columns,
        sections=_sections(partner, found, standings, rows, asked),
    )


def _standing(looked: Looked, tenant: str) -> Standing | None:
    rows = [
        (row.period, row.verdict, row.subject["customer"], row.units, row.shortfall) for row in looked.contributions
    ]
    return eligibility.standing(looked.line, tenant, rows)


def _sections(
    partner: Partner, found: list[Looked], standings: list[Standing | None], rows: Rows, asked: Asked
) -> list[Section]:
    """The designations that have rows of the customer, in their order."""
    titles = listing.designation_titles(looked.line for looked in found)
    lines: dict[str, list[LineOfOne]] = {key: [] for key in titles}
    tracks: dict[str, str] = {}
    for looked, standing in zip(found, standings, strict=True):
        lines[looked.line.designation].append(_line(partner, looked, standing, asked))
        tracks[looked.line.designation] = listing.track_title(looked.line)
    return [
        Section(" · ".join(filter(None, (title, tracks[key]))), lines[key], rows.by_designation[key])
        for key, title in titles.items()
        if rows.by_designation[key]
    ]


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
