"""One rubric for each mistake: the file says in its first lines what the loader must say, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.catalogue import LANGUAGES, Language, zh_binding, zh_standings, zh_values, zh_versions
from lawscore.loading.rubrics import load_file

FOLDER = Path(__file__).parent / "bad_rubrics"
#: `extends` has those that rest on another rubric (`common`) or should.
FILES = sorted((*FOLDER.glob("binding/*.yaml"), *FOLDER.glob("extends/*.yaml")))

#: Codes that no rubric file shows: of data, of an assessment, or heard in another sentence by the loader.
ELSEWHERE = {
    "percent_sign_missing": "of data",
    "check_failed": "of an assessment",
    "quota_open": "of an assessment",
    "quota_group": "of an assessment",
    "quota_unclear": "of an assessment",
    "tie_open": "of an assessment",
    "tie_left": "of an assessment",
    "amount_unknown": "the loader says kind_of_amount",
    "rule_unknown": "the loader says kind_of_rule",
    "measure_unknown": "the loader says kind_of_measure",
    "extends_unlike": "of two calculation standards",
    "lock_of_draft": "of a lock: tests/loading/test_locked_drafts.py",
    **dict.fromkeys(
        (
            "lock_base_changed",
            "latest_form",
            "latest_none",
            "latest_several",
            "latest_unclear",
            "supersedes_circle",
            "supersedes_fork",
            "supersedes_unknown",
            "periods_overlap",
            "period_gap",
            "version_not_locked",
        ),
        "of several versions",
    ),
}


def promised(path: Path, language: Language) -> list[str]:
    mark = f"# {language} "
    return [line.removeprefix(mark) for line in path.read_text("utf-8").splitlines() if line.startswith(mark)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_rubric_says_what_its_comment_promises(path: Path):
    loaded = load_file(path)
    assert loaded.rubric is None
    assert path.stem in {problem.code for problem in loaded.problems}
    for language in LANGUAGES:
        found = [f"{one.where.line}:{one.where.column} {one.message(language)}" for one in loaded.problems]
        assert found == promised(path, language)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_rubric_hints_in_both_languages(path: Path):
    for problem in load_file(path).problems:
        assert problem.hint is None or all(problem.hint_text(language) for language in LANGUAGES)


def test_every_mistake_has_its_file():
    codes = {
        key.removeprefix("problem.")
        for part in (zh_binding, zh_standings, zh_values, zh_versions)
        for key in part.MESSAGES
        if key.startswith("problem.")
    }
    assert {path.stem for path in FILES} == codes - set(ELSEWHERE)
