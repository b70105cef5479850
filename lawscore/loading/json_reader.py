"""JSON as this project reads it: numbers as they are written, no key twice, every part with its place."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.loading.characters import UNSEEN, code_point, unseen
from lawscore.loading.json_layout import JsonLayout, too_deep
from lawscore.loading.lines import Lines
from lawscore.loading.source import Layout, Path, Source, Tree
from lawscore.models import shorten
from lawscore.problems import Problem

DEEPEST: Final = 60

_SIGNS: Final = {
    **dict.fromkeys("：", "fullwidth_colon"),
    **dict.fromkeys("，", "fullwidth_comma"),
    **dict.fromkeys("“”＂", "fullwidth_quotes"),
    **dict.fromkeys("［］｛｝", "fullwidth_bracket"),
}
_NOT_FINITE: Final = frozenset({"NaN", "Infinity", "-Infinity"})
#: What the decoder says, by its first words → our code and hint.
_SAYINGS: Final[tuple[tuple[str, str, str], ...]] = (
    ("Expecting property name", "json_key", "hint.json_quotes"),
    ("Expecting value", "json_value", "hint.json_quotes"),
    ("Expecting ':'", "json_colon", ""),
    ("Expecting ','", "json_comma", ""),
    ("Illegal trailing comma", "json_trailing_comma", "hint.json_trailing_comma"),
    ("Unterminated string", "quote_unclosed", "hint.quote_unclosed"),
    ("Invalid control character", "json_control", "hint.json_control"),
    ("Invalid \\", "json_escape", "hint.json_escape"),
    ("Extra data", "after_end", ""),
)


class _TooDeep(Exception):
    """Nested deeper than any document."""


def read_json(text: str, name: str) -> tuple[Source | None, list[Problem]]:
    """Read a JSON document into a tree of texts: numbers as written, true and false as words, null as None.

    Returns the source and the problems. A text that is no JSON has one problem and no source; of doubled keys the
    first is kept, and all are reported.
    """
    text = text.removeprefix("\ufeff")
    lines = Lines(name, text)
    if not text.strip():
        return None, [Problem(code="nothing_inside", where=lines.where(0))]
    decoding = _Decoding()
    try:
        data = decoding.decode(text)
    except JSONDecodeError as error:
        return None, [*unseen(lines), _explain(error, lines)]
    except (RecursionError, _TooDeep):
        where = lines.where(too_deep(text, DEEPEST))
        return None, [Problem(code="nested_too_deep", where=where, facts={"limit": DEEPEST})]
    layout = Layout(lines, len(text) - len(text.lstrip()), JsonLayout(text))
    refused = list(_refused_texts(Source(name, data, layout)))
    doubled = list(_doubled(layout)) if decoding.doubled else []
    problems = [*unseen(lines), *refused, *(problem for _, problem in doubled)]
    problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    spoiled = {*(problem.where.path for problem in refused), *(path for path, _ in doubled)}
    return Source(name, data, layout, frozenset(spoiled)), problems


class _Decoding:
    """One run of the decoder; `doubled` tells that some mapping has a key twice."""

    def __init__(self) -> None:
        self.doubled = False
        #: Keys that were found to stand once; most mappings of a long file have the same.
        self._single: set[tuple[str, ...]] = set()

    def decode(self, text: str) -> Tree:
        holder: list[Any] = [
            json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=self._mapping)
        ]
        _words(holder)
        tree: Tree = holder[0]
        return tree

    def _mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            self.doubled = True
            data = dict(reversed(pairs))
        elif not self.doubled and (keys := tuple(data)) not in self._single:
            self.doubled = len({_folded(key) for key in keys}) < len(pairs)
            self._single.add(keys)
        return data


def _folded(key: str) -> str:
    return key if key.isascii() else unicodedata.normalize("NFKC", key)


def _words(root: list[Any]) -> None:
    """Write true and false as words, in place. The root is in a list, so that it can be replaced too."""
    waiting: list[tuple[Any, int]] = [(root, 0)]
    while waiting:
        inside, depth = waiting.pop()
        if depth > DEEPEST:
            raise _TooDeep
        for step, value in inside.items() if type(inside) is dict else enumerate(inside):
            if value is True or value is False:
                inside[step] = "true" if value else "false"
            elif type(value) is dict or type(value) is list:
                waiting.append((value, depth + 1))


def _explain(error: JSONDecodeError, lines: Lines) -> Problem:
    """The decoder's complaint in our words."""
    text, at = lines.text, error.pos
    sign = text[at : at + 1]
    if sign in _SIGNS:
        code = _SIGNS[sign]
        return _problem(lines, at, code, phrase(f"hint.{code}"), sign=sign)
    if not sign:
        return _problem(lines, at, "unexpected_end")
    before = text[:at].rstrip()
    if sign in "]}" and before.endswith(","):
        return _problem(lines, len(before) - 1, "json_trailing_comma", phrase("hint.json_trailing_comma"))
    for words, code, hint in _SAYINGS:
        if error.msg.startswith(words):
            return _problem(lines, at, code, phrase(hint) if hint else None)
    return _problem(lines, at, "json_syntax", problem=shorten(error.msg))


def _refused_texts(source: Source) -> Iterator[Problem]:
    """NaN and Infinity without quotes; texts and keys in which an escape wrote a character that no text may have."""
    text = source.layout.lines.text if source.layout else ""
    if "\\" not in text and not any(word in text for word in _NOT_FINITE):
        return
    for path, value, is_key in _texts(source.data, ()):
        found = UNSEEN.search(value)
        if found is not None:
            where, facts = source.where(path, key=is_key), {"sign": code_point(found[0])}
            yield Problem(code="control_escape", where=where, facts=facts)
        elif value in _NOT_FINITE and not is_key:
            where = source.where(path)
            if where.source is not None and where.source[(where.column or 1) - 1] != '"':
                hint = phrase("hint.json_not_finite")
                yield Problem(code="json_not_finite", where=where, facts={"given": value}, hint=hint)


def _texts(tree: Tree, path: Path) -> Iterator[tuple[Path, str, bool]]:
    if isinstance(tree, str):
        yield path, tree, False
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield (*path, key), key, True
            yield from _texts(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _texts(value, (*path, index))


def _doubled(layout: Layout) -> Iterator[tuple[Path, Problem]]:
    """Each doubled key, with the path of its value: of two that are given, neither can be trusted."""
    if not isinstance(layout.parts, JsonLayout):
        return
    for path, keys in layout.parts.keys(layout.root):
        firsts: dict[str, tuple[str, int]] = {}
        for key, at in keys:
            first, first_at = firsts.setdefault(_folded(key), (key, at))
            if first_at != at:
                hint = phrase("hint.doubled_key") if first == key else phrase("hint.doubled_key_width", first=first)
                line = layout.lines.line(first_at)
                yield (*path, first), _problem(layout.lines, at, "doubled_key", hint, key=shorten(key), line=line)


def _problem(lines: Lines, at: int, code: str, hint: Phrase | None = None, **facts: object) -> Problem:
    return Problem(code=code, where=lines.where(at), facts=facts, hint=hint)
