"""Ranks and grades under other weights: by the engine itself, one draw at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from lawscore.analysis.sensitivity.frame import Frame
from lawscore.facts.card import Standing
from lawscore.ranking.contenders import Contender, of_total
from lawscore.ranking.grading import grade
from lawscore.ranking.standing import standings_of
from lawscore.rubric.bound import BoundGrades
from lawscore.rubric.grades import GradeBand, Grades


class Place(NamedTuple):
    """Where a unit stands: its rank, and its grade by place in the order of grades; None where there is none."""

    rank: int | None
    grade: int | None


def contenders_of(frame: Frame) -> list[Contender]:
    """The units of a frame with their totals."""
    ranking = frame.standing.ranking.spec if frame.standing.ranking is not None else None
    scopes = frame.assessment.scopes
    return [of_total(base.card, scopes[base.card.unit.id], ranking) for base in frame.bases]


def grade_names(frame: Frame) -> Sequence[str]:
    """The grades in order, best first; none where totals are not graded."""
    grades = frame.standing.grades
    return grades.spec.names if grades is not None else ()


def band_places(grades: BoundGrades, contenders: Sequence[Contender]) -> list[list[int]]:
    """For each unit the grade in each band, by its place, and then in none; -1 where it is open.

    Grade rules and vetoes are what they are in the assessment.
    """
    alone = [replace(grades, spec=_only(grades, band)) for band in grades.spec.bands]
    if not alone:
        return [[_in_band(grades, one)] for one in contenders]
    return [[*(_in_band(band, one) for band in alone), -1] for one in contenders]


def _in_band(grades: BoundGrades, contender: Contender) -> int:
    place = grade(grades, contender).place
    return -1 if place is None else place


def _only(grades: BoundGrades, band: GradeBand) -> Grades:
    """The grades with a band that always fits."""
    always = band.model_copy(update={"from_": None, "above": None, "to": None, "below": None, "else_": True})
    return grades.spec.model_copy(update={"bands": (always,), "order": tuple(grades.spec.names)})


def places_of(frame: Frame, totals: Sequence[Fraction | None]) -> list[Place]:
    """The places of all units, given their totals; one without a total is outside of everything."""
    names = grade_names(frame)
    contenders = [_with(one, score) for one, score in zip(contenders_of(frame), totals, strict=True)]
    found = standings_of(frame.standing, contenders)
    return [_place(found[one.id], names) for one in contenders]


def _with(contender: Contender, score: Fraction | None) -> Contender:
    return replace(contender, score=score, bounds=(score, score), is_outside=score is None)


def _place(standing: Standing, names: Sequence[str]) -> Place:
    return Place(standing.rank, None if standing.grade is None else names.index(standing.grade))
