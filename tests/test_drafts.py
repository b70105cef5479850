"""What comes of a draft says so, in every command and format; what comes of a published version does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawscore.cli.app import build

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: a
version: "{version}"
status: {status}
title: 考核细则
issued: {{note: 示例}}
period: {{from: {version}-01-01, to: {version}-12-31}}
points: 10
fields: {{通报: count}}
indicators: [{{id: a, points: 6, rules: [{{id: r, deduct: 1, each: 通报}}]}}, {{id: b, points: 4, rules: [{{id: s, deduct: 1, each: 通报}}]}}]
ranking: {{within: all, using: shown, method: competition}}
"""
DATA = "lawscore: 1\nunits: [{id: x, name: 甲}, {id: y, name: 乙}]\nsubmissions: [{unit: x, values: {通报: 1}}, {unit: y, values: {通报: 2}}]\n"
CASES = "lawscore: 1\nrubric: a@{version}\ncases: [{{case: 一件, values: {{通报: 1}}, expect: {{total: 8}}}}]\n"


@pytest.fixture(params=["draft", "published"])
def folder(tmp_path: Path, request, monkeypatch) -> Path:
    (tmp_path / "rubrics" / "a").mkdir(parents=True)
    for version in ("2022", "2023"):
        text = RUBRIC.format(version=version, status=request.param)
        (tmp_path / "rubrics" / "a" / f"{version}.yaml").write_text(text, encoding="utf-8")
        cases = CASES.format(version=version)
        (tmp_path / "rubrics" / "a" / f"{version}.cases.yaml").write_text(cases, encoding="utf-8")
    (tmp_path / "data.yaml").write_text(DATA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, words: str, language: str) -> tuple[str, str]:
    arguments = [*words.split(), "--lang", language]
    build(arguments)(arguments, standalone_mode=False)
    told = capsys.readouterr()
    return told.out, told.err


COMMANDS = (
    "score a@2023 data.yaml",
    "score a@2023 data.yaml --view indicators",
    "rank a@2023 data.yaml",
    "missing a@2023 data.yaml",
    "layers a@2023 data.yaml",
    "rectify a@2023 data.yaml",
    "compare a@2023 data.yaml --before a@2022 data.yaml",
    "sensitivity a@2023 data.yaml --draws 0",
    "coverage a@2023",
    "diff a@2022 a@2023",
    "diff a@2022 a@2023 --data data.yaml",
    "what-if a@2023 data.yaml --set a.points=5",
)  # fmt: skip
BY_TEXT = (
    *COMMANDS,
    "explain a@2023 data.yaml --unit x",
    "explain a@2023 data.yaml --unit x --indicator a",
    "layers a@2023 data.yaml --unit x",
    "test a@2023",
    "show a@2023",
    "show a@2023 --indicator a",
    "docs a@2023",
    "versions a",
)  # fmt: skip


@pytest.mark.parametrize("command", BY_TEXT)
@pytest.mark.parametrize(("language", "mark"), [("zh", "草案"), ("en", "draft")])
def test_a_text_says_so(folder, request, capsys, command, language, mark):
    out, _ = run(capsys, command, language)
    assert (mark in out) == ("draft" in request.node.callspec.params["folder"])


@pytest.mark.parametrize("command", COMMANDS)
def test_beside_csv_it_is_said_on_stderr(folder, request, capsys, command):
    out, err = run(capsys, f"{command} --format csv", "zh")
    assert "草案" not in out
    assert ("a@2023 是草案\n" in err) == (request.node.callspec.params["folder"] == "draft")


@pytest.mark.parametrize("command", [one for one in COMMANDS if not one.startswith(("missing", "coverage"))])
def test_json_has_the_status(folder, request, capsys, command):
    told = json.loads(run(capsys, f"{command} --format json", "zh")[0])
    status = request.node.callspec.params["folder"]
    part = told["after"] if "after" in told else told.get("diff", told).get("rubric") or told["diff"]["after"]
    assert part["status"] == status


def test_verify_says_so_too(folder, request, capsys):
    (folder / "result.json").write_text(run(capsys, "score a@2023 data.yaml --format json", "zh")[0], encoding="utf-8")
    draft = request.node.callspec.params["folder"] == "draft"
    assert ("（草案）" in run(capsys, "verify result.json --data data.yaml", "zh")[0]) == draft
    told = json.loads(run(capsys, "verify result.json --data data.yaml --format json", "zh")[0])
    assert (told["rubric"], told["status"]) == ("a@2023", "draft" if draft else "published")
    assert ("是草案" in run(capsys, "verify result.json --data data.yaml --format csv", "zh")[1]) == draft
