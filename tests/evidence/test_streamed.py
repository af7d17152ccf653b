"""Sessions for one question about many partners: rows straight from the files, with plain texts, so many at a time."""

from datetime import date
from pathlib import Path

import pytest

from evidence import engine, queries
from evidence.engine import plain
from evidence.statements import Statement
from partnerhub.models import Partner
from tests.evidence.test_programme import USAGE, put, usage
from tests.factories import PartnerFactory
from tests.lake_rows import put as put_rows

JUNE = date(2023, 6, 1)


@pytest.fixture
def partners(db: None, tmp_path: Path) -> list[Partner]:
    """One with usage of its own, one in the programme's file, which the other's own month is not read from."""
    found: list[Partner] = [PartnerFactory(mpn_id="8001"), PartnerFactory(mpn_id="8002")]
    put(tmp_path, None, usage("8001 | 2023-06 | t1 | 10", "8002 | 2023-06 | t2 | 20"))
    put(tmp_path, found[0], usage("8001 | 2023-06 | t1 | 11"))
    return found


def test_rows_are_the_current_ones_of_every_partner(partners: list[Partner]) -> None:
    every = Statement(f"SELECT partner, acr FROM {USAGE} ORDER BY acr", None)
    for kind in (queries.FILES, queries.STREAMED):
        with queries.session(queries.view(partners), (USAGE,), kind) as session:
            assert [(partner, int(acr)) for partner, acr in session.tuples(every)] == [("8001", 11), ("8002", 20)]


def test_compared_texts_are_plain_as_they_are_read(db: None) -> None:
    partner: Partner = PartnerFactory()
    row = {
        "month": JUNE,
        "tenant": "a",
        "customer": "Contoso_A",
        "service_level_4": "Key-Vault",
        "service_level_1": None,
    }
    put_rows(partner, {USAGE: [row]})
    texts = Statement(f"SELECT service_level_4, service_level_1, customer FROM {USAGE}", None)
    with queries.session(queries.view([partner]), (USAGE,), queries.STREAMED) as session:
        assert session.tuples(texts) == [("keyvault", None, "Contoso_A")]
        usage_rows = engine.tables()[USAGE]
        again = session.statement("again", lambda: (usage_rows.select(one=plain(usage_rows.service_level_4)), None))
        assert session.tuples(again) == [("keyvault",)]


def test_facts_that_accumulate_are_told_apart_by_what_is_written(db: None) -> None:
    partner: Partner = PartnerFactory()
    rows = [
        {"month": JUNE, "person": "p1", "title": title, "completed": JUNE, "training_type": "Certification"}
        for title in ("AZ-104", "az-104", "AZ 104")
    ]
    put_rows(partner, {"trainings": rows})
    for kind, titles in ((queries.FILES, ["AZ 104", "az-104"]), (queries.STREAMED, ["az104", "az104"])):
        with queries.session(queries.view([partner]), ("trainings",), kind) as session:
            found = session.tuples(Statement("SELECT title FROM trainings ORDER BY title", None))
        assert [title for (title,) in found] == titles


@pytest.mark.parametrize("kind", [queries.FILES, queries.STREAMED])
def test_batches_have_every_row_once(partners: list[Partner], monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(engine, "BATCH", 2048)
    many = Statement(f"SELECT partner, n FROM {USAGE}, range(5000) r(n)", None)
    with queries.session(queries.view(partners), (USAGE,), kind) as session:
        batches = list(session.batches(many))
    assert len(batches) > 1
    assert sorted(row["n"] for batch in batches for row in batch.to_pylist()) == sorted([*range(5000), *range(5000)])
