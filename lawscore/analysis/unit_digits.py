"""The first thing that differs between two tellings of one unit, from the cause to the effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any, Final, NamedTuple, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.models import shorten
from lawscore.results.model import UnitPart

#: A part of a result as a mapping.
Told: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[str | int, ...]

#: Sentences and names: their wording may change with the engine, and moves no digit.
_WORDING: Final = frozenset({"name", "title", "why", "notes", "reason", "was", "now"})
#: What older results do not tell: compared only where it is recorded.
_LATER: Final = frozenset({"cause"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, where it stands in the unit, and what it was recorded and computed as."""

    path: Path
    what: Phrase
    recorded: str | Phrase
    computed: str | Phrase

    def of(self, call: Phrase) -> Difference:
        """The same difference, of a part that is called so."""
        return replace(self, what=phrase("verify.figure", of=call, what=self.what))


def first_difference(recorded: UnitPart, computed: UnitPart, *, facts: bool, wording: bool) -> Difference | None:
    """The first difference: in the values that counted, in adjustments, items, indicators, results beside, the total.

    Digits come before wordings. `facts` are compared only where the recorded result has them.
    """
    if recorded == computed:
        return None
    old, new = (unit.model_dump(by_alias=True) for unit in (recorded, computed))
    parts = [part for part in _PARTS if facts or part.key not in ("facts", "adjustments")]
    for keep in (_is_digit, _is_wording)[: 2 if wording else 1]:
        found = (one for part in parts for one in _listed(part, old, new, keep))
        first = next(chain(found, _compared(old, new, (), keep, _PARTS)), None)
        if first is not None:
            return first
    return None


def _is_digit(key: str) -> bool:
    return key not in _WORDING


def _is_wording(key: str) -> bool:
    return key in _WORDING


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of a unit: its key, what tells one entry from the others, what an entry is called, and lists inside it."""

    key: str
    ids: tuple[str, ...]
    call: Callable[[Told], Phrase]
    inside: tuple[_Part, ...] = ()

    def same(self, one: Told, other: Told) -> bool:
        """Whether two entries are about the same thing."""
        return all(one[key] == other[key] for key in self.ids)


def _item(item: Told) -> Phrase:
    indicator = item["indicator"]
    where = phrase("verify.total_items") if indicator is None else phrase("verify.indicator_items", id=indicator)
    return where if item["rule"] is None else phrase("verify.rule_items", where=where, rule=item["rule"])


_ITEMS: Final = _Part("items", ("indicator", "rule", "kind"), _item)
_PARTS: Final = (
    _Part("facts", ("field",), lambda one: phrase("verify.field", name=one["field"])),
    _Part("adjustments", ("id",), lambda one: phrase("verify.adjustment", id=one["id"])),
    _ITEMS,
    _Part("indicators", ("id",), lambda one: phrase("verify.indicator", id=one["id"], title=one["title"])),
    _Part("also", ("id",), lambda one: phrase("verify.also", id=one["id"], title=one["title"]), (_ITEMS,)),
    _Part("owed", ("kind", "name", "record"), lambda one: phrase("verify.owed", name=one["name"])),
)


def _listed(part: _Part, old: Told, new: Told, keep: Callable[[str], bool], above: Path = ()) -> Iterator[Difference]:
    """Entry by entry; of the first pair that is not about the same thing, the one that the other side lacks."""
    recorded: Sequence[Told] = old[part.key]
    computed: Sequence[Told] = new[part.key]
    for place, (one, other) in enumerate(zip_longest(recorded, computed)):
        path: Path = (*above, part.key, place)
        if one is None or other is None or not part.same(one, other):
            yield _unpaired(part, recorded[place:], computed[place:], path)
            return
        call = part.call(one)
        for inner in part.inside:
            yield from (found.of(call) for found in _listed(inner, one, other, keep, path))
        yield from (found.of(call) for found in _compared(one, other, path, keep, part.inside))


def _unpaired(part: _Part, recorded: Sequence[Told], computed: Sequence[Told], path: Path) -> Difference:
    """An entry that only one side has: it was put into the result, or taken out of it."""
    missing = not recorded or (bool(computed) and any(part.same(recorded[0], one) for one in computed))
    if missing:
        where = path if recorded else path[:-1]
        return Difference(where, part.call(computed[0]), phrase("verify.nothing"), _entry(computed[0]))
    return Difference(path, part.call(recorded[0]), _entry(recorded[0]), phrase("verify.nothing"))


def _compared(
    old: Told, new: Told, path: Path, keep: Callable[[str], bool], parts: Sequence[_Part]
) -> Iterator[Difference]:
    """The keys of two tellings of the same thing, without its `parts`, which are compared entry by entry."""
    lists = {part.key for part in parts}
    for key in new:
        if keep(key) and key not in lists and old[key] != new[key] and (key not in _LATER or old[key] is not None):
            deeper = _narrowed(old[key], new[key])
            what = phrase(f"verify.key.{key}")
            if deeper.path and isinstance(deeper.path[0], int):
                column = str(deeper.path[1]) if len(deeper.path) > 1 else ""
                what = phrase("verify.inside", what=what, place=str(deeper.path[0] + 1), column=column)
            yield Difference((*path, key, *deeper.path), what, _text(deeper.old), _text(deeper.new))


class _Narrowed(NamedTuple):
    """The innermost part at which two values differ."""

    path: Path
    old: object
    new: object


def _narrowed(old: object, new: object) -> _Narrowed:
    """Inside lists of records, the first record and column that differ; a record that only one has, as a whole."""
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        for place, (one, other) in enumerate(zip(old, new, strict=False)):
            if one != other:
                deeper = _narrowed(one, other)
                return _Narrowed((place, *deeper.path), deeper.old, deeper.new)
        place = min(len(old), len(new))
        return _Narrowed((place,), *(side[place] if place < len(side) else None for side in (old, new)))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        key = next((key for key in new if old.get(key) != new[key]), None)
        if key is not None:
            return _Narrowed((key,), old.get(key), new[key])
    return _Narrowed((), old, new)


def _entry(entry: Told) -> str | Phrase:
    """A whole entry in short: what it is worth, or that it is there."""
    for key in ("value", "points", "score"):
        if entry.get(key) is not None:
            return _text(entry[key])
    return phrase("verify.there")


def _text(value: object) -> str | Phrase:
    if value is None or value in ("", [], ()):
        return phrase("verify.nothing")
    if isinstance(value, bool):
        return phrase("word.yes" if value else "word.no")
    if isinstance(value, Mapping):
        return shorten(" ".join(str(part) for part in value.values() if part))
    if isinstance(value, list | tuple):
        return shorten("、".join(str(_text(part)) for part in value), 80)
    return shorten(value, 80)
