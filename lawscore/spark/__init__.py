"""Very many units on Spark: the same rubric, the same digits and items as on one machine, over the machines of a cluster.

What is here is imported when it is first asked for: `lawscore.spark.java` tells what is missing without any of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lawscore.spark.assessing import assess
    from lawscore.spark.result import SparkAssessment
    from lawscore.spark.running import run

__all__ = ["SparkAssessment", "assess", "run"]

_WHERE: Final = {"assess": "assessing", "SparkAssessment": "result", "run": "running"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    found = getattr(import_module(f"lawscore.spark.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
