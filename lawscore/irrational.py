"""What has no exact value: roots, geometric means, logarithm and exponential, of exact rationals, to 34 digits.

A result that is rational is given exactly. Any other is the true value rounded half to even to 34 significant digits,
the same on every platform: it is enclosed ever more closely until its rounding is decided (Ziv's method). From there on
it counts as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from math import gcd, isqrt, lcm, prod
from typing import Final, TypeAlias

from lawscore.numbers import ONE, ZERO, too_long

#: Significant digits of an irrational result.
DIGITS: Final = 34
#: Digits that are computed with: more at each attempt, until the rounding is decided.
_PRECISIONS: Final = (50, 100, 200, 400, 800, 1600, 3200)
#: exp of more than this has more than some 1,000 digits.
_LARGEST_EXPONENT: Final = 2_400
#: Roots of a higher degree are worked out by way of logarithms.
_LARGEST_DEGREE: Final = 32

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
    size = product([(abs(_short(value)), Fraction(1, degree))])
    return -size if value < 0 else size


def product(powers: Iterable[Power]) -> Fraction:
    """The product of powers: a root of one number, a geometric mean of several.

    No base and no exponent is negative, and the exponents add up to 1 at most. A power to the exponent zero is 1.
    """
    counted = [(base, exponent) for base, exponent in powers if exponent]
    if not all(base for base, _ in counted):
        return ZERO
    degree = lcm(*(exponent.denominator for _, exponent in counted))
    if degree <= _LARGEST_DEGREE:
        return _rounded_root(prod((base ** int(exponent * degree) for base, exponent in counted), start=ONE), degree)
    exact = _exact_product(counted)
    return exact if exact is not None else _settled(lambda context: _product_within(counted, context))


def ln(value: Fraction) -> Fraction:
    """The natural logarithm. Raises `Undefined` unless the value is above zero."""
    if value <= 0:
        raise Undefined
    return ZERO if value == 1 else _settled(lambda context: _rising(context.ln, (value, value), context))


def exp(value: Fraction) -> Fraction:
    """The exponential: e to the power of the value."""
    if abs(value) > _LARGEST_EXPONENT:
        raise TooLong
    return ONE if not value else _settled(lambda context: _rising(context.exp, (value, value), context))


# --- rounding ------------------------------------------------------------------------------------------------------------


def _context(digits: int) -> Context:
    """Decimal arithmetic that nothing outside can change: each operation is rounded correctly."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-9_999, Emax=9_999, traps=traps, clamp=0)


_STANDARD: Final = _context(DIGITS)


def _settled(enclose: Callable[[Context], Enclosure]) -> Fraction:
    """The value that is enclosed, rounded: the enclosure narrows until both its ends round to the same."""
    for precision in _PRECISIONS:
        low, high = (_nearest(limit, _STANDARD) for limit in enclose(_context(precision)))
        if low == high:
            return _short(Fraction(low))
    raise TooLong


def _nearest(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _short(value: Fraction) -> Fraction:
    if too_long(value):
        raise TooLong
    return value


# --- enclosures ----------------------------------------------------------------------------------------------------------


def _rising(function: Callable[[Decimal], Decimal], within: Enclosure, context: Context) -> Enclosure:
    """Where the values of a rising function lie: what was rounded lies between the neighbours of what it was rounded to."""
    low, high = (_nearest(limit, context) for limit in within)
    least, most = function(context.next_minus(low)), function(context.next_plus(high))
    return Fraction(context.next_minus(least)), Fraction(context.next_plus(most))


def _product_within(powers: Iterable[Power], context: Context) -> Enclosure:
    low = high = ZERO
    for base, exponent in powers:
        below, above = _rising(context.ln, (base, base), context)
        low, high = low + exponent * below, high + exponent * above
    return _rising(context.exp, (low, high), context)


# --- roots of whole numbers ----------------------------------------------------------------------------------------------


def _rounded_root(value: Fraction, degree: int) -> Fraction:
    """The root of a number above zero: exact where it is rational, else rounded."""
    over, under = (_whole_root(part, degree) for part in (value.numerator, value.denominator))
    return _cut_root(value, degree) if over is None or under is None else Fraction(over, under)


def _cut_root(value: Fraction, degree: int) -> Fraction:
    """An irrational root, rounded: cut off after at least 35 digits, one more stands for its rest, which is never nothing."""
    places = DIGITS + 1 + value.denominator.bit_length() // degree
    cut = _root_below(value.numerator * 10 ** (places * degree) // value.denominator, degree)
    return Fraction(_STANDARD.scaleb(Decimal(10 * cut + 1), -places - 1))


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
        result *= Fraction(exact) ** exponent.numerator
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
        rest = part
        for base in exponents:
            while rest % base == 0:
                rest //= base
                exponents[base] += signed
    return {base: exponent for base, exponent in exponents.items() if exponent}


def _coprimes(values: Iterable[int]) -> Sequence[int]:
    """Numbers above 1 without common divisors, of which all the values are products."""
    found: list[int] = []
    waiting = [value for value in values if value > 1]
    while waiting:
        value = waiting.pop()
        other = next((one for one in found if gcd(value, one) > 1), None)
        if other is None:
            found.append(value)
            continue
        found.remove(other)
        common = gcd(value, other)
        waiting += [part for part in (common, value // common, other // common) if part > 1]
    return found


def _whole_root(value: int, degree: int) -> int | None:
    """The root of a whole number above zero where it is whole itself."""
    found = _root_below(value, degree)
    return found if found**degree == value else None


def _root_below(value: int, degree: int) -> int:
    """The largest whole number whose power is not above the value (Newton, from above)."""
    if not value >> degree:
        return 1
    if degree == 2:
        return isqrt(value)
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
