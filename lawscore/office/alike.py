"""Two lists of lines held against each other: which line became which, which is new, which is gone."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from lawscore.classes import dataclass

#: Lines that share so much are one line, changed.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Matched:
    """By place in the lists: pairs of equal or changed lines, lines that are gone, lines that are new."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


def matched(before: Sequence[str], after: Sequence[str]) -> Matched:
    """Equal lines first, wherever they stand; then those between them that are most alike; never all of them gone."""
    pairs = _equal(before, after)
    gone = [place for place in range(len(before)) if place not in dict(pairs)]
    new = [place for place in range(len(after)) if place not in {later for _, later in pairs}]
    if len(gone) == len(new) == 1:
        return Matched((*sorted([*pairs, (gone[0], new[0])]),), (), ())
    alike = sorted(((ratio(before[one], after[other]), -one, -other) for one in gone for other in new), reverse=True)
    for likeness, one, other in alike:
        if -one in gone and -other in new and (likeness >= _ALIKE or len(gone) == len(before)):
            pairs.append((-one, -other))
            gone.remove(-one)
            new.remove(-other)
    return Matched(tuple(sorted(pairs)), tuple(gone), tuple(new))


def ratio(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _equal(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand in both lists, those in their order first."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    pairs = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
    earlier, later = {one for one, _ in pairs}, {other for _, other in pairs}
    for one, line in enumerate(before):
        moved = next((other for other, told in enumerate(after) if told == line and other not in later), None)
        if one not in earlier and moved is not None:
            pairs.append((one, moved))
            later.add(moved)
    return pairs
