"""One column of a table as codes: what stands there is typed once for each distinct value, by the meaning of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from lawscore.columns.codes import Codes, Directory, Flags, Integers, shortest, taken
from lawscore.columns.measured import MEASURED, measured
from lawscore.columns.ratios import Ratios
from lawscore.columns.units import WIDE, FieldValues
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
#: Values that come in more kinds than this, in so many times as many rows, are no longer typed one by one.
MOST_CODED: Final = 512
_SAMPLED: Final = 8

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
    #: Columns in which more distinct values stand, in so many times as many rows, are columns of numbers; None for none.
    most_coded: int | None = MOST_CODED
    is_wide: bool = False

    def __post_init__(self) -> None:
        self.values.append(self.absent.value, none=self.absent.none)
        self._numbers = _Numbers()

    def unread(self, count: int) -> Codes:
        """The codes of a column whose type no field takes: nobody knows what it says."""
        return np.full(count, self._code(UNREAD), np.int64)

    def column(self, array: Any) -> tuple[Codes, Ratios | None]:
        """The code of each value of an Arrow array; and the numbers of those that hardly come twice, with the code `WIDE`."""
        if self.is_wide or self._becomes_wide(array):
            found = measured(array, self.spec)
            if found is not None and found.there.any():
                self.is_wide = True
                if found.there.all():
                    return np.broadcast_to(np.int8(WIDE), (len(array),)), found.numbers
                codes = np.full(len(array), WIDE, np.int64)
                others = np.flatnonzero(~found.there)
                codes[others] = self.codes(array.take(_rows(others)))
                return codes, found.numbers
        return self.codes(array), None

    def _becomes_wide(self, array: Any) -> bool:
        """Whether so many distinct values stand in a column that hardly one comes twice."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.most_coded is None or self.spec.type not in MEASURED or pa.types.is_dictionary(array.type):
            return False
        sample = array[: self.most_coded * _SAMPLED + 1]
        if pa.types.is_integer(array.type) and not sample.null_count and self.most_coded and len(sample):
            numbers = sample.to_numpy()
            if int(numbers.max()) - int(numbers.min()) < self.most_coded:
                return False
        try:
            return bool(pc.count_distinct(sample).as_py() > self.most_coded)
        except pa.ArrowNotImplementedError:  # lists and the like
            return False

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
        codes = [*self._entered(dictionary), ABSENT]
        known = np.array(codes, shortest(max(codes) + 1))
        at = indices.fill_null(len(dictionary)).to_numpy(zero_copy_only=False)
        return taken(known, at)

    def _of_numbers(self, array: Any) -> Codes:
        import pyarrow as pa

        if array.null_count == len(array):
            return np.zeros(len(array), np.uint8)
        kind = {pa.date32(): pa.int32(), pa.bool_(): pa.int8()}.get(array.type, array.type)
        codes = self._numbers.codes(
            _numbers_in(array, kind), lambda new: self._entered(pa.array(new, kind).cast(array.type))
        )
        if codes is None:
            encoded = array.dictionary_encode()
            return self._repeated(encoded.dictionary, encoded.indices)
        if array.null_count:
            codes = np.where(array.is_valid().to_numpy(zero_copy_only=False), codes, codes.dtype.type(ABSENT))
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


def _rows(rows: Integers) -> Any:
    import pyarrow as pa

    return pa.array(rows)


@dataclass(slots=True)
class _Taken:
    """Takes what a list in a cell comes to."""

    value: object = None
    is_refused: bool = False

    def other(self, _number: int, _name: str, value: object) -> None:
        self.value = value

    def refuse(self, _number: int, _name: str) -> None:
        self.is_refused = True


def _numbers_in(array: Any, kind: Any) -> Codes:
    """The whole numbers of an array; where there is none, one of the others."""
    import pyarrow as pa

    if pa.types.is_boolean(array.type):  # eight stand in a byte
        skipped, within = divmod(array.offset, 8)
        written = np.frombuffer(array.buffers()[1], np.uint8)[skipped:]
        return np.unpackbits(written, count=within + len(array), bitorder="little")[within:]
    whole = array.cast(kind)
    filled = whole.fill_null(whole.drop_null()[0]) if whole.null_count else whole
    found: Codes = filled.to_numpy(zero_copy_only=False)
    return found


class _Numbers:
    """The codes of whole numbers that lie close together."""

    def __init__(self) -> None:
        self._low = 0
        self._direct = Directory(0)
        #: Where all numbers of the range are codes but for where they begin: the code of the first.
        self._first: int | None = None

    def codes(self, numbers: Codes, enter: Enter) -> Codes | None:
        """Their codes, `enter` saying those of numbers that are new; None where they are too far from each other."""
        if not len(numbers):
            return np.zeros(0, np.uint8)
        numbers = _short(numbers)
        low, high = int(numbers.min()), int(numbers.max())
        if not self._reaches(low, high, enter):
            return None
        if self._first is not None:
            return _less(numbers, self._low - self._first, shortest(self._first + len(self._direct)))
        keys = _less(numbers, self._low, shortest(len(self._direct)))
        return self._direct.find(keys, lambda new: enter(np.array(new) + self._low))

    def _reaches(self, low: int, high: int, enter: Enter) -> bool:
        """Make room for a range; whether it is narrow enough."""
        begins = not len(self._direct)
        if not begins and low >= self._low and high < self._low + len(self._direct):
            return True
        first, last = (low, high) if begins else (min(low, self._low), max(high, self._low + len(self._direct) - 1))
        if last - first >= _NEAR or last >= 1 << 62 or first <= -(1 << 62):
            return False
        self._direct, self._low, self._first = self._direct.moved(self._low - first, last - first + 1), first, None
        if begins and last - first < _CLOSE:
            codes = enter(np.arange(first, last + 1))
            for key, code in enumerate(codes):
                self._direct.put(key, code)
            is_straight = codes[0] > ABSENT and codes == list(range(codes[0], codes[0] + len(codes)))
            self._first = codes[0] if is_straight else None
        return True


def _short(numbers: Codes) -> Codes:
    """The same numbers in a byte or two each, where these hold them: a single look at all of their bits tells."""
    if numbers.itemsize == 1:
        return numbers
    every = int(np.bitwise_or.reduce(numbers))
    return numbers.astype(shortest(every + 1)) if 0 <= every < _NEAR else numbers


def _less(numbers: Codes, by: int, kind: Any) -> Codes:
    """Numbers less an amount, where this kind of integers holds what is left: what overflows on the way comes back."""
    found = numbers.astype(kind)
    left = by % (1 << 8 * found.itemsize)
    return np.subtract(found, kind(left), out=found) if left else found
