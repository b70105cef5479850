"""The score at each layer, and what changed between layers and why: as tables, and one unit as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final

from lawscore.analysis.layers import AnswerChange, IndicatorChange, Layers, Stated, Step, UnitLayers, ValueChange, minus
from lawscore.catalogue import Language, phrase, say
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.facts.unit import Answer, Layer, Record
from lawscore.numbers import ZERO, Rounding
from lawscore.reports.signs import minus_sign, signed
from lawscore.reports.standings import bounds_text, kind_text
from lawscore.reports.tables import Table, headers
from lawscore.reports.values import field_text, origin_text, value_text
from lawscore.rubric.fields import Column, FieldSpec

_INDENT: Final = "  "
_UNIT: Final = ("unit", "name", "class")
_INDICATORS: Final = ("unit", "step", "indicator", "title", "score_before", "score_after", "difference", "because")
_ITEMS: Final = ("unit", "step", "indicator", "item_change", "rule", "kind", "points", "reason")


def totals_table(layers: Layers, units: Iterable[UnitLayers], language: Language) -> Table:
    """One row for each unit: its total at each layer, and what each layer changed."""
    teller = _Teller(layers, language)
    rows = [[*teller.unit(one), *teller.totals(one)] for one in units]
    first, *later = layers.assessments
    keys = [*_UNIT, first, *(key for layer in later for key in (layer, f"{layer}.difference"))]
    titles = [*headers(_UNIT, language), *teller.titles()]
    return Table(keys, titles, rows, frozenset(keys[len(_UNIT) :]), frozenset({"class"}))


def indicators_table(layers: Layers, units: Iterable[UnitLayers], language: Language) -> Table:
    """One row for each indicator that a layer changed, with the values that changed."""
    teller = _Teller(layers, language)
    rows = [
        [
            one.unit.id, teller.step(step), *teller.indicator(change), *teller.scores(change),
            teller.joined([*map(teller.bare_value, change.values), *map(teller.bare_answer, change.answers)]),
        ]
        for one in units for step in one.steps for change in step.indicators
    ]  # fmt: skip
    right = frozenset({"score_before", "score_after", "difference"})
    return Table(_INDICATORS, headers(_INDICATORS, language), rows, right, frozenset({"because"}))


def items_table(layers: Layers, units: Iterable[UnitLayers], language: Language) -> Table:
    """One row for each item that a layer took away or brought."""
    teller = _Teller(layers, language)
    rows = [
        [
            one.unit.id, teller.step(step), teller.indicator(change)[0], teller.say(f"layers.change_{what}"),
            item.rule or "", kind_text(item, language), change.after.shown.text(item.points), say(item.reason, language),
        ]
        for one in units for step in one.steps for change in step.indicators
        for what, items in (("gone", change.gone), ("new", change.new)) for item in items
    ]  # fmt: skip
    return Table(_ITEMS, headers(_ITEMS, language), rows, frozenset({"points"}))


def told(layers: Layers, unit: UnitLayers, language: Language) -> str:
    """One unit from layer to layer: what changed in each indicator, and because of which values."""
    return "\n".join(_Teller(layers, language).whole(unit)) + "\n"


class _Teller:
    def __init__(self, layers: Layers, language: Language) -> None:
        self.layers, self.language = layers, language
        self.rubric = layers.rubric

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def joined(self, texts: Iterable[str]) -> str:
        return ("；" if self.language == "zh" else "; ").join(texts)

    @cached_property
    def classes(self) -> Mapping[str, str]:
        return self.rubric.document.classes

    def layer(self, layer: Layer) -> str:
        return self.say(f"layer.{layer}")

    def step(self, step: Step) -> str:
        return self.say("layers.step", before=self.layer(step.before), after=self.layer(step.after))

    def titles(self) -> Iterator[str]:
        for number, layer in enumerate(self.layers.assessments):
            yield self.layer(layer)
            if number:
                yield self.say("layers.difference", layer=self.layer(layer))

    def unit(self, one: UnitLayers) -> list[str]:
        unit_class = one.unit.unit_class or ""
        return [one.unit.id, one.unit.name, self.classes.get(unit_class, unit_class)]

    def totals(self, one: UnitLayers) -> Iterator[str]:
        """The totals with the differences between them."""
        cards = list(one.cards.values())
        yield self.total(cards[0])
        for step in one.steps:
            yield self.total(step.cards[1])
            yield self.difference(step.cards[0].score, step.cards[1].score, step.cards[1].shown)

    def difference(self, before: Fraction | None, after: Fraction | None, shown: Rounding) -> str:
        """What is printed more, so that a reader who subtracts finds the same; nothing where one is not known."""
        more = minus(after, before) and minus(shown.apply(after or ZERO), shown.apply(before or ZERO))
        return "" if more is None else signed(more, shown)

    def total(self, card: Card) -> str:
        if card.state == "provisional":
            return bounds_text(card)
        return self.say(f"state.{card.state}") if card.score is None else card.shown.text(card.score)

    def open_total(self, card: Card) -> str:
        """The total; one that is still open is called so."""
        text = self.total(card)
        return self.say("layers.open", bounds=text) if card.state == "provisional" else text

    def indicator(self, change: IndicatorChange) -> tuple[str, str]:
        node = change.after
        return (node.id, node.title) if node.id else (self.say("word.total"), "")

    def scores(self, change: IndicatorChange) -> tuple[str, str, str]:
        before, after = change.before, change.after
        return self.score(before), self.score(after), self.difference(before.score, after.score, after.shown)

    def score(self, node: NodeResult) -> str:
        return self.say(f"state.{node.state}") if node.score is None else node.shown.text(node.score)

    def whole(self, one: UnitLayers) -> Iterator[str]:
        yield " ".join(part for part in (one.unit.name, *self.unit(one)[2:]) if part)
        if not one.steps:
            yield self.say("layers.one_layer", layer=self.layer(next(iter(one.cards))))
        for step in one.steps:
            yield ""
            before, after = (self.open_total(card) for card in step.cards)
            scores = [card.score for card in step.cards]
            difference = self.difference(scores[0], scores[1], step.cards[1].shown) if step.difference else ""
            yield self.change(self.step(step), before, after, difference)
            yield from self.details(step)

    def details(self, step: Step) -> Iterator[str]:
        if not step.indicators and not step.idle and not step.idle_answers:
            yield _INDENT + self.say("layers.unchanged")
        for change in step.indicators:
            yield from (_INDENT + line for line in self.changed(change))
        if step.idle or step.idle_answers:
            yield _INDENT + self.say("layers.idle")
            yield from (_INDENT * 2 + self.value(value) for value in step.idle)
            yield from (_INDENT * 2 + self.answer(answer) for answer in step.idle_answers)

    def change(self, heading: str, before: str, after: str, difference: str) -> str:
        more = self.say("layers.points", difference=minus_sign(difference)) if difference else ""
        return self.say("layers.change", heading=heading, before=before, after=after, difference=more)

    def changed(self, change: IndicatorChange) -> Iterator[str]:
        """One indicator: its score before and after, the values that changed, the items that went and came."""
        heading = " ".join(part for part in self.indicator(change) if part)
        before, after, difference = self.scores(change)
        yield self.change(heading, before, after, difference if change.difference else "")
        yield from (_INDENT + self.value(value) for value in change.values)
        yield from (_INDENT + self.answer(answer) for answer in change.answers)
        adjusted = any(item.kind == "adjustment" for item in (*change.gone, *change.new))
        if change.after.leaf and not (change.values or change.answers or adjusted):
            yield _INDENT + self.say("layers.by_others")
        for key, items in (("layers.gone", change.gone), ("layers.new", change.new)):
            yield from (_INDENT + self.item(key, item, change.after.shown) for item in items)

    def item(self, key: str, item: Item, shown: Rounding) -> str:
        kind = kind_text(item, self.language)
        return self.say(key, kind=kind, points=minus_sign(signed(item.points, shown)), reason=item.reason)

    def value(self, change: ValueChange) -> str:
        """A field before and after, with where each value comes from, and which records of a list changed."""
        spec = self.rubric.fields[change.field]
        text = self.bare_value(change, origins=True)
        details = self.joined(self.records(change, spec))
        return text + self.say("layers.details", details=details) if details else text

    def bare_value(self, change: ValueChange, *, origins: bool = False) -> str:
        spec = self.rubric.fields[change.field]
        label = field_text(change.field, spec, self.language)
        before, after = (self.stated(one, spec, origins=origins) for one in (change.before, change.after))
        return self.say("layers.value", label=label, before=before, after=after)

    def stated(self, stated: Stated, spec: Column, *, origins: bool) -> str:
        if stated.given is None:
            return self.say("layers.not_given")
        text = value_text(stated.value, spec, self.language, is_none=stated.is_none)
        return text + self.say("layers.from", notes=origin_text(stated.given, self.language)) if origins else text

    def records(self, change: ValueChange, spec: FieldSpec) -> Iterator[str]:
        """Which records of a list went, came, or changed, and in which columns."""
        before, after = (_by_key(one.value) for one in (change.before, change.after))
        gone, new = (tuple(key for key in one if key not in other) for one, other in ((before, after), (after, before)))
        if before and gone:
            yield self.say("layers.records_gone", records=gone)
        if after and new and before:
            yield self.say("layers.records_new", records=new)
        for key in (key for key in before if key in after):
            yield from self.columns(before[key], after[key], spec.fields or {})

    def columns(self, before: Record, after: Record, columns: Mapping[str, Column]) -> Iterator[str]:
        for name, spec in columns.items():
            old, new = (
                value_text(record.values[name], spec, self.language, is_none=name in record.nones)
                for record in (before, after)
            )
            if old != new:
                yield self.say("layers.record_changed", record=before.key, column=name, before=old, after=new)

    def answer(self, change: AnswerChange) -> str:
        """An assessor's answer before and after, with who gave it and why."""
        return self.bare_answer(change, origins=True)

    def bare_answer(self, change: AnswerChange, *, origins: bool = False) -> str:
        question = change.question
        asked = self.rubric.question_index.get((question.indicator, question.rule, question.about))
        text = asked.text if asked is not None else question.rule
        about = " ".join(part for part in (text, question.record) if part)
        before, after = (self.answered(one, origins=origins) for one in (change.before, change.after))
        return self.say("layers.answer", question=about, before=before, after=after)

    def answered(self, answer: Answer | None, *, origins: bool) -> str:
        if answer is None or (answer.verdict is None and answer.points is None):
            return self.say("layers.no_answer")
        verdict = phrase("layers.points_given", points=answer.points)
        if answer.points is None and answer.verdict is not None:
            verdict = phrase(_VERDICTS[answer.verdict])
        notes = tuple(part for part in (answer.assessor, answer.reason) if part and origins)
        by = self.say("layers.from", notes=notes) if notes else ""
        return self.say("layers.verdict", verdict=verdict, by=by)


_VERDICTS: Final = {"yes": "word.yes", "no": "word.no", "not_applicable": "word.not_applicable"}


def _by_key(value: object) -> Mapping[str, Record]:
    return {record.key: record for record in value} if isinstance(value, tuple) else {}


VIEWS: Final[Mapping[str, Callable[[Layers, Iterable[UnitLayers], Language], Table]]] = {
    "standings": totals_table,
    "indicators": indicators_table,
    "items": items_table,
}
