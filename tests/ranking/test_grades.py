"""Grades: bands whichever way is good, rules without points, quotas from the best grade down, and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.assessing import Assessment
from lawscore.catalogue import say
from tests.support import bind, score, several

ONE = """
    points: 100
    classes: {县: 县, 区: 区}
    fields: {分: number, 报送: {type: count}}
    indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
    ranking: {within: class, using: exact, ties: [%s]}
    grades:
      using: exact
      bands: [{grade: 优秀, from: 90}, {grade: 良好, from: 80}, {grade: 合格, else: true}]
      quota: {%s}
"""
QUOTA = "优秀: {at_most: %s, fraction: %s, tie_at_cut: %s}"


def graded(quota: str, scores: Sequence[object], ties: str = "") -> Assessment:
    """Units a, b, c … of one class with these scores; None is a unit that has not sent its figure."""
    units = {chr(97 + place): ({} if value is None else {"分": value}) for place, value in enumerate(scores)}
    return several(ONE % (ties, quota), units, classes=dict.fromkeys(units, "县"))


def grades(found: Assessment) -> str:
    """The first sign of each unit's grade, in order; a dot where there is none."""
    return "".join((card.grade or ".")[0] for card in found)


def notes(found: Assessment, unit: str) -> list[str]:
    return [say(note, "en") for note in found[unit].standing.notes]


TEN = [95, 93, 91, 91, 85, 84, 83, 70, 60, 50]


@pytest.mark.parametrize(
    ("cut", "expected"), [("leave_out", "优优良良良良良合合合"), ("let_in", "优优优优良良良合合合")]
)
def test_form_45_at_most_30_percent_and_a_tie_at_the_cut(cut: str, expected: str):
    assert grades(graded(QUOTA % ("30%", "down", cut), TEN)) == expected


def test_who_missed_a_grade_is_told_by_how_much():
    found = graded(QUOTA % ("30%", "down", "leave_out"), TEN)
    tied = (
        "'优秀' has 3 places (10 units); at the cut this unit is equal with others (91), and none of them gets one; "
        "the last to get one was b with 93, a difference of 2"
    )
    assert notes(found, "c") == notes(found, "d") == [tied]
    assert notes(found, "b") == []
    found = graded(QUOTA % ("30%", "down", "let_in"), [95, 93, 92, 91, *TEN[4:]])
    assert notes(found, "d") == [
        "'优秀' has 3 places (10 units), and this unit missed them: it has 91, the last to get one was c with 92, a difference of 1"
    ]


def test_the_last_to_get_a_grade_is_named_and_values_are_printed_as_shown():
    text = ONE % ("{lower: id}", "优秀: {at_most: 1, tie_at_cut: leave_out}")
    text = text.replace("using: exact", "using: shown").replace(
        "    points: 100", "    points: 100\n    round: {places: 2}", 1
    )
    units = {"a": {"分": "99.9", "报送": 1}, "b": {"分": "99.25", "报送": 1}}
    found = several(text, units, classes=dict.fromkeys(units, "县"))
    assert say(found["b"].standing.notes[0], "zh") == (
        "“优秀”限 1 个（2 个单位），未进入名额：本单位 99.25，最后进入的a 99.90，相差 0.65"
    )


def test_where_the_first_are_more_than_the_places_this_is_the_reason():
    found = graded(QUOTA % ("30%", "down", "leave_out"), [95, 95, 95, 95, 91, 84, 83, 70, 60, 50])
    assert notes(found, "a") == [
        "'优秀' has 3 places (10 units); at the cut this unit is equal with others (95), and none of them gets one"
    ]
    assert notes(found, "e") == ["'优秀' has 3 places (10 units), and no unit got one"]


@pytest.mark.parametrize(
    ("ties", "by"), [("{higher: 报送}", "报送"), ("{higher: 甲}, {lower: 报送}, {lower: id}", "id")]
)
def test_who_missed_a_grade_by_the_chain_is_told_by_which_step(ties: str, by: str):
    units = {"a": {"分": 91, "报送": 2}, "b": {"分": 91, "报送": 2 if by == "id" else 1}, "c": {"分": 50, "报送": 9}}
    text = ONE % (ties, "优秀: {at_most: 1, tie_at_cut: leave_out}")
    found = several(text, units, classes=dict.fromkeys(units, "县"))
    assert notes(found, "b") == [
        f"'优秀' has 1 place (3 units) and was missed: 91, as a, the last to get one, but behind by '{by}'"
    ]


