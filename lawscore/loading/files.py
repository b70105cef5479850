"""Files become text, or one clear sentence that says why they cannot."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from pathlib import Path
from typing import Final

from lawscore.catalogue import phrase
from lawscore.loading.lines import Lines
from lawscore.problems import Problem, Severity, Where

MEBIBYTE: Final = 1024 * 1024
#: The largest data file, in bytes, and the longest line of YAML and CSV, in characters.
LARGEST: Final = 64 * MEBIBYTE
LONGEST_LINE: Final = 1_000_000

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
#: What no text file has: control characters, and code points that mean nothing.
_NOT_TEXT: Final = frozenset({"Cc", "Cn", "Co", "Cs"})
_BLANKS: Final = frozenset("\t\n\r\f")
_SAMPLE: Final = 100_000
#: In a text with damaged bytes there are so many sound characters for each.
_SOUND: Final = 20
_LINE: Final = re.compile(r"[^\n\r]+")


def read_text(
    path: str | Path, *, largest: int = LARGEST, longest_line: int | None = LONGEST_LINE
) -> tuple[str | None, list[Problem]]:
    """Read a text file: UTF-8 with or without a byte order mark, or GB18030 (with a note).

    Returns the text and no error, or None and the error. Pass `longest_line=None` for JSON, which may be one line.
    """
    content = read_bytes(path, largest=largest)
    if isinstance(content, Problem):
        return None, [content]
    return decode_text(content, str(path), longest_line=longest_line)


def decode_text(content: bytes, name: str, *, longest_line: int | None = None) -> tuple[str | None, list[Problem]]:
    """The text that the bytes of a file are, with the same care as `read_text`."""
    text, problems = _decode(content, name)
    if text is None:
        return None, problems
    refused = refuse_text(text, name, longest_line)
    return (None, [refused]) if refused else (text, problems)


def rewritten(path: str | Path, text: str) -> bytes:
    """The bytes of a new text of a file, as it is written now: its encoding, its byte order mark, its ends of lines."""
    content = Path(path).read_bytes()
    if content.count(b"\r\n") == content.count(b"\n") > 0:  # so on every line; else each line keeps its own
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if not _is_utf8(content):
        return text.encode("gb18030")
    return (codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b"") + text.encode()


def read_bytes(path: str | Path, *, largest: int = LARGEST) -> bytes | Problem:
    """The bytes of a file, or why they cannot be had."""
    content = _beginning(path, largest + 1)
    if not isinstance(content, Problem) and len(content) > largest:
        return _problem("file_too_large", str(path), limit=_size(largest))
    return content


def unreadable(path: str | Path) -> Problem | None:
    """Why a file cannot be opened; None where it can."""
    found = _beginning(path, 1)
    return found if isinstance(found, Problem) else None


def _beginning(path: str | Path, count: int) -> bytes | Problem:
    path = Path(path)
    try:
        with path.open("rb") as stream:
            return stream.read(count)
    except (FileNotFoundError, NotADirectoryError):
        return _problem("file_missing", str(path))
    except IsADirectoryError:
        return _problem("file_is_directory", str(path))
    except PermissionError:
        return _problem("file_not_permitted", str(path))
    except (OSError, ValueError) as error:
        return _problem("file_unreadable", str(path), reason=_reason(error))


def _reason(error: OSError | ValueError) -> str:
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else str(error)


def _size(limit: int) -> str:
    return f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit} B"


def _decode(content: bytes, name: str) -> tuple[str | None, list[Problem]]:
    if content.startswith(_UTF16):
        return None, [_problem("file_utf16", name)]
    if b"\0" in content:
        return None, [_problem("file_binary", name)]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _decode_gb18030(content, name, error.start)


def _decode_gb18030(content: bytes, name: str, wrong: int) -> tuple[str | None, list[Problem]]:
    """Take GB18030 only where it yields text, and where the bytes are not UTF-8 with a few damaged ones."""
    if _mostly_utf8(content):
        lines = Lines(name, content.decode("utf-8-sig", errors="replace"))
        where = lines.where(len(content[:wrong].decode("utf-8-sig", errors="replace")))
        facts = {"byte": str(wrong)}
        return None, [Problem(code="file_damaged", where=where, facts=facts, hint=phrase("hint.save_utf8"))]
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        damaged = _damaged_gb18030(content, name, error.start)
        return None, [damaged or _problem("file_binary", name)]
    if not _reads_as_text(text):
        return None, [_problem("file_binary", name)]
    return text, [_problem("file_gb18030", name, severity="note")]


def _damaged_gb18030(content: bytes, name: str, wrong: int) -> Problem | None:
    """Where a text in GB18030 has a damaged byte; None where hardly anything of it is text."""
    text = content.decode("gb18030", errors="replace")
    damaged = text.count("\ufffd")
    if damaged * _SOUND > len(text) or not _reads_as_text(text.replace("\ufffd", "")):
        return None
    sound = content[:wrong].decode("gb18030")
    where, facts = Lines(name, text).where(len(sound)), {"encoding": "GB18030", "byte": str(wrong)}
    return Problem(code="file_not_in_encoding", where=where, facts=facts, hint=phrase("hint.save_utf8"))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(content: bytes) -> bool:
    replaced = content.decode("utf-8", errors="replace")
    damaged = replaced.count("\ufffd")
    sound = sum(1 for character in replaced if character > "\x7f") - damaged
    return sound > damaged


def _reads_as_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return all(character in _BLANKS or unicodedata.category(character) not in _NOT_TEXT for character in sample)


def refuse_text(text: str, name: str, longest_line: int | None) -> Problem | None:
    """Why a text is no document of anybody's: it is empty, or has a line that no one writes."""
    if not text.strip():
        return _problem("file_empty", name)
    if longest_line is None or len(text) <= longest_line:
        return None
    long = next((line for line in _LINE.finditer(text) if line.end() - line.start() > longest_line), None)
    if long is None:
        return None
    where = Where(file=name, line=Lines(name, text).line(long.start()), column=1)
    return Problem(code="line_too_long", where=where, facts={"limit": longest_line}, hint=phrase("hint.line_too_long"))


def _problem(code: str, name: str, severity: Severity = "error", **facts: object) -> Problem:
    hint = phrase(_HINTS[code]) if code in _HINTS else None
    return Problem(code=code, where=Where(file=name), severity=severity, facts=facts, hint=hint)


_HINTS: Final = {
    "file_missing": "hint.file_missing",
    "file_is_directory": "hint.file_is_directory",
    "file_utf16": "hint.save_utf8",
    "file_gb18030": "hint.save_utf8",
    "file_binary": "hint.file_binary",
}
