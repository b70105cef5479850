"""The reference evaluator: simpleeval, behind a node table of our own that starts from nothing.

It walks the same checked tree as the compiled programs and uses the same operations; a law of the tests says that both
give the same value. A new one is made for each evaluation, since simpleeval keeps state.
"""

from __future__ import annotations

import ast
from typing import Any

from simpleeval import SimpleEval

from lawscore.expressions import operations
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Missing, Value


class Reference(SimpleEval):  # type: ignore[misc]
    """Evaluates one program in one scope."""

    def __init__(self, program: Program, scope: object) -> None:
        super().__init__(operators={}, functions={}, names={})
        self.program, self.scope = program, scope
        self.nodes = {
            ast.Constant: lambda node: program.tree.literals[node.col_offset].value,
            ast.Name: lambda node: program.names[node.id].fetch(scope),
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.BoolOp: self._logic,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._function,
        }

    def value(self) -> Value:
        """The value of the program in the scope."""
        result: Value = self.eval(self.program.text, previously_parsed=self.program.tree.body)
        return result

    def _unary(self, node: ast.UnaryOp) -> Any:
        inner = self._eval(node.operand)
        if isinstance(node.op, ast.Not):
            return operations.negation(inner)
        return operations.negate(inner) if isinstance(node.op, ast.USub) else inner

    def _binary(self, node: ast.BinOp) -> Any:
        divide = operations.divide_saying(self.program.tree.segment(node))
        table = {ast.Add: operations.add, ast.Sub: operations.subtract, ast.Mult: operations.multiply, ast.Div: divide}
        return table[type(node.op)](self._eval(node.left), self._eval(node.right))

    def _logic(self, node: ast.BoolOp) -> Any:
        join = operations.both if isinstance(node.op, ast.And) else operations.either
        return join([self._eval(value) for value in node.values])

    def _comparison(self, node: ast.Compare) -> Any:
        operands = [self._eval(operand) for operand in (node.left, *node.comparators)]
        pairs = zip(node.ops, operands[:-1], operands[1:], strict=True)
        results = [operations.COMPARISONS[type(op).__name__](left, right) for op, left, right in pairs]
        return results[0] if len(results) == 1 else operations.both(results)

    def _choice(self, node: ast.IfExp) -> Any:
        test = self._eval(node.test)
        if isinstance(test, Missing):
            return operations.undecided(test, (self._eval(node.body), self._eval(node.orelse)))
        return self._eval(node.body if test else node.orelse)

    def _function(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)  # the reader allows nothing else
        look = self.program.looks.get(node.col_offset)
        if look is not None:
            return look(self.scope)
        return operations.FUNCTIONS[node.func.id](*[self._eval(argument) for argument in node.args])


def evaluate(program: Program, scope: object) -> Value:
    """The value of a program in a scope, by the reference evaluator."""
    return Reference(program, scope).value()
