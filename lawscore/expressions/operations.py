"""What each operator and function means, on exact values and on missing ones: written once, run by every evaluator.

A number is a `Fraction`. A missing operand makes a computation missing (`absorb`); conditions are three-valued.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from lawscore import arithmetic, irrational, numbers
from lawscore.classes import dataclass
from lawscore.expressions.values import (
    COUNT,
    DATE,
    DAYS,
    NUMBER,
    Kind,
    Missing,
    NotApplicable,
    Unknown,
    Value,
    absorb,
    together,
    unknown,
)

Binary = Callable[[Any, Any], Value]


def _bounded(value: Fraction) -> Value:
    return unknown("too_long", "") if numbers.too_long(value) else value


def add(left: Any, right: Any) -> Value:
    """Number + number, date + days."""
    if left.__class__ is Fraction and right.__class__ is Fraction:
        return _bounded(arithmetic.add(left, right))
    missing = absorb((left, right))
    if missing is not None:
        return missing
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _bounded(left + right)
    return _move(left, right, 1)


def subtract(left: Any, right: Any) -> Value:
    """Number - number, date - days, date - date (in days)."""
    if left.__class__ is Fraction and right.__class__ is Fraction:
        return _bounded(arithmetic.subtract(left, right))
    missing = absorb((left, right))
    if missing is not None:
        return missing
    if isinstance(left, date) and isinstance(right, date):
        return Fraction((left - right).days)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _bounded(left - right)
    return _move(left, right, -1)


def _move(left: Value, right: Value, sign: int) -> Value:
    day, days = (left, right) if isinstance(left, date) else (right, left)
    if not isinstance(day, date) or not isinstance(days, Fraction):
        msg = f"no sum of {left!r} and {right!r}: the types were not checked"
        raise TypeError(msg)
    try:
        return day + timedelta(days=sign * (days.numerator // days.denominator))
    except OverflowError:
        return unknown("too_long", "")


def multiply(left: Any, right: Any) -> Value:
    """Number * number."""
    if left.__class__ is Fraction and right.__class__ is Fraction:
        return _bounded(arithmetic.multiply(left, right))
    return absorb((left, right)) or _bounded(left * right)


def divide_saying(text: str) -> Binary:
    """Number / number; `text` names the division where the denominator is zero."""

    def divide(left: Any, right: Any) -> Value:
        if isinstance(left, Missing) or isinstance(right, Missing):
            return absorb((left, right)) or False
        if arithmetic.is_zero(right):
            return unknown("zero_denominator", text)
        return _bounded(arithmetic.divide(left, right))

    return divide


def negate(value: Any) -> Value:
    """The number with the other sign."""
    return value if isinstance(value, Missing) else -value


def comparing(relation: Callable[[Any, Any], bool]) -> Binary:
    """A comparison that is missing where an operand is."""
    holds = arithmetic.related(relation)

    def compare(left: Value, right: Value) -> Value:
        if isinstance(left, Missing) or isinstance(right, Missing):
            return absorb((left, right)) or False
        return holds(left, right)

    return compare


COMPARISONS: Final[Mapping[str, Binary]] = {
    "Eq": comparing(operator.eq),
    "NotEq": comparing(operator.ne),
    "Lt": comparing(operator.lt),
    "LtE": comparing(operator.le),
    "Gt": comparing(operator.gt),
    "GtE": comparing(operator.ge),
}


def both(values: Sequence[Value]) -> Value:
    """`and`: no where one is no, else unknown where one is unknown, else not applicable where one is, else yes."""
    return _logic(values, decisive=False)


def either(values: Sequence[Value]) -> Value:
    """`or`: yes where one is yes, else unknown where one is unknown, else not applicable where one is, else no."""
    return _logic(values, decisive=True)


def _logic(values: Sequence[Value], *, decisive: bool) -> Value:
    if decisive in values:
        return decisive
    other = not decisive
    if values.count(other) == len(values):  # each condition of each unit comes by here, and hardly any is open
        return other
    open_ = [value for value in values if isinstance(value, Unknown)]
    if open_:
        return Unknown(together(*open_))
    gone = [value for value in values if isinstance(value, NotApplicable)]
    return NotApplicable(together(*gone)) if gone else other


def negation(value: Value) -> Value:
    """`not`: a missing condition stays missing."""
    return value if isinstance(value, Missing) else not value


def undecided(test: Missing, branches: Sequence[Value]) -> Missing:
    """`a if test else b` where the test is missing: everything that is still owed is told at once."""
    if isinstance(test, NotApplicable):
        return test
    return Unknown(together(test, *(branch for branch in branches if isinstance(branch, Unknown))))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the expression language: the kinds it takes, the kind it gives, its meaning."""

    name: str
    takes: tuple[str, ...]
    gives: Callable[[Sequence[Kind]], Kind]
    run: Callable[..., Value]
    many: bool = False

    @property
    def arity(self) -> str:
        """How many arguments it takes, as it stands in a sentence."""
        if self.many:
            return "≥ 2"
        least = sum(not kind.endswith("?") for kind in self.takes)
        return str(least) if least == len(self.takes) else f"{least}–{len(self.takes)}"

    def __call__(self, *arguments: Value) -> Value:
        """Apply to values; a missing one makes the result missing."""
        return absorb(arguments) or self.run(*arguments)


