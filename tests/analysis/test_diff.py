"""Two rubrics in, the sentences of what differs out."""

from __future__ import annotations

import pytest

from lawscore.analysis.diff import RubricDiff, diff_rubrics
from lawscore.catalogue import LANGUAGES, Language, messages
from lawscore.reports.diff import changes_table, diff_dict, diff_text, folded_wording, whole_table
from lawscore.reports.diff_sentences import change_text
from lawscore.reports.diff_words import part_text
from lawscore.rubric.document import Document
from lawscore.rubric.keys import format_keys
from lawscore.rubric.migration import Migration, MigrationDocument
from tests.support import rubric_of

BASE = """
points: 10
classes: {county: 县, zone: 区}
fields:
  出庭: {type: count, label: 负责人出庭, unit: 件}
  应出庭: count
  未报备: count
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
  率: percent
measures: {出庭率: 出庭 / 应出庭}
checks: [{id: c1, that: 出庭 <= 应出庭, message: 出庭多于应出庭}]
indicators:
  - id: "1"
    title: 出庭应诉
    points: 6
    responsible: {lead: 司法局}
    rules:
      - {id: rate, deduct: 0.2, per: 1%, below: 90%, of: 出庭率, partial: counts_as_whole, at_most: 1.2, text: 每低1个百分点扣0.2分}
      - {deduct: {by: 级别, prices: {省: 5, 市: 3}, else: 0}, each: 通报}
  - id: "2"
    title: 备案
    points: 4
    rules:
      - {id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}
      - {id: bands, deduct: {by: 率, bands: [{below: 60%, points: 2}, {below: 80%, points: 1}], else: 0}}
vetoes:
  - {id: v1, for: 发生重大违法行为, effect: {grade_at_most: 合格}}
ranking: {within: class, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 合格, from: 6}, {grade: 不合格, else: true}], quota: {优秀: {at_most: 30%, within: class, fraction: down, tie_at_cut: leave_out}}}
"""


def found(*edits: tuple[str, str], migration: dict[str, object] | None = None, base: str = BASE) -> RubricDiff:
    """The differences of the rubric above and the same with some texts replaced."""
    edited = base
    for old, new in edits:
        assert edited.count(old) == 1, old
        edited = edited.replace(old, new)
    document = MigrationDocument.model_validate(
        {"lawscore": 1, "from": "sample", "to": "sample", "indicators": migration or {}}
    )
    return diff_rubrics(rubric_of(base), rubric_of(edited), Migration.of(document))


def told(diff: RubricDiff, language: Language) -> list[str]:
    return [
        f"{part_text(one.part, language)}{f' {one.rule}' if one.rule else ''}: {change_text(one, language)}"
        for one in diff
    ]


