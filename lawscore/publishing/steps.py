"""The way from the points of the rubric to a unit's total, as the steps of a waterfall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from lawscore.numbers import ZERO, parse_exact
from lawscore.results.model import ItemPart

if TYPE_CHECKING:
    from lawscore.publishing.cards import Line, UnitCard

#: `points`: what there is to be had. `indicator`: what one of the top level took or gave. `open`: one without a score yet.
#: `together`: what the aggregate of the whole changed (a mean, a scaling for what does not apply). `item`: a limit, a veto,
#: an adjustment of the whole. `total`: the score that stands. `bounds`: what a provisional total can still come to.
StepKind: TypeAlias = Literal["points", "indicator", "open", "together", "item", "total", "bounds"]
#: The steps that are levels; the others are changes.
LEVELS: Final[frozenset[StepKind]] = frozenset({"points", "total", "bounds"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: a bar between two exact values, `begin` and `end`; for a level `begin` is 0, for `bounds` the lower one.

    An `open` step reaches over the points that are still to be had; it changes nothing of where the next one begins.
    """

    kind: StepKind
    begin: Fraction
    end: Fraction
    line: Line | None = None
    item: ItemPart | None = None

    @property
    def change(self) -> Fraction:
        """What the step adds."""
        return self.end - self.begin


def steps_of(card: UnitCard) -> Iterator[Step]:
    """The steps of a unit; none where it is not assessed.

    Where the whole is a sum: the points, what each indicator of the top level takes from them, what is left over, the items
    of the whole, the total. Where it is made otherwise (a mean, a product): what it made of the top level, and from there on.
    """
    if card.part.state == "not_assessed":
        return
    start = None if card.part.start is None else parse_exact(card.part.start)
    if card.rubric.root.aggregate == "sum":
        yield from _from_points(card, start)
    elif start is not None:
        yield Step(kind="together", begin=ZERO, end=start)
    if start is not None:
        yield from _items(card, start)
    if card.score is not None:
        yield Step(kind="total", begin=ZERO, end=card.score)
    elif card.low is not None and card.high is not None:
        yield Step(kind="bounds", begin=card.low, end=card.high)


def _from_points(card: UnitCard, start: Fraction | None) -> Iterator[Step]:
    """From the points that there are to what the whole starts with."""
    parts = [line for line in _parts(card) if line.part.state != "not_applicable"]
    level = sum((line.points for line in parts), ZERO)
    yield Step(kind="points", begin=ZERO, end=level)
    for line in parts:
        if line.score is None:
            yield Step(kind="open", begin=level - line.points, end=level, line=line)
            continue
        change = line.score - line.points
        yield Step(kind="indicator", begin=level, end=level + change, line=line)
        level += change
    if start is not None and start != level:
        yield Step(kind="together", begin=level, end=start)


def _items(card: UnitCard, level: Fraction) -> Iterator[Step]:
    """What the limits, vetoes and adjustments of the whole changed."""
    for item in card.total_items:
        change = parse_exact(item.exact)
        if change:
            yield Step(kind="item", begin=level, end=level + change, item=item)
            level += change


def _parts(card: UnitCard) -> tuple[Line, ...]:
    """The indicators that the steps tell: the top level, where one branch alone has points its parts in its place."""
    parts = card.top
    while True:
        heavy = [line for line in parts if line.points]
        if len(heavy) != 1 or card.rubric.nodes[heavy[0].heading.id].aggregate != "sum":
            return parts
        inside = card.below(heavy[0])
        if not inside:
            return parts
        place = parts.index(heavy[0])
        parts = (*parts[:place], *inside, *parts[place + 1 :])
