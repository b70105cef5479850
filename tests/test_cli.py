"""The command as its users meet it: what it prints, where, and with which status it ends."""

import csv
import io
import json
import re
from itertools import product
from pathlib import Path

import pytest

from tests.support_cli import ROOT, run, run_apart

RUBRIC = "rubrics/village/2023.1.yaml"
DATA = "examples/heyan-2023/villages.generated.yaml"


#: The help calls the command by the words that it was started with.
NAME = re.compile(r"python -m \w+(\.\w+)*")

#: Runs that need a process of their own to be sure of: each with its input and the locale.
APART = {
    "a table": (("score", RUBRIC, DATA), None, {"LANG": "zh_CN.UTF-8"}),
    "streams that know no Chinese": (("score", RUBRIC, DATA, "--lang", "zh"), None, {"PYTHONIOENCODING": "ascii"}),
    "the ends of lines of a table": (("score", RUBRIC, DATA, "--format", "csv"), None, {"LANG": "en_GB.UTF-8"}),
    "data from standard input": (("score", RUBRIC, "-", "--lang", "zh"), DATA, {}),
    "something asked for did not hold": (
        ("score", "township-government@2023.1", "examples/heyan-2023/township.yaml", "--final", "--lang", "en"), None, {},
    ),
    "bad usage": (("score", RUBRIC, "--lang", "en"), None, {}),
    "no such rubric": (("score", "vilage@2023.1", DATA, "--lang", "zh"), None, {}),
    "a place that cannot be written": (("score", RUBRIC, DATA, "--output", "no/where.json", "--lang", "zh"), None, {}),
    "help": (("--help",), None, {"LANG": "C"}),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_a_process_of_its_own_comes_to_the_same(name):
    words, file, environment = APART[name]
    stdin = (ROOT / file).read_text(encoding="utf-8") if file else None
    apart = run_apart(*words, stdin=stdin, **environment)
    status, *streams = run(*words, stdin=stdin, **environment)
    assert apart.returncode == status
    assert [NAME.sub("lawscore", told) for told in apart[1:]] == [NAME.sub("lawscore", told) for told in streams]
    assert any(streams)


def test_the_help_lists_all_commands_whatever_stands_behind_it():
    alone, with_one = run("--help", LANG="C"), run("--help", "score", LANG="C")
    assert with_one.stdout == alone.stdout
    assert "sensitivity" in with_one.stdout


def test_score_prints_the_standings_and_nothing_else_on_stdout():
    done = run("score", RUBRIC, DATA, lang="zh")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].endswith("village@2023.1（草案）")
    assert lines[2].split() == [
        "名次",
        "单位编号",
        "单位名称",
        "组别",
        "状态",
        "得分",
        "等次",
        "备注",
    ]
    assert len(lines) == 4 + 8


def test_score_by_id_and_version_is_score_by_path():
    assert run("score", "village@2023.1", DATA, lang="zh").stdout == run("score", RUBRIC, DATA, lang="zh").stdout


def test_score_in_json_csv_and_markdown_tell_the_same_scores():
    result = json.loads(run("score", RUBRIC, DATA, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("score", RUBRIC, DATA, "--format", "csv", lang="en").stdout)))
    assert {row["unit"]: row["score"] for row in rows} == {unit["id"]: unit["score"] for unit in result["units"]}
    table = run("score", RUBRIC, DATA, "--format", "md", lang="en").stdout
    assert all(f"| {row['score']} |" in table.replace("  ", " ").replace("  ", " ") for row in rows)


@pytest.mark.parametrize("view", ["standings", "indicators", "items"])
def test_every_view_has_a_table(view):
    done = run("score", RUBRIC, DATA, "--view", view, lang="zh")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 10


def test_final_fails_where_a_unit_is_provisional():
    done = run("score", "township-government@2023.1", "examples/heyan-2023/township.yaml", "--final", lang="en")
    assert done.returncode == 1
    assert "1 unit still provisional: " in done.stderr


