"""What each operator and function means, on exact values and on missing ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.expressions.operations import (
    COMPARISONS,
    FUNCTIONS,
    add,
    both,
    divide_saying,
    either,
    multiply,
    negate,
    negation,
    subtract,
    sum_kind,
)
from lawscore.expressions.values import (
    COUNT,
    DATE,
    DAYS,
    NUMBER,
    PERCENT,
    TEXT,
    YESNO,
    Cause,
    Kind,
    NotApplicable,
    Unknown,
    absorb,
    together,
    unknown,
)
from lawscore.numbers import LONGEST_BITS
from tests.expressions.test_binding import value

OWED = unknown("value", "件数")
OWED_TOO = unknown("answer", "1/配合")
GONE = NotApplicable((Cause("value", "日期"),))
divide = divide_saying("出庭 / 应出庭")

numbers = st.fractions(max_denominator=1000)


def word(value: object) -> str:
    """yes, no, ? (unknown) or - (not applicable)."""
    if isinstance(value, Unknown):
        return "?"
    return "-" if isinstance(value, NotApplicable) else "yes" if value else "no"


VALUE = {"yes": True, "no": False, "?": OWED, "-": GONE}

#: left, right → and, or.
LOGIC = {
    ("yes", "yes"): ("yes", "yes"),
    ("yes", "no"): ("no", "yes"),
    ("yes", "?"): ("?", "yes"),
    ("yes", "-"): ("-", "yes"),
    ("no", "no"): ("no", "no"),
    ("no", "?"): ("no", "?"),
    ("no", "-"): ("no", "-"),
    ("?", "?"): ("?", "?"),
    ("?", "-"): ("?", "?"),
    ("-", "-"): ("-", "-"),
}


class TestLogic:
    @pytest.mark.parametrize(("left", "right"), LOGIC)
    def test_and_and_or_have_tables_of_their_own(self, left, right):
        for values in ([VALUE[left], VALUE[right]], [VALUE[right], VALUE[left]]):
            assert (word(both(values)), word(either(values))) == LOGIC[left, right]

    @pytest.mark.parametrize(("given", "found"), [("yes", "no"), ("no", "yes"), ("?", "?"), ("-", "-")])
    def test_not_leaves_what_is_missing_missing(self, given, found):
        assert word(negation(VALUE[given])) == found

    def test_no_and_unknown_is_no(self):
        assert both([False, OWED]) is False
        assert either([True, OWED]) is True

    def test_all_that_is_owed_is_named_once_in_a_fixed_order(self):
        assert both([OWED, True, OWED_TOO, OWED]) == Unknown((OWED_TOO.causes[0], OWED.causes[0]))
        assert either([OWED_TOO, False, OWED, GONE]) == both([OWED, OWED_TOO])

    @given(st.lists(st.sampled_from(list(VALUE)), min_size=1, max_size=6))
    def test_de_morgan_holds_with_what_is_missing(self, words):
        values = [VALUE[one] for one in words]
        assert negation(both(values)) == either([negation(value) for value in values])

    @given(st.permutations(["yes", "no", "?", "-", "?"]))
    def test_the_order_of_conditions_never_counts(self, words):
        values = [VALUE[one] for one in words]
        assert word(both(values)) == "no"
        assert word(either(values)) == "yes"


class TestMissing:
    def test_not_applicable_goes_before_unknown_and_both_before_a_value(self):
        assert absorb([Fraction(1), True]) is None
        assert absorb([Fraction(1), OWED]) == OWED
        assert absorb([OWED, GONE, OWED_TOO]) == GONE
        assert absorb([OWED_TOO, OWED]) == Unknown(together(OWED, OWED_TOO))

    @pytest.mark.parametrize("operation", [add, subtract, multiply, divide, *COMPARISONS.values()])
    @pytest.mark.parametrize(
        ("left", "right", "found"), [(OWED, 1, OWED), (1, OWED, OWED), (OWED, GONE, GONE), (GONE, 1, GONE)]
    )
    def test_an_operation_on_what_is_missing_is_missing(self, operation, left, right, found):
        sides = [Fraction(side) if isinstance(side, int) else side for side in (left, right)]
        assert operation(*sides) == found

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_a_function_of_what_is_missing_is_missing(self, name):
        function = FUNCTIONS[name]
        takes = function.takes * (2 if function.many else 1)
        for missing in (OWED, GONE):
            rest = [date(2024, 1, 1) if kind == "date" else Fraction(1) for kind in takes[1:]]
            assert function(missing, *rest) == missing
        assert negate(OWED) == OWED


class TestArithmetic:
    @given(numbers, numbers)
    def test_numbers_are_exact(self, left, right):
        assert add(left, right) == left + right
        assert subtract(left, right) == left - right
        assert multiply(left, right) == left * right
        assert divide(left, right) == (left / right if right else unknown("zero_denominator", "出庭 / 应出庭"))

    def test_nothing_divided_by_nothing_is_not_zero(self):
        assert divide(Fraction(0), Fraction(0)) == unknown("zero_denominator", "出庭 / 应出庭")

    def test_dates_go_by_whole_days(self):
        day = date(2024, 2, 28)
        assert add(day, Fraction(2)) == add(Fraction(2), day) == date(2024, 3, 1)
        assert subtract(day, Fraction(28)) == date(2024, 1, 31)
        assert subtract(date(2024, 3, 1), day) == Fraction(2)

    def test_a_date_beyond_the_calendar_is_owed_and_not_made_up(self):
        too_far = unknown("too_long", "")
        assert add(date(9999, 12, 31), Fraction(1)) == too_far
        assert subtract(date(1, 1, 1), Fraction(1)) == too_far
        assert add(date(2024, 1, 1), Fraction(10**400)) == too_far

    def test_only_what_was_checked_is_added(self):
        with pytest.raises(TypeError, match="the types were not checked"):
            add(date(2024, 1, 1), date(2024, 1, 1))

    @pytest.mark.parametrize("operation", [add, subtract, multiply, divide])
    def test_a_result_too_long_to_write_is_owed_and_not_computed_on(self, operation):
        """A rubric must round on the way; else digits without end would be carried, and no text could be made of them."""
        left, right = Fraction(1, 3**5000), Fraction(7**3000, 5**4000)
        assert operation(left, right) == unknown("too_long", "")

    def test_a_long_result_that_can_be_written_is_exact(self):
        assert multiply(Fraction(3**1000), Fraction(1, 7**1000)) == Fraction(3**1000, 7**1000)
        assert LONGEST_BITS * 30103 // 100_000 < 4300  # Python writes no integer of more digits

    @given(
        st.lists(st.sampled_from("abcd"), min_size=2, max_size=8),
        st.lists(st.sampled_from("+-*/"), min_size=8, max_size=8),
    )
    def test_programs_compute_as_python_does_on_exact_numbers(self, names, signs):
        fields = {"a": "件数", "b": "金额", "c": "率", "d": "件数"}
        values = {"件数": Fraction(3), "金额": Fraction(-7, 2), "率": Fraction(9, 10)}
        text = "".join(f"{fields[name]} {sign} " for name, sign in zip(names, signs, strict=False)) + "金额"
        assert value(text, values) == eval(text, {}, dict(values))


class TestComparisons:
    @given(numbers, numbers)
    def test_numbers_compare_exactly(self, left, right):
        assert [COMPARISONS[name](left, right) for name in ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")] == [
            left == right, left != right, left < right, left <= right, left > right, left >= right,
        ]  # fmt: skip

    def test_a_tenth_three_times_is_three_tenths(self):
        tenth = Fraction(1, 10)
        assert COMPARISONS["Eq"](add(add(tenth, tenth), tenth), Fraction(3, 10)) is True


class TestFunctions:
    @pytest.mark.parametrize(
        ("name", "arguments", "found"),
        [
            ("abs", ["-5/2"], "5/2"),
            ("min", ["3", "1/2", "2"], "1/2"),
            ("max", ["3", "1/2"], "3"),
            ("round", ["5/2"], "3"),
            ("round", ["-5/2"], "-3"),
            ("round", ["1.005", "2"], "1.01"),
            ("floor", ["-1/2"], "-1"),
            ("ceiling", ["-1/2"], "0"),
            ("ceiling", ["7/3"], "3"),
            ("round", ["1250", "-2"], "1300"),
            ("round", ["-1249", "-2"], "-1200"),
            ("sqrt", ["9/4"], "3/2"),
            ("sqrt", ["2"], "1.414213562373095048801688724209698"),
            ("root", ["-8", "3"], "-2"),
            ("ln", ["1"], "0"),
            ("ln", ["2"], "0.6931471805599453094172321214581766"),
            ("exp", ["0"], "1"),
        ],
    )
    def test_numbers(self, name, arguments, found):
        assert FUNCTIONS[name](*map(Fraction, arguments)) == Fraction(found)

    @pytest.mark.parametrize(
        ("name", "arguments", "found"),
        [
            ("days", [date(2024, 1, 15), date(2024, 1, 18)], 3),
            ("days", [date(2024, 1, 18), date(2024, 1, 15)], -3),
            ("year", [date(2024, 2, 29)], 2024),
            ("month", [date(2024, 2, 29)], 2),
            ("day", [date(2024, 2, 29)], 29),
        ],
    )
    def test_dates(self, name, arguments, found):
        assert FUNCTIONS[name](*arguments) == Fraction(found)

    @pytest.mark.parametrize(
        ("name", "arguments", "said"),
        [
            ("sqrt", ["-1"], "-1"),
            ("root", ["-1", "2"], "-1, 2"),
            ("root", ["4", "1/2"], "4, 0.5"),
            ("root", ["4", "0"], "4, 0"),
            ("ln", ["0"], "0"),
        ],
    )
    def test_what_has_no_real_value_is_out_of_reach(self, name, arguments, said):
        assert FUNCTIONS[name](*map(Fraction, arguments)) == unknown("out_of_reach", name, detail=said)

    def test_an_exponential_of_too_many_digits(self):
        assert FUNCTIONS["exp"](Fraction(10_000)) == unknown("too_long", "exp")

    @pytest.mark.parametrize("places", ["-31", "1/2", "31"])
    def test_places_that_are_none_are_owed(self, places):
        assert FUNCTIONS["round"](Fraction(1), Fraction(places)) == unknown("too_long", "round")

    def test_a_function_says_how_many_arguments_it_takes(self):
        assert {name: function.arity for name, function in FUNCTIONS.items()} == {
            "abs": "1", "min": "≥ 2", "max": "≥ 2", "round": "1–2", "sqrt": "1", "root": "2", "ln": "1", "exp": "1", "floor": "1", "ceiling": "1", "days": "2", "year": "1",
            "month": "1", "day": "1",
        }  # fmt: skip


class TestKindsOfSums:
    @pytest.mark.parametrize(("op", "left", "right"), [
        (op, left, right)
        for op, left, right in product(("Add", "Sub", "Mult", "Div"), (COUNT, NUMBER, DATE, TEXT, YESNO), (COUNT, NUMBER, DATE, TEXT, YESNO))
        if not {left, right} <= {COUNT, NUMBER}
    ])  # fmt: skip
    def test_only_dates_go_with_numbers_and_only_where_it_makes_sense(self, op, left, right):
        sense = {
            ("Add", DATE, COUNT): DATE,
            ("Add", COUNT, DATE): DATE,
            ("Sub", DATE, COUNT): DATE,
            ("Sub", DATE, DATE): DAYS,
        }
        assert sum_kind(op, left, right) == sense.get((op, left, right))

    @pytest.mark.parametrize(
        ("op", "left", "right", "measure", "whole", "low"),
        [
            ("Add", COUNT, COUNT, "plain", True, 0),
            ("Sub", COUNT, COUNT, "plain", True, None),
            ("Mult", COUNT, COUNT, "plain", True, 0),
            ("Div", COUNT, COUNT, "ratio", False, 0),
            ("Div", COUNT, NUMBER, "ratio", False, None),
            ("Add", PERCENT, COUNT, "percent", False, None),
            ("Mult", PERCENT, COUNT, "plain", False, None),
            ("Div", PERCENT, COUNT, "percent", False, None),
            ("Div", COUNT, PERCENT, "plain", False, None),
            ("Mult", DAYS, COUNT, "days", True, None),
        ],
    )
    def test_what_is_known_of_a_sum_of_numbers(self, op, left, right, measure, whole, low):
        found = sum_kind(op, left, right)
        assert found == Kind("number", measure, whole, low=None if low is None else Fraction(low))

    def test_nothing_more_is_said_of_what_is_broken(self):
        assert sum_kind("Mult", Kind("any"), TEXT) == Kind("any")
