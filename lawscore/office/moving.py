"""Indicators put into another order or below another branch: their lines move as they are, with their comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lawscore.classes import dataclass
from lawscore.editing.edits import EditError
from lawscore.editing.in_blocks import foot_below
from lawscore.editing.written import Group, Written, read_written
from lawscore.loading.source import Path, Tree


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of an item: from its own comment lines to its last line, with what is indented more deeply below it."""

    start: int
    end: int


def arranged(text: str, wanted: Mapping[str, Sequence[str]]) -> str:
    """The document with the parts of each branch as wanted, by ids ("" is the document); others stay where they are."""
    for parent, names in wanted.items():
        for name in names:
            text = _below(text, name, parent)
    for parent, names in wanted.items():
        text = _ordered(text, parent, names)
    return text


def places(data: Tree, path: Path = ()) -> Iterator[tuple[str, Path]]:
    """Every indicator by id with its path."""
    inside = data.get("indicators") if isinstance(data, dict) else None
    for place, node in enumerate(inside if isinstance(inside, list) else ()):
        here = (*path, "indicators", place)
        yield (node if isinstance(node, str) else str(node.get("id")) if isinstance(node, dict) else ""), here
        yield from places(node, here)


def _below(text: str, name: str, parent: str) -> str:
    """Move an indicator to the end of another branch, unless it is there."""
    document = read_written(text)
    found = dict(places(document.data))
    above = (*found[parent], "indicators") if parent else ("indicators",)
    if found[name][:-1] == above:
        return text
    old, new = _list(document, found[name][:-1]), _list(document, above)
    chunk, there = _chunks(document, old)[int(found[name][-1])], _chunks(document, new)
    last, gap = there[-1], document.newline
    if len(there) > 1 and document.text[there[-2].end : there[-1].start].count("\n") > 1:
        gap = document.newline * 2
    shift = document.column(new.start) - document.column(old.start)
    moved = gap + _indented(document.text[chunk.start : chunk.end], shift)
    cuts = sorted([(_with_gap(document, old, int(found[name][-1])), ""), ((last.end, last.end), moved)], reverse=True)
    for (start, end), put in cuts:
        text = text[:start] + put + text[end:]
    return text


def _ordered(text: str, parent: str, names: Sequence[str]) -> str:
    """Put the parts of a branch into an order; the blank lines between them stay where they are."""
    document = read_written(text)
    found = dict(places(document.data))
    above = (*found[parent], "indicators") if parent else ("indicators",)
    group = document.node(above)
    if not isinstance(group, Group):
        raise EditError("there is no list here", above)
    now = [name for name, path in found.items() if path[:-1] == above]
    order = _merged(now, [name for name in names if name in now])
    if order == now:
        return text
    chunks = _chunks(document, _list(document, above))
    told = [text[chunks[now.index(name)].start : chunks[now.index(name)].end] for name in order]
    gaps = [text[one.end : other.start] for one, other in pairwise(chunks)]
    body = "".join(part + gap for part, gap in zip(told, [*gaps, ""], strict=True))
    return text[: chunks[0].start] + body + text[chunks[-1].end :]


def _merged(now: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The wanted order; what it does not name stays behind the one that it follows now."""
    order = list(wanted)
    for place, name in enumerate(now):
        if name not in order:
            order.insert(order.index(now[place - 1]) + 1 if place else 0, name)
    return order


def _list(document: Written, path: Path) -> Group:
    group = document.node(path)
    if not isinstance(group, Group) or group.flow:
        raise EditError("indicators that stand in brackets are not moved", path)
    return group


def _chunks(document: Written, group: Group) -> list[_Chunk]:
    found: list[_Chunk] = []
    for entry in group.entries:
        lowest = found[-1].end if found else 0
        head = _head(document, document.dash(entry), lowest)
        found.append(_Chunk(head, foot_below(document, group, entry.value.end)))
    return found


def _head(document: Written, dash: int, lowest: int) -> int:
    """Where the comment lines directly above an item begin, below what belongs to the item before it."""
    head = document.line_start(dash)
    for comment in reversed(document.comments):
        if comment.own_line and comment.start >= lowest and document.after_break(comment.end) == head:
            head = document.line_start(comment.start)
    return head


def _with_gap(document: Written, group: Group, place: int) -> tuple[int, int]:
    """An item and the lines between it and the next one, or before it where it is the last."""
    chunks = _chunks(document, group)
    if len(chunks) == 1:
        raise EditError("a branch would be left without parts", place)
    if place + 1 < len(chunks):
        return chunks[place].start, chunks[place + 1].start
    return chunks[place - 1].end, chunks[place].end


def _indented(text: str, shift: int) -> str:
    """Lines moved to the right, or to the left; blank ones stay blank."""
    lines = text.splitlines(keepends=True)
    if shift >= 0:
        return "".join(" " * shift + line if line.strip() else line for line in lines)
    return "".join(line[-shift:] if not line[:-shift].strip() else line.lstrip(" ") for line in lines)
