"""How firm the standings are: draws, removals and smallest changes, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from lawscore.analysis.sensitivity import Change, Question, Sensitivity, asked, run, sensitivity
from lawscore.analysis.sensitivity.draws import PARTS, Range, factors, mixed
from lawscore.assessing import Assessment
from lawscore.problems import QuestionError
from tests.support import several

F = Fraction
TWO = """
fields: {a: number, b: number}
points: 20
indicators:
  - {id: "1", title: 甲, points: 10, rules: [{award: a}]}
  - {id: "2", title: 乙, points: 10, rules: [{award: b}]}
ranking: {within: all, using: exact}
"""
GRADES = """
grades:
  using: exact
  bands: [{grade: 优, from: 15}, {grade: 良, from: 10}, {grade: 中, else: true}]
"""


def assess(fragment: str, **units: dict[str, Any]) -> Assessment:
    return several(fragment, units)


def two(fragment: str = TWO, **units: tuple[str, str]) -> Assessment:
    return assess(fragment, **{unit: {"a": a, "b": b} for unit, (a, b) in units.items()})


def firm(assessment: Assessment, within: str = "20%", draws: int = 5, level: int | None = None) -> Sensitivity:
    found = sensitivity(assessment, asked(within, draws, 1, level))
    again = sensitivity(assessment, asked(within, draws, 1, level), columns=False)
    assert found.to_dict() == again.to_dict()
    return found


def change(found: Change | None) -> tuple[str, Fraction | None, bool, str | None]:
    assert found is not None
    return found.to, found.points, found.beyond, found.obstacle


# --- draws ----------------------------------------------------------------------------------------------------------------


def test_the_generator_is_splitmix64():
    gamma = 0x9E3779B97F4A7C15
    assert [mixed((1234567 + step * gamma) % 2**64) for step in (1, 2, 3)] == [
        6457827717110365317, 3203168211198807973, 9817491932198370423,
    ]  # fmt: skip


def test_factors_are_thousandths_inside_the_range_and_the_same_for_the_same_seed():
    drawn = [list(factors(Range(F(1, 5)), 1, draw, 3)) for draw in range(400)]
    assert drawn[0] == [1027, 1099, 1189]
    values = [factor for row in drawn for factor in row]
    assert (min(values), max(values)) == (800, 1200)


def test_a_draw_weighs_score_and_points_and_makes_the_whole_full_again():
    found = firm(two(x=("10", "4"), y=("5", "9")), draws=1)
    one, other = factors(Range(F(1, 5)), 1, 0, 2)
    total = F(20) * (10 * one + 4 * other) / (10 * one + 10 * other)
    assert found["x"].drawn is not None
    assert found["x"].drawn.scores == (found["x"].card.shown.apply(total),) * 2


def test_a_range_of_nothing_leaves_everything_as_it_is():
    found = firm(two(TWO + GRADES, x=("10", "6"), y=("5", "5")), within="0%")
    drawn = found["x"].drawn
    assert drawn is not None
    assert (drawn.ranks, drawn.held, drawn.scores, drawn.grades) == ((1, 1), 1, (16, 16), {"优": 1})


def test_the_whole_range_may_leave_nothing_of_an_indicator():
    found = firm(two(x=("10", "0"), y=("0", "10")), within="100%", draws=40)
    assert found["x"].drawn is not None
    assert found["x"].drawn.ranks == (1, 2)


def test_full_marks_stay_full_marks_under_a_branch_with_limits():
    fragment = """
    fields: {a: number, b: number, c: number}
    points: 30
    indicators:
      - id: "1"
        ceiling: 20
        floor: 4
        indicators: [{id: "1.1", points: 10, rules: [{award: a}]}, {id: "1.2", points: 10, rules: [{award: b}]}]
      - {id: "2", points: 10, rules: [{award: c}]}
    """
    drawn = firm(assess(fragment, x={"a": "10", "b": "10", "c": "10"}), within="50%", draws=30)["x"].drawn
    assert drawn is not None
    assert drawn.scores == (30, 30)


def test_penalties_below_zero_have_their_factor_and_are_not_made_whole():
    fragment = """
    fields: {a: count}
    points: 0
    indicators: [{id: "1", points: 0, floor: none, rules: [{deduct: 1, each: a}]}]
    ranking: {within: all, using: exact}
    """
    found = firm(assess(fragment, x={"a": 10}, y={"a": 1}), draws=200)
    assert found["x"].drawn is not None
    assert found["x"].drawn.scores == (-12, -8)
    assert [(gone.rank, gone.grade) for gone in found["x"].removed] == [(None, None)]  # nothing is left


def test_a_level_weighs_branches_as_wholes():
    fragment = """
    fields: {a: number, b: number, c: number}
    points: 30
    indicators:
      - {id: "1", indicators: [{id: "1.1", points: 10, rules: [{award: a}]}, {id: "1.2", points: 10, rules: [{award: b}]}]}
      - {id: "2", points: 10, rules: [{award: c}]}
    """
    assessment = assess(fragment, x={"a": "10", "b": "0", "c": "5"})
    assert [node.id for node in firm(assessment, level=1).weighed] == ["1", "2"]
    assert [node.id for node in firm(assessment, level=2).weighed] == ["1.1", "1.2", "2"]
    assert [node.id for node in firm(assessment).weighed] == ["1.1", "1.2", "2"]
    drawn = firm(assessment, level=1)["x"].drawn
    assert drawn is not None
    assert drawn.scores == (15, 15)  # each branch has half of its points


def test_grades_have_their_shares():
    found = firm(two(TWO + GRADES, x=("10", "4.95")), draws=500)
    assert found["x"].drawn is not None
    shares = found["x"].drawn.grades
    assert set(shares) == {"优", "良"}
    assert sum(shares.values()) == 1


def test_a_trimmed_tree_goes_through_the_engine_draw_by_draw():
    fragment = TWO.replace("points: 20", "points: 10\naggregate: geometric_mean")
    found = firm(two(fragment, x=("9", "4"), y=("8", "5")), draws=3)
    assert found["x"].card.score == 6
    assert found["x"].drawn is not None
    assert found["x"].drawn.scores is not None
    assert found["x"].drawn.scores[0] < 6 < found["x"].drawn.scores[1]


# --- removals -------------------------------------------------------------------------------------------------------------


def test_the_indicator_that_decides_is_the_one_without_which_the_rank_moves_most():
    found = firm(two(x=("10", "0"), y=("0", "9"), z=("5", "2")))
    assert [one.rank for one in found.units] == [1, 2, 3]
    assert [(gone.indicator.id, gone.rank) for gone in found["x"].removed] == [("1", 3), ("2", 1)]
    decides = {one.card.unit.id: one.decisive and (one.decisive.indicator.id, one.decisive.rank) for one in found.units}
    assert decides == {"x": ("1", 3), "y": ("1", 1), "z": ("1", 2)}


def test_nothing_decides_for_a_unit_alone_or_where_all_are_tied():
    assert firm(two(x=("3", "4")))["x"].decisive is None
    tied = firm(two(x=("3", "4"), y=("3", "4")))
    assert [one.decisive for one in tied.units] == [None, None]
    assert [one.next_rank for one in tied.units] == [None, None]
    assert [one.drawn and one.drawn.ranks for one in tied.units] == [(1, 1), (1, 1)]


def test_without_its_only_indicator_a_unit_leaves_the_ranking():
    fragment = """
    fields: {a: number}
    points: 10
    indicators: [{id: "1", points: 10, rules: [{award: a}]}]
    ranking: {within: all, using: exact}
    """
    found = firm(assess(fragment, x={"a": "3"}, y={"a": "4"}))
    assert [(gone.rank, gone.grade) for gone in found["x"].removed] == [(None, None)]
    assert found["x"].decisive is None
    assert found["x"].drawn is not None
    assert (found["x"].drawn.ranks, found["x"].drawn.scores) == ((2, 2), (3, 3))


def test_the_rest_is_made_whole_where_only_a_bonus_is_left_there_is_nothing():
    fragment = """
    fields: {a: number, b: count}
    points: 10
    indicators:
      - {id: "1", points: 10, rules: [{award: a}]}
      - {id: "2", points: 0, ceiling: 5, rules: [{award: 1, each: b}]}
    ranking: {within: all, using: exact}
    """
    found = firm(assess(fragment, x={"a": "3", "b": 2}, y={"a": "4", "b": 0}))
    assert [gone.rank for gone in found["x"].removed] == [None, 2]


# --- smallest changes -----------------------------------------------------------------------------------------------------


def test_the_next_rank_is_shared_where_the_chain_does_not_tell_apart():
    found = firm(two(x=("10", "5"), y=("4", "5")))
    assert change(found["y"].next_rank) == ("1", 6, False, None)
    assert found["y"].next_rank is not None
    assert found["y"].next_rank.rival is found["x"].card
    assert [(one.indicator.id, one.lost, one.rise) for one in found["y"].next_rank.mendings] == [("1", 6, 6)]
    assert found["x"].next_rank is None


def test_who_is_behind_by_the_chain_must_pass():
    fragment = TWO.replace("using: exact}", "using: exact, ties: [{higher: '1'}]}")
    found = firm(two(fragment, x=("10", "5"), y=("4", "5")))
    assert change(found["y"].next_rank) == ("1", 6, True, None)
    assert found["y"].next_rank is not None
    assert found["y"].next_rank.passes
    assert found["y"].next_rank.mendings == ()  # 6 lost, and more than 6 needed


def test_a_shown_total_need_only_be_shown_so():
    fragment = TWO.replace("using: exact", "using: shown")
    assert change(firm(two(fragment, x=("10", "5"), y=("4", "5")))["y"].next_rank) == ("1", F("5.995"), False, None)


def test_where_the_lower_is_better_points_are_taken_off():
    fragment = TWO.replace("using: exact}", "using: exact, better: lower}")
    found = firm(two(fragment, x=("1", "5"), y=("4", "5")))
    assert change(found["y"].next_rank) == ("1", -3, False, None)


def test_the_next_grade_begins_where_its_band_does():
    found = firm(two(TWO + GRADES, x=("4", "5"), y=("9", "5"), z=("10", "5")))
    assert change(found["x"].next_grade) == ("良", 1, False, None)
    assert change(found["y"].next_grade) == ("优", 1, False, None)
    assert found["z"].next_grade is None
    assert found["x"].next_grade is not None
    assert [one.indicator.id for one in found["x"].next_grade.mendings] == ["2", "1"]  # 5 lost, 6 lost


def test_a_quota_asks_for_more_than_its_band():
    fragment = TWO + GRADES + "  quota: {优: {at_most: 1, within: all, tie_at_cut: leave_out}}\n"
    found = firm(two(fragment, x=("10", "8"), y=("9", "8")))
    assert (found["x"].grade, found["y"].grade) == ("优", "良")
    assert change(found["y"].next_grade) == ("优", 1, True, None)
    assert found["y"].next_grade is not None
    assert (found["y"].next_grade.quota, found["y"].next_grade.rival) == ("优", found["x"].card)
    assert [one.indicator.id for one in found["y"].next_grade.mendings] == ["2"]


def test_a_quota_of_nothing_cannot_be_reached():
    fragment = TWO + GRADES + "  quota: {优: {at_most: 0, within: all, tie_at_cut: leave_out}}\n"
    assert change(firm(two(fragment, x=("10", "8")))["x"].next_grade) == ("优", None, False, "quota")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("vetoes: [{id: v, when: a < 5, text: 否决, effect: zero_total}]", "veto"),
        ("vetoes: [{id: v, when: a < 5, text: 否决, effect: {grade_at_most: 中}}]", "veto"),
        ("ceiling: 9.5", "limit"),
    ],
)
def test_what_stands_in_the_way_of_the_next_grade(more: str, expected: str):
    found = firm(two(f"{TWO}{GRADES}{more}\n", x=("4", "5")))
    assert change(found["x"].next_grade) == ("良", None, False, expected)


def test_a_grade_rule_stands_whatever_the_points():
    fragment = TWO + GRADES + "  rules: [{grade: 中, when: a < 5}]\n"
    assert change(firm(two(fragment, x=("4", "9")))["x"].next_grade) == ("良", None, False, "rule")


def test_a_unit_that_a_veto_sets_back_cannot_pass_those_before_it():
    vetoes = "vetoes: [{id: v, when: a > 9, text: 否决, effect: {grade_at_most: 良}}]"
    fragment = f"{TWO.replace('exact}', 'exact, vetoed: last}')}{GRADES}{vetoes}\n"
    found = firm(two(fragment, x=("10", "9"), y=("1", "1")))
    assert (found["x"].rank, found["y"].rank) == (2, 1)
    assert change(found["x"].next_rank) == ("1", None, False, "veto")


# --- who takes part -------------------------------------------------------------------------------------------------------


def test_units_without_a_final_score_are_left_out_and_named():
    assessment = assess(TWO, x={"a": "1", "b": "2"}, y={"a": "1"})
    found = firm(assessment)
    assert [one.card.unit.id for one in found.units] == ["x"]
    assert [card.unit.id for card in found.left_out] == ["y"]
    with pytest.raises(KeyError):
        found["y"]


def test_nobody_is_final():
    found = firm(assess(TWO, y={"a": "1"}))
    assert found.units == ()


def test_neither_ranks_nor_grades():
    found = firm(two(TWO.replace("ranking: {within: all, using: exact}", ""), x=("3", "4")))
    one = found["x"]
    assert (one.rank, one.grade, one.decisive, one.next_rank, one.next_grade) == (None, None, None, None, None)
    assert one.drawn is not None
    assert (one.drawn.ranks, one.drawn.grades) == (None, {})


def test_without_numpy_the_result_is_the_same(monkeypatch: pytest.MonkeyPatch):
    assessment = two(TWO + GRADES, x=("10", "4"), y=("5", "9"))
    question = Question(within=F(1, 5), draws=3, seed=1)
    found = sensitivity(assessment, question)
    monkeypatch.setattr(run, "find_spec", lambda _: None)
    without = sensitivity(assessment, question)
    assert (found.without_numpy, without.without_numpy) == (False, True)
    assert found.to_dict() == without.to_dict()


def test_progress_is_told_to_the_end():
    told: list[tuple[int, int]] = []
    sensitivity(
        two(x=("1", "2")), Question(within=F(1, 5), draws=3, seed=1), progress=lambda *so_far: told.append(so_far)
    )
    assert told[-1] == (5, 5)  # three draws and two removals


# --- questions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("within", ["120%", "-1%", "0.05%", "a lot", "20", "％"])
def test_ranges_that_are_refused(within: str):
    with pytest.raises(QuestionError) as refused:
        asked(within, 10, 1, None)
    assert [problem.message("zh") for problem in refused.value.problems] == [f"“{within}”不能作为权重的变动范围"]


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(QuestionError) as refused:
        asked("200%", -1, 1, 0)
    assert [problem.code for problem in refused.value.problems] == [
        "sensitivity_within", "sensitivity_draws", "sensitivity_level",
    ]  # fmt: skip


@pytest.mark.parametrize("within", ["20%", "０.２", "0.2", "20.0 %", F(1, 5)])
def test_ranges_that_are_taken(within: str | Fraction):
    assert asked(within, 10, 1, None).within == F(1, 5)
    assert Range(F(1, 5)).steps == 2 * PARTS // 5 + 1


def test_a_place_in_a_quota_is_not_reached_where_the_chain_of_ties_cannot_tell():
    ranked = TWO.replace("b: number}", "b: number, no: number}").replace("exact}", "exact, ties: [{lower: no}]}")
    fragment = ranked + GRADES + "  quota: {优: {at_most: 1, within: all, tie_at_cut: let_in}}\n"
    x, y = {"a": "10", "b": "8", "no": "2"}, {"a": "9", "b": "8"}
    assert change(firm(assess(fragment, x=x, y=y))["y"].next_grade) == ("优", 1, True, None)
    assert change(firm(assess(fragment, x=x, y=y))["y"].next_rank) == ("1", 1, False, None)
    early = {**y, "no": "1"}
    assert change(firm(assess(fragment, x=x, y=early))["y"].next_grade) == ("优", 1, False, None)


def test_a_quota_in_groups_is_open_where_the_group_of_a_unit_is_not_known():
    fields = TWO.replace("b: number}", "b: number, kind: text}")
    fragment = fields + GRADES + "  quota: {优: {at_most: 1, within: kind, tie_at_cut: let_in}}\n"
    found = firm(assess(fragment, x={"a": "9", "b": "5", "kind": "k"}, y={"a": "1", "b": "1"}))
    assert change(found["x"].next_grade) == ("优", None, False, "open")
