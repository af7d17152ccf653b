"""Where all partners stand, asked of Spark and of DuckDB."""

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from partnerhub import rulebook
from tests.spark.asked import ENGINES, MARKS
from tests.specializations.population import Population, lake
from tests.specializations.test_programme import asked_together

pytestmark = MARKS


@pytest.mark.parametrize("day", [date(2021, 9, 7), date(2023, 7, 25)], ids=str)
def test_spark_says_where_all_partners_stand_as_duckdb_does(tmp_path: Path, day: date) -> None:
    known = Population(rulebook.load(), day, 4, 9)
    view, found = lake(known, tmp_path), {}
    for engine in ENGINES:
        with override_settings(EVIDENCE_ENGINE=engine):
            found[engine] = asked_together(known, view)
    assert found["spark"] == found["duckdb"]
    together, qualified = found["spark"]
    assert together and qualified
