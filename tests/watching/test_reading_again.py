"""Data that are read again are read: whatever is edited in a file, the facts and the problems are those of a first reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.analysis.rescoring import rescore
from lawscore.assessing import assess_gathered
from lawscore.loading.rereading import Reading, read_again
from lawscore.loading.rubrics import load_text
from lawscore.loading.submissions import load_submissions
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather
from tests.support_xlsx import book, sheet_xml

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: sample
version: "1"
status: draft
title: 县区考核
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 100
classes: {xian: 县, qu: 区}
fields:
  出庭: count
  满意率: percent
  备注: text
  通报: {type: records, key: 文号, absent: none, fields: {文号: text, 省级: yesno}}
indicators:
  - {id: "1", points: 60, floor: 0, start: zero, rules: [{award: 10, each: 出庭, at_most: 60}, {deduct: 1, when: 满意率 < 90%}]}
  - {id: "2", points: 40, rules: [{deduct: 5, each: 通报}, {deduct: all, for: 弄虚作假}]}
ranking: {within: class, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 90}, {grade: 合格, else: true}]}
"""
ROSTER = "id,name,class\na,甲县,xian\nb,乙县,xian\nc,丙区,qu\nd,丁区,qu\n"
WIDE = "unit,layer,出庭,满意率,备注\na,,6,95%,好\nb,,4,80%,\nc,,1,91%,差\na,verified,5,95%,\n"
LISTED = "unit,文号,省级\na,1号,是\nc,2号,否\nc,3号,是\n"
ANSWERS = """\
lawscore: 1
submissions:
  - unit: a
    answers: [{indicator: "2", rule: 弄虚作假, answer: no}]
  - unit: d
    values: {出庭: 2}
adjustments:
  - {unit: b, authority: 司法局, date: 2024-01-05, remark: 复核, indicator: "1", points: 1}
"""
FILES = {"roster.csv": ROSTER, "wide.csv": WIDE, "wide.通报.csv": LISTED, "answers.yaml": ANSWERS}
#: What may be written in a cell, right or wrong.
CELLS = ("", "7", "12", "85%", "一", "a", "b", "e", "核查", "verified", "xian", "是", '"4"', "3,4", "1号", "\u200b5")

Edit = Callable[[list[str]], None]


def rubric() -> Rubric:
    found = load_text(RUBRIC).rubric
    assert found is not None
    return found


def _cell(draw: Callable[[st.SearchStrategy[int]], int], lines: list[str]) -> None:
    place = draw(st.integers(0, len(lines) - 1))
    cells = lines[place].split(",")
    cells[draw(st.integers(0, len(cells) - 1))] = CELLS[draw(st.integers(0, len(CELLS) - 1))]
    lines[place] = ",".join(cells)


def _take_out(draw: Callable[[st.SearchStrategy[int]], int], lines: list[str]) -> None:
    del lines[draw(st.integers(0, len(lines) - 1))]


def _double(draw: Callable[[st.SearchStrategy[int]], int], lines: list[str]) -> None:
    lines.insert(draw(st.integers(0, len(lines))), lines[draw(st.integers(0, len(lines) - 1))])


def _blank(draw: Callable[[st.SearchStrategy[int]], int], lines: list[str]) -> None:
    lines.insert(draw(st.integers(0, len(lines))), "")


def _swap(draw: Callable[[st.SearchStrategy[int]], int], lines: list[str]) -> None:
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]


EDITS = (_cell, _cell, _cell, _take_out, _double, _blank, _swap)


@st.composite
def saves(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Files saved one after another, each with a new text."""
    texts, found = dict(FILES), []
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(("wide.csv", "wide.csv", "wide.csv", *FILES)))
        lines = texts[name].split("\n")
        for _ in range(draw(st.integers(1, 2))):
            if lines:
                EDITS[draw(st.integers(0, len(EDITS) - 1))](draw, lines)
        texts[name] = "\n".join(lines)
        found.append((name, texts[name]))
    return found


def gathered(made_for: Rubric, readings: Sequence[Reading], before: Gathered | None) -> Gathered:
    documents = [document for one in readings for document in one.documents]
    problems = [problem for one in readings for problem in one.problems]
    return gather(made_for, documents, problems=problems, whole=all(one.documents for one in readings), before=before)


@given(saves())
@settings(max_examples=120, deadline=None)
def test_any_save_of_any_file(edits: list[tuple[str, str]]) -> None:
    made_for = rubric()
    with TemporaryDirectory() as folder:
        paths = {name: str(Path(folder) / name) for name in FILES}
        for name, text in FILES.items():
            Path(paths[name]).write_text(text, "utf-8")
        readings = {name: read_again(made_for, path) for name, path in paths.items()}
        known = gathered(made_for, list(readings.values()), None)
        assessment = assess_gathered(made_for, known)
        for saved, text in edits:
            Path(paths[saved]).write_text(text, "utf-8")
            readings = {name: read_again(made_for, path, readings[name]) for name, path in paths.items()}
            known = gathered(made_for, list(readings.values()), known)
            anew = load_submissions(made_for, list(paths.values()))
            assert known == anew
            assert [str(problem) for problem in known.problems] == [str(problem) for problem in anew.problems]
            assessment = rescore(assessment, made_for, known)
            expected = assess_gathered(made_for, anew)
            assert (assessment.cards, assessment.problems) == (expected.cards, expected.problems)


def test_only_the_units_of_changed_rows_are_made_again(tmp_path: Path) -> None:
    made_for, paths = rubric(), {name: tmp_path / name for name in FILES}
    for name, text in FILES.items():
        paths[name].write_text(text, "utf-8")
    first = {name: read_again(made_for, str(path)) for name, path in paths.items()}
    before = gathered(made_for, list(first.values()), None)
    paths["wide.csv"].write_text(WIDE.replace("c,,1,", "c,,3,"), "utf-8")
    second = {name: read_again(made_for, str(path), first[name]) for name, path in paths.items()}
    after = gathered(made_for, list(second.values()), before)
    assert [name for name in FILES if second[name] is not first[name]] == ["wide.csv"]
    # b is adjusted, and an adjustment tells where it stands
    assert [new.unit.id for new, old in zip(after.units, before.units, strict=True) if new is not old] == ["b", "c"]


def test_of_a_workbook_every_table_is_read(tmp_path: Path) -> None:
    made_for, path = rubric(), tmp_path / "data.xlsx"

    def save(count: int) -> None:
        roster = sheet_xml([["id", "name", "class"], ["a", "甲县", "xian"], ["b", "乙县", "xian"]])
        values = sheet_xml([["unit", "出庭"], ["a", count], ["b", 4]])
        path.write_bytes(book({"单位": roster, "数据": values}))

    save(6)
    first = read_again(made_for, str(path))
    assert len(first.documents) == 2
    known = gathered(made_for, [first], None)
    assert known == load_submissions(made_for, [path])
    assert read_again(made_for, str(path), first) is first
    save(7)
    second = read_again(made_for, str(path), first)
    assert gathered(made_for, [second], known) == load_submissions(made_for, [path])
    assert known != load_submissions(made_for, [path])


def test_a_folder_is_read_anew(tmp_path: Path) -> None:
    made_for = rubric()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    first = read_again(made_for, str(tmp_path))
    assert len(first.documents) == len(FILES)
    (tmp_path / "wide.csv").write_text(WIDE.replace("c,,1,", "c,,3,"), "utf-8")
    second = read_again(made_for, str(tmp_path), first)
    assert gathered(made_for, [second], None) == load_submissions(made_for, [tmp_path])
