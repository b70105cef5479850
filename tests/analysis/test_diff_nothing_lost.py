"""Nothing in which two rubrics differ is lost by `diff`: names that differ by blanks, rubrics below, parts of a split."""

from __future__ import annotations

import pytest

from lawscore.analysis.diff import RubricDiff, diff_rubrics
from lawscore.analysis.diff.moving_back import moved_back
from lawscore.catalogue import Language
from lawscore.problems import Where
from lawscore.reports.diff import changes_table, diff_text
from lawscore.reports.diff_sentences import change_text
from lawscore.reports.diff_words import part_text
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration
from tests.support import rubric_of

FLAT = """
points: 10
fields: {级别: {choice: ["A (1)", 丙]}, 件数: count}
indicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 件数 - 1, text: 每件 (次) 扣1分}]}]
grades: {using: shown, bands: [{grade: "甲 (上)", from: 9}, {grade: 乙, else: true}]}
"""


def told(diff: RubricDiff, language: Language) -> list[str]:
    return [f"{part_text(one.part, language)}: {change_text(one, language)}" for one in diff]


def after(text: str, *edits: tuple[str, str]) -> Rubric:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return rubric_of(text)


@pytest.mark.parametrize("edit", [('"A (1)"', '"A(1)"'), ('"甲 (上)"', '"甲(上)"')])
def test_a_choice_and_a_grade_with_other_blanks_are_others(edit):
    before, changed = rubric_of(FLAT), after(FLAT, edit)
    assert before.digest != changed.digest
    assert diff_rubrics(before, changed).digits


@pytest.mark.parametrize("edit", [("件数 - 1", "件数-1"), ("每件 (次) 扣", "每件(次)扣")])
def test_a_formula_and_a_sentence_with_other_blanks_are_the_same(edit):
    before, changed = rubric_of(FLAT), after(FLAT, edit)
    assert before.digest == changed.digest
    assert len(diff_rubrics(before, changed)) == 0


ABOVE = """
measures: {乡镇均分: {units: mean, of: score, below: this, with: town@1}}
points: 100
indicators: [{id: a, points: 100, rules: [{import: 乡镇均分, out_of: 100}]}]
"""


def test_a_rubric_below_of_other_content_is_a_difference():
    town = (
        "points: 10\nfields: {件数: count}\nindicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 件数}]}]"
    )
    old, new = (rubric_of(ABOVE, {"town@1": one}) for one in (rubric_of(town), after(town, ("deduct: 1", "deduct: 2"))))
    diff = diff_rubrics(old, new)
    assert told(diff, "en") == ["rubric of the units below town@1: same name, other content"]
    assert told(diff, "zh") == ["下级单位的细则 town@1: 同名，内容不同"]
    assert len(diff.digits) == 1


SPLIT = """
points: 10
fields: {件数: count, 次数: count}
indicators:
  - {id: "1", title: 全部, points: 10, rules: [{id: r, deduct: 1, each: 件数}]}
"""
PARTS = """
points: 10
fields: {件数: count, 次数: count}
indicators:
  - {id: a, title: 全部, points: 6, rules: [{id: r, deduct: 1, each: 件数}]}
  - {id: b, title: 全部, points: 4, floor: 3, ceiling: 4, rules: [{id: r, deduct: 2, each: 次数}]}
"""


def test_all_parts_of_a_split_are_told():
    diff = diff_rubrics(rubric_of(SPLIT), rubric_of(PARTS), Migration(indicators={"1": ("a", "b")}))
    addresses = {one.address for one in diff.digits}
    assert {"b.floor", "b.ceiling"} <= addresses
    new = [one for one in diff.digits if one.what == "added" and one.section == "rule"]
    assert [one.indicator for one in new] == ["b"]


def test_rules_that_changed_places_are_named_by_their_sentences():
    first, second = "{deduct: 1, each: 件数, text: 每件扣分}", "{deduct: 2, each: 次数, text: 每次扣分}"
    text = "points: 10\nfields: {件数: count, 次数: count}\nindicators: [{id: a, points: 10, rules: [%s, %s]}]"
    diff = diff_rubrics(rubric_of(text % (first, second)), rubric_of(text % (second, first)))
    assert told(diff, "en") == ["a: order of rules 每件扣分, 每次扣分 → 每次扣分, 每件扣分"]


def test_bare_lines_are_of_the_compared_file_even_where_most_are_elsewhere():
    old, new = rubric_of(SPLIT), after(SPLIT, ("deduct: 1", "deduct: 2"))

    def place(path):
        return Where(file="own.yaml" if path == ("rubric",) else "base.yaml", line=7, path=path)

    diff = diff_rubrics(old, new, places=(place, place))
    assert diff.files == ("own.yaml", "own.yaml")
    assert changes_table(diff, "en", files=diff.files).rows[0][-2:] == ["base.yaml:7", "base.yaml:7"]


def test_one_change_is_told_in_the_singular():
    old, new = rubric_of(SPLIT), after(SPLIT, ("title: 全部", "title: 全体"))
    assert "1 more change that moves no score" in diff_text(diff_rubrics(old, new), "en", "table")


YEARS = """
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
fields: {日期: date, 件数: count}
indicators:
  - id: a
    points: 10
    rules:
      - {deduct: 1, when: 日期 > 2023-06-30, text: 逾期报送}
      - {deduct: 2, each: 件数, text: 每件扣2分}
"""
LATER = """
period: {from: 2024-01-01, to: 2024-12-31}
points: 10
fields: {日期: date, 件数: count}
indicators:
  - id: a
    points: 10
    rules:
      - {deduct: 2, each: 件数, text: 每件扣2分}
      - {deduct: 1, when: 日期 > 2024-06-30, text: 逾期报送}
      - {deduct: 3, when: 件数 > 100, text: 超过一百件的另扣}
"""


def test_a_date_that_moved_on_is_moved_back_where_it_is_told_to():
    old, new = rubric_of(YEARS), rubric_of(LATER)
    back = moved_back(old.document, new.document, UNCHANGED).indicators[0].rules
    assert "2023-06-30" in str(back[1])
    (date,) = [one for one in diff_rubrics(old, new) if one.section == "rule" and one.key == "when"]
    assert date.with_period


def test_a_rule_of_another_kind_with_the_same_id_has_dates_of_its_own():
    old = YEARS.replace("{deduct: 1, when", "{id: r, deduct: 1, when")
    new = LATER.replace("{deduct: 1, when: 日期 > 2024-06-30", "{id: r, award: 1, when: 日期 > 2024-06-30")
    starts = ("    points: 10\n    rules", "    points: 10\n    start: full\n    rules")
    before, later = rubric_of(old.replace(*starts)), rubric_of(new.replace(*starts))
    assert moved_back(before.document, later.document, UNCHANGED).indicators == later.document.indicators
