"""A change as a cell has it: with its sign, and what became of what."""

from __future__ import annotations

from fractions import Fraction

from lawscore.numbers import Rounding


def signed(value: Fraction | None, shown: Rounding) -> str:
    """A change as it is shown, with its sign; nothing where there is none. What rounds to zero has no sign."""
    if value is None:
        return ""
    rounded = shown.apply(value)
    return with_sign(rounded, shown.text(rounded))


def with_sign(value: Fraction, text: str) -> str:
    """The text of a change, with the sign that a rise does not have by itself."""
    return f"+{text}" if value > 0 else text


def minus_sign(text: str) -> str:
    """A signed number as a sentence writes it."""
    return text.replace("-", "−")


def from_to(before: str | None, after: str | None) -> str:
    """`2 → 1`, or one of them where nothing changed."""
    return before or "" if before == after else f"{before or '—'} → {after or '—'}"
