"""What is odd about a roster: a unit listed twice, a class of one unit, data of a unit that is not assessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.catalogue import phrase
from lawscore.facts.unit import Unit
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.collecting import Submitted
from lawscore.submission.places import Located, Place, order
from lawscore.submission.roster import Listed, Roster
from lawscore.submission.words import fold

_CLASS = "class"


def odd_listing(
    rubric: Rubric, roster: Roster, units: Sequence[Unit], submitted: Mapping[str, Sequence[Submitted]]
) -> Iterator[Problem]:
    """All that is odd. `submitted` is of this year, by unit; nothing here keeps anybody from being scored."""
    for key, listed in roster.units.items():
        yield from _twice(listed)
        if listed.unit.not_assessed is not None and key in submitted:
            yield _with_data(listed, submitted[key])
    if _by_class(rubric):
        yield from _alone(rubric, roster, [unit for unit in units if unit.not_assessed is None])


def _twice(listed: Listed) -> Iterator[Problem]:
    """Two lines of one file for one unit: one of them may have been meant for another unit."""
    first: dict[Located, Place] = {}
    for place in listed.places if len(listed.places) > 1 else ():
        earlier = first.setdefault(place.source, place)
        if earlier is not place:
            facts = {"unit": listed.unit.id, "other": earlier.inside("id").where().named}
            where = place.inside("id").where()
            hint = phrase("hint.unit_listed_twice")
            yield Problem(code="unit_listed_twice", severity="warning", where=where, facts=facts, hint=hint)


def _with_data(listed: Listed, submitted: Sequence[Submitted]) -> Problem:
    where = min((one.place.where() for one in submitted), key=order)
    facts = {"unit": listed.unit.id, "reason": shorten(listed.unit.not_assessed or "")}
    hint = phrase("hint.not_assessed_with_data")
    return Problem(code="not_assessed_with_data", severity="warning", where=where, facts=facts, hint=hint)


def _by_class(rubric: Rubric) -> bool:
    """Whether units are ranked or graded class by class."""
    if not rubric.document.classes:
        return False
    rankings = (standing.ranking.spec.within for standing in rubric.standings if standing.ranking is not None)
    grades = (standing.grades.spec for standing in rubric.standings if standing.grades is not None)
    return _CLASS in {*rankings, *(quota.within for one in grades for quota in one.quota.values())}


def _alone(rubric: Rubric, roster: Roster, assessed: Sequence[Unit]) -> Iterator[Problem]:
    """The units that are the only ones of their class, where others are assessed beside them."""
    members: dict[str, list[Unit]] = {}
    for unit in assessed:
        members.setdefault(unit.unit_class or "", []).append(unit)
    for name, units in members.items():
        if name and len(units) == 1 < len(assessed) and fold(units[0].id) in roster.units:
            where = roster.units[fold(units[0].id)].place.inside(_CLASS).where()
            facts = {"unit": units[0].name, "class": rubric.document.classes.get(name, name)}
            yield Problem(code="class_of_one", severity="note", where=where, facts=facts)
