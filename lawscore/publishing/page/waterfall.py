"""The way to a total as bars: where each begins and ends on an axis, in per mille."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from lawscore.numbers import ZERO, floor, short_text
from lawscore.publishing.figures import figure, per_mille
from lawscore.publishing.page.figures import change, ends, sign
from lawscore.publishing.page.tongues import Cards, Text, Tongues, both
from lawscore.publishing.steps import LEVELS, Step

#: Where all levels stand above this share of the highest, the axis begins below the lowest, not at zero.
_HIGH: Final = Fraction(1, 2)
#: How much of the axis stays free below the lowest level then.
_FREE: Final = Fraction(1, 8)


def waterfall(tongues: Tongues, cards: Cards) -> dict[str, Any] | None:
    """The steps of a unit, each with its bar; None where it has none. `from` is where the axis begins, unless at zero."""
    steps = cards[0].steps
    if not steps:
        return None
    low, high = _axis(steps)
    shown = tongues.report.shown
    told = [
        {
            "kind": step.kind, "label": _label(tongues, cards, place), "sign": sign(step.change),
            "points": _points(tongues, step), "a": per_mille(max(min(step.begin, step.end), low) - low, high - low),
            "b": per_mille(max(step.begin, step.end) - low, high - low),
        }
        for place, step in enumerate(steps)
    ]  # fmt: skip
    return {"steps": told, **({"from": short_text(low), "to": figure(high, shown)} if low > ZERO else {})}


def _axis(steps: Sequence[Step]) -> tuple[Fraction, Fraction]:
    """From zero, or from below the lowest level where that is far above zero: else the changes could not be seen."""
    low, high = ends(value for step in steps for value in (step.begin, step.end))
    lowest = min(_reached(steps))
    if low < ZERO or lowest < _HIGH * high:
        return low, high
    return floor(max(ZERO, lowest - (high - lowest + 1) * _FREE)), high


def _reached(steps: Sequence[Step]) -> Iterator[Fraction]:
    """The levels that are reached; where a level begins is none of them."""
    for step in steps:
        yield step.end
        if step.kind not in LEVELS or step.kind == "bounds":
            yield step.begin


def _points(tongues: Tongues, step: Step) -> Text:
    """A level as it stands, a change with its sign, of what is open the points that it is about."""
    shown = tongues.report.shown
    if step.kind == "bounds":
        return f"{figure(step.begin, shown)} – {figure(step.end, shown)}"
    if step.kind in LEVELS:
        return figure(step.end, shown)
    if step.line is not None:
        shown = step.line.heading.shown
    if step.kind == "open":
        return tongues.say("page.step.open", points=figure(step.change, shown))
    return change(step.change, shown)


def _label(tongues: Tongues, cards: Cards, place: int) -> Text:
    step = cards[0].steps[place]
    if step.line is not None:
        return step.line.heading.label
    if step.item is not None:
        reasons = [card.steps[place].item for card in cards]
        return both(item.reason for item in reasons if item is not None)
    return tongues.say(f"page.step.{step.kind}")
