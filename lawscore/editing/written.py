"""A YAML text as it is written: every value with its beginning and end, and every comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, TypeAlias

import yaml
from yaml.events import Event, MappingStartEvent, ScalarEvent, SequenceStartEvent

from lawscore.classes import dataclass
from lawscore.loading.source import Path, Tree
from lawscore.loading.yaml_events import begin, end
from lawscore.loading.yaml_reader import LOADER, read_yaml
from lawscore.problems import ProblemsError

_COMMENT: Final = re.compile(r"#[^\r\n]*")
_HEADER: Final = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")
_BREAK: Final = re.compile(r"\r\n|\r|\n")


class UnreadableError(ProblemsError):
    """A document with slips: nothing is changed in what cannot be read to the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text or a key; `style` is its quote, `|` or `>` for one in lines of its own, empty for a plain one."""

    start: int
    end: int
    value: str
    style: str

    @property
    def is_block(self) -> bool:
        """Whether it stands in lines of its own (`|`, `>`)."""
        return self.style in ("|", ">")


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A mapping (`keyed`) or list; `flow` where it is written in brackets."""

    start: int
    end: int
    flow: bool
    keyed: bool
    entries: tuple[Entry, ...]


Node: TypeAlias = Text | Group


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One entry of a group; an item of a list has no key."""

    key: Text | None
    value: Node

    @property
    def start(self) -> int:
        """Where the key begins, or the value where there is none: after the dash."""
        return self.value.start if self.key is None else self.key.start


@dataclass(frozen=True, slots=True, eq=False)
class Comment:
    """A comment from its `#` to the end of the line; `own_line` where nothing stands before it."""

    start: int
    end: int
    own_line: bool


@dataclass(frozen=True, eq=False)
class Written:
    """A document that was read without a slip."""

    text: str
    data: Tree
    root: Node
    comments: tuple[Comment, ...]

    @cached_property
    def newline(self) -> str:
        """The line break that the document uses."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    def said(self) -> list[str]:
        """The comments as texts."""
        return [self.text[one.start : one.end].rstrip() for one in self.comments]

    def node(self, path: Path) -> Node | None:
        """The value at a path; None where there is none."""
        node: Node | None = self.root
        for step in path:
            entry = self.entry(node, step)
            node = entry.value if entry is not None else None
        return node

    @staticmethod
    def entry(node: Node | None, step: object) -> Entry | None:
        """The entry of a group under a key or index."""
        if not isinstance(node, Group):
            return None
        if node.keyed:
            return next((entry for entry in node.entries if entry.key is not None and entry.key.value == step), None)
        inside = isinstance(step, int) and 0 <= step < len(node.entries)
        return node.entries[step] if inside and isinstance(step, int) else None

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its break."""
        found = _BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.line_start(offset)

    def is_first(self, offset: int) -> bool:
        """Whether only blanks stand before an offset on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    def after_break(self, offset: int) -> int:
        """The offset after a line break that stands at an offset."""
        found = _BREAK.match(self.text, offset)
        return found.end() if found else offset

    def before_break(self, offset: int) -> int:
        """The offset before a line break that ends at an offset."""
        return offset - (2 if self.text.endswith("\r\n", 0, offset) else 1 if offset else 0)

    def next_sign(self, offset: int, *, comments: bool = True) -> int:
        """The offset of the next character that is no blank and no line break, nor, if asked, part of a comment."""
        while True:
            offset = len(self.text) - len(self.text[offset:].lstrip(" \t\r\n"))
            if comments or self.text[offset : offset + 1] != "#":
                return offset
            offset = self.line_end(offset)

    def dash(self, entry: Entry) -> int:
        """The offset of the dash before an item of a list in lines."""
        at = entry.start
        while True:
            at = len(self.text[:at].rstrip())
            comment = next((one for one in self.comments if one.start < at <= one.end), None)
            if comment is None:
                return at - 1
            at = comment.start


def read_written(text: str, name: str = "") -> Written:
    """Read a text for editing; raises `UnreadableError` with every slip of a document that has some."""
    source, problems = read_yaml(text, name)
    if source is None or problems:
        raise UnreadableError(problems)
    text = text.removeprefix("\ufeff")
    reader = _Reader(text)
    root = reader.root()
    return Written(text, source.data, root, tuple(_comments(text, reader.texts)))


class _Reader:
    """Builds the nodes from the parser's events."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events: Iterator[Event] = yaml.parse(text, Loader=LOADER)
        self.texts: list[Text] = []

    def root(self) -> Node:
        for event in self.events:
            if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
                return self._node(event)
        raise UnreadableError(())

    def _node(self, event: Event) -> Node:
        if isinstance(event, ScalarEvent):
            return self._text(event)
        keyed, flow = isinstance(event, MappingStartEvent), bool(getattr(event, "flow_style", False))
        entries: list[Entry] = []
        while isinstance(inside := next(self.events), ScalarEvent | MappingStartEvent | SequenceStartEvent):
            key = self._text(inside) if keyed and isinstance(inside, ScalarEvent) else None
            entries.append(Entry(key, self._node(next(self.events) if keyed else inside)))
        # The parser ends a block where the next thing begins; here it ends with its last value.
        last = entries[-1].value.end if entries and not flow else end(inside)
        return Group(begin(event), last, flow, keyed, tuple(entries))

    def _text(self, event: ScalarEvent) -> Text:
        style = event.style or ""
        stop = end(event) if style not in ("|", ">") else self._block_end(event)
        text = Text(begin(event), stop, event.value, style)
        self.texts.append(text)
        return text

    def _block_end(self, event: ScalarEvent) -> int:
        """The end of the last line that counts; where blank lines below are kept, of the last of these."""
        start, stop = begin(event), end(event)
        header = _HEADER.match(self.text, start)
        if header is not None and "+" in header[0].partition("#")[0]:
            return stop - len(self.text[start:stop]) + len(re.sub(r"(\r\n|\r|\n)\Z", "", self.text[start:stop]))
        return start + len(self.text[start:stop].rstrip(" \t\r\n"))


def _comments(text: str, texts: list[Text]) -> Iterator[Comment]:
    """What begins with `#` between the texts and in the first line of those that have lines of their own."""
    at = 0
    for part in texts:
        yield from _between(text, at, part.start)
        at = part.end
        if part.is_block:
            header = _HEADER.match(text, part.start)
            if header is not None and header[1]:
                yield Comment(header.start(1), header.end(1), own_line=False)
    yield from _between(text, at, len(text))


def _between(text: str, start: int, stop: int) -> Iterator[Comment]:
    for found in _COMMENT.finditer(text, start, stop):
        line = max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start())) + 1
        yield Comment(found.start(), found.end(), own_line=not text[line : found.start()].strip())
