"""`layers`, `verify` and `--layer` as their users meet them."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from lawscore.cli import session
from lawscore.cli.app import build

RUBRIC = """
lawscore: 1
calculation: 1
rubric: sample
version: "2023.1"
status: published
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
fields: {出庭: {type: count, label: 未出庭件数}}
indicators:
  - {id: "1", title: 应诉, points: 10, rules: [{id: court, deduct: 2, each: 出庭, text: 未出庭}]}
"""
DATA = """
lawscore: 1
units: [{id: u, name: 某县}, {id: v, name: 另一县}]
submissions:
  - {unit: u, values: {出庭: 1}}
  - {unit: v, values: {出庭: 0}}
  - {unit: u, layer: 核查, values: {出庭: {value: 2, assessor: 核查组}}}
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "rubrics" / "sample" / "2023.1.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "data.yaml").write_text(DATA, encoding="utf-8")
    return tmp_path


@dataclass(frozen=True)
class Done:
    """What a command printed, and the status with which it ended."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str, lang: str = "zh", stdin: str | None = None) -> Done:
    """Run the command in this process: what is said does not depend on a process of its own."""
    words = [*arguments, "--lang", lang]
    out, err, status = io.StringIO(), io.StringIO(), 0
    given = io.TextIOWrapper(io.BytesIO((stdin or "").encode()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.chdir(folder)
        patched.setattr("sys.stdin", given)
        try:
            build(words)(words, standalone_mode=True)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Done(status, out.getvalue(), err.getvalue())


def saved(folder: Path, *more: str) -> Path:
    place = folder / "result.json"
    done = run(folder, "score", "sample@2023.1", "data.yaml", "--format", "json", "--output", str(place), *more)
    assert (done.returncode, done.stderr) == (0, "")
    return place


@pytest.mark.parametrize(
    ("layer", "score"), [("自评", "8.00"), ("self_reported", "8.00"), ("核查", "6.00"), ("adjusted", "6.00")]
)
def test_score_counts_up_to_a_layer_and_says_so(folder, layer, score):
    done = run(folder, "score", "sample@2023.1", "data.yaml", "--layer", layer)
    names = {"自评": "自评", "self_reported": "自评", "核查": "核查", "adjusted": "调整"}
    assert done.stdout.splitlines()[0] == f"考核细则  sample@2023.1（数据只计到{names[layer]}）"
    assert score in done.stdout


def test_explain_and_missing_take_a_layer(folder):
    done = run(folder, "explain", "sample@2023.1", "data.yaml", "--unit", "u", "--layer", "自评", lang="en")
    assert "sample@2023.1 (data up to self-reported)" in done.stdout
    assert "总分" not in done.stdout
    assert run(folder, "missing", "sample@2023.1", "data.yaml", "--layer", "自评").returncode == 0


def test_an_unknown_layer_names_the_nearest(folder):
    done = run(folder, "score", "sample@2023.1", "data.yaml", "--layer", "verifed", lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error 'verifed' is no layer; the layers are: self_reported, 自评, verified, 核查, reviewed, 复核, adjusted, 调整\n"
        "hint: did you mean 'verified'?\n"
    )


def test_layers_prints_totals_and_what_changed(folder):
    done = run(folder, "layers", "sample@2023.1", "data.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()[2:]] == [
        ["单位编号", "单位名称", "自评", "核查", "核查增减"],
        ["----------", "----------", "------", "------", "----------"],
        ["u", "某县", "8.00", "6.00", "-2.00"],
        ["v", "另一县", "10.00", "10.00", "0.00"],
    ]


def test_layers_tells_one_unit(folder):
    done = run(folder, "layers", "sample@2023.1", "data.yaml", "--unit", "u", lang="en")
    assert done.stdout.splitlines() == [
        "考核细则  sample@2023.1",
        "",
        "某县",
        "",
        "self-reported → verified: 8.00 → 6.00 (−2.00)",
        "  1 应诉: 8.00 → 6.00 (−2.00)",
        "    未出庭件数 (出庭): 1 (self-reported) → 2 (verified, 核查组)",
        "    no more: deduction −2.00, 未出庭: 出庭 is 1; counts 2",
        "    new: deduction −4.00, 未出庭: 出庭 is 2; 2 × 2 = 4",
    ]
    assert run(folder, "layers", "sample@2023.1", "data.yaml", "--unit", "w").stderr == "没有编号为“w”的单位\n"


@pytest.mark.parametrize("view", ["standings", "indicators", "items"])
@pytest.mark.parametrize("form", ["csv", "md", "json"])
def test_layers_in_every_view_and_format(folder, view, form):
    done = run(folder, "layers", "sample@2023.1", "data.yaml", "--view", view, "--format", form)
    assert done.returncode == 0
    if form == "json":
        assert json.loads(done.stdout)["layers"] == ["self_reported", "verified"]
    else:
        assert "u" in done.stdout


def test_one_layer_is_said_so(folder):
    (folder / "data.yaml").write_text(DATA[: DATA.rindex("  - {")], encoding="utf-8")
    done = run(folder, "layers", "sample@2023.1", "data.yaml")
    assert (done.returncode, done.stdout) == (0, "考核细则  sample@2023.1\n\n数据只有自评一层，没有可比较的变化。\n")


def test_verify_says_that_a_result_holds(folder):
    saved(folder)
    done = run(folder, "verify", "result.json", "--rubric", "sample@2023.1", "--data", "data.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "核对一致：2 个单位，细则 sample@2023.1。\n", "")


def test_verify_takes_the_rubric_layer_and_language_that_the_result_names(folder):
    saved(folder, "--layer", "自评")
    done = run(folder, "verify", "result.json", "--data", "data.yaml", lang="en")
    assert (done.returncode, done.stdout) == (0, "verified: 2 units under sample@2023.1, every digit the same.\n")


def test_verify_takes_several_files_after_data(folder):
    saved(folder)
    units, submissions = DATA.split("submissions:")
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    (folder / "values.yaml").write_text("lawscore: 1\nsubmissions:" + submissions, encoding="utf-8")
    assert run(folder, "verify", "result.json", "--data", "values.yaml", "units.yaml").returncode == 0
    assert run(folder, "verify", "result.json").returncode == 2


def test_verify_takes_a_result_from_standard_input(folder):
    text = saved(folder).read_text(encoding="utf-8")
    assert run(folder, "verify", "-", "--data", "data.yaml", stdin=text).returncode == 0


def test_verify_points_at_an_edited_digit(folder):
    place = saved(folder)
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('\n      "score": "6.00"', '\n      "score": "8.00"', 1), encoding="utf-8")
    done = run(folder, "verify", "result.json", "--data", "data.yaml")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    line = next(
        number
        for number, one in enumerate(place.read_text(encoding="utf-8").splitlines(), 1)
        if one == '      "score": "8.00",'
    )
    assert lines[0] == f"错误 result.json:{line}:16: 某县：得分，记载为 8.00，重算为 6.00"
    assert lines[1].strip() == '"score": "8.00",'
    assert lines[-1] == "核对不一致：2 个单位中有 1 个不同。"


def test_verify_names_other_data(folder):
    saved(folder)
    (folder / "data.yaml").write_text(DATA.replace("value: 2", "value: 3"), encoding="utf-8")
    done = run(folder, "verify", "result.json", "--data", "data.yaml", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["holds"], told["units"], told["differing"]) == (1, False, 2, 1)
    assert [problem["code"] for problem in told["problems"]] == ["result_digest_differs", "result_differs"]
    for form in ("csv", "md"):
        done = run(folder, "verify", "result.json", "--data", "data.yaml", "--format", form)
        assert (done.returncode, "result_digest_differs" in done.stdout) == (1, True)


def test_verify_says_where_only_the_origin_differs(folder):
    place = saved(folder)
    told = json.loads(place.read_text(encoding="utf-8"))
    told["rubric"]["digest"] = "sha256:0"
    place.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    done = run(folder, "verify", "result.json", "--data", "data.yaml")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "各单位得分一致，但结果不是由现在给出的细则、数据或者日历算出的。"


@pytest.mark.parametrize("content", ["", "{", "编号,得分", "[]", '{"lawscore": 1}'])
def test_an_unreadable_result_is_one_sentence_and_status_2(folder, content):
    (folder / "result.json").write_text(content, encoding="utf-8")
    done = run(folder, "verify", "result.json", "--data", "data.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误 result.json")
    assert "Traceback" not in done.stderr


def test_unreadable_data_end_verify_with_2(folder):
    saved(folder)
    assert run(folder, "verify", "result.json", "--data", "none.yaml").returncode == 2
    assert run(folder, "verify", "result.json", "--data", "data.yaml", "--data", "none.yaml").returncode == 2


def test_an_interrupted_write_leaves_the_old_file_whole(folder, monkeypatch):
    place = saved(folder)
    before = place.read_text(encoding="utf-8")

    def interrupted(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.write_whole(place, "{")
    assert place.read_text(encoding="utf-8") == before
    assert sorted(one.name for one in folder.iterdir()) == ["data.yaml", "result.json", "rubrics"]


def test_a_write_that_fails_on_the_way_leaves_the_old_file_whole(folder):
    place = saved(folder)
    before = place.read_text(encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        session.write_whole(place, "{" * 100_000 + "\ud800")
    assert place.read_text(encoding="utf-8") == before
    assert len(list(folder.iterdir())) == 3


def test_a_result_keeps_its_permissions_and_its_links(folder):
    place = saved(folder)
    place.chmod(0o640)
    link = folder / "latest.json"
    link.symlink_to(place)
    session.write_whole(link, "{}")
    assert link.is_symlink()
    assert (place.read_text(encoding="utf-8"), place.stat().st_mode & 0o777) == ("{}", 0o640)
