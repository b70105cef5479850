"""Quotas: at most so many units of a group have a grade; the others fall to the next, from the best grade down.

A grade that a unit whose result or group is still open could take away is not given out: it waits, and says for whom.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Unknown
from lawscore.models import to_fraction
from lawscore.numbers import ZERO, Rounding, ceiling, floor
from lawscore.problems import Problem, Where
from lawscore.ranking.contenders import Contender, by_group, strays
from lawscore.ranking.grading import Graded, fall
from lawscore.ranking.order import Level, in_order, told_apart_by
from lawscore.rubric.bound import BoundGrades, BoundQuota, BoundRanking
from lawscore.rubric.grades import Quota, share_of
from lawscore.rubric.ranks import Using
from lawscore.rules.groups import MOST_NAMED

#: How good a result can become, more being better: ahead of those set back or not, without limit or not, the value.
_Reach: TypeAlias = tuple[bool, bool, Fraction]
#: Grades by the id of the unit.
AllGraded = dict[str, Graded]


def apply_quotas(
    grades: BoundGrades, ranking: BoundRanking | None, graded: Mapping[str, Graded], path: tuple[str | int, ...]
) -> tuple[AllGraded, list[Problem]]:
    """The grades after all quotas, and what they wait for."""
    current = dict(graded)
    problems: list[Problem] = []
    for cut in cuts(grades, ranking, path):
        done = list(_cut_all(cut, current))
        current.update({one.contender.id: one for each in done for one in each.changed})
        problems += [problem for each in done for problem in each.problems]
        problems += without_group(cut, [each for each in done if each.lost])
    return current, problems


def cuts(grades: BoundGrades, ranking: BoundRanking | None, path: tuple[str | int, ...]) -> Iterator[Cut]:
    """The quotas one after the other, that of the best grade first; each is still to be told of which group it is."""
    for place, name in enumerate(grades.spec.names):
        quota = grades.quota.get(name)
        if quota is not None:
            here = (*path, "grades", "quota", name)
            yield Cut(place, name, quota, ranking, grades.spec.using, grades.spec.names, here)


def _cut_all(cut: Cut, current: Mapping[str, Graded]) -> Iterator[Done]:
    """One quota in every group, and for the units of which it is not known in which group they are."""
    contenders = [one.contender for one in current.values()]
    within = cut.quota.within
    lost = strays(contenders, within)
    joining = [current[unit] for unit in lost]
    for group in by_group(contenders, within).values():
        size, leaving = len(group), sum(contender.may_leave for contender in group)
        limits = limits_of(cut.quota.spec, size, leaving, len(joining))
        yield replace(cut, size=size, limits=limits).apply([current[one.id] for one in group], joining)
    waiting = [held(one, lost[one.contender.id], cut) for one in joining if one.place == cut.place]
    yield Done(waiting, (), waiting)


def held(one: Graded, why: Unknown, cut: Cut) -> Graded:
    """A unit that would have the grade, but whose group is not known."""
    note = phrase("grade.quota_stray", grade=cut.name, within=cut.quota.within.text)
    return replace(one, place=None, notes=(*one.notes, note), causes=(*one.causes, *why.causes))


def without_group(cut: Cut, done: Iterable[Done]) -> Iterator[Problem]:
    """Said once for all groups: who waits, and of whom the group is not known."""
    waiting = [one for each in done for one in each.changed if one.is_open]
    late = {one.contender.id: one for each in done for one in each.lost}
    if waiting:
        units, names = named(waiting), named([*late.values()])
        facts = {"grade": cut.name, "units": units, "late": names, "within": cut.quota.within.text}
        yield Problem(code="quota_group", severity="warning", where=Where(path=cut.path), facts=facts)


def limits_of(quota: Quota, size: int, leaving: int, joining: int) -> tuple[int, int]:
    """The least and the greatest quota of a group, of which some may turn out to be outside, and others inside."""
    found = [most_of(quota, one) for one in range(size - leaving, size + joining + 1)]
    return min(found), max(found)


def is_out(ahead: Any, first: Any, greatest: Any) -> Any:
    """Whether the first of a level, with so many ahead of it, comes too late; or that of each level of a column."""
    return ahead + first > greatest


def is_in(ahead: Any, rivals: Any, last: Any, least: Any) -> Any:
    """Whether the last of a level finds a place whoever may still come before it; or that of each level of a column."""
    return ahead + rivals + last <= least


def most_of(quota: Quota, size: int) -> int:
    """How many units of a group of a size may have the grade."""
    if quota.small_class is not None and size < quota.small_class.under:
        return quota.small_class.at_most
    share = share_of(quota.at_most)
    if share is None:
        return int(to_fraction(quota.at_most))
    return int(_FRACTIONS[quota.fraction or "down"](share * size))


_FRACTIONS: Final[Mapping[str, Callable[[Fraction], Fraction]]] = {
    "down": floor,
    "up": ceiling,
    "half_up": Rounding(0, "half_up").apply,
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One quota, in one group of units of a size."""

    place: int
    name: str
    quota: BoundQuota
    ranking: BoundRanking | None
    using: Using
    names: Sequence[str]
    path: tuple[str | int, ...]
    size: int = 0
    #: The least and the greatest quota: units that may turn out to be outside, or inside, change it.
    limits: tuple[int, int] = (0, 0)

    @property
    def most(self) -> int:
        return most_of(self.quota.spec, self.size)

    def apply(self, group: Sequence[Graded], joining: Sequence[Graded]) -> Done:
        """The quota in the group.

        `joining` are units of which it is not known in which group they are: they may be in this one.
        """
        mine = {one.contender: one for one in group if one.place == self.place}
        late = Late(group, joining, self)
        changed: list[Graded] = []
        ahead, last = 0, None
        for level in in_order(mine, self.ranking, self.using):
            verdict = self.verdict(ahead, level, late.rivals(level))
            if verdict != "out":
                last = level
            if verdict != "in":
                tied = verdict == "out" and ahead < self.limits[1]  # there is room, and not for all of them
                changed += [self.other(mine[contender], verdict, late, last, tied=tied) for contender in level.units]
            ahead += len(level.units)
        waits = any(one.is_open for one in changed)
        return Done(changed, list(self.problems(changed, late)) if waits else [], late.lost if waits else [])

    def verdict(self, ahead: int, level: Level, rivals: int) -> str:
        """Whether the units of a level have the grade: `in`, `out`, or not yet known (`waits`, `unclear`)."""
        least, greatest = self.limits
        size = len(level.units)
        # what is one level now, since a figure is missing that tells its units apart, may still come apart
        first = 1 if level.open or self.lets_in else size
        last = 1 if self.lets_in and not level.open else size
        if is_out(ahead, first, greatest):
            return "out"
        if is_in(ahead, rivals, last, least):
            return "in"
        return "unclear" if level.open and ahead + last > least else "waits"

    @property
    def lets_in(self) -> bool:
        """Whether all have the grade that are equal where the places end."""
        return self.quota.spec.tie_at_cut == "let_in"

    def good(self, value: Fraction) -> Fraction:
        """How good a value is: more is better."""
        return -value if self.ranking is not None and self.ranking.spec.better == "lower" else value

    def at(self, contender: Contender) -> _Reach:
        """How good a settled result is. One that the ranking sets back comes after all others."""
        return not contender.is_behind, False, self.good(contender.value(self.using))

    def reach(self, one: Graded) -> _Reach:
        """How good a result can still become."""
        if one.contender.score is not None:
            return self.at(one.contender)
        low, high = one.contender.limits(self.using)
        best = low if self.ranking is not None and self.ranking.spec.better == "lower" else high
        return not one.contender.is_behind, best is None, ZERO if best is None else self.good(best)

    def other(self, one: Graded, verdict: str, late: Late, last: Level | None, *, tied: bool) -> Graded:
        """A unit that does not have the grade, or not yet; `tied`: it is equal with others where the places end."""
        facts = self.facts
        if verdict == "waits":
            return replace(one, place=None, notes=(*one.notes, *late.notes(facts)))
        if verdict == "unclear":
            return replace(one, place=None, notes=(*one.notes, phrase("grade.quota_unclear", **facts)))
        return self.dropped(one, last, tied=tied)

    def dropped(self, one: Graded, last: Level | None, *, tied: bool) -> Graded:
        """A unit that does not have the grade; `last` are those that have it and come last."""
        place = fall(self.place, one.contender, self.names)
        note = self.missed(one.contender, last, self.facts, tied=tied)
        return replace(one, place=place, best=place, notes=(*one.notes, note))

    @property
    def facts(self) -> Mapping[str, str]:
        """What every sentence tells."""
        return {"grade": self.name, "most": str(self.most), "size": str(self.size)}

    def missed(self, contender: Contender, last: Level | None, facts: Mapping[str, str], *, tied: bool) -> Phrase:
        """Who missed the grade by how much."""
        value = contender.value(self.using)
        told = self.told(contender, value)
        if last is None:
            return phrase("grade.quota_tied" if tied else "grade.quota_none", value=told, **facts)
        if contender.is_behind and not last.units[0].is_behind:
            return phrase("grade.quota_set_back", **facts)
        cut = last.units[0].value(self.using)
        by = told_apart_by(contender, last.units[0], self.ranking) if cut == value else ""
        names = names_of([unit.name for unit in last.units])
        if by:
            return phrase("grade.quota_behind", value=told, by=by, units=names, **facts)
        key = "grade.quota_tied_below" if tied else "grade.quota_missed"
        margin = self.told(contender, abs(cut - value))
        return phrase(key, value=told, cut=self.told(contender, cut), units=names, margin=margin, **facts)

    def told(self, contender: Contender, value: Fraction) -> object:
        """A value as it counts: with all the places that are shown, or exactly."""
        return contender.shown.text(value) if self.using == "shown" else value

    def problems(self, changed: Iterable[Graded], late: Late) -> Iterator[Problem]:
        """A grade that waits is said once for the group; the units whose group is not known, once for all groups."""
        where, facts = (
            Where(path=self.path),
            {"grade": self.name, "units": named([one for one in changed if one.is_open])},
        )
        if late.open:
            facts["late"] = named(late.open)
            yield Problem(code="quota_open", severity="warning", where=where, facts=facts)
        elif not late.lost:
            yield Problem(code="quota_unclear", severity="warning", where=where, facts=facts)


