"""What each unit must reach for a better grade: the end of a band, and where there is a quota, a place in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lawscore.analysis.sensitivity.axis import Axis, Goal, passing
from lawscore.analysis.sensitivity.result import Obstacle
from lawscore.analysis.sensitivity.standings import band_places
from lawscore.analysis.sensitivity.wish import Wish
from lawscore.classes import dataclass
from lawscore.ranking.contenders import Contender, by_group, strays
from lawscore.ranking.grading import Graded, grade
from lawscore.ranking.order import in_order
from lawscore.ranking.quotas import apply_quotas, most_of
from lawscore.rubric.bound import BoundGrades, BoundQuota, BoundRanking


@dataclass(frozen=True, slots=True)
class _Pool:
    """The units of a group that come to a quota, in order, with their places there; and how many of them it lets in."""

    most: int
    lets_in: bool
    order: Sequence[Contender]
    places: Mapping[str, int]
    #: Units whose group is not known may come to it: nobody can tell whom it has room for.
    is_open: bool = False

    def rival(self, one: Contender) -> Contender | None:
        """The last of the other units that the quota has room for; None where it has room for one more."""
        place = self.most - 1
        if place >= self.places.get(one.id, len(self.order)):
            place += 1
        return self.order[place] if place < len(self.order) else None


class GradeWishes:
    """What lifts the units of an assessment to better grades."""

    def __init__(
        self, grades: BoundGrades, ranking: BoundRanking | None, axis: Axis, contenders: Sequence[Contender]
    ) -> None:
        self.grades, self.ranking, self.axis = grades, ranking, axis
        self.names, self.spec_bands = grades.spec.names, grades.spec.bands
        self.edges = [(goal, _band(grades, axis, goal)) for goal in _edges(grades, axis)]
        self.bands = dict(zip((one.id for one in contenders), band_places(grades, contenders), strict=True))
        self.pools = dict(self._pools(contenders))

    def of(self, one: Contender, now: int) -> Wish:
        """The least that lifts a unit above its grade, which is not the best; several ways lead there."""
        bands = self.bands[one.id]
        goals = self._goals(one, bands)
        tried = [self._for_place(one, goals, target) for target in range(now)]
        wishes = [wish for wish in tried if wish.goal is not None]
        if wishes:
            return min(wishes, key=_effort)
        return Wish(self.names[now - 1], obstacle=self._obstacle(one, bands, now, tried))

    def _obstacle(self, one: Contender, bands: Sequence[int], now: int, tried: Sequence[Wish]) -> Obstacle:
        if -1 in bands[: max(len(bands) - 1, 1)]:
            return "open"
        if any(0 <= band < now for band in bands):
            return next((wish.obstacle for wish in reversed(tried) if wish.obstacle is not None), "limit")
        return "veto" if any(veto.struck for veto in one.card.vetoes) else "rule"

    def _for_place(self, one: Contender, goals: Sequence[tuple[Goal, int]], target: int) -> Wish:
        """What it takes to have a grade, by its place in the order of grades, or to fall to it from a better one."""
        name = self.names[target]
        low = next((goal for goal, place in goals if 0 <= place <= target), None)
        pool = self.pools.get((target, one.id))
        if low is None or pool is None:
            return Wish(name, low)
        if pool.most == 0:
            return Wish(name, obstacle="open" if pool.is_open else "quota", quota=name)
        rival = pool.rival(one)
        if rival is None or (rival.is_behind and not one.is_behind):
            return Wish(name, low)
        if one.is_behind and not rival.is_behind:
            return Wish(name, obstacle="veto", quota=name)
        goal = passing(one, rival, self.ranking, self.axis, sharing=pool.lets_in, settled=True)
        return Wish(name, goal, rival=rival.card, quota=name) if goal > low else Wish(name, low)

    def _goals(self, one: Contender, bands: Sequence[int]) -> Sequence[tuple[Goal, int]]:
        """The values from where a unit is, upwards, at which its band changes, with the grade that it has there."""
        assert one.score is not None  # only units with a total are looked at
        now = Goal(self.axis.good(one.score))
        here = next((place for place, band in enumerate(self.spec_bands) if band.fits(self.axis.sign * now.good)), -1)
        return [(now, bands[here]), *((goal, bands[band]) for goal, band in self.edges if goal > now)]

    def _pools(self, contenders: Sequence[Contender]) -> Iterator[tuple[tuple[int, str], _Pool]]:
        """By grade and unit: the quota that it meets there, after those of the better grades."""
        graded: Mapping[str, Graded] = {one.id: grade(self.grades, one) for one in contenders}
        for place, name in enumerate(self.names):
            quota = self.grades.quota.get(name)
            if quota is None:
                continue
            for group in by_group(contenders, quota.within).values():
                wanting = [one for one in group if graded[one.id].place == place]
                is_open = bool(strays(contenders, quota.within))
                most = 0 if is_open else most_of(quota.spec, len(group))
                pool = self._pool(quota, most, wanting, is_open=is_open)
                yield from (((place, one.id), pool) for one in group)
            graded = apply_quotas(replace(self.grades, quota={name: quota}), self.ranking, graded, ())[0]

    def _pool(self, quota: BoundQuota, most: int, wanting: Sequence[Contender], *, is_open: bool) -> _Pool:
        order = [one for level in in_order(wanting, self.ranking, self.axis.using) for one in level.units]
        places = {one.id: place for place, one in enumerate(order)}
        return _Pool(most, quota.spec.tie_at_cut == "let_in", order, places, is_open)


def _edges(grades: BoundGrades, axis: Axis) -> Sequence[Goal]:
    """Where bands begin and end, upwards: there, and just beyond it."""
    limits = {
        axis.sign * limit
        for band in grades.spec.bands
        for limit in (band.from_, band.above, band.to, band.below)
        if limit is not None
    }
    return [Goal(limit, beyond) for limit in sorted(limits) for beyond in (False, True)]


def _band(grades: BoundGrades, axis: Axis, goal: Goal) -> int:
    """The band of a value, or of those just beyond it; the last place where there is none."""
    score, _ = axis.score_for(goal)
    if goal.beyond or axis.using == "shown":
        score += axis.sign * _tiny(grades, axis)
    value = axis.sign * axis.good(score)
    bands = grades.spec.bands
    return next((place for place, band in enumerate(bands) if band.fits(value)), len(bands))


def _tiny(grades: BoundGrades, axis: Axis) -> Fraction:
    """Less than lies between any two edges, and than rounding sees."""
    edges = sorted({goal.good for goal in _edges(grades, axis)})
    gaps = [right - left for left, right in itertools.pairwise(edges)]
    return min([*gaps, axis.shown.unit]) / 1000


def _effort(wish: Wish) -> Goal:
    assert wish.goal is not None  # only those with one are compared
    return wish.goal
