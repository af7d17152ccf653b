"""Generated evidence, put into a lake without a database: what the metrics must handle, at and around every edge."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from evidence import engine
from evidence.datasets import DATASETS
from evidence.view import ACCUMULATING, EvidenceView, Slice, run_folder
from partnerhub import rulebook
from scoring.metrics.common import Scope
from scoring.periods import shift
from scoring.question import Question

Row = dict[str, Any]
Facts = Mapping[str, Sequence[Row]]
BOOK = rulebook.load()
BUSINESS_APPS = "business_applications"
NAMES = ("business_apps_revenue", "business_apps_usage", "trainings")
# Two days, each with the newest month that was published on it: one per edition.
DAYS = {date(2022, 12, 20): date(2022, 11, 1), date(2023, 7, 25): date(2023, 6, 1)}
MARKETS = {"7001": "larger", "7002": "other"}

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DECIMAL(28,10)": pa.decimal128(28, 10),
}


@dataclass(frozen=True)
class Situation:
    """A day, a basis, and what is known on it."""

    as_of: date
    basis: str
    facts: Facts


def _amounts(*edges: str) -> st.SearchStrategy[Decimal | None]:
    return st.sampled_from([None, *map(Decimal, edges)])


_REVENUES = _amounts(
    "-300", "0", "0.01", "125", "249.99", "250", "750", "1499.99", "1500", "1500.01", "5000", "5000.01"
)
_USERS = _amounts("0", "1", "4", "24.999", "25", "49", "50", "100", "250")
_CAPACITY = _amounts("0", "24999", "25000", "49999", "50000", "125000", "250000", "500000")
_ASSOCIATIONS = st.sampled_from(
    ["CSP Tier 1", "csp_tier-2", "Partner of record", "CPOR", "CPOR RevRec", "CPOR (OSA)", "CPOR OSU",
     "Partner admin link", "Deal registration", "Partner as end-customer", "Friend of a friend", None]
)  # fmt: skip
_REVENUE_WORKLOADS = ["Sales", "dynamics 365  SALES", "Power Apps", "Power_BI", "Power BI Premium", "Customer Voice",
                      "Power Pages", "Non-workload specific", "Talent/HR", "Portals", "Contoso Ledger"]  # fmt: skip
_USAGE_WORKLOADS = ["Business Central", "Customer Engagement", "sales", "Field Service", "F&O", "Finance",
                    "Customer Insights (Partner)", "Power Apps", "Power BI Premium", "Portals", "Core HR", "retail",
                    "AI Builder", "Contoso Ledger"]  # fmt: skip
_LARGE = ["Commerce", "Field Service", "Finance", "Marketing", "Supply Chain"]
_TITLES = ["Power Platform Developer Associate", "PL-400", "microsoft certified: power platform app maker associate",
           "Data Analyst Associate", "Power Platform Solution Architect Expert", "MB-600", "Azure Administrator Associate",
           "Teams Meetings and Meeting Rooms Technical Assessment", "Contoso Certified Baker"]  # fmt: skip
_TYPES = ["Certification", "certification", "Certificate", "Assessment", "Course", None]
_STATUSES = [None, "Active", "activated", "Inactive", "Expired"]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    as_of, now = draw(st.sampled_from(sorted(DAYS.items())))
    months = st.sampled_from([now, shift(now, -12), shift(now, 1), shift(now, -11)])
    revenue = draw(st.lists(_revenue(months), max_size=12))
    if draw(st.booleans()):
        revenue += _large("7001", now, draw(st.sampled_from(["5000", "5000.01"])), draw(st.sampled_from([4, 5])))
    usage = draw(st.lists(_usage(months), max_size=12))
    trainings = draw(st.lists(_training(as_of), max_size=10))
    facts = dict(zip(NAMES, (revenue, usage, trainings), strict=True))
    return Situation(as_of, draw(st.sampled_from(["published", "preview"])), facts)


def _revenue(months: st.SearchStrategy[date]) -> st.SearchStrategy[Row]:
    return _row(months, workload=st.sampled_from(_REVENUE_WORKLOADS), association_text=_ASSOCIATIONS, revenue=_REVENUES)


def _usage(months: st.SearchStrategy[date]) -> st.SearchStrategy[Row]:
    workloads = st.sampled_from(_USAGE_WORKLOADS)
    return _row(months, workload=workloads, association_text=_ASSOCIATIONS, mau=_USERS, mac=_CAPACITY)


def _row(months: st.SearchStrategy[date], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    partner, tenant = st.sampled_from(sorted(MARKETS)), st.sampled_from(["a", "b"])
    rows = st.fixed_dictionaries({"partner": partner, "month": months, "tenant": tenant, **more})
    return rows.map(lambda row: row | {"association": BOOK.association(row["association_text"])})


def _training(as_of: date) -> st.SearchStrategy[Row]:
    near = st.integers(-12, 2).map(lambda days: as_of + timedelta(days))
    rows = st.fixed_dictionaries(
        {
            "partner": st.sampled_from(sorted(MARKETS)),
            "person": st.sampled_from(["p1", "p2", "mei@example.com"]),
            "title": st.sampled_from(_TITLES),
            "training_type": st.sampled_from(_TYPES),
            "completed": near,
            "expires": st.one_of(st.none(), st.integers(-1, 1).map(lambda days: as_of + timedelta(days))),
            "activation_status": st.sampled_from(_STATUSES),
        }
    )
    return rows.map(_with_month)


def _with_month(row: Row) -> Row:
    return row | {"month": row["completed"].replace(day=1)}


def _large(partner: str, now: date, revenue: str, workloads: int) -> list[Row]:
    """Revenue that may make an Enterprise: so many workloads in both months."""
    common = {"partner": partner, "tenant": "big", "association_text": "CSP Tier 1", "association": "CSP_T1"}
    return [
        {**common, "month": month, "workload": workload, "revenue": Decimal(revenue)}
        for month in (now, shift(now, -12))
        for workload in _LARGE[:workloads]
    ]


def stored(facts: Facts) -> dict[str, list[Row]]:
    """The facts as a lake has them, rows numbered as a spreadsheet shows them; trainings came in two files."""
    return {name: [_stored(name, rows, place) for place in range(len(rows))] for name, rows in facts.items()}


def _stored(name: str, rows: Sequence[Row], place: int) -> Row:
    later = name in ACCUMULATING and place >= len(rows) // 2
    origin = {"run": 2 * sorted(DATASETS).index(name) + later, "row": place + 2}
    return dict.fromkeys(DATASETS[name].schema) | rows[place] | origin


def put(folder: Path, facts: Facts) -> list[Slice]:
    """Write the facts as a lake's immutable files. Returns which months they speak for."""
    slices = set()
    for name, rows in stored(facts).items():
        schema = pa.schema([(column, _ARROW[kind]) for column, kind in DATASETS[name].schema.items()])
        for run in {row["run"] for row in rows}:
            target = run_folder(folder, name, run)
            target.mkdir(parents=True)
            pq.write_table(
                pa.Table.from_pylist([row for row in rows if row["run"] == run], schema), target / "part-0.parquet"
            )
        slices |= {Slice(name, row["partner"], row["month"], row["run"], row["run"]) for row in rows}
    return sorted(slices)


@dataclass(frozen=True)
class Lake:
    """A situation's evidence in a folder, to be asked for any of its partners, on the real engine."""

    folder: Path
    situation: Situation
    slices: Sequence[Slice]

    @contextmanager
    def asked(self, *partners: str) -> Iterator[Question]:
        """The question of the situation for these partners, whose evidence is all that the session sees."""
        slices = tuple(one for one in self.slices if one.partner in partners)
        with engine.session(EvidenceView(self.folder, partners, None, slices), NAMES) as session:
            scope = Scope(self.situation.as_of, self.situation.basis)
            yield Question(session, BOOK, BUSINESS_APPS, scope, {partner: MARKETS[partner] for partner in partners})


@contextmanager
def lake(situation: Situation) -> Iterator[Lake]:
    """The situation's evidence as immutable files."""
    with tempfile.TemporaryDirectory() as folder:
        yield Lake(Path(folder), situation, put(Path(folder), situation.facts))
