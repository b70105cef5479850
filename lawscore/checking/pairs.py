"""A sentence and the rules that it speaks of, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.checking.figures import Figure, Role, Sentence
from lawscore.checking.findings import Path, finding
from lawscore.checking.parameters import Parameter, cap_of, values_of
from lawscore.checking.reading import Reader, combinations
from lawscore.checking.walking import parts_of, written_in
from lawscore.classes import dataclass
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.measures import KINDS

_MEASURES: Final = tuple(set(KINDS.values()))


@dataclass(frozen=True)
class Pair:
    """A sentence, and the rules that it speaks of."""

    id: str
    path: Path
    sentence: Sentence
    taken: tuple[Parameter, ...]
    rules: tuple[BoundRule, ...]
    node: BoundNode
    reader: Reader

    def otherwise(self, said: str, path: Path, taken: str) -> Problem:
        """The sentence says one thing, the rule another."""
        return self._found(path, phrase("check.text.otherwise", said=said, taken=taken))

    def nowhere(self, said: str) -> Problem:
        """The sentence has a figure that the rule has not: that may be meant."""
        return replace(self._found((*self.path, "text"), phrase("check.text.nowhere", said=said)), severity="note")

    def once(self, said: str, path: Path) -> Problem:
        """The sentence charges each one, the rule charges once."""
        return self._found(path, phrase("check.text.once", said=said))

    def _found(self, path: Path, how: Phrase) -> Problem:
        return finding(
            "text-disagrees",
            path,
            {"indicator": self.node.id, "id": self.id, "how": how},
            phrase("hint.text_disagrees"),
        )

    def values(self, role: Role) -> set[Fraction]:
        """What the rule takes in a role."""
        return {one.value for one in self.taken if one.role == role}

    def misses(self, figure: Figure) -> bool:
        """Whether the rule should have a figure: a cap always, a price or a percentage where it has any."""
        sort = figure.role == "price" or (figure.role == "limit" and figure.share)
        return figure.role == "cap" or (sort and bool(self.values(figure.role)))

    def may_mean(self, figure: Figure) -> bool:
        """Whether a figure that is no parameter may speak of something else that is known."""
        known = set(self.inside)
        if figure.role in ("cap", "price"):
            known |= self.around
        if figure.role == "cap":
            known |= self.values("price")
        if figure.role == "price":
            prices = self.values("price")
            known |= {price * factor for price in prices for factor in self.values("factor")}
        return bool(figure.readings & known)

    @cached_property
    def around(self) -> frozenset[Fraction]:
        """Figures that a sentence may well mention though they are no parameters: points and limits of what it stands in."""
        found: set[Fraction | None] = {self.reader.rubric.root.floor, self.reader.rubric.root.ceiling}
        above: BoundNode | None = self.node
        while above is not None:
            found |= {above.points, above.floor, above.ceiling, above.start}
            above = self.reader.rubric.nodes.get(above.parent) if above.parent is not None else None
        for combination in combinations(self.node.rules):
            found |= {one.value for one in cap_of(combination.model.at_most, combination.path)}
        return frozenset(abs(value) for value in found if value is not None)

    @cached_property
    def inside(self) -> frozenset[Fraction]:
        """The figures in the measures that the rules use: they are parameters of no rule alone."""
        names = {
            name
            for rule in self.rules
            for one in self.reader.expressions(rule, self.node)
            for name in one.program.names
        }
        found = {number for rule in self.rules for number in _numbers_in(rule.model.amount)}
        been: set[str] = set()
        while names - been:
            name = min(names - been)
            been.add(name)
            found |= set(_numbers_in(self.reader.rubric.document.measures.get(name)))
            for placed in self.reader.measure(name):
                found |= {value for value in values_of(placed.program) if isinstance(value, Fraction)}
                names |= set(placed.program.names)
        return frozenset(found)


def _numbers_in(part: object) -> Iterator[Fraction]:
    """The numbers that a figure states: the marks of a panel, the goalposts of a scale."""
    measures = (model for _, model in parts_of(part) if isinstance(model, _MEASURES))
    for measure in measures:
        for _, value in written_in(measure):
            yield from (
                one for one in (value.values() if isinstance(value, dict) else (value,)) if isinstance(one, Fraction)
            )
