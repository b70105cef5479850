"""Codes: whatever is combined can be taken apart again, and keeps its code from batch to batch."""

from fractions import Fraction
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawscore.columns.codes import Directory, IntegerCoder
from lawscore.columns.combining import Combiner
from lawscore.columns.encoding import FieldEncoder
from lawscore.columns.numerators import Fractions, common
from lawscore.columns.sums import Sum
from lawscore.columns.texts import standing_twice, told_texts
from lawscore.expressions.values import Cause
from lawscore.loading.rubrics import load_text
from lawscore.submission.typing import absence

COUNTED = """lawscore: 1
calculation: 1
rubric: counted
version: "2024"
status: draft
title: 计数
issued: {note: 仅供测试}
period: {from: 2024-01-01, to: 2024-12-31}
points: 1
fields:
  件数: count
  落实: yesno
indicators:
- {id: "1", points: 1, rules: [{deduct: 0.1, each: 件数, text: 每件扣0.1分}]}
"""

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
    assume((common([column], [Fraction(1)]) or (None,))[0] == over)
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
    found = common(columns, [weight] * len(columns))
    assert (found[0] if found is not None else None) == expected


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


@given(st.lists(st.one_of(TEXTS, st.none()), max_size=30), st.integers(0, 5))
def test_texts_are_told_as_a_reader_takes_them(given_texts: list[str | None], first: int):
    texts = pa.array(given_texts, pa.string()).slice(min(first, len(given_texts)))
    each = [told_texts(texts.slice(at, 1)) for at in range(len(texts))]
    told = told_texts(texts)
    assert told.texts.to_pylist() == [one.texts[0].as_py() for one in each]
    assert told.odd.tolist() == [bool(one.odd[0]) for one in each]


@given(st.lists(st.lists(st.integers(0, 999), max_size=40), max_size=8))
def test_a_directory_keeps_its_codes_when_they_grow_longer(given_batches: list[list[int]]):
    directory, known = Directory(1000), {}

    def enter(new: list[int]) -> list[int]:
        return [known.setdefault(key, 40 * len(known)) for key in new]  # soon past what a byte holds

    for keys in given_batches:
        assert directory.find(np.array(keys, np.uint16), enter).tolist() == [known[key] for key in keys]
    moved = directory.moved(7, 1100)
    for key, code in known.items():
        assert moved.find(np.array([key + 7]), list).tolist() == [code]


@given(
    st.lists(st.lists(st.fractions(-500, 500, max_denominator=12), min_size=1, max_size=300), min_size=1, max_size=6),
    st.sampled_from([[Fraction(1)] * 6, [Fraction(1, 2), Fraction(3), *[Fraction(1, 6)] * 4]]),
    st.sampled_from([1, 10**6]),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_sums_are_those_of_what_is_looked_up(
    given_values: list[list[Fraction]], weights: list[Fraction], scale: int, random: Random
):
    parts, added = [Fractions() for _ in given_values], Sum(weights[: len(given_values)])
    for batch in (3, 2, 1, 1):  # a third of the values is there, then half, and then all of them
        for part, values in zip(parts, given_values, strict=True):
            for value in values[len(part.values) : -(-len(values) // batch)]:
                part.append(value * scale)
        rows = [[random.randrange(len(part.values)) for part in parts] for _ in range(40)]
        columns = [np.array(own, random.choice([np.uint16, np.int32])) for own in zip(*rows, strict=True)]
        assert added.fits(parts)
        assert [added.value(code) for code in added.codes(columns, 40).tolist()] == [
            sum(weight * part.values[at] for weight, part, at in zip(added.weights, parts, row, strict=True))
            for row in rows
        ]


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(-70, 400), st.integers(0, 9))), max_size=4),
    st.booleans(),
    st.booleans(),
)
@settings(deadline=None)
def test_whole_numbers_are_told_by_their_codes(given_batches: list[list[int | None]], long: bool, roomy: bool):
    document = load_text(COUNTED).rubric
    assert document is not None
    spec = document.fields["件数"]
    encoder = FieldEncoder("件数", spec, absence(spec, spec.absent, Cause("value", "件数")), None)  # type: ignore[arg-type]
    for numbers in given_batches:
        room = np.empty(len(numbers), np.uint8) if roomy else None
        codes = encoder.column(pa.array(numbers, pa.int64() if long else pa.int16()), room)[0].tolist()
        values = [encoder.values.values[code] for code in codes]
        assert [value if isinstance(value, Fraction) else None for value in values] == [
            number if number is not None and number >= 0 else None for number in numbers
        ]


@given(st.lists(st.sampled_from([True, False, None]), max_size=40), st.integers(0, 20))
@settings(deadline=None)
def test_yes_and_no_are_told_by_their_bits_wherever_a_slice_begins(answers: list[bool | None], first: int):
    document = load_text(COUNTED).rubric
    assert document is not None
    spec = document.fields["落实"]
    encoder = FieldEncoder("落实", spec, absence(spec, spec.absent, Cause("value", "落实")), None)  # type: ignore[arg-type]
    codes = encoder.column(pa.array(answers, pa.bool_()).slice(min(first, len(answers))))[0].tolist()
    told = [encoder.values.values[code] for code in codes]
    assert [value if isinstance(value, bool) else None for value in told] == answers[first:]
