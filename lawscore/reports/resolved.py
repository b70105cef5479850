"""A rubric with the parts of the one that it extends, as YAML and value by value: each with the file and line of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import PurePath
from typing import Final, TypeAlias

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.editing.formatting import name_of
from lawscore.editing.texts import is_read_otherwise, key_of, quoted, text_of
from lawscore.loading.source import Path, Source, Tree
from lawscore.loading.yaml_slips import Place, cut_by_comment
from lawscore.reports.tables import Table, headers
from lawscore.rubric.document import Document

#: What stands in a line of its own up to this many characters, without its mark.
WIDTH: Final = 110
#: Keys whose entries stand in lines of their own, short as they may be.
_SPREAD: Final = frozenset({"indicators", "fields", "givens", "measures", "checks", "vetoes", "also", "rules", "once"})
#: Keys of the document that a blank line sets apart.
_APART: Final = _SPREAD | {"ranking", "grades"}

#: Keys whose values name another part, or a part of a law: `higher: "4.1"`, whatever it looks like.
_CODES: Final = frozenset({"indicators", "across", "higher", "lower", "part", "number"})

_BLANKS: Final = (" ", "\t", "\n")
#: What `|` says of the line breaks at the end of a text, by how many there are.
_KEPT: Final = {0: "-", 1: ""}

#: The mark of the part at a path: where it was written, or nothing.
Mark: TypeAlias = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a rubric: its path, the indicator in which it stands, and where it was written."""

    path: Path
    indicator: str
    value: str
    file: str
    line: int | None


def values(source: Source, below: Path = ()) -> Iterator[Value]:
    """Every value at a path and below it, in the order of the document."""
    yield from _values(source, below, source.at(below), _indicator(source, below))


def _values(source: Source, path: Path, tree: Tree, indicator: str) -> Iterator[Value]:
    if isinstance(tree, dict | list):
        inside = _id_of(tree, path) or indicator
        for step, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _values(source, (*path, step), part, inside)
        return
    where = source.where(path)
    yield Value(path, _id_of(tree, path) or indicator, str(tree), where.file, where.line)


def _indicator(source: Source, path: Path) -> str:
    """The innermost indicator above a path."""
    found = (_id_of(source.at(path[:length]), path[:length]) for length in range(len(path), 0, -1))
    return next((one for one in found if one), "")


def _id_of(tree: Tree, path: Path) -> str:
    """The id, where this is an indicator."""
    if path[-2:-1] != ("indicators",):
        return ""
    name = tree.get("id") if isinstance(tree, dict) else tree
    return name if isinstance(name, str) else ""


def resolved(source: Source, below: Path = ()) -> str:
    """The document, or a part of it as the only item of a list, as YAML; what comes of another file says from where."""
    return "".join(f"{line}\n" for line in _Writer(_marking(source)).written(source.at(below), below))


def _marking(source: Source) -> Mark:
    def mark(path: Path) -> str:
        where = source.where(path, key=True)
        if where.file == source.name:
            return ""
        return f"{'/'.join(PurePath(where.file).parts[-2:])}:{where.line}"

    return mark


