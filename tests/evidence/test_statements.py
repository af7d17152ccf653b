"""Compiled statements outlive a process, with everything that they name."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest
from django.core.cache.backends.filebased import FileBasedCache

from evidence import engine, lookups, shared, statements
from evidence.lookups import lookup
from evidence.statements import Store
from evidence.view import EvidenceView
from scoring.metrics.common import in_periods, named

NOTHING = EvidenceView(Path(), (), None, ())


@pytest.fixture(autouse=True)
def _own_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What this process knows already is not what another one would; the place that it keeps things in stays its own."""
    for module, name in ((statements, "_memory"), (lookups, "_tables"), (shared, "_expressions"), (shared, "_names")):
        monkeypatch.setattr(module, name, {})
    before = statements._Place.store
    yield
    statements.keep_in(before)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found: Store = FileBasedCache(str(tmp_path), {})
    return found


def asked() -> ibis.Table:
    """An expression with a lookup within shared rows, and one beside them."""
    tables = engine.tables_of_scores()
    usage = tables["azure_usage"]
    kinds = named(usage.mutate(written=usage.segment), "written", "kind", [("contoso", "k")])
    rows, known = in_periods(kinds, tables["periods"]), lookup(("of", "name"), [("k", "Contoso")])
    return known.left_join(rows, rows.kind == known.of).select("name", "period")


def answer(build: Any) -> list[tuple[Any, ...]]:
    with engine.session(NOTHING, ("azure_usage",)) as session:
        session.bind("periods", [{"cohort": 0, "period": "now", "month": date(2023, 6, 1)}], engine.PERIODS)
        return session.tuples(session.statement("asked", build))


def test_statement_is_built_once_for_all_processes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    statements.keep_in(store)
    assert answer(lambda: (asked(), None)) == [("Contoso", None)]
    for module, name in ((statements, "_memory"), (lookups, "_tables"), (shared, "_expressions")):
        monkeypatch.setattr(module, name, {})
    del engine._local.connection
    assert answer(lambda: pytest.fail("built again")) == [("Contoso", None)]


def test_statement_of_other_code_is_built_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    statements.keep_in(store)
    statements.kept("key", lambda: statements.Statement("old", None))
    monkeypatch.setattr(statements, "_memory", {})
    monkeypatch.setattr(statements, "_made_by", lambda: "other code")
    assert statements.kept("key", lambda: statements.Statement("new", None)).sql == "new"


def test_statement_is_kept_in_memory_where_there_is_no_place() -> None:
    statements.keep_in(None)
    first = statements.kept("key", lambda: statements.Statement("once", None))
    assert statements.kept("key", lambda: pytest.fail("built again")) is first
