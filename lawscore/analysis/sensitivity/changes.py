"""The smallest change of a total that lifts a unit one rank or one grade, all other units being as they are."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lawscore.analysis.sensitivity.axis import Axis, Threshold, passing
from lawscore.analysis.sensitivity.frame import Base, Frame, lost
from lawscore.analysis.sensitivity.grading import GradeWishes
from lawscore.analysis.sensitivity.result import Change, Mending
from lawscore.analysis.sensitivity.standings import Place, contenders_of
from lawscore.analysis.sensitivity.wish import Wish
from lawscore.ranking.blocks import OUT
from lawscore.ranking.contenders import Contender, by_group
from lawscore.ranking.order import in_order, ranks
from lawscore.rubric.bound import BoundNode, BoundRanking
from lawscore.rubric.ranks import Using

#: For a unit by its place: the leaves that lift it over a threshold if they lose no points, and its total then; the
#: least total first.
Sufficing = Callable[[int, Threshold], Iterable[tuple[BoundNode, Fraction]]]


class Changes:
    """The smallest changes for all units of a frame. `sufficing` finds the leaves that would do."""

    def __init__(self, frame: Frame, places: Sequence[Place], sufficing: Sufficing) -> None:
        self.frame, self.places, self.sufficing = frame, places, sufficing
        self.contenders = contenders_of(frame)
        self.at = {one.id: place for place, one in enumerate(self.contenders)}

    def by_rank(self) -> Mapping[str, Change]:
        """For each unit that is ranked and not first, what lifts it one rank; by its id."""
        ranking = self.frame.standing.ranking
        if ranking is None:
            return {}
        axis = self._axis(ranking.spec.using)
        return {unit: self._change(unit, wish, axis) for unit, wish in self._rank_wishes(ranking, axis)}

    def by_grade(self) -> Mapping[str, Change]:
        """For each unit that has a grade and not the best, what lifts it one grade; by its id."""
        grades = self.frame.standing.grades
        if grades is None:
            return {}
        axis = self._axis(grades.spec.using)
        ranking = self.frame.standing.ranking
        wishes = GradeWishes(grades, ranking, axis, self.contenders)
        found: dict[str, Change] = {}
        for one, place in zip(self.contenders, self.places, strict=True):
            if place.grade:
                wish = self._vetoed(one, grades.spec.names[place.grade - 1]) or wishes.of(one, place.grade)
                found[one.id] = self._change(one.id, wish, axis)
        return found

    def _vetoed(self, one: Contender, to: str) -> Wish | None:
        return Wish(to, obstacle="veto") if self.base(one).is_emptied else None

    def base(self, contender: Contender) -> Base:
        """The unit as it was assessed."""
        return self.frame.bases[self.at[contender.id]]

    def _axis(self, using: Using) -> Axis:
        root, standing = self.frame.rubric.root, self.frame.standing
        low = standing.ranking is not None and standing.ranking.spec.better == "lower"
        return Axis(using, root.shown, root, -1 if low else 1)

    def _rank_wishes(self, ranking: BoundRanking, axis: Axis) -> Iterator[tuple[str, Wish]]:
        ranked = [one for one in self.contenders if one.blocks[0] != OUT]
        for group in by_group(ranked, ranking.within).values():
            levels = list(ranks(in_order(group, ranking, ranking.spec.using), ranking.spec.method))
            for (rank, ahead), (_, level) in itertools.pairwise(levels):
                for one in level.units:
                    yield one.id, self._rank_wish(one, ahead.units[0], str(rank), ranking, axis)

    def _rank_wish(self, one: Contender, ahead: Contender, to: str, ranking: BoundRanking, axis: Axis) -> Wish:
        if self.base(one).is_emptied or (one.is_behind and not ahead.is_behind):
            return Wish(to, obstacle="veto", rival=ahead.card)
        goal = passing(one, ahead, ranking, axis, sharing=True)
        return Wish(to, goal, rival=ahead.card)

    def _change(self, unit: str, wish: Wish, axis: Axis) -> Change:
        change = Change(to=wish.to, obstacle=wish.obstacle, rival=wish.rival, quota=wish.quota)
        if wish.goal is None:
            return change
        place = self.at[unit]
        before = self.contenders[place].score
        assert before is not None  # the units of a frame have their totals
        score, beyond = axis.score_for(wish.goal)
        if not axis.is_within(score):
            return replace(change, obstacle="limit")
        points = score - before
        threshold = Threshold(score, beyond, axis.sign)
        return replace(
            change,
            points=points,
            beyond=beyond,
            passes=wish.goal.beyond,
            mendings=tuple(self._mendings(place, threshold)),
        )

    def _mendings(self, place: int, threshold: Threshold) -> Sequence[Mending]:
        """The leaves that would do it alone, that with the least rise first."""
        base, before = self.frame.bases[place], self.contenders[place].score
        assert before is not None  # as above
        return [
            Mending(leaf, lost(base.results[leaf.id]), total - before)
            for leaf, total in self.sufficing(place, threshold)
        ]
