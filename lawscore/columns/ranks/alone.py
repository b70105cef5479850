"""The grade of every unit by itself, before quotas: whatever it depends on is looked at once for all that agree in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from lawscore.columns.codes import Codes
from lawscore.columns.combining import Combiner
from lawscore.columns.footprint import Footprints
from lawscore.columns.ranks.contest import Contest
from lawscore.columns.ranks.entries import Entries
from lawscore.columns.ranks.looks import findings
from lawscore.columns.ranks.order import ordered
from lawscore.columns.ranks.units import Column
from lawscore.ranking.grading import Graded, grade, grade_by, rules_in
from lawscore.rubric.bound import BoundGrades
from lawscore.rubric.grades import Grades

#: The place of a grade that is open.
OPEN: Final = -1


def graded_alone(contest: Contest, grades: BoundGrades) -> tuple[Codes, Codes]:
    """The place of each unit in the order of grades, 0 being best, and the best that it may still have."""
    entries = contest.entries
    alike, of_entry = _alike(entries, grades.spec)
    if not grades.rules:
        found = [grade(grades, entries.contender(entry)) for entry in alike.tolist()]
        return _of_units(found, of_entry.take(entries.codes))
    rules = rules_of(contest, grades)
    pairs = Combiner(2)
    sizes = max(len(alike), 1), max(len(rules.values), 1)
    codes = pairs.combine((of_entry.take(entries.codes), rules.codes), sizes)
    found = [
        grade_by(rules.values[rule], grades, entries.contender(int(alike[one]))) for one, rule in pairs.combinations
    ]
    return _of_units(found, codes)


def rules_of(contest: Contest, grades: BoundGrades) -> Column:
    """What the conditions of the rules come to, each that differs once."""
    programs = [rule.when for rule in grades.rules if rule.when is not None]
    reads = frozenset[str]().union(*(program.reads for program in programs))
    footprint = Footprints(contest.units.rubric).reading(reads, *(program.text for program in programs))
    found = findings(contest.units, footprint, lambda scope: rules_in(grades, scope))
    known: dict[object, int] = {}
    codes = np.array([known.setdefault(one, len(known)) for one in found.values], np.int32)
    return Column(list(known), codes.take(found.codes))


def _of_units(found: Sequence[Graded], codes: Codes) -> tuple[Codes, Codes]:
    """The places of some grades, and the best that they may still have, for each unit."""
    places = np.array([OPEN if one.is_open else one.place for one in found], np.int16).take(codes)
    if not any(one.is_open for one in found):
        return places, places.copy()
    return places, np.array([one.best for one in found], np.int16).take(codes)


def _alike(entries: Entries, spec: Grades) -> tuple[Codes, Codes]:
    """Entries of which each stands for all that bands and vetoes grade alike, and for each entry which of those it is."""
    if not len(entries):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    limits = {
        limit for band in spec.bands for limit in (band.from_, band.above, band.to, band.below) if limit is not None
    }
    between, count = entries.values(spec.using).among(limits)
    keys = between + count * entries.kind_of
    open_ = np.flatnonzero(~entries.is_settled)
    keys[open_] = -1 - np.arange(len(open_))  # what it may still come to is its own
    found, first = ordered(keys)
    return first, found
