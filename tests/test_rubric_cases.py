"""The cases that stand beside the rubrics of the repository: all hold, and they reach every part or say why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.cases.coverage import coverage_of
from lawscore.cases.loading import ENDING, load_cases
from lawscore.cases.report import failures
from lawscore.cases.running import run_cases
from lawscore.loading.rubrics import find_rubric

RUBRICS = Path(__file__).parent.parent / "rubrics"
FILES = sorted(RUBRICS.glob(f"*/*{ENDING}"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}@{path.name.removesuffix(ENDING)}")
def test_the_cases_of_a_rubric_hold_and_reach_all_of_it(path: Path):
    rubric = find_rubric(path.with_name(path.name.removesuffix(ENDING) + ".yaml"), [RUBRICS]).rubric
    assert rubric is not None
    loaded = load_cases(path, rubric)
    assert loaded.document is not None, [str(problem) for problem in loaded.problems]
    verdicts = list(run_cases(rubric, loaded.document))
    assert failures(verdicts, "zh") == ""
    found = coverage_of(rubric, verdicts, loaded.document.not_reached)
    assert ([part.name for part in found.open], found.unknown) == ([], ())
