"""`watch` says of a rubric what `check` says of it: also of what is wrong between its versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.loading.judging import rubric_problems
from lawscore.loading.rubrics import load_file
from lawscore.problems import Problem, Where, in_order
from lawscore.watching.files import Asked, judged_by
from lawscore.watching.rules import look_at_rules
from tests.support_cli import run

TEXT = """\
lawscore: 1
calculation: 1
rubric: a
version: "{version}"
status: published
title: 考核细则
issued: {{note: 示例}}
basis: 某办法
period: {{from: {start}, to: 2021-12-31}}
points: 10
fields: {{通报: count}}
indicators: [{{id: "1", title: 通报, points: 10, rules: [{{id: r, deduct: 1, each: 通报, at_most: 10, text: 每件扣1分}}]}}]
"""


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "a").mkdir()
    found = tmp_path / "a" / "2021.1.yaml", tmp_path / "a" / "2021.2.yaml"
    for path, start in zip(found, ("2021-01-01", "2021-07-01"), strict=True):
        path.write_text(TEXT.format(version=path.stem, start=start), "utf-8")
    return found


@pytest.mark.parametrize(
    ("language", "told", "none"), [("zh", "考核期间重叠", "0 处错误"), ("en", "the periods overlap", "0 errors")]
)
def test_versions_that_overlap(versions: tuple[Path, Path], language: str, told: str, none: str) -> None:
    later = str(versions[1])
    checked, watched = run("check", later, lang=language), run("watch", later, "--once", lang=language)
    assert (checked.returncode, watched.returncode) == (1, 1)
    assert told in checked.stdout
    assert told in watched.stdout
    assert none not in watched.stdout
    scored = run("score", later, str(versions[0].parent / "none.csv"), lang=language)
    assert told in scored.stderr


def test_a_save_of_the_other_version_is_seen(versions: tuple[Path, Path]) -> None:
    earlier, later = versions
    asked = Asked(rubric=str(later))
    first = look_at_rules(asked)
    assert str(earlier) in judged_by(first.loaded, ())
    assert [problem.code for problem in first.problems] == [
        problem.code for problem in rubric_problems(load_file(later))
    ]
    earlier.write_text(earlier.read_text("utf-8").replace("2021-12-31", "2021-06-30"), "utf-8")
    second = look_at_rules(asked, first)
    gone = {problem.code for problem in first.problems} - {problem.code for problem in second.problems}
    assert gone == {"periods_overlap"}


def test_the_order_of_problems() -> None:
    """Those of the file itself, then each other file's together."""
    places = [("b", 2, 1), ("own", 9, 1), ("a", 7, 1), ("b", 1, 1), ("own", 3, 4), ("own", 3, 2), ("own", 3, 2)]
    found = [Problem(code="x", where=Where(file=file, line=line, column=column)) for file, line, column in places]
    told = [str(problem.where) for problem in in_order(found, "own")]
    assert told == ["own:3:2", "own:3:4", "own:9:1", "a:7:1", "b:1:1", "b:2:1"]
