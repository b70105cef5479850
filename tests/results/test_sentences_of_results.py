"""A result takes down each of its sentences in the other language, each once, and nothing is mixed up."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawscore
from lawscore.catalogue import LANGUAGES, phrase, say
from lawscore.results.sentences import Speaker, languages_of, speaking, translations, translator
from tests.support import rubric_of

TEXTS = st.text("甲乙ab", min_size=1, max_size=2)
TOLD = st.lists(st.tuples(TEXTS, TEXTS), max_size=12)


@given(TOLD)
def test_every_telling_has_its_own_translation(told):
    other = translator(translations(told))
    assert [other(text) for text, _ in told] == [translated for _, translated in told]


@given(TOLD)
def test_there_and_back_is_where_one_came_from(told):
    back = translator(translations((other, text) for text, other in told))
    assert [back(other) for _, other in told] == [text for text, _ in told]


def test_each_sentence_stands_once_and_only_where_it_differs():
    told = [("甲", "a"), ("同", "同"), ("甲", "a"), ("乙", "b"), ("丙", "丙"), ("丙", "c")]
    assert translations(told) == {"甲": "a", "乙": "b", "丙": ["丙", "c"]}
    assert list(translations(told)) == ["甲", "乙", "丙"]


FACTS = st.recursive(
    st.one_of(TEXTS, st.integers(-3, 3), st.booleans(), st.fractions(max_denominator=3), st.just(date(2023, 1, 2))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(lambda left, right: phrase("how.and", left=left, right=right), inner, inner),
        st.builds(lambda count, keys: phrase("adjustment.records", count=count, keys=keys), inner, inner),
    ),
    max_leaves=6,
)
PHRASES = st.builds(lambda text, how: phrase("item.reason", text=text, how=how), FACTS, FACTS)


@given(st.lists(PHRASES, max_size=8))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_again_is_said_as_if_for_the_first_time(language, phrases):
    speaker = Speaker(languages_of(language))
    assert [speaker.say(one) for one in phrases] == [say(one, language) for one in phrases]
    (other,) = speaker.sentences()
    told = translator(speaker.sentences()[other])
    assert [told(say(one, language)) for one in phrases] == [say(one, other) for one in phrases]


def test_numbers_that_are_equal_in_python_and_not_in_words_are_not_mixed_up():
    facts = (1, True, Fraction(1), "1", (1, 2), Fraction(1, 2), ("", "1"), ("甲", "乙"), "甲、乙")
    speaker = Speaker(("zh", "en"))
    for fact in facts:
        assert speaker.say(phrase("how.listed", values=fact)) == say(phrase("how.listed", values=fact), "zh")
    assert speaker.sentences() == {"en": {"1、2": "1, 2", "、1": ", 1", "甲、乙": ["甲, 乙", "甲、乙"]}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_needs_one_language_says_the_same(language):
    told = phrase("how.count", name="通报", quantity=Fraction(1, 3))
    assert speaking(language)(told) == say(told, language)


RUBRIC = rubric_of("""
fields: {通报: {type: count, label: 通报}, 出庭: {type: count, label: 出庭}}
points: 10
rules: [{id: r, deduct: 2, each: 通报, text: 每次扣2分}]
""")


def test_the_sentences_of_a_result_stand_at_its_end():
    found = lawscore.assess(
        RUBRIC, [{"unit": "u1", "通报": "2"}, {"unit": "u2", "通报": "2"}, {"unit": "u3", "通报": "1"}]
    )
    result = json.loads(found.to_json("zh"))
    assert list(result)[-1] == "sentences"
    assert result["sentences"] == {
        "en": {
            "每次扣2分：通报为 2；2 × 2 分 = 4 分": "每次扣2分: 通报 is 2; 2 × 2 = 4",
            "每次扣2分：通报为 1；2 分": "每次扣2分: 通报 is 1; counts 2",
        }
    }
    assert json.loads(found.to_json("en"))["sentences"] == {
        "zh": {other: text for text, other in result["sentences"]["en"].items()}
    }


def test_a_result_without_a_sentence_says_that_it_has_none():
    found = lawscore.assess(RUBRIC, [{"unit": "u1", "通报": "0"}])
    assert found.to_dict("zh")["sentences"] == {"en": {}}


def test_each_sentence_stands_on_a_line_of_its_own():
    lines = lawscore.assess(RUBRIC, [{"unit": "u1", "通报": "2"}]).to_json("en").splitlines()
    assert lines[-6:] == [
        '  "sentences": {',
        '    "zh": {',
        '      "每次扣2分: 通报 is 2; 2 × 2 = 4": "每次扣2分：通报为 2；2 × 2 分 = 4 分"',
        "    }",
        "  }",
        "}",
    ]
