"""Every check has its page: a rubric that it complains of, and nothing else does; the same mended, of which nobody complains."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawscore.catalogue import LANGUAGES, has
from lawscore.checking import CHECKS, FAMILIES, check_rubric
from lawscore.loading.rubrics import load_text
from lawscore.problems import SEVERITIES

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
import checks as pages_of_checks

PAGES = pages_of_checks.sources()
ACCEPTED = [page for page in PAGES if page.check.family != "acceptance"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.check.id)
def test_the_bad_rubric_has_this_mistake_and_no_other(page):
    (problem,) = page.problems(page.bad)
    assert problem.code == page.check.code
    assert f"{problem.severity} {'.'.join(map(str, problem.where.path))}" == page.at
    assert {language: problem.message(language) for language in LANGUAGES} == page.says
    assert problem.hint is None or all(problem.hint_text(language) for language in LANGUAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.check.id)
def test_nothing_is_said_of_the_mended_rubric(page):
    assert [problem.message("en") for problem in page.problems(page.good)] == []


@pytest.mark.parametrize("page", ACCEPTED, ids=lambda page: page.check.id)
def test_the_innermost_place_accepts_it_with_a_reason(page):
    document = yaml.load(page.bad, yaml.BaseLoader)
    (problem,) = page.problems(page.bad)
    part: Any = document
    for step in pages_of_checks.holder(problem.where.path):
        if isinstance(part[step], str):  # the short form of a field
            part[step] = {"type": part[step]}
        part = part[step]
    part["accepts"] = {page.check.id: "原文件如此"}
    assert [
        found.message("en") for found in page.problems(yaml.dump(document, allow_unicode=True, sort_keys=False))
    ] == []


@pytest.mark.parametrize("page", ACCEPTED, ids=lambda page: page.check.id)
def test_a_mended_rubric_need_not_accept_it(page):
    text = page.good.replace("points:", f"accepts: {{{page.check.id}: 原文件如此}}\npoints:", 1)
    assert [found.code for found in page.problems(text)] == ["accepts_unneeded"]


def test_every_check_has_its_sentences_and_one_page():
    assert len({check.id for check in CHECKS}) == len(CHECKS) >= 36
    assert {path.stem for path in pages_of_checks.SOURCES.glob("*.yaml")} == {check.id for check in CHECKS}
    for check in CHECKS:
        assert check.severity in SEVERITIES
        assert check.family in FAMILIES
        assert all(has(f"problem.{check.code}", language) for language in LANGUAGES)
        assert all(has(check.title.key, language) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_why(language):
    assert all(page.why[language].strip() for page in PAGES)


def test_the_pages_are_up_to_date():
    late = [
        path.name
        for path, text in pages_of_checks.pages()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert late == [], "python docs/checks.py --write"
    wanted = {path for path, _ in pages_of_checks.pages()}
    assert [path.name for path in (pages_of_checks.DOCS / "checks").glob("*.md") if path not in wanted] == []


@pytest.mark.parametrize(
    ("accepts", "said"),
    [
        ("{text-missing: ''}", "text_empty"),
        ("{text-missing: }", "key_without_value"),
        ("{nothing-such: 原文如此}", "accepts_unknown"),
    ],
)
def test_a_reason_is_required_and_an_id_must_be_known(accepts, said):
    text = PAGES[0].good.replace("points:", f"accepts: {accepts}\npoints:", 1)
    loaded = load_text(text)
    found = check_rubric(loaded.rubric) if loaded.rubric is not None else []
    problems = [*loaded.problems, *(loaded.place(one) for one in found)]
    assert [problem.code for problem in problems] == [said]
    assert problems[0].where.line == 10
