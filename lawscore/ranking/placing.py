"""The ranks of one result: in each group, among all units, and, where it is asked for, what they may still become."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.facts.card import Standing
from lawscore.facts.copies import copied
from lawscore.problems import Problem, Where
from lawscore.ranking.blocks import FRONT, OUT, why_set_back
from lawscore.ranking.contenders import Contender, by_group, strays
from lawscore.ranking.order import Level, in_order, ranks
from lawscore.ranking.ranges import Range, find_ranges
from lawscore.rubric.bound import BoundRanking
from lawscore.rules.cohort import Within

#: Standings by the id of the unit.
Standings = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Placed:
    """The units of a group in levels with their ranks, and the ranks that each may still have."""

    levels: Sequence[tuple[int, Level]]
    ranges: Mapping[str, Range] = field(default_factory=dict)


def place(
    ranking: BoundRanking, contenders: Sequence[Contender], path: tuple[str | int, ...], *, ranged: bool = False
) -> tuple[dict[str, Standing], list[Problem]]:
    """The standing of every unit, without its grade; and the ties that could not be broken.

    `ranged`: also the best and the worst rank that bounds allow, for each unit that may have one.
    """
    plain = Standing()
    standings = {one.id: Standing(notes=notes) if (notes := set_back(ranking, one)) else plain for one in contenders}
    problems: list[Problem] = []
    told: set[frozenset[str]] = set()
    for within, enter in ((ranking.within, in_group), (ranking.overall, among_all)):
        placed = groups(ranking, contenders, within, ranged=ranged) if within is not None else {}
        for group in placed.values():
            for rank, level in group.levels:
                tied = len(level.units) > 1
                alike = enter(plain, rank, tied=tied, open_=level.open)
                for one in level.units:
                    before = standings[one.id]
                    standings[one.id] = alike if before is plain else enter(before, rank, tied=tied, open_=level.open)
            for unit, found in group.ranges.items():
                before = standings[unit]
                standings[unit] = (
                    replace(before, range=found) if enter is in_group else replace(before, overall_range=found)
                )
            problems += undecided(ranking, group.levels, (*path, "ranking"), told)
    return standings, problems


def in_group(before: Standing, rank: int, *, tied: bool, open_: str) -> Standing:
    """The standing of a unit with its rank in its group; `open_` is what would tell it apart from others, if it were known."""
    notes = (phrase("rank.open", by=open_),) if open_ else ()
    return copied(before, rank=rank, tied=tied, notes=(*before.notes, *notes))


def among_all(before: Standing, rank: int, *, tied: bool, open_: str) -> Standing:
    """The standing of a unit with its rank among all units."""
    is_said = any(note.key == "rank.open" for note in before.notes)
    notes = (phrase("rank.open_overall", by=open_),) if open_ and not is_said else ()
    return replace(before, overall=rank, overall_tied=tied, notes=(*before.notes, *notes))


def groups(
    ranking: BoundRanking, contenders: Iterable[Contender], within: Within, *, ranged: bool = False
) -> dict[Hashable, Placed]:
    """Every group: its settled units in order, the others leave it and the rest move up; those set back come last."""
    every = [one for one in contenders if one.blocks[0] != OUT]
    lost = strays(every, within) if ranged else {}
    joining = [one for one in every if one.id in lost]
    found: dict[Hashable, Placed] = {}
    for key, group in by_group(every, within, aside=True).items():
        levels = _levels(ranking, group)
        ranges = find_ranges(ranking, levels, group, joining) if ranged else {}
        found[key] = Placed(list(ranks(levels, ranking.spec.method)), ranges)
    return found


def _levels(ranking: BoundRanking, group: Collection[Contender]) -> list[Level]:
    settled = [one for one in group if one.score is not None]
    aside = tuple(sorted((one for one in group if one.is_aside), key=lambda one: one.id))
    levels = in_order(settled, ranking, ranking.spec.using)
    return [*levels, Level(aside)] if aside else levels


def set_back(ranking: BoundRanking, contender: Contender) -> tuple[Phrase, ...]:
    """What is to be said of a unit that is not ranked by its score."""
    if contender.blocks[0] == FRONT or contender.is_aside:
        return ()
    why = why_set_back(ranking.spec, contender.card)
    return (why,) if why is not None else ()


def undecided(
    ranking: BoundRanking,
    levels: Iterable[tuple[int, Level]],
    path: tuple[str | int, ...],
    told: set[frozenset[str]],
) -> Iterator[Problem]:
    """A tie that waits for a figure, and one that an ordinal ranking should not have; each said once."""
    for _, level in levels:
        units = frozenset(one.id for one in level.units)
        if units in told or level.units[0].is_aside:
            continue
        names = tuple(one.name for one in level.units)
        if level.open:
            told.add(units)
            facts = {"units": names, "by": level.open}
            yield Problem(code="tie_open", severity="warning", where=Where(path=path), facts=facts)
        elif len(names) > 1 and ranking.spec.method == "ordinal":
            told.add(units)
            yield Problem(code="tie_left", severity="warning", where=Where(path=path), facts={"units": names})
