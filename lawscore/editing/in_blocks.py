"""Entries of a block: each has lines of its own, the comment lines directly above it and the comment beside it."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.editing.runs import Change, New, Run, last_text
from lawscore.editing.splices import Splice
from lawscore.editing.steps import EditError, Insert
from lawscore.editing.values import entry_lines
from lawscore.editing.written import Entry, Group, Written


def splices(document: Written, change: Change) -> Iterator[Splice]:
    """The splices that make a change."""
    if _has_marked_keys(document, change.group):
        raise EditError("keys that are marked by `?` are not edited", change.key)
    for run in change.gone:
        yield _cut(document, change.group, run)
    for new in change.new:
        yield from _put(document, change, new)


def _has_marked_keys(document: Written, group: Group) -> bool:
    return group.keyed and document.text[group.start] == "?" and group.start != group.entries[0].start


def _start(document: Written, entry: Entry) -> int:
    """Where an entry begins: at its key or dash."""
    return entry.start if entry.key is not None else document.dash(entry)


def _head(document: Written, group: Group, at: int) -> int:
    """Where the lines of an entry begin: its own comment lines, else its line; its start, where that is inside a line."""
    start = _start(document, group.entries[at])
    if not document.is_first(start):
        return start
    lowest = _foot(document, group, at - 1) if at else 0
    head = document.line_start(start)
    for comment in reversed(document.comments):
        if lowest <= comment.start < head:
            next_line = document.after_break(comment.end)
            if not comment.own_line or next_line != head:
                break
            head = document.line_start(comment.start)
    return head


def foot_below(document: Written, group: Group, end: int) -> int:
    """Where the last line of what ends there ends, with the comments below it that are indented more deeply than the group."""
    foot, column = document.line_end(end), document.column(group.start)
    for comment in document.comments:
        if comment.start >= foot:
            if document.text[foot : comment.start].strip() or document.column(comment.start) <= column:
                break
            foot = comment.end
    return foot


def _foot(document: Written, group: Group, at: int) -> int:
    return foot_below(document, group, group.entries[at].value.end)


def _cut(document: Written, group: Group, run: Run) -> Splice:
    head, foot = _head(document, group, run.first), _foot(document, group, run.last)
    if not document.is_first(_start(document, group.entries[run.first])):
        return Splice(head, document.next_sign(foot))
    if foot == len(document.text):
        return Splice(head, foot)
    if head == 0:
        return Splice(0, document.after_break(foot))
    # The break before it goes, not the one behind: there, something new may be put.
    return Splice(document.before_break(head), foot)


def _put(document: Written, change: Change, new: New) -> Iterator[Splice]:
    group, newline = change.group, document.newline
    indent = " " * document.column(group.start)
    lines = [indent + newline.join(_lines(document, change, entry)) for entry in new.entries]
    if new.below and new.beneath is not None:
        head = _head(document, group, new.beneath)
        if document.is_first(head):
            yield Splice(head, head, "".join(line + newline for line in lines))
        else:
            yield Splice(head, head, "".join(line.lstrip(" ") + newline + indent for line in lines))
        return
    assert new.above is not None
    foot = _foot(document, group, new.above)
    yield from _chomped(document, group, foot)
    yield Splice(foot, foot, "".join(newline + line for line in lines))


def _lines(document: Written, change: Change, new: Insert) -> list[str]:
    return entry_lines(new.key, new.value, document.column(change.group.start), change.key)


def _chomped(document: Written, group: Group, foot: int) -> Iterator[Splice]:
    """A text in lines of its own that ends the file without a line break must not get one."""
    text = last_text(group)
    if foot == len(document.text) and text is not None and text.is_block and not text.value.endswith("\n"):
        mark = text.start + 1
        sign = document.text[mark : mark + 1]
        if sign != "-":
            yield Splice(mark, mark + (sign == "+"), "-")
