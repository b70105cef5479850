"""Rescoring is scoring: whatever is edited, what is kept and what is made again come to what scoring from nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.analysis.rescoring import rescore
from lawscore.assessing import Assessment, assess_gathered
from lawscore.conformance.case import Case
from lawscore.conformance.running import load_case
from lawscore.library import assess
from lawscore.results.text import json_text
from lawscore.results.writing import result_of
from lawscore.rubric.bound import Rubric
from lawscore.submission.asking import asks_the_same
from lawscore.submission.gathering import Gathered
from tests.property.edits import corrected, edited, facts_for
from tests.property.strategies import Author, Chance, Reporter, bound, chances, rubrics_of_the_repository
from tests.support_kit import KIT

NAMES = sorted(rubrics_of_the_repository())


def written(rubric: Rubric) -> dict[str, Any]:
    """A rubric as it is written, every value a text."""
    return rubric.document.model_dump(mode="json", by_alias=True, exclude_defaults=True)  # type: ignore[no-any-return]


def gathered(chance: Chance, rubric: Rubric, units: int) -> Gathered:
    reporter = Reporter(chance, rubric, gaps=20)
    facts = tuple(reporter.unit(unit) for unit in reporter.roster(units))
    return Gathered(units=facts, givens=reporter.givens())


def same(found: Assessment, expected: Assessment) -> None:
    """All that there is of two assessments is the same: cards with items and bounds, problems, the published result."""
    assert found.cards == expected.cards
    assert found.problems == expected.problems
    assert found.contradictions == expected.contradictions
    assert {unit: scope.card() for unit, scope in found.scopes.items()} == {
        unit: scope.card() for unit, scope in expected.scopes.items()
    }
    assert json_text(result_of(found, "zh")) == json_text(result_of(expected, "zh"))


def after_edits(chance: Chance, before: Rubric, document: Mapping[str, Any], data: Gathered, edits: int) -> None:
    """The law, after each of some edits of the rubric, then of the facts, then with the rubric as it was."""
    assessment = assess_gathered(before, data)
    for _ in range(edits):
        rubric = edited(chance, document)
        if rubric is not None:
            after_an_edit(chance, assessment, rubric, data)


def after_an_edit(chance: Chance, assessment: Assessment, rubric: Rubric, data: Gathered) -> None:
    before = assessment.rubric
    if asks_the_same(before, rubric):
        found = rescore(assessment, rubric)
    else:
        units = tuple(facts_for(chance, before, rubric, facts) for facts in data.units)
        data = replace(data, units=units, givens={**Reporter(chance, rubric).givens(), **data.givens})
        found = rescore(assessment, rubric, data)
    same(found, assess_gathered(rubric, data))
    corrections = tuple(corrected(chance, rubric, facts) if chance.luck(2) else facts for facts in data.units)
    data = replace(data, units=corrections)
    again = rescore(found, rubric, data)
    same(again, assess_gathered(rubric, data))
    data = replace(data, units=tuple(facts_for(chance, rubric, before, facts) for facts in data.units))
    same(rescore(again, before, data), assess_gathered(before, data))


@given(chances(), st.booleans(), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_any_edit_of_any_rubric(chance: Chance, compares: bool, units: int) -> None:
    document = Author(chance, compares=compares).document()
    rubric = bound(document)
    after_edits(chance, rubric, document, gathered(chance, rubric, units), 3)


@pytest.mark.parametrize("name", NAMES)
def test_any_edit_of_the_rubrics_of_the_repository(name: str) -> None:
    rubric = rubrics_of_the_repository()[name]
    chance = Chance(Random(name))
    after_edits(chance, rubric, written(rubric), gathered(chance, rubric, 2), 4)


PARTS = 8


@cache
def rubrics_of_the_kit() -> Mapping[str, tuple[Case, Rubric]]:
    """The cases whose rubric loads: what others are about is how theirs is refused."""
    cases = [(file, case) for file, case in KIT.cases() if case.rubric_text is None and case.data_text is None]
    loaded = {case.id: (case, load_case(file, case, KIT.base).rubric) for file, case in cases}
    return {name: (case, rubric) for name, (case, rubric) in sorted(loaded.items()) if rubric is not None}


@pytest.mark.parametrize("part", range(PARTS))
def test_any_edit_of_the_rubrics_of_the_kit(part: int) -> None:
    names = list(rubrics_of_the_kit())[part::PARTS]
    unedited = []
    for name in names:
        case, before = rubrics_of_the_kit()[name]
        chance = Chance(Random(name))
        after = edited(chance, written(before), before.others)
        if after is None:
            unedited.append(name)
            continue
        submissions = [{"unit": unit, "values": values} for unit, values in (case.values or {}).items()]
        documents: list[Mapping[str, Any]] = [*case.data, *([{"submissions": submissions}] if submissions else [])]
        then, now = (assess(rubric, documents, layer=case.layer) for rubric in (before, after))
        assert then.gathered is not None
        assert now.gathered is not None
        same(rescore(then.results, after, now.gathered), now.results)
        same(rescore(now.results, before, then.gathered), then.results)
        if asks_the_same(before, after):
            assert then.gathered == now.gathered
            same(rescore(then.results, after), now.results)
    assert len(names) > 50
    assert len(unedited) < len(names) / 10, unedited
