"""A text as YAML: plain where every reader of YAML gives back this text, else in quotes."""

from __future__ import annotations

import re
from typing import Final

from lawscore.loading.characters import UNSEEN
from lawscore.loading.yaml_slips import WIDE_SPACES, Place, key_with_colon, meant_as_syntax, unpaired_quote, wrapped

#: Keys whose values are names and never amounts: `id: "3.10"` is no number, whatever it looks like.
NAMES: Final = frozenset(
    {"id", "version", "supersedes", "rubric", "extends", "with", "code", "indicator", "unit", "title", "text"}
)

#: What the readers of YAML 1.1 or 1.2 take for something else than a text.
_NUMBER: Final = re.compile(r"[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][-+]?\d+)?")
_OTHER: Final = re.compile(
    r"[-+]?0x[\da-fA-F_]+|0o[0-7]+|[-+]?0b[01_]+|[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|~|null|Null|NULL|=|<<|yes|Yes|YES|no|No|NO|y|Y|n|N|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE"
)
_BOOLEAN: Final = re.compile(r"true|false")
_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_TIME: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt]|[ \t]+)\d.*")
#: A number, a date or a truth value as this format writes it: plain, unless it is a name.
_VALUE: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?|\d{4}-\d\d-\d\d|true|false")

_FIRST: Final = "-?:,[]{}#&*!|>'\"%@`"
_NEGATIVE: Final = re.compile(r"-[\d.]")
_INDICATOR: Final = re.compile(r":(?=\s|\Z)|(?<=\s)#|[\r\n\t\x85\u2028\u2029]")
_IN_FLOW: Final = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}'\"]|\Z)|\?")
_MARKER: Final = re.compile(r"(---|\.\.\.)(?=\s|\Z)")
_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x85": "\\N"}


def text_of(value: str, *, key: str = "", flow: bool = False, place: Place = "beside") -> str:
    """A value as YAML; `key` is the nearest key above it, `place` says whether it stands beside the key or as an item."""
    if is_plain_text(value, key=key, flow=flow, place=place) and (not is_read_otherwise(value) or is_value(value, key)):
        return value
    return quoted(value)


def key_of(key: str, *, flow: bool = False) -> str:
    """A key of a mapping as YAML."""
    if not is_plain_text(key, flow=flow, place="beside") or key == "<<" or (flow and key_with_colon(key) is not None):
        return quoted(key)
    return quoted(key) if _OTHER.fullmatch(key) and not key.isdigit() else key


def quoted(value: str) -> str:
    """The text in double quotes; in single ones where it holds double quotes or backslashes and stays on its line."""
    if ('"' in value or "\\" in value) and not any(sign in value for sign in "\n\t\r\x85"):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPED.get(sign, sign) for sign in value) + '"'


def is_plain_text(value: str, *, key: str = "", flow: bool = False, place: Place = "beside") -> bool:
    """Whether the reader of this format gives this text back where it is written without quotes."""
    if not value or value != value.strip(" \t\r\n" + WIDE_SPACES) or UNSEEN.search(value) or _MARKER.match(value):
        return False
    if value[0] in _FIRST and not _NEGATIVE.match(value):
        return False
    if _INDICATOR.search(value) or (flow and _IN_FLOW.search(value)):
        return False
    return (meant_as_syntax(value, place, key) or wrapped(value, key) or unpaired_quote(value)) is None


def is_read_otherwise(value: str) -> bool:
    """Whether some reader of YAML takes the plain text for a number, a date, a truth value or nothing."""
    return any(form.fullmatch(value) for form in (_NUMBER, _OTHER, _BOOLEAN, _DATE, _TIME))


def is_value(value: str, key: str = "") -> bool:
    """Whether a text is a number, a date or a truth value in its usual form, and meant as such."""
    return key not in NAMES and _VALUE.fullmatch(value) is not None