def test_where_nobody_gets_a_place_this_is_said():
    found = graded(QUOTA % ("30%", "down", "leave_out"), [95, 93])
    assert grades(found) == "良良"
    assert notes(found, "a") == ["'优秀' has 0 places (2 units), and no unit got one"]


@pytest.mark.parametrize(
    ("fraction", "scores", "expected"),
    [
        ("down", [95, 94, 93, 92, 91], "优良良良良"),
        ("up", [95, 94, 93, 92, 91], "优优良良良"),
        ("half_up", [95, 94, 93, 92, 91], "优优良良良"),  # 1.5
        ("half_up", [95, 94, 93, 92], "优良良良"),  # 1.2
        ("up", [95], "优"),
        ("down", [95], "良"),
    ],
)
def test_a_part_of_a_place(fraction: str, scores: list[int], expected: str):
    assert grades(graded(QUOTA % ("30%", fraction, "leave_out"), scores)) == expected


@pytest.mark.parametrize(("scores", "expected"), [([95, 94], "优良"), ([95, 94, 93, 92], "优良良良"), ([95], "优")])
def test_form_45_a_small_class_has_its_own_number(scores: list[int], expected: str):
    quota = "优秀: {at_most: 30%, fraction: down, tie_at_cut: leave_out, small_class: {under: 4, at_most: 1}}"
    assert grades(graded(quota, scores)) == expected


@pytest.mark.parametrize(("most", "expected"), [("0", "良良良"), ("2", "优优良"), ("3", "优优优"), ("9", "优优优")])
def test_a_quota_may_be_a_number(most: str, expected: str):
    assert grades(graded(f"优秀: {{at_most: {most}, tie_at_cut: leave_out}}", [95, 94, 93])) == expected


def test_quotas_cascade_from_the_best_grade_down():
    quota = "优秀: {at_most: 1, tie_at_cut: leave_out}, 良好: {at_most: 2, tie_at_cut: leave_out}"
    found = graded(quota, [95, 93, 91, 85, 84])
    assert grades(found) == "优良良合合"
    assert notes(found, "d") == [
        "'良好' has 2 places (5 units), and this unit missed them: it has 85, the last to get one was c with 91, a difference of 6"
    ]


def test_a_unit_may_fall_twice():
    quota = "优秀: {at_most: 0, tie_at_cut: leave_out}, 良好: {at_most: 1, tie_at_cut: leave_out}"
    found = graded(quota, [95, 93])
    assert (grades(found), len(notes(found, "b"))) == ("良合", 2)


def test_the_chain_of_the_ranking_breaks_a_tie_at_the_cut():
    assert grades(graded("优秀: {at_most: 1, tie_at_cut: leave_out}", [91, 91], "{lower: id}")) == "优良"


def test_classes_have_quotas_of_their_own():
    units = {name: {"分": value} for name, value in (("a", 95), ("b", 94), ("c", 93), ("d", 92))}
    classes = {"a": "县", "b": "县", "c": "区", "d": "区"}
    found = several(ONE % ("", "优秀: {at_most: 1, tie_at_cut: leave_out}"), units, classes=classes)
    assert grades(found) == "优良优良"
    found = several(ONE % ("", "优秀: {at_most: 1, within: all, tie_at_cut: leave_out}"), units, classes=classes)
    assert grades(found) == "优良良良"


# --- a unit that is late -------------------------------------------------------------------------------------------------


def test_a_grade_that_a_late_unit_could_take_away_is_withheld():
    found = graded("优秀: {at_most: 2, tie_at_cut: leave_out}", [95, 93, 91, None])
    assert grades(found) == "优.良."
    assert notes(found, "b") == [
        "the grade is open: '优秀' has 2 places (4 units), and units that are not fully scored may take some: d"
    ]
    assert [problem.message("en") for problem in found.problems] == [
        "the places of '优秀' (县) are not settled: b still without a grade, d not fully scored"
    ]


