"""A published result computed again: what differs is named at its place, in the words of the trade."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lawscore
from lawscore.loading.rubrics import load_file
from tests.support import rubric_of

HERE = Path(__file__).parent.parent / "bad_data"
BAD_DATA = sorted(
    path for path in HERE.iterdir() if path.suffix in (".yaml", ".json", ".csv") and path.stem != "rubric"
)

RUBRIC = rubric_of("""
fields:
  出庭: {type: count, label: 未出庭件数}
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
indicators:
  - {id: "1", title: 应诉, points: 10, rules: [{id: court, deduct: 2, each: 出庭, text: 未出庭}]}
  - {id: "2", title: 通报, points: 10, rules: [{id: note, deduct: 1, each: 通报, text: 通报}]}
also: [{id: 指数, title: 指数, formula: 出庭 * 10}]
points: 20
ranking: {within: all, using: exact}
""")
DATA: dict[str, Any] = {
    "lawscore": "1",
    "units": [{"id": "u", "name": "某县"}, {"id": "v", "name": "另一县"}],
    "submissions": [
        {"unit": "u", "values": {"出庭": {"value": "1", "source": "年报"}, "通报": [{"文号": "1号", "级别": "省"}, {"文号": "2号", "级别": "市"}]}},
        {"unit": "v", "values": {"出庭": "0", "通报": []}},
        {"unit": "u", "layer": "核查", "values": {"出庭": "2"}},
    ],
}  # fmt: skip


def result(layer: str | None = None, language: Any = "zh") -> dict[str, Any]:
    return lawscore.assess(RUBRIC, DATA, layer=layer).to_dict(language)


def verify(edit: Callable[[dict[str, Any]], Any] = lambda _: None, data: Any = None, rubric: Any = RUBRIC) -> list[str]:
    """What is said of a result that somebody edited: `severity message`."""
    told = result()
    edit(told)
    found = lawscore.verify(json.dumps(told, ensure_ascii=False), rubric, DATA if data is None else data)
    return [f"{problem.severity} {problem.message('zh')}" for problem in found]


def test_a_result_holds():
    assert verify() == []


def test_sentences_in_the_other_language_may_be_missing():
    assert verify(lambda told: told.pop("sentences")) == []


def retell(told: dict[str, Any], changes: dict[str, str]) -> None:
    told["sentences"]["en"].update(changes)


OWN, ENGLISH = "未出庭：出庭为 2；2 × 2 分 = 4 分", "未出庭: 出庭 is 2; 2 × 2 = 4"


def test_a_sentence_that_was_made_to_say_something_else_in_the_other_language_is_named_where_it_stands():
    told = result()
    assert told["sentences"]["en"][OWN] == ENGLISH
    retell(told, {OWN: ENGLISH.replace("is 2", "is 1")})
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (found,) = lawscore.verify(text, RUBRIC, DATA)
    assert text.splitlines()[(found.where.line or 0) - 1].strip().startswith(f'"{OWN}"')
    assert found.message("en") == (
        "某县: items of indicator 1 (rule court): reason: "
        "recorded 未出庭: 出庭 is 1; 2 × 2 = 4, computed 未出庭: 出庭 is 2; 2 × 2 = 4"
    )
    assert found.message("zh") == (
        "某县：指标 1 的明细（规则 court）的事由与算式，"
        "记载为 未出庭: 出庭 is 1; 2 × 2 = 4，重算为 未出庭: 出庭 is 2; 2 × 2 = 4"
    )


def test_a_sentence_that_was_taken_out_is_named():
    (found,) = verify(lambda told: told["sentences"]["en"].pop(OWN))
    assert "出庭为 2；2 × 2 分 = 4 分，重算为 未出庭: 出庭 is 2; 2 × 2 = 4" in found


def test_sentences_of_another_engine_are_not_compared():
    def edit(told):
        told["lawscore"] = "0.0.1"
        retell(told, {OWN: "otherwise"})

    assert [one.split()[0] for one in verify(edit)] == ["note"]


def test_a_difference_of_both_languages_is_told_once():
    def edit(told):
        unit(told)["items"][0]["reason"] = "另说"
        retell(told, {"另说": "said otherwise"})

    assert len(verify(edit)) == 1


def test_sentences_that_nothing_tells_make_no_difference():
    assert verify(lambda told: retell(told, {"无人说": "nobody says it"})) == []


@pytest.mark.parametrize("layer", [None, "自评", "核查", "adjusted"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_result_is_computed_again_at_its_layer_and_in_its_language(layer, language):
    assert lawscore.verify(result(layer, language), RUBRIC, DATA) == ()


def test_units_and_files_may_come_in_another_order():
    turned = {**DATA, "units": DATA["units"][::-1], "submissions": DATA["submissions"][::-1]}
    assert verify(data=turned) == []


def unit(told: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = told["units"][number]
    return found


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda told: unit(told).update(score="15.00"), "某县：得分，记载为 15.00，重算为 14.00"),
        (lambda told: unit(told).update(exact="15"), "某县：精确值，记载为 15，重算为 14"),
        (lambda told: unit(told).update(rank=1), "某县：名次，记载为 1，重算为 2"),
        (lambda told: unit(told).update(tied=True), "某县：并列标记，记载为 是，重算为 否"),
        (lambda told: unit(told).update(state="provisional"), "某县：状态，记载为 provisional，重算为 final"),
        (lambda told: unit(told).update(name="某市"), "某市：名称，记载为 某市，重算为 某县"),
        (lambda told: unit(told)["indicators"][0].update(exact="7"), "某县：指标 1 应诉的精确值，记载为 7，重算为 6"),
        (lambda told: unit(told)["indicators"][0].update(points="12"), "某县：指标 1 应诉的分值，记载为 12，重算为 10"),
        (
            lambda told: unit(told)["items"][0].update(points="-3.00"),
            "某县：指标 1 的明细（规则 court）的分值，记载为 -3.00，重算为 -4.00",
        ),
        (
            lambda told: unit(told)["items"][0].update(reason="未出庭"),
            "某县：指标 1 的明细（规则 court）的事由与算式，记载为 未出庭，重算为 未出庭：出庭为 2；2 × 2 分 = 4 分",
        ),
        (
            lambda told: unit(told)["items"].pop(0),
            "某县：指标 1 的明细（规则 court），记载为 无，重算为 -4.00",
        ),
        (
            lambda told: unit(told, 1)["items"].append(unit(told)["items"][0]),
            "另一县：指标 1 的明细（规则 court），记载为 -4.00，重算为 无",
        ),
        (lambda told: unit(told)["facts"][0].update(value="1"), "某县：填报项“出庭”的数据，记载为 1，重算为 2"),
        (
            lambda told: unit(told)["facts"][0].update(layer="reviewed"),
            "某县：填报项“出庭”的数据层，记载为 reviewed，重算为 verified",
        ),
        (lambda told: unit(told)["facts"].pop(0), "某县：填报项“出庭”，记载为 无，重算为 2"),
        (
            lambda told: unit(told)["facts"][1]["value"][1].update(级别="省"),
            "某县：填报项“通报”的数据（第 2 条级别），记载为 省，重算为 市",
        ),
        (
            lambda told: unit(told)["facts"][1]["value"].pop(),
            "某县：填报项“通报”的数据（第 2 条），记载为 无，重算为 2号 市",
        ),
        (lambda told: unit(told)["also"][0].update(score="21.00"), "某县：指数 指数的得分，记载为 21.00，重算为 20.00"),
        (lambda told: told["units"].pop(0), "结果中没有单位“某县”（u）的得分单"),
        (lambda told: unit(told).update(id="w"), "填报数据中没有单位“某县”（w），结果中却有它的得分单"),
    ],
)
def test_an_edit_by_hand_is_named(edit, message):
    assert f"error {message}" in verify(edit)


def test_the_cause_is_named_before_what_follows_from_it():
    def edit(told: dict[str, Any]) -> None:
        unit(told)["items"][0].update(points="-2.00", exact="-2")
        unit(told).update(score="16.00", exact="16")

    assert verify(edit) == ["error 某县：指标 1 的明细（规则 court）的分值，记载为 -2.00，重算为 -4.00"]


def test_an_edit_is_located_in_the_file(tmp_path):
    text = lawscore.assess(RUBRIC, DATA).to_json("zh")
    path = tmp_path / "r.json"
    path.write_text(text.replace('"value": "2"', '"value": "1"'), encoding="utf-8")
    (problem,) = lawscore.verify(path, RUBRIC, DATA)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if '"value": "2"' in one)
    assert str(problem.where).startswith(f"{path}:{line}:")
    assert problem.where.source is not None
    assert problem.where.source[(problem.where.column or 1) - 1 :].startswith('"1"')


def test_other_data_are_named_by_their_digest_and_the_value():
    other = json.loads(json.dumps(DATA))
    other["submissions"][2]["values"]["出庭"] = "1"
    said = verify(data=other)
    assert said[0].startswith("error 填报数据与结果所用的不同：结果记载 sha256:")
    assert said[1:] == ["error 某县：填报项“出庭”的数据，记载为 2，重算为 1"]


def test_other_data_with_the_same_digits_do_not_hold_either():
    other = json.loads(json.dumps(DATA))
    other["submissions"][1]["values"]["出庭"] = {"value": "0", "evidence": "台账"}
    said = verify(data=other)
    assert [one.split("：")[0] for one in said] == ["error 填报数据与结果所用的不同", "error 另一县"]


def test_another_rubric_is_named():
    other = rubric_of("fields: {出庭: count}\npoints: 10\nrules: [{id: r, deduct: 1, each: 出庭}]\nversion: '2024.1'")
    said = verify(rubric=other)
    assert said[0] == "error 结果按细则 sample@2023.1 计算，给出的是 sample@2024.1"
    assert said[1].startswith("error 细则与结果所用的不同：结果记载 sha256:")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("period", "2022", "考核期与结果所用的不同：结果记载 2022，现为 2023"),
        ("calculation", 2, "计算版本与结果所用的不同：结果记载 2，现为 1"),
    ],
)
def test_the_period_and_the_calculation_are_those_of_the_rubric(key, value, message):
    assert verify(lambda told: told.update({key: value})) == [f"error {message}"]


def test_a_calendar_that_was_not_there_is_named():
    with_one = {**DATA, "calendar": {"covers": {"from": "2023-01-01", "to": "2023-12-31"}}}
    (said,) = verify(data=with_one)
    assert said.startswith("error 工作日历与结果所用的不同：结果记载 无，现为 sha256:")


def test_another_engine_may_word_otherwise_but_not_count_otherwise():
    def edit(told: dict[str, Any]) -> None:
        told["lawscore"] = "0.0.1"
        unit(told)["items"][0]["reason"] = "另一种说法"

    note = f"note 结果由 lawscore 0.0.1 计算，现用 {lawscore.__version__} 重算；文字说明不作比较"
    assert verify(edit) == [note]
    assert verify(lambda told: (edit(told), unit(told).update(score="1.00"))) == [
        note,
        "error 某县：得分，记载为 1.00，重算为 14.00",
    ]


def test_an_older_result_is_verified_by_its_digits():
    def older(told: dict[str, Any]) -> None:
        del told["provenance"]
        for one in told["units"]:
            del one["facts"]

    note = "note 结果没有记载填报数据的摘要和各项数据，只核对得分和明细"
    assert verify(older) == [note]
    assert verify(lambda told: (older(told), unit(told).update(score="1.00"))) == [
        note,
        "error 某县：得分，记载为 1.00，重算为 14.00",
    ]


def test_what_cannot_be_read_is_said():
    (problem,) = lawscore.verify("{", RUBRIC, DATA)
    assert problem.code == "unexpected_end"


@pytest.mark.parametrize("path", BAD_DATA, ids=lambda path: path.name)
def test_whatever_was_submitted_its_result_reads_back_and_holds(path):
    rubric = load_file(HERE / "rubric.yaml").rubric
    assert rubric is not None
    assessment = lawscore.assess(rubric, path)
    assert lawscore.verify(assessment.to_json("zh"), rubric, path) == ()


def test_both_languages():
    told = result()
    unit(told)["items"][0]["exact"] = "-3"
    (problem,) = lawscore.verify(told, RUBRIC, DATA)
    assert problem.message("en") == "某县: items of indicator 1 (rule court): exact value: recorded -3, computed -4"


LIMITED = rubric_of("""
fields: {逾期: count}
points: 10
indicators: [{id: "1", points: 10, start: full, rules: [{id: late, deduct: 1, each: 逾期, at_most: 3}]}]
""")


def limited(**edit: str | None) -> list[str]:
    """What is said of a result whose one cut is told otherwise; None takes a key away."""
    data = {"lawscore": "1", "submissions": [{"unit": "u", "values": {"逾期": "5"}}]}
    told = lawscore.assess(LIMITED, data).to_dict("zh")
    (cut,) = (item for item in unit(told)["items"] if item["kind"] == "cut")
    assert cut["cause"] == "at_most"
    cut.update(edit)
    if "cause" in edit and edit["cause"] is None:
        del cut["cause"]
    return [problem.message("zh") for problem in lawscore.verify(told, LIMITED, data)]


def test_the_cause_of_a_cut_is_compared_where_the_result_tells_one():
    assert limited() == []
    assert limited(cause=None) == []  # as results were written before it was kept
    assert limited(cause="floor") == ["u：指标 1 的明细（规则 late）的原因，记载为 floor，重算为 at_most"]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda told: told["rubric"].update(title="细则"), ["error 结果首部：名称，记载为 细则，重算为 考核细则"]),
        (lambda told: told["rubric"].update(status="published"), ["note 结果首部：细则状态，记载为 published，重算为 draft"]),
    ],
)  # fmt: skip
def test_what_a_result_says_of_its_rubric_is_compared_too(edit, told):
    assert verify(edit) == told


GROUPED = rubric_of("""
fields:
  出庭: {type: count, label: 未出庭件数}
  次序: {type: count, absent: unknown}
