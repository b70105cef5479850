"""JSON in, sentences out."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.loading.json_reader import read_json
from lawscore.loading.source import Path, Source, Tree
from lawscore.reports.problem_text import render


def read(text: str) -> Source:
    source, problems = read_json(text, "a.json")
    assert source is not None
    assert [problem.message("en") for problem in problems] == []
    return source


def said(text: str) -> list[str]:
    return [
        f"{problem.where.line}:{problem.where.column} {problem.message('zh')}" for problem in read_json(text, "")[1]
    ]


def test_numbers_stay_as_written_and_words_become_text() -> None:
    source = read('{"a": 4.10, "b": [true, false, null, -0, 1e5], "c": "x", "d": 12345678901234567890.5}')
    assert source.data == {
        "a": "4.10",
        "b": ["true", "false", None, "-0", "1e5"],
        "c": "x",
        "d": "12345678901234567890.5",
    }


def test_a_number_of_many_digits_is_only_text() -> None:
    assert read("9" * 10_000).data == "9" * 10_000


@pytest.mark.parametrize(("text", "data"), [("true", "true"), ('"x"', "x"), ("\ufeff[]", []), (" {} \n", {})])
def test_any_value_may_be_the_document(text: str, data: Tree) -> None:
    assert read(text).data == data


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        ((), False, "1:1"),
        (("a",), False, "2:9"),
        (("a",), True, "2:3"),
        (("b", 2, "c"), False, "3:26"),
        (("b", 2, "c"), True, "3:21"),
        (("b", 1), False, "3:17"),
        (("b", "tag", 2, "c"), False, "3:26"),
        (("missing",), True, "1:1"),
    ],
)
def test_where(path: Path, key: bool, expected: str) -> None:
    source = read('{\n  "a" : 1.50,\n  "b":[ "[}\\"", 2, {"c": 3}]\n}')
    assert str(source.where(path, key=key)) == f"a.json:{expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 文件中没有内容，只有空白或注释"]),
        ("[1,2,]", ["1:5 最后一项后面不能有逗号"]),
        ('{"a":1 , }', ["1:8 最后一项后面不能有逗号"]),
        ("{'a':1}", ["1:2 此处应为双引号括起的键名"]),
        ("[tru]", ["1:2 此处应有一个值"]),
        ('{"a"：1}', ["1:5 “：”用了全角冒号，此处应为半角冒号加空格"]),
        ('{"a":1，"b":2}', ["1:7 此处是全角逗号“，”，应为半角逗号加空格"]),
        ("{“a”:1}", ["1:2 此处是全角引号（“），不能起引号的作用"]),
        ('{"a" 1}', ["1:6 键名后面应为冒号"]),
        ('{"a":1 "b":2}', ["1:8 此处应为逗号，或结束的括号"]),
        ('{"a":"x', ["1:6 从这里开始的引号没有结束"]),
        ("[1", ["1:3 文件在此结束，内容没有写完"]),
        ('["x\ny"]', ["1:4 引号内不能直接换行或含有控制字符"]),
        ('["\\q"]', ["1:3 这个转义写法不正确"]),
        ("{}\n{}", ["2:1 文档已经结束，后面不能再有内容"]),
        ('[NaN, -Infinity, "NaN"]', ["1:2 “NaN”不是有限的数字", "1:7 “-Infinity”不是有限的数字"]),
        (
            '["\\ud800", {"\\u0000": 1}]',
            ["1:2 转义写出了文字中不应有的字符（U+D800）", "1:13 转义写出了文字中不应有的字符（U+0000）"],
        ),
        ('["a\u200b"]', ["1:4 此处有看不见的字符（U+200B），不应出现在文件中"]),
        ('{"a":1,\n"a":2,"b":{"c":1,"c":1}}', ["2:1 键“a”重复，第 1 行已经写过", "2:18 键“c”重复，第 2 行已经写过"]),
        ('{"Ａ":1,"A":2}', ["1:8 键“A”重复，第 1 行已经写过"]),
    ],
)
def test_sentence(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_english() -> None:
    _, problems = read_json('{"a": 1, "a": 2}', "a.json")
    assert render(problems[0], "en") == (
        "a.json:1:10: the key 'a' is given twice: it already stands on line 1\n"
        '  {"a": 1, "a": 2}\n'
        "           ^\n"
        "hint: put both together, or correct one of the names"
    )


def test_what_was_refused_is_marked() -> None:
    source, _ = read_json('{"a": NaN, "b": ["\\u0007"], "c": 1}', "a.json")
    assert source is not None
    assert source.spoiled == {("a",), ("b", 0)}


def test_of_doubled_keys_the_first_is_kept() -> None:
    source, _ = read_json('{"a": 1, "b": 2, "a": 3}', "a.json")
    assert source is not None
    assert source.data == {"a": "1", "b": "2"}
    assert source.where(("a",)).column == 7


@pytest.mark.parametrize("text", ["[" * 1_000_000, '{"a":' * 100_000, "[" * 61 + "]" * 61])
def test_deep_nesting_is_refused(text: str) -> None:
    _, problems = read_json(text, "a.json")
    assert [problem.message("en") for problem in problems] == ["nested deeper than 60 levels"]


def test_sixty_levels_are_allowed() -> None:
    assert read("[" * 60 + "]" * 60).data


def test_ten_megabytes_on_one_line() -> None:
    units = [{"unit": f"u{number}", "values": {"出庭": number, "率": "92.0%", "有": True}} for number in range(110_000)]
    text = json.dumps({"submissions": units}, ensure_ascii=False) + " " * 3_000_000
    assert len(text) > 10_000_000
    began = time.perf_counter()
    source = read(text)
    last = source.where(("submissions", 109_999, "values", "率"))
    every = [source.where(("submissions", number, "values", "率")) for number in range(0, 110_000, 500)]
    assert time.perf_counter() - began < 15
    assert text.startswith('"92.0%"', (last.column or 0) - 1)
    assert len({id(where.source) for where in every}) == 1


PIECES = st.sampled_from([*'{}[]",:\\ \n1-.e：，\0', '"a"', '"b":', "null", "true", "NaN", "\\ud800", "\\u0007"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    source, problems = read_json(text, "a.json")
    assert source is not None or problems
    for problem in problems:
        assert render(problem, "zh")
        assert render(problem, "en")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["C", "Z"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 2]))
def test_every_part_knows_its_place(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    source = read(text)
    _visit(source, source.data, value, (), text.splitlines())


def _visit(source: Source, tree: Tree, value: object, path: Path, lines: list[str]) -> None:
    where = source.where(path)
    decoded, _ = json.JSONDecoder().raw_decode("\n".join(lines[(where.line or 1) - 1 :])[(where.column or 1) - 1 :])
    assert decoded == value
    if isinstance(tree, dict) and isinstance(value, dict):
        for key, inside in tree.items():
            _visit(source, inside, value[key], (*path, key), lines)
    elif isinstance(tree, list) and isinstance(value, list):
        for index, inside in enumerate(tree):
            _visit(source, inside, value[index], (*path, index), lines)