#: What is replaced by what; the sentences in Chinese and English; the address.
MOVES = [
    ("points: 6\n", "points: 4\n", "1 出庭应诉: 分值 6 → 4 分", "1 出庭应诉: 6 → 4 points", "1.points"),
    ("below: 90%", "below: 95%", "1 出庭应诉 rate: 起算标准（低于） 90% → 95%",
     "1 出庭应诉 rate: threshold (below) 90% → 95%", "1/rate.below"),
    ("省: 5", "省: 6", "1 出庭应诉 r2: “省”的分值 5 → 6 分", "1 出庭应诉 r2: price for 省 5 → 6", "1/r2.prices.省"),
    ("at_most: 1.2", "at_most: 1", "1 出庭应诉 rate: 最多 1.2 → 1 分", "1 出庭应诉 rate: cap 1.2 → 1", "1/rate.at_most"),
    ("deduct: 0.2", "deduct: 0.5", "1 出庭应诉 rate: 扣分 0.2 → 0.5 分（低于 90%，每 1%）",
     "1 出庭应诉 rate: deduction 0.2 → 0.5 for each 1% (below 90%)", "1/rate.deduct"),
    ("deduct: 0.5, each", "deduct: 1, each", "2 备案 late: 扣分 0.5 → 1 分（每项未报备）",
     "2 备案 late: deduction 0.5 → 1 for each of 未报备", "2/late.deduct"),
    ("points: 2}", "points: 3}", "2 备案 bands: <60% 档得分 2 → 3 分", "2 备案 bands: points in band <60% 2 → 3",
     "2/bands.bands.1.points"),
    ("{below: 80%", "{below: 85%", "2 备案 bands: 第 2 档上限（不含） 80% → 85%", "2 备案 bands: band 2, below 80% → 85%",
     "2/bands.bands.2.below"),
    ("type: count, label", "type: number, label", "填报项 出庭（负责人出庭）: 类型 件数 → 数",
     "field 出庭 (负责人出庭): type count → number", "fields.出庭.type"),
    ("unit: 件", "unit: 起", "填报项 出庭（负责人出庭）: 计量单位 件 → 起", "field 出庭 (负责人出庭): unit 件 → 起", "fields.出庭.unit"),
    ("未报备: count", "未报备: {type: count, absent: none}", "填报项 未报备: 未填报的含义 尚不知道 → 没有发生",
     "field 未报备: meaning when absent unknown → none", "fields.未报备.absent"),
    ("应出庭: count\n", "应出庭: count\n  新项: count\n", "填报项 新项: 新增", "field 新项: added", "fields.新项"),
    ("出庭 / 应出庭", "出庭 / (应出庭 + 1)", "指标量 出庭率: 算法 出庭 / 应出庭 → 出庭 / (应出庭 + 1)",
     "measure 出庭率: formula 出庭 / 应出庭 → 出庭 / (应出庭 + 1)", "measures.出庭率"),
    ("grade_at_most: 合格", "grade: 不合格", "一票否决 v1: 后果 等次不高于：合格 → 等次：不合格",
     "veto v1: effect grade at most: 合格 → grade: 不合格", "vetoes.v1.effect"),
    ("from: 9}", "from: 8}", "等次 优秀: 起点 9 → 8", "grade 优秀: from 9 → 8", "grades.优秀.from"),
    ("at_most: 30%", "at_most: 25%", "等次: 名额·优秀·名额 30% → 25%", "grades: quota: 优秀: at most 30% → 25%",
     "grades.quota.优秀.at_most"),
    ("ranking: {within: class, using: shown}", "ranking: {within: class, using: shown, method: dense}",
     "排名: 排名方法 并列占后名次（1、2、2、4） → 并列不占后名次（1、2、2、3）",
     "ranking: method competition (1, 2, 2, 4) → dense (1, 2, 2, 3)", "ranking.method"),
    ("zone: 区}", "zone: 区, port: 港}", "考核组别 port: 新增：港", "class port: added: 港", "classes.port"),
    ("points: 10\n", "points: 11\n", "全细则: 分值 10 → 11 分", "the whole: 10 → 11 points", "points"),
    ("points: 10\n", "points: 10\nceiling: 12\n", "全细则: 新增上限：12", "the whole: ceiling added: 12", "ceiling"),
    ("points: 10\n", "points: 10\nround: {places: 1}\n", "全细则: 新增舍入：小数位数：1；舍入方法：四舍五入",
     "the whole: rounding added: decimals: 1; rounding mode: half up", "round"),
    ("{id: rate, ded", "{id: rates, ded", "1 出庭应诉 rates: 编号 rate → rates", "1 出庭应诉 rates: id rate → rates", "1/rates"),
    ("  - {id: v1, for", "  - {id: v2, when: 未报备 > 20, text: 未报备过多, effect: zero_total}\n  - {id: v1, for",
     "一票否决 v2: 新增：未报备过多", "veto v2: added: 未报备过多", "vetoes.v2"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "zh", "en", "address"), MOVES, ids=[one[4] + one[1][:12] for one in MOVES])
def test_what_can_move_a_digit_is_told_in_the_words_of_the_trade(old, new, zh, en, address):
    diff = found((old, new))
    assert told(diff, "zh") == [zh]
    assert told(diff, "en") == [en]
    assert [(one.address, one.moves_digits) for one in diff] == [(address, True)]


