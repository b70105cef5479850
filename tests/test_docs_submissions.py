"""The pages on submissions: every example is read and gathered, and every line below it is what comes of it.

A ```yaml block with `indicators` is the rubric of the page; every other one, and every ```csv block, is a file of data
(its name may follow the language); a ```python block named `tables` makes tables in memory. A ```text block tells what the files since the last one come to: a line `unit field:`
has the value, `unit:` the name, `unit indicator/rule[/record]:` the answer; `unit field (2022):` the value of an
earlier year, `unit field (as reported):` what the unit reported itself, a date whether it is a working day; the lines
with `!` are all problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lawscore.catalogue import Language
from lawscore.expressions.values import Missing, NotApplicable
from lawscore.facts.unit import Answer, UnitFacts
from lawscore.loading.rubrics import load_text
from lawscore.loading.submissions import load_submissions
from lawscore.numbers import percent_text, plain_text
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.questions import VETO
from lawscore.submission.gathering import Gathered
from lawscore.submission.years import assessed_year

DOCS = Path(__file__).parent.parent / "docs"
LANGUAGES: dict[Language, str] = {"zh": "submissions.zh-CN.md", "en": "submissions.md"}

WORDS = {
    "en": {
        "unknown": "unknown", "not_applicable": "not applicable", "none": " (none)", "records": "no records", "yes": "yes",
        "no": "no", "answer": "no answer", "source": "source of ", "evidence": "evidence of ", "given": "given ",
        "verified": " [verified]", "reviewed": " [reviewed]", "adjusted": " [adjusted]", "because": "; ", "comma": ", ", "warning": "warning: ",
        "note": "note: ", "worked": "working day", "free": "free", "uncovered": "not covered",
    },
    "zh": {
        "unknown": "未知", "not_applicable": "不适用", "none": "（无）", "records": "没有记录", "yes": "是", "no": "否",
        "answer": "没有回答", "source": "来源 ", "evidence": "佐证 ", "given": "共同数据 ", "verified": "［核查］",
        "reviewed": "［复核］", "adjusted": "［调整］", "because": "；", "comma": "、", "warning": "提醒：", "note": "说明：",
        "worked": "上班", "free": "放假", "uncovered": "未覆盖",
    },
}  # fmt: skip


@dataclass
class Block:
    kind: str
    name: str
    text: str
    line: int


@dataclass
class Case:
    page: Path
    language: Language
    files: list[Block]
    shown: Block


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text("utf-8")
    for found in re.finditer(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(found[1], found[2], found[3], text.count("\n", 0, found.start()) + 1)


def rubric_of(path: Path) -> Rubric:
    text = next(block.text for block in blocks(path) if block.kind == "yaml" and "indicators:" in block.text)
    loaded = load_text(text)
    assert loaded.rubric is not None, [problem.message("en") for problem in loaded.problems]
    return loaded.rubric


def cases() -> Iterator[Any]:
    for language, name in LANGUAGES.items():
        files: list[Block] = []
        for block in blocks(DOCS / name):
            if block.kind == "text":
                yield pytest.param(Case(DOCS / name, language, files, block), id=f"{name}:{block.line}")
                files = []
            elif (block.kind in ("yaml", "csv") and "indicators:" not in block.text) or block.name == "tables":
                files.append(block)


@pytest.mark.parametrize("case", list(cases()))
def test_an_example_comes_to_what_the_page_says(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert case.files, "no data above"
    rubric = rubric_of(case.page)
    found = load_submissions(rubric, [source_of(block) for block in case.files])
    teller = Teller(rubric, found, case.language)
    shown = case.shown.text.splitlines()
    facts = [line for line in shown if not line.startswith("! ")]
    assert facts == [teller.line(line) for line in facts]
    assert [line for line in shown if line.startswith("! ")] == list(teller.problems())


def source_of(block: Block) -> Any:
    """A file that holds what the block says; of Python the tables that it makes."""
    if block.kind == "python":
        names: dict[str, Any] = {}
        exec(block.text, names)
        return names["tables"]
    path = Path(block.name or "data.yaml")
    path.write_text(block.text, "utf-8")
    return str(path)


class Teller:
    def __init__(self, rubric: Rubric, found: Gathered, language: Language) -> None:
        self.rubric, self.found, self.language, self.words = rubric, found, language, WORDS[language]
        self.colon = "：" if language == "zh" else ": "

    def line(self, line: str) -> str:
        """The line that the page should have, from its own beginning."""
        about = line.split(self.colon, maxsplit=1)[0]
        return f"{about}{self.colon}{self._told(about)}"

    def problems(self) -> Iterator[str]:
        for problem in self.found.problems:
            kind = "" if problem.severity == "error" else self.words[problem.severity]
            yield f"! {problem.where.told(self.language)} {kind}{problem.message(self.language)}"

    def _told(self, about: str) -> str:
        for word in ("source", "evidence"):
            if about.startswith(self.words[word]):
                unit, field = about.removeprefix(self.words[word]).split(" ")
                given = self._unit(unit).provenance[field]
                return given.cited if word == "source" else self.words["because"].join(map(str, given.evidence))
        if about.startswith(self.words["given"]):
            name = about.removeprefix(self.words["given"])
            return self._value(self.found.givens[name], self.rubric.document.givens[name])
        unit, _, thing = about.partition(" ")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", unit):
            return self._day(date.fromisoformat(unit))
        facts = self._unit(unit)
        view = re.fullmatch(r"(.+?) ?[(（](.+)[)）]", thing)
        if view:
            return self._field(self._view(facts, view[2]), view[1])
        if not thing:
            return facts.unit.name
        return self._answer(facts, thing.split("/")) if "/" in thing else self._field(facts, thing)

    def _view(self, facts: UnitFacts, word: str) -> UnitFacts:
        """The unit in a year, or as it reported itself."""
        if word.isdigit():
            return facts.history[assessed_year(self.rubric.document.period) - int(word)]
        assert facts.reported is not None
        return facts.reported

    def _day(self, day: date) -> str:
        days = self.found.calendar.days if self.found.calendar is not None else {}
        return self.words["uncovered" if day not in days else "worked" if days[day] else "free"]

    def _unit(self, unit: str) -> UnitFacts:
        return next(facts for facts in self.found.units if facts.unit.id == unit)

    def _field(self, facts: UnitFacts, name: str) -> str:
        value = facts.values[name]
        if isinstance(value, tuple):
            text = self.words["comma"].join(record.key for record in value) or self.words["records"]
        else:
            text = self._value(value, self.rubric.fields[name])
        is_none = name in facts.nones and not isinstance(value, Missing)
        given = facts.provenance.get(name)
        layer = self.words.get(given.layer, "") if given is not None else ""
        return text + (self.words["none"] if is_none else "") + layer

    def _value(self, value: Any, spec: Column) -> str:
        if isinstance(value, Missing):
            word = self.words["not_applicable" if isinstance(value, NotApplicable) else "unknown"]
            details = [cause.detail for cause in value.causes if cause.detail and cause.kind != "no_history"]
            return self.words["because"].join([word, *details])
        if isinstance(value, bool):
            return self.words["yes" if value else "no"]
        if isinstance(value, Fraction):
            return percent_text(value) if spec.type == "percent" else plain_text(value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def _answer(self, facts: UnitFacts, about: Sequence[str]) -> str:
        place, rule, *more = about
        indicator = VETO if place == "veto" else place
        for question, answer in facts.answers.items():
            extra = question.record or ("unless" if question.about == "unless" else "")
            if (question.indicator, question.rule, extra) == (indicator, rule, "".join(more)):
                return self._told_answer(answer)
        return self.words["answer"]

    def _told_answer(self, answer: Answer) -> str:
        points = f"{self.words['comma']}{plain_text(answer.points)}" if answer.points is not None else ""
        who = ": ".join(part for part in (answer.assessor, answer.reason) if part)
        return f"{answer.verdict}{points}" + (f" ({who})" if who else "")


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_python_example_runs(language: Language) -> None:
    path = DOCS / LANGUAGES[language]
    code = next(block.text for block in blocks(path) if block.kind == "python" and not block.name)
    names: dict[str, Any] = {"rubric": rubric_of(path)}
    exec(code, names)
    assert names["gathered"].problems == ()
    assert len(names["assessment"]) == 1


def test_both_languages_say_the_same() -> None:
    pages = [(DOCS / name).read_text("utf-8") for name in LANGUAGES.values()]
    shapes = [re.findall(r"^(#+) |^(\|)|^(- )|^```(\w+)", page, re.MULTILINE) for page in pages]
    assert shapes[0] == shapes[1]
    told = [[block.text.count("\n") for block in blocks(DOCS / name)] for name in LANGUAGES.values()]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", list(LANGUAGES.values()))
def test_links_lead_somewhere(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-")
        for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = target.partition("#")
        assert not file or (DOCS / file).is_file(), target
        assert file or anchor in anchors, target
