"""What a rule says of itself in each of its items."""

from __future__ import annotations

from typing import Any, NamedTuple

from lawscore.rules.basis import cite


class Label(NamedTuple):
    """The office's sentence, the occasion as it is written, the rule's own basis (None where it has none), the evidence."""

    text: str | None
    occasion: str
    basis: tuple[str, ...] | None
    evidence: str


def label_of(model: Any) -> Label:
    """The label of a rule or a combination."""
    basis = None if model.basis is None else cite(model.basis)
    return Label(model.text, _occasion(model), basis, model.evidence or "")


def _occasion(model: Any) -> str:
    """The occasion as it is written in the rubric: the question, the condition, what is counted or measured."""
    for key in ("for_", "each", "of", "in_proportion_to", "when", "place"):
        text = getattr(model, key, None)
        if text:
            return str(text)
    amount = getattr(model, "amount", None) or getattr(model, "import_", None)
    return amount if isinstance(amount, str) else ""
