"""What charts show is exact, and their labels keep apart: scales, bins, quarters, places."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.publishing.charts.distribution import distribution_plan
from lawscore.publishing.charts.figures import bins, scale_of_bins, spread
from lawscore.publishing.charts.grades import grades_plan
from lawscore.publishing.charts.labels import cut, width, wrapped
from lawscore.publishing.charts.means import means_plan
from lawscore.publishing.charts.plan import Plan
from lawscore.publishing.charts.scale import scale_over
from lawscore.publishing.charts.sheet import WIDTH, Bar, Dot, Label, Rule, Sheet
from lawscore.publishing.charts.standings import standings_plan
from tests.property.strategies import Chance, made_up, seeds
from tests.support_reports import changed_report, kept_report, made_report

PLANS = (standings_plan, grades_plan, distribution_plan, means_plan)
VALUES = st.lists(st.fractions(-200, 200, max_denominator=1_000), min_size=1, max_size=40)


@given(values=VALUES)
def test_every_value_lies_in_one_bin(values: Sequence[Fraction]):
    scale = scale_of_bins(values, Fraction(100))
    assert scale is not None
    found = list(bins(values, scale))
    assert [one.count for one in found] == [sum(one.begin <= value < one.end for value in values) for one in found]
    assert sum(one.count for one in found) == len(values)
    assert len(found) <= 16
    assert all(one.begin.denominator == one.end.denominator == 1 for one in found)  # bins of whole points


def test_a_bin_holds_its_left_end_and_not_its_right_one():
    values = [Fraction(one) for one in (90, 95, 95, 100)]
    scale = scale_of_bins(values, Fraction(100))
    assert scale is not None
    counts = {int(one.begin): one.count for one in bins(values, scale)}
    assert counts == {90: 1, 91: 0, 92: 0, 93: 0, 94: 0, 95: 2, 96: 0, 97: 0, 98: 0, 99: 0, 100: 1}


def test_an_index_out_of_one_point_has_bins_of_less():
    scale = scale_of_bins([Fraction(385, 1000), Fraction(962, 1000)], Fraction(1))
    assert scale is not None
    assert (scale.low, scale.high, scale.step) == (Fraction(35, 100), 1, Fraction(5, 100))


@given(values=VALUES, most=st.integers(1, 20))
def test_a_scale_is_round_and_holds_all(values: Sequence[Fraction], most: int):
    scale = scale_over(values, most)
    assert scale is not None
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert scale.low < scale.high
    assert len(scale.ticks) - 1 <= most + 2
    assert all((tick / scale.step).denominator == 1 for tick in scale.ticks)
    tens = scale.step
    while tens.denominator > 1:
        tens *= 10
    assert str(tens.numerator).rstrip("0") in ("1", "2", "5")


def test_figures_beyond_all_scores_are_not_drawn():
    assert scale_over([Fraction(10**16)], 6) is None
    assert scale_over([], 6) is None


@given(values=VALUES)
def test_quarters_are_values_that_are_there(values: Sequence[Fraction]):
    found = spread(values)
    assert found is not None
    assert {found.low, found.first, found.median, found.third, found.high} <= set(values)
    for share, quarter in ((1, found.first), (2, found.median), (3, found.third)):
        assert 4 * sum(value <= quarter for value in values) >= share * len(values)
        assert 4 * sum(value < quarter for value in values) < share * len(values)
    assert found.mean * len(values) == sum(values)


@given(text=st.text(max_size=120), room=st.integers(4, 30), lines=st.integers(1, 3))
def test_wrapped_lines_keep_their_room(text: str, room: int, lines: int):
    found = wrapped(text, room, lines)
    assert len(found) <= lines
    assert all(width(line) <= room for line in found)
    if found and not found[-1].endswith("…"):
        assert "".join(found).replace(" ", "") == "".join(wrapped(text, 10_000, 1)).replace(" ", "")


def test_words_of_letters_are_not_broken_where_there_is_a_blank():
    assert wrapped("Office of legislative affairs", 9, 3) == ("Office of", "legislative", "affairs")
    assert wrapped("党政主要负责人履行推进法治建设第一责任人职责", 12, 2) == (
        "党政主要负责人履行推进法",
        "治建设第一责任人职责",
    )
    assert cut("党政主要负责人履行推进法治建设第一责任人职责", 8) == "党政主要负责人…"


# --- places --------------------------------------------------------------------------------------------------------------


def box(label: Label, sheet: Sheet) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a label, as wide as it can be at most."""
    long = width(label.text) * label.size * (1.06 if label.bold else 1)
    x = label.x
    if label.at is not None:
        share = (label.at - sheet.scale.low) / (sheet.scale.high - sheet.scale.low)
        x += sheet.left + float(share) * (sheet.right - sheet.left)
    left = {"left": x, "center": x - long / 2, "right": x - long}[label.align]
    return left, left + long, label.y - label.size / 2, label.y + label.size / 2


