"""The versions of one rubric: which takes the place of which, which is in force when, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Literal

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.problems import Problem, Where, nearest

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a version of a rubric says of itself, and the file that says it."""

    id: str
    version: str
    status: Literal["draft", "published"]
    start: date
    end: date
    supersedes: str | None = None
    extends: str | None = None
    file: str = ""

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def is_published(self) -> bool:
        """Whether it was issued."""
        return self.status == "published"

    def overlaps(self, other: Version) -> bool:
        """Whether any day is assessed by both."""
        return self.start <= other.end and other.start <= self.end

    def assesses(self, year: int) -> bool:
        """Whether it is for a year: its period ends in that year, or covers all of it."""
        return self.end.year == year or (self.start <= date(year, 1, 1) and date(year, 12, 31) <= self.end)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong between versions: told of the first of them, at a path of its document."""

    versions: tuple[Version, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one rubric, in the order of their names."""

    all: Sequence[Version]
    by_version: Mapping[str, Version] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_version", {one.version: one for one in self.all})

    @property
    def published(self) -> list[Version]:
        """Those that were issued."""
        return [one for one in self.all if one.is_published]

    def before(self, version: Version) -> list[Version]:
        """What a version takes the place of, directly and by way of others; itself where they go in a circle."""
        found: list[Version] = []
        earlier = self.by_version.get(version.supersedes or "")
        while earlier is not None and earlier not in found:
            found.append(earlier)
            earlier = self.by_version.get(earlier.supersedes or "")
        return found

    def superseded_by(self, version: Version) -> list[Version]:
        """The versions that name this one as what they supersede."""
        return [one for one in self.all if one.supersedes == version.version]

    def last(self, among: Iterable[Version]) -> list[Version]:
        """Those whose place none of the others takes."""
        several = list(among)
        superseded = [earlier for one in several for earlier in self.before(one)]
        return [one for one in several if one not in superseded]

    def latest(self) -> list[Version]:
        """The published version at the end of the chain; several where it is not one chain, none where it is a circle."""
        return self.last(self.published)

    def in_force(self, when: int | date) -> list[Version]:
        """The published version for a year or a day; several where that is not said."""
        return self.last(one for one in self.published if _is_for(one, when))


def _is_for(version: Version, when: int | date) -> bool:
    return version.assesses(when) if isinstance(when, int) else version.start <= when <= version.end


def findings(versions: Versions) -> Iterator[Finding]:
    """Everything that is wrong with the versions of one rubric."""
    for version in versions.all:
        yield from _unknown(versions, version)
    yield from circles(versions)
    yield from _forks(versions)
    yield from _overlaps(versions)
    yield from _gaps(versions)


def _unknown(versions: Versions, version: Version) -> Iterator[Finding]:
    name = version.supersedes
    if name is None or name in versions.by_version:
        return
    others = tuple(one.version for one in versions.all if one is not version)
    meant = nearest(name, others)
    hint = phrase("hint.nearest", name=meant) if meant is not None else None
    facts = {"version": name, "id": version.id, "known": others or phrase("version.none")}
    yield Finding((version,), _supersedes("supersedes_unknown", hint=hint, facts=facts))


def circles(versions: Versions) -> Iterator[Finding]:
    """Versions that take the place of one another: told once for each circle."""
    told: set[Version] = set()
    for version in versions.all:
        circle = versions.before(version)
        if version in circle and version not in told:
            told.update(circle)
            ring = (version, *(one for one in circle if one is not version))
            facts = {"name": version.name, "others": tuple(one.version for one in ring[1:]) or (version.version,)}
            yield Finding(ring, _supersedes("supersedes_circle", facts=facts))


def _forks(versions: Versions) -> Iterator[Finding]:
    """Two that take the place of the same one: wrong where both are issued, odd where one is a draft still."""
    for earlier in versions.all:
        later = versions.superseded_by(earlier)
        for one, other in combinations(later, 2):
            first, second = (other, one) if one.is_published else (one, other)
            if second.is_published:
                facts = {"name": first.name, "other": second.name, "file": second.file, "earlier": earlier.version}
                found = _supersedes("supersedes_fork", facts=facts)
                yield Finding((first, second), found if first.is_published else _warned(found))


def _overlaps(versions: Versions) -> Iterator[Finding]:
    for one, other in combinations(versions.published, 2):
        if one.overlaps(other) and one not in versions.before(other) and other not in versions.before(one):
            first, second = (one, other) if one.start > other.start else (other, one)
            facts = {
                "name": first.name, "start": first.start, "end": first.end,
                "other": second.name, "other_start": second.start, "other_end": second.end, "file": second.file,
            }  # fmt: skip
            hint = phrase("hint.period_overlap")
            problem = Problem(code="periods_overlap", where=Where(path=("period",)), facts=facts, hint=hint)
            yield Finding((first, second), problem)


def _gaps(versions: Versions) -> Iterator[Finding]:
    """Days that no published version assesses, between two that do."""
    for earlier, later in pairwise(sorted(versions.published, key=lambda one: (one.end, one.start))):
        if later.start > earlier.end + _DAY:
            facts = {"other": earlier.name, "start": earlier.end + _DAY, "end": later.start - _DAY, "name": later.name}
            problem = Problem(code="period_gap", severity="note", where=Where(path=("period",)), facts=facts)
            yield Finding((later, earlier), problem)


def _supersedes(code: str, **parts: object) -> Problem:
    return Problem(code=code, where=Where(path=("supersedes",)), **parts)  # type: ignore[arg-type]


def _warned(problem: Problem) -> Problem:
    return Problem(code=problem.code, severity="warning", where=problem.where, facts=problem.facts)
