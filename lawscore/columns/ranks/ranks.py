"""Ranks and grades of very many units, in every result of a rubric that is ranked or graded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lawscore.columns.ranks.contest import Contest
from lawscore.columns.ranks.stood import Stood
from lawscore.columns.ranks.units import Units
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.copies import copied
from lawscore.problems import Problem


class Ranks:
    """Every ranking and all grades of a rubric."""

    def __init__(self, units: Units) -> None:
        self.by_result: Mapping[str, Stood] = {
            bound.id: Stood(Contest(units, bound)) for bound in units.rubric.standings
        }

    @property
    def total(self) -> Stood | None:
        """How the units stand in the total; None where it is neither ranked nor graded."""
        return self.by_result.get("")

    @cached_property
    def problems(self) -> list[Problem]:
        """What could not be settled."""
        return [problem for stood in self.by_result.values() for problem in stood.problems]

    def placed(self, card: Card, place: int) -> Card:
        """The card of a unit with its standings."""

        def of(results: tuple[NodeResult, ...]) -> tuple[NodeResult, ...]:
            if not any(result.id in self.by_result for result in results):
                return results
            return tuple(
                result._replace(standing=self.by_result[result.id].of(place)) if result.id in self.by_result else result
                for result in results
            )

        total = self.total.of(place) if self.total is not None else card.standing
        return copied(card, standing=total, nodes=of(card.nodes), also=of(card.also))
