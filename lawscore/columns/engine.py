"""All results of a rubric for batches of units: indicators in their order, the whole, vetoes, results beside the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import partial

import numpy as np

from lawscore.assessing import contradictions_in
from lawscore.classes import dataclass
from lawscore.columns.branches import Branch
from lawscore.columns.codes import rooms_for
from lawscore.columns.cohorts import Cohorts
from lawscore.columns.deferred import Deferred
from lawscore.columns.finding import Finder, column_of
from lawscore.columns.footprint import Footprint, Footprints
from lawscore.columns.looking import Looked
from lawscore.columns.parts import Scored
from lawscore.columns.representatives import Representatives
from lawscore.columns.seats import Beside, figures_of
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import CodedUnits, Vocabularies
from lawscore.columns.wholes import WHOLE, Wholes
from lawscore.columns.wide import numbers_of
from lawscore.expressions.values import Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.card import Card, NodeResult, VetoResult
from lawscore.facts.unit import Scope
from lawscore.problems import Problem
from lawscore.rubric.also import TOTAL
from lawscore.rubric.bound import BoundAlso, BoundCheck, BoundNode, Rubric
from lawscore.rules.cohort import Figure
from lawscore.scoring.leaf import applicability
from lawscore.scoring.vetoes import judge


@dataclass
class Engine:
    """Scores batches of units under a rubric. What was found once is kept."""

    rubric: Rubric
    vocabularies: Vocabularies
    givens: Mapping[str, Value]
    calendar: Calendar | None = None
    #: The groups of units that results look at; None where they look at none.
    cohorts: Cohorts | None = None
    tables: dict[str, ResultTable] = field(init=False, repr=False)
    leaves: dict[str, Finder[NodeResult]] = field(init=False, repr=False)
    branches: dict[str, Branch] = field(init=False, repr=False)
    #: The cards of units that are scored one by one, without their indicators.
    single: list[Card] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._footprints = Footprints(self.rubric)
        self.representatives = Representatives(self.rubric, self.vocabularies, self.givens, self.calendar, self.cohorts)
        names = (*self.rubric.nodes, WHOLE, *self.rubric.beside, TOTAL)
        self.tables = {name: ResultTable() for name in names}
        self._wholes = Wholes(self.representatives, self.tables[TOTAL])
        self.leaves, self.branches = {}, {}
        for name in self.rubric.order:
            self._prepare(self.rubric.nodes[name])
        self._prepare(self.rubric.root)
        for also in self.rubric.also:
            self._prepare_beside(also)
        self._figures = figures_of(self.cohorts, self.representatives, self._footprints)
        self._vetoes: list[tuple[VetoResult, ...]] = []
        self._judging = Finder(self._looked(self._footprints.vetoes(), self._judged, self._keep_vetoes))
        self._checks = [self._check(*one) for one in zip(self.rubric.checks, self._footprints.checks(), strict=True)]

    def score(self, units: CodedUnits) -> Scored:
        """The results of some units."""
        results = Beside(units, self._figures)
        self._find_all(units, results)
        vetoes = self._judging.codes(units, results)
        codes, wide, total = self._wholes.find(results[WHOLE], vetoes, self._vetoes)
        if TOTAL not in self.rubric.nodes:
            results[TOTAL] = total
        for also in self.rubric.also:
            self._find(also.spec.id, units, results)
        checks = tuple((said, looked.codes(units, results)) for said, looked in self._checks)
        return Scored(units.count, results, self.cards, codes, checks, wide)

    def _find_all(self, units: CodedUnits, results: dict[str, ResultColumn]) -> None:
        """The results of all indicators, and the whole."""
        names = (*self.rubric.order, WHOLE)
        for name, room in zip(names, rooms_for(len(names), units.count), strict=True):
            self._find(name, units, results)
            results[name] = results[name].housed(room)

    def count(self, level: Iterable[Figure], units: CodedUnits) -> None:
        """Count the values of some units, of which figures over groups are made."""
        results = Beside(units, self._figures)
        asked = frozenset[str]().union(
            *(self.cohorts.plan.results(one) for one in level if self.cohorts and not one.is_result)
        )
        self._some(asked, units, results)
        for figure in level:
            self._figures[figure.mark].count(units, results, partial(self._made_of, figure))

    def _made_of(self, figure: Figure, units: CodedUnits) -> Beside:
        """The results of some units that a figure is made of."""
        assert self.cohorts is not None  # there are figures
        results = Beside(units, self._figures)
        self._some(self.cohorts.plan.results(figure), units, results)
        return results

    def _some(self, names: frozenset[str], units: CodedUnits, results: Beside) -> None:
        for name in self.rubric.order:
            if name in names:
                self._find(name, units, results)

    def enter(self, cards: Sequence[Card]) -> Scored:
        """The cards of units that were scored one by one, beside those of all others."""
        found: dict[str, list[int]] = {name: [] for name in (*self.rubric.nodes, *self.rubric.beside, WHOLE)}
        for card in cards:
            every = {**{node.id: node for node in (*card.nodes, *card.also)}, WHOLE: card.total}
            for name, result in every.items():
                found[name].append(self.tables[name].append(result))
        first = len(self.single)
        self.single += [replace(card, items=card.counted.items) for card in cards]
        results = {name: ResultColumn(self.tables[name], np.array(codes, np.int32)) for name, codes in found.items()}
        return Scored(len(cards), results, self.single, np.arange(first, len(self.single)))

    @property
    def cards(self) -> Deferred[Card]:
        """Cards without their indicators, for all units that agree in the whole and in the vetoes."""
        return self._wholes.cards

    @property
    def size(self) -> int:
        """How many results are kept."""
        return sum(map(len, self.tables.values())) + len(self.cards)

    @property
    def evaluations(self) -> Mapping[str, int]:
        """How often each result was worked out."""
        leaves = {name: looked.evaluations for name, looked in self.leaves.items()}
        figures = {mark: figure.evaluations for mark, figure in self._figures.items()}
        return {**leaves, **figures, **{name: branch.evaluations for name, branch in self.branches.items()}}

    def _find(self, name: str, units: CodedUnits, results: dict[str, ResultColumn]) -> None:
        branch = self.branches.get(name)
        if branch is not None:
            results[name] = branch.column(units, results)
        else:
            results[name] = column_of(self.leaves[name], self.tables[name], units, results)

    # --- what is worked out once ---------------------------------------------------------------------------------------

    def _prepare(self, node: BoundNode) -> None:
        name, table = node.id, self.tables[node.id]
        looked = self._looked(self._footprints.node(node), lambda scope: scope.node(name), table.append)
        if node.is_leaf:
            self.leaves[name] = Finder(looked, numbers_of)
            return
        gate = self._footprints.gate(node)
        family = (node, *self._footprints.above(node))

        def applies(scope: Scope) -> bool:
            return all(applicability(one, scope) is None for one in family)

        gated = Finder(self._looked(gate, applies, int)) if gate is not None else None
        judged = name in self.rubric.judged
        self.branches[name] = Branch(node, table, looked, gated, judged)

    def _prepare_beside(self, also: BoundAlso) -> None:
        name, table = also.spec.id, self.tables[also.spec.id]
        looked = self._looked(self._footprints.also(also), lambda scope: scope.node(name), table.append)
        if also.formula is None:
            self.branches[name] = Branch(also.node, table, looked)
        else:
            self.leaves[name] = Finder(looked, numbers_of)

    def _looked(self, footprint: Footprint, find: object, enter: object) -> Looked:  # type: ignore[type-arg]
        return Looked(footprint, self.representatives, find, enter)  # type: ignore[arg-type]

    def _judged(self, scope: Scope) -> tuple[VetoResult, ...]:
        return judge(self.rubric, scope)

    def _keep_vetoes(self, vetoes: tuple[VetoResult, ...]) -> int:
        self._vetoes.append(vetoes)
        return len(self._vetoes) - 1

    def _check(self, check: BoundCheck, footprint: Footprint) -> tuple[list[Problem | None], Finder[Problem | None]]:
        said: list[Problem | None] = []

        def broken(scope: Scope) -> Problem | None:
            return contradictions_in(self.rubric, {"": scope}, (check,))[""].get(check.id)

        def enter(problem: Problem | None) -> int:
            said.append(problem)
            return len(said) - 1

        return said, Finder(self._looked(footprint, broken, enter))
