"""The engine for a programme that outgrows one machine: Apache Spark, with the sessions and expressions of ``engine``.

Needs the extra ``.[spark]`` and Java 17. Where Spark runs, and on how much memory, is said in its own ``spark-defaults.conf``;
only what answers depend on is set here.
"""

import re
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import expr

from evidence import engine, reading
from evidence.statements import Statement
from evidence.view import ACCUMULATING, EVERY_PARTNER, EvidenceView, run_folder

# An amount that does not fit is an error, as in DuckDB, and never NULL or a rounded one; a day is a UTC day.
_EXACT = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
}
_PLAIN_TEXT = f"""
CREATE OR REPLACE TEMPORARY FUNCTION plain_text(text STRING) RETURNS STRING RETURN {reading.plain("text")}
"""
_local = threading.local()


class Session(engine.Session):
    """One look at the evidence, as ``engine.Session`` gives it, with Ibis on Spark."""

    def bind_table(self, name: str, rows: pa.Table) -> None:
        """Let a small table's name stand for these rows."""
        _spark().createDataFrame(rows).createOrReplaceTempView(name)

    def statement(self, key: Hashable, build: Callable[[], tuple[Table, Any]]) -> Statement:
        """As in ``engine``; the same question has another text here."""
        return super().statement(("spark", key), build)

    def rows(self, statement: Statement) -> list[dict[str, Any]]:
        """Run a statement; its rows as dictionaries (amounts as Decimal, dates as date)."""
        found: list[dict[str, Any]] = self.table(statement).to_pylist()
        return found

    def tuples(self, statement: Statement) -> list[tuple[Any, ...]]:
        """Run a statement; its rows as tuples, in the order of its columns."""
        return list(zip(*(column.to_pylist() for column in self.table(statement).columns), strict=True))

    def table(self, statement: Statement) -> pa.Table:
        """Run a statement; its rows by column."""
        self._prepare(statement.sql)
        found: pa.Table = _spark().sql(statement.sql).toArrow()
        return found

    def batches(self, statement: Statement) -> Iterator[pa.RecordBatch]:
        """Run a statement; its rows by column, so many at a time."""
        yield from self.table(statement).to_batches(engine.BATCH)

    def _worked_out(self, name: str, text: str) -> DataFrame:
        self._prepare(text)
        return _spark().sql(text)

    def _let_stand(self, name: str, rows: DataFrame) -> None:
        rows.createOrReplaceTempView(name)

    def _open(self, dataset: str) -> None:
        _current(self.view, dataset).createOrReplaceTempView(dataset)


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    _spark()
    opened = Session(_local.connection, view)
    opened.open(names)
    yield opened


def _spark() -> SparkSession:
    """This thread's Spark, which has temporary tables of its own."""
    if not hasattr(_local, "spark"):
        spark = SparkSession.builder.getOrCreate().newSession()
        for name, value in _EXACT.items():
            spark.conf.set(name, value)
        spark.sql(_PLAIN_TEXT)
        _local.spark, _local.connection = spark, engine.Connection(ibis.pyspark.connect(spark))
    found: SparkSession = _local.spark
    return found


def _current(view: EvidenceView, dataset: str) -> DataFrame:
    """The dataset's current rows: those of a month from the run that speaks for it."""
    slices = _spark().table(f"{dataset}_slices")
    own = slices.where(slices.partner != EVERY_PARTNER)
    shared = slices.where(slices.partner == EVERY_PARTNER).drop("partner")
    accumulates = dataset in ACCUMULATING
    runs = {of: {s.run for s in view.slices(dataset) if (s.partner == EVERY_PARTNER) is of} for of in (False, True)}
    programme = _files(view, dataset, runs[True]).join(shared, ["run", "month"])
    programme = programme.join(_spark().table("session_partners"), "partner", "left_semi")
    if not accumulates:
        # A month for which a partner's own run speaks is not read from the programme's file.
        programme = programme.join(own, ["partner", "month"], "left_anti")
    spoken = _files(view, dataset, runs[False]).join(own, ["run", "partner", "month"]).unionByName(programme)
    current = _newest(spoken, ACCUMULATING[dataset]) if accumulates else spoken.drop("rank")
    return current.join(_spark().table("session_partners"), "partner")


def _newest(spoken: DataFrame, key: str) -> DataFrame:
    """Facts that accumulate: every run counts, and of the same fact the one known last."""
    place = f"row_number() OVER (PARTITION BY partner, {key} ORDER BY f.rank DESC, f.row DESC)"
    return spoken.alias("f").withColumn("place", expr(place)).where("place = 1").drop("place", "rank")


def _files(view: EvidenceView, dataset: str, runs: set[int]) -> DataFrame:
    """The rows of these runs' files. What a file does not have, because it is older than the column, is NULL."""
    nothing = _spark().createDataFrame(engine.tables()[dataset].drop("cohort").schema().to_pyarrow().empty_table())
    if not runs:
        return nothing
    # Looked up recursively, "run=7" in a path is a name and not a column.
    reader = _spark().read.schema(nothing.schema).option("recursiveFileLookup", "true")
    folders = [_literally(run_folder(view.lake, dataset, run)) for run in sorted(runs)]
    return reader.option("pathGlobFilter", "part-*.parquet").parquet(*folders)


def _literally(folder: Path) -> str:
    """A path in which Spark finds no pattern to fill in."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", str(folder.absolute()))
