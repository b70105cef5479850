"""Combinations with a sentence of their own, and conditions without one: printed, edited and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.loading.rubrics import find_rubric, load_text
from lawscore.loading.yaml_reader import read_yaml
from lawscore.office.bringing import Brought, bring
from lawscore.office.conditions import condition, figure
from lawscore.office.markdown import markdown
from lawscore.office.numbering import Numbered, numbered, read_numbered
from lawscore.office.outline import outline
from lawscore.office.sentences import Sentence
from lawscore.office.tabling import printed
from lawscore.office.xlsx import xlsx
from tests.support_office import Edited, run, table

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: parts
version: "1"
status: draft
title: 组合
period: {from: 2024-01-01, to: 2024-12-31}
points: 10
ceiling: 12
issued: {note: 示例}
classes: {town: 乡镇, street: 街道}
roles: {lead: 牵头, support: 配合}
fields:
  a: {type: count, label: 逾期件数}
  b: {type: yesno, label: 是否已办}
  d: {type: date, label: 报送日期, absent: none}
  e: {type: date, label: 截止日期}
  r: {type: percent, label: 办结率}
  list: {type: records, key: 编号, fields: {编号: text, 级别: {choice: [省, 市], label: 通报级别}, 日期: date}}
indicators:
  - id: "1"
    title: 办理
    points: 10
    rules:
      - text: 按下列情形扣分
        first_of:
          - {deduct: all, when: a > 5, text: 逾期5件以上的，不得分}
          - text: 其余分别扣分
            sum_of:
              - {deduct: 1, when: a > 3, text: 逾期3件以上的，扣1分}
              - {deduct: 1, when: not b}
      - {deduct: 1, when: r < 90%, text: 办结率低于90%的，扣1分}
  - {id: "2", title: 加分, points: 0, ceiling: 2, rules: [{award: 1, when: b, text: 加1分}]}
"""
EXTENDING = """\
lawscore: 1
calculation: 1
rubric: parts
version: "2"
status: draft
title: 组合二
extends: parts@1
period: {from: 2025-01-01, to: 2025-12-31}
points: 12
issued: {note: 示例}
indicators:
  - {id: "3", title: 新增, points: 2, rules: [{deduct: 1, when: not b, text: 未办的，扣1分}]}
"""


def rubric():
    loaded = load_text(RUBRIC)
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    return loaded.rubric


def cell(language):
    return printed(rubric(), language).rows[0].cells["sentences"]


def test_the_parts_of_a_combination_stand_below_its_own_sentence():
    common = ("1. 按下列情形扣分", "（1）逾期5件以上的，不得分", "（2）其余分别扣分", "①逾期3件以上的，扣1分")
    last = "2. 办结率低于90%的，扣1分"
    assert cell("zh") == (*common, "②符合“是否已办：否”的，扣1分", last)
    assert cell("en") == (*common, "②where “是否已办: no”: 1 point off", last)


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("按下列情形扣分", True),
        ("逾期5件以上的，不得分；逾期3件以上的扣1分，未办的扣1分", False),
        ("逾期5件以上的，不得分；其余分别扣分", True),
        ("最多扣10分", True),
    ],
)
def test_a_sentence_that_says_what_its_parts_say_stands_alone(own, shown):
    text = (
        RUBRIC.replace("按下列情形扣分", own)
        .replace("            text: 其余分别扣分\n", "")
        .replace("text: 其余分别扣分\n            sum_of", "sum_of")
    )
    loaded = load_text(text)
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    for language in ("zh", "en"):
        told = printed(loaded.rubric, language).rows[0].cells["sentences"]
        assert told[0] == f"1. {own}"
        assert (told[1] == "（1）逾期5件以上的，不得分") == shown


def test_the_outline_shows_them_too():
    told = outline(rubric(), "zh")
    assert "  按下列情形扣分\n    逾期5件以上的，不得分\n    其余分别扣分\n      逾期3件以上的，扣1分\n" in told


def test_a_combination_without_a_sentence_tells_what_its_parts_hide_in_brackets():
    text = RUBRIC.replace("      - text: 按下列情形扣分\n        first_of:", "      - first_of:")
    loaded = load_text(text)
    assert loaded.rubric is not None
    assert printed(loaded.rubric, "zh").rows[0].cells["sentences"][0] == (
        "1. 逾期5件以上的，不得分；其余分别扣分（逾期3件以上的，扣1分；符合“是否已办：否”的，扣1分）"
        "（依次判断，只按最先符合的一条）"
    )


def brought(folder: Path, change) -> Brought:
    """What comes back of the cell with the sentences after a change of its lines."""
    source, made = folder / "rubric.yaml", folder / "table.xlsx"
    source.write_text(RUBRIC, encoding="utf-8")
    made.write_bytes(xlsx(printed(rubric(), "zh")))
    edited = Edited(made)
    lines = edited.cell("1", "评分标准").value.split("\n")
    edited.cell("1", "评分标准").value = "\n".join(change(lines))
    return bring(table(edited.save()), source)


