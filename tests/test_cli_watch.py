"""`lawscore watch` as its users meet it: one look, a look after each save, Ctrl-C, and what it says where it cannot."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from lawscore.cli.app import build
from tests.support_cli import run
from tests.watching.test_watching import CASES, DATA, FIRST, RUBRIC


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    rubric, data = tmp_path / "1.yaml", tmp_path / "data.csv"
    rubric.write_text(RUBRIC, "utf-8")
    data.write_text(DATA, "utf-8")
    (tmp_path / "1.cases.yaml").write_text(CASES, "utf-8")
    return rubric, data


def here(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    steps: Sequence[Callable[[], object]],
    *words: str,
) -> tuple[int, str, str]:
    """The command in this process: each step is a save, of which the watcher is told; then comes Ctrl-C."""

    def changes(*_folders: Path, **_options: Any) -> Iterator[set[tuple[int, str]]]:
        while steps_left:
            steps_left.pop(0)()
            yield set()
        raise KeyboardInterrupt

    steps_left = list(steps)
    monkeypatch.setattr(watchfiles, "watch", changes)
    with pytest.raises(SystemExit) as ended:
        build(["watch", *words])(args=["watch", *words], standalone_mode=True)
    out, err = capsys.readouterr()
    return int(str(ended.value.code)), out, err


def without_seconds(text: str) -> str:
    """The looks without the seconds that they took."""
    return "\n".join(line.partition("  （用时")[0] for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_look_and_the_end(files: tuple[Path, Path], language: str) -> None:
    rubric, data = files
    done = run("watch", str(rubric), str(data), "--once", lang=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == FIRST[language]


def test_the_status_of_one_look(files: tuple[Path, Path]) -> None:
    rubric, data = files
    for path, old, new, status in (
        (data, "6,1", "六,1", 1),
        (data, "六,1", "5,1", 0),
        (rubric, "award: 10", "award: 9", 1),  # two cases fail
        (rubric, "points: 40", "points: 30", 1),  # the parts do not sum
        (rubric, "points: 60", "points: x", 2),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        assert run("watch", str(rubric), str(data), "--once", lang="zh").returncode == status
    assert run("watch", str(rubric.parent / "2.yaml"), "--once", lang="zh").returncode == 2


@pytest.mark.parametrize("name", ["data.csv", "1.cases.yaml"])
def test_one_look_at_what_cannot_be_read_ends_with_two(files: tuple[Path, Path], name: str) -> None:
    rubric, data = files
    (rubric.parent / name).write_bytes(b"\xff: [\x00")
    for language, unread, last in (
        ("zh", "用例：用例文件无法读取", "最近一次"),
        ("en", "Cases: the file of cases cannot be read", "last"),
    ):
        done = run("watch", str(rubric), str(data), "--once", lang=language)
        assert (done.returncode, done.stderr) == (2, "")
        assert (unread in done.stdout) is (name == "1.cases.yaml")
        assert last not in done.stdout


def test_one_look_without_its_data_ends_with_two(files: tuple[Path, Path]) -> None:
    assert run("watch", str(files[0]), str(files[1].parent / "none.csv"), "--once", lang="zh").returncode == 2


def test_without_data_only_the_check_and_the_cases(files: tuple[Path, Path]) -> None:
    done = run("watch", str(files[0]), "--once", lang="zh")
    assert done.stdout == FIRST["zh"].partition("\n排名")[0]


def test_the_standard_input_cannot_be_watched(files: tuple[Path, Path]) -> None:
    done = run("watch", str(files[0]), "-", lang="zh")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "标准输入无法关注：请写文件名\n")


def test_each_save_is_shown_until_the_interrupt(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rubric, data = files

    def replaced() -> None:
        """As editors save: another file is put in its place."""
        other = rubric.with_name("1.yaml~")
        other.write_text(RUBRIC.replace("deduct: 5", "deduct: 8"), "utf-8")
        other.replace(rubric)

    steps: list[Callable[[], object]] = [
        lambda: None,  # an event, and nothing is another
        lambda: rubric.write_text(RUBRIC + "\n# 备注\n", "utf-8"),
        replaced,
        data.unlink,
        lambda: data.write_text(DATA.replace("c,丙县,1,2", "c,丙县,6,0"), "utf-8"),
    ]
    status, out, err = here(monkeypatch, capsys, steps, str(rubric), str(data), "--lang", "zh")
    assert status == 0
    assert err.endswith("首次读取数据并计分，请稍候；按Ctrl-C结束\n")
    looks = without_seconds(out).split("县区考核  sample@1（草案）\n")[1:]
    heads = [next(line for line in look.splitlines() if line.startswith("排名")) for look in looks]
    assert heads == [
        "排名：3个单位",
        "排名：3个单位；本次保存没有单位变动",
        "排名：3个单位；得分有变动的2个，名次有变动的0个，等次有变动的0个",
        "排名：3个单位，按最近一次可读的数据计算；现在有数据文件无法读取",
        "排名：3个单位；得分有变动的1个，名次有变动的3个，等次有变动的1个",
    ]
    assert "扣分 5 → 8 分（每项通报）" in looks[2]
    assert all("能改变得分的改动" not in look for look in (looks[0], looks[1], looks[3], looks[4]))


def test_without_the_package_there_is_one_sentence(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "watchfiles" else found(name, *rest)
    )
    status, out, err = here(monkeypatch, capsys, [], str(files[0]), "--lang", "en")
    assert (status, out, err) == (2, "", "watching needs one more package: pip install 'lawscore[watch]'\n")
