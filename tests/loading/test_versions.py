"""The versions of a rubric: which one counts, what supersedes what, locks, and everything that can be wrong between them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawscore
from lawscore.cli.app import build
from lawscore.loading.histories import history_of, version_problems
from lawscore.loading.locks import lock_beside, lock_of
from lawscore.loading.references import Library, rubric_file
from lawscore.loading.rubrics import find_rubric, load_file
from lawscore.problems import errors
from lawscore.rubric.versions import Version, Versions, findings

TEXT = """\
lawscore: 1
calculation: 1
rubric: a
version: "{version}"
status: {status}
title: 考核细则
issued: {{note: 示例}}
{supersedes}period: {{from: {start}, to: {end}}}
points: 10
fields: {{通报: count}}
indicators: [{{id: a, points: 10, rules: [{{id: r, deduct: 1, each: 通报}}]}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    return tmp_path


def put(
    folder: Path, version: str, *, after: str = "", draft: bool = False, start: str = "", end: str = "", name: str = ""
) -> Path:
    """Write a version that is for the year of its name."""
    year = version.partition(".")[0]
    supersedes = f'supersedes: "{after}"\n' if after else ""
    text = TEXT.format(
        version=version, status="draft" if draft else "published", supersedes=supersedes,
        start=start or f"{year}-01-01", end=end or f"{year}-12-31",
    )  # fmt: skip
    path = folder / "a" / f"{name or version}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def said(folder: Path, reference: str, language="zh") -> list[str]:
    """What is wrong with a reference, without the name of the folder."""
    found = find_rubric(reference, [folder])
    assert found.rubric is None
    return [problem.message(language).replace(f"{folder}/", "") for problem in found.problems]


def named(folder: Path, reference: str) -> str:
    loaded = find_rubric(reference, [folder])
    assert loaded.rubric is not None, loaded.problems
    return loaded.rubric.name


def wrong(folder: Path, language="zh") -> list[str]:
    """Everything that is wrong between the versions."""
    return [
        f"{problem.severity} {Path(problem.where.file).name}:{problem.where.line} {problem.message(language)}".replace(
            f"{folder}/", ""
        )
        for problem in history_of("a", Library.of([folder])).problems
        if problem.code != "version_not_locked"
    ]


def run(*words: str) -> int:
    status = build(words)(list(words), standalone_mode=False)
    return int(status or 0)


def test_the_latest_is_the_published_version_at_the_end_of_the_chain(folder):
    put(folder, "2021.1")
    put(folder, "2022.1", after="2021.1")
    put(folder, "2023.1", after="2022.1", draft=True)
    assert named(folder, "a@latest") == "a@2022.1"
    assert [named(folder, f"a@latest:{year}") for year in (2021, 2022)] == ["a@2021.1", "a@2022.1"]
    assert named(folder, "a@latest:2021-06-30") == "a@2021.1"
    assert rubric_file("a@latest", [folder]) == folder / "a" / "2022.1.yaml"
    assert said(folder, "a@latest:2023") == [
        "没有适用的已印发版本。已印发：a@2021.1（2021-01-01 至 2021-12-31）、a@2022.1（2022-01-01 至 2022-12-31）；草案：a@2023.1"
    ]


def test_a_draft_between_two_published_versions_does_not_part_the_chain(folder):
    put(folder, "2021.1")
    put(folder, "2022.1", after="2021.1", draft=True)
    put(folder, "2023.1", after="2022.1")
    assert named(folder, "a@latest") == "a@2023.1"


def test_of_two_for_the_same_days_the_one_that_supersedes_counts(folder):
    put(folder, "2021.1")
    put(folder, "2021.2", after="2021.1")
    assert named(folder, "a@latest:2021") == named(folder, "a@latest:2021-01-01") == "a@2021.2"
    assert wrong(folder) == []


def test_a_year_is_that_in_which_the_period_ends_or_all_of_it(folder):
    put(folder, "2022.1", start="2021-11-01", end="2022-10-31")
    put(folder, "2023.1", after="2022.1", start="2022-11-01", end="2025-12-31")
    assert [named(folder, f"a@latest:{year}") for year in (2022, 2023, 2024, 2025)] == [
        "a@2022.1", "a@2023.1", "a@2023.1", "a@2023.1",
    ]  # fmt: skip
    assert named(folder, "a@latest:2022-11-01") == "a@2023.1"


def test_a_fork_is_said_with_both_files(folder):
    put(folder, "2021.1")
    put(folder, "2022.1", after="2021.1")
    put(folder, "2023.1", after="2021.1")
    assert said(folder, "a@latest") == ["适用的不止一个版本：a@2022.1（a/2022.1.yaml）和 a@2023.1（a/2023.1.yaml）"]
    assert wrong(folder) == [
        "error 2023.1.yaml:8 a@2023.1 和 a@2022.1（a/2022.1.yaml）都替代 2021.1：一个版本只能由一个版本替代"
    ]
    assert wrong(folder, "en") == [
        "error 2023.1.yaml:8 a@2023.1 and a@2022.1 (a/2022.1.yaml) both supersede 2021.1: a version is superseded by one version only"
    ]


def test_a_draft_beside_what_is_published_is_only_odd(folder):
    put(folder, "2021.1")
    put(folder, "2022.1", after="2021.1")
    put(folder, "2023.1", after="2021.1", draft=True)
    assert [line.split(" ")[:2] for line in wrong(folder)] == [["warning", "2023.1.yaml:8"]]
    assert named(folder, "a@latest") == "a@2022.1"


def test_circles_are_told_once_and_nothing_is_latest(folder):
    put(folder, "2021.1", after="2022.1")
    put(folder, "2022.1", after="2021.1")
    assert wrong(folder) == ["error 2021.1.yaml:8 a@2021.1 与 2022.1 循环替代，没有先后"]
    assert said(folder, "a@latest", "en") == [
        "which version of a is meant cannot be told, for the reasons below",
        "a@2021.1 and 2022.1 supersede one another in a circle",
    ]
    put(folder, "2020.1", after="2020.1", draft=True)
    assert wrong(folder)[0] == "error 2020.1.yaml:8 a@2020.1 与 2020.1 循环替代，没有先后"


def test_overlaps_gaps_and_unknown_versions(folder):
    put(folder, "2019.1", after="2019")
    put(folder, "2021.1")
    put(folder, "2021.2", start="2021-07-01", end="2021-12-31")
    assert wrong(folder) == [
        "error 2019.1.yaml:8 所替代的版本 2019 不存在（a 的其他版本：2021.1、2021.2）",
        "note 2021.1.yaml:8 2020-01-01 至 2020-12-31 没有已印发的版本：在 a@2019.1 之后、a@2021.1 之前",
        "error 2021.2.yaml:8 考核期间重叠：a@2021.2 为 2021-07-01 至 2021-12-31，a@2021.1（a/2021.1.yaml）为 2021-01-01 至 2021-12-31，又不是一个替代另一个",
    ]
    assert said(folder, "a@latest:2021") == [
        "适用的不止一个版本：a@2021.1（a/2021.1.yaml）和 a@2021.2（a/2021.2.yaml）"
    ]
    assert named(folder, "a@latest:2021-03-01") == "a@2021.1"


def test_a_file_that_holds_another_version_makes_the_latest_unclear(folder):
    put(folder, "2021.1")
    put(folder, "2021.1", name="2022.1")
    other = "文件中的细则是 a@2021.1，不是 a@2022.1：文件名和文件中的 rubric、version 应当一致"
    assert wrong(folder) == [f"error 2022.1.yaml:4 {other}"]
    assert said(folder, "a@latest") == ["a 的版本有下列问题，无法确定用哪一个", other]


def test_a_file_that_cannot_be_read_makes_the_latest_unclear(folder):
    put(folder, "2021.1")
    put(folder, "2022.1").write_text("rubric: a\nversion: '2022.1'\nstatus: 印发\n", encoding="utf-8")
    assert said(folder, "a@latest")[0] == "a 的版本有下列问题，无法确定用哪一个"
    assert {line.split(" ")[1] for line in wrong(folder)} == {"2022.1.yaml:1", "2022.1.yaml:3"}


@pytest.mark.parametrize("when", ["23", "2023-13-01", "2023-1-1", "", "20231231"])
def test_what_comes_after_latest_is_a_year_or_a_day(folder, when):
    put(folder, "2023.1")
    found = find_rubric(f"a@latest:{when}", [folder]).problems[0]
    assert found.message("zh") == f"latest 之后应为年份或日期，给出的是“{when}”"
    assert found.hint_text("en") == "write a@latest, a@latest:2023 or a@latest:2023-06-30"


def test_the_result_records_the_true_version(folder):
    put(folder, "2023.1")
    rubric = lawscore.load_rubric("a@latest", [folder])
    result = json.loads(lawscore.assess(rubric, {"x": {"通报": 1}}).to_json())
    assert (result["rubric"]["id"], result["rubric"]["version"]) == ("a", "2023.1")


def test_a_changed_published_version_is_an_error_as_the_latest_too(folder):
    path = put(folder, "2023.1")
    rubric = find_rubric("a@latest", [folder]).rubric
    lock_beside(path).write_text(str(lock_of(rubric, {})), encoding="utf-8")
    assert history_of("a", Library.of([folder])).rows[0].locked == "yes"
    path.write_text(path.read_text(encoding="utf-8").replace("deduct: 1", "deduct: 2"), encoding="utf-8")
    assert [problem.code for problem in find_rubric("a@latest:2023", [folder]).problems] == ["lock_broken"]
    history = history_of("a", Library.of([folder]))
    assert history.rows[0].locked == "broken"
    assert [problem.code for problem in errors(history.problems)] == ["lock_broken"]


def test_of_a_file_only_what_concerns_it_is_told(folder):
    one = put(folder, "2021.1", after="2019.1")
    other = put(folder, "2022.1", after="2021.1")
    assert [problem.code for problem in version_problems(load_file(one), [folder])] == ["supersedes_unknown"]
    assert version_problems(load_file(other), [folder]) == []
    loose = folder / "work.yaml"
    loose.write_text(other.read_text(encoding="utf-8").replace("2021.1", "2020.1"), encoding="utf-8")
    assert [problem.code for problem in version_problems(load_file(loose), [folder])] == ["supersedes_unknown"]


def test_the_table_of_versions(folder, capsys):
    put(folder, "2021.1")
    put(folder, "2022.1", after="2021.1", draft=True)
    assert run("versions", "--rubrics", str(folder), "--lang", "zh") == 0
    told = capsys.readouterr()
    assert [line.split() for line in told.out.splitlines()[2:]] == [
        ["a", "2021.1", "已印发", "2021-01-01", "至", "2021-12-31", "2022.1", "否"],
        ["a", "2022.1", "草案", "2022-01-01", "至", "2022-12-31", "2021.1"],
    ]
    assert told.err.splitlines()[0].endswith("a@2021.1 已印发，但没有锁定")


def test_the_versions_as_json_and_their_status(folder, capsys):
    put(folder, "2021.1")
    put(folder, "2021.2")
    assert run("versions", "a", "--rubrics", str(folder), "--lang", "en", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["version"], one["locked"], one["superseded_by"]) for one in told["versions"]] == [
        ("2021.1", "no", []),
        ("2021.2", "no", []),
    ]
    assert [one["code"] for one in told["problems"] if one["severity"] == "error"] == ["periods_overlap"]


def test_an_id_that_is_not_known_names_the_nearest(folder, capsys):
    put(folder, "2021.1")
    assert run("versions", "villag", "--rubrics", str(folder), "--lang", "zh") == 2
    assert "是否应为“village”" in capsys.readouterr().err


# Laws of chains.

DAY = date(2020, 1, 1)


def version(number: int, after: int | None, *, published: bool = True) -> Version:
    start = DAY + timedelta(days=10 * number)
    return Version(
        id="a", version=str(number), status="published" if published else "draft", start=start,
        end=start + timedelta(days=9), supersedes=None if after is None else str(after),
    )  # fmt: skip


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_of_one_chain_the_last_published_is_the_latest(published, random):
    chain = [version(number, number - 1 if number else None, published=one) for number, one in enumerate(published)]
    shuffled = list(chain)
    random.shuffle(shuffled)
    versions = Versions(shuffled)
    last = [one for one in chain if one.is_published][-1:]
    assert versions.latest() == last
    assert not [one for one in findings(versions) if one.problem.severity == "error"]
    for one in chain:
        assert versions.in_force(one.start) == ([one] if one.is_published else [])


@given(st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=1, max_size=7))
def test_there_is_one_latest_or_something_is_said_to_be_wrong_or_there_are_several_chains(after):
    versions = Versions([version(number, one) for number, one in enumerate(after)])
    codes = {one.problem.code for one in findings(versions) if one.problem.severity == "error"}
    begins = sum(one is None for one in after)
    if not codes and begins == 1:
        assert len(versions.latest()) == 1
    if not versions.latest():
        assert "supersedes_circle" in codes
    if len(versions.latest()) > 1 and "supersedes_unknown" not in codes:
        assert "supersedes_fork" in codes or begins > 1 or "supersedes_circle" in codes


def test_a_chain_that_is_shuffled_has_the_same_order():
    versions = Versions([version(2, 1), version(0, None), version(1, 0)])
    assert [one.version for one in versions.before(versions.by_version["2"])] == ["1", "0"]
    assert all(later.overlaps(later) and not later.overlaps(earlier) for earlier, later in pairwise(versions.all[1:]))
