"""From the text of an expression to a tree of allowed nodes with exact literals.

The grammar is Python's, cut down from nothing: what is not named here is refused. Literals are taken from the text
before Python sees it, so `0.1` is 1/10, `90%` a percentage and `2024-10-15` a date.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Final

from lawscore import numbers
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass

DEEPEST: Final = 40

_TOKEN: Final = re.compile(
    r"""(?P<text>'[^'\n]*'|"[^"\n]*")"""
    r"""|(?P<date>(?<![\w.])\d{4}-\d{1,2}-\d{1,2}(?![\w.]))"""
    r"""|(?P<number>(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:\s?[%％])?)"""
    r"""|(?P<name>[^\W\d]\w*)"""
    r"""|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)

#: What ends a line for Python; a line break inside an expression is a blank.
_LINE_BREAK: Final = re.compile(r"[\r\n]")
_NO_SIGN: Final = re.compile("[\0\ud800-\udfff]")

#: Full-width signs that are typed for ASCII ones, and what was meant.
FULL_WIDTH: Final = {
    "（": "(", "）": ")", "，": ",", "：": ":", "＋": "+", "－": "-", "＊": "*", "×": "*", "／": "/", "÷": "/",
    "＝": "==", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "％": "%", "“": "'", "”": "'", "‘": "'", "’": "'",
    "、": ",", "。": ".", "．": ".", "　": " ", "！": "not", "＆": "and", "｜": "or", "【": "(", "】": ")", "；": ";",
}  # fmt: skip

#: Signs of other languages that people try, and what to write instead.
_INSTEAD: Final = {
    "&": "and", "|": "or", "!": "not", "^": "round(...)", "[": "(", "]": ")", "{": "(", "}": ")",
    "%": "90%", ";": "and", "@": "", "$": "", "#": "", "\\": "", "`": "'", "?": "a if c else b", "~": "not",
}  # fmt: skip

_ALLOWED: Final[tuple[type[ast.AST], ...]] = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not,
    ast.USub, ast.UAdd, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.IfExp, ast.Call,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal of the text: its exact value and, for numbers, whether a percent sign followed."""

    value: Fraction | date | str
    percent: bool = False


class Unreadable(Exception):
    """An expression that is not one: code and facts of the problem, and the offset in the text (in characters).

    `follows`: it may come only of a declaration that was refused already.
    """

    def __init__(
        self, code: str, offset: int = 0, hint: Phrase | None = None, *, follows: bool = False, **facts: object
    ) -> None:
        super().__init__(code)
        self.code, self.offset, self.hint, self.follows, self.facts = code, offset, hint, follows, facts


@dataclass(frozen=True, slots=True)
class Tree:
    """A readable expression: Python's tree of allowed nodes, and the literals by their node's place."""

    text: str
    body: ast.expr
    literals: Mapping[int, Literal]

    def offset(self, node: ast.expr) -> int:
        """Where the node starts in the text, in characters."""
        return len(self.text.encode()[: node.col_offset].decode(errors="ignore"))

    def segment(self, node: ast.expr) -> str:
        """The text of the node."""
        return self.text.encode()[node.col_offset : node.end_col_offset or None].decode(errors="ignore")


def wordless(text: str) -> Tree:
    """The tree of a program that was not written as an expression: it reads no name and has no literal."""
    return Tree(text, ast.Constant(value=None), {})


def read(text: str) -> Tree:
    """Read an expression; raises `Unreadable` with the first thing that stands in the way."""
    text = _LINE_BREAK.sub(" ", text).strip()
    if not text:
        raise Unreadable("expression_empty")
    broken = _NO_SIGN.search(text)
    if broken:
        raise Unreadable("expression_sign", broken.start(), sign="�")
    plain, literals = _take_literals(text)
    try:
        body = ast.parse(plain, mode="eval").body
    except SyntaxError as error:
        raise _syntax(text, plain, error) from error
    except (RecursionError, MemoryError) as error:
        raise Unreadable("expression_too_deep") from error
    tree = Tree(text, body, literals)
    _check_nodes(tree, tree.body, 0)
    _check_mixed_logic(tree)
    return tree


def _take_literals(text: str) -> tuple[str, dict[int, Literal]]:
    """Replace each literal by a plain one of the same length in bytes (`1111`, `'  '`); keep the values by byte offset."""
    pieces: list[str] = []
    literals: dict[int, Literal] = {}
    at = 0
    previous, last = "", ""
    for match in _TOKEN.finditer(text):
        token, sort = match.group(), match.lastgroup
        width = len(token.encode())
        if previous in ("number", "date") and (sort in ("name", "number", "date") or token == "."):
            # Python would read `1_000`, `1j` and `90%5` as numbers of its own.
            raise Unreadable("expression_unreadable", match.start(), near=_near(text, match.start()))
        if sort == "number":
            literals[at] = _number(token, match.start())
            token = "1" * width
        elif sort == "date":
            literals[at] = _date(token, match.start())
            token = "1" * width
        elif sort == "text":
            if previous == "name" and pieces[-1] not in _WORDS:
                raise Unreadable("expression_text_prefix", match.start(), given=pieces[-1] + token)
            if last == "text":
                raise Unreadable("expression_unreadable", match.start(), near=token)
            literals[at] = Literal(token[1:-1])
            token = f"'{' ' * (width - 2)}'"
        elif sort == "other":
            _check_sign(text, token, match.start())
        previous = sort or ""
        last = last if token.isspace() else previous
        pieces.append(token)
        at += width
    return "".join(pieces), literals


