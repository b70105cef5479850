"""The distinct results of one indicator, by code, with what is needed to add whole columns of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Flags, Integers, taken
from lawscore.columns.deferred import Deferred
from lawscore.columns.numerators import Fractions
from lawscore.columns.ratios import Ratios, of_codes
from lawscore.columns.ratios_together import joined
from lawscore.facts.card import NodeResult
from lawscore.numbers import ZERO

#: The score of a result, its points, and how many do not pass at or below it.
Numbers: TypeAlias = tuple[Fraction, Fraction, Fraction]


class Marks:
    """Yes or no for each code."""

    def __init__(self) -> None:
        self.values: list[bool] = []
        self.all = True
        self._array = np.zeros(0, np.uint8)

    def append(self, value: bool) -> None:  # noqa: FBT001 - the value itself
        """Enter one more."""
        self.values.append(value)
        self.all = self.all and value

    def take(self, codes: Codes) -> Flags:
        """That of each row."""
        if len(self._array) < len(self.values):
            self._array = np.array(self.values, np.uint8)
        return taken(self._array, codes).view(np.bool_)


@dataclass(slots=True)
class ResultTable:
    """The distinct results of one indicator by code; kept from batch to batch."""

    results: Deferred[NodeResult] = field(default_factory=Deferred)
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
        score = result.score if result.score is not None else ZERO
        self._number(score, result.points, result.failed if isinstance(result.failed, Fraction) else ZERO)
        self.closed.append(_is_closed(result))
        self.there.append(result.state != "not_applicable")
        return len(self.results) - 1

    def append_scored(self, numbers: Numbers, make: Callable[[], NodeResult]) -> int:
        """Enter a result that is scored and closed, with these numbers; what else there is to it is made when asked for."""
        self.results.append_later(make)
        self._number(*numbers)
        self.closed.append(True)
        self.there.append(True)
        return len(self.results) - 1

    def scored(self, code: int) -> Numbers | None:
        """The numbers of a result that is scored and closed; None for any other."""
        if not (self.closed.values[code] and self.there.values[code]):
            return None
        return self.scores.values[code], self.points.values[code], self.failed.values[code]

    def _number(self, score: Fraction, points: Fraction, failed: Fraction) -> None:
        self.scores.append(score)
        self.points.append(points)
        self.failed.append(failed)

    def __len__(self) -> int:
        return len(self.results)


@dataclass(frozen=True, slots=True)
class WideResults:
    """Scored results whose numbers hardly come twice: those of each row, with anything in the rows of others.

    What else there is to such a result, its items above all, `again` works out when it is asked for.
    """

    score: Ratios
    points: Ratios
    failed: Ratios
    again: Callable[[int], NodeResult]

    def take(self, rows: Integers) -> WideResults:
        """Those of some rows."""
        again = self.again
        return WideResults(
            self.score.take(rows), self.points.take(rows), self.failed.take(rows), lambda row: again(int(rows[row]))
        )


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """The results of one indicator for some units."""

    table: ResultTable
    #: The code of each result; below zero for one that has its own numbers.
    codes: Codes
    wide: WideResults | None = None

    def of(self, row: int) -> NodeResult:
        """That of one unit."""
        code = int(self.codes[row])
        if code >= 0:
            return self.table.results[code]
        assert self.wide is not None  # else all have codes
        return self.wide.again(row)

    def take(self, rows: Integers) -> ResultColumn:
        """Those of some units."""
        return ResultColumn(self.table, self.codes[rows], self.wide.take(rows) if self.wide is not None else None)

    def housed(self, room: Codes) -> ResultColumn:
        """The same, with codes of a byte in a room that was made for them."""
        if self.codes.dtype != np.uint8:
            return self
        np.copyto(room, self.codes)
        return ResultColumn(self.table, room, self.wide)

    @property
    def own(self) -> Flags:
        """The rows whose results have their own numbers."""
        return self.codes < 0 if self.wide is not None else np.zeros(len(self.codes), np.bool_)

    @property
    def scores(self) -> Ratios:
        """The score of each; 0 where there is none."""
        return self._numbers(self.table.scores, self.wide.score if self.wide is not None else None)

    @property
    def points(self) -> Ratios:
        """The points of each."""
        return self._numbers(self.table.points, self.wide.points if self.wide is not None else None)

    @property
    def failed(self) -> Ratios:
        """How many do not pass, at or below each; 0 where that is not known."""
        return self._numbers(self.table.failed, self.wide.failed if self.wide is not None else None)

    def marked(self, marks: Marks) -> Flags:
        """What is marked in the table; those that have their own numbers are scored and closed."""
        if self.wide is None:
            return marks.take(self.codes)
        found = np.ones(len(self.codes), np.bool_)
        rows = np.flatnonzero(self.codes >= 0)
        found[rows] = marks.take(self.codes[rows])
        return found

    def coded(self) -> Codes:
        """The code of each, those that have their own numbers worked out and entered one by one."""
        if self.wide is None:
            return self.codes
        codes = self.codes.astype(np.int32)
        for row in np.flatnonzero(codes < 0).tolist():
            codes[row] = self.table.append(self.wide.again(row))
        return codes

    def _numbers(self, fractions: Fractions, wide: Ratios | None) -> Ratios:
        if wide is None:
            return of_codes(fractions, self.codes)
        coded, own = np.flatnonzero(self.codes >= 0), np.flatnonzero(self.codes < 0)
        if not len(coded):
            return wide
        return joined(len(self.codes), [(coded, of_codes(fractions, self.codes[coded])), (own, wide.take(own))])


def _is_closed(result: NodeResult) -> bool:
    if not isinstance(result.failed, Fraction):
        return False
    if result.state == "not_applicable":
        return True
    return result.score is not None and result.interval.low is result.interval.high
