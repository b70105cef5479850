"""Whether a result that was read agrees with itself: every id stands once, every score is its start and its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.loading.source import Path
from lawscore.numbers import ZERO, parse_exact, plain_text
from lawscore.problems import Problem
from lawscore.results.model import AlsoPart, IndicatorPart, ItemPart, UnitPart
from lawscore.results.reading import LoadedResult


def sound(loaded: LoadedResult) -> LoadedResult:
    """The same; where the result contradicts itself, every contradiction at its place instead of the result."""
    if loaded.result is None:
        return loaded
    units = enumerate(loaded.result.units)
    found = [problem for place, unit in units for problem in _Unit(loaded, unit, ("units", place)).problems()]
    found.sort(key=lambda problem: problem.where.line or 0)
    return replace(loaded, result=None, problems=(*loaded.problems, *found)) if found else loaded


@dataclass(frozen=True, slots=True)
class _Unit:
    loaded: LoadedResult
    unit: UnitPart
    path: Path

    def problems(self) -> Iterator[Problem]:
        unit = self.unit
        yield from self._doubled("indicators", unit.indicators)
        yield from self._doubled("also", unit.also)
        yield from self._strays()
        yield from self._standing((), unit, is_final=unit.state == "final")
        for place, node in enumerate(unit.indicators):
            if node.state == "scored" and (node.score is None or node.exact is None):
                told = phrase("verify.indicator", id=node.id, title=node.title)
                yield self._problem("result_score_missing", ("indicators", place, "state"), what=told)
        items = _by_indicator(unit.items)
        for place, node in enumerate(unit.indicators):
            told = phrase("verify.indicator", id=node.id, title=node.title)
            yield from self._sum(("indicators", place), told, node, items.get(node.id, ()))
        for place, also in enumerate(unit.also):
            told = phrase("verify.also", id=also.id, title=also.title)
            yield from self._sum(("also", place), told, also, also.items)
        yield from self._sum((), phrase("verify.total"), unit, items.get(None, ()))

    def _problem(self, code: str, path: Path, **facts: object) -> Problem:
        where = self.loaded.where(*self.path, *path)
        return Problem(code=code, where=where, facts={"unit": self.unit.name, **facts})

    def _doubled(self, key: str, parts: Iterable[IndicatorPart | AlsoPart]) -> Iterator[Problem]:
        """Ids that stand in a unit twice: what is said of the one would be taken for the other."""
        seen: dict[str, int] = {}
        for place, part in enumerate(parts):
            if part.id in seen:
                first = str(self.loaded.where(*self.path, key, seen[part.id], "id"))
                yield self._problem("result_id_doubled", (key, place, "id"), id=part.id, first=first)
            seen.setdefault(part.id, place)

    def _strays(self) -> Iterator[Problem]:
        """Items of an indicator that the unit does not have."""
        known = {None, *(node.id for node in self.unit.indicators)}
        for place, item in enumerate(self.unit.items):
            if item.indicator not in known:
                yield self._problem("result_item_stray", ("items", place, "indicator"), id=item.indicator)

    def _standing(self, path: Path, part: UnitPart, *, is_final: bool) -> Iterator[Problem]:
        """What only a final total has; and that it has what it must."""
        if is_final and (part.score is None or part.exact is None):
            yield self._problem("result_score_missing", (*path, "state"), what=phrase("verify.total"))
        if not is_final:
            barred = ("score", "exact", "rank") if part.state == "provisional" else ("score", "exact")
            for key in (one for one in barred if getattr(part, one) is not None):
                facts = {"key": key, "state": phrase(f"state.{part.state}")}
                yield self._problem("result_not_final", (*path, key), **facts)
        if part.rank is not None and part.rank < 1:
            yield self._problem("result_rank", (*path, "rank"), given=str(part.rank))

    def _sum(
        self, path: Path, told: Phrase, part: UnitPart | IndicatorPart | AlsoPart, items: Iterable[ItemPart]
    ) -> Iterator[Problem]:
        if part.start is None or part.exact is None:
            return
        start, exact = parse_exact(part.start), parse_exact(part.exact)
        changed = sum((parse_exact(item.exact) for item in items), ZERO)
        if start + changed != exact:
            facts = {"start": start, "changed": _signed(changed), "sum": start + changed, "exact": exact}
            yield self._problem("result_sum_differs", (*path, "exact"), what=told, **facts)


def _by_indicator(items: Iterable[ItemPart]) -> dict[str | None, list[ItemPart]]:
    found: dict[str | None, list[ItemPart]] = {}
    for item in items:
        found.setdefault(item.indicator, []).append(item)
    return found


def _signed(points: Fraction) -> str:
    return f"{'−' if points < 0 else '+'}{plain_text(abs(points))}"
