"""What came of it: for each unit the ranks and grades under other weights, what decides, and what would change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from lawscore.classes import dataclass
from lawscore.facts.card import Card
from lawscore.rubric.bound import BoundNode, Rubric

#: Why no number of points would do: a veto, a grade rule, the most that the total can be, or something that is open.
Obstacle = Literal["veto", "rule", "limit", "open", "quota"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. `level` None weighs the leaves, 1 the top level; without draws only removals were tried."""

    within: Fraction
    draws: int
    seed: int
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A unit in all draws: its best and worst rank, in which share of them it keeps its own, its least and greatest score.

    `grades` has the share of draws of every grade that it had; `open_share` is that of draws without one. The scores
    are as they are shown; None where the unit had none in any draw.
    """

    ranks: tuple[int, int] | None
    held: Fraction
    scores: tuple[Fraction, Fraction] | None
    grades: Mapping[str, Fraction] = field(default_factory=dict)
    open_share: Fraction = Fraction(0)


class Decisive(NamedTuple):
    """An indicator that is removed, and the rank and grade of a unit without it; None where it then has none."""

    indicator: BoundNode
    rank: int | None
    grade: str | None


class Mending(NamedTuple):
    """A leaf whose lost points suffice: how many it lost, and by how much the total rises if it loses none."""

    indicator: BoundNode
    lost: Fraction
    rise: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of a total that lifts its unit to the next rank or grade, all others being as they are.

    `points` is added to the total (taken off where the lower is better); more than that is needed where `beyond`. Where there is an
    `obstacle`, no number of points does it.
    """

    to: str
    points: Fraction | None = None
    beyond: bool = False
    obstacle: Obstacle | None = None
    #: The unit that must be reached, or (`passes`) passed.
    rival: Card | None = None
    passes: bool = False
    #: The grade whose quota asks for more than its band does.
    quota: str | None = None
    mendings: tuple[Mending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSensitivity:
    """One unit. `drawn` is None where nothing was drawn; `rank` and `grade` are those among the units that were looked at."""

    card: Card
    rank: int | None
    grade: str | None
    drawn: Drawn | None
    removed: tuple[Decisive, ...]
    decisive: Decisive | None
    next_rank: Change | None
    next_grade: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """All units with a score, in the order of the roster; those without one are left out and named."""

    rubric: Rubric
    question: Question
    weighed: tuple[BoundNode, ...]
    units: tuple[UnitSensitivity, ...]
    left_out: tuple[Card, ...]
    #: Grade rules that look at scores say what they say in the assessment.
    keeps_rules: bool = False
    #: It was worked out one draw at a time, since numpy is missing.
    without_numpy: bool = False

    def to_dict(self, unit: str | None = None) -> dict[str, Any]:
        """What was found, of all units or of one, as plain values, the same in every language."""
        from lawscore.analysis.sensitivity.writing import to_dict

        return to_dict(self, self.units if unit is None else (self[unit],))

    def __getitem__(self, unit: str) -> UnitSensitivity:
        for one in self.units:
            if one.card.unit.id == unit:
                return one
        raise KeyError(unit)
