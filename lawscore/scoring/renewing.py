"""One unit scored again: the results that cannot have moved are taken over, the others are worked out anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.values import Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.scoring.card import Scorer
from lawscore.scoring.footing import NOTHING, Reads
from lawscore.scoring.moving import Moved, marks_of

#: Parts of a unit's facts that results rest on in ways which are not followed: where one differs, all is worked out anew.
UNFOLLOWED: Final = ("unit", "answers", "layers", "reported", "history", "adjustments")

#: The fields in which the facts of a unit differ; None where more than fields does.
Differing: TypeAlias = Reads | None


@dataclass(frozen=True)
class Renewal:
    """Makes the scopes of units whose results are taken over from earlier ones, as far as the change leaves them."""

    change: Moved
    scorer: Scorer
    givens: Mapping[str, Value]
    calendar: Calendar | None
    before: Mapping[str, Scope]

    @cached_property
    def looks(self) -> bool:
        """Whether results look at results: then all units are scored step by step, and not here."""
        return self.scorer.rubric.looks or self.scorer.rubric.looks_around

    def scope(self, facts: UnitFacts) -> tuple[Scope, Differing]:
        """Where a unit is scored again, and in which fields its facts differ from the earlier ones.

        Its results are there already, but for those that all units must be there for.
        """
        scope = Scope(facts, self.givens, calendar=self.calendar, scorer=self.scorer)
        old = self.before.get(facts.unit.id)
        names = _fields_differing(old.facts, facts) if old is not None else None
        if old is not None and names is not None and old.results and not self.change.everything:
            self._take_over(scope, old, names)
        return scope, names

    def _take_over(self, scope: Scope, old: Scope, names: Reads) -> None:
        if self.looks:
            dirty = self.change.widely | self.change.spread(self._by_facts(names)) if names else self.change.widely
            scope.results = {
                name: old.results[name] for name in self.change.after.own if name not in dirty and name in old.results
            }
        else:
            self._again(scope, old, names)

    def _by_facts(self, names: Reads) -> Reads:
        return self.change.by_facts(_marks(names))

    def _again(self, scope: Scope, old: Scope, names: Reads) -> None:
        """Work out what may have moved; a branch only where one of its parts did."""
        dirty = self.change.nodes | self._by_facts(names) if names else self.change.nodes
        results = scope.results = dict(old.results)
        for gone in self.change.gone:
            results.pop(gone, None)
        shifted: set[str] = set()
        for node in self.change.path(dirty):
            if node.id in dirty or not shifted.isdisjoint([child.id for child in node.children]):
                before = results.pop(node.id, None)
                if scope.node(node.id) == before and before is not None:
                    results[node.id] = before
                else:
                    shifted.add(node.id)
        self._finish(scope, old, names, still=not shifted)

    def _finish(self, scope: Scope, old: Scope, names: Reads, *, still: bool) -> None:
        """Take over the vetoes, the whole and the card, where nothing that they rest on moved."""
        change, unit = self.change, scope.unit.id
        assert isinstance(old.scorer, Scorer)  # whoever scored handed itself over
        judged = not change.vetoes and not (names and change.veto_reads & _marks(names))
        whole = old.scorer.wholes.get(unit)
        beside = still and not change.also and not names
        if not beside:
            for name in (*change.before.rubric.beside, *change.after.rubric.beside):
                scope.results.pop(name, None)
        if whole is None or not judged:
            return
        self.scorer.judged[unit] = whole.vetoes
        if scope.results[""] is whole.total:
            self.scorer.wholes[unit] = whole
            if still and beside and not change.shape and old.unit == scope.unit:
                scope.whole = old.whole


def _marks(names: Reads) -> Reads:
    return frozenset(mark for name in names for mark in marks_of(name))


def _fields_differing(before: UnitFacts, after: UnitFacts) -> Differing:
    """The fields in which the facts of a unit differ, as far as they are scored."""
    if before is after:
        return NOTHING
    if any(getattr(before, part) != getattr(after, part) for part in UNFOLLOWED):
        return None
    old, new = before.values, after.values
    other = {name for name in {**old, **new} if name not in old or name not in new or not _same(old[name], new[name])}
    return frozenset(other | (before.nones ^ after.nones))


def _same(one: object, other: object) -> bool:
    return one is other or one == other
