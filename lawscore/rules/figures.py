"""Figures over a list of numbers: sum, mean, median, least and greatest, after the extremes are dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, WithJsonSchema

from lawscore.classes import dataclass
from lawscore.expressions.binding import Name, Program
from lawscore.expressions.reading import wordless
from lawscore.expressions.values import COUNT, Kind, Missing, NotApplicable, Numbers, Unknown, Value, unknown
from lawscore.facts.unit import Scope
from lawscore.models import RoundingSpec, refuse, shorten, to_text
from lawscore.numbers import ZERO, NotANumber, parse_number, parse_percent, too_long

Aggregate = Literal["count", "sum", "mean", "median", "min", "max"]
AGGREGATES: Final[tuple[Aggregate, ...]] = ("count", "sum", "mean", "median", "min", "max")
#: Figures of whole numbers that need not be whole.
FRACTIONAL: Final = frozenset({"mean", "median"})

Run = Callable[[Scope], Value]


def mean_of(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean, exactly."""
    return sum(values, ZERO) / len(values)


def median_of(ordered: Sequence[Fraction]) -> Fraction:
    """The middle one of an ordered list; of an even number of values the mean of the two in the middle."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


REDUCERS: Final[Mapping[str, Callable[[Sequence[Fraction]], Fraction]]] = {
    "sum": lambda values: sum(values, ZERO),
    "mean": mean_of,
    "median": median_of,
    "min": min,
    "max": max,
}


@dataclass(frozen=True, slots=True)
class Trimming:
    """How many values are dropped at each end: a number of them, or a share, of which a begun one is not dropped."""

    count: int = 0
    share: Fraction = ZERO

    def dropped(self, found: int) -> int:
        """How many of so many values are dropped at each end."""
        return self.count or int(self.share * found)

    def left(self, values: Sequence[Fraction]) -> list[Fraction]:
        """What is left, from the least to the greatest; nothing where both ends meet."""
        ordered, off = sorted(values), self.dropped(len(values))
        return ordered[off : len(ordered) - off]


NO_TRIMMING: Final = Trimming()
_HALF: Final = Fraction(1, 2)


def parse_trim(text: str) -> Trimming:
    """Read `trim`: `1`, or `10%`."""
    if text.strip()[-1:] in "%％":
        return Trimming(share=parse_percent(text))
    number = parse_number(text)
    if number.denominator != 1:
        raise NotANumber(text, "not_whole")
    return Trimming(count=int(number))


def _to_trim(value: object) -> str:
    text = to_text(value).strip()
    try:
        trimming = parse_trim(text) if text else None
    except NotANumber:
        trimming = None
    if trimming is None or trimming.count < 0 or not ZERO <= trimming.share < _HALF:
        raise refuse("trim_unreadable", given=shorten(text))
    return text


#: `trim: 1` drops one value at each end, `trim: 10%` a tenth of them.
Trim = Annotated[
    str,
    BeforeValidator(_to_trim),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+$|^[\d.]+ ?[%％]$"}]}),
]


def trimming_of(trim: str | None) -> Trimming:
    """The trimming that a key says; none where it is left out."""
    return parse_trim(trim) if trim is not None else NO_TRIMMING


def figure(values: Sequence[Fraction], key: str, trimming: Trimming, text: str) -> Value:
    """The figure over some numbers, which `text` names: of none it is not applicable, of none that are left unknown."""
    if not values:
        return NotApplicable(unknown("value", text).causes)
    left = trimming.left(values)
    if not left:
        return unknown("nothing_left", text, detail=str(len(values)))
    reduced = REDUCERS[key](left)
    return unknown("too_long", text) if too_long(reduced) else reduced


def bind_numbers(text: str, numbers: Name, key: Aggregate, trim: str | None, rounding: RoundingSpec | None) -> Program:
    """A figure over a list of numbers that a name stands for: how many there are, their sum, mean and so on."""
    trimming = trimming_of(trim)

    def run(scope: Scope) -> Value:
        found = numbers.fetch(scope)
        if isinstance(found, Missing):
            return found
        if not isinstance(found, Numbers):
            return Unknown(())
        return Fraction(len(found.values)) if key == "count" else figure(found.values, key, trimming, text)

    kind = COUNT if key == "count" else Kind("number")
    return Program(text, kind, rounded_by(run, rounding), wordless(text), {}, numbers.reads)


def rounded_by(run: Run, spec: RoundingSpec | None) -> Run:
    """The same figure, rounded as a key `round` says."""
    if spec is None:
        return run
    rounding = spec.rounding

    def rounded(scope: Scope) -> Value:
        value = run(scope)
        return rounding.apply(value) if isinstance(value, Fraction) else value

    return rounded
