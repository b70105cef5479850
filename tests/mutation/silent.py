"""The places whose mutants are not run: what says something and scores nothing, and what only types read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

#: Functions that word a sentence, wherever they stand.
_TELLERS: Final = re.compile(
    r"_?(tell|told|say|said|shown|brief)(_\w+)?|alone|away|_alike|_left_out|_why_not|_text|_from|_answered|(plain|short|percent)_text"
)
#: Names that hold what a sentence says.
_WORDS: Final = {
    "ends", "facts", "hint", "how", "key", "more", "note", "notes", "said", "shown_as", "sort", "told", "why", "came_about", "looked", "names",
}  # fmt: skip
#: Constants that set how many names a sentence lists, how it words a place, or how much effort is made: no digit is theirs.
_EFFORT: Final = {
    "MOST_NAMED", "MOST_TOLD", "MOST_MARKS", "_FROM_LAST", "_NARROW_PLACES", "_PRECISIONS", "_LARGEST_DEGREE",
    "_LARGEST_EXPONENT",
}  # fmt: skip
#: Calls whose arguments go into a sentence.
_WORDING: Final = {
    "phrase",
    "chain",
    "refuse",
    "nearest",
    "WithJsonSchema",
    "Discriminator",
    "Tag",
    "NotANumber",
    "TypeVar",
}
#: Keywords of a call that go into a sentence, only bound the effort, or assert.
_WORDING_KEYS: Final = {"detail", "hint", "tell", "note", "repr", "compare", "init", "Emin", "Emax", "clamp", "strict"}

Span = tuple[tuple[int, int], tuple[int, int]]


class Silence:
    """The spans of a module that are left alone."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines()
        tree = ast.parse(source)
        self._spans = [self._span(node) for parent in ast.walk(tree) for node in _silent(parent)]

    def covers(self, line: int, column: int) -> bool:
        """Whether a place lies in a silent span."""
        return any(start <= (line, column) < end for start, end in self._spans)

    def _span(self, node: ast.AST) -> Span:
        start = (node.lineno, self._column(node.lineno, node.col_offset))  # type: ignore[attr-defined]
        return start, (node.end_lineno, self._column(node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]

    def _column(self, line: int, offset: int) -> int:
        """The column in characters: Python's tree counts bytes."""
        return len(self._lines[line - 1].encode()[:offset].decode())


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node that are left alone."""
    if isinstance(node, ast.Assert):
        yield node
    if isinstance(node, ast.FunctionDef):
        yield from _decorators(node)
        if _TELLERS.fullmatch(node.name):
            yield node
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
        yield from (each.annotation for each in arguments if each is not None and each.annotation is not None)
        if node.returns is not None:
            yield node.returns
        yield from _stars(node)
    if isinstance(node, ast.ClassDef):
        yield from _decorators(node)
        if any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases):
            yield node
    if isinstance(node, ast.AnnAssign):
        if (_alias(node.annotation) or getattr(node.target, "id", "") in _EFFORT) and node.value is not None:
            yield node.value
        else:
            yield from _unbounded(node.annotation)
    if isinstance(node, ast.Assign) and _says(node):
        yield node.value
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
        yield from _unbounded(node.value)
    if isinstance(node, ast.Call):
        yield from _worded(node)
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            yield from (one for one in ast.walk(node.args[1]) if isinstance(one, ast.BinOp))
        if isinstance(node.func, ast.Subscript):
            yield node.func.slice


def _decorators(node: ast.FunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    """With their sign; but what makes a method a validator is not left alone."""
    for one in node.decorator_list:
        if "validator" not in ast.unparse(one):
            one.col_offset -= 1
            yield one


def _stars(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """The line of the parameters: its `*` and `/` order arguments and compute nothing."""
    defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
    if node.args.kwonlyargs and not defaults and node.lineno < node.body[0].lineno:
        yield ast.Constant(0, lineno=node.lineno, col_offset=0, end_lineno=node.body[0].lineno, end_col_offset=0)


def _says(node: ast.Assign) -> bool:
    """What is kept for a sentence; a `key` only where it is one of the catalogue."""
    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
    if "key" in names:
        return any(
            isinstance(one, ast.Constant) and str(one.value).startswith(("how.", "hint."))
            for one in ast.walk(node.value)
        )
    return bool(names & _WORDS)


def _alias(annotation: ast.expr) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == "TypeAlias"


def _unbounded(annotation: ast.expr) -> Iterator[ast.AST]:
    """A type, but not the bounds that a `Field` in it sets."""
    bounds = [
        one
        for one in ast.walk(annotation)
        if isinstance(one, ast.keyword) and one.arg in ("ge", "gt", "le", "min_length")
    ]
    if not bounds:
        yield annotation


def _worded(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _WORDING or _TELLERS.fullmatch(name):
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    yield from (keyword.value for keyword in node.keywords if keyword.arg in _WORDING_KEYS)
