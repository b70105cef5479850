"""What the evaluator does to numbers, written down while it works on those of one unit.

The evaluator is handed numbers that look like any others, and that note every operation and every comparison. What comes
of it is a path: all units for which each comparison comes out in the same way have the same result, but for its numbers,
and those come of the same operations. A path that cannot be told so is `Lost`: its units are scored one by one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeAlias

from lawscore import numbers
from lawscore.classes import dataclass
from lawscore.columns.steps import Guard, Lost, Operand, Operation, Place, Relation, Step
from lawscore.numbers import Manifold, Rounding

#: The places of what is added up with its factors, and what is added to that.
Sum: TypeAlias = tuple[dict[int, Fraction], Fraction]


@dataclass(slots=True)
class Path:
    """The numbers of a path (`inputs` first, then one for each step), and the comparisons on it."""

    inputs: int
    steps: list[Step] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    _made: dict[Step, Followed] = field(default_factory=dict)
    #: Of each sum, what it adds up: no sum is made of sums, and what is added and taken away again is gone.
    _sums: dict[int, Sum] = field(default_factory=dict)
    _asked: set[Hashable] = field(default_factory=set)

    def begin(self, known: Fraction, place: int) -> Followed:
        """One of the numbers that the evaluator is handed."""
        return _followed(known, self, place)

    def number(
        self, operation: Operation, known: Fraction, *operands: Fraction, rounding: Rounding | None = None
    ) -> Fraction:
        """The number that an operation makes."""
        return self._entered(Step(operation, tuple([self.operand(one) for one in operands]), rounding), known)

    def total(self, known: Fraction, *parts: tuple[Fraction, Fraction]) -> Fraction:
        """The sum of some numbers, each with its factor."""
        terms: dict[int, Fraction] = {}
        constant = numbers.ZERO
        for number, factor in parts:
            own, fixed = self._sum_of(number)
            constant += fixed * factor
            for place, times in own.items():
                terms[place] = terms.get(place, numbers.ZERO) + times * factor
        terms = {place: times for place, times in sorted(terms.items()) if times}
        if not terms:
            return constant
        (first, *more), (times, *_) = terms, terms.values()
        if not more and times == 1 and not constant:
            return _followed(known, self, first)
        found = self._entered(Step("sum", tuple(map(Place, terms)), None, tuple(terms.values()), constant), known)
        self._sums[found.place] = terms, constant
        return found

    def _sum_of(self, number: Fraction) -> Sum:
        if not isinstance(number, Followed):
            return {}, number
        self.operand(number)  # it must be on this path
        return self._sums.get(number.place, ({number.place: numbers.ONE}, numbers.ZERO))

    def _entered(self, step: Step, known: Fraction) -> Followed:
        made = self._made.get(step)
        if made is None:
            self.steps.append(step)
            made = self._made[step] = _followed(known, self, self.inputs + len(self.steps) - 1)
        return made

    def holds(self, relation: Relation, one: Fraction, other: Fraction, *, found: bool) -> bool:
        """A comparison of two numbers, and what it found."""
        asked = (relation, self.operand(one), self.operand(other))
        if asked not in self._asked:
            self._asked.add(asked)
            if relation == "short" or self._sum_of(one)[0] != self._sum_of(other)[0]:  # else it comes out so for all
                self.guards.append(Guard(*asked, found))
        return found

    def operand(self, number: Fraction) -> Operand:
        """Where a number stands on the path; a constant by itself. Raises Lost for a number of another path."""
        if isinstance(number, Followed):
            if number.path is not self:
                raise Lost
            return Place(number.place)
        return number


class Followed(Manifold):
    """A number of one unit that notes what is done to it. Whoever looks at its digits has it taken as a constant."""

    __slots__ = ("known", "path", "place")

    known: Fraction
    path: Path
    place: int

    # --- operations ------------------------------------------------------------------------------------------------------

    def __neg__(self) -> Fraction:
        return self.path.total(-self.known, (self, _MINUS))

    def __pos__(self) -> Fraction:
        return self

    def __abs__(self) -> Fraction:
        return -self if self < 0 else self

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int) or not 0 < exponent <= _SMALL:
            return self.taken() ** exponent
        found: Fraction = self
        for _ in range(exponent - 1):
            found = found * self
        return found

    def rounded(self, rounding: Rounding) -> Fraction:
        return self.path.number("round", rounding.apply(self.known), self, rounding=rounding)

    def floor(self) -> Fraction:
        return self.path.number("floor", numbers.floor(self.known), self)

    def ceiling(self) -> Fraction:
        return self.path.number("ceiling", numbers.ceiling(self.known), self)

    def __copy__(self) -> Followed:
        return self

    def __deepcopy__(self, _memo: object) -> Followed:
        return self

    # --- comparisons -----------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | Fraction):
            return False
        return other is self or self._compared("eq", operator.eq, self, _fraction(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return self._compared("lt", operator.lt, self, _fraction(other))

    def __le__(self, other: Any) -> bool:
        return self._compared("le", operator.le, self, _fraction(other))

    def __gt__(self, other: Any) -> bool:
        return self._compared("lt", operator.lt, _fraction(other), self)

    def __ge__(self, other: Any) -> bool:
        return self._compared("le", operator.le, _fraction(other), self)

    def __bool__(self) -> bool:
        return self != numbers.ZERO

    def is_too_long(self) -> bool:
        return not self.path.holds("short", self, numbers.ZERO, found=not numbers.too_long(self.known))

    def _compared(self, name: Relation, relation: Callable[[Any, Any], bool], one: Fraction, other: Fraction) -> bool:
        return self.path.holds(name, one, other, found=relation(known(one), known(other)))

    # --- digits ----------------------------------------------------------------------------------------------------------

    def taken(self) -> Fraction:
        """The number as a constant: from here on the path is that of units that have just this one."""
        self.path.holds("eq", self, self.known, found=True)
        return self.known

    @property
    def numerator(self) -> int:
        return self.taken().numerator

    @property
    def denominator(self) -> int:
        return self.taken().denominator

    # `Fraction` itself looks at these.
    _numerator, _denominator = numerator, denominator

    def __hash__(self) -> int:  # type: ignore[override]  # numbers of Python say None, and are hashed all the same
        return hash(self.taken())

    def __str__(self) -> str:
        return str(self.taken())

    def __repr__(self) -> str:
        return f"Followed({self.known})"  # debuggers look without asking

    def __reduce__(self) -> NoReturn:
        raise Lost


def known(number: Fraction) -> Fraction:
    """What a number is for the unit that is followed."""
    return number.known if isinstance(number, Followed) else number


def is_free(value: object) -> bool:
    """Whether nothing that is followed stands anywhere in a value."""
    if isinstance(value, Followed):
        return False
    if isinstance(value, Mapping):
        return all(map(is_free, value.values()))
    if isinstance(value, tuple | list | frozenset | set):
        return all(map(is_free, value))
    slots = getattr(type(value), "__dataclass_fields__", None)
    return slots is None or all(is_free(getattr(value, name)) for name in slots)


_MINUS: Final = Fraction(-1)
#: Powers up to this are multiplications.
_SMALL: Final = 4


def _followed(number: Fraction, path: Path, place: int) -> Followed:
    made: Followed = object.__new__(Followed)
    made.known, made.path, made.place = number, path, place
    return made


def _fraction(number: object) -> Fraction:
    if isinstance(number, Fraction):
        return number
    if isinstance(number, int):
        return Fraction(number)
    raise Lost


def _path(one: Fraction, other: Fraction) -> Path:
    path: Path = one.path if isinstance(one, Followed) else other.path  # type: ignore[attr-defined]  # one of them is
    return path


def _add(one: Fraction, other: Fraction) -> Fraction:
    return _path(one, other).total(known(one) + known(other), (one, numbers.ONE), (other, numbers.ONE))


def _subtract(one: Fraction, other: Fraction) -> Fraction:
    return _path(one, other).total(known(one) - known(other), (one, numbers.ONE), (other, _MINUS))


def _multiply(one: Fraction, other: Fraction) -> Fraction:
    path, product = _path(one, other), known(one) * known(other)
    if not isinstance(one, Followed):
        return path.total(product, (other, one))
    return path.number("mul", product, one, other) if isinstance(other, Followed) else path.total(product, (one, other))


def _divide(one: Fraction, other: Fraction) -> Fraction:
    path = _path(one, other)
    if not isinstance(other, Followed):
        return path.total(known(one) / other, (one, 1 / other))
    if not other:  # units whose divisor is zero go another way
        raise ZeroDivisionError
    return path.number("div", known(one) / other.known, one, other)


def _ways(meaning: Callable[[Fraction, Fraction], Fraction]) -> tuple[Any, Any]:
    def forward(self: Fraction, other: Any) -> Fraction:
        return meaning(self, _fraction(other))

    def backward(self: Fraction, other: Any) -> Fraction:
        return meaning(_fraction(other), self)

    return forward, backward


def _lost(*_: object) -> NoReturn:
    raise Lost


for _name, _operations in {
    "add": _ways(_add),
    "sub": _ways(_subtract),
    "mul": _ways(_multiply),
    "truediv": _ways(_divide),
    **dict.fromkeys(("floordiv", "mod", "divmod"), (_lost, _lost)),
}.items():
    setattr(Followed, f"__{_name}__", _operations[0])
    setattr(Followed, f"__r{_name}__", _operations[1])
for _name in ("__float__", "__complex__", "__trunc__", "__floor__", "__ceil__", "__round__", "__rpow__", "__int__"):
    setattr(Followed, _name, _lost)
for _name in ("limit_denominator", "as_integer_ratio", "is_integer"):
    setattr(Followed, _name, lambda self, *given, _name=_name: getattr(self.taken(), _name)(*given))
