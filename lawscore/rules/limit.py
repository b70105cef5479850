"""A limit that something measured is held against: of the same kind, and a percentage against a percentage."""

from __future__ import annotations

from lawscore.expressions.binding import Program, as_percent
from lawscore.expressions.values import Kind
from lawscore.rules.binder import Binder


def check_measure(kind: Kind, limit: Program, binder: Binder, *steps: str | int) -> None:
    """A limit must be of the measured kind: a percentage against a percentage, a date against a date."""
    other = limit.kind
    if "any" in (kind.name, other.name):
        return
    if kind.name != other.name or kind.name not in ("number", "date"):
        binder.refuse("limit_of_kind", *steps, given=limit.text, kind=other.word, expected=kind.word)
    elif kind.measure == "percent" and other.measure == "plain" and other.literal not in (0, 1, None):
        binder.refuse("percent_with_number", *steps, hint=as_percent(limit.text, other), given=limit.text)
    elif kind.measure == "plain" and other.measure == "percent" and other.literal is not None:
        binder.refuse("number_with_percent", *steps, given=limit.text)
