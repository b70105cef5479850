"""`place`: points by rank among the units of a group, or in proportion to the best of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from inline_snapshot import snapshot

from lawscore.expressions.values import Cause, NotApplicable
from lawscore.loading.rubrics import load_mapping
from tests.support import Scored, document_of, several

TEXT = "{{fields: {{绩效: number}}, points: 60, {more} rules: [{{place: 绩效, better: {better}, within: all, {how}}}]}}"
TABLE = "points: [60, 57, 54, 51, 48], after: 0, tied: {tied}"
LAST = "as: deduct, from_last: [2.0, 1.9, 1.8], after: {{step: -0.1, down_to: 0}}, tied: {tied}"
SHARE = "top: 6, others: in_proportion"
UNITS = "甲乙丙丁戊己庚辛壬癸"


def text(how: str, *, better: str = "higher", more: str = "", tied: str = "shared") -> str:
    return TEXT.format(how=how.format(tied=tied), better=better, more=more)


def ranked(fragment: str, values: Sequence[Any]) -> list[Scored]:
    """The units with these values, called 甲, 乙, 丙, …"""
    return scored(fragment, {unit: {"绩效": value} for unit, value in zip(UNITS, values, strict=False)})


def scored(fragment: str, values: Mapping[str, Mapping[str, Any]], **classes: str) -> list[Scored]:
    return [Scored(card, ()) for card in several(fragment, values, classes=classes)]


def points(fragment: str, values: Sequence[Any]) -> list[str | None]:
    return [one.score for one in ranked(fragment, values)]


@pytest.mark.parametrize(
    ("tied", "values", "expected"),
    [
        ("shared", (90, 80, 70), ["60", "57", "54"]),
        ("shared", (90, 80, 80, 70), ["60", "57", "57", "51"]),
        ("mean", (90, 80, 80, 70), ["60", "111/2", "111/2", "51"]),
        ("mean", (80, 80, 80), ["57", "57", "57"]),
        ("shared", (1, 2, 3, 4, 5, 6, 7), ["0", "0", "48", "51", "54", "57", "60"]),
        ("mean", (7, 6, 5, 4, 3, 3), ["60", "57", "54", "51", "24", "24"]),
        ("mean", (90,), ["60"]),
    ],
)
def test_points_by_place(tied: str, values: Sequence[int], expected: list[str]):
    assert points(text(TABLE, tied=tied), values) == expected


def test_places_that_go_on_by_steps():
    steps = "points: [10, 8], after: {{step: -3, down_to: 1}}, tied: {tied}"
    assert points(text(steps), (9, 8, 7, 6, 5, 4)) == ["10", "8", "5", "2", "1", "1"]
    assert points(text(steps, tied="mean"), (9, 8, 7, 7)) == ["10", "8", "7/2", "7/2"]


def test_the_lower_is_the_better():
    assert points(text(TABLE, better="lower"), (3, 1, 2)) == ["54", "60", "57"]


@pytest.mark.parametrize(
    ("tied", "values", "lost"),
    [
        ("shared", (9, 8, 7, 6, 5), ["8/5", "17/10", "9/5", "19/10", "2"]),
        ("shared", (9, 8, 5, 5), ["17/10", "9/5", "2", "2"]),
        ("mean", (9, 8, 5, 5), ["17/10", "9/5", "39/20", "39/20"]),
        ("shared", (9,), ["2"]),
    ],
)
def test_points_from_the_last_place(tied: str, values: Sequence[int], lost: list[str]):
    done = ranked(text(LAST, tied=tied), values)
    assert [[str(-item.points) for item in one.card.items] for one in done] == [[part] for part in lost]


def test_from_the_last_place_never_below_the_limit():
    done = ranked(text("as: deduct, from_last: [0.2], after: {{step: -0.1, down_to: 0}}, tied: shared"), (4, 3, 2, 1))
    assert [one.asked for one in done] == [[], [], ["-1/10"], ["-1/5"]]


@pytest.mark.parametrize(
    ("better", "values", "expected"),
    [
        ("higher", (12, 9, 12), ["6", "9/2", "6"]),
        ("lower", (4, 3, 12), ["9/2", "6", "3/2"]),
        ("higher", (7,), ["6"]),
        ("higher", (12, 0), ["6", "0"]),
    ],
)
def test_in_proportion_to_the_best(better: str, values: Sequence[int], expected: list[str]):
    assert points(text(SHARE, better=better), values) == expected


@pytest.mark.parametrize(("better", "values", "best"), [("higher", (0, -9), "0"), ("lower", (-1, 5), "-1")])
def test_nothing_is_in_proportion_to_a_best_that_is_not_above_zero(better: str, values: Sequence[int], best: str):
    for one in ranked(text(SHARE, better=better), values):
        assert one.owed() == [f"best_not_positive 绩效 {best}"]


def test_units_to_which_the_measure_does_not_apply_are_outside():
    gone = NotApplicable((Cause("value", "绩效"),))
    first, outside, second = ranked(text(TABLE), (90, gone, 80))
    assert (first.score, second.score) == ("60", "57")
    assert outside.node().state == "not_applicable"
    assert second.told() == snapshot(["+57 绩效为 80，2 个单位中第 2 名；57 分"])


def test_units_for_which_the_indicator_is_not_there_are_outside():
    fragment = """
        classes: {县: 县, 区: 区}
        fields: {绩效: number, 参评: yesno}
        points: 9
        indicators:
          - id: b
            points: 9
            only_for: [县]
            indicators:
              - id: a
                points: 9
                applies: {when: 参评, otherwise: full}
                rules: [{place: 绩效, better: higher, within: all, points: [9, 6], after: 1, tied: shared}]
    """
    values = {unit: {"绩效": value, "参评": unit != "丙"} for unit, value in zip("甲乙丙丁", (1, 2, 3, 4), strict=True)}
    done = scored(fragment, values, 甲="县", 乙="县", 丙="县", 丁="区")
    assert [one.node("a").score for one in done] == [6, 9, 9, None]
    assert done[1].told() == snapshot(["+9 绩效为 2，2 个单位中第 1 名；9 分"])
    del values["丙"]["参评"]
    assert scored(fragment, values, 甲="县", 乙="县", 丙="县", 丁="区")[0].owed("a") == ["peers 绩效 丙"]


OPEN = """
    fields: {{绩效: number, 参评: yesno, 其他: number}}
    points: 20
    floor: none
    indicators:
      - id: b
        applies: {{when: 参评, otherwise: {otherwise}}}
        {branch}
        indicators:
          - id: a
            points: 9
            floor: none
            applies: {{when: 绩效 > 0, otherwise: {inside}}}
            rules: [{{place: 绩效, better: higher, within: all, missing: {missing}, {how}}}]
          - {{id: c, points: 3, rules: [{{award: 其他}}]}}
      - {{id: d, points: 8, rules: [{{award: 其他}}]}}
