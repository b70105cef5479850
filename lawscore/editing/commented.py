"""A document with every comment put to the entry that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.classes import dataclass
from lawscore.editing.written import Comment, Entry, Group, Node, Text, Written

#: A blank line among the comments above an entry.
BLANK = ""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """An entry: its comment lines and blank lines above, the comment beside it, and what stands in it.

    `below` are the comment lines that follow the last entry of its value.
    """

    key: Text | None
    value: Text | tuple[Piece, ...]
    keyed: bool = False
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def is_commented(self) -> bool:
        """Whether a comment stands inside its value."""
        inside = () if isinstance(self.value, Text) else self.value
        return bool(self.below) or any(one.beside or any(one.above) or one.is_commented for one in inside)


def commented(document: Written) -> Piece:
    """The root of a document, as an entry without a key."""
    return _Walk(document).root()


class _Walk:
    """Goes through the document once, and takes each comment where it comes."""

    def __init__(self, document: Written) -> None:
        self.document = document
        self.waiting = list(reversed(document.comments))

    def root(self) -> Piece:
        node = self.document.root
        in_line = isinstance(node, Text) or node.flow
        above = tuple(self._lines(node.start)) if in_line else ()
        value, beside, below = self._value(node, column=-1)
        rest = [self._text(comment) for comment in self._before(len(self.document.text))]
        keyed = isinstance(node, Group) and node.keyed
        return Piece(None, value, keyed, above, tuple(beside), (*below, *rest))

    def _before(self, offset: int) -> Iterator[Comment]:
        """The comments that begin before an offset."""
        while self.waiting and self.waiting[-1].start < offset:
            yield self.waiting.pop()

    def _text(self, comment: Comment) -> str:
        return self.document.text[comment.start : comment.end].rstrip()

    def _lines(self, offset: int) -> Iterator[str]:
        """The comments before an offset, with blank lines where the author left some."""
        for comment in self._before(offset):
            if comment.own_line and self._is_blank_above(comment.start):
                yield BLANK
            yield self._text(comment)
        if self.document.is_first(offset) and self._is_blank_above(offset):
            yield BLANK

    def _is_blank_above(self, offset: int) -> bool:
        start = self.document.line_start(offset)
        above = self.document.text[:start].removesuffix("\n").removesuffix("\r")
        return start > 0 and not above[max(above.rfind("\n"), above.rfind("\r")) + 1 :].strip()

    def _beside(self, offset: int, limit: int | None = None) -> Iterator[str]:
        """The comment on the line of an offset, behind it and before a limit."""
        limit = self.document.line_end(offset) if limit is None else min(limit, self.document.line_end(offset))
        if self.waiting and offset <= self.waiting[-1].start < limit:
            yield self._text(self.waiting.pop())

    def _value(self, node: Node, column: int) -> tuple[Text | tuple[Piece, ...], list[str], list[str]]:
        """A value, the comments beside it, and those below it that are indented more deeply than a column."""
        if isinstance(node, Text):
            return node, [self._text(comment) for comment in self._before(node.end)], []
        opened = list(self._beside(node.start, node.entries[0].start)) if node.flow and node.entries else []
        pieces = tuple(self._piece(node, entry) for entry in node.entries)
        if node.flow:
            return pieces, opened, [self._text(comment) for comment in self._before(node.end)]
        return pieces, [], list(self._below(node, column))

    def _below(self, node: Group, column: int) -> Iterator[str]:
        """The comments between the end of a block and what comes next, as far as they are indented like the block."""
        following = self.document.next_sign(node.end, comments=False)
        while self.waiting and self.waiting[-1].start < following:
            comment = self.waiting[-1]
            if not comment.own_line or self.document.column(comment.start) <= column:
                return
            if self._is_blank_above(comment.start):
                yield BLANK
            yield self._text(self.waiting.pop())

    def _piece(self, group: Group, entry: Entry) -> Piece:
        is_item_of_block = entry.key is None and not group.flow
        start = self.document.dash(entry) if is_item_of_block else entry.start
        above = list(self._lines(start))
        beside: list[str] = []
        if is_item_of_block or entry.key is not None:
            mark = start if entry.key is None else entry.key.end
            beside += self._beside(mark) if entry.value.start > self.document.line_end(mark) else ()
        if isinstance(entry.value, Text) or entry.value.flow:
            above += [self._text(comment) for comment in self._before(entry.value.start)]
        value, own, below = self._value(entry.value, self.document.column(group.start))
        beside += own
        beside += self._beside(self._behind(group, entry), group.end if group.flow else None)
        keyed = isinstance(entry.value, Group) and entry.value.keyed
        return Piece(entry.key, value, keyed, tuple(above), tuple(beside), tuple(below))

    def _behind(self, group: Group, entry: Entry) -> int:
        """Where an entry ends: in brackets behind its comma."""
        end = entry.value.end
        if not group.flow:
            return end
        comma = self.document.next_sign(end, comments=False)
        is_comma = self.document.text[comma : comma + 1] == ","
        return comma + 1 if is_comma and self.document.line_start(comma) == self.document.line_start(end) else end
