"""Reports for tests: of made-up rubrics and units, and of the results that the examples keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lawscore.assessing import Assessment, assess_facts
from lawscore.catalogue import Language
from lawscore.loading.rubrics import load_file
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result
from lawscore.results.writing import result_of
from lawscore.rubric.bound import Rubric
from tests.property.strategies import Case

ROOT = Path(__file__).parents[1]


def made_report(case: Case, language: Language = "zh") -> tuple[Assessment, Report]:
    """The report of a made-up case, and the assessment that it is of."""
    assessment = assess_facts(case.rubric, case.facts, case.givens)
    result = Result.model_validate(result_of(assessment, language))
    return assessment, report_of(result, case.rubric)


@cache
def kept_result(example: str, name: str) -> tuple[Result, Rubric]:
    """A result that an example keeps, and the rubric that made it."""
    result = Result.model_validate_json(
        (ROOT / "examples" / example / "expected" / f"{name}.json").read_text(encoding="utf-8")
    )
    loaded = load_file(ROOT / "rubrics" / result.rubric.id / f"{result.rubric.version}.yaml")
    assert loaded.rubric is not None
    return result, loaded.rubric


def kept_report(example: str, name: str, language: Language = "zh") -> Report:
    """Its report."""
    result, rubric = kept_result(example, name)
    return report_of(result, rubric, language=language)


def changed_report(
    example: str, name: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], language: Language = "zh"
) -> Report:
    """The report of a kept result whose units were changed: `change` makes other units of them."""
    result, rubric = kept_result(example, name)
    told = result.model_dump(by_alias=True, exclude_unset=True)
    return report_of(Result.model_validate({**told, "units": change(told["units"])}), rubric, language=language)
