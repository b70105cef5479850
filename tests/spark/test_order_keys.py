"""Order keys: bytes compare as the numbers do, exactly, however long the numbers are."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lawscore.spark.order import behind, joined, key_of, key_of_places, key_of_text, turned

#: Scores as they are, neighbours with huge denominators, and whole numbers of many bytes.
NUMBERS = st.one_of(
    st.fractions(),
    st.fractions(-200, 200, max_denominator=100),
    st.builds(Fraction, st.integers(), st.integers(1, 10**60)),
    st.integers(-(10**400), 10**400).map(Fraction),
)


def near(number: Fraction, under: int) -> Fraction:
    """A number that differs as little as one of such a denominator can."""
    return number + Fraction(1, number.denominator * under)


PAIRS = st.one_of(
    st.tuples(NUMBERS, NUMBERS),
    st.builds(lambda number, under: (number, near(number, under)), NUMBERS, st.integers(1, 10**60)),
)


@given(PAIRS)
@example((Fraction(0), Fraction(-1)))
@example((Fraction(63), Fraction(64)))
@example((Fraction(256**56 - 1), Fraction(256**56)))
@example((Fraction(-(256**56)), Fraction(-(256**56) + 1)))
@example((Fraction(1, 3), Fraction(33333333333333333, 100000000000000000)))
def test_keys_compare_as_numbers(pair):
    one, other = pair
    assert (key_of(one) < key_of(other)) == (one < other)
    assert (key_of(one) == key_of(other)) == (one == other)
    assert (turned(key_of(one)) < turned(key_of(other))) == (one > other)


@given(PAIRS, st.integers(0, 200))
def test_a_key_knows_its_own_end(pair, width):
    one, other = map(key_of, pair)
    if one != other:
        assert not one.startswith(other)
        wide = max(len(one), len(other)) + width
        assert (one.ljust(wide, b"\0") < other.ljust(wide, b"\0")) == (one < other)
        assert one[:width] <= other[:width] if one < other else one[:width] >= other[:width]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)


@given(st.lists(st.tuples(st.none() | NUMBERS, TEXTS), min_size=2, max_size=6))
def test_joined_keys_compare_part_by_part(rows):
    def key(row):
        number, text = row
        return joined([behind(None if number is None else turned(key_of(number))), key_of_text(text)])

    def plain(row):
        number, text = row
        return number is None, -(number or 0), text

    ordered = sorted(rows, key=plain)
    assert [plain(row) for row in sorted(rows, key=key)] == [plain(row) for row in ordered]
    for one, other in pairwise(ordered):
        assert (key(one) == key(other)) == (plain(one) == plain(other))


PLACES = st.dictionaries(st.integers(1, 200).map(Fraction), st.integers(1, 300), max_size=5)


@given(PLACES, PLACES)
@example({Fraction(1): 2}, {Fraction(1): 2, Fraction(2): 1})
@example({Fraction(1): 2, Fraction(3): 1}, {Fraction(1): 2, Fraction(2): 1})
def test_more_first_places_go_before_then_more_second_places(one, other):
    every = sorted({*one, *other})
    plain = [[-taken.get(place, 0) for place in every] for taken in (one, other)]
    keys = [key_of_places(one), key_of_places(other)]
    assert (keys[0] < keys[1]) == (plain[0] < plain[1])
    assert (keys[0] == keys[1]) == (plain[0] == plain[1])


@pytest.mark.parametrize(("number", "length"), [("87.65", 7), ("100", 3), ("0", 2), ("1/3", 3), ("62.4", 4)], ids=str)
def test_usual_scores_are_short(number, length):
    assert len(key_of(Fraction(number))) == length
