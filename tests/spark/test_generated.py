"""Generated evidence of many partners: Spark's answers are DuckDB's, for an edition of every designation."""

from datetime import date

import pytest

from tests.scoring.generated import editions, lake, situation
from tests.spark.asked import MARKS, everything, on_both

pytestmark = MARKS
PARTNERS = 20
BASES = ("published", "preview")
OF_EACH = [[edition for edition in editions() if edition[0] == key] for key in dict(editions())]
# Of one designation the first edition, of the next the last.
ASKED = [(*known[-(place % 2)], BASES[place % 2]) for place, known in enumerate(OF_EACH)]


@pytest.mark.parametrize(("designation", "as_of", "basis"), ASKED, ids=str)
def test_spark_answers_for_generated_partners_as_duckdb_does(designation: str, as_of: date, basis: str) -> None:
    first = as_of.toordinal()
    with lake(situation(designation, as_of, basis, range(first, first + PARTNERS))) as known:
        duckdb, spark = on_both(known.asked, everything)
    assert spark == duckdb
    assert len(spark.scores) == PARTNERS
    assert all(spark.contributions.values())