WORDING = [
    ("label: 负责人出庭", "label: 出庭", "填报项 出庭: 标签 负责人出庭 → 出庭"),
    ("title: 备案", "title: 报备", "2 报备: 名称 备案 → 报备"),
    ("每件扣0.5分", "每件扣五分", "2 备案 late: 条文 每件扣0.5分 → 每件扣五分"),
    ("lead: 司法局", "lead: 法院", "1 出庭应诉: 责任部门·牵头部门 司法局 → 法院"),
    ("zone: 区}", "zone: 开发区}", "考核组别 zone: 名称 区 → 开发区"),
    ("message: 出庭多于应出庭", "message: 有误", "数据核对 c1: 提示语 出庭多于应出庭 → 有误"),
    ("that: 出庭 <= 应出庭", "that: 出庭 < 应出庭", "数据核对 c1: 核对条件 出庭 <= 应出庭 → 出庭 < 应出庭"),
]


@pytest.mark.parametrize(("old", "new", "zh"), WORDING, ids=[one[1] for one in WORDING])
def test_wordings_bases_and_checks_move_no_digit(old, new, zh):
    diff = found((old, new))
    assert told(diff, "zh") == [zh]
    assert (len(diff.digits), len(diff.wording)) == (0, 1)


def test_equal_rubrics_do_not_differ():
    diff = found()
    assert list(diff) == []
    assert diff_text(diff, "zh", "table") == "两版细则没有不同。\n"
    assert diff_text(diff, "en", "md") == "The two rubrics do not differ.\n"


def test_blanks_comments_and_the_order_of_keys_are_no_difference():
    assert (
        list(
            found(("出庭 / 应出庭", "出庭  /应出庭"), ("within: class, using: shown}", "using: shown, within: class}"))
        )
        == []
    )


def test_a_changed_threshold_is_not_one_rule_gone_and_one_new():
    """Rules without an id are matched by what they are about."""
    base = BASE.replace("id: rate, ", "")
    diff = found(("below: 90%", "below: 95%"), ("deduct: 0.2", "deduct: 0.3"), base=base)
    assert told(diff, "zh") == [
        "1 出庭应诉 r1: 起算标准（低于） 90% → 95%",
        "1 出庭应诉 r1: 扣分 0.2 → 0.3 分（低于 95%，每 1%）",
    ]


def test_rules_that_are_new_and_gone():
    rule = "- {id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}"
    diff = found((rule, "- {id: many, deduct: 1, when: 未报备 > 9, text: 超过9件的扣1分}"))
    assert told(diff, "zh") == ["2 备案 late: 取消扣分规则：每件扣0.5分", "2 备案 many: 新增扣分规则：超过9件的扣1分"]
    assert told(diff, "en") == [
        "2 备案 late: deduction removed: 每件扣0.5分",
        "2 备案 many: deduction added: 超过9件的扣1分",
    ]
    assert [(one.what, one.where_before.path, one.where_after.path) for one in diff] == [
        ("removed", ("indicators", 1, "rules", 0), ()),
        ("added", (), ("indicators", 1, "rules", 0)),
    ]


def test_a_rule_of_the_same_id_that_says_something_else_is_told_as_a_whole():
    diff = found(
        (
            "{id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}",
            "{id: late, deduct: 2, when: 率 > 50%, text: 率过半}",
        )
    )
    assert told(diff, "zh") == ["2 备案 late: 改写：每件扣0.5分 → 率过半"]
    assert told(diff, "en") == ["2 备案 late: rewritten: 每件扣0.5分 → 率过半"]


def test_an_indicator_under_another_id_without_a_map_is_one_gone_and_one_new():
    assert told(found(('- id: "2"', '- id: "3"')), "zh") == [
        "3 备案: 新增：4 分，2 条规则",
        "2 备案: 取消：4 分，2 条规则",
    ]


def test_a_map_makes_it_the_same_indicator():
    diff = found(('- id: "2"', '- id: "3"'), ("deduct: 0.5", "deduct: 1"), migration={"2": "3"})
    assert told(diff, "zh") == ["3 备案: 编号 2 → 3", "3 备案 late: 扣分 0.5 → 1 分（每项未报备）"]
    assert diff["2"][0] is diff["3"][0]


