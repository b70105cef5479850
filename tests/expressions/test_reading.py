"""Expression text in, a tree of allowed nodes with exact literals out; or one sentence that says what is in the way."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.catalogue import Language, Phrase, say
from lawscore.expressions.reading import DEEPEST, FULL_WIDTH, Tree, Unreadable, names_in, read


def literals(text: str) -> list[object]:
    """The literals of an expression, in the order of the text; a percentage is marked."""
    tree = read(text)
    found = [tree.literals[place] for place in sorted(tree.literals)]
    return [(literal.value, "%") if literal.percent else literal.value for literal in found]


def refusal(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(text)
    return caught.value


def sentence(error: Unreadable, language: Language) -> str:
    return say(Phrase(f"problem.{error.code}", error.facts), language)


def hint(error: Unreadable, language: Language) -> str:
    return say(error.hint, language) if error.hint else ""


class TestLiterals:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0.1", Fraction(1, 10)),
            ("4.10", Fraction(41, 10)),
            (".5", Fraction(1, 2)),
            ("5.", Fraction(5)),
            ("010", Fraction(10)),
            ("1e-3", Fraction(1, 1000)),
            ("１０", Fraction(10)),
            ("0.30000000000000000000000000001", Fraction("0.30000000000000000000000000001")),
        ],
    )
    def test_a_number_is_exactly_what_it_writes(self, text, value):
        assert literals(text) == [value]

    @pytest.mark.parametrize("text", ["90%", "90 %", "９０％", "90％", "90.0%"])
    def test_a_percentage_is_a_share_and_known_as_one(self, text):
        assert literals(text) == [(Fraction(9, 10), "%")]

    def test_a_percentage_is_not_what_is_left_over_from_a_division(self):
        """simpleeval, left alone, reads `5% + 3` as 5 modulo 3."""
        assert literals("5% + 3") == [(Fraction(1, 20), "%"), Fraction(3)]

    @pytest.mark.parametrize(("text", "value"), [("2024-10-15", date(2024, 10, 15)), ("2024-02-29", date(2024, 2, 29))])
    def test_a_date_is_a_date_and_not_two_subtractions(self, text, value):
        """simpleeval, left alone, reads 2024-10-15 as 1999."""
        assert literals(text) == [value]

    def test_a_date_may_stand_in_a_calculation(self):
        assert literals("2024-10-15-1") == [date(2024, 10, 15), Fraction(1)]
        assert literals("到期-2024-10-15") == [date(2024, 10, 15)]

    @pytest.mark.parametrize(
        ("text", "value"),
        [("'省级'", "省级"), ('"a\'b"', "a'b"), ("''", ""), ("'（，1_000 class='", "（，1_000 class=")],
    )
    def test_a_text_is_what_stands_between_the_quotes(self, text, value):
        assert literals(text) == [value]

    def test_literals_are_found_behind_names_of_any_script(self):
        tree = read("案件数 > 3 and 级别 == '省级' and 率 < 90%")
        assert [tree.segment(node) for node in ast.walk(tree.body) if isinstance(node, ast.Constant)] == [
            "3", "'省级'", "90%",
        ]  # fmt: skip
        assert literals(tree.text) == [Fraction(3), "省级", (Fraction(9, 10), "%")]

    def test_places_count_characters_not_bytes(self):
        tree = read("出庭 + 应出庭 * 2")
        assert {name.id: tree.offset(name) for name in names_in(tree)} == {"出庭": 0, "应出庭": 5}

    @pytest.mark.parametrize("text", ["1 + (2 +\n3)", "1 + (2 +\r3)", "1 + (2 +\r\n3)"])
    def test_a_line_break_is_a_blank(self, text):
        """On a second line the places of the literals would start again from zero."""
        assert literals(text) == [Fraction(1), Fraction(2), Fraction(3)]
        tree = read(text)
        assert sorted(node.col_offset for node in ast.walk(tree.body) if isinstance(node, ast.Constant)) == sorted(
            tree.literals
        )

    def test_names_are_compared_after_full_width_letters_are_made_plain(self):
        assert [name.id for name in names_in(read("ａ + a"))] == ["a", "a"]

    def test_a_called_function_is_not_a_name(self):
        assert [name.id for name in names_in(read("max(a, b)"))] == ["a", "b"]

    @given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=6))
    def test_every_decimal_is_exact(self, value):
        assert literals(f"x + {value:f}") == [Fraction(value)]


#: Text → place, sentences, and how to mend it.
REFUSED = {
    "": (0, "此处应有表达式，现为空", "expected an expression, got nothing", "", ""),
    " 　\n": (0, "此处应有表达式，现为空", "expected an expression, got nothing", "", ""),
    "出庭（件": (
        2, "表达式中的“（”是全角符号", "'（' in the expression is a full-width sign", "请写作：(", "write: (",
    ),
    "率 ≥ 90%": (2, "表达式中的“≥”是全角符号", "'≥' in the expression is a full-width sign", "请写作：>=", "write: >="),
    "级别 == “省”": (
        6, "表达式中的““”是全角符号", "'“' in the expression is a full-width sign", "请写作：'", "write: '",
    ),
    "a[0]": (1, "表达式中不能使用“[”", "'[' cannot be used in an expression", "请写作：(", "write: ("),
    "a & b": (2, "表达式中不能使用“&”", "'&' cannot be used in an expression", "请写作：and", "write: and"),
    "!a": (0, "表达式中不能使用“!”", "'!' cannot be used in an expression", "请写作：not", "write: not"),
    "a % 5": (2, "表达式中不能使用“%”", "'%' cannot be used in an expression", "请写作：90%", "write: 90%"),
    "a; b": (1, "表达式中不能使用“;”", "';' cannot be used in an expression", "请写作：and", "write: and"),
    "a # b": (2, "表达式中不能使用“#”", "'#' cannot be used in an expression", "", ""),
    "a\0b": (1, "表达式中不能使用“�”", "'�' cannot be used in an expression", "", ""),
    "'\ud800'": (1, "表达式中不能使用“�”", "'�' cannot be used in an expression", "", ""),
    "f'{a}'": (
        1,
        "“f'{a}'”不能这样写：文字直接写在单引号中",
        "'f'{a}'' cannot be written so: a text stands in single quotes, with nothing before it",
        "", "",
    ),
    "a = 2": (
        2, "比较两个值应写“==”，不能只写一个“=”", "two values are compared with '==', not with a single '='", "请写作：==",
        "write: ==",
    ),
    "级别 == '甲=乙' and b = 2": (
        18, "比较两个值应写“==”，不能只写一个“=”", "two values are compared with '==', not with a single '='", "请写作：==",
        "write: ==",
    ),
    "class == '县'": (
        0, "“class”是保留字，不能在表达式中使用", "'class' is a reserved word and cannot be used in an expression",
        "组别请写 unit_class", "for the class of the unit write unit_class",
    ),
    "'县' == class": (
        7, "“class”是保留字，不能在表达式中使用", "'class' is a reserved word and cannot be used in an expression",
        "组别请写 unit_class", "for the class of the unit write unit_class",
    ),
    "import os": (
        0, "“import”是保留字，不能在表达式中使用", "'import' is a reserved word and cannot be used in an expression", "", "",
    ),
    "round(a, places=1)": (
        0, "“round(a, places=1)”中不能用“名称=值”的写法，参数依次写出即可",
        "'round(a, places=1)' names its arguments; write them in order", "", "",
    ),
    "round(**a)": (
        0, "“round(**a)”中不能用“名称=值”的写法，参数依次写出即可", "'round(**a)' names its arguments; write them in order",
        "", "",
    ),
    "出庭 * (a": (5, "左括号没有对应的右括号", "a bracket is opened and not closed", "", ""),
    "级别 == '（(' or (a": (14, "左括号没有对应的右括号", "a bracket is opened and not closed", "", ""),
    "a)": (1, "右括号没有对应的左括号", "a bracket is closed and was not opened", "", ""),
    "级别 == '省级' 3": (
        11, "表达式在“'省级' 3”附近无法读懂", "the expression cannot be read near ''省级' 3'", "", "",
    ),
    "级别 == 'class' +": (
        14, "表达式在“lass' +”附近无法读懂", "the expression cannot be read near 'lass' +'", "", "",
    ),
    "'a' 'b'": (4, "表达式在“'b'”附近无法读懂", "the expression cannot be read near ''b''", "", ""),
    "1_000": (1, "表达式在“1_000”附近无法读懂", "the expression cannot be read near '1_000'", "", ""),
    "90%5": (3, "表达式在“90%5”附近无法读懂", "the expression cannot be read near '90%5'", "", ""),
    "1.2.3": (3, "表达式在“1.2.3”附近无法读懂", "the expression cannot be read near '1.2.3'", "", ""),
    "a ** 2": (0, "表达式中不允许使用“a ** 2”", "'a ** 2' is not allowed in an expression", "", ""),
    "1 + 出庭 // 2": (4, "表达式中不允许使用“出庭 // 2”", "'出庭 // 2' is not allowed in an expression", "", ""),
    "a is b": (0, "表达式中不允许使用“a is b”", "'a is b' is not allowed in an expression", "", ""),
    "a not in b": (0, "表达式中不允许使用“a not in b”", "'a not in b' is not allowed in an expression", "", ""),
    "出庭 + a.real": (5, "表达式中不允许使用“a.real”", "'a.real' is not allowed in an expression", "", ""),
    "min(*a)": (4, "表达式中不允许使用“*a”", "'*a' is not allowed in an expression", "", ""),
    "(1)(2)": (0, "表达式中不允许使用“(1)(2)”", "'(1)(2)' is not allowed in an expression", "", ""),
    "a == None": (
        5, "“None”不能用作值", "'None' cannot be used as a value", "文字用单引号括起；是否类填报项直接写名称，或写 not 名称",
        "put texts in single quotes; for a yes-or-no field write its name, or 'not' and its name",
    ),
    "出庭 == True": (
        6, "“True”不能用作值", "'True' cannot be used as a value", "文字用单引号括起；是否类填报项直接写名称，或写 not 名称",
        "put texts in single quotes; for a yes-or-no field write its name, or 'not' and its name",
    ),
    "出庭 and b or c": (
        0, "and 与 or 混用时有两种读法，必须用括号写明",
        "'and' mixed with 'or' can be read in two ways: brackets must say which", "例如：(a and b) or c",
        "for example: (a and b) or c",
    ),
    "a or (b) and (c)": (
        5, "and 与 or 混用时有两种读法，必须用括号写明",
        "'and' mixed with 'or' can be read in two ways: brackets must say which", "例如：(a and b) or c",
        "for example: (a and b) or c",
    ),
    "2024-02-30": (
        0, "“2024-02-30”不是日历上存在的日期；日期应写作 2023-12-31",
        "'2024-02-30' is not a date of the calendar; write dates as 2023-12-31", "", "",
    ),
    "报送 > 2024-1-5": (
        5, "“2024-1-5”不是日历上存在的日期；日期应写作 2023-12-31",
        "'2024-1-5' is not a date of the calendar; write dates as 2023-12-31", "", "",
    ),
    "a + ٣": (4, "此处应为数字，现为“٣”", "expected a number, got '٣'", "", ""),
    "a > 1e101": (4, "数字“1e101”过长，不像是填报数据", "the number '1e101' is too long to be a figure", "", ""),
    f"a > {'9' * 5000}%": (
        4, f"数字“{'9' * 60}…%”过长，不像是填报数据", f"the number '{'9' * 60}…%' is too long to be a figure", "", "",
    ),
    "-" * 3000 + "a": (
        0, "表达式嵌套过深，请拆成几个 measures", "the expression is nested too deeply; split it into several measures", "", "",
    ),
}  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize("text", REFUSED, ids=repr)
    def test_the_sentence_its_place_and_how_to_mend_it(self, text):
        error = refusal(text)
        found = (error.offset, sentence(error, "zh"), sentence(error, "en"), hint(error, "zh"), hint(error, "en"))
        assert found == REFUSED[text]

    @pytest.mark.parametrize("sign", sorted(FULL_WIDTH))
    def test_every_full_width_sign_is_named_with_what_was_meant(self, sign):
        error = refusal(f"数 {sign} 1")
        assert (error.code, error.offset) == ("expression_full_width", 2)
        assert hint(error, "zh") == f"请写作：{FULL_WIDTH[sign]}"

    @pytest.mark.parametrize("sign", sorted(FULL_WIDTH))
    def test_inside_a_text_a_full_width_sign_is_a_sign_like_any_other(self, sign):
        assert literals(f"级别 == '{sign}'") == [sign]

    @pytest.mark.parametrize("text", ["a and (b or c)", "(a and b) or c", "not (a or b) and c", "a and b and not c"])
    def test_brackets_settle_what_and_and_or_mean(self, text):
        assert isinstance(read(text), Tree)

    @pytest.mark.parametrize(
        "text", ["(a and b or c)", "a or b and c or d", "f((a) and b or (c))", "x if a and b or c else y"]
    )
    def test_brackets_that_settle_nothing_do_not_count(self, text):
        assert refusal(text).code == "expression_mixed_logic"


class TestAttempts:
    @pytest.mark.parametrize(
        "text",
        [
            "__import__('os').system('true')",
            "a.__class__.__mro__",
            "().__class__",
            "''.join(a)",
            "a['b']",
            "[1, 2]",
            "{1: 2}",
            "{1}",
            "(1, 2)",
            "1, 2",
            "lambda: 1",
            "(lambda x: x)(1)",
            "[x for x in a]",
            "(x for x in a)",
            "(a := 1)",
            "a = 1",
            "f'{a}'",
            "rf'{a}'",
            "b'x'",
            "a ** 9 ** 9",
            "pow(2, *a)",
            "min(**a)",
            "*a",
            "a if b",
            "a @ b",
            "a << 9",
            "~a",
            "a in b",
            "...",
            "None",
            "1j",
            "0x10",
            "1_000",
            "1_0.5",
            "await a",
            "yield a",
            "a\\\n+ b",
            "'a' 'b'",
            "'''a'''",
            "a#b",
            "import os",
            "del a",
            "exec('a')(1)",
            "a; b",
        ],
    )
    def test_what_is_not_an_expression_of_a_rubric_is_refused(self, text):
        refusal(text)

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_refused_in_both_languages(self, text):
        try:
            read(text)
        except Unreadable as error:
            assert sentence(error, "zh") != sentence(error, "en")
            assert 0 <= error.offset <= len(text)

    @given(st.lists(st.sampled_from(
        ["a", "出庭", "1", "0.5", "90%", "2024-01-05", "'省'", "+", "-", "*", "/", "**", "(", ")", "and", "or", "not", "if",
         "else", "==", "=", "<", ",", ".", "min", "_", "e5", "\r", " ", "is", "lambda", ":", "%"]
    ), max_size=14))  # fmt: skip
    def test_no_join_of_tokens_gives_a_literal_another_value(self, tokens):
        """Python joins digits that stand side by side; what is read must write exactly the literals of the text."""
        text = "".join(tokens)
        try:
            tree = read(text)
        except Unreadable:
            return
        constants = [node for node in ast.walk(tree.body) if isinstance(node, ast.Constant)]
        assert sorted(node.col_offset for node in constants) == sorted(tree.literals)
        for node in constants:
            literal = tree.literals[node.col_offset]
            alone = read(tree.segment(node))
            assert alone.literals == {0: literal}


class TestLimits:
    def test_forty_levels_are_read_and_one_more_is_not(self):
        assert isinstance(read("-" * DEEPEST + "a"), Tree)
        assert refusal("-" * (DEEPEST + 1) + "a").code == "expression_too_deep"

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 500 + "a" + ")" * 500,
            "(" * 100_000,
            "not " * 20_000 + "a",
            "+".join(["a"] * 20_000),
            "a if b else " * 5_000 + "a",
            "abs(" * 150 + "a" + ")" * 150,
        ],
        ids=["brackets", "open brackets", "not", "sum", "choices", "calls"],
    )
    def test_what_is_nested_without_end_is_refused(self, text):
        assert refusal(text).code in ("expression_too_deep", "expression_bracket_open")

    def test_a_long_text_is_a_literal_like_any_other(self):
        assert literals(f"a == '{'长' * 100_000}'") == ["长" * 100_000]