def _round(value: Fraction, places: Fraction = numbers.ZERO) -> Value:
    if places.denominator != 1 or abs(places) > numbers.MOST_PLACES:
        return unknown("too_long", "round")
    return numbers.Rounding(int(places), "half_up").apply(value)


def _irrational(name: str, meaning: Callable[..., Fraction]) -> Callable[..., Value]:
    """A function whose value need not be rational: unknown where it has none, or one of too many digits."""

    def compute(*arguments: Fraction) -> Value:
        try:
            return meaning(*arguments)
        except irrational.Undefined:
            return unknown("out_of_reach", name, detail=", ".join(numbers.plain_text(value) for value in arguments))
        except irrational.TooLong:
            return unknown("too_long", name)

    return compute


def _root(value: Fraction, degree: Fraction) -> Fraction:
    if degree.denominator != 1:
        raise irrational.Undefined
    return irrational.root(value, int(degree))


def _plain(_: Sequence[Kind]) -> Kind:
    return NUMBER


def _same(kinds: Sequence[Kind]) -> Kind:
    first = kinds[0]
    return Kind(first.name, measure=first.measure, whole=all(kind.whole for kind in kinds))


def _whole(kinds: Sequence[Kind]) -> Kind:
    return Kind("number", measure=kinds[0].measure, whole=kinds[0].measure == "plain")


FUNCTIONS: Final[Mapping[str, Function]] = {
    function.name: function
    for function in (
        Function("abs", ("number",), _same, abs),
        Function("min", ("number",), _same, min, many=True),
        Function("max", ("number",), _same, max, many=True),
        Function("round", ("number", "number?"), lambda kinds: Kind("number", measure=kinds[0].measure), _round),
        Function("floor", ("number",), _whole, numbers.floor),
        Function("ceiling", ("number",), _whole, numbers.ceiling),
        Function("sqrt", ("number",), _plain, _irrational("sqrt", irrational.sqrt)),
        Function("root", ("number", "number"), _plain, _irrational("root", _root)),
        Function("ln", ("number",), _plain, _irrational("ln", irrational.ln)),
        Function("exp", ("number",), _plain, _irrational("exp", irrational.exp)),
        Function("days", ("date", "date"), lambda _: DAYS, lambda start, end: Fraction((end - start).days)),
        Function("year", ("date",), lambda _: COUNT, lambda day: Fraction(day.year)),
        Function("month", ("date",), lambda _: COUNT, lambda day: Fraction(day.month)),
        Function("day", ("date",), lambda _: COUNT, lambda day: Fraction(day.day)),
    )
}

#: `is_none(x)` looks at how a value was given, not at what it is worth; it takes a name and nothing else.
IS_NONE: Final = "is_none"


def sum_kind(op: str, left: Kind, right: Kind) -> Kind | None:
    """The kind of left `op` right for + - * /; None where the operation has no meaning."""
    if "any" in (left.name, right.name):
        return Kind("any")
    if left.name == "date" or right.name == "date":
        return _date_kind(op, left, right)
    if left.name != "number" or right.name != "number":
        return None
    whole = left.whole and right.whole and op != "Div"
    low = numbers.ZERO if op != "Sub" and left.low is not None and right.low is not None else None
    if op == "Div":
        if right.measure == "plain" and left.measure != "plain":
            return Kind("number", measure=left.measure, low=low)
        return Kind("number", measure="ratio" if left.measure == right.measure else "plain", low=low)
    measures = {left.measure, right.measure}
    if op == "Mult":
        return Kind("number", measure="days" if measures == {"days", "plain"} else "plain", whole=whole, low=low)
    for measure in ("percent", "ratio", "days"):
        if measure in measures:
            return Kind("number", measure=measure, whole=whole, low=low)
    return NUMBER if not whole else Kind("number", whole=True, low=low)


def _date_kind(op: str, left: Kind, right: Kind) -> Kind | None:
    if op == "Sub" and left.name == right.name == "date":
        return DAYS
    days = right if left.name == "date" else left
    if days.name != "number" or days.measure not in ("plain", "days") or not days.whole:
        return None
    return DATE if op == "Add" or (op == "Sub" and left.name == "date") else None
