"""Mends of slips: signs of a Chinese keyboard, forgotten blanks, texts that need quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from lawscore.editing.site import Site
from lawscore.editing.splices import Splice
from lawscore.editing.texts import quoted
from lawscore.loading.yaml_slips import FREE_TEXT, WIDE_SPACES
from lawscore.rubric.document import Document
from lawscore.rubric.keys import format_keys

#: What is to be put in the place of what; None where it is not evident.
SlipMend: TypeAlias = Callable[[Site], Splice | None]

_PAIRS: Final = {"｛": ("｝", "{}"), "［": ("］", "[]")}
_WIDE_SPACES: Final = re.compile(f"[{WIDE_SPACES}]+")
_WIDE_QUOTED: Final = re.compile(r"[“”＂]([^“”＂\r\n]*)[“”＂]")
_OPENING, _CLOSING = "([{（［｛", ")]}）］｝"
#: Where an entry in braces ends: at the brace, or at the comma before the next key.
_NEXT_KEY: Final = re.compile(r"[ \t]*(?:\}|,[ \t]*[^\s,:{}\[\]]+:[ \t])")
_KEY_BEFORE: Final = re.compile(r"""(?:^|[{,]|- )[ \t]*["']?([^\s"',:{}\[\]]+)["']?:[ \t]+""", re.MULTILINE)
_PIECE: Final = re.compile(r"[^\s,:{}\[\]]+")
_HASH: Final = re.compile(r"[ \t]#")
#: Characters without a width, which no author means to write.
_NO_WIDTH: Final = "\u200b\ufeff"


def _sign(wrong: str, right: str) -> SlipMend:
    """One sign for another, with the blank that must follow it."""

    def mend(site: Site) -> Splice | None:
        if site.sign != wrong:
            return None
        follows = site.text[site.at + 1 : site.at + 2]
        blank = "" if follows in (" ", "\t", "\r", "\n", "") else " "
        return Splice(site.at, site.at + 1, right + blank)

    return mend


def _spaces(site: Site) -> Splice | None:
    """Wide spaces: in front of a line each as many blanks as it is wide, elsewhere one blank for all."""
    found = _WIDE_SPACES.match(site.text, site.at)
    if found is None:
        return None
    if site.text[site.line_start : site.at].strip():
        return Splice(found.start(), found.end(), " ")
    return Splice(found.start(), found.end(), "".join("  " if sign == "\u3000" else " " for sign in found[0]))


def _quotes(site: Site) -> Splice | None:
    found = _WIDE_QUOTED.match(site.text, site.at)
    return Splice(found.start(), found.end(), quoted(found[1])) if found is not None and found[1] else None


def _brackets(site: Site) -> Splice | None:
    """Wide brackets around a list or mapping on one line, with the wide commas and colons between its parts."""
    closing, pair = _PAIRS.get(site.sign, ("", ""))
    end = site.text.find(closing, site.at, site.line_end) if closing else -1
    if end < 0:
        return None
    inside = re.sub(r"，[ ]?", ", ", site.text[site.at + 1 : end])
    inside = re.sub(r"：[ ]?", ": ", inside) if pair == "{}" else inside
    return Splice(site.at, end + 1, pair[0] + inside + pair[1])


def _balanced(site: Site) -> Splice | None:
    """A text between brackets that a comma of its own has split: to the first comma outside of all its brackets."""
    depth, end = 0, site.at
    while end < site.line_end:
        sign = site.text[end]
        if depth == 0 and sign in ",]}":
            break
        depth += (sign in _OPENING) - (sign in _CLOSING)
        end += 1
    return _in_quotes(site.text, site.at, end)


def _sentence(site: Site) -> Splice | None:
    """A sentence in braces that a comma has split: to the next key."""
    keys = [found for found in _KEY_BEFORE.finditer(site.text, site.line_start, site.at) if found[1] in FREE_TEXT]
    piece = _PIECE.match(site.text, site.at)
    if not keys or piece is None or piece[0] in format_keys(Document):
        return None
    start = keys[-1].end()
    end = next((at for at in range(site.at, site.line_end) if _NEXT_KEY.match(site.text, at)), site.line_end)
    return _in_quotes(site.text, start, end)


def _value(site: Site) -> Splice | None:
    """The whole value in which the problem stands, on a line of a block."""
    key = _KEY_BEFORE.search(site.text, site.line_start, site.at + 1)
    if key is None or "{" in site.text[site.line_start : site.at]:
        return None
    return _in_quotes(site.text, key.end(), site.line_end)


def _alias(site: Site) -> Splice | None:
    """A sentence that begins with `*` or `!`."""
    key = _KEY_BEFORE.search(site.text, site.line_start, site.at + 1)
    return _value(site) if key is not None and key[1] in FREE_TEXT else None


def _in_quotes(text: str, start: int, end: int) -> Splice | None:
    """A text of one line in quotes; None where part of it may be a comment."""
    written = text[start:end].rstrip()
    if not written or _HASH.search(written):
        return None
    return Splice(start, start + len(written), quoted(written))


def _no_width(site: Site) -> Splice | None:
    return Splice(site.at, site.at + 1) if site.sign and site.sign in _NO_WIDTH else None


def _narrow(site: Site) -> Splice | None:
    """A full-width sign of an expression in ASCII."""
    narrow = unicodedata.normalize("NFKC", site.sign)
    return Splice(site.at, site.at + 1, narrow) if narrow.isascii() and narrow != site.sign else None


def _twice(site: Site) -> Splice | None:
    return Splice(site.at, site.at + 1, "==") if site.sign == "=" else None


def _thousands(site: Site) -> Splice | None:
    """`1,000` without its commas."""
    found = re.compile(r"[\"']?[+-]?\d{1,3}(?:[,，]\d{3})+(?![\d,，])").match(site.text, site.at)
    return Splice(site.at, found.end(), re.sub("[,，]", "", found[0])) if found is not None else None


SLIPS: Final[Mapping[str, SlipMend]] = {
    "fullwidth_colon": _sign("：", ":"),
    "blank_after_colon": _sign(":", ":"),
    "fullwidth_comma": _sign("，", ","),
    "fullwidth_dash": _sign("－", "-"),
    "blank_after_dash": _sign("-", "-"),
    "fullwidth_space": _spaces,
    "fullwidth_quotes": _quotes,
    "fullwidth_bracket": _brackets,
    "split_by_comma": _balanced,
    "key_without_value": _sentence,
    "text_after_quote": _value,
    "colon_in_text": _value,
    "alias": _alias,
    "tag": _alias,
    "control_character": _no_width,
    "expression_full_width": _narrow,
    "expression_single_equals": _twice,
    "thousands_separator": _thousands,
}
