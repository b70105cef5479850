"""A version that is locked and calls itself a draft again; one that is locked and extends a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.loading.histories import history_of
from lawscore.loading.locks import lock_beside, lock_of
from lawscore.loading.references import Library
from lawscore.loading.rubrics import find_rubric, load_unlocked

TEXT = """\
lawscore: 1
calculation: 1
rubric: {id}
version: "{version}"
status: published
title: 考核细则
issued: {{note: 示例}}
period: {{from: {version}-01-01, to: {version}-12-31}}
"""
REST = "points: 10\nfields: {通报: count}\nindicators: [{id: a, points: 10, rules: [{id: r, deduct: 1, each: 通报}]}]\n"


def locked(folder: Path, rubric: str, version: str, rest: str = REST) -> Path:
    path = folder / rubric / f"{version}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT.format(id=rubric, version=version) + rest, encoding="utf-8")
    loaded = load_unlocked(path, Library.of([folder]))
    assert loaded.rubric is not None
    lock_beside(path).write_text(str(lock_of(loaded.rubric, loaded.base_digests)), encoding="utf-8")
    return path


def as_draft(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("status: published", "status: draft"), encoding="utf-8")


@pytest.mark.parametrize("reference", ["sample@2024", "sample@latest"])
def test_a_locked_version_cannot_become_a_draft_again(tmp_path, reference):
    locked(tmp_path, "sample", "2023")
    path = locked(tmp_path, "sample", "2024")
    as_draft(path)
    found = find_rubric(reference, [tmp_path])
    assert found.rubric is None
    (problem,) = [one for one in found.problems if one.code == "lock_of_draft"]
    assert (problem.where.file, problem.where.line) == (str(path), 5)
    assert problem.message("zh") == "sample@2024 已锁定，又改回了草案"
    assert problem.message("en") == "sample@2024 is locked and calls itself a draft again"
    assert [row.locked for row in history_of("sample", Library.of([tmp_path])).rows] == ["yes", "broken"]


def test_a_lock_that_holds_is_not_broken_by_the_draft_it_rests_on(tmp_path):
    base = locked(tmp_path, "common", "2023")
    locked(tmp_path, "own", "2023", "extends: common@2023\n")
    lock_beside(base).unlink()
    as_draft(base)
    history = history_of("own", Library.of([tmp_path]))
    assert [row.locked for row in history.rows] == ["yes"]
    assert "extends_draft" in [problem.code for problem in history.problems]
