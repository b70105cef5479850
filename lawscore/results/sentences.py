"""What the sentences of a result are in the other languages: taken down while they are said, so that none is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import TypeAlias

from lawscore.catalogue import LANGUAGES, Language, Phrase, fill, listed, plain, say
from lawscore.classes import dataclass

#: By sentence, what it is in another language; those that are the same in both are left out. What two phrases tell alike
#: in the one language and not in the other (`甲：乙` may be a rule and its count, or a rule of that name) has a list: one
#: text for each time it is told, in the order of the result.
Translations: TypeAlias = dict[str, str | list[str]]
#: What was said, in each language of a speaker.
Telling: TypeAlias = tuple[str, ...]
#: A fact in words: a text where it is the same in every language.
Words: TypeAlias = str | Telling
#: Puts a phrase into the language of a result.
Say: TypeAlias = Callable[[Phrase], str]


def translations(told: Iterable[tuple[str, str]]) -> Translations:
    """The translations of sentences, given each with what it is in the other language, in the order they are told."""
    found: dict[str, list[str]] = {}
    for text, other in told:
        found.setdefault(text, []).append(other)
    alike = {text: others[0] if len(set(others)) == 1 else others for text, others in found.items()}
    return {text: others for text, others in alike.items() if others != text}


def translator(recorded: Mapping[str, str | list[str]]) -> Callable[[str], str]:
    """The way back: called with each sentence in the order of the result, it gives what it is in the other language.

    What was not recorded is the same in both.
    """
    turns = {text: iter(others) for text, others in recorded.items() if isinstance(others, list)}

    def other(text: str) -> str:
        turn = turns.get(text)
        if turn is not None:
            return next(turn, text)
        found = recorded.get(text, text)
        assert isinstance(found, str)  # lists have their turns
        return found

    return other


def speaking(language: Language) -> Say:
    """Says phrases in a language, for who needs them in no other."""
    return lambda what: say(what, language)


def languages_of(language: Language) -> tuple[Language, ...]:
    """The languages of a result, its own first."""
    return (language, *(one for one in LANGUAGES if one != language))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says phrases in the first of its languages and takes them down in the others.

    What was said before, be it a part of another sentence, is not put into words again: most of a result says the same of
    many units, so that two languages take little longer than one.
    """

    languages: tuple[Language, ...]
    #: By its key, the names of its facts, and what these are in words.
    _known: dict[tuple[Words, ...], Telling] = field(default_factory=dict, repr=False)
    _numbers: dict[tuple[int, int], str] = field(default_factory=dict, repr=False)
    _told: list[Telling] = field(default_factory=list, repr=False)

    def say(self, what: Phrase) -> str:
        """The phrase in the language of the result."""
        told = self._phrase(what)
        if told[0]:
            self._told.append(told)
        return told[0]

    def sentences(self) -> dict[Language, Translations]:
        """All that was said, in each other language."""
        return {
            language: translations((told[0], told[place]) for told in self._told)
            for place, language in enumerate(self.languages)
            if place
        }

    def _phrase(self, what: Phrase) -> Telling:
        words = [self._words(fact) for fact in what.facts.values()]
        form = (what.key, *what.facts, *words)
        found = self._known.get(form)
        if found is None:
            found = self._known[form] = tuple(
                fill(what.key, dict(zip(what.facts, _of(words, place), strict=True)), language)
                for place, language in enumerate(self.languages)
            )
        return found

    def _words(self, fact: object) -> Words:
        if isinstance(fact, str):
            return fact
        if isinstance(fact, Fraction):
            return self._number(fact)
        if isinstance(fact, Phrase):
            return self._phrase(fact)
        if isinstance(fact, tuple):
            words = [self._words(part) for part in fact]
            return tuple(listed(_of(words, place), language) for place, language in enumerate(self.languages))
        return plain(fact)

    def _number(self, number: Fraction) -> str:
        ratio = number.as_integer_ratio()  # a key that is far quicker than the number
        found = self._numbers.get(ratio)
        if found is None:
            found = self._numbers[ratio] = plain(number)
        return found


def _of(words: Iterable[Words], place: int) -> Iterable[str]:
    """Of facts in words, those in one language."""
    return [word if isinstance(word, str) else word[place] for word in words]
