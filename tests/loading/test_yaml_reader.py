"""YAML in, sentences out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.loading.source import Path as TreePath
from lawscore.loading.source import Source, Tree
from lawscore.loading.yaml_reader import read_yaml
from lawscore.reports.problem_text import render

BAD = Path(__file__).parents[1] / "bad_rubrics" / "reading"
LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


def read(text: str) -> Source:
    source, problems = read_yaml(text, "a.yaml")
    assert source is not None
    assert [problem.message("en") for problem in problems] == []
    return source


def said(text: str, loader: type = LOADERS[1]) -> list[str]:
    """Every problem as `line:column message`, in Chinese."""
    _, problems = read_yaml(text, "a.yaml", loader=loader)
    return [f"{problem.where.line}:{problem.where.column} {problem.message('zh')}" for problem in problems]


def hints(text: str) -> list[str]:
    return [problem.hint_text("zh") for problem in read_yaml(text, "a.yaml")[1]]


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("loader", LOADERS, ids=["python", "libyaml"])
def test_bad_file_says_what_its_comment_promises(path: Path, loader: type) -> None:
    text = path.read_text("utf-8")
    if path.stem == "directive" and loader is yaml.SafeLoader:
        pytest.skip("PyYAML's own parser passes over directives that it does not know")
    for language in ("zh", "en"):
        mark = f"# {language} "
        promised = [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]
        _, problems = read_yaml(text, path.name, loader=loader)
        found = [f"{problem.where.line}:{problem.where.column} {problem.message(language)}" for problem in problems]
        assert found == promised
        assert promised, "the file does not say what is expected"


class TestScalars:
    @pytest.mark.parametrize(
        "text", ["4.10", "010", "1:30", "yes", "no", "null", "~", "0.30", "2023-01-01", "2:1:0.5", "1e5", "NaN"]
    )
    def test_every_scalar_stays_the_text_it_is(self, text: str) -> None:
        assert read(f"a: {text}\n").data == {"a": text}

    def test_texts_over_several_lines(self) -> None:
        source = read("a: |\n  标题：某\n  x #y\nb: >\n  一\n  二\nc: 一\n  二\nd: '一: 二 # 三'\n")
        assert source.data == {"a": "标题：某\nx #y\n", "b": "一 二\n", "c": "一 二", "d": "一: 二 # 三"}

    def test_empty_quotes_are_a_value(self) -> None:
        assert read("a: ''\nb: \"\"\n").data == {"a": "", "b": ""}

    def test_json_in_yaml(self) -> None:
        assert read('{"a":1,"b":["x",{"c":"d"}]}').data == {"a": "1", "b": ["x", {"c": "d"}]}

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        assert read("\ufeffa: 1\n").data == {"a": "1"}

    @pytest.mark.parametrize(
        "text",
        [
            "text: 出庭率低于90%的，每低1个百分点扣0.2分：不足的按1个计（四舍五入）",
            "basis: {document: a.txt, part: 一（三）}",
            "support: [司法局, “三同时”办公室]",
            "title: “放管服”",
            "url: http://example.org/a:b",
            "when: 级别 == '省' and 数量 >= 3",
            "weight: 5  # 五成",
            "title: '草案' # 注",
            "a: 12:30",
            "a: -5",
            "a: C#语言",
            "notes:\n  - 备注：此项由司法局负责\n",
            "text:\n  说明：此项由司法局负责\n",
        ],
    )
    def test_what_is_no_mistake(self, text: str) -> None:
        read(text)


class TestPlaces:
    TEXT = "标题: 某\n  \nindicators:\n  - id: 𠀀\n    rules:\n      - {deduct: 1, 'each': 次}\n      - 二\n"

    @pytest.mark.parametrize(
        ("path", "key", "expected"),
        [
            ((), False, "1:1"),
            (("标题",), False, "1:5"),
            (("标题",), True, "1:1"),
            (("indicators",), False, "4:3"),
            (("indicators",), True, "3:1"),
            (("indicators", 0), False, "4:5"),
            (("indicators", 0, "id"), False, "4:9"),
            (("indicators", 0, "rules", 0, "each"), False, "6:29"),
            (("indicators", 0, "rules", 0, "each"), True, "6:21"),
            (("indicators", 0, "rules", 1), False, "7:9"),
            (("indicators", 0, "nothing"), True, "4:5"),
            (("indicators", "tag", 0, "Deduct", "id"), False, "4:9"),
            (("indicators", 7), False, "4:3"),
        ],
    )
    @pytest.mark.parametrize("loader", LOADERS, ids=["python", "libyaml"])
    def test_where(self, path: TreePath, key: bool, expected: str, loader: type) -> None:
        source, _ = read_yaml(self.TEXT, "a.yaml", loader=loader)
        assert source is not None
        assert str(source.where(path, key=key)) == f"a.yaml:{expected}"

    def test_the_source_line_comes_with_the_place(self) -> None:
        assert read("a: 1\r\nb: 2\r\n").where(("b",)).source == "b: 2"

    def test_an_offset_inside_a_text(self) -> None:
        source = read("a: 出庭 / 应出庭\nb: '甲 + 乙'\nc: >\n  甲 +\n  乙\n")
        assert source.where(("a",), offset=5).column == 9
        assert source.where(("b",), offset=4).column == 9
        assert str(source.where(("c",), offset=4)) == "a.yaml:3:4"

    def test_a_mend_does_not_move_the_places(self) -> None:
        source, problems = read_yaml("标题：某\nb: {c: 1，d: 2}\ne: 3\n", "a.yaml")
        assert len(problems) == 2
        assert source is not None
        assert source.data == {"标题": "某", "b": {"c": "1", "d": "2"}, "e": "3"}
        assert str(source.where(("标题",))) == "a.yaml:1:4"
        assert str(source.where(("b", "d"), key=True)) == "a.yaml:2:10"
        assert str(source.where(("e",))) == "a.yaml:3:4"


class TestGoingOn:
    """One run tells all mistakes, and what was understood is kept for the stages that follow."""

    def test_mistakes_of_the_parser_and_of_the_composer_together(self) -> None:
        text = 'title: "放管服"改革\npoints:5\nlevel：3\nx: *y\nlevel: 4\n'
        assert said(text) == [
            "1:13 引号已经结束，后面却还有“改革”",
            "2:7 “points:”后面缺少空格",
            "3:6 “level：”用了全角冒号，此处应为半角冒号加空格",
            "4:4 不支持引用“*y”",
            "5:1 键“level”重复，第 3 行已经写过",
        ]

    def test_what_was_refused_is_marked(self) -> None:
        source, _ = read_yaml('title: "放管服"改革\npoints: 5\nfrom:\nx: *y\n', "a.yaml")
        assert source is not None
        assert source.spoiled == {("title",), ("from",), ("x",)}

    def test_a_split_expression_is_whole_again(self) -> None:
        source, _ = read_yaml("{deduct: 1, when: min(a, b, c) > 1, each: x}", "a.yaml")
        assert source is not None
        assert source.data == {"deduct": "1", "when": "min(a, b, c) > 1", "each": "x"}

    def test_of_a_doubled_key_the_first_is_kept(self) -> None:
        source, _ = read_yaml("a: 1\na: 2\n", "a.yaml")
        assert source is not None
        assert source.data == {"a": "1"}

    def test_a_mend_is_believed_only_if_the_parser_gets_further(self) -> None:
        """Line 2 has a full-width colon, but the mistake is the indentation of line 3."""
        assert said("text: 说明\n  注意：应当\n points: 5\n") == ["3:2 此行的缩进与上文对不齐"]

    def test_a_comment_that_swallowed_a_bracket_is_told_once(self) -> None:
        assert said("{title: 关于 #3 的, points: 3}\n") == ["1:12 文字“关于”后面的内容从“#”起被当作注释丢弃"]


class TestHints:
    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("{text: 迟到, 早退}", '如果是逗号把一句话拆开了，请给整句加上引号："迟到, 早退"'),
            ("{when: max(a, b) > 1}", '请给整句加上引号："max(a, b) > 1"'),
            ('title: "放管服"改革', "请给整句加上引号：'\"放管服\"改革'"),
            ('title: it\'s "x" y: z', "请给整句加上引号：'it''s \"x\" y: z'"),
            ("id: #4", "“#”后面的内容是注释；如果它是文字的一部分，请给整句加上引号"),
            ("- #4", "“#”后面的内容是注释；如果它是文字的一部分，请给整句加上引号"),
            ("{a, b}", "请写成“键: 值”；如果逗号是文字的一部分，请给整句加上引号"),
            ("Ａ: 1\nA: 2", "全角与半角视为同一写法：前面写的是“Ａ”"),
        ],
    )
    def test_hint(self, text: str, hint: str) -> None:
        assert hint in hints(text)


class TestSyntax:
    """The parser's own complaints, in our words."""

    @pytest.mark.parametrize("loader", LOADERS, ids=["python", "libyaml"])
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a: 'x\nb: 3\n", "1:4 从这里开始的引号没有结束"),
            ('a: "x\nb: "y"\n', "1:4 从这里开始的引号没有结束"),
            ('a: "x\\qb"\n', "1:6 双引号内不能有“\\q”这样的转义"),
            ('a: "\\x07"\n', "1:4 转义写出了文字中不应有的字符（U+0007）"),
            ("a: @x\n", "1:4 此处不能出现“@”"),
            ("a: `x`\n", "1:4 此处不能出现“`”"),
            ("[a, , b]", "1:5 此处不能出现“,”"),
            ("a: {b: 1}}\n", "1:10 此处不能出现“}”"),
            ("a: [\n", "1:4 从这里开始的方括号没有结束，或其中缺少逗号"),
            ("a\nb: 1\n", "1:1 “a”不是“键: 值”，缺少冒号"),
            ("a: 1\n b: 2\n", "2:2 此行的缩进与上文对不齐"),
            ("a:\n  - 1\n b\n", "3:2 此行的缩进与上文对不齐"),
            ("a: 1\n- b\n", "2:1 此处应为“键: 值”，却出现了列表项"),
            (": b\n", "1:1 冒号前面没有键名"),
            ("'a':1\n", "1:4 “'a':”后面缺少空格"),
            ("'a' x\n", "1:5 文档已经结束，后面不能再有内容"),
            ("a: 1\n...\nb: 2\n", "3:1 文档已经结束，后面不能再有内容"),
            ("%YAML 2.0\n--- a\n", "1:1 不支持以“%”开头的指令"),
            ("a: b: c\n", "1:5 这一行有第二个冒号，读不出哪个是键"),
            ("a:\n\tb: 1\n", "2:1 缩进用了制表符（全文件共 1 行），YAML 只允许空格"),
            ("a: |\n\tx\n", "2:1 缩进用了制表符（全文件共 1 行），YAML 只允许空格"),
            ("a:\n  -　b\n  -　c\n", "2:4 此处是全角空格或不间断空格（U+3000），缩进和分隔应使用半角空格"),
            ("a:\n  －b\n", "2:3 此处是全角短横“－”，列表项应以半角“- ”开头"),
            ("a:\n  -b\n", "2:3 “-”后面缺少空格"),
            ("a:\n  b:　c\n", "2:5 此处是全角空格或不间断空格（U+3000），缩进和分隔应使用半角空格"),
            ("标题:　某\n", "1:4 此处是全角空格或不间断空格（U+3000），缩进和分隔应使用半角空格"),
            ("标题　: 某\n", "1:3 此处是全角空格或不间断空格（U+3000），缩进和分隔应使用半角空格"),
            ("“标题”: 某\n", "1:1 此处是全角引号（“），不能起引号的作用"),
            ("id: 【4】\n", "1:5 此处是全角括号“【”，列表用半角“[ ]”，键值结构用半角“{ }”"),
            ("- a\n]\n", "2:1 此处不能出现“]”"),
            ("a: 1\n　- b\n", "2:1 此处是全角空格或不间断空格（U+3000），缩进和分隔应使用半角空格"),
        ],
    )
    def test_sentence(self, text: str, expected: str, loader: type) -> None:
        assert expected in said(text, loader)


