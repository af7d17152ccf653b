"""What each measure counts, once more: plain Python over one partner's rows, written from the sources and the decisions."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partnerhub.rulebook import Entry, normalise
from tests.scoring.slow_asked import BASE, NOW, Asked, Row, month_after, months_before

Totals = Mapping[str, Fraction]
Pair = tuple[str, str]

NOTHING = Decimal(0)
# What a row of the mobility file tells of three workloads at once.
MOBILITY = {"aadp": "azure_active_directory_premium", "intune": "intune", "azip": "microsoft_information_protection"}
THE_ASSESSMENT = "teams_meetings_and_meeting_rooms_technical_assessment"


# Azure: consumed revenue by tenant and by service


def acr_customers(asked: Asked) -> Totals:
    any_month = asked.has("window_counts") and asked.text("window_counts") == "any_month"
    return {period: _customers(asked, period, max if any_month else sum) for period in asked.periods}


def _customers(asked: Asked, period: str, together: Callable[[Any], Any]) -> Fraction:
    months: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
    for row in _acr_rows(asked, period):
        months[row["tenant"]][row["month"]] = months[row["tenant"]].get(row["month"], NOTHING) + row["acr"]
    return Fraction(sum(asked.within(together(by_month.values()), "acr") for by_month in months.values()))


def acr_growth(asked: Asked) -> Totals:
    return {period: _sum(row["acr"] for row in _acr_rows(asked, period)) for period in asked.periods}


def acr_services(asked: Asked) -> Totals:
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in _acr_rows(asked, NOW):
        totals[normalise(row["service_level_2"] or "")] += row["acr"]
    excluded = {"", *map(normalise, asked.names("excluded_services"))}
    return {NOW: Fraction(sum(total > 0 for service, total in totals.items() if service not in excluded))}


def _acr_rows(asked: Asked, period: str) -> Iterator[Row]:
    """The rows of the window that count."""
    months, associations = asked.window(period), asked.names("associations")
    services = {normalise(service) for service in asked.names("services")}
    offers = {normalise(offer) for offer in asked.rules.names("programme.excluded_offers")}
    for row in asked.facts["azure_usage"]:
        if (
            row["month"] not in months
            or row["duplicate"]
            or row["association"] not in associations
            or row["acr"] is None
        ):
            continue
        named = {normalise(row[level] or "") for level in ("service_level_4", "service_level_2")}
        if (not services or services & named) and normalise(row["offer_type"] or "") not in offers:
            yield row


def customers_in(asked: Asked, segments: Sequence[str]) -> tuple[int, int]:
    """The now month's customers with a row in one of these segments, and all of them."""
    never = asked.rules.names("programme.excluded_associations")
    rows = [row for row in asked.facts["azure_usage"] if row["month"] == asked.month(NOW)]
    rows = [row for row in rows if not row["duplicate"] and row["association"] not in never]
    plain = {normalise(segment) for segment in segments}
    inside = {row["tenant"] for row in rows if normalise(row["segment"] or "") in plain}
    return len(inside), len({row["tenant"] for row in rows})


# Microsoft 365: seats and active users


@dataclass(frozen=True)
class Seats:
    """What one row says of one workload."""

    tenant: str
    month: date
    workload: str
    association: str | None
    seats: Decimal | None
    active: Decimal | None
    claimed: date | None


def seat_customers(asked: Asked) -> Totals:
    return {period: Fraction(sum(_qualify(asked, _month(asked, period)))) for period in asked.periods}


def _qualify(asked: Asked, seats: Sequence[Seats]) -> Iterator[bool]:
    listed = [one for one in seats if one.association in asked.names("associations")]
    return (asked.within(size, "seats") for size in _sizes(listed).values())


def active_users(asked: Asked) -> Totals:
    totals = {}
    for period in asked.periods:
        listed = _of_association(asked, _of_size(asked, _month(asked, period)))
        totals[period] = _sum(one.active for one in listed if one.active is not None)
    return totals


def active_deployments(asked: Asked) -> Totals:
    return {period: Fraction(sum(_deployed(asked, period))) for period in asked.periods}


def _deployed(asked: Asked, period: str) -> Iterator[bool]:
    by_tenant: defaultdict[str, list[Seats]] = defaultdict(list)
    for one in _told(_of_association(asked, _of_size(asked, _month(asked, period)))):
        by_tenant[one.tenant].append(one)
    return (_active(asked, seats) and not _active_when_claimed(asked, seats) for seats in by_tenant.values())


def _active(asked: Asked, seats: Sequence[Seats]) -> bool:
    paid, active = (_sum(getattr(one, name) for one in seats) for name in ("seats", "active"))
    limit = asked.entry("active_share")
    assert limit is not None and isinstance(limit.value, Decimal)
    # Compared without dividing: a share of a third has no end.
    reached = (
        active > Fraction(limit.value) * paid if limit.comparison == "above" else active >= Fraction(limit.value) * paid
    )
    return paid > 0 and reached


