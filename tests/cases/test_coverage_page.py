"""The page of a coverage: rubric and cases in; every part, its standing, its cases and its words out."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer

from lawscore.cases.coverage import coverage_of
from lawscore.cases.loading import cases_beside, load_cases
from lawscore.cases.page import Covered, coverage_page
from lawscore.cases.running import run_cases
from lawscore.cases.tree import Counts, RubricCovered
from lawscore.cli.options import Lang
from lawscore.cli.testing import coverage as coverage_command
from lawscore.loading.rubrics import find_rubric
from lawscore.office import extras

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: demo
version: "1"
status: draft
title: 试用<细则>
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
fields:
  应出庭: {type: count, label: 应出庭}
  出庭: {type: count, label: 出庭}
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
checks: [{id: c1, that: 出庭 <= 应出庭, message: 出庭多于应出庭}]
indicators:
  - id: "1"
    title: 行政争议
    indicators:
      - id: "1.1"
        title: 出庭
        points: 6
        applies: {when: 应出庭 > 0, otherwise: full}
        rules:
          - first_of:
              - {id: none, deduct: 6, when: 出庭 == 0, text: 一件未出庭的，不得分}
              - {id: rate, deduct: 0.2, per: 1%, below: 90%, of: 出庭 / 应出庭, partial: counts_as_whole}
            at_most: 5
            id: court
  - id: "2"
    title: 通报
    points: 4
    floor: 1
    rules: [{id: tb, deduct: {by: 级别, prices: {省: 2, 市: 1}}, each: 通报, text: 通报批评的扣分}]
vetoes: [{id: v1, for: 发生重大违法, unless: {for: 系不可抗力}, effect: {grade: 不合格}}]
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 不合格, else: true}]}
"""

CASES = """\
lawscore: 1
given: {values: {应出庭: 10, 出庭: 10, 通报: []}, answers: [{veto: v1, answer: 否}]}
cases:
  - {case: 全部出庭 <b>, expect: {total: 10}}
  - {case: 两次省级通报，扣到下限, values: {通报: [{文号: 1号, 级别: 省}, {文号: 2号, 级别: 省}]}, expect: {indicators: {"2": 1}}}
not_reached: {"1.1:not_applicable": 各单位都有应诉案件}
"""