class TestAttacks:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("[" * 1_000_000, "nested_too_deep"),
            ("{a: " * 100_000, "nested_too_deep"),
            ("- " * 100_000, "nested_too_deep"),
            ("a: [" + "x," * 400_001 + "]", "too_many_nodes"),
            ("{" + "a," * 200_001 + "}", "too_many_nodes"),
            ("? " * 50_000, "key_not_text"),
            ("k:v\n" * 3_000, "blank_after_colon"),
        ],
        ids=["brackets", "braces", "dashes", "wide", "valueless", "question", "mends"],
    )
    def test_is_refused_in_good_time(self, text: str, code: str) -> None:
        began = time.perf_counter()
        _, problems = read_yaml(text, "a.yaml")
        assert code in {problem.code for problem in problems}
        assert time.perf_counter() - began < 60  # seconds are enough; a slow machine under coverage needs more

    def test_billion_laughs(self) -> None:
        text = "a: &a [x, x]\n" + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        )
        _, problems = read_yaml(text, "a.yaml")
        assert {problem.code for problem in problems} == {"anchor", "alias"}

    def test_a_line_of_ten_million_characters(self) -> None:
        assert read("a: " + "x" * 10_000_000).where(("a",)).column == 4

    def test_ordinary_files_are_quick(self) -> None:
        rule = "      - {deduct: 0.2, per: 1%, below: 90%, of: 出庭率}\n"
        node = (
            "  - id: '{}'\n    title: 出庭应诉\n    points: 4\n    text: 低于90%的，每低1个百分点扣0.2分\n    rules:\n"
        )
        text = "indicators:\n" + "".join(node.format(number) + rule for number in range(500))
        best = min(_seconds(text) for _ in range(3))
        assert text.count("\n") > 3_000
        assert best < 0.5  # well under 0.15 s on the machine where it was written


def _seconds(text: str) -> float:
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


SIGNS = "ab1: -,{}[]#&*!|>'\"%@`?\n\t：，（“”　－\\<=.\r\u2028\ufeff~\0\ud800😀"
PHRASES = ["\n  ", "- ", ": ", " #", "标题", "<<: ", "---\n", "...\n", "x: ", "min(a, b)", "\\x07", "{a: ", "\n- "]
PIECES = st.sampled_from([*SIGNS, *PHRASES])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    for loader in LOADERS:
        source, problems = read_yaml(text, "a.yaml", loader=loader)
        assert source is not None or problems
        for problem in problems:
            assert render(problem, "zh")
            assert render(problem, "en")
        if source is not None:
            _visit(source, source.data, ())


def _visit(source: Source, tree: Tree, path: TreePath) -> None:
    assert source.where(path).path == path
    assert source.where(path, key=True).line
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inside:
        _visit(source, value, (*path, step))