def rules(text: str):
    source, _ = read_yaml(text, "")
    assert source is not None
    assert isinstance(source.data, dict)
    return source.data["indicators"][0]["rules"]  # type: ignore[index,call-overload]


def test_a_table_with_parts_that_nobody_changed_changes_nothing(tmp_path):
    found = brought(tmp_path, lambda lines: lines)
    assert (found.before, found.told, found.problems) == (found.after, (), ())


def test_the_sentence_of_a_part_is_brought_in(tmp_path):
    found = brought(tmp_path, lambda lines: [line.replace("3件以上的", "四件以上的") for line in lines])
    assert [str(line) for line in found.told] == [
        "1 办理：评分标准“逾期3件以上的，扣1分” → “逾期四件以上的，扣1分”；规则的数值没有跟着改，请核对"
    ]
    was, now = rules(found.before), rules(found.after)
    assert now[0]["first_of"][1]["sum_of"][0]["text"] == "逾期四件以上的，扣1分"
    was[0]["first_of"][1]["sum_of"][0]["text"] = now[0]["first_of"][1]["sum_of"][0]["text"]
    assert now == was


def test_a_part_without_a_sentence_gets_one(tmp_path):
    found = brought(tmp_path, lambda lines: [line.replace("符合“是否已办：否”的", "未办的") for line in lines])
    assert rules(found.after)[0]["first_of"][1]["sum_of"][1] == {
        "deduct": "1",
        "when": "not b",
        "text": "未办的，扣1分",
    }


def test_parts_may_be_added_and_removed(tmp_path):
    found = brought(tmp_path, lambda lines: [*lines[:2], "（2）未建台账的，扣1分", *lines[2:4], lines[5]])
    assert [str(line) for line in found.told] == [
        "1 办理：删去评分标准“符合“是否已办：否”的，扣1分”及其规则",
        "1 办理：新增评分标准“未建台账的，扣1分”，暂由评审方判断",
    ]
    whole = rules(found.after)[0]["first_of"]
    assert [part["text"] for part in whole] == ["逾期5件以上的，不得分", "未建台账的，扣1分", "其余分别扣分"]
    assert whole[1] == {"deduct": {"up_to": "10"}, "for": "未建台账的，扣1分", "text": "未建台账的，扣1分"}
    assert [part["text"] for part in whole[2]["sum_of"]] == ["逾期3件以上的，扣1分"]


def test_a_combination_does_not_lose_all_its_parts(tmp_path):
    found = brought(tmp_path, lambda lines: [lines[0], lines[5]])
    assert found.after == found.before
    (problem,) = found.problems
    assert (str(problem.where).rpartition("/")[2], problem.message("zh"), problem.message("en")) == (
        "table.xlsx!考核细则表!D5",
        "指标“1”中“按下列情形扣分”之下的各条都删去了；整条不要的，请连同“按下列情形扣分”一并删去",
        "all that stood below “按下列情形扣分” of the indicator 1 is gone; to drop the whole, delete “按下列情形扣分” as well",
    )


def test_a_rule_goes_with_its_parts(tmp_path):
    found = brought(tmp_path, lambda _: ["1. 办结率低于90%的，扣1分"])
    assert [str(line) for line in found.told] == ["1 办理：删去评分标准“按下列情形扣分”及其规则"]
    assert rules(found.after) == [{"deduct": "1", "when": "r < 90%", "text": "办结率低于90%的，扣1分"}]


def test_points_that_were_changed_name_the_rules_whose_figures_stayed(tmp_path, capsys):
    source, made = tmp_path / "rubric.yaml", tmp_path / "table.xlsx"
    source.write_text(RUBRIC, encoding="utf-8")
    made.write_bytes(xlsx(printed(rubric(), "zh")))
    edited = Edited(made)
    edited.cell("1", "分值").value = 8
    brought_ = bring(table(edited.save()), source)
    told = [one for one in brought_.problems if one.code == "table_points_alone"]
    (one,) = told
    assert (one.severity, str(one.where).rpartition("!")[2]) == ("warning", "C5")
    assert one.message("zh") == (
        "指标“1”的分值由10改为8，规则中的数值（每次的分、最多计多少）没有跟着改，请核对规则："
        "逾期3件以上的，扣1分、r1.2.2、办结率低于90%的，扣1分"
    )
    assert one.message("en") == (
        "the points of the indicator 1 change from 10 to 8, the figures of its rules (prices, limits) stay as they were; "
        "look at the rules: 逾期3件以上的，扣1分, r1.2.2, 办结率低于90%的，扣1分"
    )
    assert run(capsys, "import", made, "--into", source)[0] == 0
    assert "points: 8" in source.read_text(encoding="utf-8")


