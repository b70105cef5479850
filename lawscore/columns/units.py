"""Units as columns: of each field the values that occur, and a code for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lawscore.columns.codes import Codes
from lawscore.expressions.values import Value
from lawscore.facts.unit import Records


@dataclass(slots=True)
class FieldValues:
    """The values of one field that occur, by code, each as the facts of a unit hold it; kept from batch to batch."""

    values: list[Value | Records] = field(default_factory=list)
    #: Whether it was said to be none.
    nones: list[bool] = field(default_factory=list)

    def append(self, value: Value | Records, *, none: bool) -> int:
        """Enter a value; returns its code."""
        self.values.append(value)
        self.nones.append(none)
        return len(self.values) - 1

    def __len__(self) -> int:
        return len(self.values)


@dataclass(slots=True)
class Vocabularies:
    """The values of all fields and the classes that occur."""

    fields: Mapping[str, FieldValues]
    classes: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CodedUnits:
    """Some units: for each field the codes of their values, and those of their classes."""

    count: int
    fields: Mapping[str, Codes]
    classes: Codes

    def columns(self, names: Sequence[str], *, by_class: bool) -> list[Codes]:
        """The codes of some fields, and of the class where it is asked for."""
        return [*(self.fields[name] for name in names), *([self.classes] if by_class else [])]
