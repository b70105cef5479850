"""The library as an embedding developer meets it."""

import copy
import json
from dataclasses import replace
from fractions import Fraction

import jsonschema
import pytest

import lawscore
from lawscore.schemas import SCHEMAS

RUBRIC = {
    "lawscore": 1,
    "calculation": 1,
    "rubric": "demo",
    "version": "1",
    "status": "draft",
    "title": "演示细则",
    "issued": {"note": "示例"},
    "period": {"from": "2023-01-01", "to": "2023-12-31"},
    "points": 10,
    "fields": {
        "应出庭": "count",
        "出庭": {"type": "count", "label": "负责人出庭应诉的案件", "unit": "件"},
        "未报备": "count",
    },
    "measures": {"出庭率": "出庭 / 应出庭"},
    "checks": [{"id": "c1", "that": "出庭 <= 应出庭", "message": "出庭件数大于应出庭件数"}],
    "indicators": [
        {
            "id": "1",
            "title": "出庭应诉",
            "points": 6,
            "applies": {"when": "应出庭 > 0", "otherwise": "full"},
            "rules": [
                {
                    "id": "rate",
                    "deduct": "0.2",
                    "per": "1%",
                    "below": "90%",
                    "of": "出庭率",
                    "partial": "counts_as_whole",
                }
            ],
        },
        {
            "id": "2",
            "title": "备案",
            "points": 4,
            "rules": [{"id": "r", "deduct": 0.5, "each": "未报备", "text": "每件扣0.5分"}],
        },
    ],
    "ranking": {"within": "all", "using": "shown"},
    "grades": {"using": "shown", "bands": [{"grade": "合格", "from": 6}, {"grade": "不合格", "else": True}]},
}


@pytest.fixture(scope="module")
def rubric():
    return lawscore.load_rubric(RUBRIC)


def test_the_public_names():
    assert lawscore.__all__ == [
        "Assessment", "Item", "Problem", "ProblemsError", "QuestionError", "ResultError", "Rubric", "RubricError",
        "Scorecard", "Where", "__version__", "assess", "assess_table", "compare", "diff", "effect", "load_rubric",
        "load_submissions", "verify", "what_if",
    ]  # fmt: skip
    assert all(getattr(lawscore, name) is not None for name in lawscore.__all__)


def test_an_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'lawscore' has no attribute 'score'"):
        _ = lawscore.score


def test_one_call_scores_ranks_and_grades(rubric):
    found = lawscore.assess(
        rubric, {"a": {"应出庭": 19, "出庭": 17, "未报备": 3}, "b": {"应出庭": 0, "出庭": 0, "未报备": 0}}
    )
    card = found["a"]
    assert (card.score, card.rank, card.grade, card.state) == (Fraction("8.3"), 2, "合格", "final")
    assert [(item.kind, item.points) for item in card.items] == [
        ("deduction", Fraction("-0.2")),
        ("deduction", Fraction("-1.5")),
    ]
    assert (found["b"].score, found["b"].rank) == (10, 1)
    assert len(found) == 2
    assert [one.unit.id for one in found] == ["a", "b"]


def test_a_card_explains_itself(rubric):
    found = lawscore.assess(rubric, [{"unit": "a", "应出庭": 19, "出庭": 17, "未报备": 3}])
    assert found["a"].explain("2") == (
        "2 备案　满分 4，得分 2.50\n"
        "  未报备：3（自评）\n"
        "  起算 4 分\n"
        "  扣分 −1.5 分：每件扣0.5分：未报备为 3；3 × 0.5 分 = 1.5 分 → 2.5 分\n"
    )


def test_a_card_has_all_that_the_engine_knows_of_it(rubric):
    found = lawscore.assess(rubric, {"a": {"应出庭": 19, "出庭": 17, "未报备": 3}})
    card, plain = found["a"], found.results["a"]
    public = [name for name in dir(plain) if not name.startswith("_") and name != "node"]
    assert set(public) == set(lawscore.Scorecard.__annotations__)
    assert all(getattr(card, name) == getattr(plain, name) for name in public)
    assert card.node("2") is plain.node("2")
    assert copy.copy(card).score == card.score
    assert repr(card) == "<Scorecard a final>"
    with pytest.raises(AttributeError):
        _ = card.points


def test_a_missing_figure_is_never_zero(rubric):
    card = lawscore.assess(rubric, {"a": {"应出庭": 10, "出庭": 10}})["a"]
    assert (card.state, card.score, card.rank, card.grade) == ("provisional", None, None, None)
    assert card.bounds == (6, 10)
    assert card.so_far == (6, 6)


