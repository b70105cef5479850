"""Exact arithmetic by the shorter way comes to what `Fraction` says, number by number."""

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore import arithmetic
from lawscore.columns.following import Followed, Path

NUMBERS = st.one_of(st.integers(-9, 9).map(Fraction), st.fractions(), st.fractions(max_denominator=12))
BINARY = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
}
RELATIONS = (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge)


def same(found: Fraction, expected: Fraction) -> bool:
    """The same number in the same lowest terms: equal, hashed alike, written alike."""
    return (
        type(found) is Fraction
        and (found.numerator, found.denominator) == (expected.numerator, expected.denominator)
        and hash(found) == hash(expected)
        and str(found) == str(expected)
    )


@pytest.mark.parametrize("name", BINARY)
@given(one=NUMBERS, other=NUMBERS)
def test_an_operation_comes_to_what_fractions_come_to(name, one, other):
    if name == "divide" and not other:
        return
    assert same(getattr(arithmetic, name)(one, other), BINARY[name](one, other))


@given(over=st.integers(), under=st.integers(min_value=1))
def test_a_ratio_is_brought_to_lowest_terms(over, under):
    assert same(arithmetic.ratio(over, under), Fraction(over, under))


@given(one=NUMBERS, other=NUMBERS)
def test_comparisons_come_out_as_those_of_fractions(one, other):
    for relation in RELATIONS:
        assert arithmetic.related(relation)(one, other) is relation(one, other)
    assert arithmetic.is_above(one, other) is (one > other)


@given(numbers=st.lists(NUMBERS))
def test_a_total_is_the_sum(numbers):
    assert same(arithmetic.total(numbers), sum(numbers, Fraction(0)))


@given(number=NUMBERS)
def test_a_number_by_itself(number):
    assert same(arithmetic.negative(number), -number)
    assert arithmetic.is_zero(number) is (number == 0)
    assert arithmetic.is_one(number) is (number == 1)
    assert arithmetic.is_positive(number) is (number > 0)
    assert arithmetic.is_negative(number) is (number < 0)
    for most in (1, 12, 1000):
        assert arithmetic.is_shorter(number, most) is (abs(number.numerator) < most > number.denominator)


def test_what_is_compared_need_be_no_number():
    assert arithmetic.related(operator.lt)("甲", "甲乙")
    assert arithmetic.related(operator.ne)(True, False)


def test_a_number_that_stands_for_many_answers_for_itself():
    """Its operations and comparisons are noted, which they are not where its digits are looked at."""
    path = Path(2)
    one, other = path.begin(Fraction(3), 0), path.begin(Fraction(1, 2), 1)
    for name, operation in BINARY.items():
        for sides in ((one, other), (one, Fraction(5)), (Fraction(5), other)):
            found = getattr(arithmetic, name)(*sides)
            assert isinstance(found, Followed)
            assert found is operation(*sides)
    assert arithmetic.total([Fraction(5), one, other]) is 5 + one + other
    assert arithmetic.is_above(one, other)
    assert arithmetic.negative(one) is -one
    assert not arithmetic.is_zero(one)
    assert not arithmetic.is_negative(one)
    assert [guard.relation for guard in path.guards] == ["eq", "lt", "eq", "lt"]
