"""Columns of exact numbers: whatever is done to a column is what is done to each of its rows, however long they get."""

import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.columns.ratios import Ratios, column, constant, spread
from lawscore.columns.ratios_together import added, joined
from lawscore.numbers import Rounding

FEWER = settings(max_examples=40, deadline=None)
SHORT = st.integers(-200, 200)
LONG = st.integers(-(2**61), 2**61)
HUGE = st.integers(-(10**40), 10**40)


@st.composite
def columns(draw: st.DrawFn, rows: int = 6) -> Ratios:
    """A column over one denominator, or over one for each row; short, near the limit of 64 bits, or beyond."""
    size = draw(st.sampled_from((SHORT, LONG, HUGE)))
    over = draw(st.lists(size, min_size=rows, max_size=rows))
    if draw(st.booleans()):
        return of(over, draw(st.integers(1, 10**6)))
    under = draw(st.lists(size.map(lambda number: abs(number) or 1), min_size=rows, max_size=rows))
    return of(over, under)


def of(over: list[int], under: int | list[int]) -> Ratios:
    return column(_array(over), under if isinstance(under, int) else _array(under))


def _array(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.int64 if max(map(abs, numbers)) < 2**62 else object)


def every(ratios: Ratios) -> list[Fraction]:
    return [ratios.at(row) for row in range(len(ratios))]


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul])
@given(one=columns(), other=columns())
@FEWER
def test_two_columns_are_computed_row_by_row(operation, one: Ratios, other: Ratios):
    assert every(operation(one, other)) == list(map(operation, every(one), every(other)))


@given(one=columns(), other=columns())
@FEWER
def test_so_are_quotients_but_where_the_divisor_is_zero(one: Ratios, other: Ratios):
    for found, left, right in zip(every(one / other), every(one), every(other), strict=True):
        assert not right or found == left / right


@pytest.mark.parametrize("relation", [operator.lt, operator.le, operator.eq])
@given(one=columns(), other=columns())
@FEWER
def test_and_comparisons(relation, one: Ratios, other: Ratios):
    assert one.compared(relation, other).tolist() == list(map(relation, every(one), every(other)))
    assert one.compared(relation, one).tolist() == [relation(1, 1)] * len(one)


@given(
    one=columns(),
    places=st.integers(-2, 4),
    mode=st.sampled_from(("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")),
)
@FEWER
def test_and_roundings(one: Ratios, places: int, mode):
    rounding = Rounding(places, mode)
    assert every(one.rounded(rounding)) == [rounding.apply(number) for number in every(one)]


@given(columns())
@FEWER
def test_and_whole_numbers_below_and_above(one: Ratios):
    assert every(one.floor()) == [number.numerator // number.denominator for number in every(one)]
    assert every(one.ceiling()) == [-(-number.numerator // number.denominator) for number in every(one)]


@given(one=columns(), other=columns(), factor=st.fractions(), more=st.fractions())
@FEWER
def test_sums_have_factors_and_a_constant(one: Ratios, other: Ratios, factor: Fraction, more: Fraction):
    found = added([one.scaled(factor), other], more)
    assert every(found) == [left * factor + right + more for left, right in zip(every(one), every(other), strict=True)]


@given(one=columns(), other=columns(3), number=st.fractions())
@FEWER
def test_rows_are_taken_and_joined(one: Ratios, other: Ratios, number: Fraction):
    rows = np.array([4, 0, 2])
    taken = one.take(rows)
    assert every(taken) == [one.at(4), one.at(0), one.at(2)]
    whole = joined(7, [(np.array([1, 3, 5]), other), (np.array([0, 6]), spread(constant(number), 2))])
    expected = [number, other.at(0), other.at(1), other.at(2), number]
    assert every(whole.take(np.array([0, 1, 3, 5, 6]))) == expected


@given(number=st.fractions(), count=st.integers(1, 5))
@FEWER
def test_a_constant_stands_for_every_row(number: Fraction, count: int):
    same = spread(constant(number), count)
    assert same.is_same
    assert every(same) == [number] * count
    assert every(same.take(np.zeros(3, np.int64))) == [number] * 3


@given(one=columns(), bits=st.integers(1, 140))
@FEWER
def test_long_numbers_are_told_in_lowest_terms(one: Ratios, bits: int):
    assert one.exceeds(bits).tolist() == [
        max(abs(number.numerator), number.denominator).bit_length() > bits for number in every(one)
    ]
