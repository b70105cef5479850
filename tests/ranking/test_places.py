"""Who stands where beside the order of scores: vetoed, ineligible and not assessed units; and the rank among all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from lawscore.analysis.standings import rank
from lawscore.assessing import Assessment, assess_facts
from lawscore.catalogue import say
from lawscore.problems import QuestionError
from tests.support import bind, rubric_of, several, several_of

ONE = """
    points: 100
    classes: {{县: 县, 区: 区}}
    fields: {{分: number, 死亡: count, 舞弊: {{type: yesno, absent: not_applicable}}, 片区: text}}
    indicators: [{{id: 甲, points: 100, rules: [{{award: 分}}]}}]
    vetoes:
      - {{id: v1, when: 死亡 > 0, text: 发生死亡, effect: {{grade_at_most: 合格}}}}
      - {{id: v2, when: 舞弊, text: 填报不实, effect: {{ineligible_for: 优秀}}}}
    ranking: {{within: {within}, using: exact{more}}}
    grades:
      using: exact
      bands: [{{grade: 优秀, from: 90}}, {{grade: 合格, else: true}}]
      {quota}
"""


def text(more: str = "", within: str = "class", quota: str = "") -> str:
    return ONE.format(more=f", {more}" if more else "", within=within, quota=quota)


def units(**scores: object) -> dict[str, dict[str, Any]]:
    """The figures of units: a score, with `!` a veto struck, with `?` a unit that is not eligible for the best grade."""
    found: dict[str, dict[str, Any]] = {}
    for name, written in scores.items():
        score = str(written)
        found[name] = {"死亡": int("!" in score), "舞弊": "?" in score, "片区": "东"}
        if score.strip("!?"):
            found[name]["分"] = score.strip("!?")
    return found


def aside(fragment: str, given: Mapping[str, Mapping[str, Any]], reasons: Mapping[str, str]) -> Assessment:
    """The same units, of which some are not assessed."""
    rubric = rubric_of(fragment)
    found = several_of(rubric, given, classes=dict.fromkeys(given, "县"))
    facts = [replace(one, unit=replace(one.unit, not_assessed=reasons.get(unit))) for unit, one in found.facts.items()]
    return assess_facts(rubric, facts, {})


def ranks(found: Assessment) -> dict[str, str]:
    return {card.unit.id: "-" if card.rank is None else f"{card.rank}{'=' if card.tied else ''}" for card in found}


def notes(found: Assessment, unit: str) -> list[str]:
    return [say(note, "en") for note in found[unit].standing.notes]


FIVE = units(a=95, b="93!", c=90, d="88?", e=80)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"}),
        ("vetoed: last", {"a": "1", "b": "5", "c": "2", "d": "3", "e": "4"}),
        ("vetoed: out", {"a": "1", "b": "-", "c": "2", "d": "3", "e": "4"}),
        ("ineligible: last", {"a": "1", "b": "2", "c": "3", "d": "5", "e": "4"}),
        ("ineligible: out", {"a": "1", "b": "2", "c": "3", "d": "-", "e": "4"}),
        ("vetoed: last, ineligible: last", {"a": "1", "b": "4", "c": "2", "d": "5", "e": "3"}),
        ("vetoed: out, ineligible: last", {"a": "1", "b": "-", "c": "2", "d": "4", "e": "3"}),
    ],
)
def test_vetoed_and_ineligible_units_have_their_declared_place(more: str, expected: dict[str, str]):
    assert ranks(several(text(more), FIVE, classes=dict.fromkeys(FIVE, "县"))) == expected


def test_why_a_unit_is_set_back_or_out_is_said():
    found = several(text("vetoed: out, ineligible: last"), FIVE, classes=dict.fromkeys(FIVE, "县"))
    assert notes(found, "b") == ["not ranked, since a veto struck: 发生死亡"]
    assert notes(found, "d") == ["ranked after the others, since a veto struck: 填报不实"]
    assert notes(found, "a") == []


def test_of_two_vetoes_the_graver_word_counts():
    both = units(a="95!?", b=80)
    found = several(text("vetoed: last, ineligible: out"), both, classes=dict.fromkeys(both, "县"))
    assert ranks(found) == {"a": "-", "b": "1"}
    assert notes(found, "a") == ["not ranked, since a veto struck: 填报不实"]


def test_those_set_back_are_tied_among_themselves_only():
    tied = units(a=90, b="90!", c="90!", d=90, e=70)
    found = several(text("vetoed: last"), tied, classes=dict.fromkeys(tied, "县"))
    assert ranks(found) == {"a": "1=", "d": "1=", "e": "3", "b": "4=", "c": "4="}
    found = several(text("vetoed: last, method: dense"), tied, classes=dict.fromkeys(tied, "县"))
    assert ranks(found) == {"a": "1=", "d": "1=", "e": "2", "b": "3=", "c": "3="}


def test_a_waived_veto_sets_nobody_back():
    rubric = text("vetoed: last").replace("text: 发生死亡,", "text: 发生死亡, unless: 片区 == '东',")
    found = several(rubric, FIVE, classes=dict.fromkeys(FIVE, "县"))
    assert ranks(found)["b"] == "2"


QUOTA = "quota: {{优秀: {{at_most: {most}, fraction: down, within: class, tie_at_cut: leave_out}}}}"


def test_a_quota_counts_vetoed_units_and_gives_them_their_place_last():
    """A vetoed unit that keeps its grade comes after the others where the ranking sets it back."""
    rubric = text("ineligible: last", quota=QUOTA.format(most="2")).replace(
        "ineligible_for: 优秀", "ineligible_for: 合格"
    )
    given = units(a="99?", b=95, c=92, d=91)
    found = several(rubric, given, classes=dict.fromkeys(given, "县"))
    assert ranks(found) == {"b": "1", "c": "2", "d": "3", "a": "4"}
    assert {card.unit.id: card.grade for card in found} == {"a": "合格", "b": "优秀", "c": "优秀", "d": "合格"}
    assert notes(found, "a") == [
        "ranked after the others, since a veto struck: 填报不实",
        "'优秀' has 2 places (4 units), and this unit missed them: it is ranked after the others",
    ]
    assert notes(found, "d") == [
        "'优秀' has 2 places (4 units), and this unit missed them: it has 91, the last to get one was c with 92, a difference of 1"
    ]


def test_a_quota_by_share_counts_units_that_are_vetoed_and_not_those_that_are_not_assessed():
    given = units(a=95, b=94, c="93!", d=92, e=91, f=90)
    rubric = text("vetoed: out", quota=QUOTA.format(most="40%"))
    found = several(rubric, given, classes=dict.fromkeys(given, "县"))
    assert [card.unit.id for card in found if card.grade == "优秀"] == ["a", "b"]  # 40% of 6 is 2.4
    found = aside(rubric, given, {"e": "撤销", "f": "撤销"})
    assert [card.unit.id for card in found if card.grade == "优秀"] == ["a"]  # 40% of 4 is 1.6


def test_a_class_of_one_has_a_first_and_its_quota():
    given = units(a=95, b=80)
    found = several(text(quota=QUOTA.format(most="40%")), given, classes={"a": "县", "b": "区"})
    assert ranks(found) == {"a": "1", "b": "1"}
    assert (found["a"].grade, found["b"].grade) == ("合格", "合格")
    assert notes(found, "a") == ["'优秀' has 0 places (1 unit), and no unit got one"]


def test_a_class_without_a_settled_unit_waits_and_nothing_is_lost():
    given = {**units(a="", b=""), **units(c=95)}
    found = several(text(quota=QUOTA.format(most="1")), given, classes={"a": "县", "b": "县", "c": "区"})
    assert ranks(found) == {"a": "-", "b": "-", "c": "1"}
    assert (found["a"].state, found["a"].grade, found["c"].grade) == ("provisional", None, "优秀")
    assert found.problems == ()


# --- among all units -----------------------------------------------------------------------------------------------------


def overall(found: Assessment) -> dict[str, str]:
    standings = {card.unit.id: card.standing for card in found}
    return {
        unit: "-" if one.overall is None else f"{one.overall}{'=' if one.overall_tied else ''}"
        for unit, one in standings.items()
    }


def test_the_rank_among_all_units_stands_beside_that_of_the_class():
    given = units(a=95, b=90, c="92!", d=90, e=80)
    classes = {"a": "县", "b": "县", "c": "区", "d": "区"}
    found = several(text("overall: true, vetoed: last"), given, classes=classes)
    assert ranks(found) == {"a": "1", "b": "2", "c": "2", "d": "1", "e": "-"}
    # a unit of no class is ranked among all; the vetoed one after it
    assert overall(found) == {"a": "1", "b": "2=", "c": "5", "d": "2=", "e": "4"}


def test_a_tie_that_waits_is_said_once_where_it_is_one_in_the_class_and_among_all():
    given = units(a=95, b=95, c=95)
    rubric = text("overall: true, ties: [{higher: 报送}]").replace("片区: text", "片区: text, 报送: count")
    found = several(rubric, given, classes={"a": "县", "b": "县", "c": "区"})
    assert [(problem.code, problem.facts["units"]) for problem in found.problems] == [
        ("tie_open", ("a", "b")),
        ("tie_open", ("a", "b", "c")),
    ]
    assert notes(found, "a") == [
        "equal with others, and '报送', which would decide, is missing: the rank is shared for now"
    ]
    assert notes(found, "c") == [
        "among all units equal with others, and '报送', which would decide, is missing: that rank is shared for now"
    ]


def test_the_tables_and_the_explanation_show_it_where_it_is_declared():
    from lawscore.reports.explain import explain
    from lawscore.reports.standings import standings_table

    given, classes = units(a=95, b=95), {"a": "县", "b": "区"}
    plain, both = (several(text(more), given, classes=classes) for more in ("", "overall: true"))
    assert "overall" not in standings_table(plain, "en").keys
    table = standings_table(both, "en")
    assert [row[list(table.keys).index("overall")] for row in table.rows] == ["1 (tied)", "1 (tied)"]
    assert explain(both, "a", "en").splitlines()[-2:] == ["rank: 1", "rank among all units: 1 (tied)"]


def test_overall_stands_in_the_result_only_where_it_is_declared():
    from lawscore.results.writing import result_of

    given = units(a=95)
    plain = result_of(several(text(), given, classes={"a": "县"}), "zh")["units"][0]
    both = result_of(several(text("overall: true"), given, classes={"a": "县"}), "zh")["units"][0]
    assert "overall" not in plain
    assert (both["overall"], both["overall_tied"]) == (1, False)


@pytest.mark.parametrize(
    ("fragment", "code"),
    [
        (text("overall: true", within="all"), "overall_of_all"),
        (text("ineligible: last").replace("ineligible_for: 优秀", "grade: 合格"), "veto_place_of_none"),
        (text("vetoed: last").replace("grade_at_most: 合格", "ineligible_for: 优秀"), "veto_place_of_none"),
        (
            text().replace("rules: [", "ranking: {within: all, using: exact, vetoed: last}, rules: ["),
            "veto_place_of_part",
        ),
        (
            text().replace("rules: [", "ranking: {within: all, using: exact, ineligible: out}, rules: ["),
            "veto_place_of_part",
        ),
    ],
)
def test_what_cannot_be_declared(fragment: str, code: str):
    assert [problem.code for problem in bind(fragment)[1]] == [code]


# --- not assessed --------------------------------------------------------------------------------------------------------


def test_a_unit_that_is_not_assessed_has_no_score_and_owes_nothing():
    found = aside(text(), units(a=95, b=""), {"b": "11 月新设立"})
    card = found["b"]
    assert (card.state, card.score, card.bounds, card.rank, card.grade) == (
        "not_assessed",
        None,
        (None, None),
        None,
        None,
    )
    assert [(node.state, say(node.why, "zh")) for node in card.nodes if node.why] == [
        ("not_applicable", "不参加考核：11 月新设立")
    ]
    assert (card.owed, card.items, card.causes) == ((), (), ())


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", {"a": "1", "b": "-", "c": "2", "d": "-"}),
        ("not_assessed: last", {"a": "1", "b": "3=", "c": "2", "d": "3="}),
        ("not_assessed: last, vetoed: last, method: dense", {"a": "1", "b": "3=", "c": "2", "d": "3="}),
        ("not_assessed: last, method: ordinal, ties: [{lower: id}]", {"a": "1", "b": "3=", "c": "2", "d": "3="}),
    ],
)
def test_the_place_of_units_that_are_not_assessed(more: str, expected: dict[str, str]):
    found = aside(text(more), units(a=95, b=99, c=80, d=99), {"b": "撤销", "d": "撤销"})
    assert ranks(found) == expected
    assert found.problems == ()


def test_a_unit_that_is_not_assessed_is_outside_of_every_figure_over_units():
    rubric = """
        points: 10
        fields: {分: number}
        measures: {均: {peers: mean, of: 分, within: all, include_self: true}}
        indicators: [{id: 甲, points: 10, rules: [{award: 均}]}]
    """
    found = aside(rubric, {"a": {"分": 4}, "b": {"分": 100}, "c": {"分": 6}}, {"b": "撤销"})
    assert {card.unit.id: card.score for card in found} == {"a": 5, "b": None, "c": 5}


def test_a_unit_that_owes_its_figure_and_is_not_assessed_keeps_nobody_waiting():
    rubric = """
        points: 10
        fields: {分: number}
        measures: {均: {peers: mean, of: 分, within: all, include_self: true}}
        indicators: [{id: 甲, points: 10, rules: [{award: 均}]}]
    """
    found = aside(rubric, {"a": {"分": 4}, "b": {}}, {"b": "撤销"})
    assert (found["a"].score, found["b"].state) == (4, "not_assessed")


def test_a_ranking_of_an_indicator_leaves_them_out_too():
    rubric = text().replace("rules: [", "ranking: {within: all, using: exact}, rules: [")
    found = aside(rubric, units(a=95, b=99), {"b": "撤销"})
    standings = {card.unit.id: card.nodes[0].standing for card in found}
    assert {unit: one.rank for unit, one in standings.items() if one is not None} == {"a": 1, "b": None}


# --- other groups --------------------------------------------------------------------------------------------------------


def told(found: Assessment, within: str | None = None) -> dict[str, list[str]]:
    return {
        group.title if isinstance(group.title, str) else say(group.title, "zh"): [
            f"{card.unit.id} {card.rank}" for card in group.cards
        ]
        for group in rank(found, within)
    }


def test_units_can_be_ranked_within_other_groups():
    given = units(a=95, b=90, c="92!", d=90, e=80)
    given["d"]["片区"] = given["e"]["片区"] = "西"
    found = several(text(), given, classes={"a": "县", "b": "县", "c": "区", "d": "区"})
    assert told(found) == {"县": ["a 1", "b 2"], "区": ["c 1", "d 2"]}
    assert told(found, "all") == {"全部单位": ["a 1", "c 2", "b 3", "d 3", "e 5"]}
    assert told(found, "片区") == {"片区：东": ["a 1", "c 2", "b 3"], "片区：西": ["d 1", "e 2"]}
    assert told(found, "区") == {"区": ["c 1", "d 2"]}


def test_why_a_unit_is_in_none_of_the_groups_is_said():
    given = units(a=95, b=90, c="")
    found = several(text(), given, classes={"a": "县", "c": "区"})
    assert [(card.unit.id, say(why, "en")) for card, why in rank(found).unplaced] == [
        ("b", "in no group: no class"),
        ("c", "provisional; still owed: 1"),
    ]
    assert [say(why, "en") for card, why in rank(found, "区").unplaced if card.unit.id == "a"] == [
        "not in the group: 区"
    ]


def test_ranking_within_other_groups_leaves_the_grades():
    given = units(a=95, b=94)
    found = several(text(quota=QUOTA.format(most="1")), given, classes=dict.fromkeys(given, "县"))
    again = rank(found, "all")
    assert [(card.grade, card.standing.notes) for card in again.assessment] == [
        (card.grade, card.standing.notes) for card in found
    ]


def test_a_rubric_without_ranking_cannot_rank():
    found = several("points: 1\nfields: {分: number}\nrules: [{award: 分}]", {"a": {"分": 1}})
    with pytest.raises(QuestionError) as refused:
        rank(found)
    assert [problem.message("en") for problem in refused.value.problems] == [
        "the rubric sample@2023.1 does not rank the totals"
    ]


def test_groups_that_are_not_known_are_named():
    found = several(text(), units(a=95), classes={"a": "县"})
    with pytest.raises(QuestionError) as refused:
        rank(found, "片")
    (problem,) = refused.value.problems
    assert (problem.code, problem.hint_text("en")) == ("within_unknown", "did you mean '片区'?")
