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
from lawscore.submission.collecting import Collector, UnitData
from lawscore.submission.names import Names
from lawscore.submission.places import Located, order
from lawscore.submission.roster import Roster, class_missing, not_listed, read_roster


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
    collector = Collector(names, found, layer)
    data = collector.units(accepted)
    assembler = Assembler(names, found)
    units = [
        assembler.facts(_unit(rubric, key, roster, data, found), data.get(key, _NOTHING))
        for key in dict.fromkeys((*roster.units, *data))
    ]
    return Gathered(
        units=tuple(units),
        givens=assembler.givens(collector.givens(accepted)),
        unreported=_unreported(roster, data, found),
        problems=in_order(found),
    )


_NOTHING = UnitData()


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


def _unit(rubric: Rubric, key: str, roster: Roster, data: Mapping[str, UnitData], problems: list[Problem]) -> Unit:
    """Who the unit is. One that is not in the roster is scored all the same, without a class."""
    if key in roster.units:
        return roster.units[key].unit
    written = data[key].written
    unit_id = min(written)
    place = min(written.values(), key=lambda one: order(one.where()))
    if roster.exists:
        problems.append(not_listed(unit_id, place, roster.ids))
    elif rubric.document.classes:
        problems.append(class_missing(unit_id, place, rubric))
    return roster.described[key].unit if key in roster.described else Unit(id=unit_id, name=unit_id)


def _unreported(roster: Roster, data: Mapping[str, UnitData], problems: list[Problem]) -> tuple[str, ...]:
    silent = [listed for key, listed in roster.units.items() if data.get(key, _NOTHING).is_empty]
    for listed in silent:
        facts, where = {"unit": listed.unit.id}, listed.place.where()
        problems.append(Problem(code="unit_without_data", where=where, severity="warning", facts=facts))
    return tuple(listed.unit.id for listed in silent)
