"""The numbers of the sentences in a cell, written and read back: 1. for a rule, （1） and ① for the parts of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.office.sentences import Sentence

_MOST_CIRCLED: Final = 20
_NUMBER: Final = re.compile(r"\s*\d{1,2}\s*[.．、)）](?!\d)\s*")
_PART: Final = (re.compile(r"\s*[（(]\d{1,2}[)）]\s*"), re.compile(r"\s*(?:[①-⑳]|\[\d+\])\s*"))


@dataclass(slots=True)
class Numbered:
    """A sentence of a cell, and those that stand below it as its parts."""

    text: str
    parts: list[Numbered] = field(default_factory=list)


def numbered(told: Sequence[Sentence]) -> Iterator[str]:
    """The lines of a cell: several sentences carry their number, and so do parts."""
    for number, one in enumerate(told, 1):
        yield (f"{number}. " if len(told) > 1 else "") + one.text
        yield from _parts(one, 0)


def _parts(told: Sentence, depth: int) -> Iterator[str]:
    for number, part in enumerate(told.parts, 1):
        yield _mark(number, depth) + part.text
        yield from _parts(part, depth + 1)


def _mark(number: int, depth: int) -> str:
    if depth == 0:
        return f"（{number}）"
    return chr(0x245F + number) if number <= _MOST_CIRCLED else f"[{number}]"


def read_numbered(text: str, now: Sequence[Sentence]) -> list[Numbered]:
    """The sentences of a cell of ours without their numbers; parts only where there are such now."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    deep = max(map(_depth, now), default=0)
    if len(lines) == 1 and len(now) < 2:
        return [Numbered(lines[0])]
    found: list[Numbered] = []
    for line in lines:
        level = next((level for level in range(deep) if _PART[min(level, 1)].match(line)), None)
        above = _below(found, level) if level is not None else None
        if above is None or level is None:
            found.append(Numbered(_plain(line)))
        else:
            above.parts.append(Numbered(_PART[min(level, 1)].sub("", line, count=1)))
    return found


def is_like(one: Sequence[Sentence | Numbered], other: Sequence[Sentence | Numbered]) -> bool:
    """Whether two lists have as many sentences with as many parts."""
    return len(one) == len(other) and all(is_like(a.parts, b.parts) for a, b in zip(one, other, strict=True))


def flat(told: Numbered) -> Iterator[Numbered]:
    """A sentence and all its parts, each by itself."""
    yield Numbered(told.text)
    for part in told.parts:
        yield from flat(part)


def _depth(told: Sentence) -> int:
    return 1 + max(map(_depth, told.parts)) if told.parts else 0


def _below(found: Sequence[Numbered], level: int) -> Numbered | None:
    """The sentence that a part of this level belongs to: the last one above it."""
    listed: Sequence[Numbered] = found
    for _ in range(level):
        listed = listed[-1].parts if listed else ()
    return listed[-1] if listed else None


def _plain(line: str) -> str:
    for pattern in (_NUMBER, *_PART):
        if pattern.match(line):
            return pattern.sub("", line, count=1)
    return line
