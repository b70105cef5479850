"""Values and expressions as sentences name them."""

from __future__ import annotations

from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Kind, NotApplicable, Numbers, Unknown, Value
from lawscore.numbers import plain_text


def told_name(program: Program) -> str:
    """An expression as a sentence names it: as written, but `value` by the label of its field."""
    name = program.names.get("value") if program.text == "value" else None
    return name.label if name is not None else program.text


def say_value(value: Value) -> str:
    """A value as plain text, for causes."""
    if isinstance(value, Fraction):
        return plain_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def shown(value: Value, kind: Kind) -> object:
    """A value as a fact of a sentence: percentages with their sign, yes and no as words."""
    if isinstance(value, bool):
        return phrase("word.yes" if value else "word.no")
    if isinstance(value, Fraction) and kind.measure == "percent":
        return phrase("word.percent", value=value * 100)
    if isinstance(value, Numbers):
        return value.values
    if isinstance(value, Unknown | NotApplicable):
        return phrase("word.unknown" if isinstance(value, Unknown) else "word.not_applicable")
    return value
