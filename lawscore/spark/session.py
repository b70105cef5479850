"""A Spark session on this machine, or on a cluster that is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from lawscore.spark.quiet import quietly

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: What holds wherever it runs: no page of its own, and no line of progress among the output.
_EVERYWHERE: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
#: A cluster on this machine listens to nobody else.
_HERE: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@contextmanager
def session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session on a master, stopped at the end; one that runs already is used as it is, and left running.

    Executors on this machine run the Python that runs here.
    """
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    is_here = master.startswith("local")
    with _set({"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"} if is_here else {}):
        builder = SparkSession.builder.master(master).appName("lawscore")
        for name, value in {**_EVERYWHERE, **(_HERE if is_here else {}), **(settings or {})}.items():
            builder = builder.config(name, value)
        with quietly():
            spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()


@contextmanager
def _set(variables: Mapping[str, str]) -> Iterator[None]:
    """With these in the environment, which is as it was afterwards."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
