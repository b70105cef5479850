"""Quotas: at most so many units of a group have a grade; the others fall to the next, from the best grade down.

A grade that a unit whose result or group is still open could take away is not given out: it waits, and says for whom.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
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
    for key, group in by_group(contenders, within).items():
        yield cut.within(key, group, len(joining)).apply([current[one.id] for one in group], joining)
    waiting = [held(one, lost[one.contender.id], cut) for one in joining if one.place == cut.place]
    yield Done(waiting, lost=waiting)


def held(one: Graded, why: Unknown, cut: Cut) -> Graded:
    """A unit that would have the grade, but whose group is not known."""
    note = phrase("grade.quota_stray", grade=cut.name, within=cut.quota.groups.label)
    return replace(one, place=None, notes=(*one.notes, note), causes=(*one.causes, *why.causes))


def without_group(cut: Cut, done: Sequence[Done]) -> Iterator[Problem]:
    """Said once for all groups: in which of them who waits, and of whom the group is not known."""
    waiting = [one for each in done for one in each.changed if one.is_open]
    groups = tuple(each.group for each in done if each.group is not None)
    late = {one.contender.id: one for each in done for one in each.lost}
    if waiting:
        units, names = named(waiting), named([*late.values()])
        within = cut.quota.groups.label
        facts = {"grade": cut.name, "units": units, "late": names, "within": within, "group": some_of(groups)}
        yield Problem(code="quota_group", severity="warning", where=Where(path=cut.path), facts=facts)


def limits_of(quota: Quota, size: int, leaving: int, joining: int) -> tuple[int, int]:
    """The least and the greatest quota of a group, of which some may turn out to be outside, and others inside."""
    found = [*map(seats_of(quota), range(size - leaving, size + joining + 1))]
    return min(found), max(found)


def is_out(ahead: Any, first: Any, greatest: Any) -> Any:
    """Whether the first of a level, with so many ahead of it, comes too late; or that of each level of a column."""
    return ahead + first > greatest


def is_in(ahead: Any, rivals: Any, last: Any, least: Any) -> Any:
    """Whether the last of a level finds a place whoever may still come before it; or that of each level of a column."""
    return ahead + rivals + last <= least


def seats_of(quota: Quota) -> Callable[[int], int]:
    """Tells how many units of a group of a size may have the grade."""
    share, small, whole = share_of(quota.at_most), quota.small_class, _FRACTIONS[quota.fraction or "down"]
    fixed = int(to_fraction(quota.at_most)) if share is None else 0

    def seats(size: int) -> int:
        if small is not None and size < small.under:
            return small.at_most
        return fixed if share is None else int(whole(share * size))

    return seats


def most_of(quota: Quota, size: int) -> int:
    """How many units of a group of a size may have the grade."""
    return seats_of(quota)(size)


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
    #: What people call the group.
    group: Phrase | str | None = None

    @property
    def most(self) -> int:
        return most_of(self.quota.spec, self.size)

    def within(self, key: Hashable, group: Sequence[Contender], joining: int) -> Cut:
        """The quota in one group; so many more units may turn out to be in it."""
        size, leaving = len(group), sum(one.may_leave for one in group)
        limits = limits_of(self.quota.spec, size, leaving, joining)
        return replace(self, size=size, limits=limits, group=self.quota.groups.title(key))

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
        if not waits:
            return Done(changed)
        return Done(changed, list(self.problems(changed, late)), late.lost, self.group)

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
        kept = None
        if last is not None:
            first = last.units[0]
            by = told_apart_by(contender, first, self.ranking) if first.value(self.using) == value else ""
            names = names_of([unit.name for unit in last.units])
            kept = Kept(first.is_behind, first.value(self.using), by, names)
        return why_missed(
            value, kept, facts, lambda told: self.told(contender, told), is_behind=contender.is_behind, tied=tied
        )

    def told(self, contender: Contender, value: Fraction) -> object:
        """A value as it counts: with all the places that are shown, or exactly."""
        return contender.shown.text(value) if self.using == "shown" else value

    def problems(self, changed: Iterable[Graded], late: Late) -> Iterator[Problem]:
        """A grade that waits is said once for the group; the units whose group is not known, once for all groups."""
        waiting = named([one for one in changed if one.is_open])
        where, facts = Where(path=self.path), {"grade": self.name, "group": self.group, "units": waiting}
        if late.open:
            facts["late"] = named(late.open)
            yield Problem(code="quota_open", severity="warning", where=where, facts=facts)
        elif not late.lost:
            yield Problem(code="quota_unclear", severity="warning", where=where, facts=facts)


class Kept(NamedTuple):
    """The last units that have a grade: whether they are set back, their value, what tells another apart from them, who they are."""

    is_behind: bool
    value: Fraction
    by: str
    names: object


def why_missed(
    value: Fraction,
    kept: Kept | None,
    facts: Mapping[str, str],
    tell: Callable[[Fraction], object],
    *,
    is_behind: bool,
    tied: bool,
) -> Phrase:
    """By how much a unit missed a grade; `tell` tells a value as it counts."""
    told = tell(value)
    if kept is None:
        return phrase("grade.quota_tied" if tied else "grade.quota_none", value=told, **facts)
    if is_behind and not kept.is_behind:
        return phrase("grade.quota_set_back", **facts)
    if kept.by:
        return phrase("grade.quota_behind", value=told, by=kept.by, units=kept.names, **facts)
    key = "grade.quota_tied_below" if tied else "grade.quota_missed"
    return phrase(
        key, value=told, cut=tell(kept.value), units=kept.names, margin=tell(abs(kept.value - value)), **facts
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What a quota did: the units that it drops or leaves waiting, and what is said of it.

    `lost` are the units of no known group for which they wait, and `group` is what people call the group where they do.
    """

    changed: Sequence[Graded]
    problems: Sequence[Problem] = ()
    lost: Sequence[Graded] = ()
    group: Phrase | str | None = None


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


def names_of(names: Sequence[str], count: int | None = None) -> object:
    """Names for a sentence: the first few, and how many there are; only the first need be known where the `count` is told."""
    few, every = tuple(names[:MOST_NAMED]), len(names) if count is None else count
    return few if every <= MOST_NAMED else phrase("word.and_more", names=few, count=str(every))


def some_of(groups: Sequence[Phrase | str]) -> object:
    """Groups for a sentence: the first few, and how many there are; where none is named, it is said of every group."""
    few = groups[:MOST_NAMED]
    if not few:
        return phrase("rank.every_group")
    return (
        tuple(few)
        if len(groups) <= MOST_NAMED
        else phrase("rank.more_groups", names=tuple(few), count=str(len(groups)))
    )
