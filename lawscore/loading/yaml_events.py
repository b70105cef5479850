"""What the composer asks of a parser's event."""

from __future__ import annotations

from typing import TypeGuard

from yaml.events import Event, NodeEvent, ScalarEvent


def begin(event: Event) -> int:
    """The offset of the first character."""
    return event.start_mark.index if event.start_mark is not None else 0


def end(event: Event) -> int:
    """The offset after the last character."""
    return event.end_mark.index if event.end_mark is not None else 0


def on_one_line(first: Event, second: Event) -> bool:
    """Whether the second event begins on the line on which the first does."""
    return (first.start_mark and first.start_mark.line) == (second.start_mark and second.start_mark.line)


def spans_lines(event: Event) -> bool:
    """Whether the event ends on a later line than it begins."""
    return (event.start_mark and event.start_mark.line) != (event.end_mark and event.end_mark.line)


def is_plain(event: Event) -> TypeGuard[ScalarEvent]:
    """A text without quotes."""
    return isinstance(event, ScalarEvent) and not event.style


def is_nothing(event: Event) -> bool:
    """A value that is not there: no text, no quotes, and neither anchor nor tag."""
    if not isinstance(event, ScalarEvent) or event.value or event.style:
        return False
    return not has_properties(event)


def has_properties(event: Event) -> bool:
    """Whether an anchor or a tag stands before the value."""
    return isinstance(event, NodeEvent) and (event.anchor is not None or getattr(event, "tag", None) is not None)
