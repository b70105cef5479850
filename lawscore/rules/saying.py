"""Values and expressions as sentences name them."""

from __future__ import annotations

from fractions import Fraction

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Kind, NotApplicable, Numbers, Unknown, Value
from lawscore.facts.unit import Scope
from lawscore.numbers import plain_text

#: What stands for itself, and needs neither the name nor the value beside it.
WHOLE = "how.panel"


def told_figure(program: Program, value: Value, scope: Scope) -> Phrase:
    """What an expression is worth, and how that came about where there is more to tell."""
    how = program.tell(scope) if program.tell is not None else None
    if how is not None and how.key == WHOLE:
        return how
    facts = {"name": told_name(program), "value": shown(value, program.kind)}
    return phrase("how.measure", **facts) if how is None else phrase("how.told", how=how, **facts)


def told_name(program: Program) -> str | Phrase:
    """An expression as a sentence names it: as written, but `value` by the label of its field, figures in words."""
    if program.title is not None:
        return program.title
    name = program.names.get("value") if program.text == "value" else None
    return name.label if name is not None else program.text


def told_of(figure: str, of: str | Phrase) -> Phrase:
    """A figure over units, or a place among them, as a sentence names it: the mean of 满意率."""
    return phrase(f"figure.{figure}", of=of)


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
