"""What each performance requirement of a specialization adds up by month, against what it needs: a picture, a table, CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.engine import Session
from partnerhub.charts import Chart, Head, legend, plain
from partnerhub.models import Partner
from partnerhub.pictures import AHEAD, GOOD, PLAIN, Column, Columns, Level, Part
from partnerhub.rulebook import Rules
from partnerhub.told import joined, labelled, told
from scoring.question import PREVIEW, PUBLISHED
from scoring.wording import amount
from scoring.wording import month as month_told
from specializations.requirements import monthly, performance


@dataclass(frozen=True)
class Acr:
    """A requirement's ACR (USD): by month of its window, oldest first (None: unknown), and what they are to add up to (None:
    unpublished). ``ahead`` is the month after the window, where there is evidence of it already. ``title`` is the rulebook's own:
    this is remembered for readers of every language."""

    specialization: str
    requirement: str
    title: str
    months: tuple[tuple[date, Decimal | None], ...]
    needed: Decimal | None
    ahead: tuple[date, Decimal] | None

    @property
    def total(self) -> Decimal:
        """What is known of the window."""
        return sum((found for _month, found in self.months if found is not None), Decimal(0))

    @property
    def total_ahead(self) -> Decimal | None:
        """What the window will be once the month after it is published; None where that is unknown."""
        found = [amount for _month, amount in (*self.months[1:], *([self.ahead] if self.ahead else []))]
        known = [one for one in found if one is not None]
        return sum(known, Decimal(0)) if self.ahead and len(known) == len(found) else None


def found(session: Session, rules: Rules, specialization: str) -> list[Acr]:
    """What each requirement with ACR lines adds up, for the session's one partner; none where no month is known."""
    wanted = monthly.lines(rules, specialization)
    months = monthly.span(session, rules, specialization) if wanted else None
    if months is None or len(months.missing) == len(months.months):
        return []
    amounts = monthly.amounts(session, rules, specialization)
    titles = rules.book.requirements(specialization, rules.day)
    return [
        _acr(specialization, key, titles[key].title, months, performance.needed(rules, f"{specialization}.{key}"), of)
        for key, of in ((key, amounts.get(key, {})) for key in wanted)
    ]


def _acr(
    specialization: str,
    key: str,
    title: str,
    months: monthly.Span,
    needed: Decimal | None,
    of: monthly.Amounts,
) -> Acr:
    known = tuple((one, None if one in months.missing else of.get(one, Decimal(0))) for one in months.months)
    ahead = (months.ahead, of.get(months.ahead, Decimal(0))) if months.ahead else None
    return Acr(specialization, key, title, known, needed, ahead)


def chart(partner: Partner, one: Acr) -> Chart:
    """The months of a requirement, and their sum against what it needs."""
    needed = _("%(amount)s USD needed") % {"amount": amount(one.needed)} if one.needed is not None else ""
    return Chart(
        key=f"acr-{one.requirement}",
        title=told(one.title),
        told=_told(one),
        picture=Columns(tuple(_columns(one)), Level(one.needed, needed) if one.needed is not None else None),
        csv_url=reverse("requirement-months", args=[partner.mpn_id, one.specialization, one.requirement]),
        heads=(Head(_("Month")), Head(_("ACR in USD"), numeric=True)),
        rows=tuple(_rows(one)),
        legend=legend([(AHEAD, gettext_lazy("preview, not published yet"))]) if one.ahead else (),
        note="" if needed else _("What they must add up to is not published in our sources."),
    )


def _columns(one: Acr) -> Iterator[Column]:
    months = [month for month, _found in one.months]
    for month, found in one.months:
        yield _column(_short(month), found, PLAIN)
    reached = one.needed is not None and one.total >= one.needed
    yield _column(_("Sum"), one.total, GOOD if reached else PLAIN, _span(months))
    if one.ahead:
        yield _column(_short(one.ahead[0]), one.ahead[1], AHEAD)
        yield _column(_("Sum"), one.total_ahead, AHEAD, _span([*months[1:], one.ahead[0]]))


def _column(label: str, found: Decimal | None, kind: str, sub: str = "") -> Column:
    if found is None:
        return Column(label, "?", (), sub)
    return Column(label, amount(found, 0), (Part(found, kind),), sub)


def _short(month: date) -> str:
    return str(date_format(month, "MONTH_NAME_FORMAT"))


def _span(months: Sequence[date]) -> str:
    """Which months a sum is of, under its name: there are two of them."""
    return "–".join(dict.fromkeys(_short(month) for month in (months[0], months[-1])))


def _rows(one: Acr) -> Iterator[tuple[str, str]]:
    for month, found in one.months:
        yield month_told(month), _usd(found)
    yield _("Sum"), _usd(one.total)
    if one.needed is not None:
        yield _("Needed"), amount(one.needed)
    if one.ahead:
        yield _("%(month)s, preview") % {"month": month_told(one.ahead[0])}, _usd(one.ahead[1])
        yield _("Sum, preview"), _usd(one.total_ahead)


def _usd(value: Decimal | None) -> str:
    return _("unknown") if value is None else amount(value, 2)


def _told(one: Acr) -> str:
    """The picture in words."""
    words = {
        "title": told(one.title),
        "months": joined(labelled(month_told(month), _usd(found)) for month, found in one.months),
        "sum": _usd(one.total),
        "needed": amount(one.needed) if one.needed is not None else _("not published"),
    }
    sentence = _("%(title)s, ACR in USD. %(months)s. Sum: %(sum)s. Needed: %(needed)s.") % words
    if one.ahead is None:
        return sentence
    ahead = {"told": sentence, "month": month_told(one.ahead[0]), "amount": _usd(one.ahead[1])}
    return _("%(told)s Preview of %(month)s: %(amount)s; sum: %(sum)s.") % {**ahead, "sum": _usd(one.total_ahead)}


def rows(one: Acr) -> Iterator[Sequence[object]]:
    """The same as CSV, whatever the reader's language."""
    yield ["what", "month", "basis", "acr_usd"]
    for month, found in one.months:
        yield ["month", f"{month:%Y-%m}", PUBLISHED, plain(found)]
    yield ["sum", "", PUBLISHED, plain(one.total)]
    yield ["needed", "", "", plain(one.needed)]
    if one.ahead:
        yield ["month", f"{one.ahead[0]:%Y-%m}", PREVIEW, plain(one.ahead[1])]
        yield ["sum", "", PREVIEW, plain(one.total_ahead)]
