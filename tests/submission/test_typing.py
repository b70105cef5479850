"""Values as they are written, and what they become."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.expressions.values import Cause, NotApplicable, Unknown
from lawscore.numbers import plain_text
from lawscore.problems import Problem
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.submission.records import read_records
from lawscore.submission.typing import Typed, typed_value

CAUSE = Cause("value", "x")


def column(spec: Any) -> Column:
    return Column.model_validate(spec)


def typed(spec: Any, raw: object) -> Typed | Problem | None:
    return typed_value(column(spec), raw, CAUSE)


def value(spec: Any, raw: object) -> object:
    found = typed(spec, raw)
    assert isinstance(found, Typed), found
    return found.value


def refused(spec: Any, raw: object) -> str:
    found = typed(spec, raw)
    assert isinstance(found, Problem), found
    return found.message("zh")


CHOICE = {"choice": ["中央", "省", "市"]}


class TestScalars:
    @pytest.mark.parametrize(
        ("spec", "raw", "expected"),
        [
            ("count", "16", Fraction(16)),
            ("count", "１６", Fraction(16)),
            ("count", " 16 ", Fraction(16)),
            ("count", "16.0", Fraction(16)),
            ("count", "0", Fraction(0)),
            ("count", 16, Fraction(16)),
            ("count", 13.0, Fraction(13)),
            ("number", "4.10", Fraction(41, 10)),
            ("number", "-3", Fraction(-3)),
            ("number", "9.8e-05", Fraction(98, 1000000)),
            ("number", 0.1, Fraction(1, 10)),
            ("number", Decimal("0.30"), Fraction(3, 10)),
            ("number", Fraction(1, 3), Fraction(1, 3)),
            ("amount", "117.7", Fraction(1177, 10)),
            ("percent", "92.02%", Fraction(9202, 10000)),
            ("percent", "９２．０２％", Fraction(9202, 10000)),
            ({"type": "percent", "given_as": "percent"}, "92.02", Fraction(9202, 10000)),
            ({"type": "percent", "given_as": "fraction"}, "0.9202", Fraction(9202, 10000)),
            ({"type": "percent", "given_as": "fraction"}, "92.02%", Fraction(9202, 10000)),
            ({"type": "percent", "given_as": "fraction"}, 0.9202, Fraction(9202, 10000)),
            ("yesno", "是", True),
            ("yesno", "yes", True),
            ("yesno", "ＹＥＳ", True),
            ("yesno", "否", False),
            ("yesno", "false", False),
            ("yesno", True, True),
            ("date", "2023-05-06", date(2023, 5, 6)),
            ("date", "２０２３-０５-０６", date(2023, 5, 6)),
            ("date", "2023/5/6", date(2023, 5, 6)),
            ("date", "2023年5月6日", date(2023, 5, 6)),
            ("date", date(2023, 5, 6), date(2023, 5, 6)),
            ("date", datetime(2023, 5, 6), date(2023, 5, 6)),
            (CHOICE, "省", "省"),
            (CHOICE, " 省 ", "省"),
            ({"choice": ["一（三）", "其他"]}, "一(三)", "一(三)"),
            ({"choice": ["一（三）", "其他"]}, "一（三）", "一(三)"),
            ({"choice": ["1", "2"]}, 2, "2"),
            ("text", "无", "无"),
            ("text", "见附件 ", "见附件"),
            ("text", "Ａ组　", "A组"),
            ("text", 1.5, "1.5"),
            ("text", date(2023, 5, 6), "2023-05-06"),
        ],
    )
    def test_a_value_becomes_what_its_field_says(self, spec: Any, raw: object, expected: object) -> None:
        found = value(spec, raw)
        assert found == expected
        assert type(found) is type(expected)

    @pytest.mark.parametrize(
        ("spec", "raw", "expected"),
        [
            ("count", "1.5", "此处应为整数，现为“1.5”"),
            ("count", "-1", "件数、次数不能小于 0，现为“-1”"),
            ("count", True, "此处应为数字，现为“True”"),
            ("count", "是", "此处应为数字，现为“是”"),
            ("number", "=A1*2", "此处应为数字，现为“=A1*2”"),
            ("number", "1,234", "数字“1,234”中不能有千位分隔符，请去掉逗号"),
            ("number", float("nan"), "“nan”不是有限的数字"),
            ("number", float("inf"), "“inf”不是有限的数字"),
            ("number", "1e400", "数字“1e400”过长，不像是填报数据"),
            ("percent", "92.02", "此处应为百分比（如 92.02%），“92.02”缺少百分号"),
            ("percent", 0.92, "此处应为百分比（如 92.02%），“0.92”缺少百分号"),
            ("percent", Fraction(23, 25), "此处应为百分比（如 92.02%），“0.92”缺少百分号"),
            ("percent", "约九成", "此处应为百分比（如 92.02%），现为“约九成”"),
            ("yesno", "1", "此处应为“是”或“否”，现为“1”"),
            ("date", "2023-02-30", "“2023-02-30”不是日历上存在的日期；日期应写作 2023-12-31"),
            ("date", "20230506", "“20230506”读不出是哪一天"),
            ("date", datetime(2023, 5, 6, 8), "“2023-05-06 08:00:00”不是日历上存在的日期；日期应写作 2023-12-31"),
            (CHOICE, "县", "“县”不在可选的值之内：中央、省、市"),
            ("count", ["16"], "此处应为单个值，现为列表"),
            ("count", {"a": "16"}, "此处应为单个值，现为键值结构"),
            ({"type": "number", "min": "0", "max": "100"}, "100.1", "填报值“100.1”高于上限 100"),
            ({"type": "percent", "max": "1"}, "101%", "填报值“101%”高于上限 100%"),
        ],
    )
    def test_a_value_that_does_not_fit_is_refused(self, spec: Any, raw: object, expected: str) -> None:
        assert refused(spec, raw) == expected

    @pytest.mark.parametrize("kind", ["count", "number", "percent", "yesno", "date", "text", CHOICE])
    @pytest.mark.parametrize("raw", [None, "", "  ", "\u3000"])
    def test_null_and_blank_are_not_given(self, kind: Any, raw: object) -> None:
        assert typed(kind, raw) is None

    def test_scalars_of_other_libraries_are_taken_as_pythons_own(self) -> None:
        class Int64:
            def item(self) -> int:
                return 16

        assert value("count", Int64()) == 16

    @given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=1).map(lambda one: one / 1000))
    def test_a_number_is_what_its_text_writes(self, number: Fraction) -> None:
        assert value("number", plain_text(number)) == number
        assert value("percent", plain_text(number) + "%") == number / 100


class TestAbsence:
    @pytest.mark.parametrize("raw", ["none", "无", "None"])
    def test_none_is_zero_for_a_count_and_not_applicable_else(self, raw: str) -> None:
        assert typed("count", raw) == Typed(Fraction(0), none=True)
        assert typed("number", raw) == Typed(NotApplicable((CAUSE,)), none=True)
        assert typed("percent", raw) == Typed(NotApplicable((CAUSE,)), none=True)
        assert typed("date", raw) == Typed(NotApplicable((CAUSE,)), none=True)

    @pytest.mark.parametrize("raw", ["not_applicable", "不适用"])
    def test_not_applicable(self, raw: str) -> None:
        assert typed("count", raw) == Typed(NotApplicable((CAUSE,)))

    @pytest.mark.parametrize("raw", ["unknown", "未知"])
    def test_unknown(self, raw: str) -> None:
        assert typed("count", raw) == Typed(Unknown((CAUSE,)))

    def test_a_reported_zero_none_not_applicable_and_missing_are_four_things(self) -> None:
        found = [typed("count", raw) for raw in ("0", "无", "不适用", "")]
        assert [found.index(one) for one in found] == [0, 1, 2, 3]

    def test_a_word_that_is_a_value_of_the_field_is_that_value(self) -> None:
        assert value({"choice": ["有", "无"]}, "无") == "无"
        assert value({"choice": ["有", "未知"]}, "未知") == "未知"
        assert value("yesno", "无") is False
        assert value("text", "不适用") == "不适用"

    def test_a_word_that_is_no_value_of_the_choice_means_absence(self) -> None:
        assert typed(CHOICE, "无") == Typed(NotApplicable((CAUSE,)), none=True)

    def test_codes_of_the_source(self) -> None:
        spec = {"type": "number", "codes": {"-1": "unknown", "－2": "not_applicable", "N/A": "none"}}
        assert typed(spec, "-1") == Typed(Unknown((Cause("value", "x", detail="-1"),)))
        assert typed(spec, -1) == Typed(Unknown((Cause("value", "x", detail="-1"),)))
        assert typed(spec, "-2") == Typed(NotApplicable((Cause("value", "x", detail="－2"),)))
        assert typed(spec, "N/A") == Typed(NotApplicable((Cause("value", "x", detail="N/A"),)), none=True)
        assert typed(spec, "-1.0") == typed(spec, -1.0) == typed(spec, "-1")
        assert isinstance(value(spec, Decimal(-1)), Unknown)
        assert value(spec, "-3") == -3

    def test_codes_hold_for_texts_and_choices_too(self) -> None:
        assert typed({"type": "text", "codes": {"无": "none"}}, "无") == Typed(
            NotApplicable((Cause("value", "x", detail="无"),)), none=True
        )


RECORDS = FieldSpec.model_validate(
    {
        "type": "records",
        "fields": {
            "事由": "text",
            "日期": {"type": "date", "absent": "not_applicable"},
            "件数": {"type": "count", "absent": "none"},
        },
    }
)
KEYED = FieldSpec.model_validate({"type": "records", "key": "文号", "fields": {"文号": "text", "级别": CHOICE}})


class TestRecords:
    def records(self, spec: FieldSpec, raw: object) -> Any:
        reading = read_records(spec, "通报", raw)
        assert reading.problems == ()
        assert reading.typed is not None
        return reading.typed.value

    def test_absent_columns_say_what_they_declare(self) -> None:
        (record,) = self.records(RECORDS, [{"事由": "迟报"}])
        assert record.values == {
            "事由": "迟报",
            "日期": NotApplicable((Cause("record", "日期", "1"),)),
            "件数": Fraction(0),
        }
        assert record.nones == {"件数"}

    def test_a_missing_column_is_put_down_to_its_record(self) -> None:
        (record,) = self.records(KEYED, [{"文号": "辽政通1号"}])
        assert record.values["级别"] == Unknown((Cause("record", "级别", "辽政通1号"),))

    def test_an_empty_list_is_a_list(self) -> None:
        reading = read_records(RECORDS, "通报", [])
        assert reading.typed == Typed(())

    @pytest.mark.parametrize("raw", ["none", "无"])
    def test_none(self, raw: str) -> None:
        assert read_records(RECORDS, "通报", raw).typed == Typed((), none=True)

    def test_unknown_is_no_empty_list(self) -> None:
        assert read_records(RECORDS, "通报", "未知").typed == Typed(Unknown((Cause("value", "通报"),)))

    def test_not_given(self) -> None:
        for raw in (None, ""):
            assert read_records(RECORDS, "通报", raw) == read_records(RECORDS, "x", None)

    @pytest.mark.parametrize("key", ["count", "date", "text"])
    def test_a_key_of_any_type_is_a_text(self, key: str) -> None:
        spec = FieldSpec.model_validate({"type": "records", "key": "k", "fields": {"k": key}})
        written = {"count": "03", "date": "2023-05-06", "text": " 甲 "}[key]
        (record,) = self.records(spec, [{"k": written}])
        assert record.key == {"count": "3", "date": "2023-05-06", "text": "甲"}[key]

    def test_a_bad_column_is_unknown_in_its_record_and_the_others_stand(self) -> None:
        reading = read_records(KEYED, "通报", [{"文号": "1号", "级别": "县"}, {"文号": "2号", "级别": "市"}])
        assert [(wrong.path, wrong.problem.code) for wrong in reading.problems] == [((0, "级别"), "value_not_choice")]
        assert reading.typed is not None
        first, second = reading.typed.value  # type: ignore[misc]
        assert first.values["级别"] == Unknown((Cause("record", "级别", "1号"),))  # type: ignore[union-attr]
        assert second.values["级别"] == "市"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        "raw",
        [
            [{"文号": "1号"}, {"文号": "1号", "级别": "市"}],
            [{"文号": "1号"}, {"文号": "１号"}],
            [{"文号": ""}],
            [{"级别": "市"}],
            [{"文号": ["1号"], "级别": "市"}],
            [{"文号": "1号", "等级": "市"}],
            ["1号"],
            "1号",
            {"文号": "1号"},
        ],
    )
    def test_a_list_whose_lines_are_not_clear_is_refused_as_a_whole(self, raw: object) -> None:
        reading = read_records(KEYED, "通报", raw)
        assert reading.typed is None
        assert reading.problems

    @given(st.data())
    def test_the_order_of_lines_and_columns_never_counts(self, data: st.DataObject) -> None:
        line = st.fixed_dictionaries(
            {},
            optional={
                "事由": st.sampled_from(["迟报", "漏报", ""]),
                "日期": st.sampled_from(["2023-05-06", "2022-01-01", "无", "未知"]),
                "件数": st.sampled_from(["1", "2", "10", "无"]),
            },
        )
        lines = data.draw(st.lists(line, max_size=5))
        shuffled = [dict(data.draw(st.permutations(list(one.items())))) for one in data.draw(st.permutations(lines))]
        assert self.records(RECORDS, lines) == self.records(RECORDS, shuffled)

    def test_lines_without_a_key_are_numbered_by_content(self) -> None:
        records = self.records(RECORDS, [{"事由": "漏报"}, {"事由": "迟报"}, {"事由": "漏报"}])
        assert [(record.key, record.values["事由"]) for record in records] == [
            ("1", "漏报"),
            ("2", "漏报"),
            ("3", "迟报"),
        ]
