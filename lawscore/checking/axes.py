"""The values that a name can have, as numbers on an axis: percentages, counts, dates, yes and no, choices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

from lawscore.checking.regions import EVERYTHING, Cut, Region, Span, between, point
from lawscore.classes import dataclass
from lawscore.expressions.values import Kind
from lawscore.numbers import ONE, ZERO, percent_text, plain_text
from lawscore.rubric.fields import Column


@dataclass(frozen=True, slots=True)
class Axis:
    """The values of one name. `certain` holds all that it can have; `usual` leaves out what is hardly meant (120%)."""

    certain: Region
    usual: Region
    whole: bool
    write: Callable[[Fraction], str]
    options: tuple[str, ...] | None = None
    #: The values are whole numbers of something, and not days or options.
    is_count: bool = False

    def number(self, value: object) -> Fraction | None:
        """Where a value lies on the axis; None for a text that is not one of the options."""
        if isinstance(value, Fraction):
            return value
        if isinstance(value, date):
            return Fraction(value.toordinal())
        if self.options is not None and value in self.options:
            return Fraction(self.options.index(str(value)))
        return None

    def cut(self, region: Region) -> Region:
        """The part of a region that the name can reach."""
        region = region & self.certain
        return region.whole if self.whole else region

    def say(self, name: str, region: Region) -> str:
        """The region as a condition: `60% ≤ 满意率 < 80%`."""
        return "、".join(_say_span(name, span, self) for span in region.spans)


def axis_of(kind: Kind, spec: Column | None = None) -> Axis | None:
    """The axis of a kind, with the limits that a field declares; None for a free text and for records."""
    if kind.name == "yesno":
        return _listed(("否", "是"))
    if kind.options is not None:
        return _listed(kind.options)
    if kind.name == "date":
        return Axis(EVERYTHING, EVERYTHING, whole=True, write=_date)
    if kind.name != "number":
        return None
    low = kind.low if spec is None or spec.min is None else spec.min
    certain = between(low, spec.max if spec is not None else None)
    if spec is not None and spec.type == "count" and "none" in (spec.absent, *spec.codes.values()):
        certain |= point(ZERO)  # a count of what did not happen is 0, whatever `min` says
    if kind.measure in ("percent", "ratio"):
        usual = certain & between(ZERO, ONE) if kind.measure == "percent" else certain
        return Axis(certain, usual, whole=False, write=percent_text)
    return Axis(certain, certain, whole=kind.whole, write=plain_text, is_count=kind.whole)


def _listed(options: tuple[str, ...]) -> Axis:
    every = between(ZERO, Fraction(len(options) - 1))
    return Axis(every, every, whole=True, write=plain_text, options=options)


def _date(place: Fraction) -> str:
    return date.fromordinal(int(place)).isoformat()


def _say_span(name: str, span: Span, axis: Axis) -> str:
    start, end = span
    low, high = (None if cut[0] else cut for cut in span)
    if low is not None and high is not None and _is_point(start, end, whole=axis.whole):
        return f"{name} = {axis.write(low[1])}"
    left = f"{axis.write(low[1])} {_SIGNS[low[2]]} " if low is not None and high is not None else ""
    if high is not None:
        sign, limit = _upper(high, whole=axis.whole)
        return f"{left}{name} {sign} {axis.write(limit)}"
    return f"{name} {'>' if low is not None and low[2] else '≥'} {axis.write(low[1])}" if low is not None else name


_SIGNS: Final = {0: "≤", 1: "<"}


def _upper(cut: Cut, *, whole: bool) -> tuple[str, Fraction]:
    """An upper limit is said with the largest whole number that is inside."""
    if whole:
        return "≤", cut[1] - 1
    return ("≤" if cut[2] else "<"), cut[1]


def _is_point(start: Cut, end: Cut, *, whole: bool) -> bool:
    return end[1] - start[1] == 1 if whole else start[1] == end[1]
