"""The literal figures that a rule takes, and what each is: a price, a cap, a step, a limit, a factor, a date."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from lawscore.checking.figures import Role
from lawscore.checking.findings import Path
from lawscore.checking.reading import Placed, Reader
from lawscore.checking.units import UnitsOfRule
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.numbers import ONE, NotANumber, parse_number, written
from lawscore.rubric.bound import BoundNode
from lawscore.rules.amounts import ALL, Assessed, BandList, Escalation, OneOf, PriceList
from lawscore.rules.charging import BoundRule
from lawscore.rules.occasions import parse_step
from lawscore.rules.place import Further, Place


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of a rule: its value, what it is, where it stands, and how it is written there."""

    role: Role
    value: Fraction
    path: Path
    written: str
    #: The unit of measure that it is in, where that is declared: 万元.
    unit: str = ""

    def told(self, of: Path) -> str:
        """The figure as its key and what stands there: `at_most: 2`, `bands.1.points: 3`."""
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.path[len(of) :]]
        return f"{'.'.join(steps)}: {self.written}"


def parameters_of(rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[Parameter]:
    """All literal figures of a rule."""
    units = UnitsOfRule(rule, node, reader.rubric)
    if rule.model.per is not None:
        step, _ = parse_step(rule.model.per)
        yield Parameter("step", step, (*rule.path, "per"), rule.model.per, units.of_text(rule.model.of))
    elif rule.model.each is not None:
        yield Parameter("step", ONE, (*rule.path, "each"), rule.model.each)
    for steps, amount in (((rule.model.key,), rule.model.amount), *_changes(rule)):
        yield from _of_answers(amount, (*rule.path, *steps))
    if rule.amount.takes_all:
        yield Parameter("price", node.points, (*rule.path, rule.model.key), ALL)
    best = getattr(rule.model, "best", None)
    if best is not None:
        yield Parameter("limit", Fraction(best), (*rule.path, "best"), str(best))
    for placed in reader.expressions(rule, node):
        yield from _of_expression(placed, rule, units)


def cap_of(text: str | None, path: Path) -> Iterator[Parameter]:
    """A cap that is a number."""
    try:
        yield Parameter("cap", parse_number(text or ""), (*path, "at_most"), text or "")
    except NotANumber:
        return


def _changes(rule: BoundRule) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for list_, key in (("times", "factor"), ("plus", "add")):
        for place, change in enumerate(getattr(rule.model, list_)):
            yield (list_, place, key), getattr(change, key)


def _of_answers(amount: Any, path: Path) -> Iterator[Parameter]:
    """The figures of an amount that are no expressions: what an assessor may enter, an escalation, points by place."""
    if isinstance(amount, Assessed):
        for key, value, role in (
            ("from", amount.from_, "price"),
            ("up_to", amount.up_to, "price"),
            ("step", amount.step, "grain"),
        ):
            if value is not None:
                yield Parameter(role, value, (*path, key), written(value))  # type: ignore[arg-type]
    elif isinstance(amount, OneOf):
        for place, value in enumerate(amount.one_of):
            yield Parameter("price", value, (*path, "one_of", place), written(value))
    elif isinstance(amount, Escalation):
        yield Parameter("price", amount.first, (*path, "first"), written(amount.first))
        yield Parameter("price", amount.then, (*path, "then"), written(amount.then))
    elif isinstance(amount, PriceList):
        for steps, entry in _entries(amount.prices):
            yield from _of_answers(entry, (*path, "prices", *steps))
    elif isinstance(amount, Place):
        yield from _of_place(amount, path[:-1])


def _entries(prices: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, entry in prices.items():
        if isinstance(entry, dict):
            yield from (((key, *steps), inner) for steps, inner in _entries(entry))
        else:
            yield (key,), entry


def _of_place(place: Place, path: Path) -> Iterator[Parameter]:
    key = place.told_by
    for index, value in enumerate(place.listed):
        yield Parameter("price", value, (*path, key, index), written(value))
    if place.top is not None:
        yield Parameter("price", place.top, (*path, "top"), written(place.top))
    after = place.after
    if isinstance(after, Further):
        yield Parameter("price", -after.step, (*path, "after", "step"), written(-after.step))
        yield Parameter("price", after.down_to, (*path, "after", "down_to"), written(after.down_to))
    elif after is not None:
        yield Parameter("price", after, (*path, "after"), written(after))


def _of_expression(placed: Placed, rule: BoundRule, units: UnitsOfRule) -> Iterator[Parameter]:
    path, text, steps = placed.path, placed.program.text, placed.path[len(rule.path) :]
    role = _role_at(steps)
    beside = units.of_text(_compared(rule, steps)) if role == "limit" else ""
    own = units.of_literals(placed.program.tree) if role == "limit" and not beside else {}
    for place, value in _literals(placed.program):
        if isinstance(value, date):
            yield Parameter("date", Fraction(value.toordinal()), path, text)
        elif isinstance(value, Fraction):
            yield Parameter(role, value, path, text, beside or own.get(place, ""))


def _compared(rule: BoundRule, steps: Path) -> str | None:
    """What is held against a limit: the figure whose steps are counted, or the one that bands are made of."""
    if steps[-1] in ("below", "above") and len(steps) == 1:
        return str(rule.model.of)
    if len(steps) > 1 and steps[1] == "bands" and isinstance(rule.model.amount, BandList):
        return rule.model.amount.by
    return None


def values_of(program: Program) -> Iterator[object]:
    """The numbers and dates of an expression; only those that stand in it as such, not inside a call."""
    return (value for _, value in _literals(program))


def _literals(program: Program) -> Iterator[tuple[int, object]]:
    """These, each with its place in the text."""
    inside = {
        id(inner) for node in ast.walk(program.tree.body) if isinstance(node, ast.Call) for inner in ast.walk(node)
    }
    for node in ast.walk(program.tree.body):
        if isinstance(node, ast.Constant) and (id(node) not in inside) and node.col_offset in program.tree.literals:
            yield node.col_offset, program.tree.literals[node.col_offset].value


def _role_at(steps: Path) -> Role:
    """What a number at a path inside a rule is."""
    if steps == ("at_most",):
        return "cap"
    if steps[0] == "times" and steps[-1] == "factor":
        return "factor"
    if steps[0] in _AMOUNTS and steps[-1] not in _LIMITS:
        return "price"
    if steps[0] == "plus" and steps[-1] == "add":
        return "price"
    return "limit"


_AMOUNTS: Final = frozenset({"deduct", "award", "formula"})
_LIMITS: Final = frozenset({"by", "from", "above", "to", "below", "where", "of", "per"})