@pytest.mark.parametrize(
    ("most", "scores", "expected"),
    [
        (3, [95, 93, None], "优优."),  # room for all
        (2, [95, 93, None], "优.."),
        (1, [95, None], ".."),
        (2, [95, 93, None, None], "...."),
        (1, [85, None], "良."),  # no candidate
        (1, [95, 94, None], ".良."),  # who is out stays out
        (2, [95, 93, 93, None], "优良良."),  # leave_out: both are out, whatever comes
    ],
)
def test_late_units_and_a_quota(most: int, scores: list[object], expected: str):
    assert grades(graded(f"优秀: {{at_most: {most}, tie_at_cut: leave_out}}", scores)) == expected


def test_a_withheld_unit_may_still_take_a_place_of_the_next_grade():
    quota = "优秀: {at_most: 1, tie_at_cut: leave_out}, 良好: {at_most: 1, tie_at_cut: leave_out}"
    assert grades(graded(quota, [95, 85, None])) == "..."
    quota = "优秀: {at_most: 1, tie_at_cut: leave_out}, 良好: {at_most: 3, tie_at_cut: leave_out}"
    assert grades(graded(quota, [95, 85, None])) == ".良."


def test_a_late_unit_that_cannot_reach_the_grade_does_not_matter():
    text = """
        points: 100
        fields: {分: number, 余: number}
        indicators:
          - {id: 甲, points: 80, rules: [{award: 分}]}
          - {id: 乙, points: 20, rules: [{award: 余}]}
        grades:
          using: shown
          bands: [{grade: 优秀, from: 90}, {grade: 合格, else: true}]
          quota: {优秀: {at_most: 1, within: all, tie_at_cut: leave_out}}
    """
    assert grades(several(text, {"a": {"分": 80, "余": 11}, "b": {"分": 60}})) == "优."
    assert grades(several(text, {"a": {"分": 80, "余": 11}, "b": {"分": 70}})) == "优."  # it reaches 90, not 91
    assert grades(several(text, {"a": {"分": 80, "余": 11}, "b": {"分": 71}})) == ".."


def test_an_unknown_tie_break_at_the_cut_withholds_the_grade():
    units = {"a": {"分": 91, "报送": 1}, "b": {"分": 91}, "c": {"分": 80, "报送": 1}}
    text = ONE % ("{lower: 报送}", "优秀: {at_most: 1, tie_at_cut: leave_out}")
    found = several(text, units, classes=dict.fromkeys(units, "县"))
    assert grades(found) == "..良"
    assert [problem.code for problem in found.problems] == ["tie_open", "quota_unclear"]


def test_the_order_of_units_never_matters():
    units = {chr(97 + place): {"分": value} for place, value in enumerate(TEN)}
    text = ONE % ("", QUOTA % ("30%", "down", "leave_out"))
    classes = dict.fromkeys(units, "县")
    forwards = several(text, units, classes=classes)
    backwards = several(text, dict(reversed(units.items())), classes=classes)
    assert all(forwards[unit].standing == backwards[unit].standing for unit in units)


# --- bands ---------------------------------------------------------------------------------------------------------------

BANDS = """
    points: 7
    fields: {分: number}
    indicators: [{id: 甲, points: 7, rules: [{award: 分}]}]
    grades: {using: shown, bands: [%s]}
"""


@pytest.mark.parametrize(("value", "grade"), [("1", "F"), ("2.5", "F"), ("2.51", "PF"), ("5", "PF"), ("5.5", "NF")])
def test_low_may_be_good(value: str, grade: str):
    bands = "{grade: F, to: 2.5}, {grade: PF, to: 5}, {grade: NF, else: true}"
    assert score(BANDS % bands, {"分": value}).card.grade == grade


@pytest.mark.parametrize(
    "bands",
    [
        "{grade: A, to: 5}, {grade: B, to: 2.5}, {grade: C, else: true}",
        "{grade: A, from: 2}, {grade: B, from: 5}, {grade: C, else: true}",
        "{grade: A, from: 2, below: 4}, {grade: A, from: 4}, {grade: B, above: 3}, {grade: C, else: true}",
        "{grade: A, from: 5}, {grade: B, from: 4, below: 4}, {grade: C, else: true}",
        "{grade: A, below: 3}, {grade: C, from: 3}, {grade: B, to: 4}, {grade: D, else: true}",
    ],
)
def test_a_band_that_can_never_fit_is_found_whichever_way_the_bands_go(bands: str):
    _, problems = bind(BANDS % bands)
    assert [problem.code for problem in problems] == ["band_unreachable"]


