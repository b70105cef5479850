"""Corrected values and voided records become facts; what was said before stays visible."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lawscore.catalogue import say
from lawscore.expressions.values import Unknown
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.unit import UnitFacts
from lawscore.loading.plain_values import from_values
from lawscore.submission.gathering import Gathered
from tests.support_data import RUBRIC, gathered, said, unit

DATA = """
units: [{id: tieling, name: 铁岭县, class: county}]
submissions:
  - unit: tieling
    values:
      出庭: 15
      通报: [{文号: 甲, 级别: 省}, {文号: 乙, 级别: 中央}]
      培训: [{培训主题: 二, 人数: 5}, {培训主题: 一, 人数: 3}]
  - {unit: tieling, layer: verified, values: {出庭: 14}}
"""
BY = "unit: tieling, authority: 市司法局"


def adjusted(*entries: str, data: str = DATA) -> Gathered:
    return gathered(data + "adjustments:\n" + "".join(f"  - {{{BY}, {entry}}}\n" for entry in entries))


def told(facts: UnitFacts) -> list[str]:
    """`id what: was → now (state)` for each adjustment."""
    return [_told(one) for one in facts.adjustments]


def _told(one: Adjustment) -> str:
    target = " ".join(part for part in (one.field, one.record, one.column, one.indicator, one.rule) if part)
    was, now = (say(text, "zh") if text is not None else "-" for text in (one.was, one.now))
    return f"{one.id} {target}: {was} → {now} ({one.effect}, {one.state})"


def keys(facts: UnitFacts, name: str = "通报") -> list[str]:
    records = facts.values[name]
    assert isinstance(records, tuple)
    return [record.key for record in records]


def column(facts: UnitFacts, key: str, name: str, records: str = "通报") -> object:
    listed = facts.values[records]
    assert isinstance(listed, tuple)
    return next(record.values[name] for record in listed if record.key == key)


def test_a_corrected_value_counts_and_the_layers_before_stay() -> None:
    facts = unit(adjusted("date: 2024-02-01, remark: 申诉成立, field: 出庭, value: 17, evidence: 庭审笔录"))
    assert facts.values["出庭"] == 17
    assert facts.layers["出庭"] == {"self_reported": 15, "verified": 14, "adjusted": 17}
    assert facts.reported is not None
    assert facts.reported.values["出庭"] == 15
    given = facts.provenance["出庭"]
    assert (given.layer, given.cited, given.note) == ("adjusted", "市司法局 2024-02-01", "申诉成立")
    assert [proof.name for proof in given.evidence] == ["庭审笔录"]
    assert told(facts) == ["a1 出庭: 14 件 → 17 件 (value, applied)"]


def test_a_value_that_nobody_submitted_may_be_given_by_an_adjustment() -> None:
    facts = unit(adjusted("date: 2024-02-01, remark: 补报, field: 应出庭, value: 20"))
    assert facts.values["应出庭"] == 20
    assert facts.layers["应出庭"] == {"adjusted": 20}
    assert facts.reported is not None
    assert isinstance(facts.reported.values["应出庭"], Unknown)
    assert told(facts) == ["a1 应出庭: 未知 → 20 件 (value, applied)"]


def test_of_several_corrections_the_latest_counts_in_whatever_order_they_are_written() -> None:
    early = "date: 2024-02-01, remark: 一, field: 出庭, value: 17"
    late = "date: 2024-03-01, remark: 二, field: 出庭, value: 16"
    for found in (adjusted(early, late), adjusted(late, early)):
        assert said(found) == []
        assert unit(found).values["出庭"] == 16
        assert told(unit(found)) == [
            "a1 出庭: 14 件 → 17 件 (value, superseded)",
            "a2 出庭: 17 件 → 16 件 (value, applied)",
        ]


def test_two_different_corrections_of_one_day_leave_the_value_unknown() -> None:
    found = adjusted(
        "date: 2024-02-01, remark: 一, field: 出庭, value: 17", "date: 2024-02-01, remark: 二, field: 出庭, value: 16"
    )
    assert isinstance(unit(found).values["出庭"], Unknown)
    assert said(found) == [
        "a.yaml:12:5 unit 'tieling' has two adjustments of '出庭' on 2024-02-01 that contradict each other, the other is at a.yaml:13:5; the value counts as unknown",
        "a.yaml:13:5 unit 'tieling' has two adjustments of '出庭' on 2024-02-01 that contradict each other, the other is at a.yaml:12:5; the value counts as unknown",
    ]


def test_two_corrections_of_one_day_that_say_the_same_stand() -> None:
    found = adjusted(
        "date: 2024-02-01, remark: 一, field: 出庭, value: 17", "date: 2024-02-01, remark: 二, field: 出庭, value: 17.0"
    )
    assert said(found) == []
    assert unit(found).values["出庭"] == 17


def test_the_same_adjustment_in_two_files_is_one() -> None:
    entry = (
        "adjustments: [{unit: tieling, authority: 市司法局, date: 2024-02-01, remark: 一, indicator: '2', points: 1}]\n"
    )
    found = gathered(DATA + entry, entry)
    assert [one.points for one in unit(found).adjustments] == [Fraction(1)]


def test_a_correction_that_cannot_be_taken_leaves_the_value_unknown() -> None:
    found = adjusted("date: 2024-02-01, remark: 一, field: 出庭, value: 一七")
    assert said(found) == ["a.yaml:12:85 expected a number, got '一七'"]
    assert isinstance(unit(found).values["出庭"], Unknown)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("none", "14 件 → 无（没有发生）"), ("not_applicable", "14 件 → 不适用"), ("unknown", "14 件 → 未知")],
)
def test_absence_may_be_the_correction(value: str, expected: str) -> None:
    facts = unit(adjusted(f"date: 2024-02-01, remark: 一, field: 出庭, value: {value}"))
    assert told(facts) == [f"a1 出庭: {expected} (value, applied)"]


def test_a_voided_record_is_gone_and_the_others_keep_their_keys() -> None:
    facts = unit(adjusted("date: 2024-02-01, remark: 误报, field: 通报, record: 甲, void: true"))
    assert keys(facts) == ["乙"]
    assert told(facts) == ["a1 通报 甲: 级别 省 → - (void, applied)"]
    facts = unit(adjusted("date: 2024-02-01, remark: 误报, field: 培训, record: 1, void: true"))
    assert keys(facts, "培训") == ["2"]


def test_a_voided_record_may_be_restored() -> None:
    void = "date: 2024-02-01, remark: 误报, field: 通报, record: 甲, void: true"
    back = "date: 2024-03-01, remark: 复议撤销, field: 通报, record: 甲, void: false"
    facts = unit(adjusted(void, back))
    assert sorted(keys(facts)) == ["乙", "甲"]
    assert [one.state for one in facts.adjustments] == ["superseded", "applied"]


def test_a_column_of_one_record_is_corrected() -> None:
    facts = unit(adjusted("date: 2024-02-01, remark: 一, field: 通报, record: 甲, column: 级别, value: 市"))
    assert (column(facts, "甲", "级别"), column(facts, "乙", "级别")) == ("市", "中央")
    assert told(facts) == ["a1 通报 甲 级别: 省 → 市 (value, applied)"]


def test_a_column_that_cannot_be_taken_is_unknown_in_that_record_only() -> None:
    facts = unit(adjusted("date: 2024-02-01, remark: 一, field: 通报, record: 甲, column: 级别, value: 县"))
    assert isinstance(column(facts, "甲", "级别"), Unknown)
    assert column(facts, "乙", "级别") == "中央"


def test_different_columns_and_records_of_one_day_do_not_contradict() -> None:
    found = adjusted(
        "date: 2024-02-01, remark: 一, field: 通报, record: 甲, column: 级别, value: 市",
        "date: 2024-02-01, remark: 二, field: 通报, record: 甲, column: 通报日期, value: 2023-05-01",
        "date: 2024-02-01, remark: 三, field: 通报, record: 乙, void: true",
    )
    assert said(found) == []
    assert keys(unit(found)) == ["甲"]


def test_to_void_a_record_and_to_correct_it_on_one_day_contradict() -> None:
    found = adjusted(
        "date: 2024-02-01, remark: 一, field: 通报, record: 甲, column: 级别, value: 市",
        "date: 2024-02-01, remark: 二, field: 通报, record: 甲, void: true",
    )
    assert len(said(found)) == 2
    assert isinstance(unit(found).values["通报"], Unknown)


def test_a_later_voiding_supersedes_a_correction_of_the_record() -> None:
    facts = unit(
        adjusted(
            "date: 2024-02-01, remark: 一, field: 通报, record: 甲, column: 级别, value: 市",
            "date: 2024-03-01, remark: 二, field: 通报, record: 甲, void: true",
        )
    )
    assert keys(facts) == ["乙"]
    assert [one.state for one in facts.adjustments] == ["superseded", "applied"]


def test_a_whole_list_supersedes_what_was_changed_in_it_before_and_may_be_changed_after() -> None:
    facts = unit(
        adjusted(
            "date: 2024-02-01, remark: 一, field: 通报, record: 甲, void: true",
            "date: 2024-03-01, remark: 二, field: 通报, value: [{文号: 甲, 级别: 市}, {文号: 丙, 级别: 市}]",
            "date: 2024-04-01, remark: 三, field: 通报, record: 丙, void: true",
        )
    )
    assert keys(facts) == ["甲"]
    assert [one.state for one in facts.adjustments] == ["superseded", "applied", "applied"]
    assert told(facts)[1] == "a2 通报: 2 条记录（乙、甲） → 2 条记录（丙、甲） (value, applied)"


def test_an_answer_about_a_voided_record_is_no_mistake() -> None:
    answers = '    answers: [{indicator: "2", rule: each, record: 甲, answer: yes}]\n  - {unit: tieling, layer'
    data = DATA.replace("  - {unit: tieling, layer", answers)
    assert said(adjusted("date: 2024-02-01, remark: 误报, field: 通报, record: 甲, void: true", data=data)) == []


def test_without_the_layer_of_adjustments_nothing_is_adjusted() -> None:
    entry = f"adjustments: [{{{BY}, date: 2024-02-01, remark: 一, field: 出庭, value: 17}}]\n"
    facts = unit(gathered(DATA + entry, layer="reviewed"))
    assert (facts.values["出庭"], facts.adjustments) == (14, ())


def test_ids_go_by_date_and_pass_over_those_that_are_taken() -> None:
    facts = unit(
        adjusted(
            "date: 2024-03-01, remark: 三, indicator: '2', points: 1",
            "id: a1, date: 2024-04-01, remark: 四, indicator: '2', points: 1",
            "date: 2024-02-01, remark: 二, indicator: '2', points: 1",
        )
    )
    assert [(one.id, one.remark) for one in facts.adjustments] == [("a2", "二"), ("a3", "三"), ("a1", "四")]


def test_the_figures_of_an_earlier_year_are_corrected_in_that_year() -> None:
    past = """
