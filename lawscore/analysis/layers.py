"""The score at each layer of the data, and from layer to layer what changed and because of which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from lawscore.assessing import Assessment, assess_gathered
from lawscore.classes import dataclass
from lawscore.expressions.values import Value
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.facts.unit import LAYERS, Answer, Given, Layer, Question, Records, Unit, UnitFacts
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.submission.gathering import Gathered


@dataclass(frozen=True, slots=True)
class Stated:
    """What a field is worth at a layer, and where that comes from; no origin where nobody has given it yet."""

    value: Value | Records
    given: Given | None
    is_none: bool


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A field that is worth something else at the later layer, or rests on something else."""

    field: str
    before: Stated
    after: Stated


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An assessor's answer that is another one at the later layer; None where there was none."""

    question: Question
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator (None: the whole) whose score, state or items differ, and the values that it looks at and that changed.

    `gone` are items of the earlier layer that are no more, `new` are those of the later one that were not there.
    """

    before: NodeResult
    after: NodeResult
    gone: tuple[Item, ...]
    new: tuple[Item, ...]
    values: tuple[ValueChange, ...]
    answers: tuple[AnswerChange, ...]

    @property
    def difference(self) -> Fraction | None:
        """What it scores more at the later layer; None where one of the two is not scored."""
        return minus(self.after.score, self.before.score)


@dataclass(frozen=True, slots=True)
class Step:
    """From one layer to the next, for one unit."""

    before: Layer
    after: Layer
    cards: tuple[Card, Card]
    indicators: tuple[IndicatorChange, ...]
    #: Values that changed and moved no indicator, and answers.
    idle: tuple[ValueChange, ...]
    idle_answers: tuple[AnswerChange, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """What the unit scores more at the later layer; None where one of the totals is not final."""
        return minus(self.cards[1].score, self.cards[0].score)


@dataclass(frozen=True, slots=True)
class UnitLayers:
    """One unit at every layer."""

    unit: Unit
    cards: Mapping[Layer, Card]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Layers:
    """The assessments of the same data at each layer in which anything was stated, the latest last."""

    assessments: Mapping[Layer, Assessment]

    @property
    def last(self) -> Assessment:
        """The assessment as it counts."""
        return list(self.assessments.values())[-1]

    @property
    def rubric(self) -> Rubric:
        """The rubric under which the units were scored."""
        return self.last.rubric

    @cached_property
    def units(self) -> tuple[UnitLayers, ...]:
        """Every unit, in the order of the roster."""
        return tuple(self[card.unit.id] for card in self.last)

    def __getitem__(self, unit: str) -> UnitLayers:
        """One unit. KeyError for an unknown one."""
        cards = {layer: assessment[unit] for layer, assessment in self.assessments.items()}
        return UnitLayers(self.last[unit].unit, cards, tuple(self._steps(unit)))

    def of(self, unit: str) -> Layers:
        """The assessments that have a unit: these, or those of the units below. KeyError for an unknown one."""
        for layers in self._walk():
            if unit in layers.last.facts:
                return layers
        raise KeyError(unit)

    def _walk(self) -> Iterator[Layers]:
        """These assessments, and those of the units below."""
        yield self
        for name in self.last.others:
            yield from Layers({layer: one.others[name] for layer, one in self.assessments.items()})._walk()  # noqa: SLF001

    def _steps(self, unit: str) -> Iterator[Step]:
        for (before, earlier), (after, later) in pairwise(self.assessments.items()):
            cards, facts = (earlier[unit], later[unit]), (earlier.facts[unit], later.facts[unit])
            values = tuple(_values(self.rubric, *facts))
            answers = tuple(_answers(*facts))
            changes = tuple(_indicators(self.rubric, cards, values, answers))
            moved = {value.field for change in changes for value in change.values}
            asked = {answer.question for change in changes for answer in change.answers}
            idle = tuple(one for one in values if one.field not in moved)
            idle_answers = tuple(one for one in answers if one.question not in asked)
            yield Step(before, after, cards, changes, idle, idle_answers)


def layers_of(assessment: Assessment, gathered: Gathered | None) -> Layers:
    """Assess what was gathered again at each layer in which anything was stated; without it there is one layer only."""
    stated = gathered.stated if gathered is not None else ()
    if gathered is None or len(stated) < 2:
        return Layers({stated[0] if stated else LAYERS[0]: assessment})
    earlier = {
        layer: assess_gathered(assessment.rubric, gathered.at(assessment.rubric, layer)) for layer in stated[:-1]
    }
    return Layers({**earlier, stated[-1]: assessment})


def minus(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    """The difference, where both are known."""
    return None if after is None or before is None else after - before


def _values(rubric: Rubric, before: UnitFacts, after: UnitFacts) -> Iterator[ValueChange]:
    for name in rubric.fields:
        pair = _stated(before, name), _stated(after, name)
        if pair[0] != pair[1]:
            yield ValueChange(name, *pair)


def _stated(facts: UnitFacts, name: str) -> Stated:
    return Stated(facts.values[name], facts.provenance.get(name), name in facts.nones)


def _answers(before: UnitFacts, after: UnitFacts) -> Iterator[AnswerChange]:
    for question in dict.fromkeys((*before.answers, *after.answers)):
        pair = before.answers.get(question), after.answers.get(question)
        if pair[0] != pair[1]:
            yield AnswerChange(question, *pair)


def _indicators(
    rubric: Rubric, cards: tuple[Card, Card], values: Sequence[ValueChange], answers: Sequence[AnswerChange]
) -> Iterator[IndicatorChange]:
    """The leaves that differ, branches and the whole where items of their own do; the whole where a veto's answer does."""
    earlier, later = (_results(card, rubric.root) for card in cards)
    for node in (*rubric.nodes.values(), rubric.root):
        before, after = earlier[node.id], later[node.id]
        gone, new = _without(before.items, after.items), _without(after.items, before.items)
        asked = tuple(answer for answer in answers if answer.question.indicator == node.id)
        decided = node is rubric.root and asked
        if gone or new or decided or (node.is_leaf and _outcome(before) != _outcome(after)):
            reads = node.reads if node is not rubric.root else _vetoes_read(rubric)
            looked_at = tuple(value for value in values if value.field in reads)
            yield IndicatorChange(before, after, gone, new, looked_at, asked)


def _results(card: Card, root: BoundNode) -> Mapping[str, NodeResult]:
    """The results of a card by their ids; of the whole as it counts."""
    return {root.id: card.counted, **{node.id: node for node in card.nodes}}


def _vetoes_read(rubric: Rubric) -> frozenset[str]:
    programs = [program for veto in rubric.vetoes for program in (veto.when, veto.unless) if program is not None]
    return frozenset[str]().union(*(program.reads for program in programs))


def _outcome(node: NodeResult) -> tuple[object, ...]:
    return node.state, node.score, node.points


def _without(items: Iterable[Item], others: Iterable[Item]) -> tuple[Item, ...]:
    """The items that are not among the others, each as often as it stands more often."""
    left = list(items)
    for other in others:
        if other in left:
            left.remove(other)
    return tuple(left)
