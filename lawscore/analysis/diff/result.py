"""What differs between two rubrics, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, Literal, TypeAlias

from lawscore.analysis.diff.tree import Part, Path
from lawscore.classes import dataclass
from lawscore.problems import Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration

What: TypeAlias = Literal["changed", "added", "removed", "moved", "renamed", "split", "kind", "order", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricChange:
    """One thing that differs: a value, or a part that one of the two does not have.

    `before` and `after` are what is written there, as plain values; None where nothing is.
    """

    what: What
    #: The part it belongs to, as the new version has it; as the old one had it, where it is gone.
    part: Part
    address: str
    before: Any
    after: Any
    moves_digits: bool
    path_before: Path | None
    path_after: Path | None
    where_before: Where = field(default_factory=Where)
    where_after: Where = field(default_factory=Where)
    #: It is the period, or a date that moved on with it: the same for the facts of its own year.
    with_period: bool = False
    #: Where ids changed: the indicator as the old version called it, else empty.
    was: str = ""

    @property
    def indicator(self) -> str | None:
        """The indicator in or below which it stands."""
        return self.part.name if self.part.section in ("indicator", "rule") else None

    @property
    def rule(self) -> str | None:
        """The rule in which it stands."""
        return self.part.rule or None

    @property
    def key(self) -> str:
        """The last key of the format that leads to it; empty for a whole part."""
        return next((step for step in reversed(self.part.steps) if isinstance(step, str)), "")

    @property
    def section(self) -> str:
        """What kind of part it is of: `indicator`, `rule`, `grade`, or the section of the document."""
        return self.part.section


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Everything that differs. Iterating goes through the changes, those that can move a digit first."""

    before: Rubric
    after: Rubric
    changes: tuple[RubricChange, ...]
    migration: Migration = UNCHANGED
    #: The files of the two, as far as they come of any: places in others are of what they extend.
    files: tuple[str, str] = ("", "")

    def __iter__(self) -> Iterator[RubricChange]:
        return iter((*self.digits, *self.wording))

    def __len__(self) -> int:
        return len(self.changes)

    def __getitem__(self, indicator: str) -> tuple[RubricChange, ...]:
        """The changes of one indicator and its rules, by its id in either version."""
        return tuple(one for one in self if indicator in (one.indicator, one.was))

    @property
    def digits(self) -> tuple[RubricChange, ...]:
        """Those that can move a digit of a score, a rank or a grade."""
        return tuple(one for one in self.changes if one.moves_digits)

    @property
    def wording(self) -> tuple[RubricChange, ...]:
        """Those that move none: sentences, titles, departments, bases."""
        return tuple(one for one in self.changes if not one.moves_digits)
