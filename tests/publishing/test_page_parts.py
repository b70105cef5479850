"""The parts of the report page: figures, keys of the order, heat cells, the way to a total, packed data."""

from __future__ import annotations

import base64
import json
import zlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.numbers import Rounding
from lawscore.publishing.figures import per_mille
from lawscore.publishing.page.figures import change, places
from lawscore.publishing.page.heat import heat
from lawscore.publishing.page.packing import in_chunks, json_text, packed
from lawscore.publishing.page.standings import standings
from lawscore.publishing.page.tongues import both, tongues_of
from lawscore.publishing.page.units import unit_form
from lawscore.publishing.page.waterfall import waterfall
from lawscore.publishing.visible import visible
from tests.property.strategies import cases
from tests.support_reports import kept_report, made_report

NUMBERS = st.fractions(min_value=-200, max_value=200, max_denominator=90)
SHOWN = Rounding(2)


def tongues(example: str, name: str):
    return tongues_of({language: kept_report(example, name, language) for language in ("zh", "en")}, "zh")


def unpacked(text: str):
    return json.loads(zlib.decompress(base64.b64decode(text)))


@given(NUMBERS, NUMBERS.filter(bool))
def test_a_share_is_cut_so_that_it_stays_on_its_side_of_nothing_and_of_the_whole(value, of):
    share, real = per_mille(value, of), 1000 * value / of
    assert abs(share - real) < 1
    assert (share == 1000) == (real == 1000)
    assert (share > 1000) == (real > 1000)
    assert (share < 0) == (real < 0)


@pytest.mark.parametrize(
    ("value", "of", "share"),
    [
        ("1.0004", "1", 1001), ("1", "1", 1000), ("0.9999", "1", 999), ("0.0004", "1", 0), ("0", "1", 0), ("-0.0001", "1", -1),
        ("-1", "-1", 1000), ("-1.0004", "-1", 1001), ("0.0001", "-1", -1), ("5", "2", 2500), ("1", "3", 333), ("-1", "3", -334),
    ],
)  # fmt: skip
def test_shares_in_whole_per_mille(value, of, share):
    assert per_mille(Fraction(value), Fraction(of)) == share


@given(st.lists(NUMBERS | st.none()))
def test_places_order_as_the_exact_values_do(values):
    found = places(values)
    pairs = [(value, place) for value, place in zip(values, found, strict=True) if value is not None]
    for left, first in pairs:
        for right, second in pairs:
            assert (left < right) == (first < second)
    assert all((place == -1) == (value is None) for value, place in zip(values, found, strict=True))


@pytest.mark.parametrize(
    ("value", "text"), [("1/3", "+0.33"), ("-1/2", "−0.50"), ("0", "0.00"), ("1/1000", "0.00"), ("-1/1000", "0.00")]
)
def test_a_change_has_its_sign_and_what_rounds_to_nothing_has_none(value, text):
    assert change(Fraction(value), SHOWN) == text


@given(st.text())
def test_no_text_breaks_out_of_a_script_element(text):
    told = json_text([text])
    assert "<" not in told
    assert json.loads(told) == [visible(text)]


@given(st.text(alphabet=st.characters(codec=None, max_codepoint=0x2100), max_size=8))
def test_every_text_in_packed_data_can_be_seen(text):
    """Whatever JSON writes it as: names of parts and texts at any depth."""
    seen = visible(text)
    assert unpacked(packed({text: [text, {"in": (text, 1, None)}]})) == {seen: [seen, {"in": [seen, 1, None]}]}


def test_control_characters_stand_in_packed_data_as_their_pictures():
    assert unpacked(packed(["\x00\x1b[2J\b\f\r\n\x7f", "\\u0000"])) == ["␀␛[2J␈␌\n␡", "\\u0000"]


@given(
    st.lists(st.text(max_size=20), max_size=20),
    st.integers(1, 7),
)
def test_chunks_hold_all_parts_in_their_order(parts, size):
    chunks = [unpacked(chunk) for chunk in in_chunks(parts, size)]
    assert [part for chunk in chunks for part in chunk] == [visible(part) for part in parts]
    assert all(len(chunk) == size for chunk in chunks[:-1])


def test_packed_data_is_base64_alone():
    assert set(packed(["</script>", "得分"])) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    )


@given(cases())
def test_the_steps_of_any_unit_are_bars_that_follow_one_another(case):
    _, report = made_report(case)
    spoken = tongues_of({"zh": report}, "zh")
    for cards in spoken.units():
        told = waterfall(spoken, cards)
        if told is None:
            assert cards[0].part.state == "not_assessed" or not cards[0].steps
            continue
        assert len(told["steps"]) == len(cards[0].steps)
        assert all(0 <= one["a"] <= one["b"] <= 1000 for one in told["steps"])


@given(cases())
def test_any_unit_can_be_told_with_every_line_and_every_item_once(case):
    _, report = made_report(case)
    spoken = tongues_of({"zh": report}, "zh")
    headings = {heading.id: place for place, heading in enumerate(report.headings)}
    fields = {fact.field: 0 for card in report.units for fact in card.part.facts}
    for cards in spoken.units():
        form = json.loads(json_text(unit_form(spoken, cards, headings, fields)))
        lines = form.get("lines", [])
        assert [one["h"] for one in lines] == [headings[one] for one in cards[0].lines]
        told = [item["reason"] for part in (*lines, form) for item in part.get("items", [])]
        assert sorted(told) == sorted(item.reason for item in cards[0].part.items)


@given(cases())
def test_every_cell_of_the_heat_map_says_what_the_line_says(case):
    _, report = made_report(case)
    matrix = heat(tongues_of({"zh": report}, "zh"))
    assert len(matrix) == len(report.units)
    for card, row in zip(report.units, matrix, strict=True):
        for heading, cell in zip(report.headings, row, strict=True):
            line = card.lines.get(heading.id)
            if line is None:
                assert cell is None
            elif line.score is None:
                assert cell in ("n", "u")
                assert (cell == "n") == (line.part.state == "not_applicable")
            elif line.points:
                assert cell == per_mille(line.score, line.points)
            else:
                assert isinstance(cell, str)


def test_the_standings_stand_class_by_class_with_keys_that_order_them():
    table = standings(tongues("cixi-2017", "round-2017"))
    assert [(block.title, len(block.rows)) for block in table.blocks] == [("行政执法部门", 13), ("镇（街道）", 6)]
    names = [column.name for column in table.columns]
    assert names == ["rank", "name", "score", "grade", "state", "id", "note"]
    score = names.index("score")
    rows = [row for block in table.blocks for row in block.rows if row.state == "final"]
    for left in rows:
        for right in rows:
            above = Fraction(left.cells[score]) > Fraction(right.cells[score])
            assert not above or left.keys[score] > right.keys[score]


def test_a_provisional_unit_has_its_bounds_and_a_bar_between_them():
    table = standings(tongues("tieling-2023", "cohort"))
    row = next(row for block in table.blocks for row in block.rows if row.state == "provisional")
    assert row.cells[2] == "86.52 – 97.73"
    assert 0 < row.bar[0] < row.bar[1] <= 1000
    assert row.keys[2] == -1


def test_texts_that_agree_are_one():
    assert both(["a", "a"]) == "a"
    assert both(["甲", "a"]) == ("甲", "a")