@pytest.mark.parametrize(
    "bands",
    [
        "{grade: A, from: 5}, {grade: B, from: 2, below: 5}, {grade: C, else: true}",
        "{grade: A, above: 5}, {grade: B, to: 5}",
        "{grade: A, above: 5}, {grade: B, from: 5}, {grade: C, else: true}",
    ],
)
def test_bands_that_fit_together(bands: str):
    assert bind(BANDS % bands)[1] == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("quota: {D: {at_most: 1, tie_at_cut: let_in}}", "grade_unknown"),
        ("rules: [{grade: D, when: 分 < 1}, {grade: C, else: true}]", "grade_else_not_last"),
        ("order: [A, B]", "grade_order"),
    ],
)
def test_grades_that_do_not_fit_together_are_refused(more: str, code: str):
    text = (BANDS % "{grade: A, from: 5}, {grade: C, else: true}").rstrip()
    _, problems = bind(f"{text[:-1]}, {more}}}")
    assert [problem.code for problem in problems] == [code]


def test_a_veto_on_grades_without_an_order_is_refused():
    text = """
        points: 7
        fields: {分: number}
        indicators: [{id: 甲, points: 7, rules: [{award: 分}]}]
        vetoes: [{id: v, when: 分 < 1, text: 无, effect: {grade_at_most: B}}]
        grades: {using: shown, rules: [{grade: B, when: 分 < 2}, {grade: A, else: true}]}
    """
    assert [problem.code for problem in bind(text)[1]] == ["grade_order_missing"]
    assert bind(text.replace("using: shown", "using: shown, order: [A, B]"))[1] == []


# --- rules ---------------------------------------------------------------------------------------------------------------

RULES = """
    points: 20
    fields: {甲: number, 乙: number, 丙: number, 丁: number, 曝光: yesno}
    indicators:
      - id: 控制
        indicators:
          - {id: 一, points: 5, passes: {from: 60%%}, rules: [{award: 甲}]}
      - id: 支撑
        passes: {from: 3}
        indicators:
          - {id: 二, points: 5, passes: {from: 60%%}, rules: [{award: 乙}]}
          - {id: 三, points: 5, passes: {above: 2}, rules: [{award: 丙}]}
          - {id: 四, points: 5, applies: {when: 丁 >= 0, otherwise: leave_out}, passes: {from: 60%%}, rules: [{award: 丁}]}
    grades: {using: shown, %s}
"""
FAILURES = "rules: [{grade: 不合格, when: \"(failed('控制') >= 1) or (failed('支撑') >= 3)\", text: 关键项未通过}, {grade: 合格, else: true}]"
FULL = {"甲": 5, "乙": 5, "丙": 5, "丁": 5}


@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({}, "合格"),
        ({"甲": "2.99"}, "不合格"),
        ({"甲": 3}, "合格"),  # exactly 60 %
        ({"乙": 0, "丙": 2}, "合格"),  # two of the supporting items
        ({"乙": 0, "丙": 2, "丁": 0}, "不合格"),  # three, and the group itself
        ({"乙": 0, "丙": 2, "丁": -1}, "不合格"),  # the fourth does not apply: two, and the group itself with 2 of 10
        ({"乙": "2.9", "丙": "2", "丁": -1}, "合格"),
    ],
)
def test_form_48_grades_by_count_of_failures(changed: dict[str, object], grade: str):
    assert score(RULES % FAILURES, {**FULL, **changed}).card.grade == grade


def test_the_rule_that_gave_the_grade_is_told():
    done = score(RULES % FAILURES, {**FULL, "甲": 0})
    assert [say(note, "en") for note in done.card.standing.notes] == [
        "graded '不合格' by a rule: 关键项未通过; not passed: 一"
    ]


def test_without_a_text_the_condition_is_told():
    text = RULES % "rules: [{grade: 差, when: score('控制') < 3}, {grade: 好, else: true}]"
    told = {
        value: [say(note, "en") for note in score(text, {**FULL, "甲": value}).card.standing.notes] for value in (2, 3)
    }
    assert told == {2: ["graded '差' by a rule: score('控制') < 3"], 3: ["all others are graded '好'"]}


