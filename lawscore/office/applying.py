"""What the edited table asks for, done to the text of the rubric: only what was changed there changes here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.editing.edits import Edits
from lawscore.loading.source import Path, Tree
from lawscore.models import shorten
from lawscore.numbers import written
from lawscore.office.alike import matched
from lawscore.office.citing import read_basis
from lawscore.office.comparing import Cell, Plan
from lawscore.office.lines import Line
from lawscore.office.moving import arranged, places
from lawscore.office.parts import Part
from lawscore.office.points import read_points
from lawscore.office.skeleton import head_keys, read_responsible, rule_of, rules
from lawscore.office.tabling import points_of
from lawscore.office.wording import unnumbered
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric

#: Where a new key stands among the others.
_ORDER: Final = (
    "id", "title", "text", "points", "start", "floor", "ceiling", "scaled_to", "aggregate", "only_for", "weight",
    "responsible", "scored_by", "evidence", "basis", "applies", "every", "field", "rules", "indicators",
)  # fmt: skip
_KEYS: Final = {"title": "title", "content": "text", "scored_by": "scored_by", "evidence": "evidence"}
_LIMITS: Final = {"plain": "points", "bonus": "ceiling", "penalty": "floor"}


@dataclass(frozen=True, slots=True)
class Done:
    """The new text, what was done, and what cannot be."""

    text: str
    told: tuple[Phrase, ...] = ()
    problems: tuple[Problem, ...] = ()


def applied(text: str, rubric: Rubric, plan: Plan) -> Done:
    """Bring a plan into the text of a rubric. Raises `EditError` where the text is written in a way that cannot be edited."""
    edits = Edits.of(text)
    work = _Work(rubric, plan, edits.written.data, edits)
    work.cells()
    work.additions()
    work.removals()
    if work.problems:
        return Done(text, (), tuple(work.problems))
    changed = work.edits.text() if work.edits.steps else text
    if not work.edits.steps and not work.emptied and _order_is(edits.written.data, plan.order):
        return Done(text)
    changed = arranged(changed, plan.order)
    return Done(_without(changed, work.emptied), (*work.told, *work.moves()))


def _without(text: str, branches: Sequence[str]) -> str:
    """The branches of which nothing is left."""
    if not branches:
        return text
    edits = Edits.of(text)
    found = dict(places(edits.written.data))
    for name in branches:
        edits = edits.remove(found[name])
    return edits.text()


def _order_is(data: Tree, order: Mapping[str, Sequence[str]]) -> bool:
    """Whether every branch has its parts in the order of the table already."""
    found = dict(places(data))
    for parent, names in order.items():
        above = (*found[parent], "indicators") if parent else ("indicators",)
        now = [name for name, path in found.items() if path[:-1] == above and name in names]
        if now != list(names):
            return False
    return True


@dataclass(slots=True)
class _Work:
    rubric: Rubric
    plan: Plan
    data: Tree
    edits: Edits
    told: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    #: What is asked of a key that several indicators share (`every`): by indicator.
    shared: dict[Path, dict[str, Cell]] = field(default_factory=dict)

    # cells

    def cells(self) -> None:
        for cell in self.plan.changed:
            owner = self.owner(cell)
            if owner is None:
                continue
            if "every" in owner:
                self.shared.setdefault((*owner, _key(cell)), {})[cell.id] = cell
            else:
                self.cell(cell, owner)
        for path, wanted in self.shared.items():
            self.every(path, wanted)

    def cell(self, cell: Cell, owner: Path) -> None:
        """One changed cell, at the indicator or at what several indicators share."""
        _CHANGES[cell.column](self, cell, owner)

    def owner(self, cell: Cell) -> Path | None:
        """Where the key of a cell is written: at the indicator, else in an `every` above it, else at the indicator anew."""
        if not cell.id:
            return ()
        path = self.rubric.nodes[cell.id].path
        node = self.at(path)
        if not isinstance(node, dict):
            self.refuse("table_short_form", cell)
            return None
        key = _key(cell)
        for end in range(len(path), 0, -2):
            every = self.at((*path[:end], "every"))
            if end == len(path) and key in node:
                return path
            if end < len(path) and isinstance(every, dict) and key in every:
                return (*path[:end], "every")
        return path

    def every(self, path: Path, wanted: Mapping[str, Cell]) -> None:
        """What a table has in common: changed for all alike it changes there; else those that differ say it themselves.

        Rules are common or not as a whole.
        """
        sharing = [name for name in self.rubric.nodes if self.shares(name, path)]
        first = next(iter(wanted.values()))
        if set(sharing) == set(wanted) and len({cell.after for cell in wanted.values()}) == 1:
            self.cell(first, path[:-1])
        elif path[-1] == "rules":
            self.refuse("table_in_every", first, ids=tuple(sharing))
        else:
            for cell in wanted.values():
                self.cell(cell, self.rubric.nodes[cell.id].path)

    def shares(self, name: str, path: Path) -> bool:
        node = self.rubric.nodes[name]
        own = self.at(node.path)
        below = node.path[: len(path) - 2] == path[:-2]
        return node.is_leaf and below and not (isinstance(own, dict) and path[-1] in own)

    def at(self, path: Path) -> Any:
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def refuse(self, code: str, cell: Cell, **facts: object) -> None:
        self.problems.append(Problem(code=code, where=cell.where, facts={"id": cell.id, **facts}))

    def tell(self, cell: Cell, before: str, after: str) -> None:
        column = phrase(f"printed.column.{cell.column}") if cell.column != "title" else phrase("import.title")
        old, new = _lines(before), _lines(after)
        before, after = (" ".join(line for line in own if line not in other) for own, other in ((old, new), (new, old)))
        facts = {"name": self.name(cell.id), "column": column, "before": _brief(before), "after": _brief(after)}
        self.told.append(phrase("import.changed", **facts))

    def name(self, node: str) -> Phrase:
        if not node:
            return phrase("import.document")
        return phrase("import.indicator", id=node, title=self.rubric.nodes[node].title)

    def put(self, owner: Path, key: str, value: Tree) -> None:
        """A key set, written anew at its place, or left out where it has no value any more."""
        node = self.at(owner)
        if key in node:
            path = (*owner, key)
            self.edits = self.edits.set(path, value) if value else self.edits.remove(path)
        elif value:
            before = [one for one in _ORDER[: _ORDER.index(key)] if one in node]
            self.edits = self.edits.insert(owner, key, value, after=before[-1] if before else None)

    def plain(self, cell: Cell, owner: Path) -> None:
        self.put(owner, _KEYS[cell.column], " ".join(cell.after.split()))
        self.tell(cell, cell.before, cell.after)

    def points(self, cell: Cell, owner: Path) -> None:
        """The points, the ceiling of a bonus, the floor of a penalty."""
        before, after = read_points(cell.before), read_points(cell.after)
        if before is None or after is None or before.kind != after.kind:
            self.refuse("table_kind_changed", cell, before=cell.before, after=cell.after)
            return
        self.put(owner, _LIMITS[after.kind], written(after.figure))
        if self.at((*owner, "scaled_to")) is not None and after.kind == "plain":
            self.put(owner, "scaled_to", written(after.figure))
        self.tell(cell, cell.before, cell.after)

    def responsible(self, cell: Cell, owner: Path) -> None:
        """Who leads and who supports, each by itself."""
        before, after = (_responsible(text, self.plan.lines.get(cell.id)) for text in (cell.before, cell.after))
        if not after or self.at((*owner, "responsible")) is None:
            self.put(owner, "responsible", after)
        else:
            for key in ("lead", "support"):
                if before.get(key) != after.get(key):
                    self.part((*owner, "responsible"), key, after.get(key))
        self.tell(cell, cell.before, cell.after)

    def part(self, path: Path, key: str, value: Tree) -> None:
        if key not in self.at(path):
            self.edits = self.edits.insert(path, key, value, before="support" if key == "lead" else None)
        elif value:
            self.edits = self.edits.set((*path, key), value)
        else:
            self.edits = self.edits.remove((*path, key))

    def basis(self, cell: Cell, owner: Path) -> None:
        """Each basis by itself, where they are a list; else all of them."""
        before, after = _lines(cell.before), _lines(cell.after)
        now = self.at((*owner, "basis"))
        if isinstance(now, list) and len(now) == len(before) and after:
            self.bases((*owner, "basis"), now, before, after)
        else:
            listed: list[Tree] = [dict(read_basis(line)) for line in after]
            self.put(owner, "basis", listed[0] if len(listed) == 1 else listed)
        self.tell(cell, cell.before, cell.after)

    def bases(self, path: Path, now: Sequence[Tree], before: Sequence[str], after: Sequence[str]) -> None:
        found = matched(before, after)
        for old, new in found.pairs:
            if before[old] != after[new]:
                self.edits = self.edits.set((*path, old), _basis(now[old], after[new]))
        self.lists(path, found.gone, {new: dict(read_basis(after[new])) for new in found.new}, dict(found.pairs))

    def lists(self, path: Path, gone: Sequence[int], new: Mapping[int, Tree], pairs: Mapping[int, int]) -> None:
        """Items of a list left out, and new ones behind those that they follow in the table."""
        for old in gone:
            self.edits = self.edits.remove((*path, old))
        kept = {later: earlier for earlier, later in pairs.items()}
        for place, value in new.items():
            above = [kept[one] for one in kept if one < place]
            if above:
                self.edits = self.edits.append(path, value, after=max(above))
            else:
                self.edits = self.edits.append(path, value, before=min(kept.values()))

    # sentences

    def sentences(self, cell: Cell, owner: Path) -> None:
        """The sentence of each rule; a new sentence is for an assessor to judge, one that is gone takes its rule along."""
        path, node = (*owner, "rules"), self.rubric.nodes[cell.id]
        before, after = unnumbered(cell.before, len(node.rules)), unnumbered(cell.after, len(node.rules))
        if not after or len(before) != len(node.rules):
            self.refuse("table_no_sentences", cell)
            return
        found = matched(before, after)
        for old, new in found.pairs:
            if before[old] != after[new]:
                self.sentence(cell, (*path, old), before[old], after[new])
        awards = all(rule.sign > 0 for rule in node.rules)
        line = self.plan.lines[cell.id]
        points = abs(line.points.figure) if line.points is not None else abs(points_of(node))
        new_rules: dict[int, Tree] = {new: rule_of(after[new], points, awards=awards) for new in found.new}
        self.lists(path, found.gone, new_rules, dict(found.pairs))
        for old in found.gone:
            self.told.append(phrase("import.rule_gone", name=self.name(cell.id), text=_brief(before[old])))
        for new in found.new:
            self.told.append(phrase("import.rule_new", name=self.name(cell.id), text=_brief(after[new])))

    def sentence(self, cell: Cell, path: Path, before: str, after: str) -> None:
        rule = self.at(path)
        judged = rule.get("for") is not None and rule["for"].rstrip("。；;") == before.rstrip("。；;")
        if judged:
            self.edits = self.edits.set((*path, "for"), after.rstrip("。；;"))
        if "text" in rule:
            self.edits = self.edits.set((*path, "text"), after)
        else:
            self.edits = self.edits.insert(path, "text", after)
        key = "import.sentence" if judged else "import.sentence_only"
        facts = {"name": self.name(cell.id), "before": _brief(before, 60), "after": _brief(after, 60)}
        self.told.append(phrase(key, **facts))

    # rows

    def additions(self) -> None:
        """New rows and new branches, each behind the part that it follows in the table."""
        fresh = {part.id: part for _, part in self.plan.new}
        for above, part in self.plan.new:
            self.told.append(phrase("import.added", id=part.id, title=part.title))
            if above not in fresh:
                self.add(above, part, fresh)

    def add(self, above: str, part: Part, fresh: Mapping[str, Part]) -> None:
        path = (*self.rubric.nodes[above].path, "indicators") if above else ("indicators",)
        value = self.value(part, fresh)
        if value is None:
            return
        order = self.plan.order[above]
        earlier = [name for name in order[: order.index(part.id)] if self.place(name, path) is not None]
        if earlier:
            self.edits = self.edits.append(path, value, after=self.place(earlier[-1], path))
        else:
            self.edits = self.edits.append(path, value, before=0)

    def place(self, name: str, path: Path) -> int | None:
        """Where an indicator stands in a list now."""
        node = self.rubric.nodes.get(name)
        return int(node.path[-1]) if node is not None and node.path[:-1] == path else None

    def value(self, part: Part, fresh: Mapping[str, Part]) -> Tree | None:
        """A new indicator; a new branch needs at least one new indicator in it, the others move there."""
        found: dict[str, Tree] = dict(head_keys(part))
        if part.line is not None:
            found["rules"] = [rule for _, rule in rules(part)]
            return found
        inside = [self.value(fresh[name], fresh) for name in self.plan.order[part.id] if name in fresh]
        if not inside or None in inside:
            where = Where(file=self.plan.file, path=(part.id,))
            self.problems.append(Problem(code="table_branch_of_old", where=where, facts={"id": part.id}))
            return None
        if part.points is None:
            del found["points"]
        found["indicators"] = inside
        return found

    def removals(self) -> None:
        """Rows that are gone; where a whole branch is, the branch goes with what is left in it, after others moved away."""
        gone = set(self.plan.gone)
        for name in self.plan.gone:
            node = self.rubric.nodes[name]
            self.told.append(phrase("import.removed", id=name, title=node.title))
            if node.parent in gone:
                continue
            if node.is_leaf:
                self.edits = self.edits.remove(node.path)
            else:
                self.emptied.append(name)

    def moves(self) -> Iterator[Phrase]:
        """What stands in another place than before."""
        for above, names in self.plan.order.items():
            known = [name for name in names if name in self.rubric.nodes]
            for name in known:
                if (self.rubric.nodes[name].parent or "") != above:
                    yield phrase("import.moved", name=self.name(name), above=self.above(above))
            stayed = [name for name in known if (self.rubric.nodes[name].parent or "") == above]
            if stayed != [name for name in self.rubric.nodes if name in stayed]:
                yield phrase("import.reordered", above=self.above(above), ids=tuple(names))

    def above(self, name: str) -> Phrase:
        if name and name not in self.rubric.nodes:
            return phrase("import.indicator", id=name, title="")
        return self.name(name)


def _key(cell: Cell) -> str:
    """The key of the rubric that a column shows."""
    if cell.column == "points":
        points = read_points(cell.before)
        return _LIMITS[points.kind] if points is not None else "points"
    return _KEYS.get(cell.column, "rules" if cell.column == "sentences" else cell.column)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _basis(now: Tree, line: str) -> Tree:
    """The basis in the form it has, where the line still begins with its document."""
    if isinstance(now, dict) and "note" not in now and line.startswith(str(now["document"])):
        rest = line[len(str(now["document"])) :].strip()
        return {"document": now["document"], **({"part": rest} if rest else {})}
    return line if isinstance(now, str) else dict(read_basis(line))


def _responsible(text: str, line: Line | None) -> dict[str, Tree]:
    assert line is not None
    cells = {"responsible": text}
    return read_responsible(Line(row=0, id="", heads=(), title="", points=None, cells=cells, columns={}))


def _brief(text: str, limit: int = 40) -> object:
    return shorten(text, limit) if text else phrase("import.nothing")


_CHANGES: Final[Mapping[str, Callable[[_Work, Cell, Path], None]]] = {
    "title": _Work.plain,
    "content": _Work.plain,
    "scored_by": _Work.plain,
    "evidence": _Work.plain,
    "points": _Work.points,
    "responsible": _Work.responsible,
    "basis": _Work.basis,
    "sentences": _Work.sentences,
}
