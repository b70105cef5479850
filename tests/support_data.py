"""The small rubric of the tests about data, and data written as YAML text."""

from __future__ import annotations

from pathlib import Path

from lawscore.assessing import Assessment, assess_facts
from lawscore.facts.unit import Layer, UnitFacts
from lawscore.loading.data_documents import located_document
from lawscore.loading.rubrics import load_file
from lawscore.loading.yaml_reader import read_yaml
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather
from lawscore.submission.places import Located


def _rubric() -> Rubric:
    loaded = load_file(Path(__file__).parent / "bad_data" / "rubric.yaml")
    assert loaded.rubric is not None, [problem.message("en") for problem in loaded.problems]
    return loaded.rubric


RUBRIC = _rubric()


def document(text: str, name: str = "a.yaml") -> Located:
    """A data document that is sound as far as its shape goes."""
    source, problems = read_yaml(text if "lawscore" in text else f"lawscore: 1\n{text}", name)
    assert source is not None
    located, found = located_document(source, problems)
    assert [problem.message("en") for problem in found] == []
    assert located is not None
    return located


def gathered(*texts: str, layer: Layer | None = None, rubric: Rubric = RUBRIC) -> Gathered:
    """What several documents come to; they are called a.yaml, b.yaml, …"""
    documents = [document(text, f"{chr(ord('a') + place)}.yaml") for place, text in enumerate(texts)]
    return gather(rubric, documents, layer=layer)


def unit(found: Gathered, unit_id: str = "tieling") -> UnitFacts:
    """The facts of one unit."""
    return next(facts for facts in found.units if facts.unit.id == unit_id)


def said(found: Gathered, language: str = "en", *, errors_only: bool = True) -> list[str]:
    """The problems as `file:line:column message`."""
    return [
        f"{problem.where} {problem.message(language)}"  # type: ignore[arg-type]
        for problem in found.problems
        if problem.severity == "error" or not errors_only
    ]


def assessed(rubric: Rubric, *texts: str, layer: Layer | None = None) -> Assessment:
    """The assessment of several documents under a rubric."""
    found = gathered(*texts, layer=layer, rubric=rubric)
    return assess_facts(rubric, found.units, found.givens, found.problems, calendar=found.calendar)
