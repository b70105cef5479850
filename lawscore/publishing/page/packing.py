"""Data inside the page: JSON that no text can break out of, and large parts deflated until they are asked for."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lawscore.publishing.visible import visible

#: What could end a script element, or begin a comment in it.
_INERT: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
#: As which JSON may have written a control character.
_CONTROL: Final = re.compile(r"\\(?:[bfr]|u00)")
_LEVEL: Final = 6


def json_text(value: Any) -> str:
    """JSON that stands inert in a script element."""
    return _json(value).translate(_INERT)


def packed(value: Any) -> str:
    """JSON deflated, in Base64: no sign of it means anything to HTML."""
    return base64.b64encode(zlib.compress(_json(value).encode(), _LEVEL)).decode("ascii")


def in_chunks(parts: Iterable[Any], size: int) -> Iterator[str]:
    """Parts packed by so many together, in their order."""
    chunk: list[Any] = []
    for part in parts:
        chunk.append(part)
        if len(chunk) == size:
            yield packed(chunk)
            chunk = []
    if chunk:
        yield packed(chunk)


def _json(value: Any) -> str:
    """JSON in whose texts everything can be seen."""
    text = _dumped(value)
    # JSON writes a control character in signs that can be seen: its text must be made visible before
    return visible(_dumped(_seen(value)) if _CONTROL.search(text) else text)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _seen(value: Any) -> Any:
    """The same with every text visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {_seen(name): _seen(part) for name, part in value.items()}
    return [_seen(part) for part in value] if isinstance(value, (list, tuple)) else value