def test_an_indicator_that_became_two():
    whole = BASE[BASE.index('  - id: "2"') : BASE.index("vetoes:")]
    parts = """  - id: "2.1"
    title: 报送
    points: 3
    rules: [{id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}]
  - id: "2.2"
    title: 质量
    points: 1
    rules: [{id: bands, deduct: {by: 率, bands: [{below: 60%, points: 1}, {below: 80%, points: 1}], else: 0}}]
"""
    diff = found((whole, parts), migration={"2": ["2.1", "2.2"]})
    assert told(diff, "zh") == [
        "2.1 报送: 由 2（4 分） 拆分为 2.1（3 分）、2.2（1 分）",
        "2.1 报送: 分值 4 → 3 分",
        "2.2 质量 bands: <60% 档得分 2 → 1 分",
        "2.1 报送: 名称 备案 → 报送",
        "2.2 质量: 名称 备案 → 质量",
    ]


def test_an_indicator_that_moved_below_another():
    base = """
points: 10
fields: {甲: count}
indicators:
  - {id: a, title: 上级甲, indicators: [{id: a1, title: 学法, points: 4, rules: [{id: r, deduct: 1, each: 甲}]}, {id: a2, title: 用法, points: 2, rules: [{id: r, deduct: 1, each: 甲}]}]}
  - {id: b, title: 上级乙, indicators: [{id: b1, title: 普法, points: 4, rules: [{id: r, deduct: 1, each: 甲}]}]}
"""
    part = ", {id: a2, title: 用法, points: 2, rules: [{id: r, deduct: 1, each: 甲}]}"
    edited = base.replace(part, "").replace("each: 甲}]}]}\n", f"each: 甲}}]}}{part}]}}\n", 2).replace(part, "", 1)
    diff = diff_rubrics(rubric_of(base), rubric_of(edited))
    assert told(diff, "zh") == ["a2 用法: 从“a”移到“b”"]
    assert told(diff, "en") == ["a2 用法: moved from 'a' to 'b'"]
    assert [one.moves_digits for one in diff] == [True]


def test_another_indicator_under_an_old_id_is_told_as_one_line():
    whole = BASE[BASE.index('  - id: "2"') : BASE.index("vetoes:")]
    other = (
        '  - {id: "2", title: 普法宣传, points: 4, rules: [{id: seen, award: 4, when: 率 > 90%, text: 知晓率过九成}]}\n'
    )
    diff = found((whole, other))
    assert told(diff, "zh") == ["2 普法宣传: 换成另一指标：“备案”（4 分，2 条规则） → “普法宣传”（4 分，1 条规则）"]
    assert told(diff, "en") == [
        "2 普法宣传: another indicator: '备案' (4 points, 2 rules) → '普法宣传' (4 points, 1 rule)"
    ]


def test_the_order_of_indicators_moves_no_digit_that_of_rules_may():
    one = BASE[BASE.index('  - id: "1"') : BASE.index('  - id: "2"')]
    diff = found((one, ""), ("vetoes:", one + "vetoes:"))
    assert [(line, one.moves_digits) for line, one in zip(told(diff, "zh"), diff, strict=True)] == [
        ("全细则: 指标的次序 1、2 → 2、1", False)
    ]
    rule = "      - {id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}\n"
    diff = found((rule, ""), ("vetoes:", rule + "vetoes:"))
    assert [(line, one.moves_digits) for line, one in zip(told(diff, "zh"), diff, strict=True)] == [
        ("2 备案: 规则的次序 late、bands → bands、late", True)
    ]


def test_a_rule_that_goes_into_a_combination():
    rule = "{id: late, deduct: 0.5, each: 未报备, text: 每件扣0.5分}"
    diff = found((rule, f"{{id: both, sum_of: [{rule}], at_most: 2}}"))
    assert told(diff, "zh") == [
        "2 备案 late: 从“组合之外”移到“both”",
        "2 备案 both: 新增合并计算的一组规则：每件扣0.5分",
    ]


