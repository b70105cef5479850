"""What has no exact value: roots, products of powers, logarithm and exponential, of exact rationals, to 34 digits.

A result that is rational is given exactly. Any other is the true value rounded half to even to 34 significant digits,
the same on every platform: it is enclosed ever more closely until its rounding is decided (Ziv's method). From there on
it counts as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from math import gcd, isqrt, lcm, prod
from typing import Final, TypeAlias

from lawscore.numbers import LONGEST_BITS, ONE, ZERO, too_long

#: Significant digits of an irrational result.
DIGITS: Final = 34
#: Digits that are computed with: more at each attempt, until the rounding is decided.
_PRECISIONS: Final = (50, 100, 200, 400, 800, 1600, 3200)
#: exp of more than this has more than some 1,000 digits.
_LARGEST_EXPONENT: Final = 2_400

#: Roots of a higher degree, or of a number of more binary digits, are worked out by way of logarithms.
_LARGEST_DEGREE: Final = 32
_LONGEST_RADICAND: Final = 8_000

#: A base and the exponent that it is raised to.
Power: TypeAlias = tuple[Fraction, Fraction]
Enclosure: TypeAlias = tuple[Fraction, Fraction]


class Undefined(ArithmeticError):
    """There is no real number of this sort: the root of a negative number, the logarithm of zero."""


class TooLong(ArithmeticError):
    """The result, or what leads to it, has more digits than anybody means."""


def sqrt(value: Fraction) -> Fraction:
    """The square root; a standard deviation is that of a variance. Raises `Undefined` below zero."""
    return root(value, 2)


def root(value: Fraction, degree: int) -> Fraction:
    """The real root: of a negative number for odd degrees only. Raises `Undefined` where there is none."""
    if degree < 1 or (value < 0 and degree % 2 == 0):
        raise Undefined
    size = product([(abs(value), Fraction(1, degree))])
    return -size if value < 0 else size


def product(powers: Iterable[Power]) -> Fraction:
    """The product of powers of numbers that are not negative: a geometric mean, where the exponents add up to 1.

    A power to the exponent zero is 1. Raises `Undefined` for a negative base, and for zero to a negative exponent.
    """
    counted = [(base, exponent) for base, exponent in powers if exponent]
    if any(base < 0 or (not base and exponent < 0) for base, exponent in counted):
        raise Undefined
    if any(too_long(base) for base, _ in counted):
        raise TooLong
    if any(not base for base, _ in counted):
        return ZERO
    single = _single_root(counted)
    if single is not None:
        return _rounded_root(*single)
    exact = _exact_product(counted)
    return exact if exact is not None else _settled(lambda context: _product_within(counted, context))


def ln(value: Fraction) -> Fraction:
    """The natural logarithm. Raises `Undefined` unless the value is above zero."""
    if value <= 0:
        raise Undefined
    if too_long(value):
        raise TooLong
    return ZERO if value == 1 else _settled(lambda context: _ln_within(value, context))


def exp(value: Fraction) -> Fraction:
    """The exponential: e to the power of the value."""
    if abs(value) > _LARGEST_EXPONENT or too_long(value):
        raise TooLong
    return ONE if not value else _settled(lambda context: _exp_within((value, value), context))


# --- rounding ------------------------------------------------------------------------------------------------------------


def _context(digits: int) -> Context:
    """Decimal arithmetic that nothing outside can change: each operation is rounded correctly."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=traps, clamp=0)


_STANDARD: Final = _context(DIGITS)


def _settled(enclose: Callable[[Context], Enclosure]) -> Fraction:
    """The value that is enclosed, rounded: the enclosure narrows until both its ends round to the same."""
    for precision in _PRECISIONS:
        low, high = (_nearest(limit, _STANDARD) for limit in enclose(_context(precision)))
        if low == high:
            result = Fraction(low)
            if too_long(result):
                break
            return result
    raise TooLong


