"""The earlier result beside this one: the same units, and the indicators by the ids that they have now."""

from __future__ import annotations

import pytest

from lawscore.publishing.blocks import blocks_of
from lawscore.publishing.earlier import NO_EARLIER, earlier_of
from lawscore.publishing.page.standings import standings
from lawscore.publishing.page.tongues import tongues_of
from lawscore.publishing.report import report_of
from lawscore.results.model import Result
from lawscore.rubric.migration import UNCHANGED, Migration
from tests.support_reports import changed_report, kept_report, kept_result


def test_without_an_earlier_result_nothing_is_compared():
    report = kept_report("cixi-2017", "round-2017")
    assert not report.earlier
    assert report.earlier is NO_EARLIER
    assert {card.earlier for card in report.units} == {None}
    assert {line.earlier for card in report.units for line in card.lines.values()} == {None}


def test_each_unit_has_its_own_earlier_result_and_indicators():
    before, _ = kept_result("cixi-2017", "round-2016")
    result, rubric = kept_result("cixi-2017", "round-2017")
    report = report_of(result, rubric, before)
    assert (report.earlier.period, report.earlier.rubric) == ("2016", "department-assessment@2016.1")
    parts = {unit.id: unit for unit in before.units}
    for card in report.units:
        assert card.earlier == parts.get(card.id)
        earlier = {part.id: part for part in parts[card.id].indicators} if card.id in parts else {}
        assert {id_: line.earlier for id_, line in card.lines.items()} == {id_: earlier.get(id_) for id_ in card.lines}


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({}, {"1.1": "1.1", "1.2": "1.2", "1.3": "1.3"}),
        ({"1.1": ("1.3",), "1.3": ("1.1",)}, {"1.3": "1.1", "1.2": "1.2", "1.1": "1.3"}),
        (
            {"1.1": ("1.1", "1.2"), "1.2": ()},
            {"1.3": "1.3"},
        ),  # what was split is none of its parts, what is gone nothing
        ({"1.1": ("1.3",)}, {"1.2": "1.2"}),  # two became one: neither is what it is now
    ],
    ids=["unchanged", "renumbered", "split", "merged"],
)
def test_indicators_are_known_by_the_ids_of_now(moved, expected):
    before, _ = kept_result("cixi-2017", "round-2016")
    found = earlier_of(before, Migration(moved) if moved else UNCHANGED).indicators[before.units[0].id]
    some = ("1.1", "1.2", "1.3")
    assert {new: part.id for new, part in found.items() if new in some or part.id in some} == expected


def test_blocks_are_classes_only_where_the_ranks_are_those_of_the_classes():
    report = kept_report("cixi-2017", "round-2017")
    assert [(group and group.title, len(cards)) for group, cards in blocks_of(report.units, report)] == [
        ("行政执法部门", 13), ("镇（街道）", 6),
    ]  # fmt: skip
    result, rubric = kept_result("cixi-2017", "round-2017")
    told = result.model_dump(by_alias=True, exclude_unset=True)
    told["provenance"]["ranked"] = {"within": "all", "provisional": False}
    units = sorted(told["units"], key=lambda unit: -float(unit["score"] or 0))
    told["units"] = [{**unit, "rank": place if unit["score"] else None} for place, unit in enumerate(units, 1)]
    across = report_of(Result.model_validate(told), rubric)
    assert [(group, len(cards)) for group, cards in blocks_of(across.units, across)] == [(None, 19)]
    assert [card.id for card in across.units] == [unit["id"] for unit in units]


@pytest.mark.parametrize(("within", "blocks"), [("all", [(None, 19)]), ("class", [("department", 13), ("town", 6)])])
def test_a_class_that_stands_wholly_above_another_is_no_block_where_all_are_ranked_together(within, blocks):
    result, rubric = kept_result("cixi-2017", "round-2017")
    told = result.model_dump(by_alias=True, exclude_unset=True)
    told["provenance"]["ranked"] = {"within": within, "provisional": False}
    classes = list(rubric.document.classes)
    units = sorted(told["units"], key=lambda unit: classes.index(unit["class"]))
    told["units"] = [{**unit, "rank": place} for place, unit in enumerate(units, 1)]
    report = report_of(Result.model_validate(told), rubric)
    assert [card.id for card in report.units] == [unit["id"] for unit in units]
    assert [(group and group.id, len(cards)) for group, cards in blocks_of(report.units, report)] == blocks
    table = standings(tongues_of({"zh": report}, "zh"))
    titles = {None: "", "department": "行政执法部门", "town": "镇（街道）"}
    assert [(block.title, len(block.rows)) for block in table.blocks] == [(titles[one], count) for one, count in blocks]
    assert ("class" in [column.name for column in table.columns]) == (within == "all")


def test_no_units_no_blocks_but_one_empty():
    report = changed_report("cixi-2017", "round-2017", lambda _: [])
    assert list(blocks_of(report.units, report)) == [(None, ())]
