"""The order of exact numbers, and of rows by several things at once."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from lawscore.columns.ranks.ladder import Ladder
from lawscore.columns.ranks.order import Digit, in_exact_order, ordered, sorted_by
from lawscore.columns.ratios import column


def places_of(numbers: list[Fraction]) -> list[int]:
    distinct = sorted(set(numbers))
    return [distinct.index(one) for one in numbers]


def test_ratios_that_no_float_tells_apart_are_in_order():
    long = 10**40
    numbers = [
        Fraction(1, 3),
        Fraction(long, 3 * long + 1),
        Fraction(-1, 3),
        Fraction(2, 6),
        Fraction(long + 1, 3 * long),
    ]
    whole = column(
        np.array([one.numerator for one in numbers], object), np.array([one.denominator for one in numbers], object)
    )
    places, rows = in_exact_order(whole)
    assert len({float(one) for one in numbers}) == 2
    assert places.tolist() == places_of(numbers) == [2, 1, 0, 2, 3]
    assert [numbers[row] for row in rows.tolist()] == sorted(set(numbers))


@pytest.mark.parametrize("reach", [3, 1000, 1 << 20, 1 << 61])
def test_whole_numbers_are_in_order_however_far_apart(reach: int):
    chance = Random(reach)
    keys = [chance.randint(-reach, reach) for _ in range(2000)]
    places, rows = ordered(np.array(keys, np.int64))
    assert places.tolist() == places_of([Fraction(key) for key in keys])
    assert [keys[row] for row in rows.tolist()] == sorted(set(keys))


@pytest.mark.parametrize("size", [4, 1 << 31, 1 << 45])
def test_rows_are_sorted_by_every_digit_however_wide(size: int):
    chance = Random(size)
    digits = [[chance.choice((0, 1, size - 2, size - 1)) for _ in range(500)] for _ in range(3)]
    order = sorted_by([Digit(np.array(one, np.int64), size) for one in digits])
    every = list(zip(*digits, strict=True))
    assert order.rows.tolist() == sorted(range(500), key=every.__getitem__)
    assert order.begins.sum() == len(set(every))


@pytest.mark.parametrize("size", [4, 1 << 31, 1 << 60])
def test_where_groups_begin_in_the_order(size: int):
    chance = Random(size)
    groups = [chance.choice((0, 1, 3)) for _ in range(500)]
    values = [chance.choice((0, 1, size - 2, size - 1)) for _ in range(500)]
    first = Digit(np.array(groups, np.int64), 5)
    found = sorted_by([first, Digit(np.array(values, np.int64), size)]).first_of(first)
    assert found.tolist() == [sum(group < one for group in groups) for one in range(5)]


def test_ranks_of_each_method():
    ladder = Ladder(np.array([5, 0, 1, 2, 3, 4]), np.array([1, 1, 0, 1, 1, 0], np.bool_), np.array([0, 4]))
    assert ladder.ranks("competition").tolist() == [1, 2, 4, 1]
    assert ladder.ranks("dense").tolist() == [1, 2, 3, 1]
    assert [ladder.level_of(row) for row in range(7)] == [1, 1, 2, 3, 3, 0, None]
