"""Entries in brackets, between commas; where each has a line of its own, a new one gets its own too."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.editing.runs import Change, New, Run
from lawscore.editing.splices import Splice
from lawscore.editing.steps import Insert
from lawscore.editing.texts import key_of, text_of
from lawscore.editing.values import in_line
from lawscore.editing.written import Group, Written


def splices(document: Written, change: Change) -> Iterator[Splice]:
    """The splices that make a change."""
    for run in change.gone:
        yield from _cut(document, change.group, run)
    for new in change.new:
        yield from _put(document, change, new)


def _comma(document: Written, group: Group, at: int) -> int | None:
    """The offset of the comma behind an entry; None where none follows the last one."""
    found = document.next_sign(group.entries[at].value.end, comments=False)
    return found if document.text[found : found + 1] == "," else None


def _foot(document: Written, offset: int) -> int:
    """The end of a comment that stands on the line of an offset, behind it; else the offset."""
    after = document.next_sign(offset)
    is_comment = document.text[after : after + 1] == "#" and document.line_end(offset) > after
    return document.line_end(after) if is_comment else offset


def _head(document: Written, group: Group, at: int) -> int:
    """Where an entry begins with the comment lines directly above it."""
    head = group.entries[at].start
    lowest = (_comma(document, group, at - 1) or 0) + 1 if at else group.start + 1
    for comment in reversed(document.comments):
        if lowest <= comment.start < head:
            directly = document.after_break(comment.end) == document.line_start(head)
            if not comment.own_line or not directly or not document.is_first(head):
                break
            head = comment.start
    return head


def _cut(document: Written, group: Group, run: Run) -> Iterator[Splice]:
    head = _head(document, group, run.first)
    comma = _comma(document, group, run.last)
    if run.last < len(group.entries) - 1:
        assert comma is not None
        yield Splice(head, document.next_sign(_foot(document, comma + 1)))
        return
    end = group.entries[run.last].value.end if comma is None else comma + 1
    before = _comma(document, group, run.first - 1)
    assert before is not None
    is_between = bool(document.text[before + 1 : head].strip())
    # A comment between would seem to cut the text before it, were the comma not there.
    yield Splice(before if comma is None and not is_between else head, _foot(document, end))


def _put(document: Written, change: Change, new: New) -> Iterator[Splice]:
    told = [_entry(change, entry) for entry in new.entries]
    group = change.group
    if new.below and new.beneath is not None:
        head = _head(document, group, new.beneath)
        between = document.newline + " " * document.column(head) if document.is_first(head) else " "
        yield Splice(head, head, "".join(f"{one},{between}" for one in told))
        return
    assert new.above is not None
    end, comma = group.entries[new.above].value.end, _comma(document, group, new.above)
    if change.gone or not _has_own_line(document, group, new.above):
        yield Splice(end, end, "".join(f", {one}" for one in told))
        return
    between = document.newline + " " * document.column(group.entries[new.above].start)
    if comma is None:
        yield Splice(end, end, ",")
    foot = _foot(document, end if comma is None else comma + 1)
    yield Splice(foot, foot, between + f",{between}".join(told) + ("," if comma is not None else ""))


def _has_own_line(document: Written, group: Group, at: int) -> bool:
    entry = group.entries[at]
    following = group.entries[at + 1].start if at + 1 < len(group.entries) else group.end
    is_alone = document.line_start(following) > entry.value.end
    return document.is_first(entry.start) and is_alone


def _entry(change: Change, new: Insert) -> str:
    if new.key is not None:
        return f"{key_of(new.key, flow=True)}: {in_line(new.value, key=new.key, flow=True)}"
    if isinstance(new.value, str):
        return text_of(new.value, key=change.key, flow=True, place="item")
    return in_line(new.value, key=change.key, flow=True)
