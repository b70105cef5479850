"""A text that an author wrote, in its canonical form: quotes only where they are needed, lines where it has some."""

from __future__ import annotations

import re
from typing import Final

from lawscore.editing.texts import NAMES, is_plain_text, is_read_otherwise, key_of, quoted
from lawscore.editing.written import Text
from lawscore.loading.yaml_slips import Place, cut_by_comment

_BREAK: Final = re.compile(r"\r\n|\r|\n")
#: What is no number, no date and no truth value for us, but nothing or a truth value for other readers of YAML.
_WORDS: Final = re.compile(r"~|null|yes|no|y|n|on|off|=|<<", re.IGNORECASE)
_BARE_NUMBER: Final = re.compile(r"[-+]?[\d.]+|\d{4}-\d\d-\d\d|true|false")
_LEADING: Final = re.compile(r"[-+]?0\d")


def lone_text(text: Text, key: str, *, place: Place = "beside", flow: bool = False, comment: str = "") -> str:
    """A text in one line; `comment` is what stands beside it, which must not seem to cut it."""
    value = text.value
    if not is_plain_text(value, key=key, flow=flow, place=place) or _is_quoted(text, key):
        return quoted(value)
    if comment and cut_by_comment(f"{value}  {comment}", len(value), key) is not None:
        return quoted(value)
    return value


def _is_quoted(text: Text, key: str) -> bool:
    """Whether what other readers of YAML take for a number or such stands in quotes.

    A name always does. An amount or a date keeps what its author wrote; any other such word is never left plain.
    """
    value = text.value
    if not is_read_otherwise(value):
        return False
    is_plain_value = _BARE_NUMBER.fullmatch(value) is not None and not _LEADING.match(value)
    return key in NAMES or text.style in ("'", '"') or not is_plain_value


def key_text(key: Text, *, flow: bool = False) -> str:
    """A key; one that looks like a number keeps its quotes."""
    return quoted(key.value) if key.style and is_read_otherwise(key.value) else key_of(key.value, flow=flow)


def text_lines(source: str, text: Text, *, fits: bool) -> list[str] | None:
    """A text in lines below its key: the sign `|` or `>`, and the lines; None where it stands in one line."""
    sign = "" if text.value.endswith("\n") else "-"
    if text.style == ">" and ("\n" in text.value or not fits):
        lines = _own_lines(source, text)
        if lines is not None:
            return [f">{sign}", *lines]
    body = text.value.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in text.value or not body or lines[0][:1] in ("", " ", "\t") or not lines[-1].strip():
        return None
    # A blank or a sign that ends lines elsewhere would be lost or read otherwise.
    if any(line.isspace() or re.search(r"[\r\x85\u2028\u2029]", line) for line in lines):
        return None
    return [f"|{sign}", *lines]


def _own_lines(source: str, text: Text) -> list[str] | None:
    """The lines of a folded text as its author broke them, without their indentation."""
    header, *lines = _BREAK.split(source[text.start : text.end])
    if re.search(r"[0-9]", header.partition("#")[0]) or not lines or not lines[0].strip() or not lines[-1].strip():
        return None
    if text.value.endswith("\n\n") or text.value[:1].isspace():
        return None
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return [line[indent:] for line in lines]
