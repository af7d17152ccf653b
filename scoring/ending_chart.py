"""The certificates that end in each of the next twelve months, as a picture, a table and CSV."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub import rules
from partnerhub.charts import Chart, Head, legend
from partnerhub.listing import Query
from partnerhub.models import Partner
from partnerhub.pictures import BAD, QUIET, Column, Columns, Part
from scoring import expiry, wording
from scoring.expiry import Month
from scoring.people import People, Wanted
from scoring.periods import first_of_month, shift

MONTHS = 12
# A scale for few certificates: one is not a column as high as the picture.
LEAST = Decimal(4)


def months(found: People, wanted: Wanted, on: date) -> list[Month]:
    """What ends in the month of the day, from the day on, and in those after it; of one designation where that is chosen."""
    every = [staff for staff in found.staffs if wanted.designation in {"", staff.line.designation}]
    first = first_of_month(on)
    return expiry.by_month(every, [shift(first, ahead) for ahead in range(MONTHS)])


def of_people(partner: Partner, found: People, wanted: Wanted, on: date, query: Query) -> Chart | None:
    """The certificates of these people that end; None while nothing is known of anybody, which is no empty picture."""
    return ending_chart(partner, months(found, wanted, on), wanted, query) if found.is_known else None


def ending_chart(partner: Partner, found: Sequence[Month], wanted: Wanted, query: Query) -> Chart:
    """The certificates that end, by month."""
    known = rules.book().designations.get(wanted.designation)
    return Chart(
        key="ending",
        title=_("Certificates that end, by month"),
        told=_told(found),
        picture=Columns(tuple(_column(one, found) for one in found), top=LEAST),
        csv_url=query.elsewhere(reverse("ending-download", args=[partner.mpn_id])),
        heads=(
            Head(_("Month")),
            Head(_("Certificates"), numeric=True),
            Head(_("Their person no longer counts"), numeric=True),
        ),
        rows=tuple((wording.month(one.month), str(one.every), str(one.losing)) for one in found),
        legend=legend(
            [
                (BAD, gettext_lazy("their person no longer counts")),
                (QUIET, gettext_lazy("their person still counts")),
            ]
        ),
        note=_("Of %(designation)s alone.") % {"designation": known.title} if known else "",
    )


def _column(one: Month, found: Sequence[Month]) -> Column:
    return Column(
        label=str(date_format(one.month, "MONTH_NAME_FORMAT")),
        text=str(one.every) if one.every else "",
        parts=(Part(Decimal(one.losing), BAD), Part(Decimal(one.others), QUIET)),
        sub=str(one.month.year) if one is found[0] or one.month.month == 1 else "",
    )


def _told(found: Sequence[Month]) -> str:
    every, losing = sum(one.every for one in found), sum(one.losing for one in found)
    period = {"first": wording.month(found[0].month), "last": wording.month(found[-1].month)}
    if not every:
        return _("From %(first)s to %(last)s no certificate ends that counts.") % period
    most = max(found, key=lambda one: one.every)
    words = ngettext(
        "From %(first)s to %(last)s %(every)d certificate ends; its person no longer counts: %(losing)d.",
        "From %(first)s to %(last)s %(every)d certificates end, most in %(month)s: %(most)d. "
        "Their person no longer counts: %(losing)d.",
        every,
    )
    shown = {"every": every, "losing": losing, "month": wording.month(most.month), "most": most.every}
    return words % {**period, **shown}


def rows(found: Sequence[Month]) -> Iterator[Sequence[object]]:
    """The same as CSV."""
    yield ["month", "certificates", "person_counts_no_more"]
    for one in found:
        yield [f"{one.month:%Y-%m}", one.every, one.losing]
