"""Usage and access drawn at random: nested places, overlapping and touching intervals, midnight, and everything that may fail."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from credit.access import ACCOUNTS, LAPSES, PARTNERS
from credit.asking import DATASETS, Question
from evidence import queries
from evidence.datasets import NO_MONTH
from evidence.view import EvidenceView
from partnerhub import rulebook
from tests.credit.slow import World
from tests.scoring.generated import put

BOOK = rulebook.load()
JULY = date(2023, 7, 1)
DAYS = [date(2023, 7, day) for day in (1, 2, 3, 31)]
KINDS = {"D1": "direct_bill", "P1": "indirect_provider", "R1": "indirect_reseller", "U1": ""}
# Locations, by their own ids.
ACCOUNT_OF = {"D1-east": "D1", "P1-east": "P1", "R1-east": "R1"}
HOLDERS = ["D1", "D1-east", "P1", "P1-east", "R1", "R1-east", "X9"]
RESELLERS = [None, "0", "-1", "R1", "R1-east", "X9"]
ROOT = "/subscriptions/s1"
PLACES = [
    ROOT,
    f"{ROOT}/resourcegroups/rg-1",
    f"{ROOT}/resourcegroups/rg-10",
    f"{ROOT}/resourcegroups/rg-1/providers/microsoft.sql/servers/a",
    f"{ROOT}/resourcegroups/rg-1/providers/microsoft.sql/servers/a/databases/b",
    f"{ROOT}/resourcegroups/rg-1/providers/microsoft.sql/servers/ab",
    "/subscriptions/s2",
]
ROLES = ["Owner", "CONTRIBUTOR", "Reader", "Contoso Operator"]
PRODUCTS = ["virtual machines | d2 v3", "virtual machines | d2 v3 spot", "hotspot | d2", "savings plan | x"]


@dataclass(frozen=True)
class Situation:
    """Lines and assignments as they are stored, and the days without an agreement."""

    lines: list[dict[str, Any]]
    grants: list[dict[str, Any]]
    lapses: frozenset[tuple[str, date]] = field(default_factory=frozenset)

    @property
    def world(self) -> World:
        return World(BOOK.on(JULY), KINDS, ACCOUNT_OF, self.lapses, self.grants)


# Moments at midnight, around it, and in the middle of a day; from the last of June on.
MOMENTS = st.builds(
    lambda day, minute: datetime(2023, 6, 30) + timedelta(days=day, minutes=minute),  # noqa: DTZ001  # stored in UTC
    st.sampled_from([0, 1, 2, 3, 30, 31, 32]),
    st.sampled_from([0, 0, 0, 1, 719, 720, 1439]),
)


@st.composite
def grants(draw: st.DrawFn) -> dict[str, Any]:
    begin, end = draw(st.none() | MOMENTS), draw(st.none() | MOMENTS)
    if begin and end and end <= begin:
        begin, end = (end, begin) if end < begin else (begin, None)
    deny = draw(st.sampled_from([*[False] * 6, True]))
    return {
        "partner": draw(st.sampled_from([*["P1"] * 8, "D1", "U1"])),
        "month": NO_MONTH,
        "tenant": draw(st.sampled_from([*["t1"] * 8, "t2"])),
        "scope": draw(st.sampled_from([*PLACES[:2] * 4, *PLACES])),
        "kind": draw(st.sampled_from(["aobo", "lighthouse", "direct", "group"])),
        "holder": draw(st.sampled_from([*["P1"] * 8, *HOLDERS, *([None] if deny else [])])),
        "azure_role": draw(st.sampled_from([*["Owner"] * 8, *ROLES])),
        "linked": draw(st.sampled_from([*[True] * 6, False, None])),
        "valid_from": begin,
        "valid_until": end,
        "deny": deny,
    }


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    described = draw(st.sampled_from([*PRODUCTS[:1] * 12, *PRODUCTS]))
    cells = {
        "partner": draw(st.sampled_from([*["P1"] * 8, "D1", "R1", "U1"])),
        "month": JULY,
        "tenant": draw(st.sampled_from([*["t1"] * 8, "t2"])),
        "day": draw(st.sampled_from(DAYS)),
        "scope": draw(
            st.sampled_from([*PLACES[3:5] * 4, *PLACES, f"{ROOT}/resourcegroups/rg-10/providers/x/y/z", None])
        ),
        "subscription": "s1",
        "reseller": draw(st.sampled_from(RESELLERS)),
        "described": described,
        "plan": draw(st.sampled_from([*["Azure plan"] * 12, None, "Microsoft Azure (MS-AZR-0145P)"])),
        "publisher": draw(st.sampled_from([*["Microsoft"] * 12, None, "Litware"])),
        "charge_type": draw(st.sampled_from([*["New"] * 12, None, "customerCredit"])),
        "other_share": draw(st.sampled_from([*[None] * 12, Decimal("0.15"), Decimal(1)])),
        "credit_share": draw(st.sampled_from([None, Decimal(0), Decimal("0.15")])),
        "meter_id": draw(st.sampled_from(["m1", "m2"])),
        "unit_price": draw(st.decimals(0, 3, places=12)),
        "quantity": draw(st.decimals(-2, 30, places=14)),
    }
    product = (described, cells["plan"], cells["publisher"], cells["charge_type"])
    return cells | {"product_key": hash(product) >> 2, "fingerprint": hash(tuple(cells.values())) >> 2}


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    found = draw(st.lists(lines(), min_size=1, max_size=12))
    again = draw(st.lists(st.sampled_from(found), max_size=2))
    lapse = draw(st.sampled_from([frozenset(), frozenset({("P1", DAYS[0])})]))
    ordered = sorted([*found, *again], key=lambda row: str(row["partner"]))
    return Situation(ordered, draw(st.lists(grants(), max_size=12)), lapse)


@contextmanager
def asked(situation: Situation, *partners: str) -> Iterator[Question]:
    """The situation's question for these partners (none named: all), on the real engine."""
    chosen = partners or tuple(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        facts = {"daily_rated_usage": situation.lines, "access_grants": situation.grants}
        slices = put(Path(folder), {name: rows for name, rows in facts.items() if rows})
        view = EvidenceView(Path(folder), chosen, None, tuple(one for one in slices if one.partner in chosen))
        with queries.session(view, DATASETS, queries.WRITTEN) as session:
            session.bind("credit_partners", [{"partner": one, "kind": KINDS[one]} for one in chosen], PARTNERS)
            told = [{"mpn": mpn, "account": account} for mpn, account in ACCOUNT_OF.items()]
            session.bind("credit_accounts", told, ACCOUNTS)
            gone = [{"partner": partner, "day": day} for partner, day in situation.lapses if partner in chosen]
            session.bind("credit_lapses", gone, LAPSES)
            yield Question(session, BOOK, JULY)
