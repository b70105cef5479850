"""What a reader should know of a sheet that was read: formulas, links to other workbooks, cells that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lawscore.loading.xlsx_cells import Cell
from lawscore.loading.xlsx_sheets import Sheet
from lawscore.problems import Problem, Severity

#: [1]Sheet1!A1 and [other.xlsx]Sheet1!A1; a table's column is written [in brackets] too.
_LINK: Final = re.compile(r"\[(?:\d+|[^\[\]]+\.xl\w+)\]")


def oddities(sheet: Sheet) -> Iterator[Problem]:
    """One problem for each kind, at the first such cell."""
    cells = [cell for row in sheet.rows.values() for cell in row.values()]
    for code, severity, is_meant in _KINDS:
        found = [cell for cell in cells if is_meant(sheet, cell)]
        if found:
            where = sheet.where(found[0].row, found[0].column)
            yield Problem(code=code, where=where, severity=severity, facts={"count": str(len(found))})


def _is_computed(_: Sheet, cell: Cell) -> bool:
    """A formula whose result was taken: one that fails, or has none, is told of by itself."""
    return (
        cell.formula is not None and not cell.lacks_value and cell.content != "error" and not _LINK.search(cell.formula)
    )


def _is_linked(_: Sheet, cell: Cell) -> bool:
    return cell.formula is not None and not cell.lacks_value and bool(_LINK.search(cell.formula))


def _is_hidden(sheet: Sheet, cell: Cell) -> bool:
    return sheet.hides(cell.row, cell.column)


_KINDS: Final[tuple[tuple[str, Severity, Callable[[Sheet, Cell], bool]], ...]] = (
    ("cells_computed", "note", _is_computed),
    ("cells_linked", "warning", _is_linked),
    ("cells_hidden", "note", _is_hidden),
)
