"""Where versions and other rubrics are looked up beside a file, however its path is written; and how little of them is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.loading.heads import glance, read_head
from lawscore.loading.histories import version_problems
from lawscore.loading.references import folder_around
from lawscore.loading.rubrics import find_rubric, rubric_files
from tests.support_office import ROOT, run

COMMON = """\
lawscore: 1
calculation: 1
rubric: common
version: "1"
status: draft
title: 共同
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
fields: {a: {type: count, label: 甲}}
indicators:
- {id: "1", title: 一, points: 5, rules: [{deduct: 1, each: a}]}
"""
OWN = """\
lawscore: 1
calculation: 1
extends: common@1
rubric: own
version: "2"
supersedes: "{supersedes}"
status: draft
title: 自己
issued: {{note: 示例}}
period: {{from: 2024-01-01, to: 2024-12-31}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("common/1", COMMON), ("own/2", OWN.format(supersedes="1"))):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    first = COMMON.replace("rubric: common", "rubric: own").replace(
        "fields:", "notes: |\n  published: 一\n\n  二\nfields:"
    )
    (tmp_path / "own" / "1.yaml").write_text(first, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("stand", "path"),
    [
        ("own", "2.yaml"),
        ("own", "./2.yaml"),
        (".", "own/2.yaml"),
        ("common", "../own/2.yaml"),
        ("own", "../own/2.yaml"),
    ],
)
def test_what_stands_beside_is_found_wherever_one_stands(folder, monkeypatch, capsys, stand, path):
    monkeypatch.chdir(folder / stand)
    loaded = find_rubric(Path(path))
    assert [problem.message("en") for problem in loaded.problems] == []
    assert loaded.rubric is not None
    assert version_problems(loaded) == []
    assert (folder / stand / folder_around(path)).resolve() == folder.resolve()
    status, _, err = run(capsys, "check", path)
    assert (status, "common@1" in err) == (0, False)


def test_a_version_that_is_missing_is_told_from_inside_its_folder(folder, monkeypatch, capsys):
    (folder / "own" / "2.yaml").write_text(OWN.format(supersedes="0"), encoding="utf-8")
    monkeypatch.chdir(folder / "own")
    for language, said in (
        ("zh", "所替代的版本 0 不存在（own 的其他版本：1）"),
        ("en", "there is no version 0 to supersede (other versions of own: 1)"),
    ):
        told = run(capsys, "check", "2.yaml", lang=language)
        assert said in told[1] + told[2]


@pytest.mark.parametrize(
    "path", list(rubric_files(ROOT / "rubrics")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_glance_says_what_reading_all_of_it_says(path):
    brief, whole = glance(path), read_head(path)
    assert (brief.version, brief.problems) == (whole.version, whole.problems)
    assert brief.source is not None
    assert whole.source is not None
    for key in ("rubric", "version", "status", "period"):
        assert brief.source.where((key,)) == whole.source.where((key,))
    assert "indicators" in whole.source.data
    assert "indicators" not in brief.source.data


@pytest.mark.parametrize(
    "text",
    [
        "{lawscore: 1, rubric: own, version: '3', status: draft, period: {from: 2023-01-01, to: 2023-12-31}}\n",
        COMMON.replace("rubric: common", '"rubric": common'),
        COMMON.replace("title: 共同", 'title: "共同\n细则"'),
        COMMON.replace("\n", "\r\n"),
        "\ufeff# 注\n" + COMMON,
        COMMON.replace("status: draft", "status:"),
        "一二三\n",
        COMMON + "fields: {\n",
    ],
)
def test_of_a_text_in_another_layout_all_is_read(tmp_path, text):
    path = tmp_path / "own" / "3.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8", newline="")
    brief, whole = glance(path), read_head(path)
    if whole.version is not None:
        assert brief.version == whole.version
    elif "fields: {\n" not in text:  # what is broken below the top is not looked at
        assert (brief.version, brief.problems) == (None, whole.problems)
