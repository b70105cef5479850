"""What is proved of a condition is never contradicted by a value: random conditions over declared names, random values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.checking.axes import Axis, axis_of
from lawscore.checking.deciding import truth_of
from lawscore.checking.elimination import Inequality, can_hold
from lawscore.checking.linear import Linear
from lawscore.expressions.binding import Name, bind_condition
from lawscore.expressions.values import COUNT, NUMBER, PERCENT, YESNO, Kind, Missing
from lawscore.rubric.fields import Column

CHOICE = Kind("text", options=("省", "市", "县"))
#: The names that conditions use: their kinds, and the limits that they declare.
KINDS: Mapping[str, tuple[Kind, Column | None]] = {
    "n": (COUNT, None),
    "m": (COUNT, Column(type="count", max=Fraction(4))),
    "k": (COUNT, Column(type="count", min=Fraction(2), max=Fraction(5))),
    "x": (NUMBER, None),
    "y": (NUMBER, Column(type="number", min=Fraction(-1), max=Fraction(3))),
    "p": (PERCENT, None),
    "q": (YESNO, None),
    "c": (CHOICE, None),
}


class Names:
    """The vocabulary of these names; the scope is a dict of their values."""

    def find(self, name: str) -> Name | None:
        if name not in KINDS:
            return None
        return Name(KINDS[name][0], lambda scope: scope[name])

    def known(self) -> Iterable[str]:
        return KINDS

    def indicators(self) -> Iterable[str]:
        return ()

    def judged(self) -> frozenset[str]:
        return frozenset()


def axes(name: str) -> Axis | None:
    return axis_of(*KINDS[name])


COUNTS, NUMBERS = st.sampled_from(["n", "m", "k"]), st.sampled_from(["x", "y"])
LITERALS = st.sampled_from(["-1", "0", "1", "2", "2.5", "4", "7"])
TERMS = st.recursive(
    COUNTS | NUMBERS | LITERALS,
    lambda inner: (
        st.builds("({} + {})".format, inner, inner)
        | st.builds("({} - {})".format, inner, inner)
        | st.builds("({} * {})".format, LITERALS, inner)
        | st.builds("({} * {})".format, inner, inner)
        | st.builds("({} / {})".format, inner, inner)
        | st.builds("min({}, {})".format, inner, inner)
        | st.builds("max({}, {})".format, inner, inner)
        | st.builds("abs({})".format, inner)
        | st.builds("({} if {} > 1 else {})".format, inner, COUNTS, inner)
    ),
    max_leaves=3,
)
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
ATOMS = (
    st.builds("{} {} {}".format, TERMS, SIGNS, TERMS)
    | st.builds("{} < {} <= {}".format, TERMS, TERMS, TERMS)
    | st.builds("p {} {}%".format, SIGNS, st.sampled_from(["0", "60", "100", "120"]))
    | st.builds("c {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from(["省", "市", "县"]))
    | st.just("q")
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
        | st.builds("not ({})".format, inner)
        | st.builds("({} if q else {})".format, inner, inner)
    ),
    max_leaves=5,
)
QUARTERS = st.integers(-8, 32).map(lambda number: Fraction(number, 4))
VALUES = st.fixed_dictionaries(
    {
        "n": st.integers(0, 8).map(Fraction),
        "m": st.integers(0, 4).map(Fraction),
        "k": st.integers(2, 5).map(Fraction),
        "x": QUARTERS,
        "y": st.integers(-4, 12).map(lambda number: Fraction(number, 4)),
        "p": st.integers(0, 6).map(lambda number: Fraction(number, 5)),
        "q": st.booleans(),
        "c": st.sampled_from(["省", "市", "县"]),
    }
)


@given(text=CONDITIONS, units=st.lists(VALUES, min_size=1, max_size=12))
def test_what_is_proved_is_never_contradicted(text: str, units: list[dict[str, Any]]):
    program = bind_condition(text, Names())
    truth = truth_of(program, axes)
    for values in units:
        value = program.run(values)
        if isinstance(value, Missing):
            continue
        assert truth != "never" or value is False
        assert truth != "always" or value is True
        if values["p"] <= 1:  # what is usual for a percentage
            assert truth != "hardly" or value is False
            assert truth != "mostly" or value is True


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("n < 0", "never"),
        ("n >= 0", "always"),
        ("n + m >= 0", "always"),
        ("n > m", "open"),
        ("n > m and m > n", "never"),
        ("n > m and m > k and k >= n", "never"),
        ("n > m or m >= n", "always"),
        ("m > k + 2", "never"),
        ("m - k > 2", "never"),
        ("m - k >= 2", "open"),
        ("n > 3 and n < 4", "never"),
        ("x > 3 and x < 4", "open"),
        ("n > m and n < m + 1", "never"),
        ("x > y and x < y + 1", "open"),
        ("n == m and n != m", "never"),
        ("(n == 1 or n == 3) and n + m == 2 and m == 0", "never"),
        ("n * m < 0", "never"),
        ("n / k < 0", "never"),
        ("max(n, 3) < 3", "never"),
        ("min(m, 9) <= 4", "always"),
        ("abs(x) >= 0", "always"),
        ("(n if n > 2 else 3) > 0", "open"),
        ("(k if q else 2) < 2", "never"),
        ("q and not q", "never"),
        ("q or not q", "always"),
        ("c == '省' and c == '市'", "never"),
        ("c == '省' or c == '市' or c == '县'", "always"),
        ("p > 100%", "hardly"),
        ("p <= 100%", "mostly"),
        ("p < 0%", "hardly"),
        ("y <= 3", "always"),
        ("y > 4 or y < -1", "never"),
        ("2 * n == 5", "never"),
        ("2 * n + 4 * m == 5", "never"),
        ("-n > 0", "never"),
        ("-(n + 1) < 0", "always"),
        ("n / 2 < 0", "never"),
        ("n - n == 0", "always"),
        ("n * (m - m) > 0", "never"),
        ("x * y < 0", "open"),
        ("n * k >= 0", "always"),
        ("m * k > 20", "never"),
        ("m * k >= 20", "open"),
        ("n / m >= 0", "always"),
        ("n / y >= 0", "open"),
        ("n / x >= 0", "open"),
        ("abs(y) > 3", "never"),
        ("abs(m) > 4", "never"),
        ("round(n) < 0", "open"),
        ("c == c", "open"),
        ("(n > 3) if q else (n > 2)", "open"),
        ("((n > 3) if q else (n > 2)) and n < 3", "never"),
        ("1 == 2", "never"),
        ("1 < 2", "always"),
        ("n / m > 2 and not (n / m > 2)", "never"),
    ],
)
def test_what_can_be_proved(text: str, truth: str):
    assert truth_of(bind_condition(text, Names()), axes) == truth


def test_too_many_cases_are_left_open():
    text = " and ".join(f"(n != {place} or x > {place})" for place in range(12))
    assert truth_of(bind_condition(text, Names()), axes) == "open"


class Many(Names):
    """Thirty counts more."""

    def find(self, name: str) -> Name | None:
        return Name(COUNT, lambda scope: scope[name]) if name.startswith("a") else None


def looked_at(text: str) -> tuple[str, int]:
    """What is proved of a condition, and how often an axis was asked for."""
    asked = 0

    def counted(_: str) -> Axis | None:
        nonlocal asked
        asked += 1
        return axis_of(COUNT)

    return truth_of(bind_condition(text, Many()), counted), asked


CHOICES = " and ".join(f"(a{place} > 3 or a{place} < 2)" for place in range(30))


@pytest.mark.parametrize("text", [f"{CHOICES} and a0 > 5 and a0 < 4", f"a0 > 5 and {CHOICES} and not (a0 >= 4)"])
def test_what_leaves_no_choice_is_held_against_itself_before_any_choice(text: str):
    truth, asked = looked_at(text)
    assert truth == "never"
    assert asked < 1000


@pytest.mark.parametrize(
    "last", ["(a0 > 5 or a1 > 5) and (a0 < 0 or a1 < 0)", "(a29 > 3 or a29 < 2) and a28 + a29 < 0"]
)
def test_dead_ends_of_the_search_are_counted_too(last: str):
    truth, asked = looked_at(f"{CHOICES} and {last}")
    assert truth == "open"
    assert asked < 40_000


def test_elimination_gives_up_rather_than_prove_wrongly():
    names = [f"v{place}" for place in range(14)]
    sums = [
        Linear({one: Fraction(1), other: Fraction(sign)}, Fraction(-1))
        for one in names
        for other in names
        for sign in (1, -1)
        if one < other
    ]
    assert can_hold([Inequality(one) for one in sums] + [Inequality(one.times(Fraction(-1))) for one in sums], ())
