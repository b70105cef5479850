"""Several data documents become the facts of every unit: each unit scored on what is sound, all mistakes reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lawscore.expressions.values import Value
from lawscore.facts.unit import Layer, Unit, UnitFacts
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.assembling import Assembler
from lawscore.submission.collecting import Collector, Submitted, by_unit
from lawscore.submission.names import Names
from lawscore.submission.places import Located, order
from lawscore.submission.roster import Listed, Roster, class_missing, not_listed, read_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What all data documents come to.

    `units` holds every unit of the roster in its order, then the others in order of appearance; `unreported` are the
    ids of listed units that gave nothing: they are among `units` all the same. `problems` are sorted by place.
    """

    units: tuple[UnitFacts, ...]
    givens: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()
    unreported: tuple[str, ...] = ()


def gather(
    rubric: Rubric, documents: Iterable[Located], *, layer: Layer | None = None, problems: Iterable[Problem] = ()
) -> Gathered:
    """Merge data documents into the facts of each unit.

    Values are merged by unit, field and layer: of several layers the latest counts (none after `layer`, where it is
    given). What cannot be taken is reported and counts as unknown; nothing stops the other units. `problems` are those
    that readers found before.
    """
    found = list(problems)
    names = Names.of(rubric)
    accepted = [document for document in documents if _fits(rubric, document, found)]
    roster = read_roster(names, accepted, found)
    collector, assembler = Collector(names, found, layer), Assembler(names, found)
    submitted = by_unit(accepted)
    units: list[UnitFacts] = []
    unreported: list[str] = []
    for key in dict.fromkeys((*roster.units, *submitted)):
        parts = submitted.get(key, [])
        unit = _unit(rubric, key, roster, parts, found)
        data = collector.unit(parts)
        if data.is_empty and key in roster.units:
            unreported.append(unit.id)
            found.append(_without_data(roster.units[key]))
        units.append(assembler.facts(unit, data))
    givens = assembler.givens(collector.givens(accepted))
    return Gathered(units=tuple(units), givens=givens, unreported=tuple(unreported), problems=in_order(found))


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by place, so that the order in which files were read does not show."""
    return tuple(sorted(problems, key=lambda problem: (*order(problem.where), problem.code)))


def _fits(rubric: Rubric, located: Located, problems: list[Problem]) -> bool:
    """Whether a document is for this rubric; one for another period is taken, with a warning."""
    document = located.document
    if document.rubric is not None and document.rubric.strip() not in (rubric.name, rubric.id):
        facts = {"given": shorten(document.rubric), "rubric": rubric.name}
        problems.append(Problem(code="rubric_differs", where=located.at("rubric").where(), facts=facts))
        return False
    period, expected = document.period, rubric.document.period
    if period is not None and period != expected:
        told: dict[str, object] = {"start": period.from_, "end": period.to, "from": expected.from_, "to": expected.to}
        where = located.at("period").where(key=True)
        problems.append(Problem(code="period_differs", where=where, severity="warning", facts=told))
    return True


def _unit(rubric: Rubric, key: str, roster: Roster, submitted: Sequence[Submitted], problems: list[Problem]) -> Unit:
    """Who the unit is. One that is not in the roster is scored all the same, without a class."""
    if key in roster.units:
        return roster.units[key].unit
    unit_id = min(one.submission.unit.strip() for one in submitted)
    place = min((one.place for one in submitted), key=lambda place: order(place.where()))
    if roster.exists:
        problems.append(not_listed(unit_id, place, roster.ids))
    elif rubric.document.classes:
        problems.append(class_missing(unit_id, place, rubric))
    return roster.described[key].unit if key in roster.described else Unit(id=unit_id, name=unit_id)


def _without_data(listed: Listed) -> Problem:
    facts = {"unit": listed.unit.id}
    return Problem(code="unit_without_data", where=listed.place.where(), severity="warning", facts=facts)
