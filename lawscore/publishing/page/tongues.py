"""Texts of the page in every language that it speaks: one text where they agree, else one for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from lawscore.catalogue import LANGUAGES, Language, phrase, say
from lawscore.classes import dataclass
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Report

if TYPE_CHECKING:
    from markupsafe import Markup

#: A text that is the same in every language, or one for each in the order of `Tongues.languages`.
Text: TypeAlias = str | tuple[str, ...]
#: A unit in each language.
Cards: TypeAlias = Sequence[UnitCard]


def both(texts: Iterable[str]) -> Text:
    """The texts as one where they are the same."""
    told = tuple(texts)
    return told[0] if len(set(told)) == 1 else told


@dataclass(frozen=True, slots=True)
class Tongues:
    """The reports of one result, a report for each language; the page begins in one of them."""

    languages: tuple[Language, ...]
    reports: tuple[Report, ...]
    first: int
    _texts: dict[tuple[str, ...], int] = field(default_factory=dict, repr=False)

    @property
    def report(self) -> Report:
        """The report in the language in which the page begins."""
        return self.reports[self.first]

    def units(self) -> Iterable[Cards]:
        """Each unit in every language, in the order of the standings."""
        return zip(*(report.units for report in self.reports), strict=True)

    def say(self, key: str, **facts: object) -> Text:
        """A sentence of the catalogue; a fact that is a `Text` is told in each language."""
        return both(
            say(phrase(key, **{name: _in(fact, place) for name, fact in facts.items()}), language)
            for place, language in enumerate(self.languages)
        )

    def join(self, texts: Sequence[Text]) -> Text:
        """Several texts, one after the other."""
        return both(
            say(phrase("page.joiner"), language).join(_in(text, place) for text in texts)
            for place, language in enumerate(self.languages)
        )

    def tell(self, of: Callable[[Report], str]) -> Text:
        """What each report says."""
        return both(of(report) for report in self.reports)

    def now(self, text: Text) -> str:
        """A text in the language in which the page begins."""
        return text if isinstance(text, str) else text[self.first]

    def html(self, text: Text) -> Markup | str:
        """A text as it stands in the page, so that the switch of language finds it."""
        from markupsafe import Markup

        if isinstance(text, str):
            return text
        return Markup('<span data-t="{}">{}</span>').format(self.place(text), self.now(text))

    def attribute(self, name: str, text: Text) -> Markup:
        """An attribute, such as a label, that changes with the language."""
        from markupsafe import Markup

        plain = Markup('{}="{}"').format(name, self.now(text))
        return plain if isinstance(text, str) else plain + Markup(' data-t-{}="{}"').format(name, self.place(text))

    def place(self, text: tuple[str, ...]) -> int:
        """Where a text stands in the table of texts."""
        return self._texts.setdefault(text, len(self._texts))

    def table(self) -> list[tuple[str, ...]]:
        """The table of all texts that were put into the page so far."""
        return list(self._texts)


def tongues_of(reports: Mapping[Language, Report], language: Language) -> Tongues:
    """The reports in the order of the languages. They must tell of the same units."""
    languages = tuple(one for one in LANGUAGES if one in reports)
    return Tongues(languages, tuple(reports[one] for one in languages), languages.index(language))


def _in(fact: Any, place: int) -> Any:
    return fact[place] if isinstance(fact, tuple) else fact
