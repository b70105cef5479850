"""A new version of a rubric seen from the period of the old one: dates that moved on with the period are those of the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel

from lawscore.analysis.diff.matching import matched
from lawscore.analysis.diff.tree import Path, nodes, rules, tree_of
from lawscore.analysis.moved_dates import DATE, TOLD, date_on, years_between, years_on
from lawscore.classes import dataclass
from lawscore.rubric.document import Document
from lawscore.rubric.migration import Migration
from lawscore.rubric.tree import Node

#: Where dates decide something. Elsewhere they are told.
_PARTS: Final = ("measures", "checks", "indicators", "vetoes", "grades", "also")


def moved_back(old: Document, new: Document, migration: Migration) -> Document:
    """The new document with the dates of the old one, where it has them moved on by just as many years as the period.

    A date is looked for at the same place: in the indicator that the old one became, in the rule that it is matched with (by
    id, else by likeness), in the veto or check of the same id, in the measure of the same name. Dates that stayed, and dates
    that are new, are left as they are.
    """
    years = years_between(old.period, new.period)
    return _Mover(old, new, migration, years).document() if years else new


@dataclass(frozen=True)
class _Mover:
    """Goes through two documents side by side."""

    old: Document
    new: Document
    migration: Migration
    years: int

    def document(self) -> Document:
        update = {name: self._part(getattr(self.old, name), getattr(self.new, name)) for name in _PARTS}
        return self.new.model_copy(update=update)

    @cached_property
    def _before(self) -> Mapping[str, Node]:
        """For each indicator of the new version the old one that it came of."""
        old = {node.id: node for node in _nodes(self.old.indicators)}
        new = [node.id for node in _nodes(self.new.indicators)]
        return {target: old[name] for target, name in self.migration.sources(old, new).items() if name in old}

    @cached_property
    def _rules(self) -> Mapping[int, BaseModel]:
        """For each rule of the indicators that went on, by its identity: the old one that `diff` has it come of, or itself."""
        olds, news = (
            {str(node["id"]): rules(node, ()) for _, node in nodes(tree_of(document))}
            for document in (self.old, self.new)
        )
        old_rules = {name: list(there) for name, there in olds.items()}
        specs = {node.id: node for node in _nodes(self.new.indicators)}
        found: dict[int, BaseModel] = {}
        for name, before in self._before.items():
            there = list(news[name])
            came_of = {rule.path: _at(before, one.path) for one, rule in matched(old_rules[before.id], there)}
            for rule in there:
                own = _at(specs[name], rule.path)
                old = came_of.get(rule.path, own)
                found[id(own)] = old if type(old) is type(own) else own
        return found

    def _part(self, old: Any, new: Any) -> Any:
        if isinstance(new, Node):
            # Where an indicator went elsewhere in the tree, those inside it are still looked up by themselves.
            return self._model(self._before.get(new.id, new), new)
        if id(new) in self._rules:
            return self._model(self._rules[id(new)], new)
        if isinstance(new, tuple) and new and isinstance(new[0], Node):
            return self._list((), new)
        if type(old) is not type(new):
            return new
        if isinstance(new, BaseModel):
            return self._model(old, new)
        if isinstance(new, Mapping):
            moved = {name: self._part(old.get(name), value) for name, value in new.items()}
            return new if all(moved[name] is value for name, value in new.items()) else moved
        if isinstance(new, list | tuple):
            return self._list(old, new)
        if isinstance(new, date):
            return old if years_on(old, self.years) == new else new
        return self._text(old, new) if isinstance(new, str) else new

    def _model(self, old: Any, new: Any) -> Any:
        told = {key: self._part(getattr(old, key), value) for key, value in new if key not in TOLD}
        changed = {key: value for key, value in told.items() if value is not getattr(new, key)}
        return new.model_copy(update=changed) if changed else new

    def _list(self, old: Sequence[Any], new: Sequence[Any]) -> Sequence[Any]:
        """Parts with an id go with their like, rules as they are matched; others where there are just as many."""
        by_id = {one.id: one for one in old if getattr(one, "id", None) is not None}
        in_order = old if len(old) == len(new) else [None] * len(new)
        moved = [
            self._part(by_id.get(one.id) if getattr(one, "id", None) is not None else before, one)
            for before, one in zip(in_order, new, strict=True)
        ]
        if all(one is before for one, before in zip(moved, new, strict=True)):
            return new
        return tuple(moved) if isinstance(new, tuple) else moved

    def _text(self, old: str, new: str) -> str:
        before, after = DATE.findall(old), DATE.findall(new)
        if before == after or len(before) != len(after):
            return new
        then = iter(
            old_date if date_on(old_date, self.years) == new_date else new_date
            for old_date, new_date in zip(before, after, strict=True)
        )
        return DATE.sub(lambda _: next(then), new)


def _nodes(indicators: Sequence[Node]) -> list[Node]:
    return [one for node in indicators for one in (node, *_nodes(node.indicators or ()))]


def _at(node: Node, path: Path) -> Any:
    """The rule at a path of a node."""
    here: Any = node
    for step in path:
        here = here[step] if isinstance(step, int) else getattr(here, step)
    return here
