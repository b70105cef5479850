"""The edited table held against what was printed and what the rubric says now: what is changed, new, gone, moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.numbers import written
from lawscore.office import marks
from lawscore.office.alike import ratio
from lawscore.office.lines import Head, Line, Table
from lawscore.office.marks import KEPT, Kept, Marks
from lawscore.office.parts import Part, branch, free
from lawscore.office.points import split_title
from lawscore.office.table import Printed
from lawscore.problems import Problem, Severity, Where

#: A new row that says so much the same as one that is gone is that one under another number.
_SAME = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that somebody changed: of an indicator, from what to what."""

    id: str
    column: str
    before: str
    after: str
    where: Where


@dataclass(slots=True)
class Plan:
    """What the table asks for, by ids; "" is the document."""

    file: str = ""
    changed: list[Cell] = field(default_factory=list)
    new: list[tuple[str, Part]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    #: The parts of each branch in the order of the table.
    order: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compared(table: Table, printed: Printed) -> Plan:
    """What is to be done to a rubric, `printed` as it is now, so that it says what the table says."""
    return _Comparison(table, printed).plan()


class _Comparison:
    def __init__(self, table: Table, printed: Printed) -> None:
        self.table, self.printed = table, printed
        self.found = Plan(table.sheet.file)
        now = marks.read(list(marks.written(printed)))
        assert now is not None
        self.now: Marks = now
        self.base: Marks = table.marks or now
        self.heads: dict[Head, str] = {}
        self.branches: dict[str, Part] = {}

    def plan(self) -> Plan:
        self.origin()
        if any(problem.severity == "error" for problem in self.found.problems):
            return self.found
        self.document()
        self.identify()
        for line in self.table.lines:
            above = self.above(line)
            name = self.names[id(line)]
            self.found.order.setdefault(above, []).append(name)
            self.found.lines[name] = line
            if name in self.base.kept:
                self.leaf(line, self.base.kept[name])
            else:
                self.added(line, name, above)
        self.removed()
        return self.found

    def refuse(self, code: str, where: Where, severity: Severity = "error", hint: str = "", **facts: object) -> None:
        told = phrase(hint) if hint else None
        self.found.problems.append(Problem(code=code, where=where, severity=severity, facts=facts, hint=told))

    def origin(self) -> None:
        """Which rubric the table was printed from, and whether it is this one."""
        where = Where(file=self.table.sheet.file)
        if self.table.marks is None:
            self.refuse("table_not_ours", where, hint="hint.table_not_ours")
        elif self.base.rubric != self.now.rubric:
            self.refuse("table_other_rubric", where, name=self.now.name, found=self.base.name)
        elif (self.base.version, self.base.digest) != (self.now.version, self.now.digest):
            self.refuse("table_other_version", where, "warning", name=self.now.name, found=self.base.name)

    def document(self) -> None:
        """The title above the table and the total below it."""
        first = self.table.sheet.where(1, 1)
        if self.table.title and self.table.title != " ".join(self.base.title.split()):
            self.change("", "title", self.base.title, self.now.title, self.table.title, first)
        if self.table.total is not None:
            where, points = self.table.total
            if points.figure != Fraction(self.base.points):
                self.change("", "points", self.base.points, self.now.points, str(points.figure), where)

    def change(self, name: str, column: str, before: str, now: str, after: str, where: Where) -> None:
        """A cell that is not as it was printed; where the rubric was changed there as well, nobody can tell which counts."""
        if _plain(now) == _plain(after):
            return
        if _plain(now) != _plain(before):
            self.refuse("table_conflict", where, before=before, now=now, after=after)
            return
        self.found.changed.append(Cell(id=name, column=column, before=before, after=after, where=where))

    # which row is which

    def identify(self) -> None:
        """An id for each row: its own, or a free one for a new row without."""
        self.names: dict[int, str] = {}
        counts = Counter(line.id for line in self.table.lines if line.id)
        taken = {*self.now.kept, *self.base.kept, *counts}
        for line in self.table.lines:
            where = self.table.where(line, "number")
            if counts[line.id] > 1:
                self.refuse("table_id_doubled", where, id=line.id)
            elif line.id in self.base.kept and line.id not in self.now.kept:
                self.refuse("table_id_gone", where, id=line.id)
            elif line.id in self.now.kept and line.id not in self.base.kept:
                self.refuse("table_id_taken", where, id=line.id)
            self.names[id(line)] = line.id
        self.resolve(taken)
        for line in self.table.lines:
            if not line.id:
                above = self.heads[line.heads[-1]] if line.heads else ""
                self.names[id(line)] = name = free(f"{above}." if above else "", 1, taken)
                taken.add(name)

    def resolve(self, taken: set[str]) -> None:
        """The branch of each heading: by its text, by its number, or by the rows below it; else it is new."""
        labels = {_plain(kept.cells["label"]): name for name, kept in self.base.kept.items() if not kept.is_leaf}
        below: dict[Head, list[str]] = {}
        for line in self.table.lines:
            for depth, head in enumerate(line.heads):
                below.setdefault(head, []).extend(self._ancestor(line.id, depth))
                self.heads.setdefault(head, labels.get(_plain(head.text), ""))
        for head, names in below.items():
            self.heads[head] = self.heads[head] or self._by_number(head) or self._by_rows(names)
            if not self.heads[head]:
                part = branch(head, self.table, "plain")
                part.id = part.id if part.id and part.id not in taken else free("", 1, taken)
                taken.add(part.id)
                self.heads[head], self.branches[part.id] = part.id, part
            else:
                self.label(head, self.base.kept[self.heads[head]])

    def _ancestor(self, name: str, depth: int) -> Iterator[str]:
        """The branch at a depth above an indicator, as it was printed."""
        above: list[str] = []
        kept = self.base.kept.get(name)
        while kept is not None and kept.parent:
            above.insert(0, kept.parent)
            kept = self.base.kept.get(kept.parent)
        yield from above[depth : depth + 1]

    def _by_number(self, head: Head) -> str:
        plain = " ".join(split_title(head.text)[0].split())
        known = [name for name, kept in self.base.kept.items() if not kept.is_leaf and plain.startswith(f"{name} ")]
        return max(known, key=len, default="")

    def _by_rows(self, names: list[str]) -> str:
        """The branch that all known rows below were in, unless another heading is that one."""
        told = set(names) - set(self.heads.values())
        return told.pop() if len(set(names)) == 1 and told else ""

    def above(self, line: Line) -> str:
        """The branch of a row; the branches above it are put in order as well."""
        above = ""
        for head in line.heads:
            name = self.heads[head]
            order = self.found.order.setdefault(above, [])
            if name not in order:
                order.append(name)
                if name in self.branches:
                    self.found.new.append((above, self.branches[name]))
            above = name
        return above

    # what is changed

    def label(self, head: Head, kept: Kept) -> None:
        """The title and the points in the cell of a branch."""
        if _plain(head.text) == _plain(kept.cells["label"]):
            return
        where = self.table.sheet.where(head.row, head.column)
        now = self.now.kept.get(kept.id)
        if now is None:
            self.refuse("table_id_gone", where, id=kept.id)
            return
        part, old, new = (
            branch(Head(text, 0, 0), self.table, "plain")
            for text in (head.text, kept.cells["label"], now.cells["label"])
        )
        self.change(kept.id, "title", old.title, new.title, part.title, where) if part.title != old.title else None
        if (part.points, part.kind) != (old.points, old.kind):
            self.change(kept.id, "points", _signed(old), _signed(new), _signed(part), where)

    def leaf(self, line: Line, kept: Kept) -> None:
        """The cells of a row; a column that the table no longer has is not looked at."""
        now = self.now.kept[kept.id].cells
        for column in KEPT:
            after = _cell(line, column, kept)
            if column not in ("title", *self.table.roles) or _same(column, kept.cells[column], after):
                continue
            where = self.table.where(line, column)
            self.change(kept.id, column, kept.cells[column], now[column], after, where)

    def added(self, line: Line, name: str, above: str) -> None:
        part = Part(title=line.title, id=name, line=line)
        if line.points is not None:
            inherited = self.base.kept[above].kind if above in self.base.kept else "plain"
            part.kind = line.points.kind if line.points.kind != "plain" else inherited  # type: ignore[assignment]
            part.points = abs(line.points.figure)
        if part.kind == "plain" and part.points == 0:
            self.refuse("table_points_zero", self.table.where(line, "points"), title=line.title)
        self.found.new.append((above, part))

    def removed(self) -> None:
        """Rows that are gone; one that came back under another number is not told apart from a new one."""
        present = {*self.found.lines, *self.heads.values()}
        gone = [kept for name, kept in self.base.kept.items() if name not in present and name in self.now.kept]
        for kept in gone:
            self.found.gone.append(kept.id)
            for _, part in self.found.new if kept.is_leaf else ():
                if part.line is not None and part.line.id and _is_same(part.line, kept):
                    where = self.table.where(part.line, "number")
                    self.refuse("table_id_changed", where, old=kept.id, new=part.id, hint="hint.table_id_changed")


def _cell(line: Line, column: str, kept: Kept) -> str:
    if column == "title":
        return line.title
    if column != "points":
        return line.text(column)
    points = line.points
    if points is None:
        return ""
    return _signed(Part(title="", kind=points.kind if points.kind != "plain" else kept.kind, points=abs(points.figure)))  # type: ignore[arg-type]


def _signed(part: Part) -> str:
    """Points as the table writes them: 4, +4, -5."""
    sign = {"plain": "", "bonus": "+", "penalty": "-"}[part.kind]
    return "" if part.points is None else sign + written(part.points)


def _same(column: str, before: str, after: str) -> bool:
    return _plain(before) == _plain(after) if column != "title" else " ".join(before.split()) == after


def _plain(text: str) -> str:
    """A text without the blanks and line ends that programs change by themselves."""
    return "\n".join(line.strip() for line in text.replace("\r", "").strip().split("\n"))


def _is_same(line: Line, kept: Kept) -> bool:
    if line.title != kept.cells["title"]:
        return False
    return ratio(line.text("sentences"), kept.cells["sentences"]) >= _SAME
