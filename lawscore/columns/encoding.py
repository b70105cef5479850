"""One column of a table as codes: what stands there is typed once for each distinct value, by the meaning of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from lawscore.columns.codes import Codes, Integers
from lawscore.columns.tables import Flags
from lawscore.columns.units import FieldValues
from lawscore.expressions.values import Cause, Unknown
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.csv_nested import Nested
from lawscore.loading.table_cells import Cell, Other, Refused
from lawscore.problems import Problem
from lawscore.rubric.fields import FieldSpec
from lawscore.submission.places import Path
from lawscore.submission.records import read_field
from lawscore.submission.typing import Typed

#: The code of what was not given.
ABSENT: Final = 0
#: Whole numbers that lie within so few of each other are typed all at once, and are then codes but for where they begin.
_CLOSE: Final = 64
#: Those within so many are looked up by themselves.
_NEAR: Final = 1 << 16
_UNSEEN: Final = -1

#: What stands in a column whose type no field takes; that is told of the column.
UNREAD: Final = Refused(None)
#: Says the codes of numbers that are new.
Enter: TypeAlias = Callable[[Integers], list[int]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value, and where inside it."""

    problem: Problem
    path: Path = ()
    key: bool = False


@dataclass
class FieldEncoder:
    """Encodes the column of one field, batch after batch. `wrong` says, by code, what there is to report of each value."""

    name: str
    spec: FieldSpec
    absent: Typed
    nested: Nested
    values: FieldValues = field(default_factory=FieldValues)
    wrong: dict[int, tuple[Wrong, ...]] = field(default_factory=dict)
    _known: dict[object, int] = field(default_factory=dict)
    #: The codes of what says nothing.
    _blank: list[int] = field(default_factory=lambda: [ABSENT])
    _numbers: _Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.values.append(self.absent.value, none=self.absent.none)
        self._numbers = _Numbers()

    def unread(self, count: int) -> Codes:
        """The codes of a column whose type no field takes: nobody knows what it says."""
        return np.full(count, self._code(UNREAD), np.int64)

    def codes(self, array: Any) -> Codes:
        """The code of each value of an Arrow array."""
        import pyarrow as pa

        if pa.types.is_integer(array.type) or pa.types.is_boolean(array.type) or pa.types.is_date32(array.type):
            return self._of_numbers(array)
        if pa.types.is_dictionary(array.type):
            return self._repeated(array.dictionary, array.indices)
        try:
            encoded = array.dictionary_encode()
        except pa.ArrowNotImplementedError:  # lists and the like are told one by one
            return np.array(self._entered(array), np.int64)
        if not pa.types.is_dictionary(encoded.type):
            return np.array(self._entered(array), np.int64)
        return self._repeated(encoded.dictionary, encoded.indices)

    def _repeated(self, dictionary: Any, indices: Any) -> Codes:
        """Values that stand once, with the places where they stand; a null index, or a null in the dictionary, is nothing."""
        known = np.array([*self._entered(dictionary), ABSENT], np.int64)
        at = indices.fill_null(len(dictionary)).to_numpy(zero_copy_only=False)
        found: Codes = known.take(at)
        return found

    def _of_numbers(self, array: Any) -> Codes:
        import pyarrow as pa

        width = pa.int32() if pa.types.is_date32(array.type) else pa.int8() if pa.types.is_boolean(array.type) else None
        plain = array.cast(width) if width is not None else array
        if plain.null_count == len(plain):
            return np.zeros(len(plain), np.int64)
        filled = plain.fill_null(plain.drop_null()[0]) if plain.null_count else plain
        numbers = filled.to_numpy(zero_copy_only=False)
        codes = self._numbers.codes(numbers, lambda new: self._entered(pa.array(new, plain.type).cast(array.type)))
        if codes is None:
            encoded = plain.dictionary_encode()
            return self._repeated(encoded.dictionary.cast(array.type), encoded.indices)
        if plain.null_count:
            codes = np.where(plain.is_valid().to_numpy(zero_copy_only=False), codes, ABSENT)
        return codes

    def _entered(self, array: Any) -> list[int]:
        """The codes of distinct values, in the order of an array; those that are new are typed."""
        return [self._code(cell) for cell in cells_of(array)]

    def _code(self, cell: Cell) -> int:
        if type(cell) is str:
            found = self._known.get(cell)
            if found is None:
                found = self._known[cell] = self._typed(cell, ()) if cell else ABSENT
            return found
        key = repr(cell)
        if key not in self._known:
            self._known[key] = self._told(cell)
        return self._known[key]

    def _told(self, cell: Cell) -> int:
        if isinstance(cell, Refused):
            found = (Wrong(cell.problem),) if cell.problem is not None else ()
            return self._refused(found) if cell.text is None else self._typed(cell.text, found)
        if isinstance(cell, Other):
            taken = _Taken()
            self.nested.enter(taken, 0, self.name, cell.value)  # type: ignore[arg-type]  # it enters or refuses
            return self._typed(taken.value, ()) if not taken.is_refused else self._refused(())
        return self._typed(cell, ())

    def _typed(self, raw: object, before: tuple[Wrong, ...]) -> int:
        reading = read_field(self.spec, self.name, raw)
        wrong = (*before, *(Wrong(one.problem, one.path, one.key) for one in reading.problems))
        if reading.typed is None:
            return self._refused(wrong) if reading.problems else self._noted(ABSENT, wrong)
        return self._noted(self.values.append(reading.typed.value, none=reading.typed.none), wrong)

    def _refused(self, wrong: tuple[Wrong, ...]) -> int:
        return self._noted(self.values.append(Unknown((Cause("value", self.name),)), none=False), wrong)

    def _noted(self, code: int, wrong: tuple[Wrong, ...]) -> int:
        if wrong and code == ABSENT:  # it says nothing, but there is something to say of it
            code = self.values.append(self.absent.value, none=self.absent.none)
            self._blank.append(code)
        if wrong:
            self.wrong[code] = wrong
        return code

    def says_nothing(self, codes: Codes) -> Flags:
        """The rows in which nothing was given."""
        return codes == ABSENT if len(self._blank) == 1 else np.isin(codes, self._blank)

    def reports(self, codes: Codes) -> Iterator[tuple[int, tuple[Wrong, ...]]]:
        """The rows of which there is something to report, and what."""
        if not self.wrong:
            return
        rows = np.flatnonzero(np.isin(codes, list(self.wrong)))
        for row in rows.tolist():
            yield row, self.wrong[int(codes[row])]