def test_data_from_standard_input():
    text = (ROOT / DATA).read_text(encoding="utf-8")
    assert run("score", RUBRIC, "-", stdin=text, lang="zh").stdout == run("score", RUBRIC, DATA, lang="zh").stdout


def test_output_goes_to_a_file_in_one_piece(tmp_path):
    place = tmp_path / "result.json"
    done = run("score", RUBRIC, DATA, "--format", "json", "--output", str(place))
    assert done.stdout == ""
    assert json.loads(place.read_text(encoding="utf-8"))["rubric"]["id"] == "village"
    assert [file.name for file in tmp_path.iterdir()] == ["result.json"]


def test_an_output_that_cannot_be_written_is_said(tmp_path):
    done = run("score", RUBRIC, DATA, "--output", str(tmp_path / "no" / "where.json"), lang="en")
    assert done.returncode == 2
    assert done.stderr.startswith("cannot write ")


def test_the_language_is_that_of_the_locale():
    assert "名次" in run("score", RUBRIC, DATA, LANG="zh_CN.UTF-8").stdout
    assert "rank" in run("score", RUBRIC, DATA, LANG="C").stdout
    assert "名次" in run("score", RUBRIC, DATA, LANG="C", lang="zh").stdout


def test_json_does_not_depend_on_the_locale_but_for_its_recorded_language():
    zh = json.loads(run("score", RUBRIC, DATA, "--format", "json", LANG="zh_CN.UTF-8").stdout)
    en = json.loads(run("score", RUBRIC, DATA, "--format", "json", LANG="C").stdout)
    assert (zh.pop("language"), en.pop("language")) == ("zh", "en")
    for unit in (*zh["units"], *en["units"]):
        for part in (*unit["items"], *unit["indicators"]):
            part.pop("reason", None)
            part.pop("why", None)
    chinese, english = zh.pop("sentences")["en"], en.pop("sentences")["zh"]
    assert chinese == {told: other for other, told in english.items()}
    assert zh == en


def test_explain_tells_one_unit():
    done = run("explain", RUBRIC, DATA, "--unit", "v02", lang="zh")
    assert done.returncode == 0
    assert "（v02）" in done.stdout.splitlines()[0]
    assert "总分 91.00 分" in done.stdout


def test_explain_names_the_nearest_unit_and_indicator():
    done = run("explain", RUBRIC, DATA, "--unit", "v2", lang="en")
    assert (done.returncode, done.stderr) == (2, "there is no unit 'v2'; did you mean 'v02'?\n")
    done = run("explain", RUBRIC, DATA, "--unit", "v02", "--indicator", "2.33", lang="zh")
    assert (done.returncode, done.stderr) == (2, "没有编号为“2.33”的指标，是否应为“2.3”？\n")


def test_missing_lists_what_is_owed_by_whom():
    done = run(
        "missing", "township-government@2023.1", "examples/heyan-2023/township.yaml", "--format", "json", lang="zh"
    )
    rows = json.loads(done.stdout)
    assert rows
    assert {"unit", "name", "responsible", "kind", "value", "indicators"} == set(rows[0])
    assert all(row["unit"] == "heyan" for row in rows)
    assert all(row["responsible"] or row["indicators"].startswith("否决条款") for row in rows)


def test_missing_says_when_nothing_is_owed():
    assert run("missing", RUBRIC, DATA, lang="zh").stdout.splitlines() == [
        "村（社区）2023年度法治建设考核细则  village@2023.1（草案）", "", "没有尚缺的数据。",
    ]  # fmt: skip


def test_check_of_a_sound_rubric():
    done = run("check", RUBRIC, lang="en")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("checked rubrics: 1; errors: 0, warnings: 0")


def test_check_list_prints_one_id_a_line():
    lines = run("check", "--list").stdout.splitlines()
    assert len(lines) == len(set(lines)) > 5
    assert all(" " not in line for line in lines)


