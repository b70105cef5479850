"""Two versions of a rubric side by side: indicators and fields matched by id, name and migration map, rules by likeness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from lawscore.analysis.diff.addresses import address_at
from lawscore.analysis.diff.matching import are_alike
from lawscore.analysis.diff.moving_back import moved_back
from lawscore.analysis.diff.result import RubricChange, RubricDiff, What
from lawscore.analysis.diff.rule_changes import rule_changes
from lawscore.analysis.diff.tree import Part, Path, Tree, nodes, part_at, rules, same, tree_of
from lawscore.analysis.diff.values import Difference, differences, is_reordered, keys_but
from lawscore.analysis.diff.wording import moves_digits
from lawscore.analysis.differing import Pair, Pairs
from lawscore.analysis.moved_dates import moved_on, years_between
from lawscore.problems import Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration

#: Finds the place in the file of a path of the document.
Place: TypeAlias = Callable[[Path], Where]

#: Compared in their own way.
_OWN: Final = ("indicators", "fields", "givens")
_OF_NODE: Final = ("id", "indicators", "rules")


def _nowhere(path: Path) -> Where:
    return Where(path=path)


def diff_rubrics(
    before: Rubric,
    after: Rubric,
    migration: Migration = UNCHANGED,
    places: tuple[Place, Place] = (_nowhere, _nowhere),
) -> RubricDiff:
    """Everything in which the meaning of two rubrics differs, in the order of the new one.

    `places` find where the parts of each stand in its file.
    """
    found = _Comparison(before, after, migration, places)
    files = places[0](_HEAD).file, places[1](_HEAD).file
    changes = (*_below(before, after), *sorted(found.changes(), key=_section))
    return RubricDiff(before, after, changes, migration, files)


#: A part that is always the document's own, whatever it extends.
_HEAD: Final = ("rubric",)


def _below(before: Rubric, after: Rubric) -> Iterator[RubricChange]:
    """The rubrics of the units below that mean something else now: they are matched by id."""
    were = {other.id: other for other in before.others.values()}
    for name, other in after.others.items():
        old = were.get(other.id)
        if old is not None and old.digest != other.digest:
            inside = diff_rubrics(old, other)
            yield RubricChange(
                what="changed", part=Part("with", name, "", "", (), None), address=f"with.{name}", before=old.name,
                after=other.name, moves_digits=bool(inside.digits) or not inside.changes, path_before=None, path_after=None,
            )  # fmt: skip


#: The order in which the sections of a document are told; all others come before the indicators.
_SECTIONS: Final = (
    "indicator", "rule", "vetoes", "grade", "grades", "ranking", "also", "once", "measures", "givens", "fields", "classes",
    "roles", "checks",
)  # fmt: skip


def _section(change: RubricChange) -> int:
    section = "indicator" if change.section == "rule" else change.section
    return _SECTIONS.index(section) if section in _SECTIONS else -1


class _Comparison:
    """The two trees, and what is matched with what."""

    def __init__(self, before: Rubric, after: Rubric, migration: Migration, places: tuple[Place, Place]) -> None:
        self.old, self.new = tree_of(before.document), tree_of(after.document)
        self.pairs = Pairs.of(before, after, migration)
        self.migration, self.places = migration, places
        self.old_nodes = {str(node["id"]): (path, node) for path, node in nodes(self.old)}
        self.new_nodes = {str(node["id"]): (path, node) for path, node in nodes(self.new)}
        self.parents = {one.id: one.parent for rubric in (before,) for one in rubric.nodes.values()}
        self.new_parents = {one.id: one.parent for one in after.nodes.values()}
        self.years = years_between(before.document.period, after.document.period)
        #: The new version with the dates that are moved back for the facts of the old one: those alone moved on.
        self.back = tree_of(moved_back(before.document, after.document, migration)) if self.years else self.new
        #: What each indicator became; only those that went on.
        self.became = {
            pair.old[0]: pair.old[0] if pair.old[0] in pair.new else pair.new[0]
            for pair in self.pairs.pairs
            if pair.old and pair.new
        }

    def changes(self) -> Iterator[RubricChange]:
        """Every change: the document, what units submit, the indicators."""
        for one in keys_but(_OWN, self.old, self.new, (), ()):
            yield self.told(one)
        for section in ("givens", "fields"):
            yield from self._names(section)
        for pair in self.pairs.pairs:
            yield from self._pair(pair)
        yield from self._orders()

    def told(self, found: Difference, what: What | None = None, was: str = "", *, moves: bool = True) -> RubricChange:
        """A difference as a change of the part it stands in; unless it `moves` digits, it is told to move none."""
        path = found.new if found.new is not None else found.old
        assert path is not None  # it stands in one of the two
        tree = self.new if found.new is not None else self.old
        gone, new = found.new is None, found.old is None
        plain: What = "order" if found.what == "order" else "removed" if gone else "added" if new else "changed"
        part = part_at(tree, path)
        return RubricChange(
            what=what or plain, part=self._as_now(part) if gone else part, address=address_at(tree, path), before=found.before,
            after=found.after, moves_digits=moves and moves_digits(path, found.before, found.after), path_before=found.old,
            path_after=found.new, where_before=self._where(found.old, 0), where_after=self._where(found.new, 1), was=was,
            with_period=bool(self.years) and (path[0] == "period" or self._is_moved_on(found)),
        )  # fmt: skip

    def _is_moved_on(self, found: Difference) -> bool:
        """Whether a text differs only by dates that are moved back for the facts of the old version."""
        if found.new is None or not moved_on(found.before, found.after, self.years):
            return False
        return same(_value(self.back, found.new), found.before)

    def _as_now(self, part: Part) -> Part:
        """A part that is gone, called as the indicator is called now in which it stood."""
        now = self.became.get(part.name) if part.section in ("indicator", "rule") else None
        if now is None:
            return part
        return replace(part, name=now, title=str(self.new_nodes[now][1].get("title", "")))

    def _where(self, path: Path | None, side: int) -> Where:
        return Where() if path is None else self.places[side](path)

    def _names(self, section: str) -> Iterator[RubricChange]:
        """Fields and common figures: by name, or as the map has them."""
        before: Mapping[str, Any] = self.old.get(section, {})
        after: Mapping[str, Any] = self.new.get(section, {})
        went = ((name, self.migration.field(name, after)) for name in before)
        targets = {name: target for name, target in went if target is not None and target in after}
        for name, target in targets.items():
            spec = before[name]
            old, new = (section, name), (section, target)
            if name != target:
                yield self.told(Difference(old, new, name, target), "renamed")
            for one in differences(spec, after[target], old, new):
                yield self.told(one)
        for name, spec in before.items():
            if name not in targets:
                yield self.told(Difference((section, name), None, spec, None))
        for name, spec in after.items():
            if name not in targets.values():
                yield self.told(Difference(None, (section, name), None, spec))

    def _pair(self, pair: Pair) -> Iterator[RubricChange]:
        if not pair.new:
            path, node = self.old_nodes[pair.old[0]]
            yield self.told(Difference(path, None, node, None))
        elif not pair.old:
            path, node = self.new_nodes[pair.new[0]]
            yield self.told(Difference(None, path, None, node))
        else:
            yield from self._indicator(pair.old[0], pair.new)

    def _indicator(self, old: str, new: Sequence[str]) -> Iterator[RubricChange]:
        path, node = self.old_nodes[old]
        main = self.became[old]
        target, other = self.new_nodes[main]
        was = old if main != old else ""
        if old == main and old not in self.migration.indicators and not are_alike(node, other):
            yield self.told(Difference(path, target, node, other), "replaced")
            return
        if len(new) > 1:
            whole = [{"id": one, "points": self.new_nodes[one][1].get("points")} for one in new]
            yield self.told(Difference(path, target, {"id": old, "points": node.get("points")}, whole), "split", old)
        elif was:
            yield self.told(Difference((*path, "id"), (*target, "id"), old, main), "renamed", old)
        if self._is_moved(old, main):
            yield self.told(Difference(path, target, self.parents[old], self.new_parents[main]), "moved", was)
        for one in keys_but(_OF_NODE, node, other, path, target):
            yield self.told(one, was=was)
        yield from self._other_parts(old, [one for one in new if one != main])
        there = [rule for one in new for rule in rules(self.new_nodes[one][1], self.new_nodes[one][0])]
        for found, what in rule_changes(list(rules(node, path)), there):
            yield self.told(found, what)

    def _other_parts(self, old: str, new: Sequence[str]) -> Iterator[RubricChange]:
        """What the further indicators that one was split into say otherwise than it did; their points are told already."""
        path, node = self.old_nodes[old]
        for one in new:
            target, other = self.new_nodes[one]
            if self._is_moved(old, one):
                yield self.told(Difference(path, target, self.parents[old], self.new_parents[one]), "moved", old)
            for found in keys_but((*_OF_NODE, "points"), node, other, path, target):
                yield self.told(found, was=old)

    def _is_moved(self, old: str, new: str) -> bool:
        """Whether it stands below another indicator than the one that its old parent became."""
        above, below = self.parents[old], self.new_parents[new]
        if above is None or below is None:
            return above is not below
        return below not in self.migration.targets(above, self.new_nodes)

    def _orders(self) -> Iterator[RubricChange]:
        """Indicators that stand in another order below the same one: that moves a digit only where matters count once."""
        moves = bool(self.old["once"] or self.new["once"])
        lists: dict[tuple[Path, Path], list[tuple[int, int]]] = {}
        for pair in self.pairs.pairs:
            if pair.old and pair.new:
                old, new = self.old_nodes[pair.old[0]][0], self.new_nodes[self.became[pair.old[0]]][0]
                lists.setdefault((old[:-1], new[:-1]), []).append((int(old[-1]), int(new[-1])))
        for (old, new), there in lists.items():
            if is_reordered(there):
                yield self.told(Difference(old, new, _ids(self.old, old), _ids(self.new, new), "order"), moves=moves)


def _ids(tree: Tree, path: Path) -> list[str]:
    """The ids of the indicators in a list."""
    return [str(node["id"]) for node in _value(tree, path)]


def _value(tree: Tree, path: Path) -> Any:
    """What stands at a path."""
    here: Any = tree
    for step in path:
        here = here[step]
    return here
