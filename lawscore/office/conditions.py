"""A condition as an office says it: 应出庭大于0; what no short words can say stays a formula and is called one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from lawscore.catalogue import Language, phrase, say
from lawscore.expressions.operations import IS_NONE
from lawscore.expressions.reading import Literal, Tree, Unreadable, read
from lawscore.expressions.values import Kind
from lawscore.numbers import percent_text, plain_text
from lawscore.rubric.bound import Rubric
from lawscore.rules.binder import Vocabulary

_SIGNS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Gt: "more", ast.GtE: "least", ast.Lt: "less", ast.LtE: "most", ast.Eq: "is", ast.NotEq: "is_not",
}  # fmt: skip
#: The same said of the other side, and the opposite of it.
_TURNED: Final = {"more": "less", "less": "more", "least": "most", "most": "least", "is": "is", "is_not": "is_not"}
_DENIED: Final = {"more": "most", "less": "least", "least": "less", "most": "more", "is": "is_not", "is_not": "is"}
_SUMS: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "over",
}  # fmt: skip


class _NoWords(Exception):
    """It takes a formula."""


def condition(text: str, rubric: Rubric, language: Language, records: str | None = None) -> str:
    """A condition in words, in quotation marks; `records` names the list to whose records it is put."""
    told = _told(text, _Teller.condition, rubric, language, records)
    return say(phrase("condition.words" if told else "condition.formula", told=told or _flat(text)), language)


def figure(text: str, rubric: Rubric, language: Language, records: str | None = None) -> str:
    """What a figure is called: the label of a field, a quotient of such; else the formula as it is written."""
    return _told(text, _Teller.figure, rubric, language, records) or _flat(text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _told(
    text: str, tell: Callable[[_Teller, ast.expr], str], rubric: Rubric, language: Language, records: str | None
) -> str:
    try:
        tree = read(text)
        return tell(_Teller(tree, rubric, language, records), tree.body)
    except (Unreadable, _NoWords):
        return ""


class _Teller:
    def __init__(self, tree: Tree, rubric: Rubric, language: Language, records: str | None) -> None:
        self.tree, self.rubric, self.language = tree, rubric, language
        listed = rubric.names.lists.get(records or "")
        self.names: Vocabulary = rubric.names.also(listed.columns) if listed is not None else rubric.names

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(f"condition.{key}", **facts), self.language)

    def condition(self, node: ast.expr) -> str:
        """Whether something holds."""
        if isinstance(node, ast.BoolOp):
            key = "and" if isinstance(node.op, ast.And) else "or"
            return self.say(key).join(map(self.joined, node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.denied(node.operand)
        if isinstance(node, ast.Compare):
            return self.say("and").join(self.compared(node))
        return self.asked(node, "yes", "none")

    def joined(self, node: ast.expr) -> str:
        """A part of several."""
        told = self.condition(node)
        return self.say("bracket", told=told) if isinstance(node, ast.BoolOp) else told

    def denied(self, node: ast.expr) -> str:
        """That something does not hold."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self.pair(node.left, _DENIED[_SIGNS[type(node.ops[0])]], node.comparators[0])
        return self.asked(node, "no", "some")

    def asked(self, node: ast.expr, answer: str, state: str) -> str:
        """The answer to a question of yes or no, or whether there is anything at all."""
        if isinstance(node, ast.Name) and self.kind(node).name == "yesno":
            return self.say(answer, of=self.figure(node))
        if isinstance(node, ast.Call) and self.called(node) == IS_NONE and isinstance(node.args[0], ast.Name):
            return self.say(state, of=self.figure(node.args[0]))
        raise _NoWords

    def called(self, node: ast.Call) -> str:
        return node.func.id if isinstance(node.func, ast.Name) else ""

    def compared(self, node: ast.Compare) -> Iterator[str]:
        """Each comparison of a chain; one between two limits is said of what stands between them."""
        left = node.left
        for place, (op, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            sign = _SIGNS[type(op)]
            turned = place == 0 and len(node.ops) > 1
            yield self.pair(right, _TURNED[sign], left) if turned else self.pair(left, sign, right)
            left = right

    def pair(self, left: ast.expr, sign: str, right: ast.expr) -> str:
        is_date = "date" in (self.kind(left).name, self.kind(right).name)
        key = f"date.{sign}" if is_date and not sign.startswith("is") else sign
        return self.say(key, of=self.figure(left), limit=self.value(left, right))

    def value(self, left: ast.expr, right: ast.expr) -> str:
        """What is compared with: a code by what it stands for."""
        literal = self.literal(right)
        if literal is not None and isinstance(literal.value, str) and isinstance(left, ast.Name):
            document = self.rubric.document
            codes = {"unit_class": document.classes, "role": document.roles}.get(left.id, {})
            return codes.get(literal.value, literal.value)
        return self.figure(right)

    def figure(self, node: ast.expr) -> str:
        """A figure: what stands for itself, or the sum, difference, product or quotient of two."""
        if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
            return self.say(_SUMS[type(node.op)], left=self.simple(node.left), right=self.simple(node.right))
        return self.simple(node)

    def simple(self, node: ast.expr) -> str:
        literal = self.literal(node)
        if literal is not None:
            return self.plain(literal)
        if not isinstance(node, ast.Name):
            raise _NoWords
        name = self.names.find(node.id)
        label = name.label if name is not None and name.label else node.id
        return self.say(node.id) if node.id in ("role", "unit_class") else label

    def plain(self, literal: Literal) -> str:
        value = literal.value
        if isinstance(value, Fraction):
            return percent_text(value) if literal.percent else plain_text(value)
        return value.isoformat() if isinstance(value, date) else value

    def literal(self, node: ast.expr) -> Literal | None:
        return self.tree.literals.get(node.col_offset) if isinstance(node, ast.Constant) else None

    def kind(self, node: ast.expr) -> Kind:
        name = self.names.find(node.id) if isinstance(node, ast.Name) else None
        literal = self.literal(node)
        is_date = literal is not None and isinstance(literal.value, date)
        return name.kind if name is not None else Kind("date" if is_date else "number")
