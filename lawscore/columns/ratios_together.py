"""Columns of exact numbers put together: those of some rows each as one, and sums of many."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import TypeAlias

import numpy as np

from lawscore.columns.bounded import Whole, kind_of
from lawscore.columns.codes import Codes
from lawscore.columns.numerators import LARGEST
from lawscore.columns.ratios import Ratios, column, constant, spread
from lawscore.numbers import ZERO

#: Some rows each, and their numbers.
_Parts: TypeAlias = Sequence[tuple[Codes, Ratios]]


def joined(count: int, parts: _Parts) -> Ratios:
    """One column from those of some rows each; rows of which nothing is said hold anything."""
    whole = [part for part in parts if len(part[0])]
    if len(whole) == 1 and len(whole[0][0]) == count:
        return whole[0][1]
    if whole and all(part.is_same and part.at(0) == whole[0][1].at(0) for _, part in whole):
        return spread(whole[0][1], count)
    over_one = _over_one(count, whole)
    return over_one if over_one is not None else _over_many(count, whole)


def added(columns: Sequence[Ratios], more: Fraction = ZERO) -> Ratios:
    """The sum, row by row: those over one denominator first, then the others by halves, so that long numbers come late."""
    flat = [one for one in columns if isinstance(one.under, int)]
    listed = [one for one in columns if not isinstance(one.under, int)]
    if more or not columns:
        flat.append(constant(more))
    listed += [reduce(operator.add, flat)] if flat else []
    while len(listed) > 1:
        pairs = [one + other for one, other in zip(listed[::2], listed[1::2], strict=False)]
        listed = [*pairs, listed[-1]] if len(listed) % 2 else pairs
    return listed[0]


def _over_one(count: int, parts: _Parts) -> Ratios | None:
    """The parts over one denominator; None where they have many, or none that numbers of 64 bits fit."""
    flat = [(rows, part, part.under) for rows, part in parts if isinstance(part.under, int)]
    if len(flat) < len(parts):
        return None
    common = lcm(1, *(under for _, _, under in flat))
    scaled = [(rows, part.times(common // under)) for rows, part, under in flat]
    if common >= LARGEST and any(over.dtype != object for _, (over, _) in scaled):
        return None
    most = max((most for _, (_, most) in scaled), default=0)
    return Ratios(_laid_out(count, [(rows, over) for rows, (over, _) in scaled], 0), common, most, common)


def _over_many(count: int, parts: _Parts) -> Ratios:
    over = _laid_out(count, [(rows, part.over) for rows, part in parts], 0)
    return column(over, _laid_out(count, [(rows, _each(part.under, len(rows))) for rows, part in parts], 1))


def _each(under: int | Whole, count: int) -> Whole:
    return np.broadcast_to(np.array(under, kind_of(under)), (count,)) if isinstance(under, int) else under


def _laid_out(count: int, parts: Sequence[tuple[Codes, Whole]], otherwise: int) -> Whole:
    kind = object if any(part.dtype == object for _, part in parts) else np.int64
    found = np.full(count, otherwise, kind)
    for rows, part in parts:
        found[rows] = part
    return found
