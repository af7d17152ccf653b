"""Every read of this app: what is kept of months, and questions that only evidence answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from credit import detail, ending, reconciliation, verdicts
from credit.asking import ACCESS, Question, ask
from credit.ending import Ending, Removed
from credit.models import AgreementLapse, CreditAlert, CreditMonth, CreditShare
from credit.month import EXACT, Month, Share
from credit.reconciliation import Difference, InvoiceLine
from evidence.datasets import NO_MONTH
from evidence.engine import WANTED
from evidence.models import Run
from partnerhub.models import Partner

# Access that ends within so many days is worth an alert.
SOON = timedelta(days=60)
# So long after its end, or after it went, access is still worth telling of.
KEPT = timedelta(days=60)
_EARNED = Q(verdict=verdicts.EARNED)
_LOST = Q(verdict__in=verdicts.OF_ACCESS)


# What is kept: no evidence is read for these.


def newest(partner: Partner, of: date) -> CreditMonth | None:
    """What speaks for a month: the answer that was worked out last."""
    return CreditMonth.objects.filter(partner=partner, month=of).order_by("-computed_at", "-pk").first()


def newest_of_all(partner: Partner) -> CreditMonth | None:
    """What speaks for the newest month of which anything is known."""
    return CreditMonth.objects.filter(partner=partner).order_by("-month", "-computed_at", "-pk").first()


def history(partner: Partner) -> list[CreditMonth]:
    """What speaks for each month, newest month first."""
    rows = CreditMonth.objects.filter(partner=partner).order_by("-month", "-computed_at", "-pk")
    return list(rows.distinct("month").defer("details"))


# Rows of a database's sums: what they have in common, and "of_" before each of SUMS.
Rows = QuerySet[CreditShare, dict[str, Any]]
SUMS = ("lines", "earned", "billed", "missed", "lost", "at_risk")


@dataclass(frozen=True)
class Sums:
    """What shares with something in common come to. ``billed`` is None where no line says."""

    lines: int
    earned: Decimal
    billed: Decimal | None
    missed: Decimal
    lost: Decimal
    at_risk: Decimal

    @property
    def possible(self) -> Decimal:
        with localcontext(EXACT):
            return self.earned + self.lost


def by_customer(kept: CreditMonth) -> list[tuple[dict[str, str], Sums]]:
    """Every customer ({"tenant", "customer"}) of a month, most lost first."""
    return [(_without_sums(row), sums_of(row)) for row in customers(kept)]


def by_subscription(kept: CreditMonth, tenant: str | None = None) -> list[tuple[dict[str, str], Sums]]:
    """Every subscription (with "tenant", "customer", "subscription_name"), of a customer or of all, most lost first."""
    return [(_without_sums(row), sums_of(row)) for row in subscriptions(kept, tenant)]


def customers(kept: CreditMonth) -> Rows:
    """The same as ``by_customer``, not asked for yet: with a sum under each of SUMS."""
    return _grouped(kept.shares.all(), "tenant", "customer")


def subscriptions(kept: CreditMonth, tenant: str | None = None) -> Rows:
    """The same as ``by_subscription``, not asked for yet."""
    shares = kept.shares.all() if tenant is None else kept.shares.filter(tenant=tenant)
    return _grouped(shares, "tenant", "customer", "subscription", "subscription_name")


def sums_of(row: Mapping[str, Any]) -> Sums:
    """The sums of a row."""
    return Sums(*(row[f"of_{name}"] for name in SUMS))


def _without_sums(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in row.items() if not name.startswith("of_")}


def by_reason(kept: CreditMonth, tenant: str | None = None, subscription: str | None = None) -> list[dict[str, Any]]:
    """Why lines did not earn: ``verdict``, ``reason``, ``lines``, ``amount``; what access could change first, largest first."""
    shares = kept.shares.exclude(_EARNED)
    shares = shares if tenant is None else shares.filter(tenant=tenant)
    shares = shares if subscription is None else shares.filter(subscription=subscription)
    rows = shares.values("verdict", "reason").annotate(of_lines=Sum("lines"), of_amount=Sum("amount"))
    told = [
        {"verdict": row["verdict"], "reason": row["reason"], "lines": row["of_lines"], "amount": row["of_amount"]}
        for row in rows
    ]
    return sorted(told, key=lambda row: (row["verdict"] not in verdicts.OF_ACCESS, -row["amount"], row["verdict"]))


def _grouped(shares: "QuerySet[CreditShare]", *names: str) -> Rows:
    nothing = Decimal(0)
    rows = shares.values(*names).annotate(
        of_lines=Sum("lines"),
        of_earned=Sum("amount", filter=_EARNED, default=nothing),
        of_billed=Sum("billed"),
        of_missed=Sum("missed", default=nothing),
        of_lost=Sum("amount", filter=_LOST, default=nothing),
        of_at_risk=Sum("amount", filter=_EARNED & Q(ends__isnull=False), default=nothing),
        of_possible=Sum("amount", filter=_EARNED | _LOST, default=nothing),
    )
    ordered: Rows = rows.order_by("-of_lost", "-of_possible", *names)
    return ordered


def of_customer(kept: CreditMonth, tenant: str) -> tuple[str, Sums] | None:
    """The name of a customer, the last of several, and what its lines of a month come to; None where it has none."""
    row = _grouped(kept.shares.filter(tenant=tenant), "tenant").annotate(name=Max("customer")).first()
    return (row["name"], sums_of(row)) if row else None


def names(kept: CreditMonth, tenants: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the lines of a month call these customers, and their subscriptions."""
    shares = kept.shares.filter(tenant__in=tenants)
    named = shares.exclude(subscription_name="").values_list("subscription")
    return (
        dict(shares.values_list("tenant").annotate(name=Max("customer"))),
        dict(named.annotate(name=Max("subscription_name"))),
    )


