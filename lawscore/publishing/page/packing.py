"""Data inside the page: JSON that no text can break out of, and large parts deflated until they are asked for."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lawscore.publishing.visible import visible

#: What could end a script element, or begin a comment in it.
_INERT: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_LEVEL: Final = 6


def json_text(value: Any) -> str:
    """JSON that stands inert in a script element."""
    return _json(value).translate(_INERT)


def packed(value: Any) -> str:
    """JSON deflated, in Base64: no sign of it means anything to HTML."""
    return base64.b64encode(zlib.compress(visible(_json(value)).encode(), _LEVEL)).decode("ascii")


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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
