"""Measures over earlier years: growth, and what a figure was then."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from lawscore.checking import check_rubric
from lawscore.facts.card import Card
from lawscore.reports.explain import explain
from tests.support import Scored, bind, rubric_of
from tests.support_data import assessed

GROWTH = """
    fields: {案件: count, 办结: count, 通报: {type: records, fields: {文号: text}}}
    givens: {全省: count}
    measures:
      增幅: {growth: %s, against: {%s}, from_zero: %s, missing: %s}
    points: 100
    floor: none
    rules: [{deduct: 2, per: 1%%, above: 0%%, of: 增幅, partial: in_proportion}]
"""
EARLIER = """
    fields: {案件: count, 报送: date, 先进: yesno}
    measures: {去年: {earlier: %s, years_back: 1, missing: %s}}
    points: 100
    rules: [{deduct: 1, when: %s}]
"""


def growth(
    of: str = "案件", against: str = "years_back: 1", from_zero: str = "unscored", missing: str = "unscored"
) -> str:
    return GROWTH % (of, against, from_zero, missing)


def data(now: str, *years: tuple[int, str]) -> str:
    parts = [f"  - {{unit: u, values: {{{now}}}}}", *(f"  - {{unit: u, year: {y}, values: {{{v}}}}}" for y, v in years)]
    return "submissions:\n" + "\n".join(parts) + "\n"


def card(rubric: str, text: str) -> Card:
    return assessed(rubric_of(rubric), text)["u"]


def score_of(rubric: str, text: str) -> tuple[str | None, list[str]]:
    found = card(rubric, text)
    return Scored(found, ()).score, Scored(found, ()).owed()


@pytest.mark.parametrize(
    ("now", "then", "asked"),
    [(12, 10, "-40"), (11, 10, "-20"), (10, 10, None), (8, 10, None), (10, 8, "-50"), (10, 7, "-600/7"), (0, 0, None)],
)
def test_growth_on_last_year(now: int, then: int, asked: str | None):
    found = card(growth(), data(f"案件: {now}", (2022, f"案件: {then}")))
    assert [str(item.points) for item in found.items] == ([asked] if asked else [])


def test_growth_tells_both_figures():
    found = Scored(card(growth(), data("案件: 12", (2022, "案件: 10"))), ())
    assert found.told() == snapshot(
        ["-40 增幅（案件为 12，基数为 10）为 20%，高于 0%，每档 1%，计 20 档（按比例）；20 × 2 分 = 40 分"]
    )
    assert found.told("en") == snapshot(
        ["-40 增幅 (案件 is 12 against 10) is 20%, above 0%; steps of 1%: 20 (in proportion); 20 × 2 = 40"]
    )


@pytest.mark.parametrize(
    ("years", "asked"),
    [
        (((2022, 10), (2021, 20), (2020, 30)), "-100"),
        (((2022, 30), (2021, 30), (2020, 30)), None),
        (((2022, 0), (2021, 0), (2020, 10)), "-1600"),
    ],
)
def test_growth_on_the_mean_of_three_years(years: tuple[tuple[int, int], ...], asked: str | None):
    found = card(growth(against="mean_of_years: 3"), data("案件: 30", *((year, f"案件: {n}") for year, n in years)))
    assert [str(item.points) for item in found.items] == ([asked] if asked else [])


@pytest.mark.parametrize(
    ("from_zero", "score", "owed"),
    [
        ("unscored", None, ["from_zero 案件 3"]),
        ("not_applicable", None, ["from_zero 案件 3"]),
        ("100%", "-100", []),
        ("10%", "80", []),
        ("0%", "100", []),
    ],
)
def test_growth_from_zero_is_what_the_rubric_says(from_zero: str, score: str | None, owed: list[str]):
    found = card(growth(from_zero=from_zero), data("案件: 3", (2022, "案件: 0")))
    assert (Scored(found, ()).score, Scored(found, ()).owed()) == (score, owed)
    state = "not_applicable" if from_zero == "not_applicable" else "scored" if score else "unscored"
    assert found.node("a").state == state


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        (data("案件: 3"), ["no_history 案件 1"]),
        (data("案件: 3", (2021, "案件: 3")), ["no_history 案件 1"]),
        (data("案件: 3", (2022, "办结: 3")), ["no_history 案件 1"]),
        (data("办结: 3", (2022, "案件: 3")), ["value 案件"]),
    ],
)
def test_a_year_that_nobody_gave_is_never_zero(text: str, owed: list[str]):
    assert score_of(growth(), text) == (None, owed)
    assert card(growth(), text).state == "provisional"


def test_a_missing_year_may_make_the_growth_not_applicable():
    found = card(growth(missing="not_applicable"), data("案件: 3"))
    assert found.node("a").state == "not_applicable"


@pytest.mark.parametrize(
    ("years", "score", "owed"),
    [
        ([(2022, "案件: 10"), (2020, "案件: 20")], "-100", []),
        ([(2021, "案件: 30")], "100", []),
        ([], None, ["no_history 案件 1", "no_history 案件 2", "no_history 案件 3"]),
    ],
)
def test_a_mean_may_make_do_with_the_years_there_are(years: list[tuple[int, str]], score: str | None, owed: list[str]):
    rubric = growth(against="mean_of_years: 3", missing="use_available")
    assert score_of(rubric, data("案件: 30", *years)) == (score, owed)
    if years:
        assert score_of(growth(against="mean_of_years: 3"), data("案件: 30", *years))[0] is None


def test_growth_of_a_rate_and_of_a_count_of_records():
    rate = growth(of="办结 / 案件")
    assert score_of(rate, data("案件: 10, 办结: 6", (2022, "案件: 10, 办结: 5"))) == ("60", [])
    assert score_of(rate, data("案件: 10, 办结: 6", (2022, "案件: 0, 办结: 0"))) == (
        None,
        ["zero_denominator 办结 / 案件"],
    )
    counted = growth(of="件").replace("measures:\n", "measures:\n      件: {count: 通报}\n")
    then = (2022, "通报: [{文号: 一}, {文号: 二}]")
    assert score_of(counted, data("通报: [{文号: 一}, {文号: 二}, {文号: 三}]", then)) == ("0", [])
    assert score_of(counted, data("通报: 无", (2022, "通报: 无"))) == ("100", [])


def test_growth_of_growth_looks_two_years_back():
    text = growth(of="件增").replace(
        "measures:\n",
        "measures:\n      件增: {growth: 案件, against: {years_back: 1}, from_zero: unscored, missing: unscored}\n",
    )
    # 20 after 10 is 100%, 10 after 8 was 25%: the growth grew by 300%
    assert score_of(text, data("案件: 20", (2022, "案件: 10"), (2021, "案件: 8"))) == ("-500", [])
    assert score_of(text, data("案件: 20", (2022, "案件: 10")))[1] == ["no_history 案件 2"]


def test_a_figure_common_to_all_has_no_earlier_years():
    found = assessed(
        rubric_of(growth(of="案件 / 全省")), "givens: {全省: 100}\n" + data("案件: 20", (2022, "案件: 10"))
    )["u"]
    assert Scored(found, ()).owed() == ["no_history 全省 1"]


def test_the_latest_layer_of_the_earlier_year_counts():
    text = data("案件: 12", (2022, "案件: 5")) + "  - {unit: u, year: 2022, layer: verified, values: {案件: 10}}\n"
    assert score_of(growth(), text) == ("60", [])


def test_what_a_figure_was_then():
    more = EARLIER % ("案件", "unscored", "案件 > 去年")
    assert score_of(more, data("案件: 3", (2022, "案件: 2"))) == ("99", [])
    assert score_of(more, data("案件: 3", (2022, "案件: 3"))) == ("100", [])
    assert score_of(more, data("案件: 3")) == (None, ["no_history 案件 1"])
    assert (
        card(EARLIER % ("案件", "not_applicable", "案件 > 去年"), data("案件: 3")).node("a").state == "not_applicable"
    )
    later = EARLIER % ("报送", "unscored", "报送 - 去年 > 365")
    assert score_of(later, data("报送: 2023-03-02", (2022, "报送: 2022-03-01"))) == ("99", [])
    twice = EARLIER % ("先进", "unscored", "先进 and 去年")
    assert score_of(twice, data("先进: 是", (2022, "先进: 是"))) == ("99", [])


def test_rounding():
    rounded = growth().replace("missing: unscored}", "missing: unscored, round: {places: 2}}")
    assert score_of(rounded, data("案件: 10", (2022, "案件: 7"))) == ("14", [])
    earlier = EARLIER % ("案件 / 3", "unscored", "去年 == 0.7")
    rounded = earlier.replace("missing: unscored}", "missing: unscored, round: {places: 1}}")
    assert score_of(rounded, data("案件: 3", (2022, "案件: 2"))) == ("99", [])


def test_both_may_stand_where_a_number_may():
    text = """
        fields: {案件: count}
        points: 10
        rules: [{award: {earlier: 案件, years_back: 2, missing: unscored}}]
    """
    assert score_of(text, data("案件: 1", (2021, "案件: 4"))) == ("4", [])


def test_what_reads_history_says_so():
    rubric = rubric_of(growth())
    assert rubric.nodes["a"].reads == {"案件", "history:案件", "measure:增幅"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (growth(of="3"), "history_of_nothing"),
        (growth(of="全省"), "history_of_nothing"),
        (growth(of="score('a')"), "history_of_others"),
        (growth().replace("    points", "      均: {peers: mean, of: 案件, within: all, include_self: true}\n    points", 1)
         .replace("growth: 案件", "growth: 均"), "history_of_others"),
    ],
)  # fmt: skip
def test_what_has_no_earlier_years_is_refused(text: str, code: str):
    assert code in {problem.code for problem in bind(text)[1]}


def test_explain_shows_the_years_that_a_leaf_looks_at():
    found = assessed(rubric_of(growth()), data("案件: 12, 办结: 1", (2022, "案件: 10, 办结: 1"), (2021, "办结: 1")))
    assert explain(found, "u", "zh").splitlines()[4:7] == snapshot(
        ["  案件：12（自评）", "  案件（2022 年）：10（自评）", "  增幅：20%（案件为 12，基数为 10）"]
    )
    assert explain(found, "u", "en").splitlines()[4:7] == snapshot(
        ["  案件: 12 (self-reported)", "  案件, 2022: 10 (self-reported)", "  增幅: 20% (案件 is 12 against 10)"]
    )


def test_a_denominator_inside_growth_is_checked():
    rubric = rubric_of(growth(of="办结 / 案件"))
    assert "denominator_can_be_zero" in {problem.code for problem in check_rubric(rubric)}
    guarded = growth(of="办结 / 案件").replace("of: 增幅,", "of: 增幅, when: 案件 > 0,")
    assert "denominator_can_be_zero" not in {problem.code for problem in check_rubric(rubric_of(guarded))}
