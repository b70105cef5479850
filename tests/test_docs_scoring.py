"""The calculation standard: the same paragraphs in both languages, every case executed, its tables true, nothing left out."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from lawscore.expressions.layers import LAYERED
from lawscore.expressions.looks import LOOKS
from lawscore.expressions.operations import FUNCTIONS, IS_NONE, both, either
from lawscore.expressions.values import CauseKind, NotApplicable, Unknown
from lawscore.expressions.working_days import CALENDAR_FUNCTIONS
from lawscore.facts.items import ItemKind
from lawscore.numbers import Mode, Rounding, parse_number
from lawscore.rubric.aggregates import Aggregate
from lawscore.rubric.fields import FieldType
from lawscore.version import CALCULATIONS

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": DOCS / "scoring.md", "zh": DOCS / "scoring.zh-CN.md"}
CALLS = (*FUNCTIONS, *CALENDAR_FUNCTIONS, *LOOKS, *LAYERED, IS_NONE)
TEXTS = {language: path.read_text(encoding="utf-8") for language, path in PAGES.items()}


def numbers(text: str) -> list[tuple[int, int]]:
    return [(int(chapter), int(place)) for chapter, place in re.findall(r"^\*\*(\d+)\.(\d+)\*\* ", text, re.MULTILINE)]


def chapters(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^## (\d+) ", text, re.MULTILINE)]


def table(text: str, paragraph: str) -> list[list[str]]:
    """The cells of the first table after a paragraph begins."""
    lines = text[text.index(f"**{paragraph}**") :].splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("|"))
    end = next(place for place in range(start, len(lines)) if not lines[place].startswith("|"))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]
    return [rows[0], *rows[2:]]


def test_the_page_is_the_standard_that_the_engine_knows():
    assert CALCULATIONS == (1,)
    assert "version 1" in TEXTS["en"].splitlines()[0]
    assert "第一版" in TEXTS["zh"].splitlines()[0]


def test_both_languages_have_the_same_paragraphs():
    assert numbers(TEXTS["en"]) == numbers(TEXTS["zh"])
    assert chapters(TEXTS["en"]) == chapters(TEXTS["zh"])


def test_paragraphs_are_numbered_one_after_another():
    text = TEXTS["en"]
    assert chapters(text) == list(range(1, len(chapters(text)) + 1))
    for before, after in pairwise([(0, 0), *numbers(text)]):
        assert after in ((before[0], before[1] + 1), (before[0] + 1, 1))


@pytest.mark.parametrize("language", TEXTS)
def test_paragraphs_that_are_referred_to_exist(language):
    known = {f"{chapter}.{place}" for chapter, place in numbers(TEXTS[language])}
    prose = re.sub(r"```.*?```|`[^`]*`", "", TEXTS[language], flags=re.DOTALL)
    prose = "\n".join(line for line in prose.splitlines() if not line.startswith("| ") or "." in line)
    found = {
        number
        for group in re.findall(r"[(（](\d+\.\d+(?:[,、] ?\d+\.\d+)*)[)）]", prose)
        for number in re.findall(r"\d+\.\d+", group)
    }
    assert found
    assert found <= known


@pytest.mark.parametrize("language", TEXTS)
def test_cases_of_rounding(language):
    header, *rows = table(TEXTS[language], "2.9")
    modes = header[2:]
    assert set(modes) == set(get_args(Mode))
    for value, places, *rounded in rows:
        for mode, text in zip(modes, rounded, strict=True):
            assert Rounding(int(places), mode).text(parse_number(value)) == text, (value, places, mode)


SAID = {
    "yes": True, "no": False, "?": Unknown(()), "n/a": NotApplicable(()),
    "是": True, "否": False, "？": Unknown(()),
}  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(("name", "join"), [("`and`", both), ("`or`", either)])
def test_tables_of_and_and_or(language, name, join):
    text = TEXTS[language][TEXTS[language].index("**4.3**") :]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    start = next(place for place, row in enumerate(rows) if row[0] == name)
    columns = rows[start][1:]
    for left, *cells in rows[start + 2 : start + 6]:
        for right, cell in zip(columns, cells, strict=True):
            assert join([SAID[left], SAID[right]]) == SAID[cell], (left, right)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "names",
    [CALLS, get_args(Aggregate), get_args(CauseKind), get_args(ItemKind), get_args(FieldType), get_args(Mode)],
    ids=["functions", "aggregates", "causes", "items", "fields", "modes"],
)
def test_nothing_is_left_out(language, names):
    missing = [name for name in names if not re.search(rf"`{name}(\(|`|:)", TEXTS[language])]
    assert missing == []
