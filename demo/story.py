"""What a partner's situation is made of. Everything that decides a figure is data of these kinds; ``filler`` only surrounds it.

Months are first days of months. ``first_told`` holds what the first file of a month said where a later file restates it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from demo.managed import Access, Managed
from scoring.periods import shift

FIRST, NEWEST, PREVIEW = date(2021, 7, 1), date(2023, 6, 1), date(2023, 7, 1)
TODAY = date(2023, 7, 25)
NEVER = date(9999, 12, 31)
FADING = Decimal("0.98")
# Associations whose Azure consumption counts for the Azure designations, as the files write them.
COUNTING = {"Partner admin link", "Partner of record", "CSP Tier 1", "CSP Tier 2"}
# The offer of every Azure row that says no other.
PLAN = "Azure plan"


def months(first: date, last: date) -> Iterator[date]:
    """Every month from ``first`` to ``last``, both included."""
    while first <= last:
        yield first
        first = shift(first, 1)


@dataclass(frozen=True)
class Revenue:
    """Monthly revenue (USD) of one customer's workload, from ``since`` to ``until`` inclusive."""

    customer: str
    workload: str
    association: str
    usd: Decimal
    since: date = FIRST
    until: date = PREVIEW
    first_told: Mapping[date, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Usage:
    """Monthly use of one customer's workload: active users, or capacity (profiles) where ``capacity`` is set.

    ``counts``: whether it is part of the story's counted consumption on 25 July 2023.
    """

    customer: str
    workload: str
    association: str
    quantity: int
    since: date = FIRST
    until: date = PREVIEW
    capacity: bool = False
    counts: bool = True


@dataclass(frozen=True)
class Service:
    """What an Azure usage row says about the service used. Empty: the export leaves the cell blank."""

    level_1: str
    level_2: str
    level_3: str
    level_4: str
    group_2: str = ""
    group_3: str = ""
    influencer: str = ""
    os: str = ""
    core: str = ""
    units: str = "1 Hour"


@dataclass(frozen=True)
class AcrLine:
    """Azure consumed revenue (USD) of one service with several customers: the month's total is split among them at random.

    ``usd`` are the totals of the months that matter; before the first of them the total fades by 2 % for each month.
    """

    service: Service
    customers: tuple[str, ...]
    usd: Mapping[date, Decimal]
    first_told: Mapping[date, Decimal] = field(default_factory=dict)

    def total(self, month: date, *, first_told: bool) -> Decimal:
        """The line's total of a month, to the cent."""
        if first_told and month in self.first_told:
            return self.first_told[month]
        if month in self.usd:
            return self.usd[month]
        start = min(self.usd)
        back = (start.year - month.year) * 12 + start.month - month.month
        return (self.usd[start] * FADING**back).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Acr:
    """Azure consumed revenue (USD) of one customer's service outside the lines, each month from ``since`` to ``until`` inclusive.

    ``offer`` is told by the layout that has a column for it.
    """

    customer: str
    service: Service
    usd: Decimal
    association: str
    duplicate: bool = False
    since: date = FIRST
    until: date = PREVIEW
    offer: str = PLAN

    @property
    def counts(self) -> bool:
        """Whether it is part of the story's counted consumption."""
        return not self.duplicate and self.association in COUNTING and self.offer == PLAN


@dataclass(frozen=True)
class Seats:
    """One customer's use of a Microsoft 365 workload, each month from ``since`` to ``until`` inclusive.

    ``claimed`` is the day since which the customer names the partner, told by the layout that has a column for it.
    """

    customer: str
    workload: str
    association: str
    seats: int
    active: int
    since: date = FIRST
    until: date = PREVIEW
    claimed: date = date(2020, 9, 1)
    duplicate: bool = False


@dataclass(frozen=True)
class Mobility:
    """One customer's Enterprise Mobility subscription, each month from ``since`` to ``until`` inclusive.

    ``active`` are the users of each product of it (aadp, intune, azip), of whom each has the same ``seats``.
    """

    customer: str
    association: str
    seats: int
    active: Mapping[str, int]
    since: date = FIRST
    until: date = PREVIEW


@dataclass(frozen=True)
class Certificate:
    """A training completion of one person (first name and surname)."""

    person: str
    title: str
    completed: date
    expires: date
    kind: str = "Certification"
    status: str = "Active"


@dataclass(frozen=True)
class Filler:
    """How much surrounds the story. None of it can change a figure: it stays on its side of every floor, in every month.

    ``above`` and ``below`` are (pairs, least USD, most USD) of revenue; ``users`` the customers among whom the rest of the
    month's consumption is split. Of other Azure services ``azure`` are the customers who consume at least 1,000 USD each month
    and those who do not. ``office`` and ``mobility`` are customers of Microsoft 365; they use as much as a year earlier.
    """

    customers: int
    above: tuple[int, int, int]
    below: tuple[int, int, int]
    users: int
    azure: tuple[int, int]
    office: int = 0
    mobility: int = 0


@dataclass(frozen=True)
class Delivery:
    """One export file: what it covers, since when it is known, and how it is written.

    ``layout`` is a header generation, or another kind of file of the dataset. Trainings cover all completions up to the day
    ``last``.
    ``restates``: a month that an earlier file had told differently. ``spoiled``: with rows that cannot be used.
    """

    dataset: str
    first: date
    last: date
    recorded_at: datetime
    layout: str = "v3"
    tabs: bool = False
    packed: bool = False
    restates: bool = False
    spoiled: bool = False


@dataclass(frozen=True)
class Enrolled:
    """A designation that the partner bought on ``starts``. Its anniversary is worked out, unless the programme named one."""

    designation: str
    starts: date
    ends: date | None = None


@dataclass(frozen=True)
class Attested:
    """The programme manager's word on a requirement without a published threshold."""

    specialization: str
    requirement: str
    reason: str
    valid_from: date


@dataclass(frozen=True)
class Held:
    """A specialization that the partner held before it came here."""

    specialization: str
    starts: date
    note: str


@dataclass(frozen=True)
class Told:
    """A step of a reference, on its day, with its words."""

    step: str
    on: date
    words: str = ""


@dataclass(frozen=True)
class Referenced:
    """A customer reference, begun on a day, and the steps that it has gone since then."""

    specialization: str
    customer: str
    contact: str
    work: str
    workload: str
    started: date
    ended: date
    users: int
    begun: date
    steps: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Story:
    """One partner. ``consumption`` is the counted monthly consumption value at July 2023's rates, from FIRST on.

    ``azure`` is the Azure consumed revenue (USD) of each month that counts for the Azure designations, of whatever service:
    what the lines and rows of the story leave of it is split among other customers.
    """

    mpn_id: str
    country: str
    csp: str
    revenue: tuple[Revenue, ...]
    usage: tuple[Usage, ...]
    consumption: tuple[int, ...]
    azure: Mapping[date, Decimal]
    acr: tuple[AcrLine, ...]
    acr_rows: tuple[Acr, ...]
    certificates: tuple[Certificate, ...]
    filler: Filler
    deliveries: tuple[Delivery, ...]
    office: tuple[Seats, ...] = ()
    mobility: tuple[Mobility, ...] = ()
    enrolled: tuple[Enrolled, ...] = ()
    attested: tuple[Attested, ...] = ()
    held: tuple[Held, ...] = ()
    references: tuple[Referenced, ...] = ()
    managed: tuple[Managed, ...] = ()
    access: tuple[Access, ...] = ()

    @property
    def claims(self) -> bool:
        """Whether its Office 365 usage comes as the file of claimed associations."""
        return any(delivery.layout == "claims" for delivery in self.deliveries)

    @property
    def joined(self) -> date:
        """The day of its first file."""
        return min(delivery.recorded_at for delivery in self.deliveries).date()


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def usd(text: str) -> Decimal:
    """An amount, written 1,234.56."""
    return Decimal(text.replace(",", ""))


def by_month(first: date, *amounts: str) -> dict[date, Decimal]:
    """Amounts of consecutive months from ``first`` on."""
    return {shift(first, place): usd(amount) for place, amount in enumerate(amounts)}
