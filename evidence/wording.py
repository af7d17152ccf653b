"""What the state of the evidence is called in plain words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evidence.coverage import DOUBTFUL, Coverage, Month, State, feed
from evidence.datasets import DATASETS
from partnerhub.months import shift
from partnerhub.told import told


@dataclass(frozen=True)
class Pill:
    """A state in a word, with the kind of its pill."""

    label: str
    kind: str


LABELS = {
    State.EARLY: (gettext_lazy("Early"), "progress"),
    State.FEW_ROWS: (gettext_lazy("Few rows"), "warn"),
    State.ZERO: (gettext_lazy("Zero"), "warn"),
    State.NO_AMOUNT: (gettext_lazy("No amounts"), "warn"),
    State.MISSING: (gettext_lazy("Missing"), "warn"),
    State.LATE: (gettext_lazy("Late"), "bad"),
}
MEANINGS = {
    State.LATE: gettext_lazy("published by the programme, but neither this month nor a later one was imported"),
    State.MISSING: gettext_lazy("no file names this month, though there are months before and after it"),
    State.FEW_ROWS: gettext_lazy("at most a tenth of the rows that are usual around it: the export may be cut off"),
    State.ZERO: gettext_lazy("an amount adds up to zero here, but not in the months around it"),
    State.NO_AMOUNT: gettext_lazy("the file has no amounts, though those of the months around it have"),
    State.EARLY: gettext_lazy("imported before the programme has published the month: only preview scores use it"),
}
AMOUNTS = {
    "acr": gettext_lazy("Azure consumed revenue"),
    "revenue": gettext_lazy("revenue"),
    "users": gettext_lazy("active users"),
    "capacity": gettext_lazy("capacity"),
    "seats": gettext_lazy("seats"),
}
DOUBTS = {
    State.FEW_ROWS: gettext_lazy("%(month)s has few rows: %(rows)s, where %(usual)s are usual around it."),
    State.ZERO: gettext_lazy(
        "%(month)s: the %(amount)s adds up to zero (rows: %(rows)s), and not in the months around it."
    ),
    State.NO_AMOUNT: gettext_lazy("%(month)s comes without %(amount)s (rows: %(rows)s), and not the months around it."),
}
_COMPARE = gettext_lazy(
    "Compare the file with the report “%(report)s” in Partner Center Insights. If rows are missing there too, nothing is to be "
    "done; else export %(month)s again and import it: the newer file supersedes the older one."
)
_ANOTHER_ROLE = gettext_lazy(
    "Exports of some roles leave the amounts out: have an Executive report viewer export the report “%(report)s” for %(month)s, "
    "and import it."
)


# Why a row was rejected, as the importer and its files say it, which programs may read.
REASONS = {
    "ambiguous day and month": gettext_lazy("ambiguous day and month"),
    "belongs to another partner": gettext_lazy("belongs to another partner"),
    "currency is not USD": gettext_lazy("currency is not USD"),
    "line too long": gettext_lazy("line too long"),
    "longer than 20 characters": gettext_lazy("longer than 20 characters"),
    "longer than 64 characters": gettext_lazy("longer than 64 characters"),
    "missing": gettext_lazy("missing"),
    "not a date": gettext_lazy("not a date"),
    "not a date or month": gettext_lazy("not a date or month"),
    "not a number": gettext_lazy("not a number"),
    "not a kind of access; expected aobo, lighthouse, direct, group": gettext_lazy(
        "not a kind of access; expected aobo, lighthouse, direct, group"
    ),
    "not a moment; expected a time as the checker writes it, such as 05-Jul-2023 14:02:11": gettext_lazy(
        "not a moment; expected a time as the checker writes it, such as 05-Jul-2023 14:02:11"
    ),
    "not a moment; write it in UTC, such as 2023-07-01T00:00:00Z": gettext_lazy(
        "not a moment; write it in UTC, such as 2023-07-01T00:00:00Z"
    ),
    "not a percentage; expected a percentage such as 15, 15% or 0.15": gettext_lazy(
        "not a percentage; expected a percentage such as 15, 15% or 0.15"
    ),
    "not after ValidFrom; expected a later moment, or a blank cell where access goes on. "
    "Correct the two and import again": gettext_lazy(
        "not after ValidFrom; expected a later moment, or a blank cell where access goes on. "
        "Correct the two and import again"
    ),
    "no time zone; write it in UTC, such as 2023-07-01T00:00:00Z": gettext_lazy(
        "no time zone; write it in UTC, such as 2023-07-01T00:00:00Z"
    ),
    "not an Azure service": gettext_lazy("not an Azure service"),
    "not between 0 and 100%": gettext_lazy("not between 0 and 100%"),
    # As it was written before, and still stands with earlier imports.
    "not between 0 and 100 %": gettext_lazy("not between 0 and 100%"),
    "not between 2000 and 2100": gettext_lazy("not between 2000 and 2100"),
    "not consumption": gettext_lazy("not consumption"),
    "not the Azure id of a subscription, resource group or resource; "
    "expected one such as /subscriptions/ID/resourceGroups/NAME": gettext_lazy(
        "not the Azure id of a subscription, resource group or resource; "
        "expected one such as /subscriptions/ID/resourceGroups/NAME"
    ),
    "not yes or no": gettext_lazy("not yes or no"),
    "pricing currency is not USD, in which the Azure plan is priced": gettext_lazy(
        "pricing currency is not USD, in which the Azure plan is priced"
    ),
    "provider is not Microsoft": gettext_lazy("provider is not Microsoft"),
    "quotes do not match": gettext_lazy("quotes do not match"),
    "too large": gettext_lazy("too large"),
    "too many cells": gettext_lazy("too many cells"),
    "unreadable characters": gettext_lazy("unreadable characters"),
    "value not allowed": gettext_lazy("value not allowed"),
}


def reason(english: str) -> str:
    """Why a row was rejected, in the reader's language."""
    return str(REASONS.get(english, english))


