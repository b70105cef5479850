"""Braces and brackets in YAML: what a comma has split that was meant as one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from yaml.events import Event

from lawscore.catalogue import Phrase, phrase
from lawscore.loading.yaml_events import begin, end, is_plain
from lawscore.loading.yaml_slips import Slip, key_with_colon, open_brackets, quoted
from lawscore.models import shorten

_COLON: Final = re.compile(r"\s*:")


class Entry(NamedTuple):
    """One entry of a mapping or list: its key, its value where that is a plain text, and their offsets."""

    key: str = ""
    key_start: int = 0
    key_end: int = 0
    valued: bool = True
    plain: str | None = None
    start: int = 0
    end: int = 0

    @classmethod
    def of(cls, key_event: Event | None, value: Event | None, key: str = "") -> Entry:
        """The entry of two events."""
        key_start, key_end = (begin(key_event), end(key_event)) if key_event is not None else (0, 0)
        if value is not None and is_plain(value):
            return cls(key, key_start, key_end, plain=value.value, start=begin(value), end=end(value))
        return cls(key, key_start, key_end, valued=value is not None)


class Split(NamedTuple):
    """A text that commas have split, whole again, and how to write it."""

    at: int
    text: str
    quoted: str


class Valueless(NamedTuple):
    """A problem with keys that have no value, and the value that the text before them was meant to be."""

    code: str
    at: int
    hint: Phrase
    facts: Mapping[str, Any]
    keys: tuple[str, ...]
    restores: tuple[str, str] | None = None


def split_items(text: str, entries: Sequence[Entry]) -> Iterator[Split]:
    """The items of a list in brackets that were one expression: `[min(a, b), c]`."""
    first: Entry | None = None
    depth = 0
    for entry in entries:
        if entry.plain is None:
            first, depth = None, 0
            continue
        if first is None and open_brackets(entry.plain) > 0:
            first = entry
        if first is not None:
            depth += open_brackets(entry.plain)
            if depth <= 0:
                yield _split(text, first.start, entry.end)
                first, depth = None, 0


def valueless(text: str, entries: Sequence[Entry]) -> Iterator[Valueless]:
    """What is wrong with the keys without a value of a mapping in braces, one problem for each cause."""
    run: list[Entry] = []
    before: Entry | None = None
    for entry in entries:
        if entry.valued:
            yield from _run(text, before, run)
            before, run = entry, []
        elif _COLON.match(text, entry.key_end):
            yield _missing(entry, phrase("hint.key_without_value"))
        elif (slip := key_with_colon(entry.key)) is not None:
            yield _tight(entry, slip)
        else:
            run.append(entry)
    yield from _run(text, before, run)


def _run(text: str, before: Entry | None, run: Sequence[Entry]) -> Iterator[Valueless]:
    """Keys in a row that have no value: most probably the pieces of the text before them."""
    if not run:
        return
    keys = tuple(entry.key for entry in run)
    if before is None or before.plain is None:
        yield from (_missing(entry, phrase("hint.value_or_quotes")) for entry in run)
        return
    whole = _split(text, before.start, run[-1].key_end)
    hint = phrase("hint.quote_text", quoted=whole.quoted)
    restores = (before.key, " ".join(text[before.start : run[-1].key_end].split()).strip("“”＂"))
    if before.plain[0] in "“＂":
        hint = phrase("hint.fullwidth_quotes")
        yield Valueless("fullwidth_quotes", before.start, hint, {"sign": before.plain[0]}, keys, restores)
    elif open_brackets(before.plain) > 0:
        yield Valueless("split_by_comma", before.start, hint, {"text": whole.text}, keys, restores)
    else:
        comma = phrase("hint.comma_split", quoted=whole.quoted)
        yield Valueless("key_without_value", run[0].key_start, comma, {"key": shorten(run[0].key)}, keys, None)


def _tight(entry: Entry, slip: Slip) -> Valueless:
    key, value = entry.key[: slip.at], entry.key[slip.at + 1 :].strip()
    hint = phrase(f"hint.{slip.code}")
    return Valueless(slip.code, entry.key_start + slip.at, hint, {"sign": slip.sign}, (), (key, value))


def _missing(entry: Entry, hint: Phrase) -> Valueless:
    return Valueless("key_without_value", entry.key_start, hint, {"key": shorten(entry.key)}, (entry.key,))


def _split(text: str, start: int, end: int) -> Split:
    whole = text[start:end]
    return Split(start, shorten(whole), quoted(shorten(whole, 80)))
