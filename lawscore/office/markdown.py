"""The printed table as Markdown: one table for each first level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lawscore.catalogue import phrase, say
from lawscore.office.table import LEVEL, POINTS, Branch, Printed, Row, Section, heading

_ESCAPED: Final = str.maketrans(
    {"\\": "\\\\", "|": "\\|", "*": "\\*", "`": "\\`", "~": "\\~", "[": "\\[", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>"}
)  # fmt: skip


def markdown(printed: Printed) -> str:
    """The whole paper."""
    return "\n".join(_lines(printed)) + "\n"


def _lines(printed: Printed) -> Iterator[str]:
    yield f"# {_escaped(printed.title)}"
    for line in printed.heading:
        yield from ("", _escaped(line))
    for branch, rows in printed.blocks():
        if branch is not None:
            yield from ("", f"## {_escaped(on_one_line(branch.label))}")
        yield ""
        yield from _block(printed, branch, rows)
    total = say(phrase("printed.total_line", label=printed.total_label, points=printed.total), printed.language)
    yield from ("", f"**{_escaped(total)}**")
    for section in printed.sections:
        yield from ("", f"## {_escaped(section.title)}", "")
        yield from _section(section)


def _block(printed: Printed, branch: Branch | None, rows: Sequence[Row]) -> Iterator[str]:
    """The rows of one first level: without its own column, and without columns in which nothing stands."""
    own = {f"{LEVEL}.1"} if branch is not None else set()
    cells = {column: [printed.cell(row, column) for row in rows] for column in printed.columns if column not in own}
    shown = [column for column in cells if any(cells[column])]
    headers = [heading(column, printed.language, printed.depth) for column in shown]
    marks = ["---:" if column == POINTS else "---" for column in shown]
    body = ([cells[column][place] for column in shown] for place in range(len(rows)))
    yield from _table(headers, marks, (_unrepeated(line, shown, above) for above, line in _with_above(body)))


def _with_above(rows: Iterable[list[str]]) -> Iterator[tuple[list[str], list[str]]]:
    above: list[str] = []
    for row in rows:
        yield above, row
        above = row


def _unrepeated(row: list[str], columns: Sequence[str], above: list[str]) -> list[str]:
    """A branch is named in its first row alone."""
    levels = [place for place, column in enumerate(columns) if column.startswith(f"{LEVEL}.")]
    told = list(row)
    for place in levels[:-1]:
        if above and above[place] == row[place] and row[place + 1]:
            told[place] = ""
    return told


def _section(section: Section) -> Iterator[str]:
    yield from (f"- {_escaped(line)}" for line in section.lines)
    if section.rows:
        yield from _table(section.headers, ["---"] * len(section.headers), section.rows)


def _table(headers: Sequence[str], marks: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(map(_escaped, headers))
    yield _row(marks)
    yield from (_row(map(_escaped, row)) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def on_one_line(text: str) -> str:
    """Lines joined: full-width signs need no blank between them."""
    return text.replace("\n（", "（").replace("\n", " ")


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)
