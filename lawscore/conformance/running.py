"""A case run as a user would run it: the rubric is loaded, the data gathered and scored, the result taken as its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lawscore.checking import check_rubric
from lawscore.classes import dataclass
from lawscore.conformance.case import Case, KitFile
from lawscore.conformance.kit import Base
from lawscore.library import assess
from lawscore.loading.data_documents import located_document
from lawscore.loading.rubrics import Loaded, load_mapping, load_text
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, errors
from lawscore.results.problem_part import problem_part
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a case: why the rubric was refused, or the result and the codes of the check."""

    refused: tuple[str, ...] = ()
    result: Mapping[str, Any] | None = None
    check: tuple[str, ...] = ()


def run_case(file: KitFile, case: Case, base: Base) -> Found:
    """Run one case."""
    loaded = load_case(file, case, base)
    if loaded.rubric is None:
        return Found(refused=tuple(sorted(problem.code for problem in errors(loaded.problems))))
    check = tuple(problem.code for problem in check_rubric(loaded.rubric)) if case.expect.check else ()
    return Found(result=_result(loaded.rubric, case), check=check)


def load_case(file: KitFile, case: Case, base: Base) -> Loaded:
    """The rubric of a case: its own, or that of the file."""
    if case.rubric_text is not None:
        return load_text(f"{base.text.rstrip()}\n{case.rubric_text}")
    others = {name: _other(name, rubric, base) for name, rubric in case.rubrics.items()}
    found = {name: rubric for name, rubric in others.items() if rubric is not None}
    return load_mapping(document_of(case.rubric if case.rubric is not None else file.rubric or {}, base), others=found)


def _other(name: str, fragment: Mapping[str, Any], base: Base) -> Rubric | None:
    """A rubric that another names, under `id@version`."""
    rubric_id, _, version = name.partition("@")
    return load_mapping(document_of({"rubric": rubric_id, "version": version, **fragment}, base)).rubric


def document_of(fragment: Mapping[str, Any], base: Base) -> dict[str, Any]:
    """The whole rubric: the base, the keys of the fragment; `leaf` stands for one indicator called `a`."""
    given = dict(fragment)
    if isinstance(given.get("leaf"), Mapping):
        leaf = given.pop("leaf")
        given = {"points": leaf.get("points", "0"), **given, "indicators": [{"id": "a", **leaf}]}
    return {**base.data, **given}


def _result(rubric: Rubric, case: Case) -> Mapping[str, Any]:
    """The published result; problems of data given as text come first, as those of a file would."""
    if case.data_text is not None:
        gathered, unread = _gathered(rubric, case.data_text)
        result = assess(rubric, gathered, layer=case.layer).to_dict("zh")
        return {**result, "problems": [*(problem_part(problem, "zh") for problem in unread), *result["problems"]]}
    submissions = [{"unit": unit, "values": values} for unit, values in (case.values or {}).items()]
    documents: list[Mapping[str, Any]] = [*case.data, *([{"submissions": submissions}] if submissions else [])]
    found = assess(rubric, documents, layer=case.layer)
    return (found.rank(provisional=True) if case.expect.asks_for_ranges else found).to_dict("zh")


def _gathered(rubric: Rubric, text: str) -> tuple[Gathered, list[Problem]]:
    source, problems = read_yaml(text, "data.yaml")
    if source is None:
        return gather(rubric, []), problems
    located, problems = located_document(source, problems)
    return gather(rubric, [located] if located is not None else []), problems
