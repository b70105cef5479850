"""Columns of texts as they are compared and shown; those that are plain already are not looked at one by one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lawscore.columns.tables import Flags
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.table_cells import Cell, Refused
from lawscore.texts import folded


def told_texts(array: Any) -> tuple[Any, Flags]:
    """What each value says as a text ("" for nothing), and which of them a reader reports."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = _as_strings(array)
    if texts is not None:
        is_plain = pc.and_(pc.utf8_is_printable(texts), pc.equal(pc.utf8_trim_whitespace(texts), texts))
        if pc.all(is_plain, min_count=0).as_py():
            return texts.fill_null(""), np.zeros(len(array), np.bool_)
    cells = cells_of(array)
    odd = np.array([not isinstance(cell, str) for cell in cells], np.bool_)
    return pa.array([_text(cell) for cell in cells], pa.string()), odd


def folded_texts(texts: Any) -> Any:
    """The same texts as they are compared."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        return texts
    return pa.array([folded(text) for text in texts.to_pylist()], pa.string())


def standing_twice(texts: Any) -> Flags:
    """The rows whose text stands in another row too. Texts are told apart by hashes, and by themselves where those agree."""
    import pyarrow.compute as pc

    hashes = _hashes(texts)
    ordered = np.sort(hashes)
    alike = ordered[1:][ordered[1:] == ordered[:-1]]
    found = np.zeros(len(texts), np.bool_)
    if not len(alike):
        return found
    rows = np.flatnonzero(np.isin(hashes, alike))
    suspects = texts.take(rows)
    counted = suspects.value_counts()
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    found[rows] = pc.is_in(suspects, several).to_numpy(zero_copy_only=False)
    return found


def _hashes(texts: Any) -> npt.NDArray[np.uint64]:
    """A number for each text, the same for the same text: eight bytes after eight are mixed in."""
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    written = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    words = sliding_window_view(np.concatenate((written, np.zeros(_WORD, np.uint8))), _WORD)
    lengths = np.diff(places)
    found = lengths.astype(np.uint64)
    for at in range(0, int(lengths.max(initial=0)), _WORD):
        own = words[np.minimum(places[:-1] + at, len(written))].view("<u8").ravel()
        found = (found ^ (own & _MASKS[np.clip(lengths - at, 0, _WORD)])) * _MIXER
        found ^= found >> np.uint64(29)
    return found


#: So many bytes are taken at a time; those that belong to the next text are masked.
_WORD: Final = 8
_MASKS: Final = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
_MIXER: Final = np.uint64(0x9E3779B97F4A7C15)


def _as_strings(array: Any) -> Any | None:
    import pyarrow as pa

    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    is_known = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind)
    return array.cast(pa.string()) if is_known else None


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return (cell.text or "") if isinstance(cell, Refused) else ""