def lapses(partner: Partner) -> list[AgreementLapse]:
    """The days without an agreement that are on record, newest first."""
    rows = AgreementLapse.objects.filter(partner=partner, taken_back_at=None)
    return list(rows.select_related("recorded_by").order_by("-starts", "-pk"))


def ends_of(kept: CreditMonth, tenant: str, most: int = 3) -> list[datetime]:
    """The first moments at which access to a customer's places ends, as far as known."""
    rows = kept.shares.filter(_EARNED, tenant=tenant, ends__isnull=False)
    return [one for one in rows.order_by("ends").values_list("ends", flat=True).distinct()[:most] if one]


def reconciled(kept: CreditMonth) -> list[Difference]:
    """Our result beside the billed percentages of the daily file, largest difference first.

    The database adds up what is of one verdict and billed share, so that it does not matter how many customers there are.
    """
    rows = kept.shares.values("verdict", "reason", "billed_share").annotate(
        of_lines=Sum("lines"), of_amount=Sum("amount"), of_billed=Sum("billed"), of_missed=Sum("missed")
    )
    return reconciliation.reconciled([_together(row) for row in rows.order_by("verdict", "reason", "billed_share")])


def _together(row: Mapping[str, Any]) -> Share:
    told: dict[str, Any] = dict.fromkeys(
        ("tenant", "customer", "subscription", "subscription_name", "billing_currency"), ""
    )
    told |= {name: row[name] for name in ("verdict", "reason", "billed_share")}
    told |= {name: row[f"of_{name}"] for name in ("lines", "amount", "billed", "missed")}
    return Share(**told, exchange_rate=None, ends=None)


def last_whole(partner: Partner, as_of: date) -> CreditMonth | None:
    """What speaks for the newest month that is over, as only that tells what a month earns; else for the one that is not."""
    rows = CreditMonth.objects.filter(partner=partner).order_by("-month", "-computed_at", "-pk")
    over = rows.filter(month__lt=as_of.replace(day=1)).first()
    return over or rows.filter(month__lte=as_of).first()


def ending_soon(partner: Partner, as_of: date, most: int | None = None) -> list[dict[str, Any]]:
    """Customers whose access ends within SOON: ``tenant``, ``customer``, ``ends``, ``monthly`` (see ``last_whole``)."""
    kept = last_whole(partner, as_of)
    if kept is None:
        return []
    shares = kept.shares.filter(_EARNED, ends__date__gte=as_of, ends__date__lte=as_of + SOON)
    rows = shares.values("tenant", "customer", "ends").annotate(monthly=Sum("amount")).order_by("ends", "tenant")
    return [dict(row) for row in rows[:most]]


