"""What is ranked and graded: one result of each unit, with what its standing may depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

from lawscore.classes import dataclass
from lawscore.expressions.values import Missing, Unknown
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Scope
from lawscore.numbers import Rounding
from lawscore.ranking.blocks import FRONT, Block, blocks_of
from lawscore.rubric.ranks import Ranking, Using
from lawscore.rules.cohort import Within


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """One unit and the result by which it is ranked and graded. `score` is None where there is none yet, or none at all."""

    card: Card
    scope: Scope
    score: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    shown: Rounding
    #: The result is the total, which vetoes grade.
    is_total: bool = False
    #: The matter does not apply to the unit: it is outside.
    is_outside: bool = False
    #: The matter may turn out not to apply: it is open, and may come to be outside.
    may_leave: bool = False
    #: Every block of the ranking that the unit may be in: one, unless a veto is open.
    blocks: tuple[Block, ...] = (FRONT,)

    @property
    def id(self) -> str:
        """The unit's id."""
        return self.card.unit.id

    @property
    def is_aside(self) -> bool:
        """The unit is not assessed."""
        return self.card.state == "not_assessed"

    @property
    def is_behind(self) -> bool:
        """The unit stands behind those that are ranked by their scores, or leaves the ranking."""
        return self.blocks[0] != FRONT

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.card.unit.name

    def value(self, using: Using) -> Fraction:
        """The score as it counts: exact, or as it is shown."""
        assert self.score is not None  # only results that are settled are compared
        return self.counted(self.score, using)

    def counted(self, score: Fraction, using: Using) -> Fraction:
        """A score as it counts: exact, or as it is shown."""
        return self.shown.apply(score) if using == "shown" else score

    def limits(self, using: Using) -> tuple[Fraction | None, Fraction | None]:
        """The least and the greatest value that the result can still come to; None where there is no limit."""
        low, high = self.bounds
        return (
            None if low is None else self.counted(low, using),
            None if high is None else self.counted(high, using),
        )


def of_total(card: Card, scope: Scope, ranking: Ranking | None = None) -> Contender:
    """The total of a unit, after vetoes."""
    return Contender(
        card, scope, card.score, card.bounds, card.shown, is_total=True, is_outside=card.state == "not_assessed",
        blocks=blocks_of(ranking, card),
    )  # fmt: skip


def of_result(card: Card, scope: Scope, result: NodeResult, ranking: Ranking | None = None) -> Contender:
    """An indicator of a unit, or a result beside the total."""
    bounds = (result.interval.low, result.interval.high)
    outside = result.state == "not_applicable"
    leaves = result.state == "unscored" and result.interval.may_vanish
    blocks = blocks_of(ranking, card)
    return Contender(
        card, scope, result.score, bounds, result.shown, is_outside=outside, may_leave=leaves, blocks=blocks
    )


def by_group(
    contenders: Iterable[Contender], within: Within, *, aside: bool = False
) -> Mapping[Hashable, list[Contender]]:
    """The units that are compared with each other; a unit in no group is compared with nobody.

    Those that are not assessed are in no group, unless they are asked for (`aside`).
    """
    groups: dict[Hashable, list[Contender]] = {}
    for contender in contenders:
        key = within.of(contender.scope)
        is_in = not contender.is_outside or (aside and contender.is_aside)
        if is_in and not isinstance(key, Missing) and key == within.seen(contender.scope):
            groups.setdefault(key, []).append(contender)
    return groups


def strays(contenders: Iterable[Contender], within: Within) -> Mapping[str, Unknown]:
    """The units whose group is not known, by their ids, and why: each may belong to any group."""
    keys = {contender.id: within.of(contender.scope) for contender in contenders if not contender.is_outside}
    return {unit: key for unit, key in keys.items() if isinstance(key, Unknown)}