"""


@pytest.mark.parametrize("missing", ["unscored", "leave_out"])
@pytest.mark.parametrize("otherwise", ["leave_out", "full", "zero", "{peers_mean: {within: all, missing: leave_out}}"])
@pytest.mark.parametrize(
    "branch", [("aggregate: sum",), ("scaled_to: 12",), ("aggregate: mean", "of: rates", "points: 12")]
)
@pytest.mark.parametrize(
    "how",
    [
        "points: [9, 6], after: 1, tied: shared",
        "as: deduct, from_last: [8, 4], after: 0, tied: mean",
        "top: 9, others: in_proportion",
    ],
)
def test_bounds_enclose_both_outcomes_where_it_is_open_whether_the_indicator_is_there(
    how: str, branch: tuple[str, ...], otherwise: str, missing: str
):
    keys = "\n        ".join(branch)
    inside = "leave_out" if "peers_mean" in otherwise else otherwise  # a mean of peers stands on one level only
    fragment = OPEN.format(how=how, branch=keys, otherwise=otherwise, inside=inside, missing=missing)
    others = {"乙": {"绩效": 2, "参评": True, "其他": 1}, "丙": {"绩效": 3, "参评": True, "其他": 3}}
    for own in (1, 2, 4):
        known = {"绩效": own, "其他": 2}
        open_ = several(fragment, {"甲": known, **others})["甲"]
        assert open_.node("a").state == "unscored"
        low, high = open_.bounds
        for answer in (True, False):
            card = several(fragment, {"甲": {**known, "参评": answer}, **others})["甲"]
            assert card.score is not None
            assert low is None or low <= card.score
            assert high is None or card.score <= high


def test_a_unit_that_may_not_be_there_owes_what_decides_it():
    fragment = OPEN.format(
        how="points: [9, 6], after: 1, tied: shared", branch="floor: 0", otherwise="leave_out", inside="leave_out",
        missing="leave_out",
    )  # fmt: skip
    values = {"甲": {"绩效": 4, "其他": 0}, "乙": {"绩效": 2, "参评": True, "其他": 0}}
    first, second = scored(fragment, values)
    assert (first.node().state, second.node().score) == ("unscored", 9)  # the other is alone, as long as that is so
    assert first.owed("a") == ["value 参评"]
    assert first.card.bounds == (0, 9)
    assert [one.node().score for one in scored(fragment, {**values, "甲": {**values["甲"], "参评": True}})] == [9, 6]


def test_a_unit_that_owes_its_figure_keeps_the_others_waiting_unless_it_is_left_out():
    values: dict[str, dict[str, Any]] = {"甲": {"绩效": 90}, "乙": {}, "丙": {"绩效": 80}}
    first, owing, second = scored(text(TABLE), values)
    assert owing.owed() == ["value 绩效"]
    assert first.owed() == second.owed() == ["peers 绩效 乙"]
    first, owing, second = scored(text("missing: leave_out, " + TABLE), values)
    assert (first.score, owing.score, second.score) == ("60", None, "57")


def test_each_class_by_itself():
    fragment = (
        "{classes: {县: 县, 区: 区}, fields: {绩效: number}, points: 9, "
        "rules: [{place: 绩效, better: higher, within: class, points: [9, 6], after: 1, tied: shared}]}"
    )
    values = {unit: {"绩效": value} for unit, value in zip("甲乙丙丁", (1, 2, 3, 4), strict=True)}
    done = scored(fragment, values, 甲="县", 乙="县", 丙="区", 丁="区")
    assert [one.score for one in done] == ["6", "9", "6", "9"]


def test_a_class_in_which_the_unit_is_not():
    fragment = (
        "{classes: {县: 县, 区: 区}, fields: {绩效: number}, points: 9, "
        "rules: [{place: 绩效, better: higher, within: 县, points: [9, 6], after: 1, tied: shared}]}"
    )
    inside, outside = scored(fragment, {"甲": {"绩效": 1}, "乙": {"绩效": 2}}, 甲="县", 乙="区")
    assert inside.score == "9"
    assert outside.node().state == "not_applicable"


def test_the_order_of_units_never_counts():
    values = {unit: {"绩效": value} for unit, value in zip(UNITS, (5, 3, 5, 1), strict=False)}
    there = {one.card.unit.id: one.score for one in scored(text(TABLE, tied="mean"), values)}
    back = {one.card.unit.id: one.score for one in scored(text(TABLE, tied="mean"), dict(reversed(values.items())))}
    assert there == back


def test_limits_and_a_waiver():
    fragment = "{{fields: {{绩效: number, 新设: yesno}}, points: 9, start: full, rules: [{}]}}".format(
        "{place: 绩效, as: deduct, better: higher, within: all, from_last: [4], after: 3, tied: shared, "
        "at_most: 3.5, unless: 新设}"
    )
    values = {"甲": {"绩效": 2, "新设": False}, "乙": {"绩效": 1, "新设": False}, "丙": {"绩效": 3, "新设": True}}
    assert [one.score for one in scored(fragment, values)] == ["6", "11/2", "9"]


def test_a_place_is_told():
    assert [one.told()[0] for one in ranked(text(TABLE, tied="mean"), (90, 80, 80, 70))][:2] == snapshot(
        [
            "+60 绩效为 90，4 个单位中第 1 名；60 分",
            "+55.5 绩效为 80，4 个单位中第 2 名（与丙并列）；第 2 至 3 名的分取平均：(57 + 54) ÷ 2 = 55.5；55.5 分",
        ]
    )
    assert ranked(text(TABLE), (5,) * 6)[0].told("en") == snapshot(
        ["+60 绩效 is 5, place 1 of 6 (tied with 5 units: 乙, 丙, 丁, …); counts 60"]
    )
    assert ranked(text(TABLE, tied="mean"), (5,) * 6)[0].told("en") == snapshot(
        ["+45 绩效 is 5, place 1 of 6 (tied with 5 units: 乙, 丙, 丁, …); the mean of places 1 to 6 is 45; counts 45"]
    )
    assert ranked(text(LAST, tied="mean"), (9, 5, 5))[1].told() == snapshot(
        ["-1.95 绩效为 5，3 个单位中倒数第 1 名（与丙并列）；倒数第 1 至 2 名的分取平均：(2 + 1.9) ÷ 2 = 1.95；1.95 分"]
    )
    assert [one.told()[0] for one in ranked(text(SHARE), (12, 9))] == snapshot(
        ["+6 绩效为 12，为各单位最优；6 分", "+4.5 绩效为 9，各单位最优为 12；6 × 9 ÷ 12 = 4.5；4.5 分"]
    )


def test_the_item_names_what_is_ranked():
    (item,) = ranked(text(TABLE), (1,))[0].card.items
    assert (item.occasion, item.points, item.kind) == ("绩效", Fraction(60), "award")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("within: all, points: [3], after: 0", "place_needs"),
        ("within: 部门, points: [3], after: 0, tied: mean", "within_unknown"),
        ("within: all, top: 3", "place_needs"),
        ("within: all", "place_kinds"),
    ],
)
def test_what_must_be_said(how: str, code: str):
    fragment = f"{{fields: {{绩效: number}}, points: 5, rules: [{{place: 绩效, better: higher, {how}}}]}}"
    assert {problem.code for problem in load_mapping(document_of(fragment)).problems} == {code}
