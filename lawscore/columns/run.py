"""One table on its way through the columns: batches of units go through, and what is to be said of them comes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from lawscore.assessing import contradictions_in
from lawscore.classes import dataclass
from lawscore.columns.aside import Aside
from lawscore.columns.codes import Codes, Flags, Integers, rooms_for
from lawscore.columns.cohorts import PARENT, Cohorts
from lawscore.columns.encoding import MOST_CODED, FieldEncoder
from lawscore.columns.engine import Engine
from lawscore.columns.groups import GroupPlan
from lawscore.columns.headers import Layout
from lawscore.columns.made import Made
from lawscore.columns.parts import Part, narrow
from lawscore.columns.ratios import Ratios
from lawscore.columns.results import Stats, ranking_fields
from lawscore.columns.roster import Survey
from lawscore.columns.sources import Source
from lawscore.columns.units import CodedUnits, Vocabularies
from lawscore.columns.who import Listed, OfTable
from lawscore.expressions.values import Cause
from lawscore.facts.card import Card
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.loading.csv_nested import Nested
from lawscore.problems import Problem, Where, each_once
from lawscore.rubric.bound import Rubric
from lawscore.rules.cohort import Figure
from lawscore.scoring.card import Scorer
from lawscore.scoring.steps import score_units
from lawscore.submission.gathering import Gathered, gather, in_order
from lawscore.submission.places import Located
from lawscore.submission.records import Reading
from lawscore.submission.typing import absence
from lawscore.texts import folded

#: Some hundred bytes each.
MOST_KEPT: Final = 2_000_000
#: Why a unit is scored by itself.
_IRREGULAR: Final = "irregular"


def documents_of(beside: Gathered | None) -> tuple[Sequence[Located], Sequence[Problem]]:
    """What was gathered beside the table: the documents, and what their readers found."""
    if beside is None or beside.origin is None:
        return (), ()
    return beside.origin.documents, beside.origin.problems


@dataclass
class Run:
    """One table on its way: batches of units go through, and what is to be said of them comes together."""

    rubric: Rubric
    source: Source
    layout: Layout
    survey: Survey
    beside: Gathered | None = None
    #: So many values and results are kept at most, to be found again in later batches.
    most_kept: int = MOST_KEPT
    #: A field with more distinct values, in a few times as many rows, is computed with as a column of numbers.
    most_coded: int = MOST_CODED
    #: Groups of units that are not all here, by the marks of their figures.
    made: Mapping[str, Made] = field(default_factory=dict)
    stats: Stats = field(default_factory=lambda: Stats(0, {}))
    _evaluations: Counter[str] = field(default_factory=Counter)
    _said: list[Problem] = field(default_factory=list)
    _aside: Aside = field(init=False)
    _gathered: Gathered | None = None
    #: The rows that are not scored by columns.
    _irregular: set[int] = field(default_factory=set)
    #: All rows were gone through before, and what is wrong with them is told.
    _is_seen: bool = False
    _contradicted: list[tuple[tuple[bool, int], Problem]] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = GroupPlan(self.rubric)
        self._cohorts = Cohorts(plan, self.survey, made=self.made) if plan.figures else None
        self._scopes_aside: Mapping[str, Scope] | None = None
        self._nested = Nested(self.layout.table, self.layout.headers, self.rubric.fields, self._said)
        self._aside = Aside(self.layout, self.rubric)
        self._ranking = ranking_fields(self.rubric)
        self._ordered = plan.fields_in_order
        self._begin()

    def _begin(self) -> None:
        """Begin to keep what is found; what was kept before goes with the parts that refer to it."""
        readings: dict[tuple[str, str | bool], Reading] = {}
        self._encoders = {
            name: FieldEncoder(
                name,
                spec,
                absence(spec, spec.absent, Cause("value", name)),
                self._nested,
                most_coded=None if name in self._ranking or name in self._ordered else self.most_coded,
                readings=readings,
            )
            for name, spec in self.rubric.fields.items()
        }
        fields = {name: encoder.values for name, encoder in self._encoders.items()}
        if self._cohorts is not None:
            fields[PARENT] = self._cohorts.parents.values
        classes = self.survey.classes if self.survey.lists else [None]
        givens, calendar = self._common
        self._engine = Engine(self.rubric, Vocabularies(fields, list(classes)), givens, calendar, self._cohorts)

    def _begin_anew(self) -> None:
        """Let go of what is kept where it has become too much: values that hardly come twice would fill the memory."""
        kept = self._engine.size + sum(len(encoder.values) for encoder in self._encoders.values())
        if kept > self.most_kept:
            self._evaluations.update(self._engine.evaluations)
            self._begin()

    @cached_property
    def _common(self) -> tuple[Mapping[str, Any], Any]:
        """The figures common to all, and the calendar."""
        documents, _ = documents_of(self.beside)
        found = gather(self.rubric, documents)
        return found.givens, found.calendar

    def parts(self) -> Iterator[Part]:
        """The units, batch by batch; those that are scored one by one come last."""
        if self._cohorts is not None:
            for level in self._cohorts.levels:
                self.count(level)
                self._cohorts.close(level)
        first, by_columns = 0, 0
        for batch, _ in self.source.read():
            self._begin_anew()
            part = self._batch(batch, first)
            first += batch.num_rows
            if part is not None:
                by_columns += len(part)
                yield part
        last = self._one_by_one()
        self._evaluations.update(self._engine.evaluations)
        self.stats = Stats(by_columns, {_IRREGULAR: len(last)} if len(last) else {}, self._evaluations)
        if len(last):
            yield last

    @property
    def cohorts(self) -> Cohorts | None:
        """The groups that results look at; None where they look at none."""
        return self._cohorts

    def count(self, level: Iterable[Figure]) -> None:
        """Go through all units, and count what some figures over groups are made of."""
        first = 0
        for batch, _ in self.source.read():
            self._begin_anew()
            rows, units = self._units(batch, first)
            if len(rows):
                self._engine.count(level, units)
            first += batch.num_rows
        if not self._is_seen:
            self._is_seen = True
            self._gather()

    def _at(self, row: int) -> int:
        """Where the unit of a row stands among all, as a number."""
        behind, _ = self._place(row)
        return row + (len(self.survey.class_codes) if behind else 0)

    # --- by columns ----------------------------------------------------------------------------------------------------

    def _batch(self, batch: Any, first: int) -> Part | None:
        """The regular units of a batch; None where there is none."""
        rows, units = self._units(batch, first)
        if not len(rows):
            return None
        scored = self._engine.score(units)
        kept = {
            name: narrow(units.fields[name], len(self._encoders[name].values)).copy()  # without the room of all others
            for name in self._ranking
            if name in units.fields
        }
        part = Part(rows, OfTable(self.survey, rows), scored.narrowed(), kept, self._engine.representatives)
        self._contradict(part)
        return part

    def _units(self, batch: Any, first: int) -> tuple[Integers, CodedUnits]:
        """The regular units of a batch and their rows. What is to be said of the others is noted once."""
        rows = np.arange(first, first + batch.num_rows)
        rooms = rooms_for(len(self.layout.fields), batch.num_rows)
        columns = self._columns(batch, dict(zip(self.layout.fields, rooms, strict=True)))
        codes = {name: columns[name][0] for name in self.layout.fields}
        wide = {name: numbers for name in self.layout.fields if (numbers := columns[name][1]) is not None}
        irregular = self.survey.irregular[first : first + batch.num_rows] | self._empty(codes, batch.num_rows)
        witnesses = [row - first for row in self.survey.witnesses if first <= row < first + batch.num_rows]
        gathered = sorted({*np.flatnonzero(irregular).tolist(), *witnesses})
        if not self._is_seen:
            self._irregular.update((np.flatnonzero(irregular) + first).tolist())
            self._aside.add(batch, gathered, first + 1)
            self._report(codes, first, frozenset(gathered))
        classes = self.survey.class_codes[first : first + batch.num_rows]
        if irregular.any():
            regular = np.flatnonzero(~irregular)
            rows, classes = rows.take(regular), classes.take(regular)
            codes = {name: found.take(regular) for name, found in codes.items()}
            wide = {name: numbers.take(regular) for name, numbers in wide.items()}
        if not self.survey.lists:
            classes = np.zeros(len(rows), np.int64)
        if self._cohorts is not None:
            codes[PARENT] = self._cohorts.parents.codes(rows)
        return rows, CodedUnits(len(rows), {**self._not_given(len(rows)), **codes}, classes, wide, rows)

    def _columns(self, batch: Any, rooms: Mapping[str, Codes]) -> Mapping[str, tuple[Codes, Ratios | None]]:
        """Every field."""
        return {name: self._column(name, batch, room) for name, room in rooms.items()}

    def _column(self, name: str, batch: Any, room: Codes) -> tuple[Codes, Ratios | None]:
        """The codes of a field, and its numbers where they hardly come twice."""
        place, encoder = self.layout.fields[name], self._encoders[name]
        if place not in self.layout.read:
            return encoder.unread(batch.num_rows), None
        return encoder.column(batch.column(place), room)

    def _not_given(self, count: int) -> dict[str, Codes]:
        """The codes of fields that have no column."""
        nothing = np.zeros(count, np.int64)
        return {name: nothing for name in self.rubric.fields if name not in self.layout.fields}

    def _empty(self, codes: Mapping[str, Codes], count: int) -> Flags:
        """The listed units that gave nothing at all."""
        if not self.survey.lists:
            return np.zeros(count, np.bool_)
        found = np.ones(count, np.bool_)
        for name, column in codes.items():
            found &= self._encoders[name].says_nothing(column)
            if not found.any():
                break
        return found

    def _report(self, codes: Mapping[str, Codes], first: int, gathered: frozenset[int]) -> None:
        """What is wrong with the values of rows that are not gathered."""
        table = self.layout.table
        for name in codes:
            encoder = self._encoders[name]
            if not encoder.wrong:
                continue
            column = self.layout.headers.index[name]
            for row, wrong in encoder.reports(codes[name]):
                if row not in gathered:
                    where = table.where(first + row + 1, column)
                    self._said += [one.problem.at(table.inside(where, one.path)) for one in wrong]

    def _contradict(self, part: Part) -> None:
        """What the consistency checks say of the units of a part."""
        for said, codes in part.scored.checks:
            wrong = np.array([problem is not None for problem in said], np.bool_)
            for at in np.flatnonzero(wrong.take(codes)).tolist():
                problem, unit = said[int(codes[at])], part.who.unit(at)
                assert problem is not None  # these are asked for
                where = Where(path=(unit.id, *problem.where.path[1:]))
                told = replace(problem, where=where, facts={**problem.facts, "unit": unit.name})
                self._contradicted.append((self._place(int(part.rows[at])), told))

    # --- one by one ----------------------------------------------------------------------------------------------------

    def _one_by_one(self) -> Part:
        """The irregular units, gathered with the witnesses and scored by themselves."""
        scopes = self._scopes_aside if self._scopes_aside is not None else self._gather()
        places = self._places()
        cards = self._cards(scopes, places)
        rows = np.array([places[folded(card.unit.id)][1] for card in cards], np.int64)
        who, scored = Listed([card.unit for card in cards]), self._engine.enter(cards).narrowed()
        return Part(rows, who, scored, {}, self._engine.representatives, tuple(scopes.values()))

    def _gather(self) -> Mapping[str, Scope]:
        """Gather the irregular units with the witnesses: where the former are scored."""
        documents, before = documents_of(self.beside)
        problems = (*before, *self.source.problems)
        gathered = self._gathered = self._aside.gathered(documents, problems, self._listed)
        places = self._places()
        units = [facts for facts in gathered.units if folded(facts.unit.id) in places]
        scopes = self._scopes_aside = self._scopes(units, gathered)
        if self._cohorts is not None:
            self._cohorts.take(scopes, {unit: self._at(places[folded(unit)][1]) for unit in scopes})
        return scopes

    @property
    def _listed(self) -> Iterator[str]:
        """The ids of the roster."""
        described = (self.survey.ids[row].as_py() for row in np.flatnonzero(self.survey.describing).tolist())
        return iter(dict.fromkeys(described))

    def _places(self) -> dict[str, tuple[bool, int]]:
        """Where the irregular units stand among all: whether they are listed, and at which row they first come."""
        found: dict[str, tuple[bool, int]] = {}
        for row in self._aside.rows:
            at = row.line - 1
            unit = folded(self.survey.ids[at].as_py())
            if not unit or at not in self._irregular:
                continue
            before = found.get(unit)
            listed = bool(self.survey.describing[at])
            if before is None or (listed, -at) > (before[0], -before[1]):
                found[unit] = listed, at
        return found

    def _scopes(self, units: Sequence[UnitFacts], gathered: Gathered) -> dict[str, Scope]:
        scorer = Scorer(self.rubric)
        return {one.unit.id: Scope(one, gathered.givens, calendar=gathered.calendar, scorer=scorer) for one in units}

    def _cards(self, scopes: Mapping[str, Scope], places: Mapping[str, tuple[bool, int]]) -> list[Card]:
        cards = score_units(self.rubric, scopes)
        for unit, said in contradictions_in(self.rubric, scopes).items():
            self._contradicted += [(self._place(places[folded(unit)][1]), problem) for problem in said.values()]
        return cards

    def _place(self, row: int) -> tuple[bool, int]:
        """Where the unit of a row stands among all: those that are not in the roster come last."""
        return self.survey.lists and not self.survey.describing[row], row

    # --- what comes together -------------------------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong, without what ranks and grades say; asked when all parts have come."""
        assert self._gathered is not None  # the last part has come
        told = in_order([*self._gathered.problems, *self._said])
        contradicted = [problem for _, problem in sorted(self._contradicted, key=lambda one: one[0])]
        alone = self._cohorts.problems() if self._cohorts is not None else ()
        return each_once((*told, *contradicted, *alone))

    def order(self, parts: Sequence[Part]) -> Integers | None:
        """The order of all units: as their rows, but those that are not in the roster come last."""
        rows = np.concatenate([part.rows for part in parts]) if parts else np.zeros(0, np.int64)
        if not self.stats.one_by_one:
            return None
        behind = np.zeros(len(rows), np.bool_)
        if self.survey.lists:
            behind = ~self.survey.describing.take(rows)
        return np.lexsort((rows, behind))
