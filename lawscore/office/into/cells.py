"""The cells of indicators: each kind of column changes its key, where that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lawscore.loading.source import Path, Tree
from lawscore.models import shorten
from lawscore.numbers import written
from lawscore.office.alike import matched
from lawscore.office.citing import read_basis
from lawscore.office.comparing import Cell
from lawscore.office.into.sentences import change_sentences
from lawscore.office.into.work import Work, lines_of
from lawscore.office.lines import Line
from lawscore.office.points import read_points
from lawscore.office.skeleton import read_responsible
from lawscore.rubric.bound import AnyRule
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination
from lawscore.rules.direct import Direct

_KEYS: Final = {"title": "title", "content": "text", "scored_by": "scored_by", "evidence": "evidence"}
_LIMITS: Final = {"plain": "points", "bonus": "ceiling", "penalty": "floor"}


def change_cells(work: Work) -> None:
    """All changed cells, at the indicators or at what several of them share."""
    #: What is asked of a key that several indicators share (`every`): by indicator.
    shared: dict[Path, dict[str, Cell]] = {}
    for cell in work.plan.changed:
        owner = _owner(work, cell)
        if owner is None:
            continue
        if "every" in owner:
            shared.setdefault((*owner, _key(cell)), {})[cell.id] = cell
        else:
            _change(work, cell, owner)
    for path, wanted in shared.items():
        _every(work, path, wanted)


def _change(work: Work, cell: Cell, owner: Path) -> None:
    _CHANGES[cell.column](work, cell, owner)


def _owner(work: Work, cell: Cell) -> Path | None:
    """Where the key of a cell is written: at the indicator, else in an `every` above it, else at the indicator anew."""
    if not cell.id:
        return ()
    path = work.rubric.nodes[cell.id].path
    node = work.at(path)
    if not isinstance(node, dict):
        work.refuse("table_short_form", cell)
        return None
    key = _key(cell)
    for end in range(len(path), 0, -2):
        every = work.at((*path[:end], "every"))
        if end == len(path) and key in node:
            return path
        if end < len(path) and isinstance(every, dict) and key in every:
            return (*path[:end], "every")
    return path


def _every(work: Work, path: Path, wanted: Mapping[str, Cell]) -> None:
    """What a table has in common: changed for all alike it changes there; else those that differ say it themselves.

    Rules are common or not as a whole.
    """
    sharing = [name for name in work.rubric.nodes if _shares(work, name, path)]
    first = next(iter(wanted.values()))
    if set(sharing) == set(wanted) and len({cell.after for cell in wanted.values()}) == 1:
        _change(work, first, path[:-1])
    elif path[-1] == "rules":
        work.refuse("table_in_every", first, ids=tuple(sharing))
    else:
        for cell in wanted.values():
            _change(work, cell, work.rubric.nodes[cell.id].path)


def _shares(work: Work, name: str, path: Path) -> bool:
    node = work.rubric.nodes[name]
    own = work.at(node.path)
    below = node.path[: len(path) - 2] == path[:-2]
    return node.is_leaf and below and not (isinstance(own, dict) and path[-1] in own)


def _plain(work: Work, cell: Cell, owner: Path) -> None:
    work.put(owner, _KEYS[cell.column], " ".join(cell.after.split()))
    work.tell(cell, cell.before, cell.after)


def _points(work: Work, cell: Cell, owner: Path) -> None:
    """The points, the ceiling of a bonus, the floor of a penalty."""
    before, after = read_points(cell.before), read_points(cell.after)
    if before is None or after is None or before.kind != after.kind:
        work.refuse("table_kind_changed", cell, before=cell.before, after=cell.after)
        return
    work.put(owner, _LIMITS[after.kind], written(after.figure))
    if work.at((*owner, "scaled_to")) is not None and after.kind == "plain":
        work.put(owner, "scaled_to", written(after.figure))
    work.tell(cell, cell.before, cell.after)
    staying = tuple(_with_figures(work.rubric.nodes[cell.id].rules)) if cell.id else ()
    if staying:
        facts = {"before": written(before.figure), "after": written(after.figure), "rules": staying}
        work.warn("table_points_alone", cell, **facts)


def _with_figures(rules: Iterable[AnyRule]) -> Iterator[str]:
    """The rules that state points of their own: what takes all, or a share of the points, follows them."""
    for rule in rules:
        if isinstance(rule, BoundCombination):
            yield from (_said(rule),) if rule.at_most is not None else _with_figures(rule.parts)
        elif rule.model.at_most is not None or _states(rule):
            yield _said(rule)


def _said(rule: AnyRule) -> str:
    return shorten(rule.model.text) if rule.model.text is not None else rule.id


def _states(rule: BoundRule) -> bool:
    follows = rule.amount.takes_all or rule.model.in_proportion_to is not None or getattr(rule.model, "out_of", None)
    return not follows and not isinstance(rule.model, Direct)


def _responsible(work: Work, cell: Cell, owner: Path) -> None:
    """Who leads and who supports, each by itself."""
    before, after = (_named(text) for text in (cell.before, cell.after))
    if not after or work.at((*owner, "responsible")) is None:
        work.put(owner, "responsible", after)
    else:
        for key in ("lead", "support"):
            if before.get(key) != after.get(key):
                _part(work, (*owner, "responsible"), key, after.get(key))
    work.tell(cell, cell.before, cell.after)


def _named(text: str) -> dict[str, Tree]:
    cells = {"responsible": text}
    return read_responsible(Line(row=0, id="", heads=(), title="", points=None, cells=cells, columns={}))


def _part(work: Work, path: Path, key: str, value: Tree) -> None:
    if key not in work.at(path):
        work.edits = work.edits.insert(path, key, value, before="support" if key == "lead" else None)
    elif value:
        work.edits = work.edits.set((*path, key), value)
    else:
        work.edits = work.edits.remove((*path, key))


def _basis(work: Work, cell: Cell, owner: Path) -> None:
    """Each basis by itself, where they are a list; else all of them."""
    before, after = lines_of(cell.before), lines_of(cell.after)
    now = work.at((*owner, "basis"))
    if isinstance(now, list) and len(now) == len(before) and after:
        _bases(work, (*owner, "basis"), now, before, after)
    else:
        listed: list[Tree] = [dict(read_basis(line)) for line in after]
        work.put(owner, "basis", listed[0] if len(listed) == 1 else listed)
    work.tell(cell, cell.before, cell.after)


def _bases(work: Work, path: Path, now: Sequence[Tree], before: Sequence[str], after: Sequence[str]) -> None:
    found = matched(before, after)
    for old, new in found.pairs:
        if before[old] != after[new]:
            work.edits = work.edits.set((*path, old), _cited(now[old], after[new]))
    work.lists(path, found.gone, {new: dict(read_basis(after[new])) for new in found.new}, dict(found.pairs))


def _cited(now: Tree, line: str) -> Tree:
    """The basis in the form it has, where the line still begins with its document."""
    if isinstance(now, dict) and "note" not in now and line.startswith(str(now["document"])):
        rest = line[len(str(now["document"])) :].strip()
        return {"document": now["document"], **({"part": rest} if rest else {})}
    return line if isinstance(now, str) else dict(read_basis(line))


def _key(cell: Cell) -> str:
    """The key of the rubric that a column shows."""
    if cell.column == "points":
        points = read_points(cell.before)
        return _LIMITS[points.kind] if points is not None else "points"
    return _KEYS.get(cell.column, "rules" if cell.column == "sentences" else cell.column)


_CHANGES: Final[Mapping[str, Callable[[Work, Cell, Path], None]]] = {
    "title": _plain,
    "content": _plain,
    "scored_by": _plain,
    "evidence": _plain,
    "points": _points,
    "responsible": _responsible,
    "basis": _basis,
    "sentences": change_sentences,
}
