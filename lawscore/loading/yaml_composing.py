"""From the parser's events to a tree of texts, its layout, and everything that is refused on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from lawscore.catalogue import Phrase, phrase
from lawscore.loading import yaml_flow
from lawscore.loading.lines import Lines
from lawscore.loading.source import Part, Step, Tree
from lawscore.loading.yaml_composition import Composition
from lawscore.loading.yaml_draft import Draft
from lawscore.loading.yaml_events import begin, is_nothing, is_plain, on_one_line
from lawscore.loading.yaml_flow import Entry
from lawscore.loading.yaml_slips import WIDE_SPACES
from lawscore.loading.yaml_texts import Setting, key_remark, remarks
from lawscore.models import shorten

DEEPEST: Final = 60
MOST_NODES: Final = 200_000
#: A key and a value each.
_MOST_EVENTS: Final = 2 * MOST_NODES

_HASH: Final = re.compile(r"[ \t]*:?[ \t]+#")
_WIDE_LINE_BELOW: Final = re.compile(rf"[ \t]*:[ \t]*[\r\n]+ *[{WIDE_SPACES}]")


class _Stop(Exception):
    """The document is refused as a whole; its problem is already noted."""


def compose(draft: Draft, lines: Lines, events: Iterable[Event]) -> Composition:
    """Compose one document; an error of the parser ends it and is kept in the result."""
    composition = Composition(draft, lines)
    try:
        _Composer(composition, iter(events)).document()
    except yaml.YAMLError as error:
        composition.error = error
    except _Stop:
        composition.data = None
    return composition


class _Composer:
    """Takes event after event and builds the tree, depth first."""

    def __init__(self, into: Composition, events: Iterator[Event]) -> None:
        self.into = into
        self.events = events
        self.path: list[Step] = []

    def document(self) -> None:
        while isinstance(event := self._next(), StreamStartEvent | DocumentStartEvent):
            pass
        if isinstance(event, StreamEndEvent) or is_nothing(event):
            self._note("nothing_inside", 0)
            return
        self.into.root = begin(event)
        data = self._node(event, Setting())
        while isinstance(event := self._next(), DocumentEndEvent):
            pass
        if isinstance(event, DocumentStartEvent):
            self._note("several_documents", begin(event), phrase("hint.several_documents"))
        self.into.data = data

    def _next(self) -> Event:
        event = next(self.events)
        self.into.reach += 1
        self.into.last = event
        if self.into.reach > _MOST_EVENTS:
            self._note("too_many_nodes", begin(event), limit=MOST_NODES)
            raise _Stop
        return event

    def _note(self, code: str, offset: int, hint: Phrase | None = None, **facts: object) -> None:
        self.into.note(code, offset, hint, tuple(self.path), **facts)

    def _spoil(self, *steps: Step) -> None:
        self.into.spoiled.add((*self.path, *steps))

    def _node(self, event: Event, setting: Setting) -> Tree:
        """The value that begins with an event; None where it is refused."""
        start = begin(event)
        if start in self.into.draft.tainted:
            self._spoil()
        if isinstance(event, AliasEvent):
            self._note("alias", start, phrase("hint.alias"), name=event.anchor)
            self._spoil()
            return None
        self._refuse_properties(event)
        if isinstance(event, ScalarEvent):
            return self._text(event, setting)
        if len(self.path) >= DEEPEST:
            self._note("nested_too_deep", start, limit=DEEPEST)
            raise _Stop
        return self._mapping(event) if isinstance(event, MappingStartEvent) else self._list(event, setting)

    def _refuse_properties(self, event: Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            self._note("anchor", begin(event), phrase("hint.anchor"), name=anchor)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._note("tag", begin(event), phrase("hint.tag"), tag=shorten(shown))

    def _list(self, event: Event, setting: Setting) -> list[Tree]:
        flow = bool(getattr(event, "flow_style", False))
        data: list[Tree] = []
        parts = self.into.parts[begin(event)] = {}
        entries: list[Entry] = []
        while not isinstance(item := self._next(), SequenceEndEvent):
            if is_nothing(item):
                start = begin(item)
                self._note("empty_item", start, self._hash_hint(start, "hint.empty_item"))
                continue
            self.path.append(len(data))
            value = self._node(item, Setting(setting.key, "item"))
            self.path.pop()
            parts[len(data)] = Part(None, begin(item))
            data.append(value)
            if flow:
                entries.append(Entry.of(None, item))
        if flow:
            for split in yaml_flow.split_items(self.into.draft.text, entries):
                self._note("split_by_comma", split.at, phrase("hint.quote_text", quoted=split.quoted), text=split.text)
                self._spoil()
        return data

    def _mapping(self, event: MappingStartEvent) -> dict[str, Tree]:
        data: dict[str, Tree] = {}
        parts = self.into.parts[begin(event)] = {}
        entries: list[Entry] = []
        firsts: dict[str, tuple[str, int]] = {}
        while not isinstance(key_event := self._next(), MappingEndEvent):
            key = self._key(key_event)
            value = self._next()
            if key is None:
                self._skip(value)
            elif is_nothing(value):
                entries.append(Entry.of(key_event, None, key))
            elif not self._doubled(key, key_event, firsts):
                data[key] = self._value(key, key_event, value)
                parts[key] = Part(begin(key_event), begin(value))
                if event.flow_style:
                    entries.append(Entry.of(key_event, value, key))
            else:
                self._skip(value)
        if event.flow_style:
            self._valueless_in_flow(entries, data)
        else:
            self._valueless_in_block(entries)
        return data

    def _value(self, key: str, key_event: Event, event: Event) -> Tree:
        beside = on_one_line(key_event, event)
        self.path.append(key)
        value = self._node(event, Setting(key, "beside" if beside else "line"))
        self.path.pop()
        return value

    def _key(self, event: Event) -> str | None:
        """The key as text; None where it is none."""
        start = begin(event)
        if not isinstance(event, ScalarEvent):
            self._note("key_not_text", start, phrase("hint.key_not_text"))
            self._skip(event)
            return None
        self._refuse_properties(event)
        if not is_plain(event):
            return event.value
        if not event.value:
            self._note("empty_key", start)
            return None
        if event.value == "<<":
            self._note("merge_key", start, phrase("hint.merge_key"))
            return None
        remark = key_remark(event.value, start)
        if remark is None:
            return event.value
        self._note(remark.code, remark.at, remark.hint, **remark.facts)
        return remark.taken

    def _doubled(self, key: str, event: Event, firsts: dict[str, tuple[str, int]]) -> bool:
        start = begin(event)
        folded = key if key.isascii() else unicodedata.normalize("NFKC", key)
        first, at = firsts.setdefault(folded, (key, start))
        if at == start:
            return False
        line = self.into.lines.line(self.into.draft.original(at))
        hint = phrase("hint.doubled_key") if first == key else phrase("hint.doubled_key_width", first=first)
        self._note("doubled_key", start, hint, key=shorten(key), line=line)
        self._spoil(first)  # of two values that are given for one key, neither can be trusted
        return True

    def _skip(self, event: Event) -> None:
        """Pass over a value without a look at it."""
        depth = int(isinstance(event, CollectionStartEvent))
        while depth:
            event = self._next()
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)

    def _text(self, event: ScalarEvent, setting: Setting) -> str:
        value = event.value
        if not value:
            return value
        for remark in remarks(self.into.draft.text, event, setting):
            self._note(remark.code, remark.at, remark.hint, **remark.facts)
            if remark.taken is None:
                self._spoil()
            else:
                value = remark.taken
        return value

    def _hash_hint(self, offset: int, otherwise: str) -> Phrase:
        """What to do about a missing value: a `#` behind it made it a comment."""
        return phrase("hint.quote_hash" if _HASH.match(self.into.draft.text, offset) else otherwise)

    def _valueless_in_block(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._spoil(entry.key)
            if not _WIDE_LINE_BELOW.match(self.into.draft.text, entry.key_end):
                hint = self._hash_hint(entry.key_end, "hint.key_without_value")
                self._note("key_without_value", entry.key_start, hint, key=shorten(entry.key))

    def _valueless_in_flow(self, entries: list[Entry], data: dict[str, Tree]) -> None:
        for slip in yaml_flow.valueless(self.into.draft.text, entries):
            self._note(slip.code, slip.at, slip.hint, **slip.facts)
            for key in slip.keys:
                self._spoil(key)
            if slip.restores is not None:
                data[slip.restores[0]] = slip.restores[1]
