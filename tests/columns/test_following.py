"""Following the evaluator: what it does to the numbers of one unit is done to those of all that go the same way."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore import numbers
from lawscore.columns.following import Path, known
from lawscore.columns.paths import Paths
from lawscore.columns.ratios import Ratios, column, spread
from lawscore.columns.steps import Lost, Place
from lawscore.numbers import Rounding

Numbers = Sequence[Fraction]


def scaled(of: Numbers) -> Fraction:
    done, due = of
    if not due:
        return Fraction(-1)
    rate = done / due
    if rate >= 1:
        return Fraction(5)
    return 5 - Rounding(1).apply(max(Fraction(9, 10) - rate, numbers.ZERO) * 20)


def stepped(of: Numbers) -> Fraction:
    days, limit = of
    late = numbers.ceiling(days - limit)
    return abs(late) ** 2 if late < 0 else -min(late / 2, Fraction(7, 2))


def looked_up(of: Numbers) -> Fraction:
    level, amount = of
    return {Fraction(1): amount, Fraction(2): amount / 3}.get(level, numbers.ZERO)


def given_back(of: Numbers) -> Fraction:
    asked, _ = of
    limited = min(asked, Fraction(3))
    return (10 - asked) + (asked - limited)


WAYS = {way.__name__: way for way in (scaled, stepped, looked_up, given_back)}
CELLS = st.tuples(st.integers(-40, 40), st.integers(-40, 40))


def whole(way: Callable[[Numbers], Fraction]) -> tuple[Paths[Fraction], list[Fraction]]:
    entered: list[Fraction] = []

    def enter(result: Fraction) -> int:
        entered.append(result)
        return len(entered) - 1

    return Paths(way, lambda result: (result,), enter), entered


def columns(rows: Sequence[tuple[int, int]], under: int) -> list[Ratios]:
    return [column(np.array([row[at] for row in rows], np.int64), under) for at in (0, 1)]


@pytest.mark.parametrize("name", WAYS)
@given(rows=st.lists(CELLS, min_size=1, max_size=60), under=st.sampled_from((1, 4, 10)))
def test_every_row_comes_to_what_it_comes_to_alone(name: str, rows: list[tuple[int, int]], under: int):
    paths, entered = whole(WAYS[name])
    found: dict[int, Fraction] = {}
    for batch in (rows, rows[::-1]):  # what was learnt of the first serves the second
        along, alone = paths.follow(columns(batch, under), len(batch))
        found = {row: WAYS[name]([Fraction(cell, under) for cell in batch[row]]) for row in alone.tolist()}
        for one in along:
            for at, row in enumerate(one.rows.tolist()):
                found[row] = entered[one.code] if one.code >= 0 else spread(one.numbers[0], len(one.rows)).at(at)
        assert found == {row: WAYS[name]([Fraction(cell, under) for cell in cells]) for row, cells in enumerate(batch)}


Way = Callable[[Numbers], Fraction]


def made_up(random: Random, depth: int = 0) -> Way:
    """A computation with three numbers; constants are small, so that they meet the numbers and their places."""
    kind = random.randint(0, 12) if depth < 4 else random.randint(0, 1)
    if kind == 0:
        place = random.randrange(3)
        return lambda of: of[place]
    if kind == 1:
        constant = Fraction(random.randint(-2, 4), random.choice((1, 1, 1, 2, 3)))
        return lambda _: constant
    one, other = made_up(random, depth + 1), made_up(random, depth + 1)
    rounding = Rounding(random.randint(-1, 2), random.choice(list(numbers.RAISED)))
    ways: tuple[Way, ...] = (
        lambda of: one(of) + other(of),
        lambda of: other(of) + one(of),
        lambda of: one(of) - other(of),
        lambda of: one(of) * other(of),
        lambda of: one(of) / divisor if (divisor := other(of)) else Fraction(7),
        lambda of: min(one(of), other(of)),
        lambda of: max(one(of), other(of)),
        lambda of: rounding.apply(one(of)),
        lambda of: numbers.floor(one(of)) if one(of) < 1 else numbers.ceiling(other(of)),
        lambda of: abs(one(of)) if one(of) <= other(of) else -other(of),
        lambda of: sorted([one(of), other(of), Fraction(1)])[1],
    )
    return ways[kind - 2]


@given(seed=st.integers(0, 10**9))
@settings(max_examples=300, deadline=None)
def test_any_computation_comes_to_the_same_on_its_paths(seed: int):
    random = Random(seed)
    way, under = made_up(random), random.choice((1, 2, 10))
    cells = [[random.randint(-30, 30) for _ in range(60)] for _ in range(3)]
    paths, entered = whole(way)
    along, _ = paths.follow([column(np.array(one, np.int64), under) for one in cells], 60)
    for one in along:
        for at, row in enumerate(one.rows.tolist()):
            found = entered[one.code] if one.code >= 0 else spread(one.numbers[0], len(one.rows)).at(at)
            assert found == way([Fraction(cell[row], under) for cell in cells])


def test_a_few_paths_are_enough_for_many_rows():
    paths, _ = whole(scaled)
    rows = [(number % 977, 1 + number % 991) for number in range(20_000)]
    along, alone = paths.follow(columns(rows, 10), len(rows))
    assert not len(alone)
    assert sum(len(one.rows) for one in along) == len(rows)
    assert len(paths) <= 4


def test_what_is_taken_away_again_leaves_no_trace():
    path = Path(2)
    one, other = path.begin(Fraction(7, 3), 0), path.begin(Fraction(5), 1)
    assert (one + other) - other + 0 == one
    assert not path.guards
    assert 2 * one - one - one == 0
    assert path.operand(one + other - other) == Place(0)


@pytest.mark.parametrize(
    "look",
    [hash, str, lambda number: number.numerator, lambda number: {Fraction(3): "three"}[number]],
    ids=["hash", "text", "numerator", "key"],
)
def test_who_looks_at_the_digits_has_taken_them_as_they_are(look: Callable[[Fraction], object]):
    path = Path(1)
    look(path.begin(Fraction(3), 0))
    assert [(guard.relation, guard.other, guard.holds) for guard in path.guards] == [("eq", 3, True)]


@pytest.mark.parametrize("look", [float, int, round, lambda number: number % 2, lambda number: number < 0.5])
def test_what_is_no_matter_of_exact_numbers_is_lost(look: Callable[[Fraction], object]):
    with pytest.raises(Lost):
        look(Path(1).begin(Fraction(3), 0))


def test_numbers_of_two_paths_are_never_mixed():
    with pytest.raises(Lost):
        Path(1).begin(Fraction(3), 0) + Path(1).begin(Fraction(4), 0)


def test_a_number_that_is_followed_is_what_it_is():
    number = Path(1).begin(Fraction(7, 2), 0)
    assert isinstance(number, Fraction)
    assert known(number) == Fraction(7, 2)
    assert repr(number) == "Followed(7/2)"
    assert number != "3.5"
