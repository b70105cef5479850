"""A rubric document as a tree of plain values, and the parts of it that have names: indicators, rules, fields, vetoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore import numbers
from lawscore.classes import dataclass
from lawscore.models import MEANING
from lawscore.rubric.document import Document
from lawscore.rubric.office_names import NAMED_SECTIONS
from lawscore.rules.rule import KINDS, Combination

Path: TypeAlias = tuple[str | int, ...]
Tree: TypeAlias = dict[str, Any]

#: The kinds of rules whose value is a list of rules.
COMBINATIONS: Final = tuple(key for key, kind in KINDS.items() if issubclass(kind, Combination))
#: The keys that tell the kind of a rule.
RULE_KINDS: Final = tuple(KINDS)
#: The keys that tell one entry of a list from the others.
IDENTITIES: Final = ("id", "grade")


def tree_of(document: Document) -> Tree:
    """All that a document says, defaults filled in, under the keys of the format; a table has given its parts `every`."""
    written = document.model_dump(by_alias=True, exclude_none=True)
    tree: Tree = _with_meanings(written, document.model_dump(by_alias=True, exclude_none=True, context=MEANING))
    for _, node in nodes(tree):
        node.pop("every", None)
    return tree


class Spaced(str):
    """A formula or a sentence with blanks that nobody reads: it looks as it is written, and means what it means without."""

    __slots__ = ("meaning",)

    meaning: str

    @classmethod
    def of(cls, written: str, meaning: str) -> Spaced:
        """A text that is written in one way and means another."""
        made = cls(written)
        made.meaning = meaning
        return made


def _with_meanings(written: Any, meant: Any) -> Any:
    if isinstance(written, dict):
        return {key: _with_meanings(value, meant[key]) for key, value in written.items()}
    if isinstance(written, list | tuple):
        return [_with_meanings(*both) for both in zip(written, meant, strict=True)]
    if isinstance(written, Fraction):
        return numbers.written(written)
    if isinstance(written, date):
        return written.isoformat()
    return written if written == meant else Spaced.of(written, meant)


def meaning(value: Any) -> Any:
    """A value of a tree without the blanks that nobody reads."""
    if isinstance(value, dict):
        return {key: meaning(part) for key, part in value.items()}
    if isinstance(value, list):
        return [meaning(part) for part in value]
    return value.meaning if isinstance(value, Spaced) else value


def same(one: object, other: object) -> bool:
    """Whether two values mean the same: blanks that nobody reads do not count."""
    return one == other or meaning(one) == meaning(other)


def nodes(tree: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Every indicator with its path, one before what is below it."""
    for place, node in enumerate(tree.get("indicators", ())):
        here = (*path, "indicators", place)
        yield here, node
        yield from nodes(node, here)


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule: its path, the id by which it is known, and the path of what it stands in (an indicator, a combination)."""

    path: Path
    id: str
    rule: Tree
    above: Path

    @property
    def kind(self) -> str:
        """The key that tells its kind."""
        return next(key for key in RULE_KINDS if key in self.rule)


def rules(node: Mapping[str, Any], path: Path) -> Iterator[PlacedRule]:
    """Every rule of an indicator, a combination before what stands in it."""
    for place, rule in enumerate(node.get("rules", ())):
        yield from _rules(rule, (*path, "rules", place), f"r{place + 1}", path)


def _rules(rule: Tree, path: Path, place: str, above: Path) -> Iterator[PlacedRule]:
    yield PlacedRule(path, _id_of(rule, place), rule, above)
    for key in COMBINATIONS:
        for number, part in enumerate(rule.get(key, ())):
            yield from _rules(part, (*path, key, number), f"{place}.{number + 1}", path)


def _id_of(rule: Tree, place: str) -> str:
    """Its own id, or the question it asks, or its place: as `rules.combining.rule_id` has it."""
    return str(rule.get("id") or rule.get("for") or place)


@dataclass(frozen=True, slots=True)
class Part:
    """The innermost part with a name that a path leads to or into, and the steps that are left from there.

    `section` is `indicator`, `rule`, or the first key of the document; `name` what is named there: an indicator, a field,
    a veto, a grade; empty for the whole section.
    """

    section: str
    name: str
    title: str
    rule: str
    steps: Path
    value: Any


def part_at(tree: Tree, path: Path) -> Part:
    """What stands at a path, by its names."""
    if path[:1] == ("indicators",) and len(path) > 1:
        return _indicator_part(tree, path)
    if not path:
        return Part("", "", "", "", (), tree)
    section, rest = str(path[0]), path[1:]
    value = tree.get(section)
    if section == "grades" and rest[:1] == ("bands",) and len(rest) > 1:
        value, section, rest = value["bands"] if value else [], "grade", rest[1:]
    if not rest or (section not in NAMED_SECTIONS and not isinstance(value, list)):
        return Part(section, "", "", "", rest, value)
    entry = _entry(value, rest[0])
    name, title = _names(entry, rest[0])
    return Part(section, name, title, "", rest[1:], entry)


def _indicator_part(tree: Tree, path: Path) -> Part:
    here: Any = tree
    while len(path) > 1 and path[0] == "indicators":
        here, path = here["indicators"][path[1]], path[2:]
    node, place, rule = here, "r", ""
    while len(path) > 1 and (path[0] == "rules" or path[0] in COMBINATIONS):
        number = path[1]
        assert isinstance(number, int)  # a list
        place += f".{number + 1}" if rule else str(number + 1)
        here, path = here[path[0]][number], path[2:]
        rule = _id_of(here, place)
    title = str(node.get("title", ""))
    return Part("rule" if rule else "indicator", str(node["id"]), title, rule, path, here)


def _entry(value: Any, step: str | int) -> Any:
    if isinstance(value, list):
        return value[step] if isinstance(step, int) and step < len(value) else None
    return value.get(step) if isinstance(value, Mapping) else None


def _names(entry: Any, step: str | int) -> tuple[str, str]:
    """What an entry is called, and what people call it."""
    if isinstance(step, str):
        label = entry.get("label", "") if isinstance(entry, Mapping) else ""
        return step, str(label)
    if isinstance(entry, Mapping):
        for key in IDENTITIES:
            if key in entry:
                return str(entry[key]), str(entry.get("title", ""))
    return str(step + 1), ""
