"""A result told in the other language is the one that would have been written in it, and comes back as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import lawscore
from lawscore.catalogue import LANGUAGES, phrase, say
from lawscore.conformance import running
from lawscore.conformance.case import Case
from lawscore.conformance.running import load_case
from lawscore.results.model import Part, Result
from lawscore.results.reading import read_result
from lawscore.results.telling import TOLD, is_retellable, retold, told_otherwise
from lawscore.results.text import json_text, result_text
from tests.support import rubric_of
from tests.support_kit import KIT

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
import runs

OTHER = {"zh": "en", "en": "zh"}


def holds(assessment: lawscore.Assessment) -> None:
    """The law: each language gives the other, byte for byte as it is written, and comes back as it was."""
    written = {language: assessment.to_dict(language) for language in LANGUAGES}
    read = {language: Result.model_validate(written[language]) for language in LANGUAGES}
    for language, other in OTHER.items():
        told = retold(read[language], other)
        assert result_text(told) == json_text(written[other])
        assert told == read[other]
        assert retold(told, language) == read[language]


@pytest.mark.parametrize("run", runs.RUNS, ids=[f"{run.example}/{run.name}" for run in runs.RUNS])
def test_an_example_told_in_the_other_language_is_the_one_written_in_it(run):
    holds(runs.assess_run(run))


FORMS = range(1, 61)


def submissions(rubric: lawscore.Rubric, case: Case) -> Any:
    if case.data_text is not None:
        return running._gathered(rubric, case.data_text)[0]
    given = [{"unit": unit, "values": values} for unit, values in (case.values or {}).items()]
    return [*case.data, *([{"submissions": given}] if given else [])]


@pytest.mark.parametrize("form", FORMS)
def test_a_case_of_the_kit_told_in_the_other_language_is_the_one_written_in_it(form):
    seen = 0
    for file, case in KIT.about(form).cases():
        rubric = load_case(file, case, KIT.base).rubric
        if rubric is not None:
            holds(lawscore.assess(rubric, submissions(rubric, case), layer=case.layer))
            seen += 1
    assert seen


#: 不适用：2 分 is both: why the second indicator does not apply, and what the rule of the first takes.
ALIKE = rubric_of("""
fields: {通报: {type: count, label: 通报}, 设所: {type: yesno, label: 设所}}
points: 20
indicators:
  - {id: a, points: 10, rules: [{id: r, when: 通报 > 0, deduct: 2, text: 不适用}]}
  - {id: b, points: 10, applies: {when: 设所, text: 2 分, otherwise: leave_out}, rules: [{id: s, when: 通报 > 9, deduct: 2, text: 迟报}]}
""")


def test_what_is_told_alike_in_one_language_only_is_not_mixed_up():
    found = lawscore.assess(ALIKE, [{"unit": unit, "通报": "1", "设所": "否"} for unit in ("u1", "u2")])
    told = found.to_dict("zh")["sentences"]["en"]["不适用：2 分"]
    assert told == ["not applicable: 2 分", "不适用: counts 2"] * 2
    english = retold(Result.model_validate(found.to_dict("zh")), "en").units[1]
    assert english.indicators[1].why == "not applicable: 2 分"
    assert english.items[0].reason == "不适用: counts 2"
    holds(found)


def old() -> Result:
    """A result as it was written before sentences were kept."""
    text = lawscore.assess(ALIKE, [{"unit": "u1", "通报": "1", "设所": "否"}]).to_dict("zh")
    del text["sentences"]
    return read_result(json.dumps(text, ensure_ascii=False))


def test_a_result_in_its_own_language_is_itself():
    assert retold(old(), "zh") == old()
    assert told_otherwise(old(), "zh") is None


def test_an_old_result_keeps_its_words_and_says_so():
    assert not is_retellable(old(), "en")
    assert retold(old(), "en") == old()
    note = told_otherwise(old(), "en")
    assert note is not None
    assert say(note, "en") == (
        "this result was written without its English sentences: "
        "reasons, notes and problems stand in Chinese, as they were written"
    )
    assert say(note, "zh") == "这份结果写成时没有记下英文，其中的事由、说明和问题照中文原文列出"


def test_a_sentence_that_was_taken_out_stands_in_the_language_it_was_written_in():
    told = lawscore.assess(ALIKE, [{"unit": "u1", "通报": "1", "设所": "否"}]).to_dict("zh")
    told["sentences"] = {"en": {"不适用：2 分": ["not applicable: 2 分"]}}
    unit = retold(Result.model_validate(told), "en").units[0]
    assert [unit.indicators[1].why, unit.items[0].reason] == ["not applicable: 2 分", "不适用：2 分"]


def test_every_part_that_tells_something_is_gone_through():
    """What is a text for people, or a list of them, is told; and no part that holds such a one is passed by."""
    names = {name for names in TOLD.values() for name in names}
    for part in TOLD:
        for name, field in part.model_fields.items():
            inside = [one for one in TOLD if one.__name__ in str(field.annotation)]
            assert (name in TOLD[part]) >= bool(inside), (part, name)
            if name in {"why", "notes", "reason", "was", "now", "message", "hint"}:
                assert name in TOLD[part], (part, name)
    assert names == {
        "units", "problems", "notes", "indicators", "items", "also", "adjustments", "why", "reason", "was", "now",
        "where", "message", "hint",
    }  # fmt: skip
    assert all(issubclass(part, Part) for part in TOLD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_are_named_in_the_note(language):
    assert say(phrase(f"value.language.{language}"), language) in {"中文", "English"}
