"""The places of a letterhead: what each paper offers to be filled in, under an English and a Chinese name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Final, TypeAlias, cast, get_args, get_type_hints

from lawscore.catalogue import LANGUAGES, Language, messages
from lawscore.classes import dataclass

#: A paper, or what is said in a row of one: a frozen dataclass of texts and of tuples of rows.
Shape: TypeAlias = type[Any]

#: What a list of texts has in each of its rows.
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is one text."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place by its English name; of rows, what each of them offers."""

    name: str
    rows: Shape | None = None


def places_of(shape: Shape) -> Mapping[str, Place]:
    """The places of a paper or of its rows, in their order."""
    return _places(cast("Hashable", shape))


@cache
def _places(shape: Hashable) -> Mapping[str, Place]:
    assert isinstance(shape, type)
    hints = get_type_hints(shape)
    return {one.name: Place(one.name, _rows(hints[one.name])) for one in fields(shape)}


def _rows(hint: Any) -> Shape | None:
    return None if hint is str else get_args(hint)[0]


def name_of(place: str, language: Language) -> str:
    """What a place is called."""
    return messages(language)[f"letters.name.{place}"]


def about(place: str, language: Language) -> str:
    """What stands in a place."""
    return messages(language)[f"letters.about.{place}"]


def told(shape: Shape, language: Language, within: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every place with the lists in which it stands, and what stands there: the table of the documentation."""
    for place in places_of(shape).values():
        path = (*within, name_of(place.name, language))
        yield path, about(place.name, language)
        if place.rows is not None and place.rows is not Line:
            yield from told(place.rows, language, path)


@cache
def meant() -> Mapping[str, str]:
    """The English name of a place by its name in any language."""
    stem = "letters.name."
    return {
        said: key.removeprefix(stem)
        for language in LANGUAGES
        for key, said in messages(language).items()
        if key.startswith(stem)
    }
