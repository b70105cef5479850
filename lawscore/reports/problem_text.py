"""A problem as text: the sentence, the line of the source with a caret below, and how to mend it."""

from __future__ import annotations

from typing import Final

from wcwidth import wcwidth

from lawscore.catalogue import Language
from lawscore.problems import Problem, Where

#: How many cells of a source line are shown, and how many of them before the caret where the line is longer.
_WIDEST: Final = 100
_BEFORE: Final = 60
_INDENT: Final = "  "
_CUT: Final = "…"
_UNSEEN: Final = "\ufffd"
_HINTS: Final = {"zh": "提示：", "en": "hint: "}


def render(problem: Problem, language: Language) -> str:
    """Write `where: message`, then the source line and a caret where there is one, then the hint."""
    lines = [problem.where.before(problem.message(language), language), *_excerpt(problem.where)]
    hint = problem.hint_text(language)
    if hint:
        lines.append(f"{_HINTS[language]}{hint}")
    return "\n".join(lines)


def _excerpt(where: Where) -> list[str]:
    if where.source is None or where.line is None or not where.source.strip():
        return []
    column = max(1, min(where.column or 1, len(where.source) + 1))
    shown, before = _window(where.source, column - 1)
    return [f"{_INDENT}{shown}", f"{_INDENT}{' ' * before}^"]


def _window(line: str, at: int) -> tuple[str, int]:
    """The part of a line around a character, and the width of what stands before the character."""
    start, room = at, _BEFORE
    while start > 0 and room >= _width(line[start - 1]):
        start -= 1
        room -= _width(line[start])
    start = 0 if start > 0 and _fits(line) else start
    end, room = start, _WIDEST
    while end < len(line) and room >= _width(line[end]):
        room -= _width(line[end])
        end += 1
    head = _CUT if start > 0 else ""
    tail = _CUT if end < len(line) else ""
    before = len(head) + sum(_width(character) for character in line[start:at])
    return head + "".join(_plain(character) for character in line[start:end]) + tail, before


def _fits(line: str) -> bool:
    return len(line) <= _WIDEST and sum(_width(character) for character in line) <= _WIDEST


def _width(character: str) -> int:
    """Cells of the terminal; what moves the cursor is shown as one blank or one mark."""
    width = wcwidth(character)
    return 1 if width < 0 else width


def _plain(character: str) -> str:
    if character == "\t":
        return " "
    return _UNSEEN if wcwidth(character) < 0 else character
