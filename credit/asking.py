"""A question about the credit of some partners in one month: its evidence, told what is on record, and the terms of its days."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ibis.expr.types import Table

from credit import eligibility
from credit.access import ACCOUNTS, LAPSES, PARTNERS, Tables
from credit.models import AgreementLapse
from credit.month import Month, Share, share
from credit.terms import Terms, terms
from evidence import engine
from evidence import queries as evidence
from evidence.engine import DAYS, Session
from evidence.statements import Statement
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Location, Partner
from partnerhub.months import shift
from partnerhub.rulebook import Rulebook

USAGE = "daily_rated_usage"
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
                yield one, row

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


def view(partners: Sequence[Partner], month: date, known_at: datetime | None = None) -> EvidenceView:
    """The evidence of these partners that the credit of a month rests on."""
    found = evidence.view(partners, known_at)
    wanted = (USAGE, "invoice_recon")
    slices = tuple(one for one in found.all_slices if one.dataset not in wanted or one.month == month)
    return replace(found, all_slices=tuple(one for one in slices if one.dataset in DATASETS))


@contextmanager
def ask(partners: Sequence[Partner], month: date, known_at: datetime | None = None) -> Iterator[Question]:
    """The question of a month for these partners, as it was known at a moment (None: now)."""
    with evidence.session(view(partners, month, known_at), DATASETS) as session:
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
    known = {} if known_at is None else {"recorded_at__lte": known_at}
    rows = AgreementLapse.objects.filter(partner__in=partners, starts__lt=end, **known).select_related("partner")
    days = [month + timedelta(days=number) for number in range((end - month).days)]
    return [
        {"partner": row.partner.mpn_id, "day": day}
        for row in rows
        for day in days
        if row.starts <= day and (row.ends is None or day <= row.ends)
    ]
