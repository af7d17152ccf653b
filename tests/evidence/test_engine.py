"""The engine's sessions."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from evidence import engine, queries
from evidence.view import EvidenceView
from tests.evidence_files import imported
from tests.factories import PartnerFactory


def test_session_reads_a_lake_whose_folder_looks_like_a_pattern(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "it's [a] lake?")
    partner = PartnerFactory()
    row = {
        "FiscalMonthName": "June 2023",
        "CustomerTenantID": "tenant-1",
        "Workloads": "Sales",
        "AdjustedRevenueAmtCD": "10",
    }
    run = imported(tmp_path, partner, "business_apps_revenue", [row]).run

    with engine.session(queries.view([partner]), ("business_apps_revenue",)) as session:
        found = session.connection.execute("SELECT run, tenant FROM business_apps_revenue").fetchall()

    assert found == [(run.pk, "tenant-1")]


def test_engine_that_does_not_exist_is_refused_with_those_that_do(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_ENGINE = "sparkle"
    with pytest.raises(ImproperlyConfigured, match=r"^EVIDENCE_ENGINE is 'sparkle'; expected duckdb or spark\.$"):
        queries.session(EvidenceView(tmp_path, (), None, ()), ())
