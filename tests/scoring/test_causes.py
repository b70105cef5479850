"""Why a cut changed a score: every cause, by what the rubric says, and what people read of it."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from lawscore.catalogue import LANGUAGES, has
from lawscore.facts.items import CutCause
from lawscore.reports.standings import kind_text
from tests.support import score

FIELDS = "fields: {件数: count, 满意率: percent, 有案件: yesno}\n"
LEAF = FIELDS + "points: 10\n"


@pytest.mark.parametrize(
    ("fragment", "values", "cause", "points", "kinds"),
    [
        (LEAF + "rules: [{id: r, deduct: 1, each: 件数, at_most: 3}]", {"件数": 5}, "at_most", "2", ("限额", "limit")),
        (
            LEAF + "rules: [{id: r, sum_of: [{deduct: 1, each: 件数}, {deduct: 1, each: 件数}], at_most: 3}]",
            {"件数": 2}, "at_most", "1", ("限额", "limit"),
        ),
        (LEAF + "rules: [{id: r, deduct: 1, each: 件数, unless: 有案件}]", {"件数": 5, "有案件": True}, "waiver", "5", ("免予", "waiver")),
        (LEAF + "rules: [{id: r, deduct: 1, each: 件数}]", {"件数": 12}, "floor", "2", ("限额", "limit")),
        (LEAF + "rules: [{id: r, award: 3, each: 件数}]", {"件数": 4}, "ceiling", "-2", ("限额", "limit")),
        (
            LEAF + "round: {places: 0}\nrules: [{id: r, award: 10, in_proportion_to: 满意率}]",
            {"满意率": "94%"}, "round", "-2/5", ("舍入", "rounding"),
        ),
        (
            LEAF + "rules: [{id: r, award: 10, in_proportion_to: 满意率, round: {places: -1}}]",
            {"满意率": "94%"}, "round", "3/5", ("舍入", "rounding"),
        ),
        (
            LEAF + "applies: {when: 有案件, otherwise: zero}\nstart: full\nrules: [{id: r, deduct: 1, each: 件数}]",
            {"有案件": False}, "not_applicable", "-10", ("不适用", "not applicable"),
        ),
        (
            FIELDS + "points: 50\nscaled_to: 50\nindicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 件数}]}]",
            {"件数": 2}, "scaled", "32", ("折算", "scaling"),
        ),
        (
            FIELDS + "points: 10\nfloor: 9\nindicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 件数}]}]",
            {"件数": 3}, "floor", "2", ("限额", "limit"),
        ),
        (
            FIELDS + "points: 10\nmissing: leave_out\nindicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 件数}]}, "
            "{id: b, points: 0, ceiling: 5, rules: [{id: s, award: 1, when: 有案件}]}]",
            {"件数": 0}, "left_out", "0", ("不计入", "left out"),
        ),
    ],
)  # fmt: skip
def test_a_cut_tells_its_cause(fragment, values, cause, points, kinds):
    (cut,) = (item for item in score(fragment, values).card.items if item.kind == "cut")
    assert (cut.cause, cut.points) == (cause, Fraction(points))
    assert (kind_text(cut, "zh"), kind_text(cut, "en")) == kinds


def test_an_essential_element_that_is_missing_is_a_cause():
    found = score("points: 4\nrules: [{id: r, award: 1, for: 有资质, essential: true}]", answers={"r": "no"})
    (cut,) = found.card.items
    assert (cut.kind, cut.cause, kind_text(cut, "en")) == ("cut", "essential", "emptying")


def test_deduct_all_is_no_cut():
    (item,) = score(LEAF + "rules: [{id: r, deduct: all, when: 有案件}]", {"有案件": True}).card.items
    assert (item.kind, item.cause, item.rule) == ("deduction", None, "r")


def test_every_cause_has_a_word_in_both_languages():
    missing = [
        f"kind.cut.{one}" for one in get_args(CutCause) for lang in LANGUAGES if not has(f"kind.cut.{one}", lang)
    ]
    assert missing == []
