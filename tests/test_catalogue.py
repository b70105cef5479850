"""Both languages say everything: the same keys, the same facts, and every key that the code uses."""

import re
import string
from collections import Counter
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

from lawscore.catalogue import LANGUAGES, PARTS, messages, phrase, say

PACKAGE = Path(__file__).parent.parent / "lawscore"
# A key may be put together from a stem and a value of a closed set: these stems are checked where they are used.
KEY = re.compile(r'(?:phrase|self\.say|session\.say|\.say|tell)\(\s*f?"([a-z_]+\.[a-z_.]+)"')
CODE = re.compile(r'(?:refuse|Unreadable|Refused)\(\s*"([a-z_]+)"')
CODE_KEYWORD = re.compile(r'code="([a-z_]+)"')


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "catalogue"
    )


def test_both_languages_have_the_same_keys():
    assert set(messages("zh")) == set(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_has_one_sentence(language):
    """A run loads parts until it finds a key: another part that had it too would be told instead of it elsewhere."""
    counted = Counter(key for part in PARTS for key in import_module(f"lawscore.catalogue.{language}_{part}").MESSAGES)
    assert [key for key, count in counted.items() if count > 1] == []


def test_both_languages_tell_the_same_facts():
    told = {key: (places(messages("zh")[key]), places(messages("en")[key])) for key in messages("en")}
    # A language may need a word less (a bare unit), never one that the other does not have.
    assert {key: both for key, both in told.items() if not (both[0] <= both[1] or both[1] <= both[0])} == {}


def test_every_sentence_of_the_code_is_in_the_catalogue():
    text = sources()
    keys = {key for key in KEY.findall(text) if not key.endswith(".")}
    codes = {f"problem.{code}" for code in (*CODE.findall(text), *CODE_KEYWORD.findall(text))}
    missing = {key for key in keys | codes if key not in messages("en")}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_nests_numbers_tuples_and_phrases(language):
    told = say(phrase("how.plus", left=phrase("how.bracketed", terms=Fraction(1, 3)), right=("a", "b")), language)
    assert told == {"zh": "(0.333333…) + a、b", "en": "(0.333333…) + a, b"}[language]
