"""The expressions of a bound rubric, once more with their names: what each says, where it stands, what it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from lawscore.checking.axes import Axis, axis_of
from lawscore.checking.conditions import Condition, condition_of
from lawscore.checking.findings import Path
from lawscore.expressions.binding import Program
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.names import field_name, role_name
from lawscore.rules.amounts import ALL, Band, BandList, PriceList
from lawscore.rules.binder import Binder
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination
from lawscore.rules.history import EarlierMeasure, GrowthMeasure
from lawscore.rules.panel import PanelMeasure
from lawscore.rules.place import Place
from lawscore.rules.record_measures import RecordMeasure

_UNIT_KEYS: Final = ("when", "at_most", "unless", "averaged_over", "in_proportion_to")
_RECORD_KEYS: Final = ("where", "below", "above", "of")
#: The lists of changes to a price, and the key of the amount of each.
_CHANGES: Final = {"times": "factor", "plus": "add"}


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression and the path at which it stands."""

    path: Path
    program: Program


class Reader:
    """Reads the expressions of one rubric, with the names that they may use where they stand."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.names = rubric.names
        self._specs: dict[str, Column] = {**rubric.document.givens, **rubric.document.fields}
        self._binders: dict[str, Binder] = {}
        self._expressions: dict[Path, tuple[Placed, ...]] = {}

    def at(self, node: BoundNode) -> Binder:
        """Where the rules of an indicator stand."""
        if node.id not in self._binders:
            self._binders[node.id] = self._bind(node)
        return self._binders[node.id]

    def _bind(self, node: BoundNode) -> Binder:
        names = self.names.also({"role": role_name(self.rubric.document, (node.id,))})
        own = node.spec.field if node.spec is not None else None
        if own is not None and own.type != "records":
            names = names.also({"value": field_name(node.id, own)})
        return replace(self.everywhere(), names=names, path=node.path, indicator=node.id)

    def everywhere(self) -> Binder:
        """Where vetoes and measures stand."""
        return Binder(self.names, [], others={name: other.names for name, other in self.rubric.others.items()})

    def axis(self, name: str, node: BoundNode | None = None) -> Axis | None:
        """The values that a name of the unit can have."""
        meaning = (self.at(node).names if node is not None else self.names).find(name)
        own = node.spec.field if node is not None and node.spec is not None and name == "value" else None
        return axis_of(meaning.kind, own or self._specs.get(name)) if meaning is not None else None

    def axis_in(self, program: Program, rule: BoundRule, node: BoundNode) -> Axis | None:
        """The values that an expression of a rule can have; where it is one name, as that name is declared."""
        body = program.tree.body
        return self.axis_for(body.id, rule, node) if isinstance(body, ast.Name) else axis_of(program.kind)

    def axis_for(self, name: str, rule: BoundRule, node: BoundNode) -> Axis | None:
        """The values that a name can have in a rule: a column of its records, or a name of the unit."""
        records = rule.occasion.records
        columns = (self.rubric.fields[records.name].fields or {}) if records is not None else {}
        return axis_of(columns[name].kind, columns[name]) if name in columns else self.axis(name, node)

    def condition(self, rule: BoundRule, node: BoundNode) -> Condition | None:
        """What the `when` of a rule says about one name, where it does no more than that."""
        if rule.model.when is None:
            return None
        program = self.at(node).condition(rule.model.when)
        return condition_of(program, lambda name: self.axis(name, node))

    def expressions(self, rule: BoundRule, node: BoundNode) -> tuple[Placed, ...]:
        """All expressions of a rule."""
        if rule.path not in self._expressions:
            self._expressions[rule.path] = tuple(self._read(rule, node))
        return self._expressions[rule.path]

    def _read(self, rule: BoundRule, node: BoundNode) -> Iterator[Placed]:
        outside, inside = self._around(rule, node)
        keys = _UNIT_KEYS if rule.occasion.records is not None else (*_UNIT_KEYS, "each")
        yield from _of_keys(rule.model, keys, outside)
        yield from _of_keys(rule.model, _RECORD_KEYS, inside)
        for key in _CHANGES:
            for place, change in enumerate(getattr(rule.model, key)):
                yield from _of_keys(change, ("when",), outside.at(key, place))
                yield from _of_keys(change, ("where",), inside.at(key, place))
        for amount, here in self.amounts(rule, node):
            yield from _of_amount(amount, here)

    def amounts(self, rule: BoundRule, node: BoundNode) -> Iterator[tuple[Any, Binder]]:
        """The amount of a rule, and those of its factors and surcharges, each with the place where it stands."""
        _, inside = self._around(rule, node)
        yield rule.model.amount, inside.at(rule.model.key)
        for key, amount in _CHANGES.items():
            for place, change in enumerate(getattr(rule.model, key)):
                yield getattr(change, amount), inside.at(key, place, amount)

    def _around(self, rule: BoundRule, node: BoundNode) -> tuple[Binder, Binder]:
        """The names of the unit, and those with the columns of the records that the rule goes over."""
        outside = replace(self.at(node), path=rule.path)
        records = rule.occasion.records
        return outside, outside.within(records) if records is not None else outside

    def measure(self, name: str) -> Iterator[Placed]:
        """The expressions of a measure; none where the name is not one."""
        measure = self.rubric.document.measures.get(name)
        return _of_amount(measure, self.everywhere().at("measures", name)) if measure is not None else iter(())


def combinations(rules: tuple[AnyRule, ...]) -> Iterator[BoundCombination]:
    """The combinations among some rules, those inside others too."""
    for rule in rules:
        if isinstance(rule, BoundCombination):
            yield rule
            yield from combinations(rule.parts)


def _of_keys(model: Any, keys: tuple[str, ...], binder: Binder) -> Iterator[Placed]:
    for key in keys:
        text = getattr(model, key, None)
        if isinstance(text, str):
            yield _placed(text, binder.at(key))


def _placed(text: str, binder: Binder) -> Placed:
    return Placed(binder.path, binder.program(text))


def _of_amount(amount: Any, binder: Binder) -> Iterator[Placed]:
    """The expressions of an amount or a measure."""
    if isinstance(amount, str):
        if amount.strip() != ALL:
            yield _placed(amount, binder)
    elif isinstance(amount, RecordMeasure):
        records = binder.names.lists.get(amount.named)
        if records is not None:  # a list of numbers has no columns
            yield from _of_keys(amount, ("where", "of"), binder.within(records))
    elif isinstance(amount, GrowthMeasure | EarlierMeasure):
        yield from _of_keys(amount, ("growth", "earlier"), binder)
    elif isinstance(amount, Place):
        yield _placed(amount.place, binder)
    elif isinstance(amount, PanelMeasure):
        yield from _of_keys(amount, ("where", "of"), binder.within(binder.names.lists[amount.panel]))
    elif isinstance(amount, BandList):
        yield from _of_bands(amount, binder)
    elif isinstance(amount, PriceList):
        by = amount.by if isinstance(amount.by, tuple) else (amount.by,)
        yield from (_placed(text, binder.at("by")) for text in by)
        yield from _of_prices(amount.prices, binder.at("prices"))
        yield from _of_amount(amount.else_, binder.at("else"))


def _of_bands(amount: BandList, binder: Binder) -> Iterator[Placed]:
    yield _placed(amount.by, binder.at("by"))
    for place, band in enumerate(amount.bands):
        here = binder.at("bands", place)
        yield from (_placed(text, here.at(key)) for key, text in band_limits(band))
        yield _placed(band.points, here.at("points"))
    yield from _of_amount(amount.else_, binder.at("else"))


def band_limits(band: Band) -> Iterator[tuple[str, str]]:
    """The limits that a band states, with their keys."""
    for key, text in (("from", band.from_), ("above", band.above), ("to", band.to), ("below", band.below)):
        if text is not None:
            yield key, text


def _of_prices(prices: Any, binder: Binder) -> Iterator[Placed]:
    for key, entry in prices.items():
        if isinstance(entry, dict):
            yield from _of_prices(entry, binder.at(key))
        else:
            yield from _of_amount(entry, binder.at(key))
