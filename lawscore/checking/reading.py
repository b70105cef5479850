"""The expressions of a bound rubric, once more with their names: what each says, where it stands, what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from lawscore.checking.axes import Axis, axis_of
from lawscore.checking.conditions import Condition, condition_of
from lawscore.checking.deciding import Axes, Truth, truth_of
from lawscore.checking.findings import Path
from lawscore.checking.placing import Placed, band_limits, of_amount, of_keys
from lawscore.checking.ranges import Range, range_of
from lawscore.checking.spots import Programs, Spot
from lawscore.checking.walking import parts_of
from lawscore.checking.words import words_of_rules
from lawscore.expressions.binding import Program
from lawscore.models import Model
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.names import field_name, role_name
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination, charging_rules

_UNIT_KEYS: Final = ("when", "at_most", "unless", "averaged_over", "in_proportion_to")
_RECORD_KEYS: Final = ("where", "below", "above", "of")
#: The lists of changes to a price, and the key of the amount of each.
_CHANGES: Final = {"times": "factor", "plus": "add"}


class Reader:
    """Reads the expressions of one rubric, with the names that they may use where they stand. All checks share one."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._specs: dict[str, Column] = {**rubric.document.givens, **rubric.document.fields}
        self._programs = Programs()
        self._names = rubric.names.also({"role": role_name(rubric.document, ())})
        self._spots: dict[str, Spot] = {}
        self._expressions: dict[Path, tuple[Placed, ...]] = {}
        self._amounts: dict[Path, tuple[tuple[Any, Spot], ...]] = {}
        self._axes: dict[tuple[str, str], Axis | None] = {}
        self._truths: dict[Path, Truth] = {}

    @cached_property
    def parts(self) -> tuple[tuple[Path, Model], ...]:
        """All parts of the document, each with its path."""
        return tuple(parts_of(self.rubric.document))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all that scores, ranks, grades or checks."""
        return words_of_rules(self.rubric.document)

    @cached_property
    def rules(self) -> tuple[tuple[BoundNode, BoundRule], ...]:
        """The single rules of all indicators, those on branches too, each with its indicator."""
        return tuple((node, rule) for node in self.rubric.nodes.values() for rule in charging_rules(node.rules))

    @cached_property
    def leaf_rules(self) -> tuple[tuple[BoundNode, BoundRule], ...]:
        """The single rules of the leaves."""
        return tuple((node, rule) for node, rule in self.rules if node.is_leaf)

    def at(self, node: BoundNode) -> Spot:
        """Where the rules of an indicator stand."""
        if node.id not in self._spots:
            own = node.spec.field if node.spec is not None else None
            has_value = own is not None and own.type != "records"
            names = self._names.also({"value": field_name(node.id, own)}) if has_value and own else self._names
            self._spots[node.id] = Spot(node.path, names, self._programs)
        return self._spots[node.id]

    def everywhere(self) -> Spot:
        """Where vetoes and measures stand."""
        return Spot((), self._names, self._programs)

    def axis(self, name: str, node: BoundNode | None = None) -> Axis | None:
        """The values that a name of the unit can have."""
        key = (name, node.id if node is not None and name == "value" else "")
        if key not in self._axes:
            self._axes[key] = self._axis(name, node)
        return self._axes[key]

    def _axis(self, name: str, node: BoundNode | None) -> Axis | None:
        meaning = (self.at(node).names if node is not None else self._names).find(name)
        own = node.spec.field if node is not None and node.spec is not None and name == "value" else None
        return axis_of(meaning.kind, own or self._specs.get(name)) if meaning is not None else None

    def range_in(self, program: Program, rule: BoundRule, node: BoundNode) -> Range | None:
        """The values that an expression of a rule can have; where it is one name, as that name is declared."""
        return range_of(program, lambda name: self.axis_for(name, rule, node))

    def axis_for(self, name: str, rule: BoundRule, node: BoundNode) -> Axis | None:
        """The values that a name can have in a rule: a column of its records, or a name of the unit."""
        records = rule.occasion.records
        columns = (self.rubric.fields[records.name].fields or {}) if records is not None else {}
        return axis_of(columns[name].kind, columns[name]) if name in columns else self.axis(name, node)

    def condition(self, rule: BoundRule, node: BoundNode) -> Condition | None:
        """What the `when` of a rule says about one name, where it does no more than that."""
        if rule.model.when is None:
            return None
        program = self.at(node).program(rule.model.when)
        return condition_of(program, lambda name: self.axis(name, node))

    def expressions(self, rule: BoundRule, node: BoundNode) -> tuple[Placed, ...]:
        """All expressions of a rule."""
        if rule.path not in self._expressions:
            self._expressions[rule.path] = tuple(self._read(rule, node))
        return self._expressions[rule.path]

    def _read(self, rule: BoundRule, node: BoundNode) -> Iterator[Placed]:
        outside, inside = self._around(rule, node)
        keys = _UNIT_KEYS if rule.occasion.records is not None else (*_UNIT_KEYS, "each")
        yield from of_keys(rule.model, keys, outside)
        yield from of_keys(rule.model, _RECORD_KEYS, inside)
        for key in _CHANGES:
            for place, change in enumerate(getattr(rule.model, key)):
                yield from of_keys(change, ("when",), outside.at(key, place))
                yield from of_keys(change, ("where",), inside.at(key, place))
        for amount, here in self.amounts(rule, node):
            yield from of_amount(amount, here)

    def amounts(self, rule: BoundRule, node: BoundNode) -> tuple[tuple[Any, Spot], ...]:
        """The amount of a rule, and those of its factors and surcharges, each with the place where it stands."""
        if rule.path not in self._amounts:
            _, inside = self._around(rule, node)
            changes = [
                (getattr(change, amount), inside.at(key, place, amount))
                for key, amount in _CHANGES.items()
                for place, change in enumerate(getattr(rule.model, key))
            ]
            self._amounts[rule.path] = ((rule.model.amount, inside.at(rule.model.key)), *changes)
        return self._amounts[rule.path]

    def _around(self, rule: BoundRule, node: BoundNode) -> tuple[Spot, Spot]:
        """The names of the unit, and those with the columns of the records that the rule goes over."""
        outside = replace(self.at(node), path=rule.path)
        records = rule.occasion.records
        return outside, outside.within(records) if records is not None else outside

    def truth(self, placed: Placed, axes: Axes) -> Truth:
        """What is proved of a condition."""
        if placed.path not in self._truths:
            self._truths[placed.path] = truth_of(placed.program, axes)
        return self._truths[placed.path]

    def measure(self, name: str) -> Iterator[Placed]:
        """The expressions of a measure; none where the name is not one."""
        measure = self.rubric.document.measures.get(name)
        return of_amount(measure, self.everywhere().at("measures", name)) if measure is not None else iter(())


def combinations(rules: tuple[AnyRule, ...]) -> Iterator[BoundCombination]:
    """The combinations among some rules, those inside others too."""
    for rule in rules:
        if isinstance(rule, BoundCombination):
            yield rule
            yield from combinations(rule.parts)


__all__ = ["Placed", "Reader", "band_limits", "combinations"]
