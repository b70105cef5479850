"""Two assessments of the same units: what changed, from the total down to each rule, and whether rubric or facts did it.

The old facts are scored under the new rubric. From the old score to that one the rubric made the change, from there to
the new score the facts did; the two parts add up to the change exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from lawscore.analysis.carrying import Carried, carry
from lawscore.analysis.change import Change
from lawscore.analysis.differing import IndicatorChange, Pairs, Triple, changes, total_change
from lawscore.assessing import Assessment
from lawscore.classes import dataclass
from lawscore.facts.card import Card, Standing
from lawscore.facts.unit import Unit
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration
from lawscore.submission.gathering import Gathered


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """One unit in both assessments; a unit of one of them has no card in the other, and nothing is compared."""

    unit: Unit
    before: Card | None
    after: Card | None
    #: The total, with its own limits, vetoes and adjustments.
    total: IndicatorChange | None = None
    indicators: tuple[IndicatorChange, ...] = ()

    @property
    def is_in_both(self) -> bool:
        """Whether there is anything to compare."""
        return self.total is not None

    @property
    def standings(self) -> tuple[Standing, Standing]:
        """Rank and grade before and after."""
        before, after = (Standing() if card is None else card.standing for card in (self.before, self.after))
        return before, after


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Every unit of the later assessment in its order, then those that only the earlier one has."""

    before: Rubric
    after: Rubric
    units: tuple[UnitChange, ...]
    migration: Migration = UNCHANGED
    #: The old facts under the new rubric; None where they were not scored again.
    carried: Carried | None = None
    #: Whether both are under one and the same rubric, so that the facts made every change.
    same_rubric: bool = False
    _by_id: Mapping[str, UnitChange] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {one.unit.id: one for one in self.units})

    def __getitem__(self, unit: str) -> UnitChange:
        return self._by_id[unit]

    def __iter__(self) -> Iterator[UnitChange]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)


def compare_years(
    before: Assessment, after: Assessment, gathered: Gathered | None = None, migration: Migration = UNCHANGED
) -> Comparison:
    """Compare two assessments unit by unit.

    `gathered` is what the earlier one was made of. Without it the changes are not split, unless the rubric is the same.
    """
    same = before.rubric.digest == after.rubric.digest
    carried = None
    if not same and gathered is not None and gathered.origin is not None:
        carried = carry(gathered, before.rubric, after.rubric, migration)
    between = before if same else carried.assessment if carried is not None else None
    pairs = Pairs.of(before.rubric, after.rubric, migration)
    old, middle = _cards(before), _cards(between)
    units = [_unit(pairs, old.get(card.unit.id), middle.get(card.unit.id), card) for card in after]
    here = {card.unit.id for card in after}
    gone = [UnitChange(unit=card.unit, before=card, after=None) for card in before if card.unit.id not in here]
    return Comparison(
        before=before.rubric, after=after.rubric, units=(*units, *gone), migration=migration, carried=carried,
        same_rubric=same,
    )  # fmt: skip


def _cards(assessment: Assessment | None) -> Mapping[str, Card]:
    return {} if assessment is None else {card.unit.id: card for card in assessment}


def _unit(pairs: Pairs, before: Card | None, between: Card | None, after: Card) -> UnitChange:
    if before is None or "not_assessed" in (before.state, after.state):
        return UnitChange(unit=after.unit, before=before, after=after)
    cards = Triple(before, between, after)
    return UnitChange(
        unit=after.unit, before=before, after=after, total=total_change(cards), indicators=changes(pairs, cards)
    )


__all__ = ["Change", "Comparison", "IndicatorChange", "UnitChange", "compare_years"]
