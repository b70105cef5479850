"""The result as JSON text: the parts of a unit one below the other, each indicator, item and value on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from json import JSONEncoder
from typing import Any, Final

from lawscore.results.model import Result

#: The result, its units, a unit, and the lists in it are broken into lines; what stands deeper is on one.
_BROKEN: Final = 4
_STEP: Final = "  "
_encode: Final = JSONEncoder(ensure_ascii=False).encode


def json_text(result: Mapping[str, Any]) -> str:
    """The text; it ends with a line break."""
    return f"{_written(result, _BROKEN, '')}\n"


def result_text(result: Result) -> str:
    """The text of a result that was read: what it left out stays left out, so that what was not changed is as it was."""
    return json_text(result.model_dump(mode="json", by_alias=True, exclude_unset=True))


def _written(value: object, levels: int, margin: str) -> str:
    """A value, broken into lines on so many levels."""
    if not levels or not value or not isinstance(value, Mapping | list):
        return _encode(value)
    inside = margin + _STEP
    if levels == 1 and isinstance(value, list) and isinstance(value[0], Mapping):
        return f"[\n{inside}{_entries(value, inside)}\n{margin}]"
    separator = f",\n{inside}"
    if isinstance(value, Mapping):
        parts = separator.join([f"{_encode(key)}: {_written(part, levels - 1, inside)}" for key, part in value.items()])
        return f"{{\n{inside}{parts}\n{margin}}}"
    parts = separator.join([_written(part, levels - 1, inside) for part in value])
    return f"[\n{inside}{parts}\n{margin}]"


def _entries(entries: list[Mapping[str, Any]], margin: str) -> str:
    """Mappings of one shape, each on its line: written in one go, which is far quicker, and broken where they begin.

    The sequence of signs that is looked for stands in no text, whose quotes are escaped; where it stands deeper, the
    break is in another place and the JSON means the same.
    """
    beginning = f"{{{_encode(next(iter(entries[0]), ''))}: "
    return _encode(entries)[1:-1].replace(f"}}, {beginning}", f"}},\n{margin}{beginning}")
