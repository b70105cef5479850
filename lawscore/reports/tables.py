"""Tables as data, and their four faces: a terminal, CSV, Markdown, JSON rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Literal

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass

Format = Literal["table", "json", "csv", "md"]

#: A cell that begins with one of these runs as a formula in a reader's spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_MARKDOWN = str.maketrans({"\\": "\\\\", "|": "\\|", "\n": " ", "\r": " ", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Table:
    """Column names (keys for JSON, headers for people) and rows of texts; `right` names columns aligned to the right."""

    keys: Sequence[str]
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[str] = field(default_factory=frozenset)
    #: Columns that people are not shown where nothing stands in them.
    optional: frozenset[str] = field(default_factory=frozenset)


def headers(keys: Iterable[str], language: Language) -> list[str]:
    """The headings of columns."""
    return [say(phrase(f"column.{key}"), language) for key in keys]


def render_table(table: Table, form: Format) -> str:
    """The table in a format; it ends with a line break."""
    return _RENDERERS[form](table)


def render_beneath(table: Table, texts: Sequence[Sequence[str]]) -> str:
    """The table as in a terminal, and beneath each row its lines of text; it ends with a line break."""
    if not table.rows:
        return _terminal(table)
    rows = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    lines = _terminal(Table(table.keys, table.headers, rows, table.right, table.optional)).splitlines()
    head, body = lines[: -len(rows)], lines[-len(rows) :]
    told = [one for row, text in zip(body, texts, strict=True) for one in (row, *text)]
    return "\n".join([*head, *told]) + "\n"


def _terminal(table: Table) -> str:
    return _tabulated(table, "simple")


def _markdown(table: Table) -> str:
    escaped = [[cell.translate(_MARKDOWN) for cell in row] for row in table.rows]
    return _tabulated(Table(table.keys, table.headers, escaped, table.right, table.optional), "pipe")


def _tabulated(table: Table, style: str) -> str:
    from tabulate import tabulate

    table = _without_empty(table)
    if not table.rows:
        body = ""
    else:
        align = ["right" if key in table.right else "left" for key in table.keys]
        body = tabulate(table.rows, headers=list(table.headers), tablefmt=style, disable_numparse=True, colalign=align)
    return "\n".join(line.rstrip() for line in body.splitlines()) + "\n"


def _without_empty(table: Table) -> Table:
    kept = [
        place
        for place, key in enumerate(table.keys)
        if key not in table.optional or any(row[place] for row in table.rows)
    ]
    if len(kept) == len(table.keys):
        return table
    keys, headers, *rows = ([row[place] for place in kept] for row in (table.keys, table.headers, *table.rows))
    return Table(keys, headers, rows, table.right)


def _csv(table: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.headers)
    writer.writerows([inert(cell) for cell in row] for row in table.rows)
    return stream.getvalue()


def inert(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run; numbers stay numbers."""
    if not cell.startswith(_FORMULA):
        return cell
    digits = cell[1:].replace(".", "", 1)
    return cell if cell[0] in "+-" and digits.isdigit() else "'" + cell


def _json(table: Table) -> str:
    rows = [dict(zip(table.keys, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


_RENDERERS = {"table": _terminal, "csv": _csv, "md": _markdown, "json": _json}
