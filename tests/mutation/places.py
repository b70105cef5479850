"""Where a line is: in which function, and in which statement."""

from __future__ import annotations

import ast


class Scopes:
    """Which function or class a line is in."""

    def __init__(self, spans: list[tuple[int, int, str]]) -> None:
        self._spans = spans

    def at(self, line: int) -> str:
        """The innermost one, or `module`."""
        inside = [(end - start, name) for start, end, name in self._spans if start <= line <= end]
        return min(inside)[1] if inside else "module"


def scopes_of(source: str) -> Scopes:
    """The functions and classes of a module."""
    spans: list[tuple[int, int, str]] = []

    def walk(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                spans.append((child.lineno, child.end_lineno or child.lineno, name))
                walk(child, name + ".")
            else:
                walk(child, prefix)

    walk(ast.parse(source), "")
    return Scopes(spans)


class Statements:
    """From which line to which a statement goes; of one with a body, its head."""

    def __init__(self, source: str) -> None:
        self._spans = [
            _span(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt | ast.excepthandler)
        ]

    def at(self, line: int) -> tuple[int, int]:
        """The shortest one that the line is in."""
        inside = [span for span in self._spans if span[0] <= line <= span[1]]
        return min(inside, key=lambda span: span[1] - span[0], default=(line, line))


def _span(node: ast.stmt | ast.excepthandler) -> tuple[int, int]:
    body = getattr(node, "body", None)
    last = node.end_lineno or node.lineno
    return node.lineno, max(node.lineno, body[0].lineno - 1) if isinstance(body, list) else last