def _nearest(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _around(value: Decimal, context: Context) -> Enclosure:
    """Where the true value lies that was rounded to this one: no further than two steps away; zero is never rounded."""
    if not value:
        return ZERO, ZERO
    step = Fraction(context.next_plus(value)) - Fraction(value)
    return Fraction(value) - 2 * step, Fraction(value) + 2 * step


# --- enclosures ----------------------------------------------------------------------------------------------------------


def _ln_within(value: Fraction, context: Context) -> Enclosure:
    below, above = _around(_nearest(value, context), context)
    low, high = (context.ln(_nearest(limit, context)) for limit in (below, above))
    return _around(low, context)[0], _around(high, context)[1]


def _exp_within(within: Enclosure, context: Context) -> Enclosure:
    low, high = (_around(_nearest(limit, context), context) for limit in within)
    least, most = context.exp(_nearest(low[0], context)), context.exp(_nearest(high[1], context))
    return _around(least, context)[0], _around(most, context)[1]


def _product_within(powers: Iterable[Power], context: Context) -> Enclosure:
    low = high = ZERO
    for base, exponent in powers:
        limits = sorted(exponent * limit for limit in _ln_within(base, context))
        low, high = low + limits[0], high + limits[1]
    if max(abs(low), abs(high)) > _LARGEST_EXPONENT:
        raise TooLong
    return _exp_within((low, high), context)


# --- roots of whole numbers ----------------------------------------------------------------------------------------------


def _single_root(powers: Sequence[Power]) -> tuple[Fraction, int] | None:
    """A mean of few numbers as one root of one number; None where that number would be so long that logarithms are quicker."""
    degree = lcm(*(exponent.denominator for _, exponent in powers))
    times = [exponent.numerator * (degree // exponent.denominator) for _, exponent in powers]
    bits = sum(abs(time) * _bits(base) for (base, _), time in zip(powers, times, strict=True))
    if degree > _LARGEST_DEGREE or sum(map(abs, times)) > degree or bits > _LONGEST_RADICAND:
        return None
    value: Fraction = prod((base**time for (base, _), time in zip(powers, times, strict=True)), start=ONE)
    return value, degree


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _rounded_root(value: Fraction, degree: int) -> Fraction:
    """The root of a number above zero: exact where it is rational, else rounded."""
    over, under = (_whole_root(part, degree) for part in (value.numerator, value.denominator))
    result = _cut_root(value, degree) if over is None or under is None else Fraction(over, under)
    if too_long(result):
        raise TooLong
    return result


def _cut_root(value: Fraction, degree: int) -> Fraction:
    """An irrational root, rounded. With one digit more its rounding is decided: the rest is never nothing, so no tie is left."""
    size = (value.numerator.bit_length() - value.denominator.bit_length()) * 30_103 // (100_000 * degree)
    places = DIGITS + 2 - size
    shift: int = 10 ** (abs(places) * degree)
    over, under = (
        (value.numerator * shift, value.denominator) if places > 0 else (value.numerator, value.denominator * shift)
    )
    root = _root_below(over // under, degree)
    beyond: int = 10 ** (len(str(root)) - DIGITS)
    kept, rest = divmod(root, beyond)
    return (kept + (2 * rest >= beyond)) * beyond * Fraction(10) ** -places


# --- exact products ------------------------------------------------------------------------------------------------------


def _exact_product(powers: Iterable[Power]) -> Fraction | None:
    """The product where it is rational; else None.

    Over numbers without a common divisor it is rational only if each of their powers is.
    """
    result = ONE
    for base, exponent in _over_coprimes(powers).items():
        exact = _whole_root(base, exponent.denominator)
        if exact is None:
            return None
        if exact.bit_length() * abs(exponent.numerator) > 2 * LONGEST_BITS:
            raise TooLong
        result *= Fraction(exact) ** exponent.numerator
    if too_long(result):
        raise TooLong
    return result


def _over_coprimes(powers: Iterable[Power]) -> Mapping[int, Fraction]:
    """The same product as powers of whole numbers above 1, no two of which have a common divisor."""
    parts = [
        (part, signed)
        for base, exponent in powers
        for part, signed in ((base.numerator, exponent), (base.denominator, -exponent))
    ]
    exponents = dict.fromkeys(_coprimes(part for part, _ in parts), ZERO)
    for part, signed in parts:
        for base in exponents:
            exponents[base] += signed * _times_in(base, part)
    return {base: exponent for base, exponent in exponents.items() if exponent}


def _coprimes(values: Iterable[int]) -> list[int]:
    """Numbers above 1 without common divisors, of which all the values are products."""
    found: list[int] = []
    waiting = sorted({value for value in values if value > 1})
    while waiting:
        value = waiting.pop()
        other, common = next(_divisors(value, found), (1, 1))
        if common == 1:
            found.append(value)
            continue
        found.remove(other)
        waiting += [part for part in (common, value // common, other // common) if part > 1]
    return found


def _divisors(value: int, others: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((other, common) for other in others if (common := gcd(value, other)) > 1)


def _times_in(base: int, value: int) -> int:
    """How often the base divides the value."""
    times = 0
    while value % base == 0:
        value //= base
        times += 1
    return times


def _whole_root(value: int, degree: int) -> int | None:
    """The root of a whole number above zero where it is whole itself."""
    if degree == 1 or value == 1:
        return value
    if degree >= value.bit_length():
        return None
    found = _root_below(value, degree)
    return found if found**degree == value else None


def _root_below(value: int, degree: int) -> int:
    """The largest whole number whose power is not above the value (Newton, from above)."""
    if degree <= 2:
        return value if degree == 1 else isqrt(value)
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
