"""Dates that a new version of a rubric moved on with its period: seen from the old period, they are those of the old one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel

from lawscore.rubric.document import Document, Period
from lawscore.rubric.migration import Migration
from lawscore.rubric.tree import Node

_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
#: Where dates decide something. Elsewhere they are told.
_PARTS: Final = ("measures", "checks", "indicators", "vetoes", "grades", "also")
_TOLD: Final = frozenset({"id", "title", "text", "message", "label", "help", "notes", "basis", "evidence", "source"})


def moved_back(old: Document, new: Document, migration: Migration) -> Document:
    """The new document with the dates of the old one, where it has them moved on by just as many years as the period.

    A date is looked for at the same place: in the indicator that the old one became, in the rule, veto or check of the same
    id, in the measure of the same name. Dates that stayed, and dates that are new, are left as they are.
    """
    years = years_between(old.period, new.period)
    return _Mover(old, new, migration, years).document() if years else new


def years_between(old: Period, new: Period) -> int:
    """By how many years a period is the other one moved on; 0 where it is not."""
    years = new.from_.year - old.from_.year
    moved = (years_on(old.from_, years), years_on(old.to, years))
    return years if moved == (new.from_, new.to) else 0


def years_on(day: date, years: int) -> date | None:
    """The same day so many years later, 28 February for a 29th that is not; None beyond the calendar."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day and not _is_leap(year) else day.replace(year=year)


def dates_in(part: Any) -> frozenset[str]:
    """The dates that decide something in a part of a document."""
    if isinstance(part, BaseModel):
        return frozenset().union(*(dates_in(value) for key, value in part if key not in _TOLD))
    if isinstance(part, Mapping):
        return frozenset().union(*(dates_in(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return frozenset().union(*map(dates_in, part))
    if isinstance(part, date):
        return frozenset({part.isoformat()})
    return frozenset(_DATE.findall(part)) if isinstance(part, str) else frozenset()


def moved_on(before: Any, after: Any, years: int) -> bool:
    """Whether a text is another one with all its dates so many years later."""
    if not years or not isinstance(before, str) or not isinstance(after, str) or before == after:
        return False
    return _DATE.sub(lambda found: _years_on_text(found[0], years), before) == after


def _years_on_text(text: str, years: int) -> str:
    try:
        later = years_on(date.fromisoformat(text), years)
    except ValueError:  # a text that only looks like a date
        return text
    return text if later is None else later.isoformat()


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

    def _part(self, old: Any, new: Any) -> Any:
        if isinstance(new, Node):
            before = self._before.get(new.id)
            # Where an indicator went elsewhere in the tree, those inside it are still looked up by themselves.
            return self._model(before or new, new)
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
        told = {key: self._part(getattr(old, key), value) for key, value in new if key not in _TOLD}
        changed = {key: value for key, value in told.items() if value is not getattr(new, key)}
        return new.model_copy(update=changed) if changed else new

    def _list(self, old: Sequence[Any], new: Sequence[Any]) -> Sequence[Any]:
        """Parts with an id go with their like; others where there are just as many."""
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
        before, after = _DATE.findall(old), _DATE.findall(new)
        if before == after or len(before) != len(after):
            return new
        then = iter(
            old_date if _years_on_text(old_date, self.years) == new_date else new_date
            for old_date, new_date in zip(before, after, strict=True)
        )
        return _DATE.sub(lambda _: next(then), new)


def _nodes(indicators: Sequence[Node]) -> list[Node]:
    return [one for node in indicators for one in (node, *_nodes(node.indicators or ()))]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
