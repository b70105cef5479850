"""What ranks and grades look at in the units, once for all units that agree in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lawscore.columns.codes import Codes
from lawscore.columns.finding import Finder
from lawscore.columns.footprint import Footprint
from lawscore.columns.looking import Looked
from lawscore.columns.parts import Part
from lawscore.columns.ranks.units import Column, Units
from lawscore.columns.tables import ResultColumn
from lawscore.columns.units import CodedUnits
from lawscore.columns.who import OfTable
from lawscore.facts.unit import Scope


def scopes(units: Units, footprint: Footprint) -> Column:
    """A scope for all units that agree in what a footprint names."""
    known: dict[int, tuple[list[Scope], Looked[Scope]]] = {}

    def read(part: Part) -> tuple[Sequence[Scope], Codes]:
        if part.scopes:
            return part.scopes, np.arange(len(part), dtype=np.int32)
        of = part.representatives
        if id(of) not in known:
            kept: list[Scope] = []
            known[id(of)] = kept, Looked(footprint, of, lambda scope: scope, _keeping(kept))
        found, looked = known[id(of)]
        results = {name: _coded(part.scored.results[name]) for name in footprint.results}
        return found, looked.codes(coded_units(part), results)

    return units.column(read)


def findings(units: Units, footprint: Footprint, find: Callable[[Scope], Any]) -> Column:
    """What is found in the scope of each unit, which is no number, once for all that agree in what a footprint names."""
    known: dict[int, tuple[list[Any], Finder[Any]]] = {}

    def read(part: Part) -> tuple[Sequence[Any], Codes]:
        if part.scopes:
            return [find(scope) for scope in part.scopes], np.arange(len(part), dtype=np.int32)
        of = part.representatives
        if id(of) not in known:
            kept: list[Any] = []
            known[id(of)] = kept, Finder(Looked(footprint, of, find, _keeping(kept)))
        values, finder = known[id(of)]
        return values, finder.codes(coded_units(part), part.scored.results)

    return units.column(read)


def coded_units(part: Part) -> CodedUnits:
    """The units of a part with what ranks and grades read of them."""
    classes: Codes = np.zeros(len(part), np.int32)
    if isinstance(part.who, OfTable) and part.who.survey.lists:
        classes = part.who.survey.class_codes.take(part.rows)
    return CodedUnits(len(part), part.fields, classes)


def _keeping(kept: list[Any]) -> Callable[[Any], int]:
    def enter(value: Any) -> int:
        kept.append(value)
        return len(kept) - 1

    return enter


def _coded(column: ResultColumn) -> ResultColumn:
    return column if column.wide is None else ResultColumn(column.table, column.coded())