@dataclass(frozen=True, slots=True)
class Done:
    """What a quota did: the units that it drops or leaves waiting, and what is said of it.

    `lost` are the units of no known group for which they wait.
    """

    changed: Sequence[Graded]
    problems: Sequence[Problem]
    lost: Sequence[Graded]


class Late:
    """The units whose grade or group is open, that may still take a place from those of a group.

    `open` are in the group; `lost` may turn out to be. Both may change how many places there are, too.
    """

    def __init__(self, group: Sequence[Graded], joining: Sequence[Graded], cut: Cut) -> None:
        self.cut = cut
        open_ = [one for one in group if one.is_open and one.best <= cut.place]
        lost = [one for one in joining if one.best <= cut.place and (one.is_open or one.place == cut.place)]
        self.limits = sorted(cut.reach(one) for one in (*open_, *lost))
        varies = cut.limits[0] != cut.limits[1]
        leaving = [one for one in group if one.contender.may_leave and one not in open_]
        self.open = [*open_, *leaving] if varies else open_
        self.lost = list(joining) if varies else lost

    def rivals(self, level: Level) -> int:
        """How many of them may come to stand with a level, or before it."""
        return len(self.limits) - bisect_left(self.limits, self.cut.at(level.units[0]))

    def notes(self, facts: Mapping[str, str]) -> Iterator[Phrase]:
        """For whom a grade waits."""
        if self.open:
            yield phrase("grade.quota_open", units=named(self.open), **facts)
        if self.lost:
            yield phrase("grade.quota_strays", units=named(self.lost), **facts)


def named(units: Sequence[Graded]) -> object:
    """The names of units for a sentence: the first few, and how many there are."""
    return names_of([one.contender.name for one in units])


def names_of(names: Sequence[str]) -> object:
    """Names for a sentence: the first few, and how many there are."""
    few = tuple(names[:MOST_NAMED])
    return few if len(names) <= MOST_NAMED else phrase("word.and_more", names=few, count=str(len(names)))