# What only evidence answers.


def month(partner: Partner, of: date, known_at: datetime | None = None) -> Month:
    """The credit of a month, worked out now from what was known at a moment (None: now)."""
    with ask([partner], of, known_at) as question:
        return question.months()[partner.mpn_id]


def lines(
    partner: Partner, of: date, *, only: tuple[str, str] | None = None, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """The usage lines of a month (``detail.LINE``), each with ``amount``, ``credited`` and ``difference``.

    ``only`` is a column and its value: ("scope", a resource's id in lower case), ("subscription", id) or ("tenant", id).
    """
    with ask([partner], of, known_at) as question:
        name = only[0] if only else None
        _want(question, only)
        return [_line(row, one.rate) for one, row in question.rows(f"lines {name}", detail.lines(name))]


@dataclass(frozen=True)
class Place:
    """The lines of a resource that have verdict and credit in common. ``worth`` is their list price, ``amount`` that at the rate,
    ``credited`` what the file credits (None: it does not say), ``difference`` how that differs from what is due, ``ends`` when
    the access stops, as far as known."""

    tenant: str
    customer: str
    subscription: str
    subscription_name: str
    scope: str
    product: str
    verdict: str
    reason: str
    rate: Decimal
    lines: int
    first: date
    last: date
    worth: Decimal
    amount: Decimal
    credited: Decimal | None
    difference: str
    ends: datetime | None


def places(
    partner: Partner, of: date, *, only: tuple[str, str] | None = None, known_at: datetime | None = None
) -> list[Place]:
    """The usage lines of a month by resource, verdict and credit, the largest amounts first. ``only`` as in ``lines``."""
    with ask([partner], of, known_at) as question:
        name = only[0] if only else None
        _want(question, only)
        found = [_place(row, one.rate) for one, row in question.rows(f"places {name}", detail.places(name))]
    return sorted(found, key=lambda one: (-one.amount, one.scope, one.verdict, one.first))


def _place(row: dict[str, Any], rate: Decimal) -> Place:
    told = _line(row, rate)
    texts = ("tenant", "customer", "subscription", "subscription_name", "scope", "product", "verdict", "reason")
    others = ("lines", "first", "last", "worth", "amount", "credited", "difference", "ends")
    found: dict[str, Any] = {name: told[name] or "" for name in texts} | {name: told[name] for name in others}
    return Place(**found, rate=rate)


def _want(question: Question, only: tuple[str, str] | None) -> None:
    question.session.bind("wanted", [{"wanted": only[1].lower() if only else ""}], WANTED)


def _line(row: dict[str, Any], rate: Decimal) -> dict[str, Any]:
    with localcontext(EXACT):
        amount, credited = row["worth"] * rate, None if row["billed"] is None else row["worth"] * row["billed"]
    due = amount if row["verdict"] == verdicts.EARNED else Decimal(0)
    return {
        **row,
        "amount": amount,
        "credited": credited,
        "difference": reconciliation.kind(row["verdict"], due, credited),
    }


@dataclass(frozen=True)
class Day:
    """One day of a resource: its lines with verdicts, and the assignments (``detail.covering``) that reached it on that day.

    An assignment without beginning or end on file has None for it.
    """

    day: date
    lines: list[dict[str, Any]]
    access: list[dict[str, Any]]


def calendar(partner: Partner, of: date, scope: str, known_at: datetime | None = None) -> list[Day]:
    """Every day of a month on which a resource was used."""
    with ask([partner], of, known_at) as question:
        _want(question, ("scope", scope))
        found = [_line(row, one.rate) for one, row in question.rows("lines scope", detail.lines("scope"))]
        held = question.facts("covering scope", detail.covering("scope"))
    days: dict[date, list[dict[str, Any]]] = {}
    for row in found:
        days.setdefault(row["day"], []).append(row)
    return [Day(day, rows, _reaching(day, held)) for day, rows in sorted(days.items())]


def _reaching(day: date, held: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    begin = datetime.combine(day, datetime.min.time(), UTC)
    begun = [row for row in held if row["start"] is None or row["start"] < begin + timedelta(days=1)]
    return [row for row in begun if row["until"] is None or row["until"] > begin]


def endings(partner: Partner, of: date, known_at: datetime | None = None) -> list[Ending]:
    """The places whose access ends, as far as is known: when, and what they earned in a month. Past ends are told, too."""
    with ask([partner], of, known_at) as question:
        assignments = question.facts("assignments", detail.assignments)
        earned = [(one.rate, row) for one, row in question.rows("by area", detail.earned_by_area)]
        return ending.endings(earned, assignments)


def removed(partner: Partner, of: date, known_at: datetime | None = None) -> list[Removed]:
    """The assignments that the newest list of access has no longer, and what that costs at the usage of a month."""
    known = {} if known_at is None else {"recorded_at__lte": known_at}
    runs = Run.objects.filter(
        partner=partner, dataset=ACCESS, status=Run.Status.PUBLISHED, months__month=NO_MONTH, **known
    )
    newest_two = list(runs.order_by("-recorded_at", "-pk")[:2])
    if len(newest_two) < len(("the newest", "the one before")):
        return []
    now, before = newest_two
    later, earlier = (_listed(partner, of, known_at, run) for run in (now, before))
    return ending.removed(earlier.assignments, later.assignments, earlier.earned, later.earned, now.recorded_at)


@dataclass(frozen=True)
class _Listed:
    """What a list of access says, and what was earned by it: tenant, place, amount."""

    assignments: list[dict[str, Any]]
    earned: list[tuple[str, str, Decimal]]


def _listed(partner: Partner, of: date, known_at: datetime | None, run: Run) -> _Listed:
    with ask([partner], of, known_at, listed=run.pk) as question:
        assignments = question.facts("assignments", detail.assignments)
        earned: dict[tuple[str, str], Decimal] = {}
        with localcontext(EXACT):
            for one, row in question.rows("places", detail.earned_places):
                key = (row["tenant"], row["scope"])
                earned[key] = earned.get(key, Decimal(0)) + row["worth"] * one.rate
    return _Listed(assignments, [(tenant, place, amount) for (tenant, place), amount in earned.items()])


def assignments(partner: Partner, of: date) -> list[dict[str, Any]]:
    """Every assignment on file (``detail.GRANT``)."""
    with ask([partner], of) as question:
        return question.facts("assignments", detail.assignments)


def to_alert(mpn_ids: Collection[str], on: date) -> list[Partner]:
    """The partners of whom there may be something to tell on a day: earnings by access that ends about then, a list of access
    that is new and not the first, or an open alert. Records alone decide, as evidence is asked partner by partner."""
    lists = Run.objects.filter(dataset=ACCESS, status=Run.Status.PUBLISHED, months__month=NO_MONTH)
    several = lists.order_by().values("partner").annotate(count=Count("pk"), newest=Max("recorded_at"))
    changed = several.filter(count__gt=1, newest__date__gte=on - KEPT)
    ending = CreditShare.objects.filter(_EARNED, ends__date__gte=on - KEPT, ends__date__lte=on + SOON)
    open_ones = CreditAlert.objects.filter(over_on=None)
    wanted = Q(pk__in=changed.values("partner"))
    wanted |= Q(pk__in=ending.values("credit_month__partner")) | Q(pk__in=open_ones.order_by().values("partner"))
    return list(Partner.objects.filter(wanted, mpn_id__in=mpn_ids))


def unknown_roles(partner: Partner, of: date, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Roles that are on no list, with how many assignments and customers have them."""
    with ask([partner], of, known_at) as question:
        return question.facts("unknown roles", detail.unknown_roles)


def invoices(partner: Partner, of: date, known_at: datetime | None = None) -> list[InvoiceLine]:
    """The daily file beside the invoice's reconciliation file, product by product."""
    with ask([partner], of, known_at) as question:
        daily = [(one.rate, row) for one, row in question.rows("daily", reconciliation.of_daily)]
        return reconciliation.invoices(daily, question.facts("invoices", reconciliation.of_invoices))
