"""What an Arrow array says, value by value; a type that no field takes is told once for its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from lawscore.loading.narrow_floats import of_16_bits
from lawscore.loading.table_cells import (
    Cell,
    cell_of,
    day_cell,
    each_alone,
    float_cell,
    list_cell,
    of_type,
    record_cell,
    told,
)

#: What Arrow calls yes and no in a byte each.
_BOOL8: Final = "arrow.bool8"


def unread_type(kind: Any) -> str | None:
    """The name of a type that no field takes, or that of one inside it; None where all of it is read."""
    from pyarrow import types

    if _is_list(kind):
        return unread_type(kind.value_type)
    if types.is_struct(kind):
        names = [kind.field(at).name for at in range(kind.num_fields)]
        if len(set(names)) < len(names):  # nobody knows which of the two counts
            return str(kind)
        return next((name for at in range(kind.num_fields) if (name := unread_type(kind.field(at).type))), None)
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return unread_type(kind.value_type)
    if isinstance(kind, _extension()):
        return unread_type(kind.storage_type)
    return str(kind) if _teller(kind) is None else None


def cells_of(array: Any) -> Sequence[Cell]:
    """What each value of an Arrow array says."""
    teller = _teller(array.type)
    if teller is None:
        return [of_type(str(array.type))] * len(array)
    try:
        return teller(array)
    except Exception:  # noqa: BLE001 - one damaged value costs no other
        return each_alone(lambda at: teller(array.slice(at, 1))[0], range(len(array)))


def as_bytes(kind: Any) -> Any:
    """The same type with bytes for texts, inside of it too: arrays of both are laid out alike."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_struct(kind):
        return pa.struct([one.with_type(as_bytes(one.type)) for one in map(kind.field, range(kind.num_fields))])
    if types.is_dictionary(kind):
        return pa.dictionary(kind.index_type, as_bytes(kind.value_type), kind.ordered)
    if types.is_list(kind):
        return pa.list_(kind.value_field.with_type(as_bytes(kind.value_type)))
    if types.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(as_bytes(kind.value_type)))
    plain = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}
    return plain.get(kind, kind)


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
        return _yesnos if kind.extension_name == _BOOL8 else _stored
    if _is_list(kind):
        return _lists
    return next((teller for test, teller in _TELLERS.items() if _test(test)(kind)), None)


def _test(name: str) -> Callable[[Any], bool]:
    from pyarrow import types

    found: Callable[[Any], bool] = getattr(types, f"is_{name}")
    return found


def _python(array: Any) -> Sequence[Cell]:
    """Values that Arrow gives exactly: bytes, yes and no, decimals."""
    return told(array.to_pylist())


def _integers(array: Any) -> Sequence[Cell]:
    return ["" if value is None else str(value) for value in array.to_pylist()]


def _strings(array: Any) -> Sequence[Cell]:
    """Texts; those that are no UTF-8 are looked at as the bytes that they are."""
    try:
        return told(array.to_pylist())
    except UnicodeDecodeError:
        return told(array.view(as_bytes(array.type)).to_pylist())


def _stored(array: Any) -> Sequence[Cell]:
    return cells_of(array.storage)


def _yesnos(array: Any) -> Sequence[Cell]:
    import pyarrow as pa

    return cells_of(array.storage.cast(pa.bool_()))


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
    if pa.types.is_float16(array.type):
        halves = array.cast(pa.float64()).to_pylist()
        return ["" if value is None else float_cell(of_16_bits(value)) for value in halves]
    return ["" if text is None else float_cell(float(text)) for text in _texts(array)]


def _days(array: Any) -> Sequence[Cell]:
    return ["" if text is None else day_cell(text) for text in _texts(array)]


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
    "string": _strings, "large_string": _strings, "string_view": _strings, "integer": _integers, "boolean": _python,
    "decimal": _python, "floating": _floats, "date": _days, "timestamp": _days, "null": _nulls, "binary": _python,
    "large_binary": _python, "binary_view": _python, "fixed_size_binary": _python, "dictionary": _repeated,
    "run_end_encoded": _runs, "struct": _records,
}  # fmt: skip
