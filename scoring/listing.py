"""What lists of customers and people share: the words for what a designation counts, and links that keep the question."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerhub import rules
from partnerhub.listing import Query
from partnerhub.models import Partner
from partnerhub.told import labelled, told
from scoring import wording
from scoring.eligibility import ABSENT, CUSTOMER, PERSON, Line
from scoring.forms import Asked
from scoring.metrics import MEASURES
from scoring.question import PREVIEW
from scoring.why import Link

ABSENT_LABEL = gettext_lazy("no rows in the months that count")


def designation_titles(lines: Iterable[Line]) -> dict[str, str]:
    """The designations of these lines, by key, in their order."""
    known = rules.book().designations
    return {line.designation: known[line.designation].title for line in lines}


def title(line: Line) -> str:
    """What a line is called within its designation."""
    metric = rules.book().designations[line.designation].metrics[line.metric]  # type: ignore[index]
    whole = told(metric.title)
    return labelled(whole, told(metric.parts[line.part].title)) if line.part else whole


def full_title(line: Line) -> str:
    return labelled(rules.book().designations[line.designation].title, title(line))


def designation_title(line: Line) -> str:
    """A line's designation, and the track on which it counts where there are several."""
    known = rules.book().designations[line.designation]
    return " · ".join(filter(None, (known.title, told(known.track_titles.get(line.track.key, "")))))


def why_link(partner: Partner, line: Line, asked: Asked) -> Link:
    """A line's metric, and the page with everything behind its figure."""
    return Link(title(line), with_query(reverse("why", args=[partner.mpn_id, line.designation, line.metric]), asked))


def eligibility_link(partner: Partner, designation: str, metric: str, asked: Asked) -> Link | None:
    """The list of the customers, or people, that a metric looks at; None where it looks at something else."""
    known = rules.book().designations[designation].metrics[metric]  # type: ignore[index]
    subjects = {name for one in (known, *known.parts.values()) if one.counts for name in MEASURES[one.counts].SUBJECT}
    args = [partner.mpn_id]
    if CUSTOMER in subjects:
        url = with_query(reverse("customers", args=args), asked, metric=f"{designation}.{metric}")
        return Link(_("Customers"), f"{url}#list")
    url = with_query(reverse("people", args=args), asked, designation=designation)
    return Link(_("People"), f"{url}#list") if PERSON in subjects else None


def with_query(url: str, asked: Asked, **more: str) -> str:
    """An address that asks the same question."""
    query = asked.query(**more)
    return f"{url}?{query}" if query else url


def query(asked: Asked, shown: Mapping[str, str]) -> Query:
    """What an address says that asks this question about a list."""
    return Query({**dict(parse_qsl(asked.query())), **shown})


def signed(value: Decimal) -> str:
    """A difference with its sign."""
    sign = {1: "+", 0: "±", -1: "−"}[(value > 0) - (value < 0)]
    return f"{sign}{wording.amount(abs(value))}"


def verdict(key: str) -> tuple[str, str]:
    """A verdict's label and pill colour; also of a customer without any row."""
    return (str(ABSENT_LABEL), "neutral") if key == ABSENT else wording.verdict(key)


def lede(*parts: str, asked: Asked) -> str:
    """What a page is about, and the question that it answers."""
    known = asked.known_at
    said = [
        *parts,
        _("as of %(day)s") % {"day": wording.day(asked.as_of)},
        _("preview: everything imported so far") if asked.basis == PREVIEW else "",
        _("as known on %(day)s") % {"day": wording.day(known.date())} if known else _("as known now"),
    ]
    return " · ".join(part for part in said if part)


def unknown(line: Line) -> str:
    """What is missing where nothing can be said of a line; empty where it is known."""
    if line.is_known:
        return ""
    return wording.missing({"dataset": line.months.dataset, "missing": [_iso(month) for month in line.months.missing]})


def _iso(month: date) -> str:
    return month.isoformat()