classes: {a: 甲组, b: 乙组}
indicators: [{id: "1", points: 10, start: full, rules: [{id: court, deduct: 2, each: 出庭}]}]
ranking: {within: class, using: exact, ties: [{lower: 次序}]}
""")
GROUPS: dict[str, Any] = {
    "lawscore": "1",
    "units": [
        {"id": "u", "class": "a"},
        {"id": "v", "class": "b"},
        {"id": "w", "class": "a"},
        {"id": "x", "class": "b"},
    ],
    "submissions": [
        {"unit": unit, "values": {"出庭": lost}} for unit, lost in (("u", 1), ("v", 1), ("w", 2), ("x", 3))
    ],
}


def odd(**more: Any) -> dict[str, Any]:
    """Data that are warned of: a unit without data, and one field that nobody declared."""
    listed = [*DATA["units"], {"id": "w", "name": "空县"}]
    return {**DATA, "units": listed, **more}


def told_of(data: Any, edit: Callable[[dict[str, Any]], Any]) -> list[str]:
    told = lawscore.assess(RUBRIC, data).to_dict()
    edit(told)
    return [f"{one.severity} {one.where} {one.message('zh')}" for one in lawscore.verify(told, RUBRIC, data)]


UNSAID = "花名册中有单位“w”，但没有它的数据"


def test_a_warning_that_was_taken_out_is_named():
    (code, message) = next(
        (one["code"], one["message"]) for one in lawscore.assess(RUBRIC, odd()).to_dict()["problems"]
    )
    assert told_of(odd(), lambda _: None) == []
    said = told_of(odd(), lambda told: told["problems"].clear())
    assert said == [f"error problems 结果中缺少重算时的警告（{code}）：{message}"]


def test_a_warning_that_was_put_in_is_named_at_its_place():
    put = {"code": "check_failed", "severity": "warning", "where": "", "message": "数字不符", "hint": ""}
    said = told_of(odd(), lambda told: told["problems"].append(put))
    assert said == ["error problems.1 结果中的警告（check_failed）重算时没有：数字不符"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"severity": "note"}, "error problems.0.severity 所列问题：unit_without_data的级别，记载为 提示，重算为 警告"),
        ({"message": "无"}, "error problems.0.message 所列问题：unit_without_data的内容，记载为 无，重算为 {message}"),
    ],
)
def test_a_warning_that_was_told_otherwise_is_named(edit, said):
    message = lawscore.assess(RUBRIC, odd()).to_dict()["problems"][0]["message"]
    assert told_of(odd(), lambda told: told["problems"][0].update(edit)) == [said.format(message=message)]


def test_another_engine_may_word_a_warning_otherwise_but_not_leave_it_out():
    def other(told: dict[str, Any]) -> None:
        told["lawscore"] = "0.0.1"
        told["problems"][0]["message"] = "另一种说法"

    assert [one.split()[0] for one in told_of(odd(), other)] == ["note"]
    assert [one.split()[0] for one in told_of(odd(), lambda told: (other(told), told["problems"].clear()))] == [
        "note",
        "error",
    ]


def test_the_data_may_stand_in_other_files(tmp_path):
    twice = {"unit": "u", "values": {"出庭": {"value": "7", "source": "年报"}}}
    (tmp_path / "a").mkdir()
    for name in ("a/data.json", "b.json"):
        (tmp_path / name).write_text(
            json.dumps({**DATA, "submissions": [*DATA["submissions"], twice]}), encoding="utf-8"
        )
    told = lawscore.assess(RUBRIC, tmp_path / "a/data.json").to_dict()
    assert [one["code"] for one in told["problems"]] == ["value_differs"]
    assert lawscore.verify(told, RUBRIC, tmp_path / "b.json") == ()


def test_a_result_is_ranked_again_as_it_says_that_it_was():
    told = lawscore.assess(GROUPED, GROUPS).rank("all").to_dict("zh")
    assert told["provenance"]["ranked"] == {"within": "all", "provisional": False}
    assert [one["rank"] for one in told["units"]] == [1, 1, 3, 4]
    assert lawscore.verify(json.dumps(told), GROUPED, GROUPS) == ()
    unit(told, 1)["rank"] = 2
    (problem,) = lawscore.verify(json.dumps(told), GROUPED, GROUPS)
    assert problem.message("zh") == "v：名次，记载为 2，重算为 1"


def test_ranks_as_the_rubric_has_them_need_no_word():
    told = lawscore.assess(GROUPED, GROUPS).rank().to_dict("zh")
    assert told == lawscore.assess(GROUPED, GROUPS).to_dict("zh")
    assert "ranked" not in told["provenance"]


def test_groups_that_the_rubric_does_not_know_are_named_in_the_result():
    told = lawscore.assess(GROUPED, GROUPS).rank("class").to_dict("zh")
    told["provenance"]["ranked"]["within"] = "不知道"
    problems = lawscore.verify(told, GROUPED, GROUPS)
    assert str(problems[0].where) == "provenance.ranked.within"
    assert problems[0].severity == "error"


def test_an_open_tie_in_the_groups_that_were_asked_for_stands_in_the_result():
    standings = lawscore.assess(GROUPED, GROUPS).rank("all")
    told = standings.to_dict("zh")
    assert [one["code"] for one in told["problems"]] == [one.code for one in standings.problems] == ["tie_open"]
    assert lawscore.verify(told, GROUPED, GROUPS) == ()
    told["problems"].clear()
    assert [one.code for one in lawscore.verify(told, GROUPED, GROUPS)] == ["result_problem_missing"]


def test_ranges_of_ranks_are_computed_again_where_the_result_has_them():
    told = lawscore.assess(RUBRIC, DATA).rank(provisional=True).to_dict("zh")
    assert told["units"][0]["rank_range"] == [2, 2]
    assert lawscore.verify(json.dumps(told), RUBRIC, DATA) == ()
    told["units"][0]["rank_range"] = [1, 2]
    [problem] = lawscore.verify(json.dumps(told), RUBRIC, DATA)
    assert problem.message("zh") == "某县：名次区间（第 1 条），记载为 1，重算为 2"


def test_what_waits_for_a_value_is_compared_too():
    data = {**DATA, "submissions": DATA["submissions"][1:]}
    told = lawscore.assess(RUBRIC, data).to_dict()
    assert [one["indicators"] for one in unit(told)["owed"]] == [["2"]]
    unit(told)["owed"][0]["indicators"] = ["1"]
    (problem,) = lawscore.verify(told, RUBRIC, data)
    assert problem.message("zh") == "某县：尚缺的“通报”的涉及指标（第 1 条），记载为 1，重算为 2"
