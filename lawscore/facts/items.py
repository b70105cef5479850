"""The items of a scorecard: each point taken or given, by which rule, on which facts, with its arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from lawscore.catalogue import Phrase

ItemKind = Literal["deduction", "award", "cut", "adjustment", "veto"]

#: Why a cut changed the score: a limit that held, a rounding, a scaling, a waiver of the rubric, an essential element that
#: is missing, a node that does not apply and stands at some score, parts without a score that are left out.
CutCause = Literal[
    "at_most", "floor", "ceiling", "round", "scaled", "waiver", "essential", "not_applicable", "left_out",
]  # fmt: skip


class Item(NamedTuple):
    """One applied deduction, award, cut, adjustment or veto.

    `points` is signed and exact: what the rule asks before any limit; every limit that then holds is a `cut` of its own.
    `cause` says why a cut is one; a veto has one too, `waiver`, where it was waived.
    """

    indicator: str | None
    rule: str | None
    kind: ItemKind
    points: Fraction
    reason: Phrase
    occasion: str = ""
    quantity: Fraction | None = None
    price: Fraction | None = None
    records: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    evidence: str = ""
    cause: CutCause | None = None

    def __str__(self) -> str:
        return f"{self.indicator or ''} {self.kind} {self.points}: {self.reason}".strip()