MIXED = (
    "rules: [{grade: 差, when: 曝光}], bands: [{grade: 好, from: 15}, {grade: 中, from: 10}, {grade: 差, else: true}]"
)


@pytest.mark.parametrize(
    ("values", "grade", "owed"),
    [
        ({**FULL, "曝光": False}, "好", []),
        ({**FULL, "曝光": True}, "差", []),
        (FULL, None, ["曝光"]),  # open: it would decide
        ({"甲": 1, "乙": 1, "丙": 1, "丁": 1}, "差", []),  # open, but the bands say the same
    ],
)
def test_an_unknown_condition_leaves_the_grade_open(values: dict[str, object], grade: str | None, owed: list[str]):
    card = score(RULES % MIXED, values).card
    assert (card.state, card.grade, [cause.name for cause in card.standing.causes]) == ("final", grade, owed)
    assert [one.cause.name for one in card.owed] == owed


APART = """
    points: 10
    fields: {甲: number, 乙: number, 丙: yesno}
    indicators:
      - {id: 一, points: 10, rules: [{award: 甲}]}
      - id: 二
        uncounted: true
        applies: {when: 丙, otherwise: leave_out}
        indicators: [{id: 三, points: 5, passes: {from: 60%}, rules: [{award: 乙}]}]
    grades: {using: shown, rules: [{grade: 差, when: failed('二') > 0}, {grade: 好, else: true}]}
"""


@pytest.mark.parametrize(
    ("values", "grade"),
    [
        ({"乙": 1, "丙": True}, "差"),
        ({"乙": 5, "丙": True}, "好"),
        ({"乙": 1, "丙": False}, "好"),  # not applicable: nothing fails
        ({"乙": 1}, None),  # it may not apply
        ({"乙": 5}, "好"),  # it passes, if it applies at all
        ({"丙": True}, None),  # not scored yet
    ],
)
def test_failures_that_are_not_known_leave_the_grade_open(values: dict[str, object], grade: str | None):
    assert score(APART, {"甲": 9, **values}).card.grade == grade


def test_a_provisional_card_has_no_grade_by_rules():
    card = score(RULES % FAILURES, {"乙": 5, "丙": 5, "丁": 5}).card
    assert (card.state, card.grade) == ("provisional", None)


def test_rules_may_look_at_the_total():
    text = RULES % "rules: [{grade: 好, when: score('total') >= 15}, {grade: 差, else: true}]"
    assert [score(text, {**FULL, "甲": value}).card.grade for value in (0, "-1")] == ["好", "好"]
    assert score(text, {**FULL, "甲": 0, "乙": "4.9"}).card.grade == "差"


# --- indicators and results beside the total ----------------------------------------------------------------------------

NODES = """
    points: 20
    fields: {甲: number, 乙: number}
    indicators:
      - {id: 一, points: 10, ranking: {within: all, using: shown}, rules: [{award: 甲}]}
      - id: 二
        grades: {using: shown, bands: [{grade: 好, from: 6}, {grade: 差, else: true}]}
        indicators: [{id: 三, points: 10, applies: {when: 乙 >= 0, otherwise: leave_out}, rules: [{award: 乙}]}]
    also:
      - {id: 倍, formula: score('一') * 2, ranking: {within: all, using: exact}, grades: {using: exact, bands: [{grade: 高, above: 10}, {grade: 低, else: true}]}}
"""


def test_any_indicator_has_its_own_ranking_and_grades():
    found = several(NODES, {"a": {"甲": 5, "乙": 6}, "b": {"甲": 7, "乙": 5}, "c": {"甲": 7, "乙": -1}})
    assert [(card.node("一").standing.rank, card.node("一").standing.tied) for card in found] == [
        (3, False),
        (1, True),
        (1, True),
    ]
    assert [card.node("二").standing.grade for card in found] == ["好", "差", None]
    assert [(card.node("倍").standing.rank, card.node("倍").standing.grade) for card in found] == [
        (3, "低"),
        (1, "高"),
        (1, "高"),
    ]
    assert [(card.rank, card.grade, card.node("三").standing) for card in found] == [(None, None, None)] * 3


def test_an_indicator_is_ranked_though_the_total_is_open():
    found = several(NODES, {"a": {"甲": 5}, "b": {"甲": 7, "乙": 5}})
    assert [(card.state, card.node("一").standing.rank) for card in found] == [("provisional", 2), ("final", 1)]


