"""What there is to say of every unit's rank and grade: found once for all units of which the same is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from lawscore.catalogue import Phrase
from lawscore.columns.codes import Codes, Flags
from lawscore.columns.ranks.grades import Grading
from lawscore.columns.ranks.stood import Stood

Notes: TypeAlias = tuple[Phrase, ...]
#: Of a unit of which nothing is said that would tell it apart.
_NONE = -1


def notes_of(stood: Stood) -> tuple[Sequence[Notes], Codes]:
    """The notes that there are, and which of them each unit has."""
    units = len(stood)
    alike = np.zeros(units, np.int64)
    for column in (*_of_ranks(stood), *_of_grades(stood)):
        _, alike = np.unique(alike * (int(column.max(initial=_NONE)) + 2) + column + 1, return_inverse=True)
    _, first = np.unique(alike, return_index=True)
    return [stood.of(row).notes for row in first.tolist()], alike


def _of_ranks(stood: Stood) -> Iterator[Codes]:
    """Who is set back, and why; who shares a level that waits for a figure."""
    entries, ranking = stood.contest.entries, stood.bound.ranking
    if ranking is None:
        return
    if entries.is_behind.any():
        yield np.where(entries.is_behind, np.arange(len(entries.is_behind)), _NONE).take(entries.codes)
    for within in (ranking.within, ranking.overall):
        ladder = stood.contest.ladder(within, ranking.spec.using, ranked=True) if within is not None else None
        if ladder is not None and ladder.open:
            is_open = np.zeros(len(ladder), np.bool_)
            is_open[list(ladder.open)] = True
            found = np.full(len(stood), _NONE, np.int64)
            ladder.spread(np.where(is_open, np.arange(len(ladder)), _NONE), found)
            yield found


def _of_grades(stood: Stood) -> Iterator[Codes]:
    """What grade rules come to, whom a quota took a grade, and of whom it said something by itself."""
    grading = stood.grading
    if grading is None:
        return
    yield from grading.tells_apart()
    if grading.grades.rules:
        yield stood.may_be_graded.astype(np.int64)
        yield (grading.places >= 0).astype(np.int64)
        rules = grading.rules
        yield rules.codes.astype(np.int64)
        yield _own(_names_who_failed(grading, rules.values).take(rules.codes) & stood.may_be_graded)


def _names_who_failed(grading: Grading, found: Sequence[Sequence[object]]) -> Flags:
    """Where the rule that gives the grade counts what does not pass: its note tells what that is, of each unit."""
    counts = ["failed(" in (rule.spec.when or "") for rule in grading.grades.rules]
    return np.array([bool(one) and one[-1] is True and counts[len(one) - 1] for one in found], np.bool_)


def _own(rows: Flags) -> Codes:
    """Each of some units is by itself."""
    return np.where(rows, np.arange(len(rows)), _NONE)
