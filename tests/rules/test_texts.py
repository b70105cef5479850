"""One meaning of `the same text`, wherever texts are compared: full-width signs and blanks at the ends do not count."""

from __future__ import annotations

import pytest

from tests.support import bind, rubric_of
from tests.support_data import assessed

FIELDS = """
    fields:
      名: text
      级: {choice: [（省）, 市]}
      表: {type: records, key: 号, fields: {号: text, 案: text}}
"""
DATA = """
units: [{id: u, name: 某县}]
submissions: [{unit: u, values: {名: " Ａ（一） ", 级: "(省)", 表: [{号: "１", 案: Ｂ}, {号: "2", 案: "B "}]}}]
"""

TWO = """
units: [{id: a, parent: 市Ａ}, {id: b, parent: "市A "}]
submissions: [{unit: a, values: {名: Ｂ, x: 1}}, {unit: b, values: {名: " B", x: 2}}]
"""


@pytest.mark.parametrize(
    ("rule", "score"),
    [
        ("{award: 1, when: 名 == 'A(一)'}", 1),
        ("{award: 1, when: 名 == 'Ａ（一）'}", 1),
        ("{award: 1, when: 名 == ' A(一)　'}", 1),
        ("{award: 1, when: 名 != 'Ａ(一)'}", 0),
        ("{award: 1, when: 级 == '（省）'}", 1),
        ("{award: 1, when: 级 == '(省)'}", 1),
        ("{award: 1, when: (级 if 名 != '' else 名) == '（省）'}", 1),
        ("{award: {by: 名, prices: {Ａ(一): 2}, else: 0}}", 2),
        ("{award: {by: 级, prices: {(省): 2, 市: 1}}}", 2),
        ("{award: {by: [级, 名], prices: {（省）: {A（一）: 3}}, else: 0}}", 3),
        ("{award: {count: 表, distinct: 案}}", 1),
        ("{award: {count: 表, where: 案 == 'b' or 案 == 'Ｂ'}}", 2),
        ("{award: 1, each: 表, once_per: 案, keep: first}", 1),
        ("{award: {mean: 表, of: 5, over: 案}}", 5),
    ],
)
def test_a_text_is_compared_in_one_way(rule: str, score: int):
    rubric = rubric_of(f"{FIELDS}\n    points: 0\n    ceiling: 100\n    rules: [{rule}]")
    assert assessed(rubric, DATA)["u"].score == score


@pytest.mark.parametrize("within", ["名", "parent"])
def test_units_are_of_one_group_where_their_texts_are_the_same(within: str):
    rubric = rubric_of(f"""
        fields: {{名: text, x: number}}
        points: 0
        ceiling: 100
        rules: [{{award: {{peers: sum, of: x, within: {within}, include_self: yes}}}}]
    """)
    found = assessed(rubric, TWO)
    assert [card.score for card in found] == [3, 3]


def test_a_record_is_named_as_it_was_written():
    rubric = rubric_of(f"{FIELDS}\n    points: 9\n    rules: [{{deduct: 1, each: 表}}]")
    (item,) = assessed(rubric, DATA)["u"].items
    assert set(item.records) == {"１", "2"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rules: [{award: {by: 名, prices: {'A': 1, ' Ａ': 2}, else: 0}}]", "price_doubled"),
        ("rules: [{award: {by: 级, prices: {（省）: 1, 市: 1, 县: 2}}}]", "price_without_choice"),
        ("rules: [{award: 1, when: 级 == '（县）'}]", "choice_without_value"),
    ],
)
def test_what_is_one_text_cannot_stand_twice(text: str, code: str):
    rubric, problems = bind(f"{FIELDS}\n    points: 5\n    {text}")
    assert rubric is None
    assert [problem.code for problem in problems] == [code]


def test_a_result_is_named_by_its_id_in_either_width():
    text = "{points: 1, indicators: [{id: '１', points: 1, rules: [{award: 1, for: q}]}], also: [{id: z, formula: score('１')}]}"
    assert rubric_of(text).also[0].reads == {"node:１"}
    assert rubric_of(text.replace("score('１')", "score('1')")).also[0].reads == {"node:１"}
