"""`lawscore fmt`, as its users meet it."""

import io
import sys
from pathlib import Path

import pytest
from support_editing import run

LOOSE = """\
# 说明
title: 考核细则
lawscore: 1
rubric: "county"   # 编号
indicators:
- {id: 1, rules: [{text: 迟报的，扣1分, deduct: 1, each: '迟报件数'}]}
"""
TIGHT = """\
# 说明
lawscore: 1
rubric: county  # 编号
title: 考核细则

indicators:
  - id: "1"
    rules:
      - deduct: 1
        each: 迟报件数
        text: 迟报的，扣1分
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a").mkdir()
    Path("a/loose.yaml").write_text(LOOSE, "utf-8")
    Path("a/tight.yaml").write_text(TIGHT, "utf-8")
    return tmp_path


def test_files_are_written_in_the_canonical_layout_and_named(folder, capsys):
    assert run(capsys, "fmt", "a") == (0, "a/loose.yaml：已改写\n", "改写1个文件，1个文件格式无误\n")
    assert Path("a/loose.yaml").read_text("utf-8") == TIGHT
    done = (0, "", "0 files written anew, 2 already as they should be\n")
    assert run(capsys, "fmt", "a/loose.yaml", "a", lang="en") == done


def test_both_endings_of_yaml_files_are_taken_from_a_folder(folder, capsys):
    Path("a/loose.yaml").rename("a/loose.yml")
    assert run(capsys, "fmt", "--check", "a") == (1, "a/loose.yml\n", "1个文件需要改写，1个文件格式无误\n")


def test_check_lists_the_files_and_writes_nothing(folder, capsys):
    assert run(capsys, "fmt", "--check", "a") == (1, "a/loose.yaml\n", "1个文件需要改写，1个文件格式无误\n")
    assert run(capsys, "fmt", "--check", "a/tight.yaml")[0] == 0
    assert Path("a/loose.yaml").read_text("utf-8") == LOOSE


def test_diff_shows_the_lines_and_writes_nothing(folder, capsys):
    status, told, said = run(capsys, "fmt", "--diff", "a")
    assert (status, said) == (0, "")
    assert told.splitlines()[:2] == ["--- a/loose.yaml", "+++ a/loose.yaml"]
    assert "+rubric: county  # 编号" in told.splitlines()
    assert run(capsys, "fmt", "--diff", "--check", "a")[0] == 1
    assert Path("a/loose.yaml").read_text("utf-8") == LOOSE


def test_a_file_with_other_line_ends_or_a_mark_at_its_beginning_is_written_anew(folder, capsys):
    Path("a/loose.yaml").write_bytes(b"\xef\xbb\xbf" + TIGHT.replace("\n", "\r\n").encode())
    assert run(capsys, "fmt", "--check", "a/loose.yaml")[0] == 1
    run(capsys, "fmt", "a/loose.yaml")
    assert Path("a/loose.yaml").read_bytes() == TIGHT.encode()


def test_standard_input_goes_to_standard_output(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LOOSE.encode())))
    assert run(capsys, "fmt", "-") == (0, TIGHT, "")


def test_a_file_with_slips_is_refused_with_all_of_them_and_the_others_are_written(folder, capsys):
    Path("a/bad.yaml").write_text("title：细则\npoints:1\n", "utf-8")
    status, told, said = run(capsys, "fmt", "a", lang="en")
    assert (status, told) == (2, "a/loose.yaml: written anew\n")
    assert said.startswith("error a/bad.yaml:1:6: 'title：' has a full-width colon")
    assert Path("a/bad.yaml").read_text("utf-8") == "title：细则\npoints:1\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("no.yaml", "找不到此文件"), ("a/x.json", "只有YAML文件有统一格式"), ("empty", "所指的文件夹中没有YAML文件")],
)
def test_what_is_no_yaml_file_is_named(folder, capsys, name, sentence):
    Path("empty").mkdir()
    status, told, said = run(capsys, "fmt", name)
    assert (status, told) == (2, "")
    assert sentence in said


def test_a_layout_that_would_change_the_document_is_our_fault_and_writes_nothing(folder, capsys, monkeypatch):
    import lawscore.editing.formatting as module
    from lawscore.editing.steps import EditError

    monkeypatch.setattr(module, "in_line", lambda *_, **__: "{}")
    Path("a/loose.yaml").write_text("a: {b: 1}\n", "utf-8")
    with pytest.raises(EditError):
        run(capsys, "fmt", "a/loose.yaml")
    assert "这是本软件的错误" in capsys.readouterr().err
    assert Path("a/loose.yaml").read_text("utf-8") == "a: {b: 1}\n"