@dataclass(slots=True)
class _Taken:
    """Takes what a list in a cell comes to."""

    value: object = None
    is_refused: bool = False

    def other(self, _number: int, _name: str, value: object) -> None:
        self.value = value

    def refuse(self, _number: int, _name: str) -> None:
        self.is_refused = True


class _Numbers:
    """The codes of whole numbers that lie close together."""

    def __init__(self) -> None:
        self._low = 0
        self._direct = np.full(0, _UNSEEN, np.int64)
        #: Where all numbers of the range are codes but for where they begin: their common distance.
        self._offset: int | None = None

    def codes(self, numbers: Integers, enter: Enter) -> Codes | None:
        """Their codes, `enter` saying those of numbers that are new; None where they are too far from each other."""
        if not len(numbers):
            return np.zeros(0, np.int64)
        low, high = int(numbers.min()), int(numbers.max())
        if not self._reaches(low, high, enter):
            return None
        if self._offset is not None:
            return np.subtract(numbers, self._offset, dtype=np.int64)
        keys = np.subtract(numbers, self._low, dtype=np.int64)
        codes = self._direct.take(keys, mode="clip")
        if codes.min() < 0:
            new = np.unique(numbers[codes < 0])
            self._direct[new.astype(np.int64) - self._low] = enter(new)
            codes = self._direct.take(keys, mode="clip")
        return codes

    def _reaches(self, low: int, high: int, enter: Enter) -> bool:
        """Make room for a range; whether it is narrow enough."""
        begins = not len(self._direct)
        if not begins and low >= self._low and high < self._low + len(self._direct):
            return True
        first, last = (low, high) if begins else (min(low, self._low), max(high, self._low + len(self._direct) - 1))
        if last - first >= _NEAR or last >= 1 << 62 or first <= -(1 << 62):
            return False
        direct = np.full(last - first + 1, _UNSEEN, np.int64)
        direct[self._low - first : self._low - first + len(self._direct)] = self._direct
        if begins and last - first < _CLOSE:
            direct[:] = enter(np.arange(first, last + 1))
        self._low, self._direct = first, direct
        steps = np.diff(direct)
        whole = direct.min() > ABSENT and bool((steps == 1).all())
        self._offset = first - int(direct[0]) if whole else None
        return True