@dataclass(frozen=True, slots=True)
class _Writer:
    mark: Mark
    #: Whether everything below a path comes of one file, by path.
    _known: dict[Path, frozenset[str]] = field(default_factory=dict)

    def written(self, tree: Tree, path: Path) -> Iterator[str]:
        if path:
            yield from self.item(tree, path, 0)
        else:
            assert isinstance(tree, dict)
            order = [*(info.alias or name for name, info in Document.model_fields.items())]
            places = {key: place for place, key in enumerate(order)}
            for key in sorted(tree, key=lambda one: places.get(one, len(places))):
                if key in _APART:
                    yield ""
                yield from self.entry(key, tree[key], (key,), 0)

    def entry(self, key: str, value: Tree, path: Path, indent: int) -> Iterator[str]:
        """An entry of a mapping: in one line where it may be, else its parts below the key."""
        head = f"{' ' * indent}{key_of(key)}:"
        line = f"{head} {self.flow(value, path)}"
        if self.is_cut(line, value, path):
            line = f"{head} {quoted(str(value))}"  # a comment behind a plain one would look like a part of it
        if self.fits(line, value, path, key):
            yield self.marked(line, path)
        elif isinstance(value, dict | list):
            yield self.marked(head, path)
            for step, part in value.items() if isinstance(value, dict) else enumerate(value):
                yield from self.part(step, part, (*path, step), indent + 2)
        else:
            yield from self.block(head, str(value), path, indent)

    def part(self, step: str | int, value: Tree, path: Path, indent: int) -> Iterator[str]:
        return self.entry(step, value, path, indent) if isinstance(step, str) else self.item(value, path, indent)

    def item(self, value: Tree, path: Path, indent: int) -> Iterator[str]:
        """An item of a list: in one line where it may be, else its first entry beside the dash."""
        line = f"{' ' * indent}- {self.flow(value, path)}"
        is_branch = path[-2:-1] == ("indicators",) and isinstance(value, dict)
        if not is_branch and self.fits(line, value, path, ""):
            yield self.marked(line, path)
            return
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        lines = [line for step, part in parts for line in self.part(step, part, (*path, step), indent + 2)]
        if lines:
            yield f"{' ' * indent}- {lines[0][indent + 2 :]}"
            yield from lines[1:]
        else:
            yield self.marked(line, path)

    def fits(self, line: str, value: Tree, path: Path, key: str) -> bool:
        """Whether a value stands in one line: it is short, and all of it comes of one file."""
        if not isinstance(value, dict | list):
            return "\n" not in str(value)
        if not value:
            return True
        return key not in _SPREAD and len(line) <= WIDTH and len(self.files(value, path)) == 1

    def files(self, value: Tree, path: Path) -> frozenset[str]:
        """The files of which a part comes."""
        if path not in self._known:
            found = {self.mark(path).partition(":")[0]}
            parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for step, part in parts:
                found |= self.files(part, (*path, step))
            self._known[path] = frozenset(found)
        return self._known[path]

    def block(self, head: str, text: str, path: Path, indent: int) -> Iterator[str]:
        """A text of several lines, as it reads; one that YAML cannot show so is quoted."""
        body = text.rstrip("\n")
        ends = len(text) - len(body)
        lines = body.split("\n")
        if not body or body.startswith(_BLANKS) or not all(line.isprintable() for line in lines):
            yield self.marked(f"{head} {quoted(text)}", path)
            return
        yield self.marked(f"{head} |{_KEPT.get(ends, '+')}", path)
        yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in lines + [""] * (ends - 1))

    def flow(self, value: Tree, path: Path, *, inside: bool = False) -> str:
        """A value in one line; `inside` the brackets of another."""
        if isinstance(value, dict):
            parts = (
                f"{key_of(key, flow=True)}: {self.flow(part, (*path, key), inside=True)}" for key, part in value.items()
            )
            return f"{{{', '.join(parts)}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.flow(part, (*path, place), inside=True) for place, part in enumerate(value))}]"
        key, text = name_of(path), value or ""
        if key in _CODES and is_read_otherwise(text):
            return quoted(text)
        place: Place = "item" if path and isinstance(path[-1], int) else "beside"
        return text_of(text, key=key, flow=inside, place=place)

    def is_cut(self, line: str, value: Tree, path: Path) -> bool:
        """Whether the mark beside a plain text would seem to cut it."""
        is_text = not isinstance(value, dict | list) and line.endswith(f" {value}")
        return is_text and cut_by_comment(self.marked(line, path), len(line), name_of(path)) is not None

    def marked(self, line: str, path: Path) -> str:
        mark = self.mark(path)
        return f"{line}  # {mark}" if mark else line


_KEYS: Final = ("path", "indicator", "value", "file", "line")
_HEADINGS: Final = ("path", "indicator", "written", "file", "line")


def value_table(listed: Iterable[Value], language: Language) -> Table:
    """The values as a table."""
    rows = [[*map(str, row.values())] for row in _rows(listed)]
    return Table(_KEYS, headers(_HEADINGS, language), rows)


def values_json(listed: Iterable[Value]) -> str:
    """The values as JSON."""
    return json.dumps(list(_rows(listed)), ensure_ascii=False, indent=2) + "\n"


def _rows(listed: Iterable[Value]) -> Iterator[Mapping[str, object]]:
    for one in listed:
        yield {
            "path": ".".join(map(str, one.path)), "indicator": one.indicator, "value": one.value, "file": one.file,
            "line": one.line,
        }  # fmt: skip
