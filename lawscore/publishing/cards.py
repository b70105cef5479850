"""One unit of a report: its part of the result, line by line, with its items, its facts and the way to its total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property

from lawscore.classes import dataclass
from lawscore.numbers import parse_exact
from lawscore.publishing.earlier import Earlier
from lawscore.publishing.headings import Heading
from lawscore.publishing.steps import Step, steps_of
from lawscore.results.model import FactPart, IndicatorPart, ItemPart, OwedPart, UnitPart
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator of one unit."""

    heading: Heading
    part: IndicatorPart
    points: Fraction
    #: Exact; None where it is not scored.
    score: Fraction | None
    items: Sequence[ItemPart] = ()
    facts: Sequence[FactPart] = ()
    owed: Sequence[OwedPart] = ()
    #: The same indicator in the earlier result.
    earlier: IndicatorPart | None = None

    @property
    def lost(self) -> Fraction | None:
        """How far the score is below the points; below zero where more was gained; None where it is not scored."""
        return None if self.score is None else self.points - self.score


@dataclass(frozen=True, kw_only=True)
class UnitCard:
    """One unit. `score` is exact, and None where the total does not stand; `low` and `high` bound it."""

    part: UnitPart
    rubric: Rubric = field(repr=False)
    lines: Mapping[str, Line] = field(repr=False)
    score: Fraction | None
    low: Fraction | None
    high: Fraction | None
    #: The unit in the earlier result.
    earlier: UnitPart | None = None

    @property
    def id(self) -> str:
        """The id of the unit."""
        return self.part.id

    @property
    def name(self) -> str:
        """Its name."""
        return self.part.name

    @property
    def group(self) -> str:
        """The id of its group: its class, "" where it has none."""
        return self.part.class_ or ""

    @property
    def class_title(self) -> str:
        """What people call its class; "" where it has none."""
        return self.rubric.document.classes.get(self.group, self.group)

    @property
    def printed(self) -> Fraction | None:
        """The total as it is shown, where it stands: units are counted by what a reader sees of them."""
        return None if self.part.score is None else parse_exact(self.part.score)

    @cached_property
    def top(self) -> tuple[Line, ...]:
        """The indicators of the top level."""
        return tuple(line for line in self.lines.values() if line.heading.parent is None)

    def below(self, line: Line) -> tuple[Line, ...]:
        """The indicators right below one."""
        return tuple(one for one in self.lines.values() if one.heading.parent == line.heading.id)

    @cached_property
    def leaves(self) -> tuple[Line, ...]:
        """The indicators that carry rules."""
        return tuple(line for line in self.lines.values() if line.heading.leaf)

    @cached_property
    def total_items(self) -> tuple[ItemPart, ...]:
        """The items of no indicator: limits, vetoes, adjustments of the whole."""
        return tuple(item for item in self.part.items if item.indicator is None)

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """Why its place or its grade is not what the points alone would make it: vetoes that struck, notes."""
        struck = (item.reason for item in self.total_items if item.kind == "veto" and item.cause is None)
        return (*struck, *self.part.notes)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The way from the points to the total, for a waterfall."""
        return tuple(steps_of(self))


def cards_of(
    units: Iterable[UnitPart], headings: Sequence[Heading], rubric: Rubric, earlier: Earlier
) -> Iterator[UnitCard]:
    """The cards of all units, in their order."""
    for unit in units:
        low, high = (None if bound is None else parse_exact(bound) for bound in unit.bounds)
        yield UnitCard(
            part=unit, rubric=rubric, lines={line.heading.id: line for line in _lines(unit, headings, earlier)},
            score=_exact(unit.exact), low=low, high=high, earlier=earlier.units.get(unit.id),
        )  # fmt: skip


def _lines(unit: UnitPart, headings: Sequence[Heading], earlier: Earlier) -> Iterator[Line]:
    parts = {part.id: part for part in unit.indicators}
    items: dict[str | None, list[ItemPart]] = {}
    for item in unit.items:
        items.setdefault(item.indicator, []).append(item)
    facts = {fact.field: fact for fact in unit.facts}
    owed: dict[str, list[OwedPart]] = {}
    for one in unit.owed:
        for indicator in one.indicators:
            owed.setdefault(indicator, []).append(one)
    before = earlier.indicators.get(unit.id, {})
    for heading in headings:
        part = parts.get(heading.id)
        if part is not None:
            yield Line(
                heading=heading, part=part, points=parse_exact(part.points), score=_exact(part.exact),
                items=tuple(items.get(heading.id, ())), facts=tuple(facts[one] for one in heading.fields if one in facts),
                owed=tuple(owed.get(heading.id, ())), earlier=before.get(heading.id),
            )  # fmt: skip


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else parse_exact(text)
