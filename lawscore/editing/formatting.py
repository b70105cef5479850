"""The one canonical layout of a document: every comment stays, and nothing that it means changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from wcwidth import wcswidth

from lawscore.editing.canon import SECTIONS, kind_of, ordered, stands_in_lines
from lawscore.editing.commented import BLANK, Piece, commented
from lawscore.editing.lone_texts import key_text, lone_text, text_lines
from lawscore.editing.steps import EditError, is_same
from lawscore.editing.values import WIDTH
from lawscore.editing.written import Text, UnreadableError, read_written
from lawscore.loading.source import Path, Tree

_STEP: Final = 2


def formatted(text: str, name: str = "") -> str:
    r"""A document in its canonical layout, with `\\n` at the end of each line.

    Raises `UnreadableError` with all slips of a text that has some, and `EditError`, our mistake, where the result would
    not read back as the same document with the same comments.
    """
    document = read_written(text, name)
    root = _lifted(_headed(commented(document)), ())
    result = _Sheet(document.text).document(root)
    try:
        again = read_written(result, name)
    except UnreadableError as error:
        raise EditError("the layout could not be read again", name) from error
    if again.data != document.data or not is_same(again.data, _tree(root, ())):
        raise EditError("the layout would change the document", name)
    if sorted(again.said()) != sorted(document.said()):
        raise EditError("the layout would change the comments", name)
    return result


def _headed(root: Piece) -> Piece:
    """The root with the comments at its top taken from its first key: they speak of the document."""
    if isinstance(root.value, Text) or not root.value:
        return root
    first, *others = root.value
    head = (*root.above, *first.above)
    return replace(root, above=head, value=(replace(first, above=()), *others))


def _lifted(piece: Piece, path: Path) -> Piece:
    """The same with the comments above the first key of an item put above its dash, where that has none beside it."""
    if isinstance(piece.value, Text) or not piece.value:
        return piece
    first, *others = [
        _lifted(one, (*path, at if one.key is None else one.key.value)) for at, one in enumerate(in_order(piece, path))
    ]
    if piece.key is not None or piece.beside or not path:
        return replace(piece, value=(first, *others))
    above = (*piece.above, *(line for line in first.above if line))
    return replace(piece, above=above, value=(replace(first, above=()), *others))


def _tree(piece: Piece, path: Path) -> Tree:
    """The tree of a piece with its keys in canonical order."""
    if isinstance(piece.value, Text):
        return piece.value.value
    if not piece.keyed:
        return [_tree(one, (*path, at)) for at, one in enumerate(piece.value)]
    return {one.key.value: _tree(one, (*path, one.key.value)) for one in in_order(piece, path) if one.key is not None}


def in_order(piece: Piece, path: Path) -> Sequence[Piece]:
    """The entries of a group in canonical order."""
    assert not isinstance(piece.value, Text)
    if not piece.keyed:
        return piece.value
    found = {one.key.value: one for one in piece.value if one.key is not None}
    return [found[key] for key in ordered(list(found), kind_of(path, dict.fromkeys(found)))]


class _Sheet:
    """Writes pieces as lines."""

    def __init__(self, text: str) -> None:
        self.text = text

    def document(self, root: Piece) -> str:
        lines = list(root.above)
        if isinstance(root.value, Text) or not root.value:
            lines.append(in_line(root, ()))
        else:
            lines += self._group(root, 0, ())
        lines += root.below
        return "".join(f"{line}\n" for line in _trimmed(lines))

    def _group(self, piece: Piece, column: int, path: Path) -> list[str]:
        """The entries of a group on lines of their own."""
        assert not isinstance(piece.value, Text)
        found: list[str] = []
        for at, one in enumerate(in_order(piece, path)):
            inside = (*path, at if one.key is None else one.key.value)
            lines = self._entry(one, column, inside)
            is_section = len(inside) == 1 and inside[0] in SECTIONS and kind_of(path, _keys(piece)) != "other"
            found += [*([BLANK] if is_section else []), *lines] if found else _trimmed(lines)
        return found

    def _entry(self, piece: Piece, column: int, path: Path) -> list[str]:
        indent = " " * column
        *earlier, beside = piece.beside or ("",)
        above = [*piece.above, *earlier, *(() if piece.value else piece.below)]
        head = "-" if piece.key is None else f"{key_text(piece.key)}:"
        if isinstance(piece.value, Text):
            first, *rest = self._text(piece, head, beside, column, path)
        elif piece.value and self._is_in_lines(piece, f"{indent}{head}", path):
            first, *rest = self._block(piece, head, beside, column, path)
        else:
            first, rest = _beside(f"{head} {in_line(piece, path)}", beside), []
        return [*(indent + line if line else BLANK for line in above), indent + first, *rest]

    def _text(self, piece: Piece, head: str, beside: str, column: int, path: Path) -> list[str]:
        """A text beside its key or dash, or in lines below."""
        assert isinstance(piece.value, Text)
        key, place = name_of(path), "item" if piece.key is None else "beside"
        told = f"{head} {lone_text(piece.value, key, place=place, comment=beside)}"  # type: ignore[arg-type]
        below = text_lines(self.text, piece.value, fits=_fits(" " * column + told))
        if below is None:
            return [_beside(told, beside)]
        mark, *lines = below
        indent = " " * (column + _STEP)
        return [_beside(f"{head} {mark}", beside), *(indent + line if line else BLANK for line in lines)]

    def _block(self, piece: Piece, head: str, beside: str, column: int, path: Path) -> list[str]:
        """A group in lines below its key; the first of an item stands beside the dash."""
        inner = column + _STEP
        lines = self._group(piece, inner, path)
        below = [" " * inner + line if line else BLANK for line in piece.below]
        if piece.key is not None or beside:
            return [_beside(head, beside), *lines, *below]
        return [f"{head} {lines[0][inner:]}", *lines[1:], *below]

    def _is_in_lines(self, piece: Piece, head: str, path: Path) -> bool:
        data = _tree(piece, path)
        if piece.is_commented or stands_in_lines(path, data, kind_of(path, data)):
            return True
        return _has_lines(data) or not _fits(f"{head} {in_line(piece, path)}")


def in_line(piece: Piece, path: Path, *, flow: bool = False) -> str:
    """A piece in one line; `flow` where it stands inside brackets already."""
    if isinstance(piece.value, Text):
        place = "item" if piece.key is None else "beside"
        return lone_text(piece.value, name_of(path), place=place, flow=flow)  # type: ignore[arg-type]
    parts: list[str] = []
    for at, one in enumerate(in_order(piece, path)):
        if one.key is None:
            parts.append(in_line(one, (*path, at), flow=True))
        else:
            parts.append(f"{key_text(one.key, flow=True)}: {in_line(one, (*path, one.key.value), flow=True)}")
    return ("{%s}" if piece.keyed else "[%s]") % ", ".join(parts)


def name_of(path: Path) -> str:
    """The nearest key above a value."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _keys(piece: Piece) -> Tree:
    assert not isinstance(piece.value, Text)
    return {one.key.value: "" for one in piece.value if one.key is not None}


def _has_lines(data: Tree) -> bool:
    """Whether a text with line breaks stands somewhere."""
    if isinstance(data, dict | list):
        return any(map(_has_lines, data.values() if isinstance(data, dict) else data))
    return "\n" in (data or "")


def _fits(line: str) -> bool:
    return len(line) <= WIDTH and wcswidth(line) <= WIDTH


def _beside(line: str, comment: str) -> str:
    return f"{line}  {comment}" if comment else line


def _trimmed(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones at the beginning, and with one in place of several."""
    found: list[str] = []
    for line in lines:
        if line or (found and found[-1]):
            found.append(line)
    return found
