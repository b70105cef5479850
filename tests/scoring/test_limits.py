"""Floors, ceilings and roundings: equal to a limit, rounded beyond it, and what an open node can come to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.facts.card import Interval
from lawscore.numbers import Rounding
from lawscore.rubric.bound import BoundNode
from lawscore.scoring.limits import bound, either, held, inside


def node(floor: str | None, ceiling: str | None, rounding: Rounding | None = None) -> BoundNode:
    low, high = (None if limit is None else Fraction(limit) for limit in (floor, ceiling))
    return BoundNode(
        id="a", title="a", parent=None, points=Fraction(10), start=Fraction(0), floor=low, ceiling=high,
        shown=Rounding(2), round=rounding,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("floor", "ceiling", "score", "expected"),
    [
        ("0", "10", "10", "10"),
        ("0", "10", "10.01", "10"),
        ("0", "10", "0", "0"),
        ("0", "10", "-0.01", "0"),
        ("-2", "10", "-2", "-2"),
        ("-2", "10", "-2.01", "-2"),
        (None, "10", "-99", "-99"),
        ("0", None, "99", "99"),
        ("5", "3", "4", "5"),  # points that went off took the ceiling below the floor: the floor holds
        ("5", "3", "9", "5"),
        ("0", "-1", "7", "0"),
    ],
)
def test_a_score_is_held_inside_its_limits(floor: str | None, ceiling: str | None, score: str, expected: str):
    assert inside(node(floor, ceiling), Fraction(score)) == Fraction(expected)


@pytest.mark.parametrize(
    ("floor", "ceiling", "score", "expected"),
    [
        ("0", "1.6", "1.55", "1.6"),  # 2 lies beyond the ceiling
        ("0", "1.6", "1.4", "1"),
        ("0.6", "9", "0.6", "1"),
        ("0.4", "9", "0.4", "0.4"),  # 0 lies below the floor
        (None, None, "-1.5", "-2"),
    ],
)
def test_a_rounded_score_stays_inside_too(floor: str | None, ceiling: str | None, score: str, expected: str):
    assert held(node(floor, ceiling, Rounding(0)), Fraction(score)) == Fraction(expected)


LIMITS = st.one_of(st.none(), st.integers(-30, 30).map(lambda tenths: str(Fraction(tenths, 10))))
SCORES = st.fractions(-4, 4, max_denominator=40)


@given(LIMITS, LIMITS, st.integers(-1, 2), SCORES, SCORES)
def test_the_higher_score_never_becomes_the_lower(
    floor: str | None, ceiling: str | None, places: int, one: Fraction, other: Fraction
):
    limited = node(floor, ceiling, Rounding(places))
    low, high = sorted([one, other])
    assert held(limited, low) <= held(limited, high)
    assert held(limited, held(limited, one)) == held(limited, one) or floor is not None or ceiling is not None


def test_a_bound_that_is_not_there_is_the_limit_of_the_node():
    limited = node("-2", "10")
    assert bound(limited, None, limited.floor) == -2
    assert bound(limited, None, limited.ceiling) == 10
    assert bound(limited, Fraction(-5), limited.floor) == -2
    assert bound(node(None, None), None, None) is None


def test_which_of_several_ways_it_goes_is_enclosed():
    one = Interval(Fraction(1), Fraction(4), Fraction(5), Fraction(10), rate=(Fraction(1, 10), Fraction(4, 5)))
    other = Interval(Fraction(-1), None, Fraction(2), Fraction(3), rate=(None, Fraction(1)))
    found = either([one, other], may_vanish=True)
    assert (found.low, found.high) == (-1, None)
    assert (found.points_low, found.points_high) == (2, 10)
    assert found.rate == (None, 1)
    assert found.may_vanish
    assert either([one], may_vanish=False) == one._replace(may_vanish=False)


def test_nothing_that_is_possible_is_nothing():
    found = either([], may_vanish=True)
    assert (found.low, found.high, found.may_vanish) == (0, 0, True)
