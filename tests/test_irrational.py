"""Roots, powers, logarithm and exponential: exact where they are rational, else right to the 34th digit."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.irrational import TooLong, Undefined, exp, ln, product, root, sqrt

positive = st.fractions(min_value=Fraction(1, 10**9), max_value=10**9, max_denominator=10**9)
degrees = st.integers(1, 12)
FINE = decimal.Context(prec=90)


def half_a_step(value: Fraction) -> Fraction:
    """Half a unit of the 34th significant digit."""
    size = FINE.divide(Decimal(abs(value.numerator)), Decimal(value.denominator))
    return Fraction(Decimal(1).scaleb(size.adjusted() - 33)) / 2


def nearest(value: Decimal) -> Fraction:
    """Rounded half to even to 34 digits, by the module `decimal`."""
    return Fraction(decimal.Context(prec=34).plus(value))


def as_decimal(value: Fraction) -> Decimal:
    return FINE.divide(Decimal(value.numerator), Decimal(value.denominator))


class TestRoots:
    @pytest.mark.parametrize(
        ("value", "degree", "expected"),
        [
            ("9/4", 2, "3/2"),
            ("0", 2, "0"),
            ("1", 5, "1"),
            ("-8", 3, "-2"),
            ("-1/27", 3, "-1/3"),
            ("128/78125", 7, "2/5"),
            ("7", 1, "7"),
            ("2", 2, "1.414213562373095048801688724209698"),
            ("10", 3, "2.154434690031883721759293566519350"),
            ("1e-40", 2, "1e-20"),
        ],
    )
    def test_root(self, value, degree, expected):
        assert root(Fraction(value), degree) == Fraction(expected)

    def test_the_root_of_a_power_is_exact(self):
        assert root(Fraction(8, 10) ** 7, 7) == Fraction(4, 5)

    @given(positive, degrees)
    def test_a_root_of_a_power_is_the_base(self, base: Fraction, degree: int):
        assert root(base**degree, degree) == base

    @given(positive, degrees)
    def test_a_root_is_the_nearest_of_34_digits(self, value: Fraction, degree: int):
        """The power of what lies half a step below is not above the value, of half a step above not below."""
        found = root(value, degree)
        step = half_a_step(found)
        assert found**degree == value or (found - step) ** degree < value < (found + step) ** degree

    @pytest.mark.parametrize(("value", "degree"), [("-1", 2), ("-4", 4), ("4", 0), ("4", -2)])
    def test_there_is_no_such_root(self, value, degree):
        with pytest.raises(Undefined):
            root(Fraction(value), degree)

    def test_a_number_of_more_than_a_thousand_digits_is_too_long(self):
        with pytest.raises(TooLong):
            root(Fraction(10**1100 + 1), 7)
        assert root(Fraction(10**999), 3) == 10**333

    def test_a_rounding_that_is_only_just_decided(self):
        """The square of 3/2 and hardly less: the root has more nines than any first attempt shows."""
        assert sqrt(Fraction(9, 4) - Fraction(1, 10**300)) == Fraction(3, 2)
        half = Fraction(14142135623730950488016887242096985, 10**34)
        assert sqrt(half**2 + Fraction(1, 10**400)) == half + Fraction(5, 10**34)
        assert sqrt(half**2 - Fraction(1, 10**400)) == half - Fraction(5, 10**34)

    def test_a_root_does_not_depend_on_the_decimal_context_of_the_caller(self):
        with decimal.localcontext() as context:
            context.prec = 3
            context.rounding = decimal.ROUND_UP
            assert sqrt(Fraction(2)) == Fraction("1.414213562373095048801688724209698")


class TestProducts:
    @pytest.mark.parametrize(
        ("powers", "expected"),
        [
            ([("2", "1/2"), ("8", "1/2")], "4"),
            ([("4/9", "1/2"), ("9/4", "1/2")], "1"),
            ([("12", "1/3"), ("18", "1/3")], "6"),
            ([("0", "1/2"), ("8", "1/2")], "0"),
            ([("0", "0"), ("8", "1/3")], "2"),
            ([("0.8", "0.3333"), ("0.8", "0.6667")], "4/5"),
            ([], "1"),
            ([("0.9", "1/3"), ("0.8", "1/3"), ("0.7", "1/3")], "0.7958114415792783719329055975497531"),
        ],
    )
    def test_product(self, powers, expected):
        assert product([(Fraction(base), Fraction(exponent)) for base, exponent in powers]) == Fraction(expected)

    @given(st.lists(positive, min_size=1, max_size=7))
    def test_a_geometric_mean_is_the_root_of_the_product(self, values: list[Fraction]):
        """Digit for digit what the root of the whole product is; equal parts have themselves for a mean."""
        whole = Fraction(1)
        for value in values:
            whole *= value
        share = Fraction(1, len(values))
        assert product([(value, share) for value in values]) == root(whole, len(values))
        assert product([(values[0], share) for _ in values]) == values[0]

    @given(st.lists(positive, min_size=1, max_size=6))
    def test_by_one_root_and_by_logarithms_the_digits_are_the_same(self, values: list[Fraction]):
        share = Fraction(1, len(values))
        # Shares of so high a degree add up to the same, but they take another way.
        parts = [(value, part) for value in values for part in (share * Fraction(1, 41), share * Fraction(40, 41))]
        assert product(parts) == product([(value, share) for value in values])


class TestLogarithmAndExponential:
    def test_what_is_exact(self):
        assert (ln(Fraction(1)), exp(Fraction(0))) == (0, 1)

    @pytest.mark.parametrize(
        ("function", "value", "expected"),
        [
            (ln, "2", "0.6931471805599453094172321214581766"),
            (ln, "1/2", "-0.6931471805599453094172321214581766"),
            (ln, "10", "2.302585092994045684017991454684364"),
            (exp, "1", "2.718281828459045235360287471352662"),
            (exp, "-1", "0.3678794411714423215955237701614609"),
            (exp, "1e-60", "1"),
        ],
    )
    def test_known_values(self, function: Callable[[Fraction], Fraction], value, expected):
        assert function(Fraction(value)) == Fraction(expected)

    @given(positive)
    def test_a_logarithm_is_the_nearest_of_34_digits(self, value: Fraction):
        assert value == 1 or ln(value) == nearest(FINE.ln(as_decimal(value)))

    @given(st.fractions(min_value=-50, max_value=50, max_denominator=10**9))
    def test_an_exponential_is_the_nearest_of_34_digits(self, value: Fraction):
        assert exp(value) == nearest(FINE.exp(as_decimal(value)))

    @given(positive, positive)
    def test_they_never_fall(self, one: Fraction, other: Fraction):
        low, high = sorted((one, other))
        assert ln(low) <= ln(high)
        assert exp(min(low, 100)) <= exp(min(high, 100))

    @pytest.mark.parametrize("value", ["0", "-1"])
    def test_there_is_no_such_logarithm(self, value):
        with pytest.raises(Undefined):
            ln(Fraction(value))

    @pytest.mark.parametrize("value", ["10000", "-10000", "2400", "1e100"])
    def test_an_exponential_of_too_many_digits(self, value):
        with pytest.raises(TooLong):
            exp(Fraction(value))

    def test_a_logarithm_of_what_is_all_but_one(self):
        assert ln(1 + Fraction(1, 10**80)) == Fraction(1, 10**80)


def test_a_logarithm_next_to_one_takes_no_time():
    near = Fraction("1.0000000000000000000000000000000000000000000000002")
    assert ln(near) == Fraction("2e-49")
