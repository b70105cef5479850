"""What moves a result moves it when it is scored again: one edit of each kind, and what need not be worked out stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml

from lawscore.analysis.rescoring import rescore
from lawscore.assessing import Assessment, assess_gathered
from lawscore.facts.calendar import Calendar
from lawscore.library import assess
from lawscore.loading.rubrics import load_mapping
from lawscore.rubric.bound import Rubric
from lawscore.scoring.moving import moved
from lawscore.submission.gathering import Gathered

RUBRIC = """
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 县区考核
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 100
classes: {xian: 县, qu: 区}
roles: {lead: 牵头, support: 配合}
givens: {全省率: {type: percent, label: 全省平均}}
fields:
  件数: {type: count, label: 办件数}
  次数: count
  满意率: percent
  报送: date
  立: yesno
  通报: {type: records, key: 文号, absent: none, fields: {文号: text, 人数: count}, columns: {双: 人数 * 2}}
measures: {比: 件数 / 次数, 比上: 比 - 全省率, 人: {sum: 通报, of: 双}}
checks: [{id: c1, that: 件数 <= 次数, message: 件数有误}]
indicators:
  - id: "1"
    title: 甲
    points: 60
    aggregate: weighted_mean
    of: rates
    round: {places: 2}
    applies: {when: 立, otherwise: full, text: 未设立}
    indicators:
      - {id: "1.1", points: 20, weight: 30%, rules: [{deduct: 1, each: 件数, at_most: 9, text: 每件扣分}]}
      - {id: "1.2", points: 20, weight: 70%, passes: {from: 18}, rules: [{deduct: 2, when: 比上 > 0}, {deduct: 1, when: 人 > 3}]}
      - {id: "1.3", points: 5, weight: 0%, only_for: [qu], rules: [{award: 5, when: 满意率 > 全省率}]}
  - id: "2"
    title: 乙
    points: 40
    indicators:
      - {id: "2.1", points: 20, rules: [{deduct: 3, each: 通报, id: a}]}
      - {id: "2.2", points: 10, rules: [{deduct: 4, each: 通报, id: b}]}
      - {id: "2.3", points: 5, rules: [{deduct: 1, when: failed('1') > 0}, {deduct: 1, when: "role == 'lead'"}]}
      - {id: "2.4", points: 5, rules: [{deduct: 1, when: "working_days(2023-10-01, 报送) > 3"}]}
