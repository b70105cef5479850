"""Laws of effects: parts add up, nothing set moves nobody, and a change there and back is no change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.analysis.diff.addresses import Addresses
from lawscore.analysis.diff.tree import tree_of
from lawscore.library import Assessment
from lawscore.numbers import NotANumber, parse_number

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "examples" / "cixi-2017" / "departments.generated.yaml"


@cache
def rubric(version: str) -> lawscore.Rubric:
    return lawscore.load_rubric(ROOT / "rubrics" / "department-assessment" / f"{version}.yaml")


@cache
def scored() -> Assessment:
    return lawscore.assess(rubric("2017.1"), DATA)


def numbers() -> list[str]:
    """The addresses of all plain numbers of the rubric's indicators."""
    addresses = Addresses(tree_of(rubric("2017.1").document))
    return [
        one
        for one, path in addresses.paths.items()
        if path[0] == "indicators"
        and isinstance(value := addresses.value(path), str)
        and _is_number(value)
        and path[-1] != "id"
    ]


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NotANumber:
        return False
    return True


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    st.dictionaries(
        st.sampled_from(numbers()), st.integers(0, 12).map(lambda number: str(number / 4)), min_size=1, max_size=4
    )
)
def test_the_parts_add_up_to_the_change_whatever_is_set(values):
    try:
        found = lawscore.what_if(rubric("2017.1"), scored().gathered, {"set": values})
    except lawscore.QuestionError:
        assume(False)
    for one in found:
        assert one.change is None or sum(part.points for part in one.parts) == one.change
    compared = [one for one in found if one.change is not None]
    assert found.spread.units == found.spread.rise + found.spread.fall + found.spread.stay == len(compared)
    for one in found.crossings:
        assert one.crossing is not None
        assert one.crossing.reasons
        kept = (one.after.score or 0) - sum(part.points for part in one.crossing.deciding)
        assert not one.crossing.deciding or kept != one.after.score


def test_what_is_already_so_moves_nobody():
    addresses = Addresses(tree_of(rubric("2017.1").document))
    values = {one: addresses.value(addresses.paths[one]) for one in numbers()}
    found = lawscore.what_if(rubric("2017.1"), scored().gathered, {"set": values})
    assert len(found.diff) == 0
    assert not any(one.is_moved for one in found)


def test_there_and_back_is_no_change():
    there = lawscore.effect(rubric("2016.1"), rubric("2017.1"), DATA)
    back = lawscore.effect(rubric("2017.1"), rubric("2016.1"), DATA)
    for one in there:
        assert one.change is not None
        assert one.change == -(back[one.unit.id].change or 0)
        assert [(part.ids, part.points) for part in one.parts] == [
            (part.ids, -part.points) for part in back[one.unit.id].parts
        ]


def test_the_effect_is_what_both_assessments_say():
    found = lawscore.effect(rubric("2016.1"), rubric("2017.1"), DATA)
    for version, cards in (("2016.1", [one.before for one in found]), ("2017.1", [one.after for one in found])):
        alone = lawscore.assess(rubric(version), DATA)
        assert [(card.score, card.rank, card.grade) for card in cards] == [
            (one.score, one.rank, one.grade) for one in alone
        ]


@pytest.mark.parametrize("page", ["diff.md", "diff.zh-CN.md", "what-if.md", "what-if.zh-CN.md"])
def test_the_python_of_the_pages_runs(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in text.split("```python\n")[1:]]
    assert blocks
    for block in blocks:
        exec(block, {})
    assert capsys.readouterr().out
