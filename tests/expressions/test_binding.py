"""Expression text in, a program of a kind out; or one sentence that says which name or kind does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from lawscore.catalogue import Language, Phrase, say
from lawscore.expressions.binding import Program, bind, bind_condition, literal_kind
from lawscore.expressions.reading import Unreadable
from lawscore.expressions.values import ANY, NotApplicable, Unknown, Value, unknown
from lawscore.facts.unit import Scope, Unit, UnitFacts
from lawscore.rubric.document import Document
from lawscore.rubric.names import role_name, vocabulary
from lawscore.rules.binder import Binder, Vocabulary
from tests.support import document_of

RUBRIC = """\
points: 1
classes: {county: 县, zone: 开发区}
roles: {lead: 牵头, support: 配合}
givens: {全省率: percent}
fields:
  件数: count
  金额: amount
  率: percent
  立: yesno
  报送日期: {type: date, absent: none}
  级别: {choice: [中央, 省, 市]}
  名称: text
  通报: {type: records, fields: {文号: text}}
measures: {办结率: 件数 / 金额}
rules: [{award: 1, when: 1 == 1}]
"""


def names() -> Vocabulary:
    document = Document.model_validate(document_of(RUBRIC))
    found = vocabulary(document, {}, frozenset(), Binder(Vocabulary({}), []))
    return found.also({"role": role_name(document, ("a",))})


NAMES = names()


def value(text: str, values: Mapping[str, Any] | None = None, *, nones: tuple[str, ...] = (), **unit: Any) -> Value:
    """What an expression is worth for a unit with these values."""
    facts = UnitFacts(unit=Unit(id="u", name="u", **unit), values=values or {}, nones=frozenset(nones))
    return bind(text, NAMES).run(Scope(facts, {}))


def kind(text: str) -> str:
    program = bind(text, NAMES)
    return program.kind.name if program.kind.measure == "plain" else f"{program.kind.name}: {program.kind.measure}"


def refusal(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        bind(text, NAMES)
    return caught.value


def sentence(error: Unreadable, language: Language) -> str:
    return say(Phrase(f"problem.{error.code}", error.facts), language)


def hint(error: Unreadable, language: Language) -> str:
    return say(error.hint, language) if error.hint else ""


#: Text → place, sentences, and how to mend it.
REFUSED = {
    "办结綠 > 1": (
        0, "名称“办结綠”没有声明", "the name '办结綠' is not declared", "是否应为“办结率”？", "did you mean '办结率'?",
    ),
    "件数 + 未知项": (
        5, "名称“未知项”没有声明", "the name '未知项' is not declared", "请先在 fields、measures 或 givens 中声明“未知项”",
        "declare '未知项' under fields, measures or givens",
    ),
    "件数 + min": (
        5, "“min”是函数，后面要有括号", "'min' is a function and needs brackets", "请写作：min(…)", "write: min(…)",
    ),
    "is_none": (
        0, "“is_none”是函数，后面要有括号", "'is_none' is a function and needs brackets", "请写作：is_none(…)",
        "write: is_none(…)",
    ),
    "rond(件数)": (
        0, "没有名为“rond”的函数", "there is no function 'rond'", "是否应为“round”？", "did you mean 'round'?",
    ),
    "1 + 开方(件数)": (
        4, "没有名为“开方”的函数", "there is no function '开方'",
        "可用的函数：abs、min、max、round、floor、ceiling、sqrt、root、ln、exp、days、year、month、day",
        "the functions are: abs, min, max, round, floor, ceiling, sqrt, root, ln, exp, days, year, month, day",
    ),
    "1 + abs()": (4, "函数 abs 需要 1 个参数：abs()", "the function abs takes 1 arguments: abs()", "", ""),
    "round(件数, 1, 2)": (
        0, "函数 round 需要 1–2 个参数：round(件数, 1, 2)", "the function round takes 1–2 arguments: round(件数, 1, 2)",
        "", "",
    ),
    "max(件数)": (0, "函数 max 需要 ≥ 2 个参数：max(件数)", "the function max takes ≥ 2 arguments: max(件数)", "", ""),
    "days(报送日期)": (
        0, "函数 days 需要 2 个参数：days(报送日期)", "the function days takes 2 arguments: days(报送日期)", "", "",
    ),
    "not is_none(1)": (
        4, "is_none 的括号中只能写一个填报项的名称：is_none(1)", "is_none takes the name of one field: is_none(1)", "", "",
    ),
    "is_none(件数, 率)": (
        0, "is_none 的括号中只能写一个填报项的名称：is_none(件数, 率)",
        "is_none takes the name of one field: is_none(件数, 率)", "", "",
    ),
    "is_none(办结率)": (
        0, "is_none 的括号中只能写一个填报项的名称：is_none(办结率)", "is_none takes the name of one field: is_none(办结率)",
        "", "",
    ),
    "件数 + 通报": (
        5, "“通报”是事项记录，不能直接参与计算；请用 count、sum 等先求出数量",
        "'通报' is a list of records and cannot be computed with; take a count or a sum of it first", "", "",
    ),
    "1 + 立": (
        0, "“1 + 立”无法计算：左边是数字，右边是是否", "'1 + 立' cannot be computed: a number on the left, yes or no on the right",
        "", "",
    ),
    "件数 - 报送日期": (
        0, "“件数 - 报送日期”无法计算：左边是数字，右边是日期",
        "'件数 - 报送日期' cannot be computed: a number on the left, a date on the right", "", "",
    ),
    "报送日期 * 2": (
        0, "“报送日期 * 2”无法计算：左边是日期，右边是数字",
        "'报送日期 * 2' cannot be computed: a date on the left, a number on the right", "", "",
    ),
    "级别 + 名称": (
        0, "“级别 + 名称”无法计算：左边是选项，右边是文字",
        "'级别 + 名称' cannot be computed: a choice on the left, a text on the right", "", "",
    ),
    "立 and 率 == 级别": (
        6, "“率 == 级别”无法比较：左边是百分比，右边是选项",
        "'率 == 级别' cannot be compared: a percentage on the left, a choice on the right", "", "",
    ),
    "名称 < '甲'": (
        0, "“名称 < '甲'”：文字只能比较是否相同，不能比较大小",
        "'名称 < '甲'': a text can be equal or not, but not greater or smaller", "", "",
    ),
    "立 > 立": (
        0, "“立 > 立”：是否只能比较是否相同，不能比较大小",
        "'立 > 立': yes or no can be equal or not, but not greater or smaller", "", "",
    ),
    "级别 == '省级'": (
        6, "“省级”不是该选项的取值；可取：中央、省、市", "'省级' is not a value of this choice; its values are: 中央, 省, 市",
        "是否应为“省”？", "did you mean '省'?",
    ),
    "'镇' != unit_class": (
        0, "“镇”不是该选项的取值；可取：county、zone", "'镇' is not a value of this choice; its values are: county, zone", "", "",
    ),
    "role == '主办'": (
        8, "“主办”不是该选项的取值；可取：lead、support", "'主办' is not a value of this choice; its values are: lead, support",
        "", "",
    ),
    "率 < 90": (
        4, "百分比不能与普通数字“90”比较", "a percentage cannot be compared with the plain number '90'", "请写作：90%",
        "write: 90%",
    ),
    "12.5 > 全省率": (
        0, "百分比不能与普通数字“12.5”比较", "a percentage cannot be compared with the plain number '12.5'", "请写作：12.5%",
        "write: 12.5%",
    ),
    "率 > -90": (
        4, "百分比不能与普通数字“-90”比较", "a percentage cannot be compared with the plain number '-90'", "请写作：-90%",
        "write: -90%",
    ),
    "1 if 件数 else 2": (
        5, "“件数”应为条件（是或否），现为数字", "'件数' must be a condition (yes or no), but is a number", "", "",
    ),
    "not 件数": (
        4, "“件数”应为条件（是或否），现为数字", "'件数' must be a condition (yes or no), but is a number", "", "",
    ),
    "立 and 名称": (
        6, "“名称”应为条件（是或否），现为文字", "'名称' must be a condition (yes or no), but is a text", "", "",
    ),
    "-报送日期": (1, "“报送日期”应为数字，现为日期", "'报送日期' must be a number, but is a date", "", ""),
    "1 + round(立)": (10, "“立”应为数字，现为是否", "'立' must be a number, but is yes or no", "", ""),
    "year(件数)": (5, "“件数”应为日期，现为数字", "'件数' must be a date, but is a number", "", ""),
    "件数 if 立 else 名称": (
        0, "“件数 if 立 else 名称”的两种结果类型不同：数字、文字",
        "the two results of '件数 if 立 else 名称' are of different kinds: a number, a text", "", "",
    ),
}  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize("text", REFUSED)
    def test_the_sentence_its_place_and_how_to_mend_it(self, text):
        error = refusal(text)
        found = (error.offset, sentence(error, "zh"), sentence(error, "en"), hint(error, "zh"), hint(error, "en"))
        assert found == REFUSED[text]

    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            ("件数", "此处应为条件（是或否），“件数”是数字", "expected a condition (yes or no); '件数' is a number"),
            ("级别", "此处应为条件（是或否），“级别”是选项", "expected a condition (yes or no); '级别' is a choice"),
            (
                "报送日期 + 1", "此处应为条件（是或否），“报送日期 + 1”是日期",
                "expected a condition (yes or no); '报送日期 + 1' is a date",
            ),
        ],
    )  # fmt: skip
    def test_a_condition_must_be_yes_or_no(self, text, zh, en):
        with pytest.raises(Unreadable) as caught:
            bind_condition(text, NAMES)
        assert (caught.value.offset, sentence(caught.value, "zh"), sentence(caught.value, "en")) == (0, zh, en)

    @pytest.mark.parametrize(
        "text",
        [
            "__import__('os')",
            "print(件数)",
            "eval('1')",
            "pow(2, 3)",
            "sum(件数, 率)",
            "type(件数)",
            "open('a')",
            "len(名称)",
        ],
    )
    def test_there_are_no_functions_but_the_documented_ones(self, text):
        assert refusal(text).code == "function_unknown"

    @pytest.mark.parametrize("text", ["__builtins__", "__name__", "print", "self", "cache", "scope"])
    def test_there_are_no_names_but_the_declared_ones(self, text):
        assert refusal(text).code == "name_undeclared"


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("件数", "number"),
            ("率", "number: percent"),
            ("90%", "number: percent"),
            ("件数 / 金额", "number: ratio"),
            ("办结率 - 率", "number: percent"),
            ("1 - 办结率", "number: ratio"),
            ("率 * 件数", "number"),
            ("报送日期 - 2024-01-15", "number: days"),
            ("报送日期 + 15", "date"),
            ("15 + 报送日期", "date"),
            ("days(2024-01-15, 报送日期) * 2", "number: days"),
            ("max(率, 全省率)", "number: percent"),
            ("round(率, 2)", "number: percent"),
            ("sqrt(率)", "number"),
            ("root(金额, 3)", "number"),
            ("floor(率)", "number: percent"),
            ("year(报送日期)", "number"),
            ("率 if 立 else 0", "number: percent"),
            ("级别 if 立 else '省'", "text"),
            ("立", "yesno"),
            ("1 < 件数 <= 5", "yesno"),
            ("is_none(通报)", "yesno"),
            ("not is_none(role)", "yesno"),
        ],
    )
    def test_every_expression_is_of_a_kind(self, text, expected):
        assert kind(text) == expected

    @pytest.mark.parametrize(
        ("text", "whole"),
        [
            ("件数", True), ("件数 + 2", True), ("件数 * 2 - 1", True), ("件数 / 2", False), ("金额", False), ("件数 + 0.5", False),
            ("90%", False), ("round(金额)", False), ("floor(金额)", True), ("abs(件数)", True), ("max(件数, 金额)", False),
            ("件数 if 立 else 3", True), ("件数 if 立 else 金额", False),
        ],
    )  # fmt: skip
    def test_whether_only_whole_numbers_come_is_known(self, text, whole):
        assert bind(text, NAMES).kind.whole is whole

    def test_a_choice_between_texts_may_be_any_of_them(self):
        """Only where both sides are choices is it known which texts may come."""
        assert bind("级别 if 立 else '县'", NAMES).kind.options == ("中央", "省", "市", "县")
        assert bind("级别 if 立 else 名称", NAMES).kind.options is None
        assert value("(级别 if 立 else 名称) == '甲'", {"立": False, "名称": "甲", "级别": "省"}) is True
        assert refusal("(级别 if 立 else '县') == '甲'").code == "choice_without_value"

    def test_a_percentage_may_be_compared_with_nothing_and_with_all(self):
        assert kind("率 == 0") == kind("率 == 1") == kind("率 < 90%") == kind("率 < 办结率") == "yesno"

    def test_what_is_broken_elsewhere_is_not_reported_again(self):
        broken = NAMES.also({"坏": NAMES.names["件数"].__class__(ANY, lambda _scope: unknown("value", "坏"))})
        for text in ("坏 + 1", "坏 == '甲'", "not 坏", "坏 and 立", "round(坏)", "名称 if 立 else 坏", "坏 > 90"):
            assert isinstance(bind(text, broken), Program)

    @pytest.mark.parametrize(
        ("text", "literal"), [("12", True), ("90%", True), ("'甲'", True), ("件数", False), ("1 + 1", False)]
    )
    def test_a_literal_is_known_as_one(self, text, literal):
        assert (bind(text, NAMES).kind.literal is not None) is literal

    def test_the_kind_of_a_literal_keeps_its_value(self):
        assert literal_kind(Fraction(1, 2), percent=True).literal == Fraction(1, 2)
        assert literal_kind(Fraction(-3)).low is None
        assert literal_kind(date(2024, 1, 1)).name == "date"

    def test_a_program_knows_what_it_reads(self):
        assert bind("件数 + 1 > 金额 and not is_none(通报)", NAMES).reads == {"件数", "金额", "通报"}
        assert bind("办结率 > 全省率", NAMES).reads == {"件数", "金额", "measure:办结率", "given:全省率"}


class TestRunning:
    def test_thirds_are_exact(self):
        assert value("(1 - 1 / 3) * 3") == 2
        assert value("(1 - 0.7) / 0.1") == 3

    def test_dates_and_days(self):
        on = {"报送日期": date(2024, 1, 18)}
        assert value("报送日期 - 2024-01-15", on) == 3
        assert value("days(2024-01-15, 报送日期)", on) == 3
        assert value("报送日期 + 15", on) == date(2024, 2, 2)
        assert value("报送日期 - 15", on) == date(2024, 1, 3)
        assert value("year(报送日期) * 10000 + month(报送日期) * 100 + day(报送日期)", on) == 20240118

    def test_results_are_yes_or_no_and_never_operands(self):
        assert value("立 or 件数 > 1", {"立": False, "件数": Fraction(5)}) is True
        assert value("立 and 件数 > 1", {"立": True, "件数": Fraction(0)}) is False

    def test_a_chain_of_comparisons_holds_where_each_does(self):
        assert value("1 < 件数 <= 5", {"件数": Fraction(5)}) is True
        assert value("1 < 件数 <= 5", {"件数": Fraction(6)}) is False

    def test_a_field_that_is_none_is_not_one_that_is_unknown(self):
        gone = NotApplicable(unknown("value", "报送日期").causes)
        assert value("is_none(报送日期)", {"报送日期": gone}, nones=("报送日期",)) is True
        assert value("is_none(报送日期)", {"报送日期": date(2024, 1, 1)}) is False
        assert value("is_none(报送日期)", {"报送日期": unknown("value", "报送日期")}) == unknown("value", "报送日期")

    def test_class_and_role_are_facts_of_the_unit(self):
        assert value("unit_class == 'zone'", unit_class="zone") is True
        assert value("unit_class == 'zone'") == unknown("value", "unit_class")
        assert value("role == 'lead'", roles={"a": "lead"}) is True
        assert isinstance(value("role == 'lead'"), NotApplicable)
        assert value("is_none(role)") is True

    def test_a_given_figure_that_did_not_come_is_unknown(self):
        assert value("全省率 > 50%") == Unknown(unknown("value", "全省率").causes)

    def test_a_zero_denominator_is_named_as_it_is_written(self):
        found = value("1 - 件数 / (金额 - 100)", {"件数": Fraction(1), "金额": Fraction(100)})
        assert found == unknown("zero_denominator", "件数 / (金额 - 100)")
        assert value("件数 / 100", {"件数": Fraction(1)}) == Fraction(1, 100)