once: [{once_per: 文号, across: ["2.1", "2.2"], keep: highest}]
vetoes: [{id: v1, when: 件数 > 6, text: 发生事件, effect: zero_total}]
also: [{id: 内部, members: ["1", "2.1"]}, {id: 差, formula: score('1') - score('2.3')}]
ranking: {within: class, using: shown, ties: [{higher: "2"}]}
grades: {using: shown, bands: [{grade: 优秀, from: 90}, {grade: 合格, else: true}]}
"""
DATA: list[dict[str, Any]] = [{
    "lawscore": 1,
    "givens": {"全省率": "50%"},
    "units": [
        {"id": "a", "name": "甲县", "class": "xian", "roles": {"2": "lead"}},
        {"id": "b", "name": "乙区", "class": "qu"},
        {"id": "c", "name": "丙区", "class": "qu", "not_assessed": "新设"},
        {"id": "d", "name": "丁县", "class": "xian"},
    ],
    "submissions": [
        {"unit": "a", "values": {
            "件数": "3", "次数": "4", "满意率": "80%", "报送": "2023-10-12", "立": "是",
            "通报": [{"文号": "1号", "人数": "2"}, {"文号": "2号", "人数": "1"}],
        }},
        {"unit": "b", "values": {"件数": "7", "次数": "5", "满意率": "40%", "报送": "2023-10-09", "立": "是", "通报": []}},
        {"unit": "d", "values": {"件数": "1", "次数": "5", "满意率": "40%", "报送": "2023-10-09", "立": "否", "通报": []}},
    ],
}]  # fmt: skip

YEARS = (date(2023, 1, 1), date(2024, 12, 31))
#: In the place of what looks at other results: without it units are scored one by one, with it step by step.
LOOKS = {"failed('1') > 0": "件数 > 2", "formula: score('1') - score('2.3')": 'members: ["2.3"]'}

Edit = Callable[[dict[str, Any]], object]


def at(document: Any, *path: str | int) -> Any:
    for step in path:
        document = document[step]
    return document


def put(*path: str | int, to: Any) -> Edit:
    return lambda document: at(document, *path[:-1]).__setitem__(path[-1], to)


def swapped(document: dict[str, Any]) -> None:
    document["indicators"].reverse()


_ONE, _TWO = ("indicators", 0, "indicators"), ("indicators", 1, "indicators")
#: One edit for each thing that a result rests on; each changes something that is shown of some unit.
EDITS: dict[str, Edit] = {
    "price": put(*_ONE, 0, "rules", 0, "deduct", to="2"),
    "limit of a rule": put(*_ONE, 0, "rules", 0, "at_most", to="2"),
    "sentence of a rule": put(*_ONE, 0, "rules", 0, "text", to="每件扣若干分"),
    "points of an indicator": put(*_ONE, 1, "points", to="25"),
    "title of a branch": put("indicators", 0, "title", to="丙"),
    "title of the whole": put("title", to="考核"),
    "weights": lambda document: (put(*_ONE, 0, "weight", to="60%")(document), put(*_ONE, 1, "weight", to="40%")(document)),
    "who it is for": put(*_ONE, 2, "only_for", to=["xian"]),
    "a part that is not counted": put(*_TWO, 0, "uncounted", to="yes"),
    "whether it applies": put("indicators", 0, "applies", "when", to="not 立"),
    "what is said where it does not": put("indicators", 0, "applies", "text", to="没有设立"),
    "where it then stands": put("indicators", 0, "applies", "otherwise", to="leave_out"),
    "what passes": put(*_ONE, 1, "passes", to={"from": "5"}),
    "rounding of a branch": put("indicators", 0, "round", to={"places": "0"}),
    "places that are shown": put("shown", to={"places": "0"}),
    "ceiling of the whole": put("ceiling", to="70"),
    "a measure": put("measures", "比", to="件数 / 次数 / 100"),
    "a measure of a measure": put("measures", "比上", to="比 - 全省率 - 5"),
    "a computed column": put("fields", "通报", "columns", "双", to="人数 * 1"),
    "the limits of a field": put("fields", "件数", to={"type": "count", "max": "5"}),
    "the limits of a figure common to all": put("givens", "全省率", to={"type": "percent", "max": "0.4"}),
    "which of two stays": put("once", 0, "keep", to="first"),
    "what is charged once": put("once", to=[]),
    "when a veto strikes": put("vetoes", 0, "when", to="件数 > 9"),
    "what a veto does": put("vetoes", 0, "effect", to={"grade": "合格"}),
    "a check": put("checks", 0, "that", to="件数 > 次数"),
    "what a check says": put("checks", 0, "message", to="请核对"),
    "a check that is gone": put("checks", to=[]),
    "members beside the total": put("also", 0, "members", to=["2"]),
    "a formula beside the total": put("also", 1, "formula", to="score('1') + score('2.3')"),
    "the order of indicators": swapped,
    "a tie": put("ranking", "within", to="all"),
    "a band": put("grades", "bands", 0, "from", to="60"),
    "an indicator that is gone": lambda document: (at(document, *_TWO).pop(3), put(*_TWO, 2, "points", to="10")(document)),
    "an indicator that goes elsewhere": lambda document: at(document, "indicators").append(at(document, *_TWO).pop(1)),
}  # fmt: skip


#: Edits of what looks at results.
OF_LOOKS = ("a formula beside the total", "what passes")


def loaded(edit: Edit | None = None, *, looks: bool = True) -> Rubric:
    text = RUBRIC
    for look, plain in LOOKS.items() if not looks else ():
        text = text.replace(look, plain)
    document = yaml.load(text, yaml.BaseLoader)
    if edit is not None:
        edit(document)
    found = load_mapping(document)
    assert found.rubric is not None, [str(problem.where) + problem.message("en") for problem in found.problems]
    return found.rubric


def gathered(rubric: Rubric, calendar: Calendar | None = None) -> Gathered:
    found = assess(rubric, DATA).gathered
    assert found is not None
    return replace(found, calendar=calendar or Calendar.of(*YEARS))


def told(assessment: Assessment) -> tuple[object, ...]:
    return assessment.cards, assessment.problems


@pytest.mark.parametrize(
    ("name", "looks"), [(name, looks) for name in EDITS for looks in (True, False) if looks or name not in OF_LOOKS]
)
def test_an_edit_moves_what_scoring_from_nothing_moves(name: str, looks: bool) -> None:
    before, after = loaded(looks=looks), loaded(EDITS[name], looks=looks)
    assert before.looks is looks
    then, now = assess_gathered(before, gathered(before)), assess_gathered(after, gathered(after))
    assert told(then) != told(now)
    assert told(rescore(then, after, gathered(after))) == told(now)
    assert told(rescore(now, before, gathered(before))) == told(then)


def test_a_common_figure_with_another_value_moves_what_reads_it() -> None:
    rubric = loaded()
    data = gathered(rubric)
    other = replace(data, givens={"全省率": Fraction(9, 10)})
    then, now = assess_gathered(rubric, data), assess_gathered(rubric, other)
    assert told(then) != told(now)
    assert told(rescore(then, rubric, other)) == told(now)


def test_another_calendar_moves_what_counts_working_days() -> None:
    rubric = loaded()
    other = gathered(rubric, Calendar.of(*YEARS, holidays=[date(2023, 10, day) for day in range(1, 12)]))
    then, now = assess_gathered(rubric, gathered(rubric)), assess_gathered(rubric, other)
    assert told(then) != told(now)
    assert told(rescore(then, rubric, other)) == told(now)


def test_only_what_may_move_is_named() -> None:
    before = loaded(looks=False)
    change = moved(before, loaded(EDITS["price"], looks=False))
    assert change.nodes == {"1.1"}
    assert change.spread(change.nodes) == {"1.1", "1", ""}
    assert (change.vetoes, change.checks, change.shape) == (False, (), False)


def test_other_facts_cannot_be_scored_without_being_gathered() -> None:
    before = loaded()
    assessment = assess_gathered(before, gathered(before))
    with pytest.raises(ValueError, match="gather them again"):
        rescore(assessment, loaded(put("fields", "立", to={"type": "yesno", "absent": "none"})))
