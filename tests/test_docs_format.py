"""The format pages: every example is executed, every table is generated, both languages say the same, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lawscore.checking.checks import check_rubric
from lawscore.loading.rubrics import load_text
from lawscore.problems import errors

DOCS = Path(__file__).parent.parent / "docs"


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


examples = _script("examples")
generate = _script("generate")

PAGES = [examples.run_page(path, language) for path, language in examples.pages()]
CASES = [
    pytest.param(case, id=f"{case.page.relative_to(DOCS)}:{case.line + 1}") for page in PAGES for case in page.cases
]
PAIRS = [
    pytest.param(zh, en, id=en.path.stem) for zh, en in zip(PAGES[::2], PAGES[1::2], strict=True)
]  # `pages()` gives the Chinese and the English page in turn


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.path.relative_to(DOCS)))
def test_every_rubric_loads(page):
    assert page.problems == []
    assert page.rubrics and page.cases


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert case.shown == case.actual


@pytest.mark.parametrize("path", [path for path, _ in examples.pages()], ids=lambda path: str(path.relative_to(DOCS)))
def test_tables_are_up_to_date(path):
    text = path.read_text(encoding="utf-8")
    assert generate.updated(text, generate.language_of(path)) == text


@pytest.mark.parametrize(("zh", "en"), PAIRS)
def test_both_languages_show_the_same(zh, en):
    assert _levels(zh.path) == _levels(en.path)
    assert [case.scores for case in zh.cases] == [case.scores for case in en.cases]
    assert [len(case.actual) for case in zh.cases] == [len(case.actual) for case in en.cases]


def _levels(path: Path) -> list[str]:
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"^(#+) |^(\|)|^(- )", prose, flags=re.MULTILINE)


LINKS = [
    pytest.param(path, target, id=f"{path.relative_to(DOCS)}-{target}")
    for path, _ in examples.pages()
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "target"), LINKS)
def test_link(path, target):
    file, _, anchor = target.partition("#")
    page = (path.parent / file).resolve() if file else path
    assert page.is_file()
    assert not anchor or anchor in _anchors(page)


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_rubric_passes_the_checks(language):
    path = DOCS / f"format{examples.ENDINGS[language]}"
    text = next(
        block.text
        for block in examples.blocks(path.read_text(encoding="utf-8"))
        if block and block.text.startswith("lawscore")
    )
    loaded = load_text(text)
    assert loaded.rubric is not None
    assert errors(check_rubric(loaded.rubric)) == []
