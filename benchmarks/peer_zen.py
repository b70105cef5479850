"""The made-up indicators as a decision of zen-engine, with what each rule takes off as an expression of its own.

Its trace then says of every indicator what each rule came to: as near to items as it comes, without sentences or exact digits.
Zen knows no Chinese names: fields are numbered.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any, Final

from timing import Way

ONE_NODE: Final = "zen-engine with its trace, one node"
MANY_NODES: Final = "zen-engine with its trace, a node for each indicator"
_TRACED: Final = {"trace": True}
_SIGNS: Final[Mapping[type, str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Gt: ">", ast.And: "and",
}  # fmt: skip

#: The keys of expressions, and the expressions.
Told = Sequence[tuple[str, str]]


def ways(formulas: Sequence[str], units: Sequence[Mapping[str, Any]]) -> dict[str, Way]:
    """Both decisions, each call with the next unit; nothing where zen-engine is not installed."""
    try:
        from zen import ZenEngine
    except ImportError:
        return {}
    names = {name: f"f{place}" for place, name in enumerate(units[0])}
    given = [{names[name]: value for name, value in unit.items()} for unit in units]
    told = [told_of(formula, place, names) for place, formula in enumerate(formulas)]
    engine = ZenEngine()
    graphs = {ONE_NODE: [[one for part in told for one in part]], MANY_NODES: told}
    return {name: _evaluating(engine.create_decision(graph(nodes)), given) for name, nodes in graphs.items()}


def _evaluating(decision: Any, units: Sequence[Mapping[str, Any]]) -> Way:
    turn = cycle(units)
    return lambda: decision.evaluate(next(turn), _TRACED)


def graph(nodes: Sequence[Told]) -> str:
    """A decision of nodes side by side."""
    inner = [(f"n{place}", "expressionNode", _content(told)) for place, told in enumerate(nodes)]
    every = [("in", "inputNode", {}), *inner, ("out", "outputNode", {})]
    edges = [edge for key, _, _ in inner for edge in (("in", key), (key, "out"))]
    return json.dumps({
        "nodes": [{"id": key, "name": key, "type": sort, "content": content} for key, sort, content in every],
        "edges": [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in edges],
    })  # fmt: skip


def _content(told: Told) -> dict[str, Any]:
    return {"expressions": [{"id": key, "key": key, "value": value} for key, value in told]}


def told_of(formula: str, place: int, names: Mapping[str, str]) -> Told:
    """What each rule of an indicator takes off, and then its score."""
    rules = _Rules(f"d{place}_")
    whole = rules.visit(ast.parse(formula, mode="eval").body)
    found = [(key, _text(rule, names)) for key, rule in rules.found.items()]
    return [*found, (f"s{place}", _text(whole, names))]


class _Rules(ast.NodeTransformer):
    """Takes what is taken off out of a formula: each part of it under a name."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.found: dict[str, ast.expr] = {}

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """`max(points - rule - rule, 0)`."""
        return ast.Call(node.func, [self.visit(node.args[0]), *node.args[1:]], [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """`points - rule`."""
        if not isinstance(node.op, ast.Sub):
            return node
        left = self.visit(node.left)
        key = f"{self.key}{len(self.found)}"
        self.found[key] = node.right
        return ast.BinOp(left, node.op, ast.Name(f"$.{key}"))


def _text(node: ast.expr, names: Mapping[str, str]) -> str:
    return "".join(_parts(node, names))


def _parts(node: Any, names: Mapping[str, str]) -> Iterator[str]:
    """An expression as zen writes it."""
    match node:
        case ast.Constant():
            yield str(node.value)
        case ast.Name():
            yield names.get(node.id, node.id)
        case ast.BinOp():
            yield f"({_text(node.left, names)} {_SIGNS[type(node.op)]} {_text(node.right, names)})"
        case ast.Compare():
            yield f"({_text(node.left, names)} {_SIGNS[type(node.ops[0])]} {_text(node.comparators[0], names)})"
        case ast.BoolOp():
            yield f"({f' {_SIGNS[type(node.op)]} '.join(_text(one, names) for one in node.values)})"
        case ast.UnaryOp():
            yield f"(not {_text(node.operand, names)})"
        case ast.IfExp():
            yield f"({_text(node.test, names)} ? {_text(node.body, names)} : {_text(node.orelse, names)})"
        case ast.Call():
            yield f"{node.func.id}([{', '.join(_text(one, names) for one in node.args)}])"
        case _:
            raise AssertionError(ast.dump(node))
