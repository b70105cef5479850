"""From a sheet to the lines of its table: merged and empty cells filled, totals and notes told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.office import marks, wording
from lawscore.office.headings import Headings, find_headings, is_heading
from lawscore.office.lines import Head, Line, Table
from lawscore.office.points import Points, read_points, split_title
from lawscore.office.workbook import Book, Cell, Sheet
from lawscore.problems import Problem, Severity, Where, errors

_TEXTS = (
    "content", "sentences", "basis", "responsible", "lead", "support", "scored_by", "evidence", "sources", "remarks",
)  # fmt: skip
_MOST_NAMED = 8


def read_table(book: Book, wanted: str | None, file: str) -> Table | tuple[Problem, ...]:
    """The table of a workbook: on the sheet that is asked for, on the only one that has a table, or why there is none."""
    found = {sheet.name: sheet for sheet in book.sheets if not sheet.is_hidden}
    if wanted is not None:
        if wanted not in found:
            facts = {"name": wanted, "sheets": tuple(found)}
            return (Problem(code="table_no_sheet", where=Where(file=file), facts=facts),)
        found = {wanted: found[wanted]}
    tables = [(sheet, headings) for sheet in found.values() if (headings := find_headings(sheet)) is not None]
    if not tables:
        where = Where(file=file, cell=wanted)
        return (Problem(code="table_no_headings", where=where, hint=phrase("hint.table_headings")),)
    if len(tables) > 1:
        names = tuple(sheet.name for sheet, _ in tables)
        return (Problem(code="table_several_sheets", where=Where(file=file), facts={"sheets": names}),)
    return _Reader(*tables[0], _marks(book)).table()


def _marks(book: Book) -> marks.Marks | None:
    sheet = next((one for one in book.sheets if one.name == marks.SHEET and one.is_hidden), None)
    if sheet is None:
        return None
    last = max((row for row, _ in sheet.cells), default=0)
    width = max((column for _, column in sheet.cells), default=0)
    rows = (
        [sheet.cells[row, column].text if (row, column) in sheet.cells else "" for column in range(1, width + 1)]
        for row in range(1, last + 1)
    )
    return marks.read(rows)


@dataclass(slots=True)
class _Entry:
    """A title and the rows that belong to it."""

    heads: tuple[Head, ...]
    title: Head
    rows: list[int] = field(default_factory=list)


class _Reader:
    def __init__(self, sheet: Sheet, headings: Headings, kept: marks.Marks | None) -> None:
        self.sheet, self.headings, self.kept = sheet, headings, kept
        self.problems: list[Problem] = []
        self.total: tuple[Where, Points] | None = None
        self.entries: list[_Entry] = []
        #: The titles that are open, level by level, and the headings across the whole table above them.
        self.open: list[Head | None] = [None] * len(headings.levels)
        self.section: Head | None = None
        *self.branch_points, self.leaf_points = headings.of("points") or (0,)
        self.priced: dict[tuple[int, int], _Entry] = {}

    def table(self) -> Table:
        """Everything that was read, with everything that is wrong with it."""
        self._walk()
        self._hidden()
        entries = list(self._without_branches())
        lines = [line for entry in entries for line in self._lines(entry)]
        vetoes = [line for line in lines if _is_veto(line)]
        lines = [line for line in lines if not _is_veto(line)]
        if not lines and not self.problems:
            self._refuse("table_no_indicators", self.sheet.where(self.headings.last_row, self.headings.levels[0]))
        return Table(
            sheet=self.sheet, title=self._title(), lines=tuple(lines), vetoes=tuple(vetoes), total=self.total,
            marks=self.kept, roles=frozenset(self.headings.columns), problems=tuple(self.problems),
        )  # fmt: skip

    def _refuse(self, code: str, where: Where, severity: Severity = "error", **facts: object) -> None:
        self.problems.append(Problem(code=code, where=where, severity=severity, facts=facts))

    # rows

    def _walk(self) -> None:
        for row in self.sheet.rows:
            texts = {column: self._text(row, column) for column in self.headings.used}
            if row <= self.headings.last_row:
                continue
            self._errors(row)
            first = next((text for text in texts.values() if text), "")
            if not first:
                continue
            if is_heading(self.sheet, self.headings, texts) or wording.is_note(first):
                continue
            if wording.is_total(first):
                self._sum(row, first)
            elif self._is_across(row):
                self.section = Head(first, row, self.headings.used[0])
                self.open = [None] * len(self.open)
            else:
                self._row(row)

    def _errors(self, row: int) -> None:
        for column in self.headings.used:
            cell = self.sheet.cells.get((row, column))
            self.problems += cell.problems if cell is not None else ()

    def _sum(self, row: int, label: str) -> None:
        points = read_points(self._text(row, self.leaf_points))
        if points is not None and not wording.is_subtotal(label):
            self.total = self.sheet.where(row, self.leaf_points), points

    def _is_across(self, row: int) -> bool:
        """A heading that runs over the whole table."""
        merge = self.sheet.merge_at(row, self.headings.used[0])
        wide = merge is not None and merge.left <= self.headings.used[0] and merge.right >= self.headings.used[-1]
        return wide and len(self.headings.used) > 2

    def _row(self, row: int) -> None:
        own = [self._head(row, column) for column in self.headings.levels]
        deepest = max((place for place, head in enumerate(own) if head is not None), default=-1)
        repeated = deepest if self._is_numbered(row) else deepest + 1
        own[:repeated] = [self._continued(place, head) for place, head in enumerate(own[:repeated])]
        title = own[deepest] if deepest >= 0 else None
        if self.entries and (title is None or title in (self.entries[-1].title, *self.entries[-1].heads)):
            self.entries[-1].rows.append(row)
            return
        if title is None:
            self._refuse("table_no_title", self.sheet.where(row, self.headings.levels[-1]))
            return
        for place, head in enumerate(own[: deepest + 1]):
            if head is not None and head != self.open[place]:
                self.open[place:] = [head, *[None] * (len(own) - place - 1)]
        above = (self.section, *self.open[:deepest])
        self.entries.append(_Entry(tuple(head for head in above if head is not None), title, [row]))

    def _is_numbered(self, row: int) -> bool:
        """A number of its own tells a row from the one above, even where both have one title."""
        columns = self.headings.of("number")
        return bool(columns) and self._anchor(row, columns[0])[0] == row and bool(self._text(row, columns[0]))

    def _continued(self, place: int, head: Head | None) -> Head | None:
        """The title above, where a cell says the same again: tables without merged cells repeat it in each row."""
        above = self.open[place]
        return above if head is not None and above is not None and head.text == above.text else head

    def _head(self, row: int, column: int) -> Head | None:
        at = self._anchor(row, column)
        text = self._text(row, column)
        return Head(text, at[0], column) if text else None

    # cells

    def _anchor(self, row: int, column: int) -> tuple[int, int]:
        merge = self.sheet.merge_at(row, column)
        return (merge.top, merge.left) if merge is not None else (row, column)

    def _cell(self, row: int, column: int) -> Cell | None:
        """The cell of a place; merged ones count for all their rows, but only for their first column."""
        at = self._anchor(row, column)
        return self.sheet.cells.get(at) if at[1] == column else None

    def _text(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        return cell.text if cell is not None else ""

    def _joined(self, rows: Iterable[int], role: str) -> str:
        """What stands in the columns of a role, each cell once."""
        columns = self.headings.of(role)
        cells = {self._anchor(row, column): self._text(row, column) for row in rows for column in columns}
        return "\n".join(text for text in cells.values() if text)

    # lines

    def _without_branches(self) -> Iterator[_Entry]:
        """Rows that only head the rows below them are no indicators: their points are those of the branch."""
        stated = {entry.title: self._points(entry.rows[:1]) for entry in self.entries}
        used = {head for entry in self.entries for head in entry.heads}
        for entry in self.entries:
            if entry.title not in used:
                heads = tuple(replace(head, points=self._beside(head) or stated.get(head)) for head in entry.heads)
                yield _Entry(heads, entry.title, entry.rows)

    def _beside(self, head: Head) -> Points | None:
        """The points of a branch where the table has a column of points for its level."""
        right = [column for column in self.branch_points if column > head.column]
        later = [column for column in self.headings.levels if column > head.column]
        if not right or (later and right[0] > later[0]):
            return None
        return read_points(self._text(head.row, right[0]))

    def _points(self, rows: Sequence[int]) -> Points | None:
        texts = (self._text(row, self.leaf_points) for row in rows)
        return next((points for text in texts if (points := read_points(text)) is not None), None)

    def _lines(self, entry: _Entry) -> Iterator[Line]:
        """One line; or one for each row with points of its own, below a branch of that title."""
        priced = [row for row in entry.rows if self._is_priced(row)]
        if len(priced) < 2:
            yield self._line(entry, entry.rows, entry.heads, entry.title.text, text=self._joined(entry.rows, "content"))
            return
        for start, end in zip(priced, [*priced[1:], entry.rows[-1] + 1], strict=True):
            rows = [row for row in entry.rows if start <= row < end or (row < priced[0] and start == priced[0])]
            title = self._joined(rows, "content") or wording.first_clause(self._joined(rows, "sentences"))
            if not title:
                self._refuse("table_no_title", self.sheet.where(start, entry.title.column))
            yield self._line(entry, rows, (*entry.heads, entry.title), title or entry.title.text, text="")

    def _is_priced(self, row: int) -> bool:
        at = self._anchor(row, self.leaf_points)
        return at[0] == row and bool(self._text(row, self.leaf_points))

    def _line(self, entry: _Entry, rows: Sequence[int], heads: tuple[Head, ...], title: str, *, text: str) -> Line:
        cells = {role: self._joined(rows, role) for role in _TEXTS} | {"content": text}
        columns = {role: listed[0] for role, listed in self.headings.columns.items()}
        columns |= {"title": entry.title.column, "points": self.leaf_points or entry.title.column}
        name, points = split_title(title)
        line = Line(
            row=rows[0], id=self._number(rows[0]), heads=heads, title=" ".join(name.split()), points=points, cells=cells,
            columns=columns,
        )  # fmt: skip
        return line if _is_veto(line) else replace(line, points=self._priced(line, entry, rows, points))

    def _priced(self, line: Line, entry: _Entry, rows: Sequence[int], beside_title: Points | None) -> Points | None:
        """The points of a line; none, or what cannot be read, is a problem, as is one figure for several indicators."""
        text = self._joined(rows, "points") if not self.branch_points else self._text(rows[0], self.leaf_points)
        where = self.sheet.where(rows[0], self.leaf_points or entry.title.column)
        points = read_points(text)
        at = self._anchor(rows[0], self.leaf_points)
        if text and points is None:
            self._refuse("table_points_unreadable", where, given=text)
        elif points is not None and self.priced.setdefault(at, entry) is not entry:
            self._refuse("table_points_shared", self.sheet.where(*at))
            return beside_title
        elif points is None and beside_title is None and not self._failed(rows[0]):
            self._refuse("table_points_missing", where, title=line.title)
        return points or beside_title

    def _failed(self, row: int) -> bool:
        cell = self._cell(row, self.leaf_points)
        return cell is not None and bool(errors(cell.problems))

    def _number(self, row: int) -> str:
        columns = self.headings.of("number")
        cell = self._cell(row, columns[0]) if columns else None
        return " ".join(cell.text.split()) if cell is not None else ""

    # the sheet

    def _title(self) -> str:
        """The first line above the headings that is no number of an annex."""
        above = [self.sheet.cells[at] for at in sorted(self.sheet.cells) if at[0] < self.headings.first_row]
        return next((" ".join(cell.text.split()) for cell in above if not wording.is_annex(cell.text)), "")

    def _hidden(self) -> None:
        rows = [row for entry in self.entries for row in entry.rows if row in self.sheet.hidden_rows]
        if rows:
            where = self.sheet.where(rows[0], self.headings.used[0])
            told = tuple(map(str, rows[:_MOST_NAMED]))
            self._refuse("table_hidden_rows", where, "warning", rows=told, count=str(len(rows)))


def _is_veto(line: Line) -> bool:
    return any(wording.is_veto(split_title(head.text)[0]) for head in line.heads) or wording.is_veto(line.title)
