"""One partner drawn at random: evidence at and around every edge that the rulebook of the day has, in every odd spelling."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, TypeVar

from partnerhub import rulebook
from scoring.periods import newest_published, shift

Row = dict[str, Any]
T = TypeVar("T")
BOOK = rulebook.load()
CENT = Decimal("0.01")
ODD_ASSOCIATIONS = ["Partner as end-customer", "Deal registration", "TPOR", "Friend of a friend", None]
ODD_WORKLOADS = ["Customer Voice", "Contoso Ledger", "Talent/HR", "AI Builder", "Power BI Premium"]
OTHER_TITLES = ["Azure Fundamentals", "AZ-900", "Contoso Certified Baker", "PL-100", "SC-200", "MB-600"]
OTHER_SERVICES = ["Storage", "SQL Database", "Azure App Service", "Bandwidth", "Cosmos DB", "", None]
USED = "customer_success"
SEGMENTS = ["SMB", "Small Medium Business", "small_medium-business", "Corporate", "Enterprise", "", None]


class Edges:
    """What the rules of a designation name on a day: numbers to stand at, names to be called by."""

    def __init__(self, designation: str, day: date) -> None:
        prefix = f"{designation}."
        self.entries = [entry for entry in BOOK.on(day).in_force() if entry.id.startswith(prefix)]

    def numbers(self, *names: str) -> list[Decimal]:
        return sorted({value for name in names for value in self._values(name) if isinstance(value, Decimal)})

    def lists(self, name: str, block: str = "") -> list[tuple[str, ...]]:
        return [value for value in self._values(name, block) if isinstance(value, tuple)]

    def names(self, name: str, block: str = "") -> list[str]:
        return sorted({one for value in self.lists(name, block) for one in value})

    def _values(self, name: str, block: str = "") -> Iterator[Any]:
        ending = f".{block}.{name}" if block else f".{name}"
        return (entry.value for entry in self.entries if entry.id.endswith(ending))


@cache
def edges(designation: str, day: date) -> Edges:
    return Edges(designation, day)


@cache
def spellings(kind: str) -> dict[str, list[str]]:
    """Per key of a registry, the ways in which files write it, as they come out of the registry."""
    found: dict[str, list[str]] = {}
    for text, key in getattr(BOOK, kind).items():
        found.setdefault(key, []).append(text)
    return found


class Drawn:
    """The facts of one partner, each dataset's rows and the months of which something is known (also without rows)."""

    def __init__(self, designation: str, as_of: date, basis: str, seed: int) -> None:
        self.random = Random(seed)
        self.edges = edges(designation, as_of)
        self.designation, self.as_of, self.basis = designation, as_of, basis
        self.published = newest_published(as_of, int(BOOK.on(as_of).number("freshness.performance_day")))
        self.market = self.random.choice(["larger", "other"])
        # How many customers and people, and how much of everything: some partners reach every cap, some nothing.
        self.scale = self.random.choice([1, 1, 10, 200])
        self.careful, self.growing = self.likely(30), self.likely(50)
        self.thriving = self.careful and self.growing and self.likely(40)
        self.size = 30 if self.thriving else self.random.choice([0, 1, 3, 6, 14])
        self.facts: dict[str, list[Row]] = {}
        self.known: dict[str, frozenset[date]] = {}

    def draw(self, datasets: Sequence[str]) -> "Drawn":
        for name in datasets:
            months = self._months()
            rows = ROWS[name](self, self._focus(months)) if months else []
            # A row of a month of which nothing is known was never there.
            kept = [row for row in rows if name == "trainings" or row["month"] in months]
            self.random.shuffle(kept)
            self.facts[name] = kept
            self.known[name] = months if name != "trainings" else frozenset(row["month"] for row in kept)
        return self

    # Chance

    def likely(self, percent: int) -> bool:
        return self.random.random() * 100 < percent

    def one(self, values: Sequence[T]) -> T:
        return self.random.choice(values)

    def near(self, values: Sequence[Decimal], step: Decimal) -> Decimal:
        """One of the edges, a step beside it, or something else."""
        if not values or self.likely(15):
            return Decimal(self.random.randint(-20, 400 * self.scale)) * step
        return self.one(values) + step * self.one([-1, 0, 0, 1, 1, 7])

    def odd(self, text: str | None) -> str | None:
        """The same text, as somebody may write it."""
        if not text or self.likely(70):
            return text
        return self.one([text.upper(), text.lower(), text.replace(" ", "_"), text.replace(" ", "  "), f" {text}-"])

    # Months

    def _months(self) -> frozenset[date]:
        """The months of which a dataset knows anything: mostly two years, some with gaps, some too late or too few."""
        newest = shift(self.published, self.one([-1, 0, 0, 2, 3]) if self.likely(30) else 1)
        full = {shift(newest, -back) for back in range(27)}
        what = "full" if self.careful else self.one(["full"] * 6 + ["gaps"] * 5 + ["few", "late", "absent"])
        if what == "gaps":
            compared = {self.published, shift(self.published, -12), newest, shift(newest, -12)}
            return frozenset(month for month in full if month in compared or self.likely(70))
        if what == "few":
            return frozenset(month for month in full if self.likely(50))
        return frozenset({"full": full, "late": {shift(self.published, 1)}, "absent": set()}[what])

    def _focus(self, months: frozenset[date]) -> date:
        """The month that counts as now."""
        if self.basis == "preview":
            return max((month for month in months if month <= self.as_of), default=self.published)
        return self.published

    def compared(self, now: date) -> list[date]:
        """Now, a year before, both or neither: what one customer is there in."""
        if self.thriving and self.likely(80):
            return [now]
        base = shift(now, -12)
        fewer = [[now], [now, base]] if self.growing else [[base], [base], [now, base], [], [shift(now, 1)]]
        return self.one([[now], [now, base], [now, base], *fewer])

    # Names

    def association(self, fitting: int = 80, block: str = "") -> Row:
        """One that counts somewhere in the designation, mostly."""
        key = self.one(self.edges.names("associations", block))
        listed = self.careful or self.likely(fitting)
        text = self.odd(self.one(spellings("associations")[key]) if listed else self.one(ODD_ASSOCIATIONS))
        return {"association_text": text, "association": BOOK.association(text)}

    def workload(self, fitting: int = 85, block: str = "") -> str:
        key = self.one(self.edges.names("workloads", block))
        return (
            self.odd(
                self.one(spellings("workloads")[key])
                if self.careful or self.likely(fitting)
                else self.one(ODD_WORKLOADS)
            )
            or ""
        )


