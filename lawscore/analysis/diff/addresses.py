"""Addresses of what a rubric says: `4.2.points`, `4.2/rate.below`, `grades.优秀.from`, `fields.出庭.type`.

An indicator is its id, a rule `indicator/rule`; any other part begins with its key in the document. Further steps follow
after a dot: keys of the format, names, or the place in a list, counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from lawscore.analysis.diff.tree import Path, Tree, part_at
from lawscore.classes import dataclass
from lawscore.problems import nearest
from lawscore.rubric.document import Document
from lawscore.rubric.keys import format_keys
from lawscore.rubric.office_names import NAMED_BY_OFFICE

#: Keys inside a rule that an address may leave out: `4.2/rate.prices.省` for `4.2/rate.deduct.prices.省`.
_LEFT_OUT: Final = ("deduct", "award")
#: A place in a list.
_PLACE: Final = re.compile(r"[1-9][0-9]{0,8}")


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
            if above is not None:
                return self._inside(above, address[end + 1 :].split("."))
        first, *rest = address.split(".")
        return (first, *rest) if first in format_keys(Document) and first not in self.tree else None

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

    def _inside(self, above: Path, steps: list[str]) -> Path | None:
        """The path of further steps below a part: what is there, or what may be written where the first is missing."""
        path, value = above, self.value(above)
        for done, step in enumerate(steps):
            key = _entry(value, step)
            if key is None:
                return (*path, *steps[done:]) if _can_have(value, path, step) else None
            path, value = (*path, key), value[key]
        return path


def _entry(value: Any, step: str) -> str | int | None:
    """The key of what a step leads to: an entry of a list by its place, counted from 1; None where there is none."""
    if isinstance(value, Mapping):
        return step if step in value else None
    if isinstance(value, list) and _PLACE.fullmatch(step) and int(step) <= len(value):
        return int(step) - 1
    return None


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
    return path[-1] in NAMED_BY_OFFICE or key in format_keys(Document)
