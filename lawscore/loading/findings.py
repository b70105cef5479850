"""Pydantic's errors, put where they belong in the document, one for each place.

Pydantic names the arm of a union in the place of an error, and reports the failures of every arm of an untagged one.
Here the shapes are followed beside the data, so that the arms drop out and only the arm that was meant is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lawscore.classes import dataclass
from lawscore.loading.shapes import Kind, Schema, Shapes, choices
from lawscore.loading.source import Path, Step, Tree, has

#: The steps of an error's place that are still to be followed, and the error.
Pending: TypeAlias = tuple[tuple[Step, ...], ErrorDetails]

_KEY: Final = "[key]"
_ABSENT: Final = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One error at a path of the document; a missing key is the last step of its path.

    `levels` are the keys allowed by each mapping on the way, the innermost last; `shape` is what was expected.
    """

    path: Path
    error: ErrorDetails
    shape: Schema | None
    levels: tuple[tuple[str, ...], ...]
    #: The key itself is wrong, not its value.
    is_key: bool = False
    #: Words that would have been right too, by another arm of a union.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place that is being followed: its path, what the document has there, the keys of the mappings above."""

    path: Path = ()
    data: Tree = _ABSENT
    levels: tuple[tuple[str, ...], ...] = ()

    def step(self, step: Step) -> _Spot:
        inside: Any = self.data
        return replace(self, path=(*self.path, step), data=inside[step] if has(inside, step) else _ABSENT)


def findings(model: type[BaseModel], data: Tree, error: ValidationError) -> list[Finding]:
    """The errors of one validation of `data`, each at its place, the first one only where a place has several."""
    pending: list[Pending] = [(detail["loc"], detail) for detail in error.errors(include_url=False)]
    shapes = Shapes(model)
    found = _Sorter(shapes).sort(shapes.root, _Spot(data=data), pending)
    first: dict[tuple[Path, bool], Finding] = {}
    for finding in found:
        first.setdefault((finding.path, finding.is_key), finding)
    return list(first.values())


class _Sorter:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.followers = {
            "model": self._model,
            "model-fields": self._model,
            "typed-dict": self._model,
            "dict": self._dict,
            "list": self._list,
            "tuple": self._list,
            "tagged-union": self._tagged,
            "union": self._union,
        }

    def sort(self, schema: Schema | None, spot: _Spot, pending: Iterable[Pending]) -> list[Finding]:
        """The findings at a spot and below it."""
        shape = self.shapes.bare(schema)
        found: list[Finding] = []
        below: dict[Step, list[Pending]] = {}
        for rest, error in pending:
            if rest:
                below.setdefault(rest[0], []).append((rest[1:], error))
            else:
                found.append(Finding(spot.path, error, shape, spot.levels))
        if below:
            follow = self.followers.get(shape["type"], self._blind) if shape is not None else self._blind
            found += follow(shape or {}, spot, below)
        return found

    def _model(self, shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        fields = self.shapes.fields(shape)
        if not fields and shape["type"] == "model":
            inner = [((step, *rest), error) for step, group in below.items() for rest, error in group]
            return self.sort(shape["schema"], spot, inner)
        inside = replace(spot, levels=(*spot.levels, tuple(fields)))
        return [
            finding
            for step, group in below.items()
            for finding in self.sort(fields.get(str(step)), inside.step(step), group)
        ]

    def _dict(self, shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        found: list[Finding] = []
        for step, group in below.items():
            inside = spot.step(step)
            keys = [error for rest, error in group if rest[:1] == (_KEY,)]
            found += [Finding(inside.path, error, None, spot.levels, is_key=True) for error in keys]
            values = [(rest, error) for rest, error in group if rest[:1] != (_KEY,)]
            found += self.sort(shape.get("values_schema"), inside, values)
        return found

    def _list(self, shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        found: list[Finding] = []
        for step, group in below.items():
            item = self.shapes.item(shape, step) if isinstance(step, int) else None
            found += self.sort(item, spot.step(step), group)
        return found

    def _tagged(self, shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        return [
            finding for tag, group in below.items() for finding in self.sort(self.shapes.arm(shape, tag), spot, group)
        ]

    def _union(self, shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        """The findings of the arm that was most probably meant: one that takes this kind of value, with fewest faults.

        Every arm has failed, and pydantic reports them in their order: the arms and the labels go in pairs.
        """
        arms: list[Schema | None] = list(choices(shape))
        if len(arms) != len(below):
            arms = [None] * len(below)
        kind = _kind(spot.data)
        heard = [
            (kind not in self.shapes.kinds(arm), self.sort(arm, spot, group))
            for arm, group in zip(arms, below.values(), strict=True)
        ]
        meant = min(heard, key=lambda arm: (arm[0], len(arm[1])))[1]
        words = tuple(str(word) for arm in arms for word in self._words(arm))
        return [replace(finding, also=words) if finding.path == spot.path else finding for finding in meant]

    def _words(self, arm: Schema | None) -> tuple[object, ...]:
        shape = self.shapes.bare(arm)
        return tuple(shape["expected"]) if shape is not None and shape["type"] == "literal" else ()

    def _blind(self, _shape: Schema, spot: _Spot, below: Mapping[Step, list[Pending]]) -> list[Finding]:
        """Without a shape: a step that the document has is followed, another names an arm and is left out."""
        found: list[Finding] = []
        for step, group in below.items():
            found += self.sort(None, spot.step(step) if has(spot.data, step) else spot, group)
        return found


def _kind(data: Tree) -> Kind:
    if isinstance(data, dict):
        return "mapping"
    return "list" if isinstance(data, list) else "text"