# Azure


def _azure_usage(drawn: Drawn, now: date) -> list[Row]:
    small = _small_customers(drawn)
    rows = []
    for number in range(drawn.size):
        segment = drawn.odd(drawn.one(SEGMENTS[:3])) if number < small else drawn.one(SEGMENTS[3:])
        for month in drawn.compared(now):
            rows += _consumption(drawn, month, {"tenant": f"t{number}", "segment": segment})
    return rows + [_noise(drawn, row) for row in rows if drawn.likely(5 if drawn.careful else 25)]


def _small_customers(drawn: Drawn) -> int:
    """How many of the customers are small: none, all, and just about the share that makes a track."""
    shares = [*drawn.edges.numbers("segment_share"), Decimal(1), Decimal(0)]
    return int(drawn.one(shares) * drawn.size) + drawn.one([-1, 0, 0, 1])


def _consumption(drawn: Drawn, month: date, common: Row) -> list[Row]:
    """An amount at an edge, in one month or shared between two of the window."""
    floors = drawn.edges.numbers("acr_floor", "acr_ceiling", "baseline")
    total = drawn.near([*floors, *(drawn.scale * 125 * floor / 100 for floor in floors)], CENT)
    part = drawn.one([Decimal(0), total, (total / 3).quantize(CENT), total - CENT])
    places = [(shift(month, -drawn.one([0, 1, 5, 11, 12])), part), (month, total - part)]
    return [
        _azure_row(drawn, common | {"month": when, "acr": amount})
        for when, amount in places
        if amount or drawn.likely(20)
    ]


def _azure_row(drawn: Drawn, row: Row) -> Row:
    listed = drawn.edges.names("services")
    service = drawn.odd(drawn.one(listed if listed and drawn.likely(85) else OTHER_SERVICES))
    level = drawn.one(["service_level_2", "service_level_4"]) if listed else "service_level_2"
    excluded = drawn.edges.names("excluded_services")
    if excluded and drawn.likely(20):
        service = drawn.odd(drawn.one(excluded))
    good = {"offer_type": drawn.one([None, "Pay-As-You-Go", "Enterprise"]), "duplicate": drawn.one([None, False])}
    return row | good | {level: service} | drawn.association(95)


