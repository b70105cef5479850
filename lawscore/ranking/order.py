"""The order of the units of a group: by value, then step by step down the chain; and the ranks that an order gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from lawscore.classes import dataclass
from lawscore.expressions.values import Unknown
from lawscore.ranking.contenders import Contender
from lawscore.ranking.ties import is_descending, name_of, values_by
from lawscore.rubric.bound import BoundRanking, BoundTie
from lawscore.rubric.ranks import Method, Using


@dataclass(frozen=True, slots=True)
class Level:
    """Units that stand equal. `open` is what would tell them apart, if it were known of all of them."""

    units: tuple[Contender, ...]
    open: str = ""


def in_order(contenders: Iterable[Contender], ranking: BoundRanking | None, using: Using) -> list[Level]:
    """The units in levels, the best first. Only results that are settled can be put in order."""
    low_is_good = ranking is not None and ranking.spec.better == "lower"
    ordered = list(contenders)
    levels: list[Level] = []
    for behind in (False, True):  # those that a ranking sets back come after all others
        by_value = {one: one.value(using) for one in ordered if one.is_behind == behind}
        levels += [Level(tuple(units)) for units in _sorted(by_value, descending=not low_is_good)]
    return split(levels, ranking.ties if ranking is not None else ())


def split(levels: Iterable[Level], ties: Iterable[BoundTie]) -> list[Level]:
    """The levels taken apart by a chain."""
    found = list(levels)
    for tie in ties:
        found = [part for level in found for part in _split(level, tie)]
    return found


def _split(level: Level, tie: BoundTie) -> Iterator[Level]:
    """A level taken apart by a step of the chain; where the step cannot be told for one unit, it decides nothing."""
    if len(level.units) == 1 or level.open:
        yield level
        return
    values = values_by(tie, level.units)
    if isinstance(values, Unknown):
        yield Level(level.units, name_of(tie))
        return
    there = {unit: values[unit.id] for unit in level.units if values[unit.id] is not None}
    for units in _sorted(there, descending=is_descending(tie)):
        yield Level(tuple(units))
    behind = tuple(unit for unit in level.units if values[unit.id] is None)
    if behind:
        yield Level(behind)


def _sorted(values: Mapping[Contender, Any], *, descending: bool) -> list[list[Contender]]:
    groups: dict[Any, list[Contender]] = {}
    for contender, value in values.items():
        groups.setdefault(value, []).append(contender)
    return [sorted(groups[value], key=lambda one: one.id) for value in sorted(groups, reverse=descending)]


def in_step(tie: BoundTie, contenders: Sequence[Contender]) -> list[int | None]:
    """The place of each contender in one step of the chain, 0 going first; None for one of whom the step cannot be told."""
    known = [one for one in contenders if not isinstance(values_by(tie, (one,)), Unknown)]
    values = values_by(tie, known)
    assert not isinstance(values, Unknown)  # those are left out
    there = {one: value for one in known if (value := values[one.id]) is not None}
    levels = _sorted(there, descending=is_descending(tie))
    places = {one: place for place, level in enumerate(levels) for one in level}
    return [places.get(one, len(levels) if one.id in values else None) for one in contenders]


def told_apart_by(one: Contender, other: Contender, ranking: BoundRanking | None) -> str:
    """What the first step of the chain looks at that tells two units apart; nothing where none does."""
    for tie in ranking.ties if ranking is not None else ():
        values = values_by(tie, (one, other))
        if not isinstance(values, Unknown) and values[one.id] != values[other.id]:
            return name_of(tie)
    return ""


def ranks(levels: Sequence[Level], method: Method) -> Iterator[tuple[int, Level]]:
    """Each level with its rank."""
    counted = (1 if counts_levels(method) else len(level.units) for level in levels)
    return zip(accumulate(counted, initial=1), levels, strict=False)


def counts_levels(method: Method) -> bool:
    """Whether a rank counts the levels ahead of it (1 2 2 3), and not the units (1 2 2 4).

    Where a chain that should tell all units apart (`ordinal`) fails, they share the rank and a problem says so.
    """
    return method == "dense"
