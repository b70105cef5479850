"""Locked versions: what a published rubric means is recorded, and a change of it stops whoever loads it by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.loading.rubrics import find_rubric
from tests.support import HEAD
from tests.support_cli import run

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: published
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
fields: {通报: count}
indicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 通报}]}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "sample").mkdir()
    path = tmp_path / "sample" / "1.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    return path


def lock(file: Path, *arguments: str) -> tuple[int, str, str]:
    return run("lock", "sample@1", "--rubrics", str(file.parent.parent), *arguments, lang="zh")


def loaded(file: Path):
    return find_rubric("sample@1", [file.parent.parent])


def test_a_published_version_is_locked_once_and_stays_what_it_is(file):
    beside = file.with_name("1.lock")
    assert lock(file, "--check") == (1, "", f"sample@1 没有锁定（应有 {beside}）\n")
    assert lock(file) == (0, f"已锁定 sample@1：{beside}\n", "")
    rubric = loaded(file).rubric
    assert beside.read_text(encoding="utf-8") == f"sample@1 {rubric.digest}\n"
    assert lock(file) == (0, f"sample@1 已锁定，含义未变：{beside}\n", "")
    assert lock(file, "--check")[0] == 0


def test_a_lock_that_cannot_be_written_is_said(file):
    beside = file.with_name("1.lock")
    beside.mkdir()
    assert lock(file) == (2, "", f"无法写入 {beside}：Is a directory\n")


def test_comments_and_blanks_may_change_and_points_may_not(file):
    lock(file)
    file.write_text("# 注释\n" + RUBRIC.replace("deduct: 1, each", "deduct:  1,  each"), encoding="utf-8")
    assert loaded(file).rubric is not None
    file.write_text(RUBRIC.replace("deduct: 1", "deduct: 2"), encoding="utf-8")
    found = loaded(file)
    assert found.rubric is None
    assert [problem.code for problem in found.problems] == ["lock_broken"]
    status, out, told = lock(file)
    assert (status, out) == (1, "")
    assert told.splitlines()[0].startswith(f"错误 {file}:1:1: sample@1 已锁定，但含义有改动：锁定时为 sha256:")
    assert (
        told.splitlines()[1]
        == f"提示：把改动写入新版本，原版本恢复原样；确需废止这一版本的，删去 {file.with_name('1.lock')}"
    )
    assert [problem.code for problem in find_rubric(file).problems] == ["lock_broken"]  # by its path too


def test_a_version_that_another_names_must_mean_what_it_meant(file, tmp_path):
    lock(file)
    file.write_text(RUBRIC.replace("deduct: 1", "deduct: 2"), encoding="utf-8")
    above = tmp_path / "above.yaml"
    head = "\n".join(
        f"{key}: {value}" for key, value in HEAD.items() if isinstance(value, str) and key not in ("version", "rubric")
    )
    above.write_text(
        f"""{head}
rubric: above
version: "1"
issued: {{note: 示例}}
period: {{from: 2023-01-01, to: 2023-12-31}}
measures: {{乡镇均分: {{units: mean, of: score, below: this, with: sample@1}}}}
indicators: [{{id: a, points: 100, rules: [{{import: 乡镇均分, out_of: 100}}]}}]
""",
        encoding="utf-8",
    )
    found = find_rubric(above, [tmp_path])
    assert [problem.code for problem in found.problems] == ["with_broken", "lock_broken"]


def test_drafts_are_not_locked(file):
    file.write_text(RUBRIC.replace("published", "draft"), encoding="utf-8")
    assert lock(file) == (1, "", "sample@1 还是草案：印发后将 status 写为 published 再锁定\n")
    assert not file.with_name("1.lock").exists()


def test_a_lock_that_is_no_lock_says_what_one_is(file):
    beside = file.with_name("1.lock")
    beside.write_text("锁\n", encoding="utf-8")
    assert lock(file) == (1, "", f"错误 {beside}:1:1: 锁定文件应只有一行：编号@版本 sha256:摘要\n")
    beside.write_text(f"other@1 sha256:{'0' * 64}\n", encoding="utf-8")
    assert lock(file)[2].splitlines()[0] == f"错误 {file}:1:1: 锁定文件记的是 other@1，不是 sample@1"


def test_a_file_must_hold_the_version_that_its_name_says(file):
    file.rename(file.with_name("2.yaml"))
    found = find_rubric("sample@2", [file.parent.parent])
    assert found.rubric is None
    assert [str(problem).removeprefix(str(file.parent)) for problem in found.problems] == [
        "/2.yaml:4:10: 文件中的细则是 sample@1，不是 sample@2：文件名和文件中的 rubric、version 应当一致"
    ]
    assert find_rubric(file.with_name("2.yaml")).rubric is not None
