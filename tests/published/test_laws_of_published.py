"""The laws of scoring hold on the rubrics of the published indices too, with made-up countries."""

import pytest
from hypothesis import given, settings

from lawscore.loading.rubrics import load_rubric, rubric_files
from tests.property.strategies import Case, Chance, case_of, seeds
from tests.property.test_laws import adds_up, bounds_enclose, nothing_is_quietly_zero, stays_inside
from tests.published.support import PUBLISHED

RUBRICS = {f"{path.parent.name}@{path.stem}": load_rubric(path) for path in rubric_files(PUBLISHED)}
#: Its indicators compare countries: what one country lacks is open for all of them.
COMPARES = "asem-sustainable-connectivity@2018.1"
#: Nothing is missing.
COMPLETE = 10**6


def case(name: str, chance: Chance, gaps: int) -> Case:
    return case_of({}, RUBRICS[name], chance, units=3, gaps=gaps)


@pytest.mark.parametrize("gaps", [40, COMPLETE])
@pytest.mark.parametrize("name", RUBRICS)
@given(chance=seeds())
@settings(max_examples=8)
def test_the_laws_of_scores_hold(name, gaps, chance):
    made_up = case(name, chance, gaps)
    adds_up(made_up)
    stays_inside(made_up)
    nothing_is_quietly_zero(made_up)


@pytest.mark.parametrize("name", [name for name in RUBRICS if name != COMPARES])
@given(chance=seeds())
@settings(max_examples=8)
def test_bounds_enclose_what_comes_later(name, chance):
    bounds_enclose(case(name, chance, 8), tries=2)
