"""What the command line sets is told as it was typed, and one name set twice is one name in any width."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.cli.app import build

RUBRIC = """
lawscore: 1
calculation: 1
rubric: demo
version: "1"
status: published
title: t
issued: {note: x}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
fields: {n: count}
indicators: [{id: "1.1", title: a, points: 10, rules: [{id: r, deduct: 1, each: n}]}]
"""
DATA = "lawscore: 1\nrubric: demo@1\nsubmissions: [{unit: u, values: {n: 1}}]\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--value", "n=2", "--value", "ｎ=3"], "'ｎ' is set twice"),
        (["--value", "n=['x']"], "error --value n=['x']: expected a single value, got a list"),
        (["--value", "n={value: 3}"], "error --value n={value: 3}: expected a single value, got a mapping"),
    ],
)
def test_what_was_typed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str):
    (tmp_path / "demo.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "data.yaml").write_text(DATA, encoding="utf-8")
    files = [str(tmp_path / "demo.yaml"), str(tmp_path / "data.yaml")]
    words = ["what-if", *files, "--unit", "u", *options, "--lang", "en"]
    with pytest.raises(SystemExit) as ended:
        build(words)(words, standalone_mode=True)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err.splitlines()
