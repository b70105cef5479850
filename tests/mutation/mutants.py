"""The mutants of a module: one change each, by the operators of cosmic-ray and our own, at every place that scores."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.plugins import get_operator, operator_names
from parso.tree import Leaf
from places import Statements, scopes_of
from silent import Silence
from swaps import Swap

#: What replaces what: one neighbour or two each. Bits are not shifted on fractions, and `is` is a matter of memory.
_ARITHMETIC: Final = {
    ("Add", "Sub"), ("Sub", "Add"), ("Mul", "Div"), ("Div", "Mul"), ("Add", "Mul"), ("Mul", "Add"), ("Div", "FloorDiv"),
    ("FloorDiv", "Div"), ("FloorDiv", "Mod"), ("Mod", "FloorDiv"), ("Pow", "Mul"), ("BitOr", "BitAnd"),
}  # fmt: skip
#: As in PIT, a comparison has its negation and its neighbour at the bound: the others only repeat these.
_COMPARISONS: Final = {
    ("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"), ("IsNot", "Is"),
    ("Lt", "LtE"), ("Lt", "GtE"), ("LtE", "Lt"), ("LtE", "Gt"), ("Gt", "GtE"), ("Gt", "LtE"), ("GtE", "Gt"), ("GtE", "Lt"),
}  # fmt: skip


class Mutant(NamedTuple):
    """One change: where it is, how it reads, the lines of its statement, and the whole module with it."""

    id: str
    module: str
    operator: str
    lines: tuple[int, int]
    source: str


def mutants_of(module: str, path: Path) -> list[Mutant]:
    """All mutants of a module that are run."""
    source = path.read_text("utf-8")
    silence, scopes, lines = Silence(source), scopes_of(source), source.splitlines()
    statements = Statements(source)
    found: list[Mutant] = []
    seen, ids = {source}, Counter[str]()
    for name, (line, column), mutated in _all(source):
        if mutated in seen or silence.covers(line, column) or not _compiles(mutated):
            continue
        seen.add(mutated)
        new = mutated.splitlines()
        change = next((i for i, pair in enumerate(zip(lines, new, strict=False)) if pair[0] != pair[1]), line - 1)
        told = f"{module}.{scopes.at(line)}: {lines[change].strip()} → {new[change].strip()}"
        ids[told] += 1
        mark = f" ({ids[told]})" if ids[told] > 1 else ""
        found.append(Mutant(told + mark, module, name, statements.at(line), mutated))
    return found


def _compiles(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _all(source: str) -> Iterator[tuple[str, tuple[int, int], str]]:
    tree = parso.parse(source)
    operators = [(name.rpartition("/")[2], get_operator(name)()) for name in operator_names() if _meant(name)]
    operators.append(("Swap", Swap()))
    for node in list(ast_nodes(tree)):
        for name, operator in operators:
            for index, (start, _) in enumerate(operator.mutation_positions(node)):
                if _said_already(name, node):
                    continue
                yield name, start, _mutated(tree, node, operator, index)


def _meant(full: str) -> bool:
    kind, _, pair = full.rpartition("/")[2].partition("_")
    one, _, other = pair.partition("_")
    if kind in ("VariableReplacer", "VariableInserter"):
        return False
    if kind == "ReplaceBinaryOperator":
        return (one, other) in _ARITHMETIC
    if kind == "ReplaceComparisonOperator":
        return (one, other) in _COMPARISONS
    if kind == "ReplaceUnaryOperator":
        return one == "Delete"
    return True


def _said_already(name: str, node: Any) -> bool:
    """A condition that is turned round by its own operator, or by its own `not`."""
    if name != "AddNot":
        return False
    condition = node.children[2] if node.type == "test" else node.children[1]
    return condition.type == "not_test" or (condition.type == "comparison" and len(condition.children) == 3)


def _mutated(tree: Any, node: Any, operator: Any, index: int) -> str:
    """The module with one node mutated; the tree is as before afterwards."""
    parent, kept, new = node.parent, _state(node), node
    place = next((i for i, child in enumerate(parent.children) if child is node), None) if parent else None
    try:
        new = operator.mutate(node, index)
        if parent is not None and place is not None:
            parent.children[place : place + 1] = [] if new is None else [new]
        return str(tree.get_code())
    finally:
        if parent is not None and place is not None:
            size = 0 if new is None else 1
            parent.children[place : place + size] = [node]
        for one, attribute, value in kept:
            setattr(one, attribute, value)


def _state(node: Any) -> list[tuple[Any, str, Any]]:
    """What an operator may change: the node and all below it."""
    kept: list[tuple[Any, str, Any]] = []
    for one in ast_nodes(node):
        attribute = "value" if isinstance(one, Leaf) else "children"
        value = getattr(one, attribute)
        kept.append((one, attribute, list(value) if isinstance(value, list) else value))
    return kept
