"""A command starts with what it needs: no engine to lay a file out, no office papers to score, no model that no document has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VILLAGES = "rubrics/village/2023.1.yaml", "examples/heyan-2023/villages.generated.yaml"
ENGINE = {"assessing", "checking", "library", "ranking", "scoring"}

#: Runs the command and writes, on the last line, the modules that it imported, and before that the models it built.
_RUN = """
import sys
from lawscore.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print()
models = sys.modules.get("lawscore.models")
below = models.Model.__subclasses__() if models else []
for model in below:
    below += model.__subclasses__()
print(*{model.__name__ for model in below if model.__pydantic_complete__})
print(*sys.modules)
"""


def started(*arguments: str) -> tuple[set[str], set[str]]:
    """The modules that a run imported and the models that it built."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *_, models, modules = done.stdout.split("\n")[:-1]
    return set(modules.split()), set(models.split())


def parts(*arguments: str) -> set[str]:
    """The parts of the package among them."""
    return {name.split(".")[1] for name in started(*arguments)[0] if name.startswith("lawscore.")}


@pytest.mark.parametrize(
    "arguments",
    [("schema",), ("schema", "data"), ("fmt", "--check", VILLAGES[0]), ("versions",), ("--help",)],
    ids=" ".join,
)
def test_what_scores_nothing_starts_without_the_engine(arguments):
    assert parts(*arguments).isdisjoint(ENGINE)


@pytest.mark.parametrize("arguments", [("--help",), ("fmt", "--check", VILLAGES[0])], ids=" ".join)
def test_what_looks_into_no_rubric_starts_without_rules(arguments):
    assert parts(*arguments).isdisjoint({"rules", "rubric", "submission"})


def test_scoring_starts_without_papers_edits_and_schemas():
    found = parts("score", *VILLAGES)
    assert found >= {"assessing", "scoring"}
    assert found.isdisjoint({"analysis", "cases", "conformance", "editing", "office", "schemas", "watching"})


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small rubric and its data."""
    folder = tmp_path_factory.mktemp("rubrics") / "small"
    folder.mkdir()
    (folder / "2023.1.yaml").write_text(RUBRIC, encoding="utf-8")
    data = folder.parent / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    return started("score", str(folder / "2023.1.yaml"), str(data))


RUBRIC = """\
lawscore: 1
calculation: 1
rubric: small
version: '2023.1'
status: draft
title: 小细则
issued: {note: 试用}
period: {from: 2023-01-01, to: 2023-12-31}
points: 2
fields:
  会议次数: {type: count}
indicators:
  - {id: "1", points: 2, rules: [{deduct: 0.5, per: 1, below: 4, of: 会议次数}]}
"""
DATA = """\
lawscore: 1
period: {from: 2023-01-01, to: 2023-12-31}
units: [{id: a, name: 甲县}]
submissions: [{unit: a, values: {会议次数: 3}}]
"""


def test_a_small_file_is_scored_with_few_modules(small):
    modules, _ = small
    own = {name for name in modules if name.startswith("lawscore.")}
    assert len(own) <= 215
    assert modules.isdisjoint({"numpy", "pyarrow"})


def test_of_the_commands_only_the_one_that_is_asked_for_is_imported(small):
    modules, _ = small
    assert "lawscore.cli.score" in modules
    assert modules.isdisjoint(
        {"lawscore.cli.commands", "lawscore.cli.report", "lawscore.cli.testing", "lawscore.cli.watch"}
    )


def test_a_text_without_mistakes_needs_nothing_that_tells_mistakes(small):
    modules, _ = small
    late = {"yaml_mending", "yaml_mends", "yaml_syntax", "findings", "sentences", "shapes"}
    assert modules.isdisjoint({f"lawscore.loading.{name}" for name in late} | {"lawscore.reports.problem_text"})


def test_checks_that_can_prove_no_error_are_not_imported(small):
    modules, _ = small
    assert "lawscore.checking.points" in modules
    assert modules.isdisjoint({"lawscore.checking.sentences", "lawscore.checking.figures", "lawscore.checking.copies"})


def test_only_the_models_that_a_document_has_are_built(small):
    _, models = small
    assert models >= {"Document", "DataDocument", "Deduct", "FieldSpec"}
    assert models.isdisjoint({"Award", "Place", "PriceList", "PanelMeasure", "Ranking", "Grades", "Veto", "Also"})