def _active_when_claimed(asked: Asked, seats: Sequence[Seats]) -> bool:
    """Claimed within the months before, and in the month of the claim already active enough."""
    claims = [one.claimed for one in seats if one.claimed is not None]
    if not claims or not asked.has("claim_months"):
        return False
    claim, end = max(claims), month_after(seats[0].month) - timedelta(days=1)
    if not months_before(seats[0].month, int(asked.number("claim_months")) - 1) <= claim <= end:
        return False
    then = [one for one in _seats(asked, claim.replace(day=1)) if one.tenant == seats[0].tenant]
    return _active(asked, _told(_of_association(asked, then)))


def _told(seats: Sequence[Seats]) -> list[Seats]:
    """Those that say both: of a share, neither half is taken as nothing where the file is silent."""
    return [one for one in seats if one.seats is not None and one.active is not None]


def _of_association(asked: Asked, seats: Sequence[Seats]) -> list[Seats]:
    return [one for one in seats if one.association in asked.names("associations")]


def _of_size(asked: Asked, seats: Sequence[Seats]) -> list[Seats]:
    """Those of tenants whose largest workload, whoever is associated with it, is within the limits."""
    if not asked.has("seats_floor") and not asked.has("seats_ceiling"):
        return list(seats)
    sizes = _sizes(seats)
    return [one for one in seats if asked.within(sizes[one.tenant], "seats")]


def _sizes(seats: Sequence[Seats]) -> dict[str, Decimal]:
    """Per tenant the paid seats of its largest workload under one association."""
    sums: defaultdict[tuple[str, str, str | None], Decimal] = defaultdict(Decimal)
    for one in seats:
        sums[one.tenant, one.workload, one.association] += one.seats or NOTHING
    largest: dict[str, Decimal] = {}
    for (tenant, _, _), total in sums.items():
        largest[tenant] = max(total, largest.get(tenant, NOTHING))
    return largest


def _month(asked: Asked, period: str) -> list[Seats]:
    month = asked.month(period)
    return _seats(asked, month) if month else []


def _seats(asked: Asked, month: date) -> list[Seats]:
    return [one for name in asked.datasets for one in _of_dataset(asked, name, month)]


def _of_dataset(asked: Asked, dataset: str, month: date) -> Iterator[Seats]:
    """What the dataset says of that month, as far as the workload is listed."""
    for row in asked.facts[dataset]:
        if row["month"] == month and not row.get("duplicate"):
            facts = _office(asked, row) if dataset == "office_usage" else _mobility(row)
            yield from (one for one in facts if one.workload in asked.names("workloads"))


def _office(asked: Asked, row: Row) -> Iterator[Seats]:
    workload = asked.rules.book.workload(row["workload"]) or ""
    yield Seats(row["tenant"], row["month"], workload, row["association"], row["seats"], row["active"], row["claimed"])


def _mobility(row: Row) -> Iterator[Seats]:
    for column, workload in MOBILITY.items():
        seats, active = row[f"{column}_seats"], row[f"{column}_active"]
        if seats is not None or active is not None:
            yield Seats(row["tenant"], row["month"], workload, row["association"], seats, active, None)


# Business Applications: revenue and consumption by tenant and workload


def ba_net_adds(asked: Asked) -> Totals:
    floor = asked.entry("revenue_floor")
    assert floor is not None
    return {period: Fraction(len(_revenue_pairs(asked, period, floor))) for period in asked.periods}


def ba_large_workloads(asked: Asked, floor: Entry) -> int:
    """Distinct workloads that have a tenant with so much revenue in both months."""
    now, base = ({workload for _, workload in _revenue_pairs(asked, period, floor)} for period in (NOW, BASE))
    return len(now & base)


def _revenue_pairs(asked: Asked, period: str, floor: Entry) -> list[Pair]:
    sums: defaultdict[Pair, Decimal] = defaultdict(Decimal)
    month = asked.month(period)
    for row in asked.facts.get("business_apps_revenue", ()):
        workload = _ba_workload(asked, row, "performance")
        if row["month"] == month and workload and row["revenue"] is not None:
            sums[row["tenant"], workload] += row["revenue"]
    return [pair for pair, revenue in sums.items() if floor.reached_by(revenue)]


def ba_deployments(asked: Asked) -> Totals:
    floor = asked.entry("consumption_floor")
    assert floor is not None
    return {period: Fraction(sum(map(floor.reached_by, _consumed(asked, period).values()))) for period in asked.periods}


def ba_usage_growth(asked: Asked) -> Totals:
    return {period: _sum(_consumed(asked, period).values()) for period in asked.periods}


