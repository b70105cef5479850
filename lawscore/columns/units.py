"""Units as columns: of each field the values that occur, and a code for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.codes import Codes, Integers
from lawscore.columns.numerators import Fractions
from lawscore.columns.ratios import Ratios
from lawscore.columns.tables import Marks
from lawscore.expressions.values import Value
from lawscore.facts.unit import Records
from lawscore.numbers import ZERO

#: The code of what stands in a column of numbers.
WIDE: Final = -1


@dataclass(slots=True)
class FieldValues:
    """The values of one field that occur, by code, each as the facts of a unit hold it; kept from batch to batch."""

    values: list[Value | Records] = field(default_factory=list)
    #: Whether it was said to be none.
    nones: list[bool] = field(default_factory=list)
    _is_number: Marks = field(default_factory=Marks)
    _numbers: Fractions = field(default_factory=Fractions)
    _long: dict[Fraction, int] = field(default_factory=dict)

    def append(self, value: Value | Records, *, none: bool) -> int:
        """Enter a value; returns its code."""
        self.values.append(value)
        self.nones.append(none)
        return len(self.values) - 1

    @property
    def is_number(self) -> Marks:
        """Which of them are numbers; asked of few fields, and made out only then."""
        self._make_out()
        return self._is_number

    @property
    def numbers(self) -> Fractions:
        """These numbers, 0 for the others."""
        self._make_out()
        return self._numbers

    def _make_out(self) -> None:
        for code in range(len(self._is_number.values), len(self.values)):
            value, none = self.values[code], self.nones[code]
            is_number = isinstance(value, Fraction) and not none
            self._is_number.append(is_number)
            self._numbers.append(value if is_number else ZERO)  # type: ignore[arg-type]  # it is a number

    def code_of(self, number: Fraction) -> int:
        """The code of a number that came in a column of its own."""
        if number not in self._long:
            self._long[number] = self.append(number, none=False)
        return self._long[number]

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
    #: The numbers of fields whose values hardly come twice; the code of such a value is `WIDE`.
    wide: Mapping[str, Ratios] = field(default_factory=dict)
    #: Their places among all units, where they are looked at by others.
    places: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def take(self, rows: Integers) -> CodedUnits:
        """Some of them."""
        fields = {name: codes[rows] for name, codes in self.fields.items()}
        wide = {name: numbers.take(rows) for name, numbers in self.wide.items()}
        return CodedUnits(len(rows), fields, self.classes[rows], wide, self.places[rows])

    def columns(self, names: Sequence[str], *, by_class: bool) -> list[Codes]:
        """The codes of some fields, and of the class where it is asked for."""
        return [*(self.fields[name] for name in names), *([self.classes] if by_class else [])]