def test_rules_that_follow_the_points_are_not_named(tmp_path):
    text = RUBRIC.replace("      - {deduct: 1, when: r < 90%, text: 办结率低于90%的，扣1分}\n", "")
    text = text[: text.index("      - text: 按下列")] + (
        "      - {deduct: all, when: a > 5, text: 不得分}\n" + text[text.index('  - {id: "2"') :]
    )
    source, made = tmp_path / "rubric.yaml", tmp_path / "table.xlsx"
    source.write_text(text, encoding="utf-8")
    loaded = load_text(text)
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    made.write_bytes(xlsx(printed(loaded.rubric, "zh")))
    edited = Edited(made)
    edited.cell("1", "分值").value = 8
    found = bring(table(edited.save()), source)
    assert "points: 8" in found.after
    assert "table_points_alone" not in [one.code for one in found.problems]


def test_what_an_extending_rubric_adds_stands_before_bonuses(tmp_path, capsys):
    for name, text in (("1", RUBRIC), ("2", EXTENDING)):
        (tmp_path / "parts").mkdir(exist_ok=True)
        (tmp_path / "parts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = find_rubric(tmp_path / "parts" / "2.yaml")
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    for language in ("zh", "en"):
        status, out, _ = run(capsys, "docs", tmp_path / "parts" / "2.yaml", lang=language)
        assert status == 0
        assert out.index("| 1 | 办理") < out.index("| 3 | 新增") < out.index("| 2 | 加分")
    assert [node.id for node in loaded.rubric.root.children] == ["1", "2", "3"]
    told = run(capsys, "show", tmp_path / "parts" / "2.yaml")[1]
    assert told.index("3 新增") < told.index("2 加分")


def test_a_rubric_of_its_own_keeps_its_order():
    text = RUBRIC.replace("indicators:\n", "indicators:\n  - {id: '0', title: 先加, points: 0, ceiling: 1, rules: [{award: 1, when: b}]}\n", 1)  # fmt: skip
    loaded = load_text(text)
    assert loaded.rubric is not None, [str(problem) for problem in loaded.problems]
    told = markdown(printed(loaded.rubric, "zh"))
    assert told.index("先加") < told.index("办理")


@pytest.mark.parametrize(
    ("text", "records", "chinese", "english"),
    [
        ("a > 0", None, "“逾期件数大于0”", "“逾期件数 is more than 0”"),
        ("not a > 0", None, "“逾期件数不大于0”", "“逾期件数 is at most 0”"),
        ("b", None, "“是否已办：是”", "“是否已办: yes”"),
        ("not is_none(d)", None, "“有报送日期”", "“there is a 报送日期”"),
        ("is_none(d)", None, "“无报送日期”", "“there is no 报送日期”"),
        ("r >= 92.5%", None, "“办结率不小于92.5%”", "“办结率 is at least 92.5%”"),
        (
            "2024-01-01 <= d <= e", None,
            "“报送日期不早于2024-01-01，且报送日期不晚于截止日期”",
            "“报送日期 is on or after 2024-01-01 and 报送日期 is on or before 截止日期”",
        ),
        ("级别 == '省'", "list", "“通报级别为省”", "“通报级别 is 省”"),
        ("unit_class != 'town'", None, "“考核组别不为乡镇”", "“the class of the unit is not 乡镇”"),
        ("role == 'support'", None, "“承担角色为配合”", "“the part of the unit is 配合”"),
        ("a + 1 > 2", None, "“逾期件数与1之和大于2”", "“the sum of 逾期件数 and 1 is more than 2”"),
        (
            "b and ((a > 1) or (a == 0))", None,
            "“是否已办：是，且（逾期件数大于1，或者逾期件数为0）”",
            "“是否已办: yes and (逾期件数 is more than 1 or 逾期件数 is 0)”",
        ),
        (
            "max(a, 1) > 2", None,
            "公式“max(a, 1) > 2”", "the formula “max(a, 1) > 2” holds",
        ),
        (
            "not (b and (a > 1))", None,
            "公式“not (b and (a > 1))”", "the formula “not (b and (a > 1))” holds",
        ),
    ],
)  # fmt: skip
def test_conditions_in_words(text, records, chinese, english):
    assert condition(text, rubric(), "zh", records) == chinese
    assert condition(text, rubric(), "en", records) == english


def test_figures_in_words():
    assert figure("a", rubric(), "zh") == "逾期件数"
    assert figure("a / 2", rubric(), "en") == "the ratio of 逾期件数 to 2"
    assert figure("round(a /\n 3)", rubric(), "zh") == "round(a / 3)"


SENTENCES = st.recursive(
    st.builds(Sentence, st.text("甲乙丙", min_size=1, max_size=4)),
    lambda inner: st.builds(
        Sentence, st.text("甲乙丙", min_size=1, max_size=4), st.lists(inner, min_size=1, max_size=22).map(tuple)
    ),
    max_leaves=40,
)


@given(st.lists(SENTENCES, min_size=1, max_size=4))
def test_law_numbered_sentences_are_read_back(told):
    def plain(one: Sentence) -> Numbered:
        return Numbered(one.text, list(map(plain, one.parts)))

    if max(map(depth, told)) <= 2:
        assert read_numbered("\n".join(numbered(told)), told) == list(map(plain, told))


def depth(one: Sentence) -> int:
    return 1 + max(map(depth, one.parts)) if one.parts else 0
