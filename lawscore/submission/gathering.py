"""Several data documents become the facts of every unit: each unit scored on what is sound, all mistakes reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lawscore.expressions.values import Cause, Unknown, Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.unit import LAYERS, Layer, Unit, UnitFacts
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.adjustments import sort_adjustments
from lawscore.submission.assembling import Assembler
from lawscore.submission.calendars import read_calendar
from lawscore.submission.collecting import Collector, Submitted
from lawscore.submission.listing import odd_listing
from lawscore.submission.merging import is_later
from lawscore.submission.names import Names
from lawscore.submission.parents import Kin, named_in, odd_parents
from lawscore.submission.places import Located, order
from lawscore.submission.roster import Listed, Roster, class_missing, not_listed, read_roster
from lawscore.submission.routing import documents_below, documents_for
from lawscore.submission.sorting import accept, odd_history, sort


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
    #: Which days are worked; None where no document says.
    calendar: Calendar | None = None
    #: The units below, by `id@version` of the rubric that scores them.
    others: Mapping[str, Gathered] = field(default_factory=dict)
    #: The last layer that counts; None where all do.
    layer: Layer | None = None
    #: The layers in which anything was stated, the latest last.
    stated: tuple[Layer, ...] = ()
    #: What it was gathered from; None for the units below.
    origin: Origin | None = field(default=None, repr=False, compare=False)

    def at(self, rubric: Rubric, layer: Layer | None) -> Gathered:
        """The same documents, gathered with another layer as the last one that counts.

        ValueError for units below, which were gathered with those above them.
        """
        if layer == self.layer:
            return self
        origin = self.origin
        if origin is None:
            raise ValueError("the units below have the layer of those above them: ask for it there")
        return gather(rubric, origin.documents, layer=layer, problems=origin.problems, whole=origin.whole)


@dataclass(frozen=True, slots=True)
class Origin:
    """What was gathered: the documents, the problems of their readers, and whether every file could be read."""

    documents: tuple[Located, ...]
    problems: tuple[Problem, ...]
    whole: bool


def gather(
    rubric: Rubric,
    documents: Iterable[Located],
    *,
    layer: Layer | None = None,
    problems: Iterable[Problem] = (),
    whole: bool = True,
) -> Gathered:
    """Merge data documents into the facts of each unit.

    Values are merged by unit, field and layer: of several layers the latest counts (none after `layer`, where it is
    given). Those of earlier years become the history of the units of this year. What cannot be taken is reported and counts as unknown; nothing stops the other units. `problems` are those
    that readers found before; unless the documents are the `whole`, because a file could not be read, what nobody gave
    is unknown.
    """
    origin = Origin(tuple(documents), tuple(problems), whole)
    found = _gathered(
        rubric, origin.documents, layer, origin.problems, Kin(named_in(origin.documents), looked_at=False)
    )
    return replace(found if whole else _doubted(rubric, found), origin=origin)


def _doubted(rubric: Rubric, gathered: Gathered) -> Gathered:
    """A file that could not be read may have held any value: what nobody gave is then unknown, never 'none'."""
    others = {name: _doubted(rubric.others[name], below) for name, below in gathered.others.items()}
    return replace(gathered, units=tuple(_doubted_facts(rubric, facts) for facts in gathered.units), others=others)


def _doubted_facts(rubric: Rubric, facts: UnitFacts) -> UnitFacts:
    doubted = {name for name, spec in rubric.fields.items() if spec.absent == "none" and name not in facts.provenance}
    unknown = {name: Unknown((Cause("value", name),)) for name in doubted}
    reported = _doubted_facts(rubric, facts.reported) if facts.reported is not None else None
    return replace(facts, values={**facts.values, **unknown}, nones=facts.nones - doubted, reported=reported)


def _gathered(
    rubric: Rubric, documents: Sequence[Located], layer: Layer | None, problems: Iterable[Problem], kin: Kin
) -> Gathered:
    found = list(problems)
    names = Names.of(rubric)
    others = {
        name: _gathered(other, documents_below(other, documents), layer, (), kin.below(rubric, name))
        for name, other in rubric.others.items()
    }
    found.extend(problem for other in others.values() for problem in other.problems)
    accepted = accept(rubric, documents_for(rubric, documents), found)
    current = [document.located for document in accepted if not document.years]
    roster = read_roster(names, current, found)
    collector, assembler = Collector(names, found, layer), Assembler(names, found)
    submitted = sort(rubric, accepted, found)
    units: list[UnitFacts] = []
    unreported: list[str] = []
    assessed = tuple(dict.fromkeys((*roster.units, *submitted.now)))
    adjusted = {} if is_later(LAYERS[-1], layer) else sort_adjustments(rubric, accepted, assessed, found)
    for key in assessed:
        parts = submitted.now.get(key, ())
        unit = _unit(rubric, key, roster, parts, found)
        data = collector.unit(parts)
        is_due = unit.not_assessed is None and bool(rubric.fields or rubric.questions)
        if data.is_empty and key in roster.units and is_due:
            unreported.append(unit.id)
            found.append(_without_data(roster.units[key]))
        past = {years: collector.unit(then) for years, then in submitted.past.get(key, {}).items()}
        units.append(assembler.facts(unit, data, past, adjusted.get(key, {})))
    givens = assembler.givens(collector.givens(current))
    found.extend(odd_parents(roster, (unit.unit for unit in units), kin.of(rubric)))
    found.extend(odd_listing(rubric, roster, [unit.unit for unit in units], submitted.now))
    calendar = read_calendar([document.located for document in accepted], found)
    found.extend(odd_history(rubric, submitted, assessed))
    return Gathered(
        units=tuple(units), givens=givens, unreported=tuple(unreported), problems=in_order(found), calendar=calendar,
        others=others, layer=layer, stated=_stated(collector.stated, units, others),
    )  # fmt: skip


def _stated(found: Collection[Layer], units: Iterable[UnitFacts], others: Mapping[str, Gathered]) -> tuple[Layer, ...]:
    """The layers in which anything was stated about these units, or about those below."""
    below = {layer for other in others.values() for layer in other.stated}
    adjusted = any(facts.adjustments for facts in units)
    return tuple(layer for layer in LAYERS if layer in found or layer in below or (adjusted and layer == LAYERS[-1]))


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by place, so that the order in which files were read does not show."""
    return tuple(sorted(problems, key=lambda problem: (*order(problem.where), problem.code)))


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
