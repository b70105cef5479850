"""A rubric on its way to executors: the validated document goes, and each process binds it once."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lawscore.classes import dataclass
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document


@dataclass(frozen=True, slots=True)
class Shipped:
    """A rubric as bytes: bound rules are functions, which do not travel; the document holds all that they are made of.

    What it extends is merged into it already, so no file is needed where it arrives.
    """

    document: bytes
    digest: str
    #: Without ranks and grades.
    unranked: bool = False

    @classmethod
    def of(cls, rubric: Rubric, *, unranked: bool = False) -> Shipped:
        """Make a rubric ready to travel."""
        return cls(pickle.dumps(rubric.document), rubric.digest, unranked)

    @property
    def rubric(self) -> Rubric:
        """The rubric where it has arrived; the same object whenever the process is asked again."""
        return _bound(self)


@lru_cache(maxsize=8)
def _bound(shipped: Shipped) -> Rubric:
    document = pickle.loads(shipped.document)  # noqa: S301 - what the driver has pickled
    assert isinstance(document, Document)  # as above
    rubric, _ = bind_rubric(document)
    if rubric is None or rubric.digest != shipped.digest:
        raise RuntimeError("lawscore on an executor is of another version than on the driver")
    return replace(rubric, standings=()) if shipped.unranked else rubric


def work(task: Callable[[Iterable[Any]], Iterator[Any]]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What executors are to do with batches, as the plain function that Spark takes."""
    return lambda batches: task(batches)  # noqa: PLW0108 - Spark looks at the signature of functions
