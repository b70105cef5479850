"""Checks of formulas: a denominator that can be zero, a deduction that can turn into an award."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field, replace

from lawscore.catalogue import phrase
from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Placed, Reader, combinations
from lawscore.classes import dataclass
from lawscore.expressions.binding import Name, Program
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules

#: Names that a condition around an expression looks at: it is taken to settle the case where they are zero.
Guards = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Division:
    """A division by a bare name that nothing guards."""

    name: str
    text: str


def denominator_can_be_zero(reader: Reader) -> Iterator[Problem]:
    """A division by a bare field needs a case for zero: `applies`, `when`, or if-else around it."""
    for leaf in reader.rubric.leaves:
        told: set[str] = set()
        for rule in charging_rules(leaf.rules):
            for path, division in _divisions_of(rule, leaf, reader):
                if division.name not in told:
                    told.add(division.name)
                    facts = {"id": leaf.id, "given": division.text, "name": division.name}
                    hint = phrase("hint.denominator", name=division.name)
                    yield finding("denominator-can-be-zero", path, facts, hint)


def _divisions_of(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Iterator[tuple[Path, _Division]]:
    around = _guards_of_leaf(leaf, reader) | _guards_of_arms(rule, leaf, reader)
    placed = reader.expressions(rule, leaf)
    for one in placed:
        guards = around | _guards_beside(one, placed, ((*rule.path, "when"), (*rule.path, "where")))
        walk, body = _Walk(one.program, reader), one.program.tree.body
        yield from ((one.path, division) for division in walk.divisions(body, guards))
        if one.path[-1] == "averaged_over" and isinstance(body, ast.Name):
            yield from ((one.path, division) for division in walk.by(body, guards))


def _guards_of_leaf(leaf: BoundNode, reader: Reader) -> Guards:
    """What the `applies` of the leaf and of the branches above it look at."""
    found: Guards = frozenset()
    node: BoundNode | None = leaf
    while node is not None:
        found |= _looks_at(node.applies) if node.applies is not None else frozenset()
        node = reader.rubric.nodes.get(node.parent) if node.parent is not None else None
    return found


def _guards_of_arms(rule: BoundRule, leaf: BoundNode, reader: Reader) -> Guards:
    """What the conditions of the arms look at that come before the rule."""
    before: list[BoundRule] = []
    for combination in combinations(leaf.rules):
        if combination.key == "first_of" and rule in combination.parts:
            before += charging_rules(combination.parts[: combination.parts.index(rule)])
    found = [reader.at(leaf).program(one.model.when) for one in before if one.model.when is not None]
    return frozenset[str]().union(*(_looks_at(program) for program in found))


def _guards_beside(one: Placed, all_: Sequence[Placed], conditions: Collection[Path] = ()) -> Guards:
    """What the conditions look at that decide whether an expression counts: some paths, and the `where` beside it."""
    deciding = {*conditions, (*one.path[:-1], "where")}
    found = [other.program for other in all_ if other.path in deciding and other.path != one.path]
    return frozenset[str]().union(*(_looks_at(program) for program in found))


def _looks_at(program: Program) -> Guards:
    return program.reads.union(program.names)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through one expression, and through the measures that it uses."""

    program: Program
    reader: Reader
    #: What guarded the measures that were gone through: with the same guards, or more, there is nothing new in them.
    been: dict[str, list[Guards]] = field(default_factory=dict)

    def divisions(self, node: ast.expr, guards: Guards) -> Iterator[_Division]:
        """The unguarded divisions at a node and below."""
        if isinstance(node, ast.IfExp):
            guards |= self._names(node.test)
        if isinstance(node, ast.BoolOp):
            for value in node.values:
                others = [other for other in node.values if other is not value]
                yield from self.divisions(value, guards.union(*(self._names(other) for other in others)))
            return
        if isinstance(node, ast.Name):
            yield from self._in_measure(node.id, guards)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Name):
            yield from self.by(node.right, guards, self.program.tree.segment(node))
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr) and not (isinstance(node, ast.Call) and child is node.func):
                yield from self.divisions(child, guards)

    def by(self, node: ast.Name, guards: Guards, text: str = "") -> Iterator[_Division]:
        """The division by a name, unless it cannot be zero or a condition looks at it."""
        meaning = self.program.names[node.id]
        if _can_be_zero(meaning) and not guards & (meaning.reads | {node.id}):
            yield _Division(node.id, text or node.id)

    def _in_measure(self, name: str, guards: Guards) -> Iterator[_Division]:
        been = self.been.setdefault(name, [])
        if any(before <= guards for before in been):
            return
        been.append(guards)
        placed = tuple(self.reader.measure(name))
        for one in placed:
            inside = guards | _guards_beside(one, placed)
            yield from replace(self, program=one.program).divisions(one.program.tree.body, inside)

    def _names(self, node: ast.expr) -> Guards:
        found = [name for inner in ast.walk(node) if isinstance(inner, ast.Name) and (name := inner.id)]
        reads = [self.program.names[name].reads for name in found if name in self.program.names]
        return frozenset(found).union(*reads)


def _can_be_zero(meaning: Name) -> bool:
    kind = meaning.kind
    return kind.name == "number" and not (kind.low is not None and kind.low > 0)