lawscore: 1
period: {from: 2022-01-01, to: 2022-12-31}
submissions: [{unit: tieling, values: {出庭: 9}}]
adjustments:
  - {unit: tieling, authority: 市司法局, date: 2023-02-01, remark: 一, field: 出庭, value: 8}
  - {unit: tieling, authority: 市司法局, date: 2023-02-01, remark: 一, indicator: "1", rule: court, waive: true, until: 2022-12-31}
"""
    found = gathered("lawscore: 1" + DATA, past)
    facts = unit(found)
    assert said(found, errors_only=False) == [
        "b.yaml:4:22 there are data of earlier years, but the rubric does not look at any"
    ]
    assert (facts.adjustments, len(facts.history[1].adjustments)) == ((), 1)
    assert (facts.values["出庭"], facts.history[1].values["出庭"]) == (14, 8)


def test_plain_values_take_the_same_keys() -> None:
    found = from_values(
        RUBRIC,
        [
            {"unit": "tieling", "出庭": 14},
            {
                "adjustments": [
                    {
                        "unit": "tieling", "authority": "市司法局", "date": "2024-02-01", "remark": "一", "field": "出庭",
                        "value": 17,
                    }
                ]
            },
        ],
    )  # fmt: skip
    assert unit(found).values["出庭"] == 17


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        (("field: 出庭, value: 1", "field: 出庭, value: 2", "field: 出庭, value: 3"), "later"),
        (("field: 出庭, value: 1", "field: 出庭, value: 2"), "unknown"),
        (
            (
                "field: 通报, record: 甲, column: 级别, value: 市",
                "field: 通报, record: 甲, column: 级别, value: 中央",
                "field: 通报, record: 甲, void: true",
            ),
            "later",
        ),
        (
            (
                "field: 通报, record: 甲, column: 级别, value: 市",
                "field: 通报, record: 甲, void: true",
                "field: 通报, record: 甲, column: 级别, value: 中央",
            ),
            "unknown",
        ),
        (
            (
                "field: 通报, record: 甲, column: 级别, value: 市",
                "field: 通报, record: 甲, void: true",
                "field: 通报, record: 甲, void: false",
            ),
            "later",
        ),
    ],
)
def test_a_contradiction_says_whether_a_later_one_settles_it(entries: tuple[str, ...], value: str) -> None:
    days = ("2024-02-01", "2024-02-01", "2024-03-01")
    dated = [f"date: {day}, remark: 一, {entry}" for day, entry in zip(days, entries, strict=False)]
    found = adjusted(*dated)
    ends = {"later": "; a later one counts", "unknown": "; the value counts as unknown"}
    contradicted = [one for one in said(found) if "contradict" in one]
    assert len(contradicted) == 2
    assert all(one.endswith(ends[value]) for one in contradicted)
    name = "出庭" if "出庭" in entries[0] else "通报"
    assert isinstance(unit(found).values[name], Unknown) == (value == "unknown")