def _noise(drawn: Drawn, row: Row) -> Row:
    """A row that may not count after all."""
    offers = BOOK.on(drawn.as_of).names("programme.excluded_offers")
    changes: list[Row] = [
        {"duplicate": True},
        {"offer_type": drawn.odd(drawn.one(offers))},
        {"acr": None},
        {"acr": Decimal(-250)},
        {"service_level_2": drawn.one(OTHER_SERVICES), "service_level_4": None},
        {"month": shift(row["month"], 1)},
        {"segment": drawn.one(SEGMENTS)},
        {"tenant": None, "association_text": "Deal registration", "association": "DEAL_REGISTRATION"},
        {"tenant": "own", "association_text": "Partner as end-customer", "association": "END_CUSTOMER"},
        drawn.association(20),
    ]
    return row | drawn.one(changes)


# Microsoft 365


def _office_usage(drawn: Drawn, now: date) -> list[Row]:
    rows = []
    for number in range(drawn.size):
        seats, active = _seats(drawn)
        common = {"tenant": f"t{number}", "duplicate": drawn.one([None, False]), **drawn.association(92)}
        for month in drawn.compared(now):
            row = common | {"month": month, "workload": drawn.workload(), "seats": seats, "active": active}
            rows += [row, *_claim(drawn, row)]
    return rows + [_seat_noise(drawn, row) for row in rows if drawn.likely(25)]


def _seats(drawn: Drawn) -> tuple[Decimal | None, Decimal | None]:
    """Paid seats at an edge of a size, and so many of them active as make a share just so or not quite."""
    sizes = drawn.edges.numbers("seats_floor", "seats_ceiling")
    seats = drawn.near([*sizes, *(size * drawn.one([2, 20]) for size in sizes)], Decimal(1))
    share = drawn.one([*drawn.edges.numbers("active_share") * 4, Decimal(1), Decimal(0)])
    active = (seats * share).to_integral_value() + drawn.one([-1, 0, 0, 0, 1])
    return (None if drawn.likely(3) else seats), (None if drawn.likely(3) else active)


def _claim(drawn: Drawn, row: Row) -> Iterator[Row]:
    """When the customer was claimed, around the ends of the months in question; and how active it was then."""
    if not drawn.likely(50):
        return
    after, first = shift(row["month"], 1), shift(row["month"], -11)
    ends = [first, first - timedelta(days=1), after, after - timedelta(days=1), after - timedelta(days=40)]
    row["claimed"] = drawn.one(ends)
    if drawn.likely(25):
        yield row | {"workload": drawn.workload(95), "claimed": drawn.one(ends)}
    if drawn.likely(70):
        then = {"month": row["claimed"].replace(day=1), "claimed": None}
        yield row | then | dict(zip(("seats", "active"), _seats(drawn), strict=True))
        if drawn.likely(20):
            yield row | then | {"active": Decimal(0)} | drawn.association()


def _seat_noise(drawn: Drawn, row: Row) -> Row:
    seats, active = _seats(drawn)
    changes: list[Row] = [
        {"duplicate": True},
        {"seats": seats, "active": active},
        {"workload": drawn.workload(40)},
        {"workload": drawn.workload(40), "seats": seats},
        {"month": shift(row["month"], 1)},
        {"claimed": row["month"] - timedelta(days=drawn.random.randint(0, 400))},
        drawn.association(50) | {"seats": seats, "active": active},
    ]
    return row | drawn.one(changes)


def _mobility_usage(drawn: Drawn, now: date) -> list[Row]:
    rows = []
    for number in range(drawn.size):
        common = {"tenant": f"t{number}", **drawn.association(90)}
        for month in drawn.compared(now):
            row = common | {"month": month}
            for product in ("aadp", "intune", "azip"):
                if drawn.likely(50):
                    row[f"{product}_seats"], row[f"{product}_active"] = _seats(drawn)
            rows.append(row)
    return rows


# Business Applications


def _revenue(drawn: Drawn, now: date) -> list[Row]:
    rows, floors = [], [*drawn.edges.numbers("revenue_floor"), *drawn.edges.numbers("revenue")]
    for number in range(drawn.size + drawn.one([0, 3])):
        # A few customers with many workloads: what makes an Enterprise is workloads in both months.
        common = {"tenant": f"t{number % 3}", "workload": drawn.workload(90), **drawn.association(90, "performance")}
        for month in drawn.compared(now):
            rows.append(common | {"month": month, "revenue": None if drawn.likely(3) else drawn.near(floors, CENT)})
            if drawn.likely(20):
                rows.append(rows[-1] | {"revenue": drawn.near([CENT, -CENT], CENT), **drawn.association(60)})
    return rows + _large(drawn, now)


