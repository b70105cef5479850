"""The order between results: each after those that it looks at; circles are refused, at every indicator in them."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from tests.support import bind, rubric_of


def leaf(name: str, looks: str = "值", more: str = "") -> str:
    return f"{{id: {name}, points: 10, {more} rules: [{{award: {looks}}}]}}"


def text(*indicators: str, more: str = "") -> str:
    return f"{{fields: {{值: number, 条: {{type: records, fields: {{号: text}}}}}}, {more} indicators: [{', '.join(indicators)}]}}"


def circle(fragment: str) -> set[str]:
    """The indicators that are refused since they are in a circle; nothing else is wrong."""
    _, problems = bind(fragment)
    assert {problem.code for problem in problems} <= {"result_circle"}
    assert len(problems) == len({problem.where for problem in problems})
    assert {str(name) for problem in problems for name in problem.facts["circle"]} == {  # type: ignore[attr-defined]
        problem.facts["id"] for problem in problems
    }
    return {str(problem.facts["id"]) for problem in problems}


# --- the order -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", list(permutations("abc")))
def test_what_is_looked_at_comes_first_wherever_it_is_written(written: tuple[str, ...]):
    looks = {"a": "score('b')", "b": "rate('c')", "c": "值"}
    assert rubric_of(text(*(leaf(name, looks[name]) for name in written))).order == ("c", "b", "a")


@pytest.mark.parametrize(
    ("fragment", "first", "then"),
    [
        (text(f"{{id: b, indicators: [{leaf('a')}]}}"), "a", "b"),
        (text(f"{{id: b, indicators: [{leaf('a', 'score(' + repr('c') + ')')}]}}", leaf("c")), "c", "b"),
        (text(leaf("a", more="applies: {when: score('c') > 5, otherwise: full},"), leaf("c")), "c", "a"),
        # what decides whether the branch above is there decides whether the indicator is
        (text(f"{{id: b, applies: {{when: score('c') > 5, otherwise: full}}, indicators: [{leaf('a')}]}}", leaf("c")), "c", "a"),
        (text(leaf("a", "均"), leaf("c"), more="measures: {均: {peers: mean, of: score('c'), within: all, include_self: no}},"), "c", "a"),
        (text(leaf("a", "差"), leaf("c"), more="measures: {差: score('c') - 1},"), "c", "a"),
    ],
)  # fmt: skip
def test_one_comes_before_the_other(fragment: str, first: str, then: str):
    order = rubric_of(fragment).order
    assert order.index(first) < order.index(then)


def test_those_that_share_their_matters_come_after_what_any_of_them_looks_at():
    shared = "rules: [{{id: r, deduct: {0}, each: 条}}]"
    fragment = text(
        f"{{id: a, points: 10, {shared.format(1)}}}",
        "{id: b, points: 10, rules: [{id: r, deduct: 1, each: 条, when: score('c') > 1}]}",
        leaf("c"),
        more="once: [{across: [a, b], once_per: 号, keep: first}],",
    )
    order = rubric_of(fragment).order
    assert order[0] == "c"


def test_a_long_chain_has_an_order():
    names = [f"i{place}" for place in range(300)]
    chained = [leaf(name, f"score('{other}')") for name, other in pairwise(names)]
    assert rubric_of(text(*chained, leaf("i299"))).order == tuple(reversed(names))


# --- circles -------------------------------------------------------------------------------------------------------------

PEERS = "均: {peers: mean, of: %s, within: all, include_self: false}"
BELOW = "下级: {units: sum, of: %s, below: this}"


def measures(*parts: str) -> str:
    return f"measures: {{{', '.join(parts)}}},"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        (text(leaf("a", "score('a')")), {"a"}),
        (text(leaf("a", "score('b')"), leaf("b", "rate('a')"), leaf("c", "score('a')")), {"a", "b"}),
        (text(f"{{id: b, indicators: [{leaf('a', 'score(' + repr('b') + ')')}]}}"), {"a", "b"}),
        (text(leaf("a", "均"), more=measures(PEERS % "score('a')")), {"a"}),
        (text(leaf("a", "均"), leaf("b", "score('a')"), more=measures(PEERS % "score('b')")), {"a", "b"}),
        (text(leaf("a", "均"), more=measures(PEERS % "下级", BELOW % "score")), {"a"}),
        (
            text(leaf("a", "均"), leaf("b", "下级"), more=measures(PEERS % "score('b')", BELOW % "score('a')")),
            {"a", "b"},
        ),
        (text(leaf("a", "下级"), more=measures(BELOW % "均", PEERS % "score('a')")), {"a"}),
        (
            text(
                leaf("a", "下级", "applies: {when: 值 > 0, otherwise: {peers_mean: {within: all}}},"),
                more=measures(BELOW % "score('a')"),
            ),
            {"a"},
        ),
        # a veto belongs to the whole: the whole looks at b, b at the whole of units below, and c, on the way, at peers
        (
            text(
                "{id: t, indicators: [" + leaf("b", "下级") + "]}",
                more=measures(BELOW % "score", PEERS % "score('b')")
                + "vetoes: [{id: v, when: 均 > 5, text: 甲, effect: zero_total}],",
            ),
            {"t", "b"},
        ),
    ],
)
def test_a_circle_is_refused_where_it_is(fragment: str, expected: set[str]):
    assert circle(fragment) == expected


@pytest.mark.parametrize(
    "fragment",
    [
        text(leaf("a", "均"), leaf("b"), more=measures(PEERS % "score('b')")),
        text(leaf("a", "下级"), more=measures(BELOW % "score('a')")),  # itself, in the units below: there is an end
        text(leaf("a", "下级"), leaf("b", "score('a')"), more=measures(BELOW % "score")),
        text(leaf("a", more="applies: {when: 值 > 0, otherwise: {peers_mean: {within: all}}},")),
        # units below look at peers of something that does not lead back
        text(leaf("a", "下级"), leaf("b", "均"), leaf("c"), more=measures(BELOW % "score('b')", PEERS % "score('c')")),
        # and peers at units below that do not lead back
        text(leaf("a", "均"), leaf("b", "下级"), more=measures(PEERS % "score('b')", BELOW % "score('b')")),
        text(leaf("a", "下级"), leaf("b", "均"), more=measures(BELOW % "score('a')", PEERS % "score('a')")),
        text(leaf("a", "下级"), leaf("b", "均"), more=measures(BELOW % "值", PEERS % "score('a')")),
    ],
)
def test_what_is_no_circle(fragment: str):
    assert circle(fragment) == set()


def test_an_indicator_with_the_id_of_the_one_above_it_is_in_no_circle():
    _, problems = bind(text(f"{{id: a, indicators: [{leaf('a')}]}}", leaf("b", "score('a')")))
    assert [(problem.code, problem.where.path) for problem in problems] == [
        ("id_doubled", ("indicators", 0, "indicators", 0, "id"))
    ]