def test_many_new_fields_stand_in_one_row_for_people_and_each_by_itself_for_programs():
    more = "".join(f"  新{number}: {{type: count, label: 新项{number}}}\n" for number in range(10))
    diff = found(("  率: percent\n", f"  率: percent\n{more}"))
    table = changes_table(diff.digits, "zh")
    assert table.rows == [
        ["填报项", "", "新增 10 项：新项0、新项1、新项2、新项3、新项4、新项5、新项6、新项7等", "", ""]
    ]
    assert len(changes_table(diff.digits, "zh", all_=True).rows) == len(whole_table(diff, "zh").rows) == 10


def test_the_wording_is_folded_into_a_count():
    diff = found(("title: 备案", "title: 报备"), ("每件扣0.5分", "每件扣五分"), ("扣0.2分", "扣两角"))
    assert folded_wording(diff, "zh") == "另有 3 处不改变得分的改动（条文 2、名称 1），用 --all 列出"
    assert folded_wording(diff, "en") == "3 more changes that move no score (sentence 2, title 1); --all lists them"
    assert diff_text(diff, "zh", "table").startswith("没有能改变得分的改动。\n\n另有 3 处")
    assert "每件扣0.5分 → 每件扣五分" in diff_text(diff, "zh", "table", all_=True)


def test_json_has_everything_and_the_address():
    diff = found(("省: 5", "省: 6"))
    (change,) = diff_dict(diff, "en")["changes"]
    assert change == {
        "section": "rule", "name": "1", "indicator": "1", "rule": "r2", "what": "changed", "key": "省",
        "address": "1/r2.prices.省", "before": "5", "after": "6", "moves_digits": True, "with_period": False,
        "where_before": "indicators.0.rules.1.deduct.prices.省", "where_after": "indicators.0.rules.1.deduct.prices.省",
        "sentence": "price for 省 5 → 6",
    }  # fmt: skip


def test_a_deduction_that_became_an_award():
    diff = found(("deduct: 0.5, each", "award: 0.5, each"), ("points: 4\n", "points: 4\n    start: zero\n"))
    assert told(diff, "zh") == ["2 备案: 新增起点：零分", "2 备案 late: 扣分规则 0.5 → 得分规则 0.5"]
    assert told(diff, "en") == ["2 备案: start added: zero", "2 备案 late: deduction 0.5 → award 0.5"]


@pytest.mark.parametrize("key", sorted(format_keys(Document)))
def test_every_key_of_the_format_has_a_word(key):
    assert all(f"diff.key.{key}" in messages(language) for language in LANGUAGES)


DATED = """
fields: {报送: date}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
rules: [{id: late, deduct: 1, when: 报送 > 2024-03-31}, {id: old, deduct: 2, when: 报送 < 2010-01-01}]
"""


def test_the_period_and_the_dates_that_moved_on_with_it_are_one_line():
    later = ("from: 2023-01-01, to: 2023-12-31", "from: 2024-01-01, to: 2024-12-31")
    diff = found(later, ("> 2024-03-31", "> 2025-03-31"), base=DATED)
    assert diff_text(diff, "zh", "table") == (
        "考核期间 2023-01-01 至 2023-12-31 → 2024-01-01 至 2024-12-31；随之顺延的日期 1 处（a），用 --all 列出\n"
    )
    assert diff_text(diff, "en", "table") == (
        "period 2023-01-01 to 2023-12-31 → 2024-01-01 to 2024-12-31; 1 date moved on with it (a), list with --all\n"
    )
    assert [one.with_period for one in diff] == [True, True, True]
    stayed = found(later, ("> 2024-03-31", "> 2025-04-30"), base=DATED)
    assert "能改变得分的改动：1 处" in diff_text(stayed, "zh", "table")
    shorter = found(("from: 2023-01-01, to: 2023-12-31", "from: 2024-01-01, to: 2024-06-30"), base=DATED)
    assert "能改变得分的改动：2 处" in diff_text(shorter, "zh", "table")
