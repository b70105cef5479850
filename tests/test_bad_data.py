"""One file for each mistake in data; what is said about it stands in the file, or beside it where it has no comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.catalogue import Language
from lawscore.catalogue.en_submissions import MESSAGES
from lawscore.loading.rubrics import load_file
from lawscore.loading.submissions import load_submissions
from lawscore.problems import Problem

HERE = Path(__file__).parent / "bad_data"
RUBRIC = load_file(HERE / "rubric.yaml").rubric
CASES = sorted(path for path in HERE.iterdir() if path.suffix in (".yaml", ".json", ".csv") and path.stem != "rubric")


def promised(path: Path, language: Language) -> list[str]:
    """The lines `# zh …` of a YAML file, `zh …` of the file beside another."""
    mark = f"# {language} " if path.suffix == ".yaml" else f"{language} "
    text = path if path.suffix == ".yaml" else path.with_name(path.name + ".said")
    return [line.removeprefix(mark) for line in text.read_text("utf-8").splitlines() if line.startswith(mark)]


def told(problem: Problem, language: Language) -> str:
    """`line:column message → hint`, with the severity where it is no error."""
    place = f"{problem.where.line}:{problem.where.column}" if problem.where.line else "-"
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    message = problem.message(language).replace(str(HERE) + "/", "")
    hint = problem.hint_text(language)
    return f"{place} {kind}{message}" + (f" → {hint}" if hint else "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_file_says_what_it_promises(path: Path, language: Language) -> None:
    assert RUBRIC is not None
    gathered = load_submissions(RUBRIC, [path])
    expected = promised(path, language)
    if language == "en" and not expected:
        pytest.skip("said in Chinese only")
    assert expected, "the file does not say what is expected"
    assert [told(problem, language) for problem in gathered.problems] == expected


def test_every_unit_is_scored_all_the_same() -> None:
    assert RUBRIC is not None
    for path in CASES:
        gathered = load_submissions(RUBRIC, [path])
        for facts in gathered.units:
            assert set(facts.values) == set(RUBRIC.fields), path.name


#: Said by tests of their own, since they take two files, another rubric, or a file that is no text.
ELSEWHERE = {
    "calendar_differs",
    "charged_to_nobody",
    "class_of_one",
    "charged_to_open",
    "compared_with_nobody",
    "parent_unknown",
    "layer_of_units_below",
    "no_units_below",
    "charged_not_applicable",
    "adjustment_nothing_charged",
    "adjustment_nothing_waived",
    "adjustment_not_applicable",
    "adjustment_not_leaf",
    "given_differs",
    "roles_not_declared",
    "data_kind_unknown",
    "csv_broken",
}


def test_every_problem_of_data_has_its_file() -> None:
    assert RUBRIC is not None
    said = {problem.code for path in CASES for problem in load_submissions(RUBRIC, [path]).problems}
    codes = {key.removeprefix("problem.") for key in MESSAGES if key.startswith("problem.")}
    assert codes - said == ELSEWHERE