def test_check_as_json_and_table(tmp_path):
    bad = tmp_path / "bad.yaml"
    text = (ROOT / RUBRIC).read_text(encoding="utf-8").replace("points: 100", "points: 101", 1)
    bad.write_text(text, encoding="utf-8")
    done = run("check", str(bad), "--format", "json", lang="en")
    assert done.returncode == 1
    found = [problem for problem in json.loads(done.stdout) if problem["severity"] == "error"]
    assert [problem["code"] for problem in found] == ["parts_sum"]
    assert found[0]["where"].startswith(f"{bad}:")


@pytest.mark.parametrize("which", ["rubric", "data", "result", "cases", "migration"])
def test_schemas_are_printed(which):
    assert "$schema" in json.loads(run("schema", which).stdout)


def test_version():
    assert run("--version").stdout.startswith("lawscore 0.")


@pytest.mark.parametrize(
    "arguments", [[], ["score"], ["score", RUBRIC], ["nothing"], ["score", RUBRIC, DATA, "--format", "xml"]]
)
def test_bad_usage_ends_with_2(arguments):
    assert run(*arguments).returncode == 2


def broken_inputs(folder: Path) -> dict[str, tuple[str, str]]:
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\x00\x01\xff" * 40)
    (folder / "line.yaml").write_text("title: " + "x" * 10_000_000, encoding="utf-8")
    text = (ROOT / RUBRIC).read_text(encoding="utf-8")
    (folder / "version.yaml").write_text(text.replace("lawscore: 1", "lawscore: 9", 1), encoding="utf-8")
    return {
        "empty.yaml": ("the file is empty", ""),
        "binary.yaml": ("this is not a text file", ""),
        "line.yaml": ("this line has more than 1000000 characters", ""),
        "version.yaml": ("the format version 9 is not known; this engine reads 1", ""),
        "missing.yaml": ("there is no such file", ""),
        ".": ("this is a folder; a file was expected", ""),
    }


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *product(["score", "check"], ["empty.yaml", "binary.yaml", "line.yaml", "version.yaml", "missing.yaml"]),
        ("score", "."),  # to `check` a folder stands for all rubrics in it
    ],
)
def test_an_unreadable_rubric_gets_one_sentence_and_status_2(name, command, tmp_path):
    sentence, _ = broken_inputs(tmp_path)[name]
    done = run(command, str(tmp_path / name), *([DATA] if command == "score" else []), lang="en")
    told = done.stderr if command == "score" else done.stdout
    assert done.returncode == 2
    assert sentence in told
    assert told.count("error ") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["empty.yaml", "binary.yaml", "line.yaml", "version.yaml", "missing.yaml", "folder"])
def test_unreadable_data_gets_one_sentence_and_status_2(name, tmp_path):
    broken_inputs(tmp_path)
    (tmp_path / "folder").mkdir()  # a folder stands for the data files in it; there are none
    done = run("score", RUBRIC, str(tmp_path / name), lang="en")
    assert done.returncode == 2
    assert done.stderr.count("error ") == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_rubric_names_the_nearest():
    done = run("score", "vilage@2023.1", DATA, lang="en")
    assert done.returncode == 2
    assert "hint: did you mean 'village@2023.1'?" in done.stderr


def test_one_bad_unit_does_not_stop_the_rest(tmp_path):
    text = (ROOT / DATA).read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    first = next(line for line in text.splitlines() if line.strip().endswith(": 4"))
    bad.write_text(text.replace(first, first.replace(": 4", ": four"), 1), encoding="utf-8")
    done = run("score", RUBRIC, str(bad), "--format", "json", lang="en")
    result = json.loads(done.stdout)
    assert done.returncode == 1
    assert [unit["state"] for unit in result["units"]].count("provisional") == 1
    assert len(result["units"]) == 8
    assert "expected a number, got 'four'" in done.stderr
