"""Columns of texts as they are compared and shown; those that are plain already are not looked at one by one."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawscore.columns.codes import Flags
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.table_cells import Cell, Refused
from lawscore.texts import folded


class Told(NamedTuple):
    """A column of words of ours: the texts ("" for nothing), which of them a reader reports, and which it cannot take."""

    texts: Any
    odd: Flags
    unread: Flags


def told_texts(array: Any) -> Told:
    """What each value says as a text."""
    import pyarrow as pa

    texts = _as_strings(array)
    if texts is not None and (_are_visible(texts) or _are_plain(texts)):
        nothing = np.zeros(len(array), np.bool_)
        return Told(texts.fill_null(""), nothing, nothing)
    cells = cells_of(array)
    odd = np.array([not isinstance(cell, str) for cell in cells], np.bool_)
    unread = np.array([_is_unread(cell) for cell in cells], np.bool_)
    return Told(pa.array([_text(cell) for cell in cells], pa.string()), odd, unread)


def folded_texts(texts: Any) -> Any:
    """The same texts as they are compared."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        return texts
    return pa.array([folded(text) for text in texts.to_pylist()], pa.string())


def folded_column(column: Any) -> Any:
    """The same column as it is compared, chunk by chunk."""
    import pyarrow as pa

    return pa.chunked_array([folded_texts(chunk) for chunk in column.chunks], pa.string())


def standing_twice(texts: Any) -> Flags:
    """The rows whose text stands in another row too. Texts are told apart by hashes, and by themselves where those agree.

    A whole column is never put together: of twenty million texts that alone would take half a gigabyte.
    """
    import pyarrow.compute as pc

    hashes = np.concatenate([np.zeros(0, np.uint64), *map(_hashes, getattr(texts, "chunks", [texts]))])
    ordered = np.sort(hashes)
    alike = ordered[1:][ordered[1:] == ordered[:-1]]
    found = np.zeros(len(texts), np.bool_)
    if not len(alike):
        return found
    rows = np.flatnonzero(np.isin(hashes, alike))
    suspects = texts.take(rows)
    counted = suspects.value_counts()
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    found[rows] = flags_of(pc.is_in(suspects, several))
    return found


def flags_of(found: Any) -> Flags:
    """Arrow's yes and no as flags, of an array or a column in chunks."""
    return np.concatenate(
        [
            np.zeros(0, np.bool_),
            *(chunk.to_numpy(zero_copy_only=False) for chunk in getattr(found, "chunks", [found])),
        ]
    )


def _hashes(texts: Any) -> npt.NDArray[np.uint64]:
    """A number for each text, the same for the same text: eight bytes after eight are mixed in."""
    if not len(texts):
        return np.zeros(0, np.uint64)
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    written = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    written = np.concatenate((written[places[0] : places[-1]], np.zeros(_WORD, np.uint8)))  # of no other batch
    words = np.ndarray((len(written) + 1 - _WORD,), "<u8", written, strides=(1,))  # a word from each byte on
    lengths, places = np.diff(places), places - places[0]
    found = lengths.astype(np.uint64)
    for at in range(0, int(lengths.max(initial=0)), _WORD):
        own = words[np.minimum(places[:-1] + at, len(words) - 1)]
        found = (found ^ (own & _MASKS[np.clip(lengths - at, 0, _WORD)])) * _MIXER
        found ^= found >> np.uint64(29)
    return found


#: So many bytes are taken at a time; those that belong to the next text are masked.
_WORD: Final = 8
_MASKS: Final = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
_MIXER: Final = np.uint64(0x9E3779B97F4A7C15)


def _are_visible(texts: Any) -> bool:
    """Whether no byte of them is anything but a visible character of ASCII: a single look tells."""
    _, offsets, data = texts.buffers()
    if data is None or not len(texts):
        return False
    places = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    written = np.frombuffer(data, np.uint8)[places[0] : places[-1]]
    return bool(len(written) and written.min() > ord(" ") and written.max() <= ord("~"))


def _are_plain(texts: Any) -> bool:
    import pyarrow.compute as pc

    plain = pc.and_(pc.utf8_is_printable(texts), pc.equal(pc.utf8_trim_whitespace(texts), texts))
    return bool(pc.all(plain, min_count=0).as_py())


def _as_strings(array: Any) -> Any | None:
    import pyarrow as pa

    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    is_known = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind)
    return array.cast(pa.string()) if is_known else None


def _is_unread(cell: Cell) -> bool:
    """Whether nothing can be taken from a cell: it is no text, or its text is refused."""
    return cell.text is None if isinstance(cell, Refused) else not isinstance(cell, str)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return (cell.text or "") if isinstance(cell, Refused) else ""
