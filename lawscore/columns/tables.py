"""The distinct results of one indicator, by code, with what is needed to add whole columns of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lawscore.columns.codes import Codes
from lawscore.columns.numerators import Fractions
from lawscore.facts.card import NodeResult
from lawscore.numbers import ZERO

Flags = npt.NDArray[np.bool_]


class Marks:
    """Yes or no for each code."""

    def __init__(self) -> None:
        self.values: list[bool] = []
        self.all = True
        self._array: Flags = np.zeros(0, np.bool_)

    def append(self, value: bool) -> None:  # noqa: FBT001 - the value itself
        """Enter one more."""
        self.values.append(value)
        self.all = self.all and value

    def take(self, codes: Codes) -> Flags:
        """That of each row."""
        if len(self._array) < len(self.values):
            self._array = np.array(self.values, np.bool_)
        return self._array.take(codes)


@dataclass(slots=True)
class ResultTable:
    """The distinct results of one indicator by code; kept from batch to batch."""

    results: list[NodeResult] = field(default_factory=list)
    scores: Fractions = field(default_factory=Fractions)
    points: Fractions = field(default_factory=Fractions)
    failed: Fractions = field(default_factory=Fractions)
    #: It is scored, or does not apply, and nothing that would change it can still come: it can be added as it is.
    closed: Marks = field(default_factory=Marks)
    #: It applies to the unit.
    there: Marks = field(default_factory=Marks)

    def append(self, result: NodeResult) -> int:
        """Enter a result; returns its code."""
        self.results.append(result)
        self.scores.append(result.score if result.score is not None else ZERO)
        self.points.append(result.points)
        self.failed.append(result.failed if isinstance(result.failed, Fraction) else ZERO)
        self.closed.append(_is_closed(result))
        self.there.append(result.state != "not_applicable")
        return len(self.results) - 1

    def __len__(self) -> int:
        return len(self.results)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """The results of one indicator for some units."""

    table: ResultTable
    codes: Codes

    def of(self, row: int) -> NodeResult:
        """That of one unit."""
        return self.table.results[int(self.codes[row])]


def _is_closed(result: NodeResult) -> bool:
    if not isinstance(result.failed, Fraction):
        return False
    if result.state == "not_applicable":
        return True
    return result.score is not None and result.interval.low is result.interval.high
