"""Sessions for one partner: what was read stays for the same view, and for no other."""

from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evidence import engine, queries, ready
from evidence.statements import Statement
from partnerhub.models import Partner
from scoring.metrics.common import in_periods
from tests.evidence.test_programme import LATE, USAGE, put, usage
from tests.factories import PartnerFactory

EVERY_ROW = Statement(f"SELECT partner, acr FROM {USAGE} ORDER BY acr", None)


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found: Partner = PartnerFactory(mpn_id="8001")
    put(tmp_path, found, usage("8001 | 2023-06 | t1 | 10"))
    return found


def amounts(partner: Partner, *names: str) -> list[tuple[str, int]]:
    with ready.session(queries.view([partner]), names or (USAGE,)) as session:
        return [(of, int(acr)) for of, acr in session.tuples(EVERY_ROW)]


def test_partners_see_their_own_rows_in_turns(partner: Partner, tmp_path: Path) -> None:
    other = PartnerFactory(mpn_id="8002")
    put(tmp_path, other, usage("8002 | 2023-06 | t2 | 20"))
    expected = {partner: [("8001", 10)], other: [("8002", 20)]}
    assert [amounts(one) for one in (partner, other, partner, partner)] == [
        expected[one] for one in (partner, other, partner, partner)
    ]


def test_dataset_that_was_not_opened_has_nobodys_rows(partner: Partner) -> None:
    amounts(partner)
    with pytest.raises(duckdb.CatalogException):
        amounts(PartnerFactory(), "trainings")


def test_rows_are_read_once_for_a_view_and_again_after_an_import(
    partner: Partner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    hold = ready.Session._hold

    def noted(session: ready.Session, name: str, depends_on: Hashable, select: str) -> None:
        read.append(name)
        hold(session, name, depends_on, select)

    monkeypatch.setattr(ready.Session, "_hold", noted)
    amounts(partner)
    amounts(partner)
    assert read == [USAGE]
    put(tmp_path, partner, usage("8001 | 2023-06 | t1 | 30"), LATE)
    assert amounts(partner) == [("8001", 30)]
    assert read == [USAGE, USAGE]


def test_shared_rows_are_those_of_the_months_that_are_bound(partner: Partner, tmp_path: Path) -> None:
    put(tmp_path, partner, usage("8001 | 2023-05 | t1 | 7"))
    tables = engine.tables_of_scores()

    def build() -> tuple[Any, None]:
        rows = in_periods(tables[USAGE], tables["periods"])
        return rows.select("acr"), None

    with ready.session(queries.view([partner]), (USAGE,)) as session:
        (cohort,) = session.view.cohorts(["8001"])
        found = []
        for month in (date(2023, 6, 1), date(2023, 5, 1), date(2023, 6, 1)):
            session.bind("periods", [{"cohort": cohort, "period": "now", "month": month}], engine.PERIODS)
            found += [int(acr) for (acr,) in session.tuples(session.statement("shared in turns", build))]
    assert found == [10, 7, 10]


def test_after_an_error_everything_is_read_anew(partner: Partner) -> None:
    def fail() -> None:
        with ready.session(queries.view([partner]), (USAGE,)) as session:
            session.tuples(Statement("SELECT error('Contoso')", None))

    with pytest.raises(duckdb.Error, match="Contoso"):
        fail()
    assert amounts(partner) == [("8001", 10)]
