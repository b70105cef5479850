"""The cases that stand beside a rubric, read with every mistake at its place."""

from __future__ import annotations

from pathlib import Path

from lawscore.cases.document import CasesDocument
from lawscore.classes import dataclass
from lawscore.loading.files import read_text
from lawscore.loading.validating import Validated, validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, errors
from lawscore.rubric.bound import Rubric

ENDING = ".cases.yaml"


@dataclass(frozen=True, slots=True)
class LoadedCases:
    """What became of a file of cases. `document` is None where there are errors."""

    path: Path
    document: CasesDocument | None
    problems: tuple[Problem, ...] = ()


def cases_beside(rubric_file: str | Path) -> Path:
    """Where the cases of a rubric stand: `2023.1.cases.yaml` beside `2023.1.yaml`."""
    path = Path(rubric_file)
    return path.with_name(path.name.removesuffix(path.suffix) + ENDING)


def load_cases(path: Path, rubric: Rubric) -> LoadedCases:
    """Read and validate a file of cases of a rubric."""
    text, problems = read_text(path)
    if text is None:
        return LoadedCases(path, None, tuple(problems))
    source, found = read_yaml(text, str(path))
    problems += found
    if source is None:
        return LoadedCases(path, None, tuple(problems))
    validated = validate(CasesDocument, source)
    problems += validated.problems
    if validated.value is not None:
        problems += _named(validated, rubric)
    problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    return LoadedCases(path, None if errors(problems) else validated.value, tuple(problems))


def _named(validated: Validated[CasesDocument], rubric: Rubric) -> list[Problem]:
    """Cases of another rubric, and two cases of one name."""
    document = validated.value
    assert document is not None  # asked only of what was read
    found: list[Problem] = []
    if document.rubric is not None and document.rubric not in (rubric.name, rubric.id):
        facts = {"given": document.rubric, "rubric": rubric.name}
        found.append(Problem(code="case_rubric_differs", where=validated.where(("rubric",)), facts=facts))
    seen: set[str] = set()
    for number, case in enumerate(document.cases):
        if case.case in seen:
            where = validated.where(("cases", number, "case"))
            found.append(Problem(code="case_doubled", where=where, facts={"case": case.case}))
        seen.add(case.case)
    return found
