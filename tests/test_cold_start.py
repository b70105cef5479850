"""A command starts with what it needs: no engine to lay a file out, no office papers to score."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VILLAGES = "rubrics/village/2023.1.yaml", "examples/heyan-2023/villages.generated.yaml"
ENGINE = {"assessing", "checking", "library", "ranking", "scoring"}

#: Runs the command and writes, on the last line, which parts of the package it imported.
_RUN = """
import sys
from lawscore.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print()
print(*{name.split(".")[1] for name in sys.modules if name.startswith("lawscore.")})
"""


def parts(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


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
