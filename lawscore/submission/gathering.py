"""Several data documents become the facts of every unit: each unit scored on what is sound, all mistakes reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Unknown, Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.unit import LAYERS, Layer, Unit, UnitFacts
from lawscore.problems import Problem, QuestionError
from lawscore.rubric.bound import Rubric
from lawscore.submission.adjustments import Entered, sort_adjustments
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

#: Facts that were made before: none.
_NOT_MADE: Final[Mapping[str, Made]] = {}


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

        Raises `QuestionError` for units below, which were gathered with those above them.
        """
        if layer == self.layer:
            return self
        origin = self.origin
        if origin is None:
            raise QuestionError([Problem(code="layer_of_units_below")])
        return gather(rubric, origin.documents, layer=layer, problems=origin.problems, whole=origin.whole)


@dataclass(frozen=True, slots=True)
class Origin:
    """What was gathered: the documents, the problems of their readers, and whether every file could be read."""

    documents: tuple[Located, ...]
    problems: tuple[Problem, ...]
    whole: bool
    #: How the facts of each unit were made, by its id as it is compared.
    made: Mapping[str, Made] = field(default_factory=dict, repr=False)


#: Where nothing more is to be gathered.
NOTHING_MORE: Final = Origin((), (), whole=True)


@dataclass(frozen=True, slots=True)
class Made:
    """The facts of a unit and what they were made of, where nothing was wrong with it."""

    unit: Unit
    said: tuple[Submitted, ...]
    facts: UnitFacts
    is_empty: bool
    #: The layers in which it stated anything.
    stated: frozenset[Layer]

    def holds(self, unit: Unit, said: Sequence[Submitted]) -> bool:
        """Whether the same facts would be made of what is said now."""
        return unit == self.unit and len(said) == len(self.said) and all(map(_alike, said, self.said))


def _alike(one: Submitted, other: Submitted) -> bool:
    """Whether two submissions say the same, wherever they stand; of one that a reader had to leave something out of nobody knows."""
    if one.years != other.years or _is_refused(one) or _is_refused(other):
        return False
    if one.document.document.source != other.document.document.source:
        return False
    now, then = one.submission, other.submission
    return now is then or now == then


def _is_refused(one: Submitted) -> bool:
    return one.number in one.document.refused_submissions


def gather(
    rubric: Rubric,
    documents: Iterable[Located],
    *,
    layer: Layer | None = None,
    problems: Iterable[Problem] = (),
    whole: bool = True,
    before: Gathered | None = None,
) -> Gathered:
    """Merge data documents into the facts of each unit.

    Values are merged by unit, field and layer: of several layers the latest counts (none after `layer`, where it is
    given). Those of earlier years become the history of the units of this year. What cannot be taken is reported and counts as unknown; nothing stops the other units. `problems` are those
    that readers found before; unless the documents are the `whole`, because a file could not be read, what nobody gave
    is unknown. `before` was gathered for a rubric that asks for the same: of units that say what they said then, the facts
    are taken over.
    """
    known = before.origin.made if before is not None and before.origin is not None and before.layer == layer else {}
    origin = Origin(tuple(documents), tuple(problems), whole)
    made: dict[str, Made] = {}
    found = _gathered(
        rubric, origin.documents, layer, origin.problems, Kin(named_in(origin.documents), looked_at=False), known, made
    )
    return replace(found if whole else _doubted(rubric, found), origin=replace(origin, made=made))


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
    rubric: Rubric,
    documents: Sequence[Located],
    layer: Layer | None,
    problems: Iterable[Problem],
    kin: Kin,
    known: Mapping[str, Made] = _NOT_MADE,
    made: dict[str, Made] | None = None,
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
        parts, past = submitted.now.get(key, ()), submitted.past.get(key, {})
        unit, told = _unit(rubric, key, roster, parts, found), len(found)
        before = known.get(key) if key not in adjusted else None
        one = _made(unit, parts, past, adjusted.get(key, {}), before, collector, assembler)
        if made is not None and key not in adjusted and len(found) == told:
            made[key] = one
        is_due = unit.not_assessed is None and bool(rubric.fields or rubric.questions)
        if one.is_empty and key in roster.units and is_due:
            unreported.append(unit.id)
            found.append(_without_data(roster.units[key]))
        units.append(one.facts)
    givens = assembler.givens(collector.givens(current))
    found.extend(odd_parents(roster, (unit.unit for unit in units), kin.of(rubric)))
    found.extend(odd_listing(rubric, roster, [unit.unit for unit in units], submitted.now))
    calendar = read_calendar([document.located for document in accepted], found)
    found.extend(odd_history(rubric, submitted, assessed))
    return Gathered(
        units=tuple(units), givens=givens, unreported=tuple(unreported), problems=in_order(found), calendar=calendar,
        others=others, layer=layer, stated=_stated(collector.stated, units, others),
    )  # fmt: skip


def _made(
    unit: Unit,
    parts: Sequence[Submitted],
    past: Mapping[int, Sequence[Submitted]],
    adjusted: Mapping[int, Sequence[Entered]],
    before: Made | None,
    collector: Collector,
    assembler: Assembler,
) -> Made:
    """The facts of one unit: as they were made before, where the same is said; else made now."""
    said = (*parts, *(one for then in past.values() for one in then))
    if before is not None and before.holds(unit, said):
        collector.stated.update(before.stated)
        return Made(unit, said, before.facts, before.is_empty, before.stated)
    data = collector.unit(parts)
    earlier = {years: collector.unit(then) for years, then in past.items()}
    facts = assembler.facts(unit, data, earlier, adjusted)
    return Made(unit, said, facts, data.is_empty, collector.layers(said))


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
