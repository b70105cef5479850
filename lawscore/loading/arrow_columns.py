"""What an Arrow array says, value by value; a type that no field takes is told once for its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from lawscore.loading.table_cells import Cell, Refused, cell_of, float_cell, list_cell, of_type, record_cell, told
from lawscore.problems import Problem

#: A day with a time of day as Arrow writes it, the time being midnight, or any; and a day beyond the calendar.
_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00(?:\.0+)?(?:Z|[+-]\d{4})?")
_FRACTION: Final = re.compile(r"(?:\.0+|(\.\d*?)0*)?(?:Z|[+-]\d{4})?$")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def unread_type(kind: Any) -> str | None:
    """The name of a type that no field takes, or that of one inside it; None where all of it is read."""
    from pyarrow import types

    if _is_list(kind):
        return unread_type(kind.value_type)
    if types.is_struct(kind):
        return next((name for at in range(kind.num_fields) if (name := unread_type(kind.field(at).type))), None)
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return unread_type(kind.value_type)
    if isinstance(kind, _extension()):
        return unread_type(kind.storage_type)
    return str(kind) if _teller(kind) is None else None


def cells_of(array: Any) -> Sequence[Cell]:
    """What each value of an Arrow array says."""
    teller = _teller(array.type)
    if teller is not None:
        return teller(array)
    return [of_type(str(array.type))] * len(array)


def _extension() -> Any:
    import pyarrow as pa

    return pa.BaseExtensionType


def _is_list(kind: Any) -> bool:
    from pyarrow import types

    return bool(
        types.is_list(kind)
        or types.is_large_list(kind)
        or types.is_fixed_size_list(kind)
        or types.is_list_view(kind)
        or types.is_large_list_view(kind)
    )


_Teller = Callable[[Any], Sequence[Cell]]


def _teller(kind: Any) -> _Teller | None:
    """How values of a type are told; None for one that no field takes."""
    if isinstance(kind, _extension()):
        return lambda array: cells_of(array.storage)
    if _is_list(kind):
        return _lists
    return next((teller for test, teller in _TELLERS.items() if _test(test)(kind)), None)


def _test(name: str) -> Callable[[Any], bool]:
    from pyarrow import types

    found: Callable[[Any], bool] = getattr(types, f"is_{name}")
    return found


def _python(array: Any) -> Sequence[Cell]:
    """Values that Arrow gives exactly: texts, whole numbers, decimals."""
    return told(array.to_pylist())


def _repeated(array: Any) -> Sequence[Cell]:
    """Values that stand once, with the places where they stand: each is told once."""
    known = cells_of(array.dictionary)
    return ["" if at is None else known[at] for at in array.indices.to_pylist()]


def _runs(array: Any) -> Sequence[Cell]:
    import pyarrow.compute as pc

    return cells_of(pc.run_end_decode(array))


def _floats(array: Any) -> Sequence[Cell]:
    """Binary fractions by their shortest decimal text in their own width: 0.1 of 32 bits is one tenth too."""
    import pyarrow as pa

    if pa.types.is_float64(array.type):
        return ["" if value is None else float_cell(value) for value in array.to_pylist()]
    return ["" if text is None else float_cell(float(text)) for text in _texts(array)]


def _days(array: Any) -> Sequence[Cell]:
    return ["" if text is None else _day(text) for text in _texts(array)]


def _day(text: str) -> Cell:
    midnight = _MIDNIGHT.fullmatch(text)
    if midnight is not None:
        return midnight[1]
    if _DAY.match(text) is None:
        return Refused(Problem(code="table_no_day", facts={"given": text.rpartition(" ")[2].rstrip(">")}))
    return _FRACTION.sub(lambda found: found[1] or "", text, count=1)


def _texts(array: Any) -> list[str | None]:
    import pyarrow as pa

    found: list[str | None] = array.cast(pa.string()).to_pylist()
    return found


def _records(array: Any) -> Sequence[Cell]:
    names = [field.name for field in array.type]
    columns = [cells_of(column) for column in array.flatten()]
    given = array.is_valid().to_pylist()
    rows = zip(*columns, strict=True) if columns else iter(() for _ in given)
    return [record_cell(names, row) if valid else "" for valid, row in zip(given, rows, strict=True)]


def _lists(array: Any) -> Sequence[Cell]:
    import pyarrow.compute as pc

    parts = iter(cells_of(array.flatten()))
    lengths: Iterator[int | None] = iter(pc.list_value_length(array).to_pylist())
    return ["" if length is None else list_cell(islice(parts, length)) for length in lengths]


def _nulls(array: Any) -> Sequence[Cell]:
    return [cell_of(None)] * len(array)


#: By the test of `pyarrow.types` that a type passes.
_TELLERS: Final[dict[str, _Teller]] = {
    "string": _python, "large_string": _python, "string_view": _python, "integer": _python, "boolean": _python,
    "decimal": _python, "floating": _floats, "date": _days, "timestamp": _days, "null": _nulls, "binary": _python,
    "large_binary": _python, "binary_view": _python, "fixed_size_binary": _python, "dictionary": _repeated,
    "run_end_encoded": _runs, "struct": _records,
}  # fmt: skip