class Parsed(HTMLParser):
    """The parts of a page by their names: what stands in each, and whether every element is closed in its turn."""

    VOID = frozenset({"meta", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: dict[str, tuple[str, list[str]]] = {}
        self.words: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.told: list[list[str]] = []
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        css = dict(attrs).get("class", "")
        if tag not in self.VOID:
            self.open.append((tag, css))
        if css.startswith("part "):
            self.told.append([css.removeprefix("part ")])

    def handle_endtag(self, tag):
        opened, css = self.open.pop()
        assert opened == tag, (opened, tag)
        if css.startswith("part "):
            standing, *words = self.told.pop()
            name = self.names.pop()
            assert name not in self.parts
            self.parts[name] = (standing, words)

    def handle_data(self, data):
        if data.strip() and not any(tag == "style" for tag, _ in self.open):
            self.words.append(data.strip())
            if self.told:
                self.told[-1].append(data.strip())
                if self.open[-1][0] == "code":
                    self.names.append(data.strip())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "1.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "demo" / "1.cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def covered(folder: Path, cases: str = CASES) -> Covered:
    loaded = find_rubric("demo@1", [folder])
    assert loaded.rubric is not None, loaded.problems
    path = cases_beside(loaded.name)
    path.write_text(cases, encoding="utf-8")
    document = load_cases(path, loaded.rubric).document
    assert document is not None
    verdicts = list(run_cases(loaded.rubric, document))
    return Covered(loaded.rubric, verdicts, coverage_of(loaded.rubric, verdicts, document.not_reached))


def test_every_part_of_the_rubric_stands_once_with_its_standing(folder):
    one = covered(folder)
    parsed = Parsed(coverage_page([one], "zh"))
    expected = {
        part.name: "reached" if part.name in one.coverage.reached else "argued" if part.name in one.coverage.argued else "open"
        for part in one.coverage.parts
    }  # fmt: skip
    assert {name: standing for name, (standing, _) in parsed.parts.items()} == expected
    assert set(expected.values()) == {"reached", "argued", "open"}
    assert Counts.of(RubricCovered.of(one.rubric, one.coverage).marks()) == Counts(reached=5, argued=1, open=7)


def test_a_part_tells_its_sentence_its_cases_or_why_it_needs_none(folder):
    parts = Parsed(coverage_page([covered(folder)], "zh")).parts
    assert parts["2/tb"][1] == ["✓ 触发", "通报批评的扣分", "2/tb", "1 个用例", "两次省级通报，扣到下限"]
    assert parts["2/tb:市"][1] == ["✗ 未触发", "档次：市 → 1", "2/tb:市"]
    assert parts["1.1/none"][1] == ["✗ 未触发", "一件未出庭的，不得分", "1.1/none"]
    assert parts["1.1/rate"][1][1].startswith("出庭与应出庭之比低于90%的，每低1%")  # said from its parameters
    assert parts["1.1/court:at_most"][1] == ["✗ 未触发", "限额：5", "1.1/court:at_most"]
    assert parts["1.1:not_applicable"][1] == [
        "✎ 有说明", "不适用（不符合：应出庭 > 0）", "1.1:not_applicable", "不需用例：各单位都有应诉案件",
    ]  # fmt: skip
    assert parts["2:floor"][1][1] == "下限：1"
    assert parts["veto:v1:unless"][1][1] == "否决免予：系不可抗力"
    assert parts["check:c1"][1][1] == "出庭多于应出庭（出庭 <= 应出庭）"


def test_the_page_in_english_adds_up_by_indicator(folder):
    words = Parsed(coverage_page([covered(folder)], "en")).words
    assert (
        "2 cases. 13 parts in all: 5 reached, 1 argued, 7 not reached; reached or argued: 46.1%, rounded down." in words
    )
    at = words.index("1 行政争议")
    assert words[at : at + 12] == ["1 行政争议", "4", "0", "1", "3", "2 通报", "4", "3", "0", "1", "Vetoes", "2"]
    assert "of these rules, only the first that holds:" in words


def test_texts_are_texts_and_nothing_is_fetched(folder):
    text = coverage_page([covered(folder)], "zh")
    assert "试用&lt;细则&gt;" in text
    assert "全部出庭 &lt;b&gt;" in text
    parsed = Parsed(text)
    links = [value for key, value in parsed.attributes if key in ("href", "src", "action")]
    assert links
    assert all(link.startswith("#") for link in links)
    ids = [value for key, value in parsed.attributes if key == "id"]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(ids) == len(set(ids))
    assert "url(" not in text
    assert "<script" not in text


def test_failing_cases_wrong_arguments_and_no_cases_are_said(folder):
    odd = CASES.replace("total: 10", "total: 9").replace("not_reached: {", "not_reached: {2/tb: 多余, ")
    words = Parsed(coverage_page([covered(folder, odd)], "zh")).words
    at = words.index("下列 1 个用例不通过，所触发的部分未必可信：")
    assert words[at + 1] == "全部出庭 <b>"
    assert "not_reached 中的下列名称不是细则的部分，或者已有用例触发：" in words
    one = covered(folder)
    bare = Covered(one.rubric, (), coverage_of(one.rubric, (), {}))
    assert "There are no cases." in Parsed(coverage_page([bare], "en")).words


def test_of_many_cases_the_first_are_named_and_the_others_counted(folder):
    many = "".join(f"  - {{case: 第{number}例, expect: {{total: 10}}}}\n" for number in range(23))
    text = CASES.replace("not_reached", f"{many}not_reached")
    told = Parsed(coverage_page([covered(folder, text)], "zh")).parts["grade:优秀"][1]
    assert told[2:4] == ["grade:优秀", "24 个用例"]
    assert told[-1] == "另有 4 个"
    assert len(told) == 4 + 20 + 1


def test_several_rubrics_stand_on_one_page_with_an_index(folder):
    one = covered(folder)
    (folder / "demo" / "2.yaml").write_text(RUBRIC.replace('version: "1"', 'version: "2"'), encoding="utf-8")
    other = find_rubric("demo@2", [folder]).rubric
    text = coverage_page([one, Covered(other, (), coverage_of(other, (), {}))], "zh")
    links = [value for key, value in ParsedAll(text).attributes if key == "href"]
    assert links[:2] == ["#demo@1", "#demo@2"]
    assert "#demo@2:veto" in links


class ParsedAll(Parsed):
    """A page of several rubrics: the same names stand in each."""

    def handle_endtag(self, tag):
        self.parts.clear()
        super().handle_endtag(tag)


def command(folder: Path, html: Path, *rubrics: str) -> int:
    with pytest.raises(typer.Exit) as ended:
        coverage_command(list(rubrics) or None, html=html, lang=Lang.en, rubrics=[folder])
    return ended.value.exit_code


def test_the_command_writes_the_page_beside_the_table(folder, capsys):
    html = folder / "coverage.html"
    assert command(folder, html, "demo@1") == 0
    assert capsys.readouterr().out.endswith("demo@1 (draft): 6 of 13 parts reached or argued (46.1%, rounded down)\n")
    assert html.read_text(encoding="utf-8") == coverage_page([covered(folder)], "en")


def test_a_rubric_without_cases_has_a_page_too(folder, capsys):
    (folder / "demo" / "1.cases.yaml").unlink()
    html = folder / "coverage.html"
    assert command(folder, html) == 0
    assert "no cases (they would stand in" in capsys.readouterr().err
    assert "There are no cases." in Parsed(html.read_text(encoding="utf-8")).words


def test_without_the_template_engine_one_sentence_says_what_to_install(folder, capsys, monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    assert command(folder, folder / "coverage.html", "demo@1") == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"error {folder}/coverage.html: html needs ")
    assert said.endswith("pip install 'lawscore[office]'")
    assert not (folder / "coverage.html").exists()


def test_a_page_that_cannot_be_written_is_said(folder, capsys):
    assert command(folder, folder / "nowhere" / "coverage.html", "demo@1") == 2
    assert capsys.readouterr().err.startswith("cannot write ")


def test_no_rubric_at_all_is_said(tmp_path, capsys):
    assert command(tmp_path, tmp_path / "coverage.html") == 1
    assert capsys.readouterr().err == f"there is no rubric in {tmp_path}\n"