def test_a_check_reports_and_never_scores(rubric):
    found = lawscore.assess(rubric, {"a": {"应出庭": 10, "出庭": 12, "未报备": 0}})
    assert [problem.message("zh") for problem in found.problems] == [
        "a：出庭件数大于应出庭件数（出庭为 12、应出庭为 10）"
    ]
    assert found["a"].score == 10


def test_the_result_is_what_the_schema_says(rubric):
    found = lawscore.assess(rubric, {"a": {"应出庭": 19, "出庭": 17, "未报备": 3}, "b": {}})
    result = json.loads(found.to_json("en"))
    jsonschema.Draft202012Validator(SCHEMAS["result"]()).validate(result)
    assert result["units"][0]["score"] == "8.30"
    assert result["units"][0]["exact"] == "83/10"
    assert result["units"][1]["score"] is None
    assert result["units"][1]["bounds"] == ["0.00", "10.00"]
    assert result["rubric"]["digest"] == rubric.digest


def test_a_rubric_with_mistakes_raises_once_with_all_of_them():
    broken = {**RUBRIC, "points": "ten", "grades": {"using": "shown", "bands": []}, "colour": "red"}
    with pytest.raises(lawscore.RubricError) as caught:
        lawscore.load_rubric(broken)
    assert {problem.code for problem in caught.value.problems} >= {"not_a_number", "unknown_key"}
    assert len(caught.value.problems) == 3


MISTAKES = {
    "a rubric": lambda _: lawscore.load_rubric({**RUBRIC, "points": "ten"}),
    "a rubric that is not there": lambda _: lawscore.load_rubric("nowhere@1"),
    "a layer": lambda found: lawscore.assess(found.rubric, {}, layer="初评"),
    "a layer of files": lambda found: lawscore.load_submissions(found.rubric, [], layer="verifed"),
    "a ranking": lambda found: found.rank(),
    "a range of weights": lambda found: found.sensitivity("120"),
    "a result": lambda found: found.rectification('{"a": 1}'),
    "a migration map": lambda found: lawscore.compare(found, found, {"lawscore": 1, "indicators": {"9": "1"}}),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_of_the_user_is_one_error_that_carries_its_problems(mistake):
    unranked = {key: value for key, value in RUBRIC.items() if key != "ranking"}
    found = lawscore.assess(lawscore.load_rubric(unranked), {"a": {"应出庭": 19, "出庭": 17, "未报备": 3}})
    with pytest.raises(lawscore.ProblemsError) as caught:
        MISTAKES[mistake](found)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.message("zh") != problem.message("en")
        assert problem.message("zh") in str(caught.value)
    assert not str(caught.value).startswith(":")


def test_a_layer_that_there_is_not_says_which_there_are(rubric):
    with pytest.raises(lawscore.QuestionError) as caught:
        lawscore.assess(rubric, {}, layer="reviewd")
    (problem,) = caught.value.problems
    assert problem.message("zh") == (
        "“reviewd”不是数据层级；可用：self_reported、自评、verified、核查、reviewed、复核、adjusted、调整"
    )
    assert problem.hint_text("en") == "did you mean 'reviewed'?"


def test_the_units_below_have_the_layer_of_those_above():
    town = {**RUBRIC, "rubric": "town", "indicators": RUBRIC["indicators"]}
    below = lawscore.load_rubric(town)
    found = lawscore.assess(below, {"a": {"应出庭": 19, "出庭": 17, "未报备": 3}})
    part = replace(found.gathered, origin=None)  # as the units below are gathered
    with pytest.raises(
        lawscore.QuestionError, match="下级单位的数据与上级一同汇集，数据层随上级：请在上级的考核中指定数据层"
    ):
        lawscore.assess(below, part, layer="核查")


def test_the_digest_is_of_the_meaning_not_of_the_layout():
    respelt = {**dict(reversed(RUBRIC.items())), "points": "10.0", "notes": None}
    respelt.pop("notes")
    assert lawscore.load_rubric(respelt).digest == lawscore.load_rubric(RUBRIC).digest
    changed = {**RUBRIC, "ceiling": 11}
    assert lawscore.load_rubric(changed).digest != lawscore.load_rubric(RUBRIC).digest


def test_an_assessment_shows_itself_in_a_notebook(rubric):
    page = lawscore.assess(rubric, {"<b>": {"应出庭": 1, "出庭": 1, "未报备": 0}})._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