def _consumed(asked: Asked, period: str) -> dict[Pair, Decimal]:
    """Monthly consumption value per tenant and workload."""
    sums: defaultdict[Pair, Decimal] = defaultdict(Decimal)
    month = asked.month(period)
    for row in asked.facts["business_apps_usage"]:
        workload = _ba_workload(asked, row, "customer_success")
        rate = asked.rules.peek(f"{asked.designation}.rate_card", of=workload) if workload else None
        if row["month"] != month or workload is None or rate is None or not isinstance(rate.value, Decimal):
            continue
        quantity = row["mac"] if rate.unit == "capacity" else row["mau"]
        if quantity is not None:
            sums[row["tenant"], workload] += quantity * rate.value
    return sums


def _ba_workload(asked: Asked, row: Row, block: Any) -> str | None:
    """The workload under which the row counts in a block, if the block lists it and the association is on its list."""
    book, prefix = asked.rules.book, f"{asked.designation}.{block}"
    workload = book.workload(row["workload"], block)
    if workload is None or workload not in asked.rules.names(f"{prefix}.workloads"):
        return None
    entry = asked.rules.peek(f"{prefix}.associations", of=(workload, book.family(workload)))
    return workload if entry and row["association"] in (entry.value or ()) else None  # type: ignore[operator]


# Certificates


def certified(asked: Asked) -> Totals:
    """People with a certificate that earns, once every gate is met; and what met gates earn themselves."""
    people = Fraction(len(_holders(asked, asked.names("certificates"))))
    extra = Fraction(0)
    for gate, (there, needed) in gates(asked).items():
        if there < needed:
            people = Fraction(0)
        elif asked.has(f"{gate}.points"):
            extra += Fraction(asked.number(f"{gate}.points")) / Fraction(asked.number("cap"))
    return {NOW: people + extra * Fraction(asked.number("threshold"))}


def gates(asked: Asked) -> dict[str, tuple[int, int]]:
    """Per gate in force how many people hold one of its certificates, and how many must."""
    metric = asked.rules.book.designations[asked.designation].metrics[asked.metric]  # type: ignore[index]
    in_force = [gate for gate in metric.gates if asked.has(f"{gate}.people")]
    return {
        gate: (len(_holders(asked, asked.names(f"{gate}.certificates"))), int(asked.number(f"{gate}.people")))
        for gate in in_force
    }


def _holders(asked: Asked, listed: Sequence[str]) -> set[str]:
    return {row["person"] for row in newest(asked, asked.facts["trainings"]) if _holds(asked, row, listed)}


def newest(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """Of the same person, certificate and day of completion the row that was known last (rows come in that order)."""
    book = asked.rules.book
    by_fact = {
        (row["person"], book.certificate(row["title"]) or row["title"].lower(), row["completed"]): row for row in rows
    }
    return list(by_fact.values())


def _holds(asked: Asked, row: Row, listed: Sequence[str]) -> bool:
    day, certificate = asked.rules.day, asked.rules.book.certificate(row["title"])
    lag = 0 if asked.basis == "preview" else int(asked.rules.number("freshness.skilling_lag_days"))
    kinds = {"certification", "certificate"} | ({"assessment"} if certificate == THE_ASSESSMENT else set())
    return (
        certificate in listed
        and normalise(row["training_type"] or "") in kinds
        and normalise(row["activation_status"] or "active") in {"active", "activated", "valid"}
        and row["completed"] + timedelta(days=lag) <= day
        and (row["expires"] is None or day <= row["expires"])
    )


# What is behind a figure


def told_by(asked: Asked, dataset: str, row: Row) -> tuple[int, int]:
    """How many things a line tells of, at least and at most: none where its month is neither compared nor after now.

    Where a month is missing, what is there of the two months themselves is looked at all the same.
    """
    if dataset == "trainings":
        certificate = asked.rules.book.certificate(row["title"])
        steps = [asked.names("certificates"), *(asked.names(f"{gate}.certificates") for gate in gates(asked))]
        each = max(1, sum(certificate in listed for listed in steps))
        return each, each
    now, compared = asked.month(NOW), [asked.month(period) for period in asked.periods]
    if not asked.missing:
        compared = [month for period in asked.periods for month in asked.window(period)]
    if now is None or not (row["month"] in compared or row["month"] > now):
        return 0, 0
    workloads = len(list(_mobility(row))) if dataset == "mobility_usage" else 1
    return min(1, workloads), workloads


def _sum(values: Any) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0))


COUNTS: Mapping[str, Callable[[Asked], Totals]] = {
    "acr_customers": acr_customers,
    "acr_growth": acr_growth,
    "acr_services": acr_services,
    "seat_customers": seat_customers,
    "active_users": active_users,
    "active_deployments": active_deployments,
    "business_apps_net_adds": ba_net_adds,
    "business_apps_usage_growth": ba_usage_growth,
    "business_apps_deployments": ba_deployments,
    "certifications": certified,
}
