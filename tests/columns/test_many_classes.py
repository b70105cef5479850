"""Of very many classes each costs the same: work is counted, in calls and in the elements of columns, and no time is taken."""

import sys
from collections import Counter

import numpy as np
import pyarrow as pa

from lawscore.columns import roster
from lawscore.columns.arrow_standings import standings
from lawscore.columns.assess import assess_table
from tests.support import rubric_of

RUBRIC = rubric_of("""
points: 9
fields: {件数: count}
rules: [{deduct: 1, each: 件数}]
ranking: {within: class, using: exact}
grades: {using: exact, quota: {好: {at_most: 1, within: class, tie_at_cut: leave_out}}, bands: [{grade: 好, from: 8}, {grade: 差, else: yes}]}
""")


def calls(classes: int, units: int = 240) -> int:
    """How many calls it takes to score and rank so many units in so many classes."""
    numbers = range(units)
    table = pa.table({
        "unit": [f"u{number}" for number in numbers], "name": [f"第{number}号" for number in numbers],
        "class": [f"c{number % classes}" for number in numbers], "件数": [number % 7 for number in numbers],
    })  # fmt: skip
    counted: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _what: counted.update((event,)))
    try:
        assert standings(assess_table(RUBRIC, table)).num_rows == units
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


def test_twice_as_many_classes_take_twice_as_many_calls():
    calls(120)  # what is made once is there from here on
    few, more, many = (calls(classes) for classes in (30, 60, 120))
    assert many - more <= 2.2 * (more - few)


class Counted(np.ndarray):
    """An array that counts the elements of all arrays that are made of it."""

    elements = 0

    def __array_finalize__(self, _: object) -> None:
        Counted.elements += self.size


def test_the_first_units_of_each_class_are_found_in_one_go(monkeypatch):
    classes, units = 2_000, 20_000
    codes = np.arange(units, dtype=np.int32) % classes
    monkeypatch.setattr(Counted, "elements", 0)
    found = roster._witnesses(codes.view(Counted), classes, np.zeros(units, np.bool_))
    assert sorted(found) == list(range(2 * classes))
    assert units <= Counted.elements <= 20 * units
