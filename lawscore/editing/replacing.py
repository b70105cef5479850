"""Another value in the place of one: beside its key or dash where it fits, else in lines below."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.classes import dataclass
from lawscore.editing.splices import Splice
from lawscore.editing.texts import quoted, text_of
from lawscore.editing.values import block_lines, in_line, is_large
from lawscore.editing.written import Entry, Group, Node, Text, Written
from lawscore.loading.source import Path, Tree
from lawscore.loading.yaml_slips import cut_by_comment


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value that is replaced: the entry that holds it, the group of that entry, and the nearest key above."""

    node: Node
    entry: Entry
    group: Group
    key: str


def replaced(document: Written, path: Path, value: Tree) -> Iterator[Splice]:
    """The splices that put a value at a path."""
    node = document.node(path)
    assert node is not None
    group = document.node(path[:-1]) if path else None
    if not isinstance(group, Group):
        yield _whole(document, node, value)
        return
    entry = document.entry(group, path[-1])
    assert entry is not None
    spot = _Spot(node, entry, group, next((step for step in reversed(path) if isinstance(step, str)), ""))
    large = is_large(value, document.column(entry.start) + len(spot.key) + 2)
    if group.flow or (_is_beside(node) and not large):
        yield Splice(node.start, node.end, _told(document, spot, value, node.end))
    elif large:
        yield from _below(document, spot, value)
    else:
        yield from _beside(document, spot, value)


def _whole(document: Written, node: Node, value: Tree) -> Splice:
    """The root of the document."""
    if isinstance(value, dict | list) and value:
        return Splice(
            node.start, node.end, document.newline.join(block_lines(value, document.column(node.start))).lstrip()
        )
    return Splice(node.start, node.end, in_line(value))


def _is_beside(node: Node) -> bool:
    """Whether a value stands there that begins and ends on its own, so that another may take just its place."""
    return node.flow if isinstance(node, Group) else not node.is_block


def _told(document: Written, spot: _Spot, value: Tree, before: int) -> str:
    """The value in one line; in quotes where the text was that it replaces, and where a comment would seem to cut it."""
    if not isinstance(value, str):
        return in_line(value, key=spot.key, flow=spot.group.flow)
    is_cut = cut_by_comment(document.text, before, spot.key) is not None
    if is_cut or (isinstance(spot.node, Text) and spot.node.style == '"'):
        return quoted(value)
    return text_of(value, key=spot.key, flow=spot.group.flow, place="item" if spot.entry.key is None else "beside")


def _anchor(document: Written, spot: _Spot) -> int:
    """The offset after the colon or the dash before a value of a block."""
    if spot.entry.key is not None:
        return document.text.index(":", spot.entry.key.end) + 1
    return document.dash(spot.entry) + 1


def _beside(document: Written, spot: _Spot, value: Tree) -> Iterator[Splice]:
    """A short value where lines stood; the comment beside the key or dash stays."""
    anchor = _anchor(document, spot)
    if document.line_start(anchor) == document.line_start(spot.node.start):
        yield Splice(spot.node.start, spot.node.end, _told(document, spot, value, spot.node.end))
        return
    yield Splice(anchor, anchor, " " + _told(document, spot, value, anchor))
    yield Splice(document.line_end(anchor), spot.node.end)


def _below(document: Written, spot: _Spot, value: Tree) -> Iterator[Splice]:
    """A long value in lines below its key or dash, whose comment stays where it is."""
    anchor, start, end = _anchor(document, spot), spot.node.start, spot.node.end
    lines = _lines(document, spot, value, document.column(spot.group.start) + 2)
    if document.line_start(anchor) != document.line_start(start):
        yield Splice(document.line_end(anchor), end, document.newline + lines)
    elif spot.entry.key is None and document.line_end(end) == end:
        yield Splice(start, end, _lines(document, spot, value, document.column(start)).lstrip())
    else:
        yield Splice(anchor, end)
        yield Splice(document.line_end(end), document.line_end(end), document.newline + lines)


def _lines(document: Written, spot: _Spot, value: Tree, column: int) -> str:
    return document.newline.join(block_lines(value, column, spot.key))