# --- vetoes --------------------------------------------------------------------------------------------------------------

VETOED = """
    points: 100
    fields: {分: number, 停: yesno}
    indicators: [{id: 甲, points: 100, rules: [{award: 分}]}]
    vetoes: [{id: v, when: 停, text: 停牌, effect: {ineligible_for: 良好}}]
    grades:
      using: exact
      bands: [{grade: 优秀, from: 90}, {grade: 良好, from: 80}, {grade: 合格, else: true}]
      quota: {优秀: {at_most: 1, within: all, tie_at_cut: leave_out}}
"""


def test_who_falls_by_quota_passes_the_grade_from_which_a_veto_bars_him():
    units = {"a": {"分": 95, "停": False}, "b": {"分": 93, "停": True}, "c": {"分": 92, "停": False}}
    assert grades(several(VETOED, units)) == "优合良"


@pytest.mark.parametrize(
    ("effect", "value", "expected"),
    [
        ("{grade: 良好}", 95, "良"),
        ("{grade: 良好}", 70, "合"),  # a veto never raises a grade
        ("{grade_at_most: 良好}", 95, "良"),
        ("{grade_at_most: 良好}", 70, "合"),
        ("{ineligible_for: 合格}", 70, "合"),  # there is no lower one
    ],
)
def test_a_veto_lowers_the_grade(effect: str, value: int, expected: str):
    text = VETOED.replace("{ineligible_for: 良好}", effect)
    assert grades(several(text, {"a": {"分": value, "停": True}})) == expected


# --- laws ----------------------------------------------------------------------------------------------------------------

TWO_QUOTAS = "优秀: {{at_most: {0}, tie_at_cut: {1}}}, 良好: {{at_most: {2}, tie_at_cut: {3}}}"
CUTS = st.sampled_from(["leave_out", "let_in"])


@given(
    st.lists(st.tuples(st.sampled_from([70, 80, 85, 85, 90, 92]), st.booleans()), min_size=1, max_size=7),
    st.builds(TWO_QUOTAS.format, st.integers(0, 3), CUTS, st.integers(0, 3), CUTS),
    st.sampled_from(["", "{lower: id}"]),
)
def test_a_grade_that_is_given_is_never_taken_away(units: list[tuple[int, bool]], quota: str, ties: str):
    """Whatever the late units come to, whoever has a grade keeps it."""
    early = graded(quota, [None if late else value for value, late in units], ties)
    complete = graded(quota, [value for value, _ in units], ties)
    for card in early:
        assert card.grade in (None, complete[card.unit.id].grade)
    assert all(card.grade is not None for card in complete)


@given(st.lists(st.sampled_from([70, 80, 85, 90, 90, 92]), min_size=1, max_size=8), st.integers(0, 4))
def test_a_quota_is_kept_where_equal_units_are_left_out(scores: list[int], most: int):
    found = graded(f"优秀: {{at_most: {most}, tie_at_cut: leave_out}}", scores)
    assert grades(found).count("优") <= most
    by_score = sorted(zip(scores, grades(found), strict=True))
    assert "".join(grade for _, grade in by_score) == "".join(sorted(grades(found), key="合良优".index))


def test_a_grade_waits_for_a_unit_that_may_turn_out_not_to_apply():
    """Half of four is two; if 丁 is outside, half of three is one."""
    text = """
    fields: {得分: number, 适用: yesno}
    indicators:
      - id: b
        applies: {when: 适用, otherwise: leave_out}
        indicators: [{id: "1", points: 100, rules: [{award: 得分}]}]
        ranking: {within: all, using: exact, method: competition}
        grades:
          using: exact
          bands: [{grade: 优秀, from: 90}, {grade: 合格, else: true}]
          quota: {优秀: {at_most: 50%, within: all, fraction: down, tie_at_cut: leave_out}}
    """
    units = {unit: {"得分": score, "适用": True} for unit, score in (("甲", 95), ("乙", 94), ("丙", 10))}
    found = several(text, {**units, "丁": {"得分": 20}})
    assert [found[unit].node("b").standing.grade for unit in "甲乙丙丁"] == ["优秀", None, "合格", None]
    assert [problem.code for problem in found.problems] == ["quota_open"]
