"""Addresses of what a rubric says: `4.2.points`, `4.2/rate.below`, `grades.优秀.from`, `fields.出庭.type`.

An indicator is its id, a rule `indicator/rule`; any other part begins with its key in the document. Further steps follow
after a dot: keys of the format, names, or the place in a list, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from lawscore.analysis.diff.tree import COMBINATIONS, NAMED, Path, Tree, part_at
from lawscore.models import Model
from lawscore.problems import nearest

#: Keys inside a rule that an address may leave out: `4.2/rate.prices.省` for `4.2/rate.deduct.prices.省`.
_LEFT_OUT: Final = ("deduct", "award")
#: Keys whose entries the office names.
_OPEN: Final = frozenset({*NAMED, "prices", "codes", "quota", "marks", "pools", "columns"})


def address_at(tree: Tree, path: Path) -> str:
    """The address of a path."""
    part = part_at(tree, path)
    steps = part.steps
    if part.section == "indicator":
        head = part.name
    elif part.section == "rule":
        head = f"{part.name}/{part.rule}"
        steps = steps[1:] if len(steps) > 1 and steps[0] in _LEFT_OUT else steps
    elif part.section == "grade":
        head = f"grades.{part.name}"
    else:
        head = ".".join(one for one in (part.section, part.name) if one)
    told = (str(step + 1) if isinstance(step, int) else step for step in steps)
    return ".".join((*((head,) if head else ()), *told))


@dataclass(frozen=True)
class Addresses:
    """All addresses of one document."""

    tree: Tree

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The path of every address."""
        found: dict[str, Path] = {}
        for path in _paths(self.tree, ()):
            found.setdefault(address_at(self.tree, path), path)
        return found

    def find(self, address: str) -> Path | None:
        """The path of an address; also of one that is not written yet, where the format has such a key there."""
        address = address.strip()
        known = self._known(address)
        if known is not None:
            return known
        for end in _dots(address):
            above = self._known(address[:end])
            if above is not None and _can_have(self.value(above), above, address[end + 1 :]):
                return (*above, *address[end + 1 :].split("."))
        first, _, rest = address.partition(".")
        return (first, *(rest.split(".") if rest else ())) if first in _keys() and first not in self.tree else None

    def nearest(self, address: str) -> str | None:
        """The address that was probably meant."""
        return nearest(address, self.paths)

    def value(self, path: Path) -> Any:
        """What stands at a path."""
        value: Any = self.tree
        for step in path:
            value = value[step]
        return value

    def _known(self, address: str) -> Path | None:
        """The path of an address, with or without the keys that it may leave out."""
        found = self.paths.get(address)
        if found is None and address.startswith("grades.bands."):
            found = self.paths.get("grades." + address.removeprefix("grades.bands."))
        for key in _LEFT_OUT:
            found = self.paths.get(address.replace(f".{key}.", ".", 1)) if found is None else found
        return found


def _dots(address: str) -> Iterator[int]:
    """The places of the dots, the last first."""
    return (place for place in range(len(address) - 1, 0, -1) if address[place] == ".")


def _paths(value: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _paths(part, (*path, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _paths(part, (*path, place))


def _can_have(value: Any, path: Path, key: str) -> bool:
    """Whether a part may have a key that it does not have: one of the format, or a name of the office's own."""
    if not isinstance(value, Mapping):
        return False
    return path[-1] in _OPEN or key.partition(".")[0] in _keys()


#: Where the models of a rubric document stand.
_OF_RUBRICS: Final = ("lawscore.rubric.", "lawscore.rules.")


@cache
def _keys() -> frozenset[str]:
    """Every key of the format of rubrics."""
    waiting, found = list(Model.__subclasses__()), set[str](COMBINATIONS)
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith(_OF_RUBRICS):
            found.update(field.alias or name for name, field in model.model_fields.items())
    return frozenset(found)
