"""One column of a table as codes: what stands there is typed once for each distinct value, by the meaning of its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, Final

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.close import NEAR, CloseNumbers, bits_of, numbers_in
from lawscore.columns.codes import Codes, Flags, Integers, shortest, taken
from lawscore.columns.measured import MEASURED, measured
from lawscore.columns.ratios import Ratios
from lawscore.columns.units import WIDE, FieldValues
from lawscore.expressions.values import Cause, Missing, Unknown
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.csv_nested import Nested
from lawscore.loading.table_cells import Cell, Other, Refused
from lawscore.problems import Problem
from lawscore.rubric.fields import FieldSpec
from lawscore.submission.places import Path
from lawscore.submission.records import Reading, read_field
from lawscore.submission.typing import Typed

#: The code of what was not given.
ABSENT: Final = 0
#: Values that come in more kinds than this, in so many times as many rows, are no longer typed one by one.
MOST_CODED: Final = 512
_SAMPLED: Final = 8
#: Types that read a text or a flag in one way, where a field says no more of it.
_PLAIN: Final = ("count", "number", "amount", "yesno")

#: The kind of whole numbers as which flags and days are written.
_WRITTEN: Final = {"bool": "int8", "date32[day]": "int32"}

#: What stands in a column whose type no field takes; that is told of the column.
UNREAD: Final = Refused(None)


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
    _numbers: CloseNumbers = field(default_factory=CloseNumbers)
    #: Columns in which more distinct values stand, in so many times as many rows, are columns of numbers; None for none.
    most_coded: int | None = MOST_CODED
    is_wide: bool = False
    #: What plain fields of a type have read: the same text or flag says the same in each of them.
    readings: dict[tuple[str, str | bool], Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values.append(self.absent.value, none=self.absent.none)

    def unread(self, count: int) -> Codes:
        """The codes of a column whose type no field takes: nobody knows what it says."""
        return np.full(count, self._code(UNREAD), np.int64)

    def column(self, array: Any, room: Codes | None = None) -> tuple[Codes, Ratios | None]:
        """The code of each value of an Arrow array; and the numbers of those that hardly come twice, with the code `WIDE`.

        Codes of a byte are written into the `room`, where there is one.
        """
        if not self.is_wide:
            codes = self._of_few(array, room)
            if codes is not None:
                return codes, None
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

    def _of_few(self, array: Any, room: Codes | None) -> Codes | None:
        """The codes of flags, or of whole numbers from 0 on, that are all there and plainly few; None for all others."""
        if array.null_count or not len(array) or not is_plain_column(array.type):
            return None
        is_flags = str(array.type) == "bool"
        numbers = numbers_in(array, array.type)
        bits = 1 if is_flags else bits_of(numbers)
        if not 0 <= bits < (self.most_coded if self.most_coded is not None and not is_flags else NEAR):
            return None
        return self._of_close(numbers, bits, array.type, room)

    def _of_close(self, numbers: Codes, bits: int, kind: Any, room: Codes | None = None) -> Codes | None:
        """The codes of whole numbers; those that are new are typed as values of this kind of column."""
        import pyarrow as pa

        def enter(new: Integers) -> list[int]:
            return self._entered(pa.array(new, _WRITTEN.get(str(kind), kind)).cast(kind))

        return self._numbers.codes(numbers, bits, enter, room)

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
        import pyarrow as pa

        codes = [*self._entered(dictionary), ABSENT]
        known = np.array(codes, shortest(max(codes) + 1))
        if indices.null_count:  # the place behind the last may be more than short indices can say
            indices = indices.cast(pa.int64()).fill_null(len(dictionary))
        return taken(known, indices.to_numpy(zero_copy_only=False))

    def _of_numbers(self, array: Any) -> Codes:
        import pyarrow as pa

        if array.null_count == len(array):
            return np.zeros(len(array), np.uint8)
        numbers = numbers_in(array, pa.int32() if pa.types.is_date32(array.type) else array.type)
        codes = self._of_close(numbers, bits_of(numbers), array.type)
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
        reading = self._read(raw)
        wrong = (*before, *(Wrong(one.problem, one.path, one.key) for one in reading.problems))
        if reading.typed is None:
            return self._refused(wrong) if reading.problems else self._noted(ABSENT, wrong)
        return self._noted(self.values.append(reading.typed.value, none=reading.typed.none), wrong)

    def _read(self, raw: object) -> Reading:
        if not self._is_plain or not isinstance(raw, str | bool):
            return read_field(self.spec, self.name, raw)
        found = self.readings.get((self.spec.type, raw))
        if found is None:
            found = read_field(self.spec, self.name, raw)
            if found.typed is not None and not isinstance(
                found.typed.value, Missing
            ):  # what is missing names its field
                self.readings[self.spec.type, raw] = found
        return found

    @property
    def _is_plain(self) -> bool:
        """Whether nothing but the type of the field has a say in what a text is."""
        spec = self.spec
        return spec.type in _PLAIN and not spec.codes and spec.min is None and spec.max is None

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


def is_plain_column(kind: Any) -> bool:
    """Whether a column of this type holds whole numbers or flags and nothing else."""
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_boolean(kind))


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
