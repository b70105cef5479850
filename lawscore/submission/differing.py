"""What contradicts itself in submitted data: told once for each two places, with the names of all fields that differ there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any, NamedTuple, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.facts.unit import Layer
from lawscore.problems import Problem
from lawscore.submission.merging import Differ, Statement
from lawscore.submission.places import Path, Place, order

#: The submission that a value stands in: its document and its place there.
_Submission: TypeAlias = tuple[int, Path]


@dataclass(frozen=True, slots=True)
class DifferingValues:
    """Collects the fields of one unit that two of its submissions tell differently in one layer."""

    unit: str
    _found: dict[tuple[Layer, _Submission, _Submission], list[tuple[str, Place, Place]]] = field(default_factory=dict)

    def of(self, name: str) -> Differ[Any]:
        """Takes the contradictions of one field."""

        def take(one: Statement[Any], other: Statement[Any]) -> None:
            places = one.layer, _submission(one.place), _submission(other.place)
            self._found.setdefault(places, []).append((name, one.place, other.place))

        return take

    def problems(self) -> Iterator[Problem]:
        """One for each two submissions, at the first value that differs."""
        for (layer, *_), found in self._found.items():
            fields = sorted(found, key=lambda one: (order(one[1].where()), one[0]))
            _, place, other = fields[0]
            names = _quoted(dict.fromkeys(name for name, *_ in fields))
            facts = {"unit": self.unit, "names": names, "layer": _layer(layer), "other": other.where().named}
            yield Problem(code="value_differs", where=place.where(), facts=facts)


class Contradiction(NamedTuple):
    """One fact of which two lines say different things."""

    path: Path
    earlier: str
    first: Place
    given: str
    place: Place


@dataclass(frozen=True, slots=True)
class DifferingFacts:
    """Collects what the lines of one unit say differently: told once for each two lines, with all that differs there."""

    unit: str
    _found: dict[tuple[Place, Place], list[Contradiction]] = field(default_factory=dict)

    def add(self, found: Contradiction) -> None:
        """Take one."""
        self._found.setdefault((found.first, found.place), []).append(found)

    def problems(self) -> Iterator[Problem]:
        """One for each two lines, at the first fact that differs."""
        for found in self._found.values():
            path, first = found[0].path, found[0].first
            facts = {
                "unit": self.unit, "keys": tuple(".".join(map(str, one.path)) for one in found),
                "given": _quoted(one.given for one in found), "earlier": _quoted(one.earlier for one in found),
                "other": first.inside(*path).where().named,
            }  # fmt: skip
            yield Problem(code="unit_facts_differ", where=found[0].place.inside(*path).where(), facts=facts)


def differing(code: str, problems: list[Problem], **facts: object) -> Differ[Any]:
    """Adds a problem for each statement that contradicts another."""

    def add(one: Statement[Any], other: Statement[Any]) -> None:
        told = {**facts, "layer": _layer(one.layer), "other": other.place.where().named}
        problems.append(Problem(code=code, where=one.place.where(), facts=told))

    return add


def _quoted(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Texts as they are named in a sentence."""
    return tuple(phrase("word.quoted", text=text) for text in texts)


def _submission(place: Place) -> _Submission:
    return id(place.source), place.path[:2]


def _layer(layer: Layer) -> object:
    return phrase(f"word.layer.{layer}")
