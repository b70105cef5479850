"""`lawscore score` of one table of units: by columns or one by one the same bytes; Parquet; what cannot be is said plainly."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

import lawscore
from lawscore.catalogue import say
from lawscore.cli import engines, progress
from lawscore.cli.app import build
from lawscore.cli.session import Session

ROOT = Path(__file__).parent.parent
RUBRIC = """
lawscore: 1
calculation: 1
rubric: demo
version: "2023.1"
status: published
title: 演示细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
classes: {county: 县, zone: 开发区}
fields: {件数: count, 报备: yesno, 备注: text}
points: 5
indicators:
  - {id: a, title: 甲, points: 3, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
  - {id: b, title: 乙, points: 2, rules: [{deduct: 1, when: not 报备, text: 没有报备}]}
ranking: {within: class, using: exact}
"""


def table(rows: int = 30) -> pa.Table:
    numbers = range(rows)
    return pa.table({
        "unit": [f"u{number}" for number in numbers], "class": ["county" if number % 3 else "zone" for number in numbers],
        "name": [f"第{number}号" for number in numbers], "件数": [str(number % 7) if number != 4 else "待查" for number in numbers],
        "报备": ["是" if number % 2 else "否" for number in numbers],
    })  # fmt: skip


def csv_of(units: pa.Table) -> str:
    rows = [units.column_names, *(list(row.values()) for row in units.to_pylist())]
    return "\n".join(",".join(row) for row in rows) + "\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RUBRIC, encoding="utf-8")
    pq.write_table(table(), "units.parquet", row_group_size=7)
    return tmp_path


@dataclass(frozen=True)
class Done:
    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str, lang: str = "en") -> Done:
    words, out, told = [*arguments, "--lang", lang], io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told), pytest.raises(SystemExit) as end:
        build(words)(words, standalone_mode=True)
    return Done(end.value.code or 0, out.getvalue(), told.getvalue())


def score(*arguments: str, lang: str = "en"):
    return run("score", "r.yaml", *arguments, lang=lang)


def same(*arguments: str) -> None:
    one, other = (score(*arguments, "--engine", engine) for engine in ("rows", "columns"))
    assert (one.stdout, one.stderr, one.exit_code) == (other.stdout, other.stderr, other.exit_code)
    assert one.stdout


def is_by_columns(*arguments: str) -> bool:
    return "units were scored by columns" in score(*arguments, "--stats", "--engine", "columns").stderr


@pytest.mark.parametrize(
    "form", [("table",), ("csv",), ("json",), ("md", "--view", "items"), ("csv", "--view", "indicators")]
)
def test_either_way_the_same_bytes(folder, form):
    same("units.parquet", "--format", *form)


def test_files_that_follow_each_other_are_one_table(folder):
    Path("d").mkdir()
    for number in range(3):
        pq.write_table(table().slice(number * 10, 10), f"d/{number}.parquet", row_group_size=4)
    assert is_by_columns("d")
    same("d", "--format", "csv")
    problem = score("d", "--engine", "columns").stderr
    assert "0.parquet" in problem
    assert "row 5 of row group 2" in problem or "row 5" in problem


def test_files_whose_columns_differ_are_read_one_by_one(folder):
    Path("d").mkdir()
    pq.write_table(table().slice(0, 10), "d/0.parquet")
    pq.write_table(table().slice(10).drop_columns(["报备"]), "d/1.parquet")
    same("d", "--format", "csv")
    found = score("d", "--engine", "columns", "--stats").stderr
    assert "30 units were scored one by one: the data files do not have the same columns\n" in found


def test_arrow_files_too(folder):
    feather.write_feather(table(), "units.feather")
    assert is_by_columns("units.feather")
    same("units.feather", "--format", "csv")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("u7,", "u7,zone,surplus,"),
        lambda text: text.replace("\nu7,", "\n\n u7 ,"),
        lambda text: text.replace("第3号", "第\u200b3号"),
        lambda text: text.replace("unit,class,name", "unit,class,名称甲"),
        lambda text: text.replace("u9,", "u8,"),
        lambda text: text.replace("第5号", '"第5号\n又一行"'),
        lambda text: "\n".join(f"{line}," for line in text.splitlines()),
        lambda text: text.replace("u8,county,第8号,1,否\n", "u8,county\n"),
    ],
    ids=[
        "plain",
        "a long row",
        "a blank row",
        "unseen",
        "unknown column",
        "twice",
        "two lines",
        "blank ends",
        "a short row",
    ],
)
def test_csv_is_what_its_own_reader_makes_of_it(folder, change):
    Path("units.csv").write_text(change(csv_of(table())), encoding="utf-8")
    assert is_by_columns("units.csv")
    same("units.csv", "--format", "csv")
    same("units.csv", "--format", "json")


def test_csv_in_an_encoding_of_its_own(folder):
    Path("units.csv").write_text(csv_of(table()), encoding="gb18030")
    same("units.csv", "--format", "csv", "--encoding", "gb18030")


def test_what_stands_beside_the_table_counts(folder):
    Path("roster.yaml").write_text("lawscore: 1\nunits:\n  - {id: u1, name: 甲村, class: county}\n", encoding="utf-8")
    same("units.parquet", "roster.yaml", "--format", "csv")
    found = score("units.parquet", "roster.yaml", "--engine", "columns", "--stats").stderr
    assert "other data files speak of units too" in found


def test_words_of_ours_that_cannot_be_read(folder):
    units = table().set_column(1, "class", pa.array([b"county"] * 29 + [b"\xff\xfe"]).cast(pa.binary()))
    pq.write_table(units, "units.parquet")
    same("units.parquet", "--format", "csv")


def test_columns_choose_themselves_for_a_large_table_only(folder, monkeypatch):
    monkeypatch.setattr(engines, "_SMALL", 1)
    assert "30 units were scored one by one: that is quicker for so few\n" in score("units.parquet", "--stats").stderr
    assert "30 个单位逐个计分：单位不多，这样更快\n" in score("units.parquet", "--stats", lang="zh").stderr
    monkeypatch.setattr(engines, "FEW", 30)
    assert (
        "30 units were scored by columns, those with the same data together: "
        in score("units.parquet", "--stats").stderr
    )
    assert "as --engine rows asks" in score("units.parquet", "--stats", "--engine", "rows").stderr


def test_without_the_libraries_it_says_what_to_install(folder, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    found = score("units.parquet", "--engine", "columns")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "pip install 'lawscore[arrow]'" in found.stderr
    assert score("units.parquet").exit_code == score("units.parquet", "--engine", "rows").exit_code


# --- Parquet -----------------------------------------------------------------------------------------------------------------


def test_a_folder_of_parquet(folder):
    done = score("units.parquet", "--output", "out/")
    assert done.exit_code == 1  # a value was refused, and the problem shown
    assert (done.stdout, done.stderr.splitlines()[-1]) == ("", "30 units written to out")
    told = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    assert (told["units"], told["by_columns"]) == (30, 30)
    by_rows = score("units.parquet", "--output", "rows/", "--engine", "rows")
    assert by_rows.exit_code == 1
    for name in ("scores", "states", "items", "standings.parquet", "problems.parquet"):
        key = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731 - units that are scored by themselves come last
        one, other = (sorted(pq.read_table(f"{place}/{name}").to_pylist(), key=key) for place in ("out", "rows"))
        assert one == other


def test_one_parquet_file_has_the_scores_or_the_items(folder):
    score("units.parquet", "--output", "scores.parquet")
    score("units.parquet", "--output", "items.parquet", "--view", "items")
    assert pq.read_table("scores.parquet").column_names == [
        "unit", "name", "class", "state", "score", "shown", "low", "high", "a", "b",
    ]  # fmt: skip
    assert "reason" in pq.read_table("items.parquet").column_names
    assert not list(Path().glob("*.part"))


def test_data_that_are_no_table_go_into_parquet_too(folder):
    Path("units.yaml").write_text(
        "lawscore: 1\nsubmissions:\n  - {unit: u1, values: {件数: 1, 报备: yes}}\n", encoding="utf-8"
    )
    assert score("units.yaml", "--output", "out/").stderr.splitlines()[-1] == "1 unit written to out"
    assert [row["a"] for row in pq.read_table("out/scores").to_pylist()] == ["5/2"]


def test_other_files_are_never_written_over(folder):
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine")
    found = score("units.parquet", "--output", "out/")
    assert found.exit_code == 2
    assert found.stderr.splitlines()[-1] == "out holds other files, so nothing was written; name another folder"


def test_resume_needs_a_place(folder):
    found = score("units.parquet", "--resume", lang="zh")
    assert (found.exit_code, found.stderr) == (2, "--resume 只用于写入 Parquet：--output 文件夹/ 或者 文件.parquet\n")


STOPS = """
import sys
from lawscore.columns import parquet
file, calls, most = parquet.file, [], int(sys.argv.pop(1))

def stop(*arguments, **how):
    calls.append(arguments)
    if len(calls) > most:
        raise KeyboardInterrupt
    return file(*arguments, **how)

parquet.file = stop
from lawscore.cli import main
main()
"""


def interrupted(calls: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", STOPS, str(calls), "score", "r.yaml", "units.parquet", *arguments]
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (0, "interrupted before a part was whole: nothing of this run is left"),
        (2, "interrupted before a part was whole: nothing of this run is left"),
        (4, "interrupted; 30 units are written in out.part, and the same command with --resume goes on from there"),
    ],
)
def test_ctrl_c_says_what_is_left(folder, calls, said):
    found = interrupted(calls, "--output", "out/", "--lang", "en")
    assert (found.returncode, found.stderr.splitlines()[-1]) == (130, said)
    assert not Path("out").exists()
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith("out")) == ["out.part"] * (calls > 3)
    assert not list(Path().rglob("*.new"))
    resumed = score("units.parquet", "--output", "out/", "--resume")
    assert Path("out/run.json").is_file()
    assert ("of these, 30 units were there already" in resumed.stderr) == (calls > 3)
    nothing = "no run was begun at out, so there is nothing to go on with: it begins anew"
    assert (nothing in resumed.stderr) == (calls <= 3)


KILLED = """
import os, signal
from lawscore.columns import parquet
close = parquet.File.close

def kill(file):
    if "scores" in file._path.parts:  # the last of its part
        os.kill(os.getpid(), signal.SIGKILL)
    close(file)

parquet.File.close = kill
"""


def test_a_run_that_was_killed_in_its_first_part_is_known_and_begins_anew(folder):
    killed = KILLED + "from lawscore.cli import main\nmain()"
    words = [sys.executable, "-c", killed, "score", "r.yaml", "units.parquet", "--output", "out/", "--lang", "zh"]
    subprocess.run(words, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert Path("out.part/states/part-00000.parquet").is_file()
    other = score("units.parquet", "--output", "out/", "--resume")
    assert (other.exit_code, other.stderr.splitlines()[-1]) == (2, (
        "out.part/manifest.json: the language (--lang) is not what it was in the run that was interrupted, so it cannot go on; "
        "without --resume it begins anew"
    ))  # fmt: skip
    found = score("units.parquet", "--output", "out/", "--resume", lang="zh")
    assert found.stderr.splitlines()[0] == "out.part：上次中断时还没有写完一个部分，从头开始"
    assert found.stderr.splitlines()[-1] == "已写入 30 个单位：out"
    assert not Path("out.part").exists()


@pytest.mark.parametrize("place", ["out/", "out.parquet"])
def test_what_is_complete_is_left(folder, place):
    written = score("units.parquet", "--output", place)
    name = place.removesuffix("/")
    node = Path(name).stat().st_ino
    found = score("units.parquet", "--output", place, "--resume")
    assert (found.exit_code, found.stdout) == (written.exit_code, "")
    assert found.stderr == (
        f"{name} is complete already (30 units): the same rubric, data and options; nothing was written\n"
    )
    other = score("units.parquet", "--output", place, "--resume", "--engine", "rows", lang="en")
    assert (other.exit_code, other.stderr.splitlines()[-1]) == (
        2, f"{name} is complete, but --engine is not what it was then; without --resume it is written anew",
    )  # fmt: skip
    Path("r.yaml").write_text(RUBRIC.replace("deduct: 0.5", "deduct: 0.6"), encoding="utf-8")
    other = score("units.parquet", "--output", place, "--resume", lang="zh")
    assert (other.exit_code, other.stderr.splitlines()[-1]) == (
        2, f"{name} 已经写完，但细则与写成时不同；去掉 --resume 可以重新写入",
    )  # fmt: skip
    assert Path(name).stat().st_ino == node


def test_a_changed_rubric_is_refused_in_one_sentence(folder):
    interrupted(4, "--output", "out/")
    Path("r.yaml").write_text(RUBRIC.replace("deduct: 0.5", "deduct: 0.6"), encoding="utf-8")
    found = score("units.parquet", "--output", "out/", "--resume")
    assert (found.exit_code, found.stderr.splitlines()[-1]) == (2, (
        "out.part/manifest.json: the rubric is not what it was in the run that was interrupted, so it cannot go on; "
        "without --resume it begins anew"
    ))  # fmt: skip


def test_a_real_signal_ends_with_130(folder):
    waits = "import os, signal\nfrom lawscore.cli.session import Session\nSession.rubric = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nfrom lawscore.cli import main\nmain()"
    words = [sys.executable, "-c", waits, "score", "r.yaml", "units.parquet", "--lang", "zh"]
    found = subprocess.run(
        words,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (found.returncode, found.stdout, found.stderr) == (128 + signal.SIGINT, "", "已中断，没有留下不完整的文件\n")


def test_the_bar_tells_how_fast_and_how_long():
    told = progress.bar_text(Session("en"), "cli.scoring", 250_000, 1_000_000, 2.5)
    assert told == "██████░░░░░░░░░░░░░░░░░░ 250,000/1,000,000 units, 100,000 a second, 0:08 left"
    assert "剩余 1:06:40" in progress.bar_text(Session("zh"), "cli.scoring", 1000, 401_000, 10)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["600/5,000 units scored, 10 a second, 7:20 left", "4,000/5,000 units scored, 33 a second, 0:31 left"]),
        ("zh", ["已计分 600/5,000 个单位，每秒 10 个，剩余 7:20", "已计分 4,000/5,000 个单位，每秒 33 个，剩余 0:31"]),
    ],
)
def test_a_log_has_a_line_a_minute(clock, capsys, lang, lines):
    with progress.bar(Session(lang), "cli.scoring", "cli.scoring_line") as told:
        for clock.now, done in ((59.0, 590), (60.0, 600), (119.0, 3000), (122.0, 4000), (400.0, 5000)):
            told(done, 5000)
    assert capsys.readouterr().err.splitlines() == lines


def test_so_does_one_of_files_that_are_read(clock, capsys):
    told = progress.progress(Session("zh"), "cli.reading_files")
    for clock.now, done in ((1.0, 1), (61.0, 7), (62.0, 8), (190.0, 9)):
        told(done, 9)
    assert capsys.readouterr().err == "读取数据文件 7/9\n"


# --- the library ----------------------------------------------------------------------------------------------------------------


def test_the_library_scores_a_table(folder):
    rubric = lawscore.load_rubric("r.yaml")
    for data in (table(), table().to_batches(), "units.parquet", [Path("units.parquet")]):
        found = lawscore.assess_table(rubric, data)
        assert str(found["u1"].score) == "9/2"
        assert say(found.stats.told()[0], "en").startswith("30 units were scored by columns, ")


def test_the_library_says_what_is_no_table(folder):
    Path("units.yaml").write_text("submissions: []\n", encoding="utf-8")
    with pytest.raises(lawscore.QuestionError, match="不能作为每个单位一行的一张表"):
        lawscore.assess_table(lawscore.load_rubric("r.yaml"), "units.yaml")
