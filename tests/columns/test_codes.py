"""Codes: whatever is combined can be taken apart again, and keeps its code from batch to batch."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawscore.columns.codes import Combiner, IntegerCoder
from lawscore.columns.numerators import Fractions, common
from lawscore.columns.texts import standing_twice

#: Batches of rows of codes: a few small ones, many columns, and codes that need many bits.
WIDTHS = st.sampled_from([(3, 4), (1, 9), (2, 70_000), (3, 5_000), (6, 40)])


@st.composite
def batches(draw: st.DrawFn) -> list[list[tuple[int, ...]]]:
    width, most = draw(WIDTHS)
    row = st.tuples(*[st.integers(0, most)] * width)
    return draw(st.lists(st.lists(row, min_size=1, max_size=30), min_size=1, max_size=4))


@given(batches())
@settings(deadline=None)
def test_rows_are_told_by_their_codes(given_batches: list[list[tuple[int, ...]]]):
    combiner, known = Combiner(len(given_batches[0][0])), {}
    sizes = [1] * len(given_batches[0][0])
    for rows in given_batches:
        columns = [np.array(column) for column in zip(*rows, strict=True)]
        sizes = [max(size, int(column.max()) + 1) for size, column in zip(sizes, columns, strict=True)]
        codes = combiner.combine(columns, sizes).tolist()
        assert [combiner.combinations[code] for code in codes] == rows
        for row, code in zip(rows, codes, strict=True):
            assert known.setdefault(row, code) == code
    assert len(combiner) == len(known)


@given(st.lists(st.lists(st.one_of(st.integers(-5, 300), st.integers(-(2**61), 2**61)), max_size=20), max_size=5))
def test_integers_are_told_by_their_codes(given_batches: list[list[int]]):
    coder, known = IntegerCoder(), {}
    for integers in given_batches:
        codes = coder.encode(np.array(integers, np.int64)).tolist()
        assert [coder.values[code] for code in codes] == integers
        for integer, code in zip(integers, codes, strict=True):
            assert known.setdefault(integer, code) == code
    assert len(coder.values) == len(known)


@given(st.lists(st.fractions(max_denominator=1000), min_size=1, max_size=20))
def test_numerators_are_the_fractions(values: list[Fraction]):
    column = Fractions()
    for value in values:
        column.append(value)
    over = column.denominator
    assume(common([column], [Fraction(1)]) == over)
    assert [Fraction(int(one), over) for one in column.over(over)] == values
    assert column.is_constant == (len(set(values)) == 1)


@pytest.mark.parametrize(
    ("values", "weight", "expected"),
    [
        ([Fraction(1, 3), Fraction(1, 4)], Fraction(1), 12),
        ([Fraction(1, 3)], Fraction(1, 2), 6),
        ([Fraction(2**62)], Fraction(1), None),
        ([Fraction(1, 2**61 - 1), Fraction(1, 2**31 - 1)], Fraction(1), None),
    ],
)
def test_a_sum_has_a_denominator_only_where_64_bits_hold_it(
    values: list[Fraction], weight: Fraction, expected: int | None
):
    columns = []
    for value in values:
        columns.append(Fractions())
        columns[-1].append(value)
    assert common(columns, [weight] * len(columns)) == expected


def test_numerators_that_64_bits_do_not_hold_are_refused():
    column = Fractions()
    for under in (2**40 - 1, 2**41 - 1, 2**43 - 1):
        column.append(Fraction(1, under))
    with pytest.raises(OverflowError):
        column.over(column.denominator)
    assert common([column], [Fraction(1)]) is None


TEXTS = st.one_of(
    st.sampled_from(["", "u1", "u10", "单位", "village-00000001", "village-00000002"]), st.text(max_size=20)
)


@given(st.lists(TEXTS, max_size=30), st.integers(0, 5))
def test_texts_that_stand_twice_are_found(given_texts: list[str], first: int):
    texts = pa.array(given_texts, pa.string()).slice(min(first, len(given_texts)))
    listed = texts.to_pylist()
    assert standing_twice(texts).tolist() == [listed.count(text) > 1 for text in listed]


def test_texts_whose_hashes_agree_are_told_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("lawscore.columns.texts._hashes", lambda texts: np.zeros(len(texts), np.uint64))
    assert standing_twice(pa.array(["a", "b", "c", "b"])).tolist() == [False, True, False, True]