def title(dataset: str) -> str:
    """A dataset as people call it."""
    return told(DATASETS[dataset].title)


def pill(state: State) -> Pill | None:
    """The word about a month, where there is one."""
    label, kind = LABELS.get(state, ("", ""))
    return Pill(str(label), kind) if label else None


def status(covered: Coverage) -> Pill:
    """The one word about a dataset: the worst that there is to say."""
    if covered.file is None:
        return Pill(_("Nothing yet"), "neutral")
    if covered.late:
        return Pill(_("Late"), "bad")
    if covered.in_state(State.MISSING):
        return Pill(_("Months missing"), "warn")
    if covered.in_state(*DOUBTFUL):
        return Pill(_("To be checked"), "warn")
    rhythm = feed(covered.dataset).monthly or feed(covered.dataset).fact_day
    return Pill(_("Up to date"), "good") if rhythm else Pill(_("Imported"), "neutral")


def stale(days: int) -> str:
    """What it means that the newest file of a daily feed is so old."""
    text = ngettext(
        "The newest file is %(days)d day old: what was completed since is unknown.",
        "The newest file is %(days)d days old: what was completed since is unknown.",
        days,
    )
    return text % {"days": days}


def export_all(dataset: str) -> str:
    """What to do about a daily feed that has stopped."""
    text = _("Export the report “%(report)s” from Partner Center Insights with everything until today, and import it.")
    return text % {"report": title(dataset)}


def unknown(covered: Coverage, state: State, months: Collection[date]) -> str:
    """What it means that months are late or missing."""
    if state is State.MISSING:
        text = _("No file names %(months)s, though there are months before and after: unknown, not zero.")
    else:
        text = _("Nothing is known after %(last)s, though %(months)s should be there: unknown, not zero.")
    return text % {"months": spans(months), "last": month_name(max(covered.known))}


def export_months(dataset: str, months: Collection[date]) -> str:
    """What to do about months that are late or missing."""
    text = _("Export the report “%(report)s” for %(months)s from Partner Center Insights, and import it.")
    return text % {"report": title(dataset), "months": spans(months)}


def doubtful(dataset: str, month: Month) -> tuple[str, str]:
    """What is odd about a month, and what to do."""
    values = {
        "month": month_name(month.month),
        "rows": number_format(month.rows or 0, force_grouping=True),
        "usual": number_format(month.usual, force_grouping=True),
        "amount": AMOUNTS[month.amount] if month.amount else "",
        "report": title(dataset),
    }
    to_do = _ANOTHER_ROLE if month.state is State.NO_AMOUNT else _COMPARE
    return DOUBTS[month.state] % values, to_do % values


def spans(months: Collection[date]) -> str:
    """Months in words, neighbours as a span: "December 2022, February 2023 to April 2023"."""
    # Less its place in the row, each of several neighbours is the same month.
    runs = groupby(enumerate(sorted(months)), key=lambda pair: shift(pair[1], -pair[0]))
    return ", ".join(_span([month for _place, month in run]) for _start, run in runs)


def _span(months: Sequence[date]) -> str:
    if len(months) == 1:
        return month_name(months[0])
    return _("%(first)s to %(last)s") % {"first": month_name(months[0]), "last": month_name(months[-1])}


def month_name(month: date) -> str:
    """A month as people write it: June 2023."""
    return str(date_format(month, "YEAR_MONTH_FORMAT"))
