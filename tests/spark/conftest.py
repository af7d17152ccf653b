"""Spark in this process, started once and sized for small answers."""

import logging
import os
from collections.abc import Iterator

import pytest

# Two threads, and no more tasks than those; what is asked is over before compiling it would pay.
SMALL = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@pytest.fixture(autouse=True, scope="session")
def _small_spark() -> Iterator[None]:
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    spark = SparkSession.builder.master("local[2]").config(map=SMALL).getOrCreate()
    yield
    spark.stop()
    # The driver says that its connections end when nobody listens any more.
    logging.getLogger("py4j").setLevel(logging.WARNING)
