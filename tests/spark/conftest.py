"""One real cluster on this machine for all Spark tests: two executors of one core, each a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.spark.java import why_not

MASTER = "local-cluster[2,1,1024]"
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.log.level": "ERROR",
    # To compile plans, and the JVM itself, takes longer than a few hundred rows do.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": _SHORT_LIVED,
    "spark.executor.extraJavaOptions": _SHORT_LIVED,
}


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[object]:
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    if find_spec("pyspark") is None:
        pytest.skip("the Spark tests need PySpark: pip install 'lawscore[spark]'")
    from lawscore.spark.session import session

    folder = tmp_path_factory.mktemp("cluster")
    with session(MASTER, {**SETTINGS, "spark.local.dir": str(folder)}) as spark:
        yield spark
