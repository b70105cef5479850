"""What forbids a rubric is found by the checks that may prove an error, and is the same as among all findings."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from lawscore.checking import CHECKS, check_rubric, rubric_errors
from lawscore.loading.judging import rubric_problems, what_forbids
from lawscore.loading.rubrics import load_file, load_text
from lawscore.problems import errors

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import checks as pages_of_checks  # noqa: E402

RUBRICS = sorted(
    path for path in (ROOT / "rubrics").glob("*/*.yaml") if not path.name.endswith((".cases.yaml", ".migration.yaml"))
)
#: For each check a rubric that it speaks of.
PAGES = pages_of_checks.sources()


def agree(loaded):
    """The errors of a rubric, found in either way."""
    found = rubric_errors(loaded.rubric)
    assert found == errors(check_rubric(loaded.rubric))
    told = rubric_problems(loaded, [ROOT / "rubrics"])
    assert what_forbids(loaded, [ROOT / "rubrics"]) == [
        one for one in told if one.severity == "error" or one in loaded.problems
    ]
    return found


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_of_the_rubrics_of_the_repository(path):
    assert agree(load_file(path)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.check.id)
def test_of_what_each_check_speaks_of(page):
    found = agree(load_text(page.bad))
    assert (page.check.code in {one.code for one in found}) == (page.check.severity == "error")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_function_of_a_check_has_its_name(check):
    if check.module:
        assert {check.code, check.together or check.code} <= set(
            vars(import_module(f"lawscore.checking.{check.module}"))
        )
    else:
        assert check.family == "acceptance"