def _large(drawn: Drawn, now: date) -> list[Row]:
    """Just so many workloads above just so much revenue, in both months, as make an Enterprise or not quite."""
    if not drawn.edges.numbers("revenue") or drawn.likely(50):
        return []
    listed = drawn.random.sample(["Commerce", "Field Service", "Finance", "Marketing", "Sales", "Supply Chain"], 6)
    number, revenue = (
        int(drawn.near(drawn.edges.numbers("workloads"), Decimal(1))) % 7,
        drawn.edges.numbers("revenue")[0],
    )
    common = {"tenant": "big", "association_text": "CSP Tier 1", "association": "CSP_T1"}
    rows = [common | {"month": month, "workload": one} for month in (now, shift(now, -12)) for one in listed[:number]]
    return [row | {"revenue": revenue + drawn.one([CENT, CENT, CENT, CENT, Decimal(0)])} for row in rows]


def _usage(drawn: Drawn, now: date) -> list[Row]:
    rows = []
    for number in range(drawn.size):
        counted = {"workload": drawn.workload(90, USED), **drawn.association(90, USED)}
        common = {"tenant": f"t{number % 5}", **counted}
        for month in drawn.compared(now):
            quantities = {"mau": _quantity(drawn), "mac": _quantity(drawn)}
            rows += [common | {"month": month} | quantities for _ in range(drawn.one([1, 1, 1, 2]))]
    return rows


def _quantity(drawn: Drawn) -> Decimal | None:
    """So many users, or so much capacity, as make a floor or a baseline at one of the rates."""
    worth = drawn.one([*drawn.edges.numbers("consumption_floor"), *drawn.edges.numbers("baseline")])
    rate = drawn.one(drawn.edges.numbers("rate_card"))
    exact = worth / rate + Decimal("0.001") * drawn.one([0, 0, 1, -1, 1000])
    return drawn.one([exact, exact, exact / 2, Decimal(drawn.random.randint(0, 300)), None])


# Certificates


def _trainings(drawn: Drawn, now: date) -> list[Row]:
    rows = []
    for number in range(drawn.one([25] if drawn.careful else [0, 1, 2, 3, 6, 14])):
        for _ in range(drawn.one([1, 1, 2, 3])):
            rows.append(_training(drawn, f"p{number}"))
    return rows + [row | _restated(drawn) for row in rows if drawn.likely(15)]


def _training(drawn: Drawn, person: str) -> Row:
    title = _title(drawn)
    lag = int(BOOK.on(drawn.as_of).number("freshness.skilling_lag_days"))
    days = [lag, 200] if drawn.careful else [lag, lag, lag + 1, lag - 1, 0, -1, 200, 200, 400, 900]
    completed = drawn.as_of - timedelta(days=drawn.one(days))
    kind = drawn.one(["Certification"] * 9 + ["certification", "Certificate", "Assessment", "Course", None])
    certificate = BOOK.certificate(title)
    found = {
        "person": person,
        "title": title,
        "certificate": certificate,
        "training_type": kind,
        "completed": completed,
    }
    return found | {"month": completed.replace(day=1)} | _restated(drawn)


def _restated(drawn: Drawn) -> Row:
    """What a later file may say otherwise of the same certificate."""
    until = [None, None, None, drawn.as_of, drawn.as_of + timedelta(days=300), drawn.as_of - timedelta(days=1)]
    state = drawn.one([None, None, None, "Active", "activated", "Valid", "Inactive", "Expired"])
    return {"expires": drawn.one(until), "activation_status": state}


def _title(drawn: Drawn) -> str:
    steps = drawn.edges.lists("certificates")
    key = drawn.one(drawn.one(steps))
    title = drawn.one(spellings("certificates")[key])
    return drawn.odd(title if drawn.likely(92) else drawn.one(OTHER_TITLES)) or ""


ROWS: dict[str, Callable[[Drawn, date], list[Row]]] = {
    "azure_usage": _azure_usage,
    "office_usage": _office_usage,
    "mobility_usage": _mobility_usage,
    "business_apps_revenue": _revenue,
    "business_apps_usage": _usage,
    "trainings": _trainings,
}
