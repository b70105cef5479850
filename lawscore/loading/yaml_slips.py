"""Slips that YAML accepts without a word: what a plain text shows to have been meant as something else."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from lawscore.loading.characters import code_point

#: Keys whose values are sentences: a ` #` after one has most probably cut it.
FREE_TEXT: Final = frozenset(
    {"title", "text", "message", "label", "note", "notes", "reason", "help", "source", "name", "evidence", "part"}
)

#: Where a plain text stands: beside its key, as an item of a list, on a line of its own, or as the whole document.
Place = Literal["beside", "item", "line", "root"]

_COMMENT: Final = re.compile(r"[ \t]+#([^\r\n]*)")
_SIGNS: Final = r"(?:(?P<wide>：)|(?P<tight>:)(?!//)(?=\S)|:(?P<space>[\u3000\xa0]))"
_WORD_AND_COLON: Final = re.compile(r"[A-Za-z_][\w-]*" + _SIGNS)
_ANY_AND_COLON: Final = re.compile(r"[^\s：:，。,]{1,40}" + _SIGNS)
_DASH: Final = re.compile(r"(?P<space>-[\u3000\xa0])|(?P<wide>－)|(?P<tight>-(?=[^\W\d]))")
_OPENING: Final = "（("
_CLOSING: Final = "）)"
#: Spaces that a Chinese keyboard or a web page gives and YAML does not take for blanks.
WIDE_SPACES: Final = "\u3000\xa0"
_QUOTES: Final = "“”＂"


class Slip(NamedTuple):
    """A code of the catalogue, and how far into the text the wrong sign stands."""

    code: str
    at: int
    sign: str = ""


def cut_by_comment(text: str, end: int, key: str) -> int | None:
    """The offset of the `#` that cut the plain text ending at `end`; None where it is an ordinary comment."""
    found = _COMMENT.match(text, end)
    if found is None:
        return None
    comment = found[1]
    spaced = not comment or comment[0] in " \t"
    if spaced and not (key in FREE_TEXT and comment.strip()):
        return None
    return found.start(1) - 1


def meant_as_syntax(value: str, place: Place, key: str) -> Slip | None:
    """What a text shows that was meant as `key: value` or as a list item: `标题：某某`, `deduct:1`, `-item`."""
    if place == "beside" or (key in FREE_TEXT and place != "root"):
        return None
    pair = (_WORD_AND_COLON if place == "item" else _ANY_AND_COLON).match(value)
    if pair is not None:
        return _pair_slip(pair)
    dash = _DASH.match(value) if place != "item" else None
    if dash is None:
        return None
    if dash["space"]:
        return Slip("fullwidth_space", 1, code_point(value[1]))
    return Slip("fullwidth_dash" if dash["wide"] else "blank_after_dash", 0, value[0])


def key_with_colon(key: str) -> Slip | None:
    """A key of a mapping in braces that took the value in: `{deduct:1}`, `{标题：某某}`."""
    pair = _ANY_AND_COLON.match(key)
    return _pair_slip(pair) if pair is not None else None


def _pair_slip(pair: re.Match[str]) -> Slip:
    if pair["space"]:
        return Slip("fullwidth_space", pair.end() - 1, code_point(pair["space"]))
    return Slip("fullwidth_colon" if pair["wide"] else "blank_after_colon", pair.end() - 1, pair[0])


def unpaired_quote(value: str) -> Slip | None:
    """An ASCII quote that opens or closes nothing: its partner was forgotten."""
    return Slip("quote_unpaired", value.rindex('"')) if value.count('"') % 2 else None


def wrapped(value: str, key: str) -> Slip | None:
    """Full-width quotes around a whole text, or a full-width bracket where a list or mapping was meant to begin."""
    first = value[0]
    if first in "｛［" and key not in FREE_TEXT:
        return Slip("fullwidth_bracket", 0, first)
    inside = value[1:-1]
    if first in _QUOTES and len(value) > 1 and value[-1] in _QUOTES and not any(sign in inside for sign in _QUOTES):
        return Slip("fullwidth_quotes", 0, first) if first == "＂" or key not in FREE_TEXT else None
    if first == "【" and value.find("】") == len(value) - 1 and key not in FREE_TEXT:
        return Slip("fullwidth_bracket", 0, first)
    return None


def wide_space(key: str) -> Slip | None:
    """An ideographic space before or after a key: meant as indentation, taken as part of the name."""
    if key[0] in WIDE_SPACES:
        return Slip("fullwidth_space", 0, code_point(key[0]))
    if key[-1] in WIDE_SPACES:
        return Slip("fullwidth_space", len(key) - 1, code_point(key[-1]))
    return None


def open_brackets(text: str) -> int:
    """How many brackets the text opens and does not close: more than none where a comma cut an expression."""
    return sum(text.count(sign) for sign in _OPENING) - sum(text.count(sign) for sign in _CLOSING)


def quoted(text: str) -> str:
    """The text in quotes that YAML reads back as this text."""
    line = " ".join(text.split())
    if '"' not in line and "\\" not in line:
        return f'"{line}"'
    return "'" + line.replace("'", "''") + "'"
