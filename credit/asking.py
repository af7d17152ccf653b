"""A question about the credit of some partners in one month: its evidence, told what is on record, and the terms of its days."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q
from ibis.expr.types import Table

from credit import eligibility
from credit.access import ACCOUNTS, BEGINNING, END, LAPSES, PARTNERS, Tables
from credit.models import AgreementLapse
from credit.month import Month, Share, share
from credit.terms import Terms, terms
from evidence import engine
from evidence import queries as evidence
from evidence.datasets import NO_MONTH
from evidence.engine import DAYS, Session
from evidence.statements import Statement
from evidence.view import EvidenceView, Slice
from partnerhub import rules
from partnerhub.models import Location, Partner
from partnerhub.months import shift
from partnerhub.rulebook import Rulebook

USAGE, ACCESS = "daily_rated_usage", "access_grants"
DATASETS = (*eligibility.DATASETS, "invoice_recon")
# What an expression is made of: the tables and the terms.
Build = Callable[[Tables, Terms], Table]


@dataclass(frozen=True)
class Question:
    """What is asked of one look at the evidence."""

    session: Session
    book: Rulebook
    month: date

    def rows(self, name: str, build: Build) -> Iterator[tuple[Terms, dict[str, Any]]]:
        """The rows of an expression with the terms of their days. ``name`` has to say which expression it is."""
        for one in terms(self.book, self.month):
            self._tell_days(one)
            for row in self.session.rows(self.statement(name, build, one)):
                yield one, _told(row)

    def facts(self, name: str, build: Build) -> list[dict[str, Any]]:
        """The rows of an expression that looks at no single days: under the last terms of the month."""
        found = terms(self.book, self.month)[-1:]
        for one in found:
            self._tell_days(one)
        return [_told(row) for one in found for row in self.session.rows(self.statement(name, build, one))]

    def statement(self, name: str, build: Build, one: Terms) -> Statement:
        """The statement of an expression under these terms."""
        identity = (self.book.digest, self.book.edition(one.first), "credit", name)
        return self.session.statement(identity, lambda: (build(engine.tables(), one), None))

    def months(self) -> dict[str, Month]:
        """What every partner of the session earned in the month."""
        shares: dict[str, dict[tuple[Any, ...], Share]] = {}
        for one, row in self.rows("totals", eligibility.totals):
            shares.setdefault(row["partner"], {})[(one.first, *(row[key] for key in eligibility.ADDED_UP_BY))] = share(
                row, one.rate
            )
        return {
            partner: Month(partner, self.month, list(shares.get(partner, {}).values()))
            for partner in self.session.view.partners
        }

    def _tell_days(self, one: Terms) -> None:
        count = (one.last - one.first).days + 1
        days = [{"day": one.first + timedelta(days=number)} for number in range(count)]
        self.session.bind("days", days, DAYS)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the engine with its moments in UTC; what has no beginning or no end on file has None."""
    return {name: _moment(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _moment(value: datetime) -> datetime | None:
    return None if value.isoformat() in (BEGINNING, END) else value.replace(tzinfo=UTC)


def view(
    partners: Sequence[Partner], month: date, known_at: datetime | None = None, listed: int | None = None
) -> EvidenceView:
    """The evidence of these partners that the credit of a month rests on; with the list of access of another run (``listed``)."""
    found = evidence.view(partners, known_at)
    wanted = (USAGE, "invoice_recon")
    slices = tuple(one for one in found.all_slices if one.dataset not in wanted or one.month == month)
    kept = [one for one in slices if one.dataset in DATASETS]
    if listed is not None:
        kept = [one for one in kept if (one.dataset, one.month) != (ACCESS, NO_MONTH)]
        kept += [Slice(ACCESS, partner, NO_MONTH, listed, 1) for partner in found.partners]
    return replace(found, all_slices=tuple(kept))


@contextmanager
def ask(
    partners: Sequence[Partner], month: date, known_at: datetime | None = None, listed: int | None = None
) -> Iterator[Question]:
    """The question of a month for these partners, as it was known at a moment (None: now); ``listed`` as in ``view``."""
    with evidence.session(view(partners, month, known_at, listed), DATASETS, evidence.WRITTEN) as session:
        tell(session, partners, month, known_at)
        yield Question(session, rules.book(), month)


def tell(session: Session, partners: Sequence[Partner], month: date, known_at: datetime | None = None) -> None:
    """Tell the session what is on record."""
    kinds = [{"partner": one.mpn_id, "kind": one.kind} for one in partners]
    places = Location.objects.values_list("mpn_id", "partner__mpn_id")
    session.bind("credit_partners", kinds, PARTNERS)
    session.bind("credit_accounts", [{"mpn": mpn, "account": account} for mpn, account in places], ACCOUNTS)
    session.bind("credit_lapses", lapses(partners, month, known_at), LAPSES)


def lapses(partners: Sequence[Partner], month: date, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """The days of a month on which a partner had no agreement, as recorded by a moment (None: now)."""
    end = shift(month, 1)
    rows = AgreementLapse.objects.filter(_known(known_at), partner__in=partners, starts__lt=end)
    days = [month + timedelta(days=number) for number in range((end - month).days)]
    return [
        {"partner": row.partner.mpn_id, "day": day}
        for row in rows.select_related("partner")
        for day in days
        if row.starts <= day and (row.ends is None or day <= row.ends)
    ]


def _known(moment: datetime | None) -> Q:
    """What was on record at a moment (None: now)."""
    if moment is None:
        return Q(taken_back_at=None)
    return Q(recorded_at__lte=moment) & (Q(taken_back_at=None) | Q(taken_back_at__gt=moment))