def places_are_sound(plan: Plan) -> None:
    """No label upon another, none beyond the sheet, no mark beyond the scale."""
    sheet = plan.sheet
    if sheet is None:
        assert plan.told
        return
    labels = [mark for mark in sheet.marks if isinstance(mark, Label) and mark.text]
    labels += [Label(sheet.figure(tick), sheet.bottom + 12, tick, 0, "center", "soft", 11.5) for tick in sheet.ticks]
    boxes = [(box(label, sheet), label) for label in labels]
    for (left, right, top, bottom), label in boxes:
        assert left >= -12, label
        assert right <= WIDTH + 12, label
        assert top >= 0, label
        assert bottom <= sheet.height, label
    for (one, first), (other, second) in combinations(boxes, 2):
        apart = one[1] <= other[0] + 1 or other[1] <= one[0] + 1 or one[3] <= other[2] + 1 or other[3] <= one[2] + 1
        assert apart, (first, second)
    for mark in sheet.marks:
        if isinstance(mark, Bar | Rule):
            assert sheet.scale.low <= mark.begin <= mark.end <= sheet.scale.high
            assert mark.top <= mark.bottom <= sheet.height
        elif isinstance(mark, Dot):
            assert sheet.scale.low <= mark.at <= sheet.scale.high


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.__name__)
@settings(max_examples=25)
@given(chance=seeds())
def test_labels_keep_apart_under_made_up_rubrics(plan, chance: Chance):
    _, report = made_report(made_up(chance, 5, gaps=chance.one(4, 40)))
    places_are_sound(plan(report))


ODD = {
    "long names": lambda units: [{**unit, "name": "某某市某某县某某局" * 20} for unit in units],
    "one unit": lambda units: units[:1],
    "all equal": lambda units: [{**unit, "score": "90.00", "exact": "90"} for unit in units if unit["score"]],
    "below zero": lambda units: [
        {**unit, "score": f"-{place + 1}.00", "exact": f"-{place + 1}"} for place, unit in enumerate(units) if unit["score"]
    ],
    "no unit": lambda _: [],
    "nine grades": lambda units: [{**unit, "grade": f"等次{place % 9}"} for place, unit in enumerate(units)],
    "far apart": lambda units: [
        {**unit, "score": f"{10 ** (place % 15)}.00", "exact": str(10 ** (place % 15))} for place, unit in enumerate(units) if unit["score"]
    ],
    "forty classes": lambda units: [
        {**units[place % 18], "id": f"u{place}", "class": f"第{place % 40}组" * 8} for place in range(200)
    ],
    "no classes": lambda units: [{**unit, "class": None} for unit in units],
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("odd", ODD)
def test_labels_keep_apart_in_odd_reports(odd, language):
    report = changed_report("cixi-2017", "round-2017", ODD[odd], language)
    for plan in PLANS:
        places_are_sound(plan(report))


@pytest.mark.parametrize(
    ("example", "name"),
    [("cixi-2017", "case-files"), ("tieling-2023", "cohort"), ("liaoyang-2015", "tasks"), ("daying-2017", "county")],
)
def test_labels_keep_apart_in_the_examples(example, name):
    for plan in PLANS:
        places_are_sound(plan(kept_report(example, name, "en")))


def test_groups_are_named_only_where_the_standings_go_by_group():
    by_class = standings_plan(kept_report("cixi-2017", "round-2017")).sheet
    across = standings_plan(
        changed_report("cixi-2017", "round-2017", lambda units: [{**one, "class": None} for one in units])
    ).sheet
    assert by_class is not None
    assert across is not None
    bold = [
        [mark.text for mark in sheet.marks if isinstance(mark, Label) and mark.bold] for sheet in (by_class, across)
    ]
    assert bold == [["行政执法部门", "镇（街道）"], []]
