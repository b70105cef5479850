"""The way from the points of the rubric to a unit's total, as the steps of a waterfall."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from lawscore.classes import dataclass
from lawscore.numbers import ZERO, parse_exact
from lawscore.results.model import ItemPart

if TYPE_CHECKING:
    from lawscore.publishing.cards import Line, UnitCard

#: `points`: what there is to be had. `indicator`: what one of the top level took or gave. `open`: one without a score yet.
#: `together`: what an aggregate changed (a mean, a scaling for what does not apply). `item`: a limit, a veto, an adjustment of
#: the whole, or an item of a branch whose parts are told in its place. `total`: the score that stands. `bounds`: what a provisional total can still come to.
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
    of the whole, the total. One branch that alone has points is told by its parts and its own items. Where it is made otherwise (a mean, a product): what it made of the top level, and from there on.
    """
    if card.part.state == "not_assessed":
        return
    start = None if card.part.start is None else parse_exact(card.part.start)
    if card.rubric.root.aggregate == "sum":
        yield from _from_points(card, start)
    elif start is not None:
        yield Step(kind="together", begin=ZERO, end=start)
    if start is not None:
        yield from _items(card.total_items, start)
    if card.score is not None:
        yield Step(kind="total", begin=ZERO, end=card.score)
    elif card.low is not None and card.high is not None:
        yield Step(kind="bounds", begin=card.low, end=card.high)


def _from_points(card: UnitCard, start: Fraction | None) -> Iterator[Step]:
    """From the points that there are to what the whole starts with."""
    level = _points(card, card.top)
    yield Step(kind="points", begin=ZERO, end=level)
    level = yield from _lines(card, card.top, level)
    yield from _together(level, start)


def _lines(card: UnitCard, lines: Sequence[Line], level: Fraction) -> Generator[Step, None, Fraction]:
    """What each of these takes from the points that there are; gives back what is left of them."""
    opened = _opened(card, lines)
    for line in lines:
        if line is opened:
            level = yield from _branch(card, line, level)
        elif _counts(line):
            step = _line(line, level)
            yield step
            level = level if line.score is None else step.end
    return level


def _line(line: Line, level: Fraction) -> Step:
    if line.score is None:
        return Step(kind="open", begin=level - line.points, end=level, line=line)
    return Step(kind="indicator", begin=level, end=level + line.score - line.points, line=line)


def _branch(card: UnitCard, branch: Line, level: Fraction) -> Generator[Step, None, Fraction]:
    """A branch by its parts, what it made of them, and its own items: its limit, its waiver, its rules."""
    inside = card.below(branch)
    before = level - _points(card, inside)
    level = yield from _lines(card, inside, level)
    if branch.part.start is not None:
        start = before + parse_exact(branch.part.start)
        yield from _together(level, start)
        level = yield from _items(branch.items, start)
    return level


def _together(level: Fraction, start: Fraction | None) -> Iterator[Step]:
    if start is not None and start != level:
        yield Step(kind="together", begin=level, end=start)


def _items(items: Sequence[ItemPart], level: Fraction) -> Generator[Step, None, Fraction]:
    """What limits, vetoes, adjustments and the like changed; gives back where that ends."""
    for item in items:
        change = parse_exact(item.exact)
        if change:
            yield Step(kind="item", begin=level, end=level + change, item=item)
            level += change
    return level


def _points(card: UnitCard, lines: Sequence[Line]) -> Fraction:
    """The points that there are in these, where one is told by its parts those of its parts."""
    opened = _opened(card, lines)
    own = (line.points for line in lines if line is not opened and _counts(line))
    return sum(own, ZERO) + (_points(card, card.below(opened)) if opened is not None else ZERO)


def _counts(line: Line) -> bool:
    """Whether an indicator is part of what stands above it."""
    return line.part.state != "not_applicable" and not line.heading.uncounted


def _opened(card: UnitCard, lines: Sequence[Line]) -> Line | None:
    """The branch that alone has points among these, and is the sum of its parts: they are told in its place."""
    heavy = [line for line in lines if line.points and not line.heading.uncounted]
    if len(heavy) != 1 or card.rubric.nodes[heavy[0].heading.id].aggregate != "sum":
        return None
    return heavy[0] if card.below(heavy[0]) else None
