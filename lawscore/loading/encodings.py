"""Data files as text, never mangled: UTF-8, UTF-16 by its mark, GB18030 told by its bytes, or the encoding that was declared."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lawscore.catalogue import phrase
from lawscore.loading.files import LONGEST_LINE, decode_text, read_bytes, refuse_text
from lawscore.loading.lines import Lines
from lawscore.problems import Problem, QuestionError

#: A file that begins so says itself what it is: the mark goes before anything that is declared.
_MARKS: Final[Mapping[bytes, str]] = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
#: The encodings that may be declared, by their names of Python, and what is read: of one that is part of another, that one.
_READ: Final[Mapping[str, str]] = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5", "cp950": "cp950",
}  # fmt: skip
_DETECTED: Final = "utf-8"


def encoding_asked(name: str | None) -> str | None:
    """The encoding that a name means. Raises `QuestionError` for a name that means none in which data are read."""
    if name is None:
        return None
    try:
        return _READ[codecs.lookup(name).name]
    except (LookupError, ValueError, TypeError):
        facts = {"given": name}
        raise QuestionError([Problem(code="encoding_unknown", facts=facts, hint=phrase("hint.encodings"))]) from None


def read_data_text(
    path: str | Path, encoding: str | None = None, *, longest_line: int | None = LONGEST_LINE
) -> tuple[str | None, list[Problem]]:
    """The text of a data file and no error, or None and the error."""
    content = read_bytes(path)
    if isinstance(content, Problem):
        return None, [content]
    return decode_data(content, str(path), encoding, longest_line=longest_line)


def decode_data(
    content: bytes, name: str, encoding: str | None = None, *, longest_line: int | None = None
) -> tuple[str | None, list[Problem]]:
    """The text that the bytes of a data file are: by its mark, by what was declared, or by the bytes themselves."""
    marked = next((codec for mark, codec in _MARKS.items() if content.startswith(mark)), encoding)
    if marked is None or (marked == "utf-8-sig" and encoding in (None, _DETECTED)):
        return decode_text(content, name, longest_line=longest_line)
    try:
        text = content.decode(marked)
    except UnicodeError as error:
        return None, [_damaged(content, name, marked, getattr(error, "start", 0))]
    refused = refuse_text(text, name, longest_line)
    return (None, [refused]) if refused else (text, [])


def _damaged(content: bytes, name: str, encoding: str, at: int) -> Problem:
    sound = content[:at].decode(encoding, errors="replace")
    where = Lines(name, sound + "\ufffd").where(len(sound))
    facts = {"encoding": encoding.upper().removesuffix("-SIG"), "byte": str(at)}
    return Problem(code="file_not_in_encoding", where=where, facts=facts, hint=phrase("hint.encoding_declared"))