_WORDS: Final = frozenset({"and", "or", "not", "if", "else"})


def _number(token: str, offset: int) -> Literal:
    percent = token[-1] in "%％"
    digits = token[:-1].strip() if percent else token
    try:
        value = numbers.parse_number(digits)
    except numbers.NotANumber as error:
        raise Unreadable(error.reason, offset, given=error.text + "%" * percent) from error
    return Literal(value / 100 if percent else value, percent)


def _date(token: str, offset: int) -> Literal:
    try:
        return Literal(date.fromisoformat(token))
    except ValueError:
        raise Unreadable("not_a_date", offset, given=token) from None


def _check_sign(text: str, sign: str, offset: int) -> None:
    if sign in FULL_WIDTH:
        hint = phrase("hint.write_instead", instead=FULL_WIDTH[sign])
        raise Unreadable("expression_full_width", offset, hint, sign=sign)
    if sign == "!" and text[offset : offset + 2] == "!=":
        return
    if sign in _INSTEAD:
        instead = _INSTEAD[sign]
        mend = phrase("hint.write_instead", instead=instead) if instead else None
        raise Unreadable("expression_sign", offset, mend, sign=sign)


def _syntax(text: str, plain: str, error: SyntaxError) -> Unreadable:
    """What to say of a text that is no expression; `plain` is what Python saw, where literals hide nothing."""

    def place(offset: int) -> int:
        return len(text.encode()[: len(plain[:offset].encode())].decode(errors="ignore"))

    single = re.search(r"(?<![=!<>])=(?!=)", plain)
    if single:
        return Unreadable("expression_single_equals", place(single.start()), phrase("hint.write_instead", instead="=="))
    for match in re.finditer(r"[^\W\d]\w*", plain):
        if keyword.iskeyword(match.group()) and match.group() not in _WORDS:
            hint = phrase("hint.unit_class") if match.group() == "class" else None
            return Unreadable("expression_keyword", place(match.start()), hint, word=match.group())
    opened, closed = plain.count("("), plain.count(")")
    if opened != closed:
        code = "expression_bracket_open" if opened > closed else "expression_bracket_closed"
        return Unreadable(code, place(plain.rfind("(" if opened > closed else ")")))
    if "too many nested" in error.msg:
        return Unreadable("expression_too_deep")
    # Python says 0 where the text ends too early.
    offset = min(place(error.offset - 1) if error.offset else len(text), len(text) - 1)
    return Unreadable("expression_unreadable", offset, near=_near(text, offset))


def _near(text: str, offset: int) -> str:
    return text[max(0, offset - 6) : offset + 10].strip() or text


def _check_nodes(tree: Tree, node: ast.expr, depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable("expression_too_deep")
    if not isinstance(node, _ALLOWED):
        raise Unreadable("expression_not_allowed", tree.offset(node), given=tree.segment(node))
    if isinstance(node, ast.Constant):
        if node.col_offset not in tree.literals:
            hint = phrase("hint.no_constant")
            raise Unreadable("expression_constant", tree.offset(node), hint, given=tree.segment(node))
        return
    if isinstance(node, ast.Call):
        _check_call(tree, node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check_nodes(tree, child, depth + 1)
        elif not isinstance(child, _ALLOWED):
            raise Unreadable("expression_not_allowed", tree.offset(node), given=tree.segment(node))


def _check_call(tree: Tree, node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name):
        raise Unreadable("expression_not_allowed", tree.offset(node), given=tree.segment(node))
    if node.keywords:
        raise Unreadable("expression_keyword_argument", tree.offset(node), given=tree.segment(node))


def _check_mixed_logic(tree: Tree) -> None:
    """`a and b or c` has two readings for a person: brackets must choose."""
    if "and" not in tree.text or "or" not in tree.text:
        return
    raw = tree.text.encode()
    for node in ast.walk(tree.body):
        if not isinstance(node, ast.BoolOp):
            continue
        for value in node.values:
            if isinstance(value, ast.BoolOp) and not _in_brackets(raw, value):
                raise Unreadable("expression_mixed_logic", tree.offset(value), phrase("hint.brackets"))


def _in_brackets(raw: bytes, node: ast.expr) -> bool:
    before = raw[: node.col_offset].rstrip()
    after = raw[node.end_col_offset :].lstrip()
    return before.endswith(b"(") and after.startswith(b")")


def names_of(*texts: str | None) -> set[str]:
    """The names that some expressions read, as far as they can be read."""
    found: set[str] = set()
    for text in texts:
        if text is not None:
            with suppress(Unreadable):
                found.update(node.id for node in names_in(read(text)))
    return found


def names_in(tree: Tree) -> Iterator[ast.Name]:
    """The names an expression reads, called functions left out."""
    if isinstance(tree.body, ast.Constant):
        return  # most expressions are a single literal
    nodes = list(ast.walk(tree.body))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Name) and id(node) not in called:
            yield node
